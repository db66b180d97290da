"""What one agency has to do: leads, coordination, duties, reports, in all plans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from planbook.model.agency import Agency, AgencyChange
from planbook.model.period import official_day
from planbook.model.task import Duty, ReportingDuty
from planbook.model.workspace import Workspace
from planbook.views.blocks import capital
from planbook.views.fill import PlanText
from planbook.views.matrix import GroupRow, TaskRow
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.titles import titled
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True)
class Said:
    """A duty or reporting duty as its plan prints it."""

    plan: str
    id: str
    text: tuple[str, ...]


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
        return capital(self.agency.called)

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
        kin = partial(_kin, workspace, Wording(phrases), change)
        for old in change.original:
            if change.former:
                views[old].predecessors.append(kin(change.former.dress(workspace.agencies[old])))
            for new in change.resulting:
                if old != new:
                    views[old].successors.append(kin(workspace.agencies[new], moved_to=new))
                    views[new].predecessors.append(kin(workspace.agencies[old], moved_to=new))
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


def _lines(duty: Duty, text: PlanText) -> Iterable[str]:
    if duty.text:
        yield text.fill(duty.text)
    for item in duty.items:
        yield text.fill(item.text or item.heading)
