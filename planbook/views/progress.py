"""What came of a plan until a day, in words: states of work, values of targets, money, reports."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from planbook.model.achieved import Achieved, Spent, achieved_by, achievements
from planbook.model.agency import Agency
from planbook.model.lateness import WorkStatus, closed, leads_of_work, report_statuses, status_for, work_statuses
from planbook.model.period import official_day
from planbook.model.results import PeriodResults
from planbook.model.work import work_with_groups
from planbook.wording.blocks import capital
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText

PERIOD_TEXTS = ("assessment", "difficulties", "causes", "proposals", "next_steps")
# In this order people look at them: what is late first, what is done last.
WORK_STATES = (
    *("under-way-late", "not-begun-late", "under-way-in-time", "not-begun-in-time", "under-way", "not-begun"),
    *("done-late", "done-in-time", "done", "dropped", "unreported"),
)


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """The state of a task or duty in words; `remarks` are its product, document, reason and note, `parts` those of bodies.

    `finished` are the bodies whose part is over.
    """

    id: str
    state: str
    name: str
    is_late: bool
    is_over: bool
    due: date | None
    as_of: str
    remarks: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    finished: tuple[str, ...] = ()

    def is_late_for(self, agency: Agency) -> bool:
        """Whether it is late and not over, and an agency has not finished its own part of it."""
        return self.is_late and not self.is_over and not {agency.id, agency.locality} & {*self.finished}


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached of a target, a share of it or a sum of money, in words: the value, what was to be reached, per cent.

    `body` is whose part it is, nothing for the whole; `bar` is the same in whole per cent, at most 100, for a picture beside the figures; None where there is no per cent.
    """

    id: str
    name: str
    value: str
    goal: str
    percent: str
    verdict: str
    as_of: str
    note: str = ""
    bar: int | None = None
    parts: tuple["Reached", ...] = ()
    body: str = ""
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """One report in words: of whom, due when, come when, in time or late."""

    duty: str
    agency: str
    name: str
    due: date
    reported: str
    verdict: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """What came of a plan until a day: `until` says of which day the latest figures are."""

    plan: str
    day: date
    until: str
    period: str
    work: Mapping[str, WorkProgress]
    counts: tuple[tuple[str, str, int], ...]
    targets: tuple[Reached, ...]
    money: tuple[Reached, ...]
    reports: tuple[ReportProgress, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def plan_progress(text: PlanText, day: date | None = None) -> PlanProgress | None:
    """What came of a plan, as known on a day or else on the last closing day; None where no results were closed until then."""
    results = closed(text.workspace, text.plan, day or date.max)
    return progress_of(text, results, day or results[-1].as_of.first) if results else None


def progress_of(
    text: PlanText, results: tuple[PeriodResults, ...], day: date, agency: Agency | None = None
) -> PlanProgress:
    """The same of results that were closed until a day; of an agency what it leads and its parts alone."""
    filled = ResultsText.on_day(text, day, bodies_of(agency))
    say = filled.wording.phrases.say
    statuses = statuses_of(filled, day, agency)
    work = {id_: _work(id_, status, filled) for id_, status in statuses.items()}
    tasks = Counter(work[task.id].state for _, task in work_with_groups(filled.plan) if task.id in work)
    reached = [*filled.reached.values()]
    if agency:
        whole = achievements(filled.workspace, filled.plan, day).values()
        own = (achieved_by(filled.workspace, filled.plan, achieved, agency, day) for achieved in whole)
        reached = [achieved for achieved in own if achieved]
    return PlanProgress(
        filled.plan.id,
        day,
        say("results_until", day=official_day(results[-1].as_of.first)),
        filled.wording.time(results[-1].period),
        work,
        tuple((state, state_name(state, filled), tasks[state]) for state in WORK_STATES if tasks[state]),
        tuple(_target(filled, achieved) for achieved in reached),
        tuple(
            _money(filled, id_, spent)
            for id_, spent in filled.spent.items()
            if spent.as_of and (agency is None or spent.body)
        ),
        tuple(report for report in _reports(filled, day) if agency is None or report.agency == agency.id),
        tuple(_texts(filled, results[-1], agency)),
    )


def bodies_of(agency: Agency | None) -> tuple[str, ...]:
    """Under which bodies results are those of an agency: itself, and its place; none where no agency is asked for."""
    return tuple(filter(None, (agency.id, agency.locality))) if agency else ()


def statuses_of(text: PlanText, day: date, agency: Agency | None) -> dict[str, WorkStatus]:
    """The state of all work on a day, or of what an agency leads: its own part of that."""
    statuses = work_statuses(text.workspace, text.plan, day)
    if agency is None:
        return statuses
    leads = leads_of_work(text.workspace, text.plan)
    return {id_: status_for(status, agency) for id_, status in statuses.items() if agency.id in leads[id_]}


def progress_by_period(text: PlanText) -> dict[str, PlanProgress]:
    """The same for each period with results as it was known on its closing day, by its name in addresses: 2026-q1."""
    periods = text.workspace.results.get(text.plan.id, ())
    return {
        str(results.period).lower(): progress_of(text, periods[: index + 1], results.as_of.first)
        for index, results in enumerate(periods)
    }


def _texts(text: ResultsText, results: PeriodResults, agency: Agency | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts of a period under their headings; on the site those of a body begin with its name."""
    for kind in PERIOD_TEXTS:
        paragraphs = [entry for entry in getattr(results, kind) if agency is None or entry.body in bodies_of(agency)]
        words = []
        for paragraph in paragraphs:
            own = ResultsText.on_day(text, text.day, (paragraph.body,)) if paragraph.body else text
            name = f"{capital(text.body(paragraph.body))}: " if paragraph.body and agency is None else ""
            words.append(f"{name}{own.fill(paragraph.text)}")
        if words:
            yield text.wording.phrases.say(f"results_{kind}"), tuple(words)


def state_name(state: str, text: PlanText) -> str:
    """What a state of work is called."""
    return text.wording.phrases.say(f"work_{state.replace('-', '_')}")


def _work(id_: str, status: WorkStatus, text: PlanText) -> WorkProgress:
    say, result = text.wording.phrases.say, status.result
    remarks = []
    if result:
        remarks = [text.fill(words) for words in (result.product, result.document, result.note) if words]
        remarks += [say("results_reason", what=result.reason)] if result.reason else []
        remarks += (
            [say("work_done_on", day=official_day(result.done.first))] if result.done and status.state == "done" else []
        )
    if status.missing:
        remarks.append(say("results_missing", what=text.agencies(status.missing)))
    parts = tuple((text.body(body), state_name(part.name, text)) for body, part in status.parts)
    as_of = say("results_until", day=official_day(status.as_of)) if status.as_of else ""
    name = state_name(status.name, text)
    late = bool(status.is_late)
    finished = tuple(body for body, part in status.parts if part.is_over)
    return WorkProgress(
        id_, status.name, name, late, status.is_over, status.due, as_of, tuple(remarks), parts, finished
    )


def _target(text: ResultsText, achieved: Achieved, name: str = "") -> Reached:
    target = next(target for target in text.plan.targets() if target.id == achieved.target)
    goal = achieved.goal
    stated = goal and text.wording.figure(goal.of.comparator, goal.value, goal.of.upper, target.unit or "")
    verdicts = {True: "target_met", False: "target_unmet"}
    missing = [_missing(text, what) for what in achieved.missing]
    reached = _reached(
        text,
        achieved.target,
        name or text.target(target),
        text.achieved(achieved),
        stated or "",
        achieved.percent,
        text.wording.phrases.say(verdicts[achieved.is_met]) if achieved.is_met is not None else "",
        achieved.as_of,
        text.wording.phrases.say("results_missing", what=", ".join(missing)) if missing else "",
        tuple(_target(text, part, text.body(part.body)) for part in achieved.parts),
    )
    return replace(reached, body=achieved.body, is_met=achieved.is_met)


def _missing(text: PlanText, what: str) -> str:
    """A body without which a sum is no whole, or the days between two periods."""
    if "/" in what:
        return " - ".join(official_day(date.fromisoformat(day)) for day in what.split("/"))
    return text.body(what)


def _money(text: ResultsText, id_: str, spent: Spent, name: str = "") -> Reached:
    of = spent.allotted if spent.allotted is not None else spent.planned
    note = text.wording.phrases.say("money_planned") if spent.allotted is None and of is not None else ""
    parts = tuple(_money(text, id_, part, text.body(part.body)) for part in spent.parts)
    value, goal = text.money(id_, spent.disbursed), text.money(id_, of)
    name = name or text.money_name(id_)
    reached = _reached(text, id_, name, value, goal, spent.percent, "", spent.as_of, note, parts)
    return replace(reached, body=spent.body)


def _reached(
    text: ResultsText,
    id_: str,
    name: str,
    value: str,
    goal: str,
    percent: Decimal | None,
    verdict: str,
    as_of: date | None,
    note: str = "",
    parts: tuple[Reached, ...] = (),
) -> Reached:
    until = text.wording.phrases.say("results_until", day=official_day(as_of)) if as_of else ""
    words = text.wording.percent(percent) if percent is not None else ""
    bar = None if percent is None else max(0, min(100, int(percent)))
    return Reached(id_, name, value, goal, words, verdict, until, note, bar, parts)


def _reports(text: PlanText, day: date) -> Iterator[ReportProgress]:
    say = text.wording.phrases.say
    for status in report_statuses(text.workspace, text.plan, day):
        kind = "report_missing" if not status.result else "report_late" if status.is_late else "report_in_time"
        day_ = official_day(status.result.date.first) if status.result else ""
        name = text.agency(status.agency)
        yield ReportProgress(status.duty, status.agency, name, status.due, day_, say(kind), status.is_late)
