"""What one agency has to do: leads, coordination, duties, reports, in all plans."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from planbook.model.agency import Agency, AgencyChange, AgencyGroup
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.views.charges import Charge
from planbook.views.matrix import GroupRow, TaskRow, task_rows
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.titles import titled
from planbook.wording.wording import Wording

_Row = TypeVar("_Row", TaskRow, Charge)
_WORK = ("leads", "coordinates", "targets", "duties", "reports")


@dataclass(frozen=True, slots=True)
class Kin:
    """An agency that an event ties to another: the one that was there before, or the one that came of it.

    Without an id it is the same agency under another name or in another locality.
    """

    id: str
    name: str
    day: str
    functions: tuple[str, ...]
    basis: str
    confirmed: bool
    note: str


@dataclass(frozen=True, slots=True)
class GroupWork:
    """What a plan gives to a group that an agency belongs to; `is_open` where it does not say which of the group it means.

    `phrase` is both in words, as lists say it behind each work.
    """

    group: str
    name: str
    phrase: str
    plan: str
    is_open: bool
    leads: tuple[TaskRow, ...]
    coordinates: tuple[TaskRow, ...]
    targets: tuple[Charge, ...]
    duties: tuple[Charge, ...]
    reports: tuple[Charge, ...]

    @property
    def charges(self) -> tuple[Charge, ...]:
        """The targets, duties and reports."""
        return (*self.targets, *self.duties, *self.reports)


@dataclass
class AgencyView:
    """One agency with everything that plans give it, plan by plan.

    `ended` is the first day on which it is no more; `apart` tells it from others of its name.
    """

    agency: Agency
    leads: list[TaskRow] = field(default_factory=list)
    coordinates: list[TaskRow] = field(default_factory=list)
    targets: list[Charge] = field(default_factory=list)
    duties: list[Charge] = field(default_factory=list)
    reports: list[Charge] = field(default_factory=list)
    shared: list[GroupWork] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    predecessors: list[Kin] = field(default_factory=list)
    successors: list[Kin] = field(default_factory=list)
    ended: date | None = None
    apart: str = ""

    @property
    def title(self) -> str:
        """The name with the place, as a heading; bodies of one name have their place or time behind it."""
        name = capital(self.agency.called)
        return f"{name} ({self.apart})" if self.apart else name

    @property
    def is_named(self) -> bool:
        """Whether any plan gives it something to do."""
        return bool(self.plans)

    @property
    def is_group(self) -> bool:
        """Whether it is several bodies under one name."""
        return isinstance(self.agency, AgencyGroup)

    @property
    def is_open(self) -> bool:
        """Whether plans leave it to the reader which of the group they mean."""
        return isinstance(self.agency, AgencyGroup) and self.agency.open

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that give it something to do, alone or in a group."""
        tasks = (task.plan for task in (*self.leads, *self.coordinates))
        charged = (charge.plan for charge in self.charges)
        return tuple(dict.fromkeys((*tasks, *charged, *(work.plan for work in self.shared))))

    @property
    def has_own_work(self) -> bool:
        """Whether any plan names it itself."""
        return bool(self.leads or self.coordinates or self.charges)

    def add_work(self, of_plan: "AgencyView") -> None:
        """Take in the work and the members that it has under one plan."""
        for name in (*_WORK, "shared"):
            getattr(self, name).extend(getattr(of_plan, name))
        self.members += [member for member in of_plan.members if member not in self.members]

    @property
    def tasks(self) -> tuple[TaskRow, ...]:
        """The tasks that it leads or coordinates, alone or in a group, each once."""
        shared = (task for work in self.shared for task in (*work.leads, *work.coordinates))
        return tuple({(task.plan, task.id): task for task in (*self.leads, *self.coordinates, *shared)}.values())

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Its own targets, duties and reports."""
        return (*self.targets, *self.duties, *self.reports)

    @property
    def of_groups(self) -> int:
        """How many tasks, targets, duties and reports it has only as one of a group."""
        tasks = {(task.plan, task.id) for task in self.tasks}
        tasks -= {(task.plan, task.id) for task in (*self.leads, *self.coordinates)}
        charged = {(charge.plan, charge.id) for charge in self.all_charges}
        charged -= {(charge.plan, charge.id) for charge in self.charges}
        return len(tasks) + len(charged)

    @property
    def all_charges(self) -> tuple[Charge, ...]:
        """Its targets, duties and reports, alone or in a group."""
        shared = (charge for work in self.shared for charge in work.charges)
        return (*self.charges, *shared)


class _AgencyWork(dict[str, AgencyView]):
    """Agencies by their ids, each from when it is asked for."""

    def __init__(self, register: Mapping[str, Agency]) -> None:
        super().__init__()
        self._register = register

    def __missing__(self, agency: str) -> AgencyView:
        self[agency] = AgencyView(self._register[agency])
        return self[agency]


def work_of_plan(text: PlanText, groups: tuple[GroupRow, ...], charges: Iterable[Charge]) -> dict[str, AgencyView]:
    """What a plan gives to agencies, those that it gives something alone, in the order of the register."""
    views = _AgencyWork(text.workspace.agencies)
    _assign(groups, views)
    _charge(charges, views)
    _share(text, views)
    return {id_: views[id_] for id_ in sorted(views, key=text.workspace.place_in_register)}


def agency_views(
    workspace: Workspace, phrases: Phrases, work: Mapping[str, Mapping[str, AgencyView]]
) -> dict[str, AgencyView]:
    """Every registered agency, in the order of the register, with its `work` of each plan."""
    views = {agency.id: AgencyView(agency) for agency in workspace.agencies.values()}
    for change in workspace.agency_changes.values():
        _tie(workspace, Wording(phrases), change, views)
    for of_plan in work.values():
        for agency, view in of_plan.items():
            views[agency].add_work(view)
    _tell_apart(workspace, phrases, views.values())
    return views


def _tie(workspace: Workspace, wording: Wording, change: AgencyChange, views: Mapping[str, AgencyView]) -> None:
    """Tie the agencies of an event to those that were there before, and to those that came of it."""
    kin = partial(_kin, workspace, wording, change)
    for old in change.original:
        if change.former:
            views[old].predecessors.append(kin(change.former.dress(workspace.agencies[old])))
        for new in change.resulting:
            if old != new:
                views[old].successors.append(kin(workspace.agencies[new], moved_to=new))
                views[new].predecessors.append(kin(workspace.agencies[old], moved_to=new))


def _assign(groups: tuple[GroupRow, ...], views: Mapping[str, AgencyView]) -> None:
    """Hand the tasks of a plan to those that lead and coordinate them."""
    for task in task_rows(groups):
        for agency in dict.fromkeys(task.lead_ids):
            views[agency].leads.append(task)
        for agency in dict.fromkeys(task.coordinating_ids):
            views[agency].coordinates.append(task)


def _charge(charges: Iterable[Charge], views: Mapping[str, AgencyView]) -> None:
    """Hand the targets, duties and reports of a plan to those that answer for them."""
    for charge in charges:
        for agency in charge.agencies:
            view = views[agency]
            lists = {"target": view.targets, "duty": view.duties, "report": view.reports}
            lists[charge.kind].append(charge.of(agency))


def _tell_apart(workspace: Workspace, phrases: Phrases, views: Iterable[AgencyView]) -> None:
    """Say when agencies ended, and for those of one name that have a page where they are, else in which time."""
    by_title: dict[str, list[AgencyView]] = {}
    for view in views:
        lives = workspace.lives(view.agency.id)
        view.ended = lives[-1].end if lives else None
        if view.is_named:
            by_title.setdefault(view.title.casefold(), []).append(view)
    for namesakes in by_title.values():
        localities = [
            workspace.localities[view.agency.locality] if view.agency.locality else None for view in namesakes
        ]
        places = [locality.name if locality else "" for locality in localities]
        for view, place in zip(namesakes, places, strict=True):
            if len(namesakes) > 1:
                time = _time(workspace, phrases, view.agency.id) if places.count(place) > 1 else ""
                view.apart = " ".join(filter(None, (place, time))) or view.agency.id


def _time(workspace: Workspace, phrases: Phrases, agency: str) -> str:
    """From when and until when an agency was there, as far as that is known."""
    lives = workspace.lives(agency)
    start = lives[0].start if lives else None
    end = lives[-1].end if lives else None
    parts = [phrases.say("since", day=official_day(start))] if start else []
    parts += [phrases.say("before", day=official_day(end))] if end else []
    return ", ".join(parts)


def _share(text: PlanText, views: dict[str, AgencyView]) -> None:
    """Hand what a plan gives to groups on to their members, but for what a member is given itself."""
    groups = [id_ for id_, view in views.items() if view.is_group and view.has_own_work]
    for group in sorted(groups, key=text.workspace.place_in_register):
        view = views[group]
        for member in text.workspace.members(group, text.plan):
            own = views[member]
            own_work = {task.id for task in (*own.leads, *own.coordinates)} | {charge.id for charge in own.charges}
            left = partial(_left, own_work)
            work = GroupWork(
                group,
                text.agency(group),
                text.wording.phrases.say("group_open" if view.is_open else "group", group=text.agency(group)),
                text.plan.id,
                view.is_open,
                left(view.leads),
                left(view.coordinates),
                left(view.targets),
                left(view.duties),
                tuple(charge for charge in left(view.reports) if member not in charge.receiving),
            )
            view.members += [member] if member not in view.members else []
            if work.leads or work.coordinates or work.charges:
                own.shared.append(work)


def _left(own_work: Container[str], rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Those of some rows of a plan that are not an agency's own work."""
    return tuple(row for row in rows if row.id not in own_work)


def _kin(
    workspace: Workspace, wording: Wording, change: AgencyChange, agency: Agency, moved_to: str | None = None
) -> Kin:
    act = titled(workspace, wording, workspace.documents[change.legal_basis]) if change.legal_basis else None
    return Kin(
        id=agency.id if moved_to else "",
        name=agency.called,
        day=official_day(change.date.first),
        functions=tuple(move.function for move in change.functions if move.to == moved_to),
        basis=wording.citation(act, workspace.document_types[act.type], None, "short") if act else "",
        confirmed=change.confirmed,
        note=change.note or "",
    )
