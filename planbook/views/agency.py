"""What one agency has to do: leads, coordination, duties, reports, in all plans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planbook.model.agency import Agency, AgencyChange
from planbook.model.period import official_day
from planbook.model.task import Duty, ReportingDuty
from planbook.model.workspace import Workspace
from planbook.views.blocks import capital
from planbook.views.fill import PlanText
from planbook.views.matrix import GroupRow, TaskRow
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True)
class Said:
    """A duty or reporting duty as its plan prints it."""

    plan: str
    id: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """An agency that an event ties to another: the one that was there before, or the one that came of it."""

    id: str
    name: str
    day: str
    functions: tuple[str, ...]
    confirmed: bool
    note: str


@dataclass
class AgencyView:
    """One agency with everything that plans give it, plan by plan."""

    agency: Agency
    leads: list[TaskRow] = field(default_factory=list)
    coordinates: list[TaskRow] = field(default_factory=list)
    duties: list[Said] = field(default_factory=list)
    reports: list[Said] = field(default_factory=list)
    predecessors: list[Kin] = field(default_factory=list)
    successors: list[Kin] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Give the name with the place, as a heading."""
        return capital(self.agency.full_name or self.agency.name)

    @property
    def is_named(self) -> bool:
        """Say whether any plan gives it something to do."""
        return bool(self.plans)

    @property
    def plans(self) -> tuple[str, ...]:
        """Give the plans that give it something to do."""
        tasks = (one.plan for one in (*self.leads, *self.coordinates))
        said = (one.plan for one in (*self.duties, *self.reports))
        return tuple(dict.fromkeys((*tasks, *said)))


def agency_views(
    workspace: Workspace, phrases: Phrases, matrices: Mapping[str, tuple[GroupRow, ...]]
) -> dict[str, AgencyView]:
    """Give every registered agency, in the order of the register."""
    views = {agency.id: AgencyView(agency) for agency in workspace.agencies.values()}
    for change in workspace.agency_changes.values():
        for old in change.original:
            for new in change.resulting:
                if old != new:
                    views[old].successors.append(_kin(workspace, change, new, moved_to=new))
                    views[new].predecessors.append(_kin(workspace, change, old, moved_to=new))
    for plan in workspace.plans.values():
        for group in matrices[plan.id]:
            for task in group.tasks:
                for agency in dict.fromkeys(task.lead_ids):
                    views[agency].leads.append(task)
                for agency in dict.fromkeys(task.coordinating_ids):
                    views[agency].coordinates.append(task)
        text = PlanText(workspace, plan, Wording(phrases), numbers(plan), short_citations=True)
        for entry in plan.walk():
            if isinstance(entry, Duty):
                said = Said(plan.id, entry.id, tuple(_lines(entry, text)))
                for agency in entry.agencies:
                    views[agency].duties.append(said)
            elif isinstance(entry, ReportingDuty):
                said = Said(plan.id, entry.id, (text.fill(entry.text),))
                for agency in entry.agencies:
                    views[agency].reports.append(said)
    return views


def _kin(workspace: Workspace, change: AgencyChange, agency: str, moved_to: str) -> Kin:
    return Kin(
        id=agency,
        name=workspace.agencies[agency].full_name or workspace.agencies[agency].name,
        day=official_day(change.date.first),
        functions=tuple(move.function for move in change.functions if move.to == moved_to),
        confirmed=change.confirmed,
        note=change.note or "",
    )


def _lines(duty: Duty, text: PlanText) -> Iterable[str]:
    if duty.text:
        yield text.fill(duty.text)
    for item in duty.items:
        yield text.fill(item.text or item.heading)
