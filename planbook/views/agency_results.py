"""What results tell of the work and the targets of one agency."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from planbook.views.agency import AgencyView
from planbook.views.progress import PlanProgress
from planbook.views.reached import Reached
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


def result_lines(progress: PlanProgress, phrases: Phrases, view: AgencyView | None = None) -> Iterator[str]:
    """What a period tells in short: the states of work, the values of targets; of an agency what it leads, and its targets."""
    if view is None:
        yield from (f"{name}: {number}" for _, name, number in progress.counts)
        targets: Iterable[Reached] = progress.targets
    else:
        for work in progress.work.values():
            standing = work.of_agency(view.agency)
            if standing.as_of_day and not _bodies(view, progress.plan).isdisjoint(work.leads):
                yield f"{work.title.rstrip('.')}: {standing.name}"
        targets = reached_by(view, {progress.plan: progress}).get(progress.plan, ())
    for row in targets:
        for part in (row, *(row.parts if view else ())):
            if part.value or part.verdict:
                goal = phrases.say("result_of_goal", value=part.value or part.verdict, goal=part.goal)
                yield f"{row.name.rstrip('.')}: {goal if part.goal else part.value or part.verdict}" + (
                    f" ({part.name})" if part.body else ""
                )


def _bodies(view: AgencyView, plan: str) -> set[str]:
    """An agency and the groups in which a plan says that it means it."""
    return {view.agency.id, *(work.group for work in view.shared if work.plan == plan and not work.is_open)}


def late_work(view: AgencyView, latest: Mapping[str, PlanProgress], phrases: Phrases) -> list[LateWork]:
    """What an agency leads, alone or in a group that says who is meant, and has not finished; the earliest day first."""
    late = []
    for plan in view.plans:
        bodies = _bodies(view, plan)
        for work in latest[plan].work.values() if plan in latest else ():
            state = work.of_agency(view.agency)
            if bodies.isdisjoint(work.leads) or state.is_over or state.is_late is None or state.due is None:
                continue
            name, until = phrases.say(f"work_{state.stage.replace('-', '_')}_late"), work.as_of
            late.append(LateWork(state.due, plan, work.id, work.title.rstrip("."), name, work.remarks, until))
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
