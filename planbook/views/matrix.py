"""The responsibility matrix: every task with who leads, who coordinates, by when, with what result and money."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from planbook.model.assigned import Assigned
from planbook.model.item import ItemId
from planbook.model.number import roman
from planbook.model.part_deadlines import deadlines_of
from planbook.model.plan import Plan, Section
from planbook.model.responsibility import assignment_of, leads_of_tasks
from planbook.model.task import Task, TaskGroup
from planbook.model.work import work_groups
from planbook.model.workspace import Workspace
from planbook.views.fitting import fitted
from planbook.wording.blocks import Cell, Row, Table, capital
from planbook.wording.numbering import ItemNumber, numbers, tasks_with_groups
from planbook.wording.phrases import Phrases
from planbook.wording.purposes import task_name
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording

Leads = Mapping[str, tuple[str, ...]]  # the agencies that lead each task, by its id
Numbered = Mapping[str, Mapping[str, ItemNumber]]  # the numbers of the items of each plan

MATRIX_COLUMNS = ("lead", "coordinating", "duty", "deadline", "result", "money", "notes")  # behind the task


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task in words, with the ids that other pages link to.

    `place` is short for where it stands: III.6(2); `title` for what it is: its heading where it has one.
    `due` is the first day by which something of it is done, as 2026-04-09; empty for continuous work.
    `notes` say where it stands, `lineage` what it continues, `duty` what exactly its agencies do.
    """

    plan: str
    id: str
    group: str = ""
    place: str
    title: str
    name: str
    lead: str
    coordinating: str
    deadline: str
    result: str = ""
    money: str = ""
    due: str = ""
    notes: str = ""
    lineage: str = ""
    lead_ids: tuple[str, ...]
    coordinating_ids: tuple[str, ...]
    duty: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of tasks: its heading in words, the money that belongs to all of it, and its tasks."""

    id: str
    name: str
    money: str
    tasks: tuple[TaskRow, ...]


def matrix(
    workspace: Workspace, plan: Plan, phrases: Phrases, filler: type[PlanText] = PlanText
) -> tuple[GroupRow, ...]:
    """All groups with their tasks in the order of the plan, and duties that are its tasks; citations are short, as in a table."""
    carried_on = {earlier.plan for _, task in tasks_with_groups(plan) for earlier in task.earlier}
    numbered = {id_: numbers(workspace.plans[id_]) for id_ in carried_on if id_ in workspace.plans}
    text = filler(workspace, plan, Wording(phrases), numbers(plan), short_citations=True)
    return groups_of(text, numbered)


def groups_of(text: PlanText, numbered: Numbered) -> tuple[GroupRow, ...]:
    """The same from what fills the texts of the plan, and the numbers of all plans."""
    leads = leads_of_tasks(text.plan)
    return tuple(_group(group, text, leads, numbered) for group in work_groups(text.plan))


def printed_groups(plan: Plan, groups: tuple[GroupRow, ...]) -> tuple[GroupRow, ...]:
    """Those that an appendix prints: duties stand in the text of a plan already, unless it chooses its appendices."""
    tasks = {group.id for group in plan.task_groups()}
    return groups if plan.appendices is not None else tuple(group for group in groups if group.id in tasks)


def _group(group: TaskGroup, text: PlanText, leads: Leads, numbered: Numbered) -> GroupRow:
    name = text.fill(group.heading) or text.project(group.project or "")
    if group.text:
        name = f"{name}. {text.fill(group.text)}"
    money = text.budget(group.budget) if group.budget else ""
    return GroupRow(group.id, name, money, tuple(_task(group, task, text, leads, numbered) for task in group.tasks))


def _task(group: TaskGroup, task: Task, text: PlanText, leads: Leads, numbered: Numbered) -> TaskRow:
    assignment = assignment_of(task, group)
    # Some plans say only among the duties who leads a task ("chairs part 9").
    lead = assignment.lead or tuple(Assigned(agency=agency) for agency in leads.get(task.id, ()))
    deadlines = deadlines_of(task, group)
    name, place = task_name(group, task, text), text.numbers[task.id].place
    return TaskRow(
        plan=text.plan.id,
        id=task.id,
        group=group.id,
        place=place,
        title=(text.fill(task.heading) if not task.short_text else "") or name,
        name=name,
        lead=capital(text.assigned(lead)),
        coordinating=capital(text.assigned(assignment.coordinating)),
        deadline=capital(text.deadlines(deadlines)),
        result=capital(text.fill(task.result)),
        money=text.budget(task.budget) if task.budget else "",
        due=min((deadline.last_day.isoformat() for deadline in deadlines if deadline.last_day), default=""),
        notes=capital(_where(task, place, text)) if place else "",
        lineage=_lineage(task, text, numbered),
        lead_ids=tuple(assigned.agency for assigned in lead),
        coordinating_ids=tuple(assigned.agency for assigned in assignment.coordinating),
        duty=capital(text.fill(assignment.duty)),
    )


def _where(task: Task, place: str, text: PlanText) -> str:
    """Where a task stands; below parts in words, since two roman numbers say nothing."""
    return text.place(task.id) if text.plan.layout.parts else text.wording.phrases.say("note_place", place=place)


def _lineage(task: Task, text: PlanText, numbered: Numbered) -> str:
    say, time, plans = text.wording.phrases.say, text.wording.time, text.workspace.plans
    # What somebody accepted as unknown is no task of ours.
    predecessors = (
        earlier for earlier in task.earlier if earlier.plan in plans and earlier.task in numbered[earlier.plan]
    )
    return "; ".join(
        say("note_continues", place=numbered[plan][earlier].place, time=time(plans[plan].period))
        for plan, earlier in predecessors
    )


def task_rows(groups: tuple[GroupRow, ...]) -> Iterator[TaskRow]:
    """The tasks of all groups."""
    for group in groups:
        yield from group.tasks


def filled_columns(groups: tuple[GroupRow, ...]) -> list[str]:
    """The columns behind the task that some task or group fills."""
    filled = [*groups, *task_rows(groups)]
    return [name for name in MATRIX_COLUMNS if any(getattr(row, name, "") for row in filled)]


def table_of(groups: tuple[GroupRow, ...], plan: Plan, phrases: Phrases, also: Collection[str] = ()) -> Table:
    """The matrix as a table: group rows with Roman numbers, tasks numbered through the whole plan.

    A column that no task and no group fills is left out, so that the others have its width; `also` are left in.
    """
    if not any(group.tasks or group.money for group in groups):
        groups = ()  # headings of nothing are no table
    filled = filled_columns(groups)
    names = [name for name in MATRIX_COLUMNS if name in filled or name in also]
    hidden = {
        entry.id for entry in plan.walk() if isinstance(entry, Section | TaskGroup | Task) and not entry.is_printed
    }
    rows: list[Row] = []
    count = 0
    for index, group in enumerate(groups, 1):
        right = [Cell(group.money if name == "money" else "") for name in names if name in ("money", "notes")]
        heading = Cell(group.name, span=1 + len(names) - len(right))
        rows.append(
            Row(
                ItemId.row(group.id),
                (Cell(roman(index), "center"), heading, *right),
                is_group=True,
                item=group.id,
                anchor=group.id if group.id in hidden else "",
            )
        )
        for task in group.tasks:
            count += 1
            cells = (Cell(str(count), "center", count), *(Cell(getattr(task, name)) for name in ("name", *names)))
            rows.append(Row(ItemId.row(task.id), cells, item=task.id, anchor=task.id if task.id in hidden else ""))
    headings = [phrases.say(f"column_{name}") for name in ("index", "task", *names)]
    return Table(ItemId.of(plan.id, "matrix"), phrases.say("appendix_matrix"), fitted(headings, rows), tuple(rows))
