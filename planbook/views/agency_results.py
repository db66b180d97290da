"""What results tell of the work and the targets of one agency."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from planbook.views.agency import AgencyView
from planbook.views.progress import PlanProgress, Reached
from planbook.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class LateWork:
    """Work that is late from the day behind `due` on, unless later results tell otherwise: its state then, and until when it is known."""

    due: date
    plan: str
    id: str
    title: str
    name: str
    remarks: tuple[str, ...]
    until: str


def late_work(view: AgencyView, latest: Mapping[str, PlanProgress], phrases: Phrases) -> list[LateWork]:
    """What an agency leads, alone or in a group that says who is meant, and has not finished; the earliest day first."""
    late = []
    for plan in view.plans:
        groups = (work.group for work in view.shared if work.plan == plan and not work.is_open)
        bodies = {view.agency.id, *groups}
        for work in latest[plan].work.values() if plan in latest else ():
            state = work.of_agency(view.agency)
            if bodies.isdisjoint(work.leads) or state.is_over or state.is_late is None or state.due is None:
                continue
            kind = "not_begun" if state.state.startswith("not-begun") else "under_way"
            name, until = phrases.say(f"work_{kind}_late"), work.as_of
            late.append(LateWork(state.due, plan, work.id, work.title, name, work.remarks, until))
    return sorted(late, key=lambda entry: entry.due)


def reached_by(view: AgencyView, latest: Mapping[str, PlanProgress]) -> dict[str, list[Reached]]:
    """What was reached of the targets that an agency has, by the plans: its own part where it has no more."""
    bodies = {view.agency.id, view.agency.locality}
    reached = {}
    for plan in view.plans:
        own = {charge.id for charge in view.all_charges if charge.plan == plan and charge.kind == "target"}
        rows = [
            replace(row, parts=tuple(part for part in row.parts if part.body in bodies))
            for row in (latest[plan].targets if plan in latest else ())
            if row.id in own
        ]
        if rows:
            reached[plan] = rows
    return reached
