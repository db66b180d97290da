"""What holds in one state of a plan, whoever says so: who leads a task, who coordinates, by when; whose work an item is.

Also whose work cites a document: who has the item that does, and everybody where the plan as a whole does.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planbook.model.agency import Agency, AgencyChange, AgencyGroup
from planbook.model.assigned import Assigned
from planbook.model.entry import Entry
from planbook.model.mentions import mention_ids, mentions
from planbook.model.period import Deadline
from planbook.model.plan import Decision, Misprint, Plan, Section
from planbook.model.responsibility import assigned_leads, assignment_of
from planbook.model.target import Figure, Target
from planbook.model.task import Assignment, Duty, ReportingDuty, Task, TaskGroup
from planbook.model.texts import cited
from planbook.model.workspace import Workspace

ASSIGNED = ("lead", "coordinating", "deadlines", "duty")  # what a task has of its group where it says nothing itself


@dataclass(frozen=True, slots=True)
class TaskInForce:
    """A task with its group, the assignment that holds for it, and who leads it."""

    task: Task
    group: TaskGroup
    assignment: Assignment
    leads: tuple[Assigned, ...]

    @property
    def inherits(self) -> bool:
        """Whether it has what its group says."""
        return self.task.assignment is None

    def fact(self, field: str) -> object:
        """Who leads or coordinates, by when, what they do."""
        if field == "lead":
            return self.leads
        if field == "deadlines":
            return (*self.task.deadlines, *self.assignment.deadlines)
        return getattr(self.assignment, field)

    @property
    def agencies(self) -> Iterator[str]:
        """Who leads, and who coordinates."""
        return (assigned.agency for assigned in (*self.leads, *self.assignment.coordinating))


class InForce:
    """What holds in a plan, item by item; nothing where there is no plan."""

    def __init__(self, plan: Plan | None) -> None:
        """Look at every item once."""
        self.entries: dict[str, Entry] = {}
        self.parents: dict[str, str] = {}
        self.tasks: dict[str, TaskInForce] = {}
        if plan:
            self._place(plan, "")
            leads = assigned_leads(plan)
            for group in plan.task_groups():
                for task in group.tasks:
                    self.tasks[task.id] = TaskInForce(task, group, assignment_of(task, group), leads[task.id])

    def _place(self, entry: Entry, parent: str) -> None:
        id_ = "" if isinstance(entry, Deadline) else getattr(entry, "id", None) or ""
        if id_:
            self.entries[id_], self.parents[id_] = entry, parent
        for child in entry.children():
            self._place(child, id_ or parent)

    def agencies(self, item: str) -> tuple[str, ...]:
        """Everybody whose work an item is: who has it, who leads and coordinates it, who owns what stands in it."""
        return tuple(dict.fromkeys(self._agencies(self.entries.get(item), item)))

    def _agencies(self, entry: Entry | None, item: str) -> Iterable[str]:
        match entry:
            case Task():
                yield from self.tasks[item].agencies
            case Duty():
                yield from (*entry.agencies, *(partner.agency for partner in entry.partners))
            case ReportingDuty():
                yield from (*entry.agencies, *entry.to)
            case Target():
                yield from self._of_target(entry)
            case TaskGroup() | Section():
                parts = (part for part in entry.walk() if isinstance(part, Task | Duty | ReportingDuty | Target))
                yield from (agency for part in parts for agency in self.agencies(part.id))
            case Misprint() | Decision():
                places = (entry.at,) if isinstance(entry.at, str) else entry.at or ()
                yield from (agency for place in places for agency in self.agencies(place))
            case Plan() | None:
                return
            case _ if not isinstance(self.entries.get(self.parents[item]), Section):
                yield from self.agencies(self.parents[item])

    def _of_target(self, target: Target) -> Iterable[str]:
        """Who leads and coordinates it, who has a share of it, and all whose work states it."""
        yield from (assigned.agency for assigned in (*target.lead, *target.coordinating))
        yield from (share.agency for share in target.values if share.agency)
        yield from (agency for work in self._works_of.get(target.id, ()) for agency in self.agencies(work))

    def owners(self, item: str) -> tuple[str, ...]:
        """Who answers for an item: the lead of its task, who has its duty; nobody where it stands in neither."""
        entry = self.entries.get(item)
        if isinstance(entry, Task):
            return tuple(lead.agency for lead in self.tasks[item].leads)
        if isinstance(entry, Duty | ReportingDuty):
            return entry.agencies
        return self.owners(self.parents[item]) if item in self.parents else ()

    def of_group(self, group: str) -> tuple[str, ...]:
        """Who leads and coordinates the tasks that have what their group says."""
        inheriting = (task for task in self.tasks.values() if task.group.id == group and task.inherits)
        return tuple(dict.fromkeys(agency for task in inheriting for agency in task.agencies))

    @cached_property
    def _works_of(self) -> dict[str, dict[str, None]]:
        """The tasks and duties that state each target."""
        works: dict[str, dict[str, None]] = {}
        for id_, entry in self.entries.items():
            if isinstance(entry, Task | Duty):
                for target in _targets_in(entry):
                    works.setdefault(target, {})[id_] = None
        return works


def _targets_in(entry: Entry) -> Iterator[str]:
    for part in entry.walk():
        if isinstance(part, Figure) and part.target:
            yield part.target
        for _, text in part:
            if isinstance(text, str) and "{figure:" in text:
                yield from mention_ids(text, "figure")


def agencies_of_register(entry: Entry) -> tuple[str, ...]:
    """The agencies that an entry of a register is about."""
    match entry:
        case AgencyGroup() | Agency():
            return (entry.id,)
        case AgencyChange():
            return tuple(dict.fromkeys((*entry.original, *entry.resulting)))
    return ()


class CitedDocuments:
    """Which plans cite which documents, looked at once."""

    def __init__(self, plans: Workspace) -> None:
        """Take the plans of today."""
        self._plans = plans

    @cached_property
    def _citing(self) -> Mapping[str, dict[str, None]]:
        """The plans that cite each document."""
        citing: dict[str, dict[str, None]] = {}
        for plan in self._plans.plans.values():
            for document, _ in cited(plan):
                citing.setdefault(document, {})[plan.id] = None
        return citing

    def agencies(self, documents: Collection[str]) -> Iterator[tuple[str, str]]:
        """The agencies whose work cites one of some documents, each with the plan."""
        for id_ in dict.fromkeys(plan for document in documents for plan in self._citing.get(document, ())):
            plan = self._plans.plans[id_]
            force = InForce(plan)
            everybody = everybody_of(plan, force)
            for item in dict.fromkeys(_items_citing(plan, plan.id, documents)):
                yield from ((id_, agency) for agency in force.agencies(item) or everybody)


def everybody_of(plan: Plan, force: InForce | None = None) -> tuple[str, ...]:
    """Everybody who has work in a plan."""
    force = force or InForce(plan)
    return tuple(dict.fromkeys(agency for section in plan.entries(Section) for agency in force.agencies(section.id)))


def _items_citing(entry: Entry, owner: str, documents: Collection[str]) -> Iterator[str]:
    """The items whose own words cite one of some documents; the plan itself where its bases do."""
    owner = owner if isinstance(entry, Deadline) else getattr(entry, "id", None) or owner
    if isinstance(entry, Plan) and any(
        {basis.document, *basis.amended_by} & {*documents} for basis in entry.legal_bases
    ):
        yield owner
    for _, text in entry:
        if isinstance(text, str) and any(
            mention["kind"] == "document" and mention["id"] in documents for mention in mentions(text)
        ):
            yield owner
    for child in entry.children():
        yield from _items_citing(child, owner, documents)
