"""All work of a plan: its tasks, and where it assigns by agency alone ("Sở Y tế: …") the duties, which are its tasks then."""

from collections.abc import Iterator

from planbook.model.assigned import Assigned
from planbook.model.part_deadlines import part_deadlines
from planbook.model.period import Deadline
from planbook.model.plan import Plan, Section
from planbook.model.task import Assignment, Duty, DutyItem, Statement, Task, TaskGroup


def assigns_by_duties(plan: Plan) -> bool:
    """Whether the duties of agencies are the work of a plan: it has no tasks, or says so beside them."""
    if plan.layout.duties is not None:
        return plan.layout.duties == "tasks"
    return not any(True for _ in plan.tasks())


def work_groups(plan: Plan) -> Iterator[TaskGroup]:
    """The groups of tasks of a plan; behind them the duties that are its tasks, a section of them as a group."""
    yield from plan.task_groups()
    if assigns_by_duties(plan):
        yield from (duty_group(section) for section in plan.sections() if section.duties)


def work_with_groups(plan: Plan) -> Iterator[tuple[TaskGroup, Task]]:
    """Every piece of work with the group that it stands in."""
    for group in work_groups(plan):
        for task in group.tasks:
            yield group, task


def reportable_work(plan: Plan) -> Iterator[tuple[TaskGroup, Task]]:
    """What results are told of, with its group: every task, and every duty or item of a duty whether it is a task or not."""
    groups = (*plan.task_groups(), *(duty_group(section) for section in plan.sections() if section.duties))
    return ((group, task) for group in groups for task in group.tasks)


def duty_group(section: Section) -> TaskGroup:
    """The duties of a section as tasks: one of a single text, else one for each of its items."""
    tasks = tuple(task for duty in section.duties for task in duty_tasks(duty))
    return TaskGroup(id=section.id, heading=section.heading, tasks=tasks)


def duty_tasks(duty: Duty) -> Iterator[Task]:
    """What a duty asks for, piece by piece, with the ids of what the plan prints; words that only announce are none."""
    lead = tuple(Assigned.model_construct(agency=agency, requested=duty.requested) for agency in duty.agencies)
    announces = duty.items and (duty.text or ":").rstrip().endswith(":")
    shared = duty.deadlines if announces else ()
    if duty.text and not announces:
        yield _task(duty.id, None, duty.text, duty.deadlines, lead, duty.coordinating)
    for item in duty.items:
        parts = part_deadlines(part for part in item.walk() if isinstance(part, Statement) and part is not item)
        deadlines = (*shared, *item.deadlines, *(part.label for part in parts))
        heading = item.heading if item.text or item.items else None
        yield _task(item.id, heading, _whole(item) or item.heading or "", deadlines, lead, partners_of(duty, item))


def partners_of(duty: Duty, item: DutyItem) -> tuple[Assigned, ...]:
    """Who coordinates in an item: those of all the duty, and its own."""
    own = tuple(partner for partner in item.coordinating if partner not in duty.coordinating)
    return (*duty.coordinating, *own)


def _task(
    id_: str,
    heading: str | None,
    text: str,
    deadlines: tuple[Deadline, ...],
    lead: tuple[Assigned, ...],
    coordinating: tuple[Assigned, ...],
) -> Task:
    return Task(
        id=id_,
        heading=heading,
        text=text or None,
        deadlines=deadlines,
        assignment=Assignment.model_construct(lead=lead, coordinating=coordinating),
    )


def _whole(item: Statement) -> str:
    """The text of an item with those of the items below it."""
    below = "; ".join(filter(None, (_sentence(part).rstrip(" .;") for part in item.items)))
    text = item.text or ""
    return f"{text.rstrip(' .;:')}: {below}" if text and below else text or below


def _sentence(item: Statement) -> str:
    return ": ".join(filter(None, (item.heading, _whole(item))))
