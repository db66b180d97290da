"""What came of a plan until a day, in words: states of work, values of targets, money, reports."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planbook.model.achieved import achieved_by, achievements
from planbook.model.agency import Agency
from planbook.model.lateness import WorkStatus, closed, leads_of_work, report_statuses, status_for, work_statuses
from planbook.model.period import official_day
from planbook.model.results import PeriodResults, PeriodText
from planbook.model.work import reportable_work, work_with_groups
from planbook.views.reached import Reached, money_spent, target_reached
from planbook.wording.blocks import capital
from planbook.wording.purposes import task_name
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText

PERIOD_TEXTS = ("assessment", "difficulties", "causes", "proposals", "next_steps")
# In this order people look at them: what is late first, what is done last.
WORK_STATES = (
    *("under-way-late", "not-begun-late", "under-way-in-time", "not-begun-in-time", "under-way", "not-begun"),
    *("done-late", "done-in-time", "done", "dropped", "unreported"),
)


@dataclass(frozen=True, slots=True)
class TermStanding:
    """A term of recurring work: the day that ends it, the day on which it was done, its state and what that is called."""

    due: date
    done: date | None
    state: str
    name: str


@dataclass(frozen=True, slots=True)
class WorkStanding:
    """How far work is, or the part of it that a body has: its state and what that is called, by when it is due, until when it was told.

    `stage` is the state without its lateness, `official` which of the four official states it is.
    """

    stage: str
    state: str
    official: str
    name: str
    is_late: bool | None
    is_over: bool
    due: date | None
    done: date | None
    as_of_day: date | None
    terms: tuple[TermStanding, ...]

    def is_done(self, due: date | None) -> bool:
        """Whether nothing is to be done any more by a day that ends it, or a term of it."""
        return self.is_over or any(term.due == due and term.done for term in self.terms)


@dataclass(frozen=True, slots=True)
class WorkProgress(WorkStanding):
    """The state of a task or duty in words; `remarks` are its product, document, reason and note, `parts` those of bodies in words.

    `shares` are the same by the ids of the bodies; `leads` who leads it, groups as such.
    """

    id: str
    title: str
    as_of: str
    leads: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    shares: Mapping[str, WorkStanding] = field(default_factory=dict)

    def of_agency(self, agency: Agency) -> WorkStanding:
        """The state of the part that an agency, or its place, has of it; of the whole where nobody told of the part, or only that is over."""
        share = self.shares.get(agency.id) or self.shares.get(agency.locality or "")
        return share if share and (share.is_over or not self.is_over) else self


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
    came: date | None


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """What came of a plan until a day: `until` says of which day, `closed`, the latest figures are; `key` is their period as 2026-Q1."""

    plan: str
    key: str
    day: date
    closed: date
    until: str
    period: str
    work: Mapping[str, WorkProgress]
    counts: tuple[tuple[str, str, int], ...]
    targets: tuple[Reached, ...]
    money: tuple[Reached, ...]
    reports: tuple[ReportProgress, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def tasks(self) -> int:
        """How many tasks are counted."""
        return sum(number for _, _, number in self.counts)

    @property
    def tasks_done(self) -> int:
        """How many of them are done."""
        return sum(number for state, _, number in self.counts if state.startswith("done"))


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
    titles = {task.id: task_name(group, task, filled) for group, task in reportable_work(filled.plan)}
    work = {id_: _work(id_, titles[id_], status, filled, day) for id_, status in statuses.items()}
    tasks = Counter(work[task.id].state for _, task in work_with_groups(filled.plan) if task.id in work)
    reached = [*filled.reached.values()]
    if agency:
        whole = achievements(filled.workspace, filled.plan, day).values()
        own = (achieved_by(filled.workspace, filled.plan, achieved, agency, day) for achieved in whole)
        reached = [achieved for achieved in own if achieved]
    return PlanProgress(
        filled.plan.id,
        str(results[-1].period),
        day,
        results[-1].as_of.first,
        say("results_until", day=official_day(results[-1].as_of.first)),
        filled.wording.time(results[-1].period),
        work,
        tuple((state, state_name(state, filled), tasks[state]) for state in WORK_STATES if tasks[state]),
        tuple(target_reached(filled, achieved) for achieved in reached),
        tuple(
            money_spent(filled, id_, spent)
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


def duties_told(text: PlanText, progress: PlanProgress, tasks: Collection[str]) -> list[tuple[WorkProgress, str]]:
    """The duties beside the tasks that anybody told of, each with who has it."""
    duties = (work for work in progress.work.values() if work.id not in tasks and work.as_of_day)
    return [(work, capital(text.agencies(work.leads))) for work in duties]


def _texts(text: ResultsText, results: PeriodResults, agency: Agency | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts of a period under their headings; on the site those of a body begin with its name."""
    for kind in PERIOD_TEXTS:
        paragraphs = [entry for entry in getattr(results, kind) if agency is None or entry.body in bodies_of(agency)]
        words = (
            of_body(text, entry) if entry.body and agency is None else text.fill(entry.text) for entry in paragraphs
        )
        if paragraphs:
            yield text.wording.phrases.say(f"results_{kind}"), tuple(words)


def of_body(text: ResultsText, paragraph: PeriodText) -> str:
    """A paragraph of an agency or a place behind its name, with its own figures."""
    own = ResultsText.on_day(text, text.day, (paragraph.body,))
    return f"{capital(text.body(paragraph.body))}: {own.fill(paragraph.text)}"


def state_name(state: str, text: PlanText) -> str:
    """What a state of work is called."""
    return text.wording.phrases.say(f"work_{state.replace('-', '_')}")


def _state(status: WorkStatus, text: PlanText, day: date) -> dict[str, Any]:
    terms = ((due, done, status.of_term(due, day)) for due, done in status.terms)
    return {
        "stage": status.state,
        "state": status.name,
        "official": status.official,
        "name": state_name(status.name, text),
        "is_late": status.is_late,
        "is_over": status.is_over,
        "due": status.due,
        "done": status.done,
        "as_of_day": status.as_of,
        "terms": tuple(
            TermStanding(due, done, of_term.name, state_name(of_term.name, text)) for due, done, of_term in terms
        ),
    }


def _work(id_: str, title: str, status: WorkStatus, text: PlanText, day: date) -> WorkProgress:
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
    untold = [(body, WorkStatus("unreported", status.due)) for body in status.missing]
    as_of = say("results_until", day=official_day(status.as_of)) if status.as_of else ""
    return WorkProgress(
        **_state(status, text, day),
        id=id_,
        title=title,
        as_of=as_of,
        leads=status.leads,
        remarks=tuple(remarks),
        parts=parts,
        shares={body: WorkStanding(**_state(part, text, day)) for body, part in (*status.parts, *untold)},
    )


def _reports(text: PlanText, day: date) -> Iterator[ReportProgress]:
    say = text.wording.phrases.say
    for status in report_statuses(text.workspace, text.plan, day):
        kind = "report_missing" if not status.result else "report_late" if status.is_late else "report_in_time"
        name = text.agency(status.agency)
        came = status.result.date.first if status.result else None
        day_ = official_day(came) if came else ""
        yield ReportProgress(status.duty, status.agency, name, status.due, day_, say(kind), status.is_late, came)
