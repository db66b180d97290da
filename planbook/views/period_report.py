"""What a report about a period says: what was reached, the state of work, money, the texts of the period, and what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planbook.model.agency import Agency
from planbook.model.lateness import reporters
from planbook.model.period import When, next_period, official_day, year_earlier
from planbook.model.plan import Plan
from planbook.model.recurrence import due_for
from planbook.model.results import PeriodResults
from planbook.model.target import Target
from planbook.model.task import ReportingDuty
from planbook.model.work import reportable_work, work_with_groups
from planbook.model.workspace import Workspace
from planbook.views.progress import (
    PERIOD_TEXTS,
    WORK_STATES,
    PlanProgress,
    bodies_of,
    of_body,
    progress_of,
    state_name,
    statuses_of,
)
from planbook.views.reached import Reached
from planbook.views.reported_work import (
    AgencyLine,
    NextWork,
    WorkCount,
    agency_lines,
    by_state,
    due_words,
    next_work,
    work_lines,
)
from planbook.wording.blocks import capital, full_stop
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What was reached of a target, what it stood at before the period, and a year ago; these are empty where nobody told."""

    now: Reached
    before: str
    year_before: str

    @property
    def is_measured(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.now.value or self.now.verdict)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """The reporting duty that a report fulfils: where the plan has it, whom it goes to, before which day."""

    id: str
    place: str
    addressees: tuple[str, ...]
    due: str


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """A paragraph of the period with its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """All that a report about a period of a plan says, as known on its closing day `until`.

    `kind` is how long the period is; `agency` whose part it tells of, nothing for the whole; `before` and `year_before` are the
    days with which the values of targets are compared, nothing where there is nothing to compare with. `opinions` are the paragraphs
    of other bodies, out of which the issuer makes his own.
    """

    kind: str
    period: str
    until: str
    next_period: str
    agency: str
    before: str
    year_before: str
    progress: PlanProgress
    targets: tuple[TargetLine, ...]
    tasks: WorkCount
    duties: WorkCount
    states: tuple[tuple[str, str], ...]
    agencies: tuple[AgencyLine, ...]
    texts: Mapping[str, tuple[ReportParagraph, ...]]
    opinions: Mapping[str, tuple[ReportParagraph, ...]]
    next: NextWork
    duty: DutyLine | None

    @property
    def measured(self) -> tuple[TargetLine, ...]:
        """The targets of which something is known."""
        return tuple(line for line in self.targets if line.is_measured)

    @property
    def unmeasured(self) -> tuple[TargetLine, ...]:
        """The targets that nobody told of."""
        return tuple(line for line in self.targets if not line.is_measured)

    @property
    def filled_columns(self) -> frozenset[str]:
        """The columns of the table of work in which anything stands."""
        lines = [line for count in (self.tasks, self.duties) for _, _, own in count.states for line in own]
        rows = [*lines, *(part for line in lines for part in line.parts)]
        names = ("done", "product", "document", "reason", "note")
        return frozenset(name for name in names if any(getattr(row, name) for row in rows))

    @property
    def met(self) -> int:
        """How many targets are as good as the plan asks for."""
        return sum(line.now.is_met is True for line in self.targets)

    @property
    def unmet(self) -> int:
        """How many targets are not."""
        return sum(line.now.is_met is False for line in self.targets)


def period_report(text: PlanText, period: str, issuer: str = "") -> PeriodReport | None:
    """What is reported about a period; by another agency than who issued the plan only of its own work. None where nothing was told."""
    plan, workspace = text.plan, text.workspace
    periods = workspace.results.get(plan.id, ())
    at = next((at for at, results in enumerate(periods) if str(results.period) == period), None)
    if at is None:
        return None
    results, day = periods[at], periods[at].as_of.first
    agency = workspace.agencies[issuer] if issuer not in ("", plan.issuer) else None
    filled = ResultsText.on_day(text, day, bodies_of(agency))
    progress = progress_of(text, periods[: at + 1], day, agency)
    earlier = [entry for entry in periods if entry.as_of.first < results.period.first]
    before = _values(text, earlier[-1], agency) if earlier else {}
    year_day, year_before = _year_before(text, results.period, agency)
    statuses = statuses_of(filled, day, agency)
    lines = {
        line.id: line for group, task in reportable_work(plan) for line in work_lines(filled, group, task, statuses)
    }
    tasks = [line for _, task in work_with_groups(plan) if (line := lines.pop(task.id, None))]
    period_behind = next_period(results.period)
    counted = WorkCount(len(tasks), tuple(by_state(tasks, filled)))
    rest = WorkCount(len(lines), tuple(by_state(lines.values(), filled)))
    shares = () if agency else tuple(agency_lines(filled, day))
    present = {state for count in (counted, rest) for state, _, _ in count.states}.union(
        *(line.states for line in shares)
    )
    return PeriodReport(
        kind=results.period.precision,
        period=filled.wording.time(results.period),
        until=official_day(day),
        next_period=filled.wording.time(period_behind),
        agency=agency.id if agency else "",
        before=official_day(earlier[-1].as_of.first) if any(before.values()) else "",
        year_before=year_day,
        progress=progress,
        targets=tuple(
            TargetLine(reached, before.get(reached.id, ""), year_before.get(reached.id, ""))
            for reached in progress.targets
        ),
        tasks=counted,
        duties=rest,
        states=tuple((state, state_name(state, filled)) for state in WORK_STATES if state in present),
        agencies=shares,
        texts={kind: tuple(_texts(filled, results, kind, agency)) for kind in PERIOD_TEXTS},
        opinions={
            kind: ()
            if agency
            else tuple(
                ReportParagraph(entry.id, full_stop(of_body(filled, entry)))
                for entry in getattr(results, kind)
                if entry.body
            )
            for kind in PERIOD_TEXTS
        },
        next=next_work(filled, [*tasks, *lines.values()], day, period_behind, agency),
        duty=_duty(filled, results.period, issuer or plan.issuer),
    )


def _values(text: PlanText, results: PeriodResults, agency: Agency | None) -> dict[str, str]:
    """What each target stood at on the closing day of another period, in words."""
    return {row.id: row.value for row in progress_of(text, (results,), results.as_of.first, agency).targets}


def _year_before(text: PlanText, period: When, agency: Agency | None) -> tuple[str, dict[str, str]]:
    """The day and the values of the same period a year ago: of this plan, else by the same indicator of the one that the place had then."""
    earlier = year_earlier(period)
    own = {_kind(target): target.id for target in text.plan.targets() if target.indicator}
    for plan in _with(text.workspace, text.plan, earlier):
        results = next(results for results in text.workspace.results[plan.id] if results.period == earlier)
        earlier_text = PlanText(text.workspace, plan, text.wording, {}, short_citations=True)
        values = _values(earlier_text, results, agency)
        if plan is not text.plan:
            values = {
                own[_kind(target)]: values[target.id]
                for target in plan.targets()
                if _kind(target) in own and target.id in values
            }
        if any(values.values()):
            return official_day(results.as_of.first), values
    return "", {}


def _kind(target: Target) -> tuple[str | None, str | None]:
    return target.indicator, target.scope


def _with(workspace: Workspace, plan: Plan, period: When) -> Iterator[Plan]:
    """The plans of a place with results of a period, that plan itself first."""
    plans = [plan, *(neighbour for neighbour in workspace.plans.values() if neighbour.id != plan.id)]
    for candidate in plans:
        periods = (results.period for results in workspace.results.get(candidate.id, ()))
        if candidate.jurisdiction == plan.jurisdiction and period in periods:
            yield candidate


def _texts(text: ResultsText, results: PeriodResults, kind: str, agency: Agency | None) -> Iterator[ReportParagraph]:
    bodies = bodies_of(agency) or ("",)
    for entry in getattr(results, kind):
        if entry.body in bodies:
            yield ReportParagraph(entry.id, full_stop(capital(text.fill(entry.text))))


def _duty(text: PlanText, period: When, issuer: str) -> DutyLine | None:
    """The duty of the issuer to report about a period; None where the plan has none."""
    for duty in text.plan.entries(ReportingDuty):
        term = due_for(duty, text.plan, period)
        if term and issuer in reporters(text.workspace, text.plan, duty):
            place = text.place(duty.id) if duty.id in text.numbers else ""
            names = tuple(capital(text.agency(agency)) for agency in duty.to)
            return DutyLine(duty.id, place, names, due_words(text, *term) if term[1] else "")
    return None
