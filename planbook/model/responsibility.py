"""Who has which work of a plan, whoever says so: the task, its group, or the duty of an agency."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planbook.messages.diagnostics import Span
from planbook.model.agency import Agency, AgencyGroup, Branch
from planbook.model.assigned import Assigned
from planbook.model.entry import Entry
from planbook.model.period import Deadline, When
from planbook.model.plan import Plan, Section
from planbook.model.target import Figure, TargetValue
from planbook.model.task import Assignment, Duty, ReportingDuty, Task, TaskGroup

# What a plan means by one word: "đoàn thể" are the front and the associations, "ban, ngành" the offices of any kind.
_SPOKEN_OF_AS: dict[Branch, Branch] = {"association": "front", "other": "state"}
_NEVER_MEANT: tuple[Branch, ...] = ("party", "council")


def assignment_of(task: Task, group: TaskGroup) -> Assignment:
    """The assignment that holds for a task: its own, else that of its group; an empty one where neither says anything."""
    return task.assignment or group.assignment or Assignment()


def leads_of_tasks(plan: Plan) -> dict[str, tuple[str, ...]]:
    """For every task, by its id, the agencies that lead it; none for one that nobody leads."""
    return {task: tuple(lead.agency for lead in leads) for task, leads in assigned_leads(plan).items()}


def assigned_leads(plan: Plan) -> dict[str, tuple[Assigned, ...]]:
    """For every task, by its id, who leads it: after its own assignment, its group's, or the duties."""
    by_duty = leads_by_duty(plan)
    return {
        task.id: assignment_of(task, group).lead
        or tuple(Assigned(agency=agency) for agency in by_duty.get(task.id, ()))
        for group in plan.task_groups()
        for task in group.tasks
    }


def leads_by_duty(plan: Plan) -> dict[str, tuple[str, ...]]:
    """For the tasks that duties charge agencies with, by their ids, these agencies."""
    charged = [(item, duty.agencies) for duty in duties(plan) for item in duty.leads]
    leads: dict[str, tuple[str, ...]] = {}
    for entry in plan.walk():
        if isinstance(entry, Section | TaskGroup | Task):
            for agencies in (agencies for item, agencies in charged if item == entry.id):
                for task in entry.entries(Task):
                    leads[task.id] = leads.get(task.id, ()) + agencies
    return leads


def has_deadline(task: Task, group: TaskGroup) -> bool:
    """Whether a task says by when it is done, itself or with its group."""
    own = any(isinstance(entry, Deadline) for entry in task.walk())
    return own or bool(assignment_of(task, group).deadlines)


def written_leads(plan: Plan) -> Iterator[tuple[str, Span]]:
    """Every agency that an assignment says to lead, with the place."""
    for entry in plan.entries(Assignment):
        for index, lead in enumerate(entry.lead):
            yield lead.agency, entry.source.span("lead", index)


def named_agencies(entry: Entry) -> Iterator[str]:
    """Every agency that a plan, or an entry of it, gives work to: tasks, targets and their parts, duties, reports."""
    for part in entry.walk():
        if isinstance(part, Assigned):
            yield part.agency
        elif isinstance(part, Duty | ReportingDuty):
            yield from part.agencies
        elif isinstance(part, TargetValue) and part.agency:
            yield part.agency


def groups_of_plans(plans: Iterable[Plan], agencies: Mapping[str, Agency]) -> Iterator["PlanGroups"]:
    """The groups of agencies that each plan gives work to."""
    for plan in plans:
        groups = dict.fromkeys(id_ for id_ in named_agencies(plan) if isinstance(agencies[id_], AgencyGroup))
        yield PlanGroups(plan.id, plan.issuer, plan.day, plan.period, tuple(groups))


def figures_of_work(plan: Plan) -> Iterable[Figure]:
    """The figures that tasks, their groups and duties promise."""
    works = (entry for entry in plan.walk() if isinstance(entry, Task | TaskGroup | Duty))
    figures = {part.id: part for work in works for part in work.entries(Figure)}
    return figures.values()


def duties(plan: Plan) -> Iterable[Duty]:
    """The duties of all agencies in the order of the plan."""
    return (duty for section in plan.sections() for duty in section.duties)


def is_covered(agency: Agency, listed: Collection[Agency], *, lumped: bool = False) -> bool:
    """Whether an agency is among the named ones, alone or in a group of its level and branch.

    A group is there with any body of its kind. `lumped` lets a group of offices stand for every branch.
    """
    if any(candidate.id == agency.id for candidate in listed):
        return True
    branches = {_word(agency)}
    if lumped and agency.branch not in _NEVER_MEANT:
        branches.add("state")
    return any(
        candidate.level == agency.level
        and _word(candidate) in branches
        and (isinstance(candidate, AgencyGroup) or isinstance(agency, AgencyGroup))
        for candidate in listed
    )


def sets_offices_apart(listed: Iterable[Agency], level: str) -> bool:
    """Whether a list names bodies beside the state's own (a bank, the front), so that a group is no lump."""
    return any(agency.level == level and _word(agency) not in ("state", *_NEVER_MEANT) for agency in listed)


def _word(agency: Agency) -> Branch:
    return _SPOKEN_OF_AS.get(agency.branch, agency.branch)


@dataclass(frozen=True, slots=True)
class PlanGroups:
    """The groups of agencies that a plan gives work to, with what says who belongs to them."""

    id: str
    issuer: str
    day: date
    period: When
    groups: tuple[str, ...]
