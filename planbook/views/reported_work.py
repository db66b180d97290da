"""The work of a plan as a report tells of it: line by line, by its state, agency by agency, and what the next period brings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planbook.model.agency import Agency
from planbook.model.lateness import WorkStatus, leads_of_work, report_statuses, reporters, status_for, work_statuses
from planbook.model.period import When, official_day
from planbook.model.recurrence import reports
from planbook.model.responsibility import assigned_leads, assignment_of
from planbook.model.task import ReportingDuty, Task, TaskGroup
from planbook.views.progress import WORK_STATES, state_name
from planbook.wording.blocks import capital, full_stop
from planbook.wording.purposes import task_name
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A task or duty, or the part of a body, with what was told of it; `kind` is its state, `state` that in words."""

    id: str
    body: str
    name: str
    lead: str
    deadline: str
    kind: str
    state: str
    due: date | None
    is_over: bool
    done: str = ""
    product: str = ""
    document: str = ""
    reason: str = ""
    note: str = ""
    missing: str = ""
    parts: tuple["WorkLine", ...] = ()


@dataclass(frozen=True, slots=True)
class WorkCount:
    """How much work there is, and how much of it is in each state: the state, that in words, the work."""

    all: int
    states: tuple[tuple[str, str, tuple[WorkLine, ...]], ...]


@dataclass(frozen=True, slots=True)
class NextWork:
    """The work of the next period: what is late, what is due then, what was due and nobody told of, and how much is left beside it."""

    late: tuple[WorkLine, ...]
    due: tuple[WorkLine, ...]
    unreported: tuple[WorkLine, ...]
    rest: int
    reports: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What one agency leads: how much, how much in each state, and its reports that came in time, late, and not."""

    id: str
    name: str
    all: int
    states: Mapping[str, int]
    reports: tuple[int, int, int]


def work_lines(
    text: ResultsText, group: TaskGroup, task: Task, statuses: Mapping[str, WorkStatus]
) -> Iterator[WorkLine]:
    """The line of a piece of work, if it is among those that are reported."""
    if status := statuses.get(task.id):
        assignment = assignment_of(task, group)
        lead = assigned_leads(text.plan).get(task.id) or assignment.lead
        name = capital(task_name(group, task, text))
        deadline = capital(text.deadlines((*task.deadlines, *assignment.deadlines)))
        yield _line(text, task.id, "", name, capital(text.assigned(lead)), deadline, status)


def _line(text: ResultsText, id_: str, body: str, name: str, lead: str, deadline: str, status: WorkStatus) -> WorkLine:
    result = status.result
    parts = (_line(text, id_, part, capital(text.body(part)), "", "", own) for part, own in status.parts)
    return WorkLine(
        id=id_,
        body=body,
        name=name,
        lead=lead,
        deadline=deadline,
        kind=status.name,
        state=state_name(status.name, text),
        due=status.due,
        is_over=status.is_over,
        done=official_day(result.done.first) if result and result.done else "",
        product=text.fill(result.product) if result else "",
        document=text.fill(result.document) if result else "",
        reason=(result.reason or "") if result else "",
        note=(result.note or "") if result else "",
        missing=text.agencies(status.missing),
        parts=tuple(parts),
    )


def by_state(lines: Iterable[WorkLine], text: PlanText) -> Iterator[tuple[str, str, tuple[WorkLine, ...]]]:
    """The lines under the states that they are in, in the order in which people look at these."""
    listed = [*lines]
    for state in WORK_STATES:
        if own := tuple(line for line in listed if line.kind == state):
            yield state, state_name(state, text), own


def agency_lines(text: ResultsText, day: date) -> Iterator[AgencyLine]:
    """What each agency leads, in the order of the register: of work of several its own part."""
    statuses = work_statuses(text.workspace, text.plan, day)
    own: dict[str, Counter[str]] = {}
    for id_, leads in leads_of_work(text.workspace, text.plan).items():
        for agency in leads:
            own.setdefault(agency, Counter())[status_for(statuses[id_], text.workspace.agencies[agency]).name] += 1
    came: dict[str, list[int]] = {}
    for status in report_statuses(text.workspace, text.plan, day):
        counts = came.setdefault(status.agency, [0, 0, 0])
        counts[(1 if status.is_late else 0) if status.result else 2] += 1
    for agency in sorted({**own, **came}, key=text.workspace.place_in_register):
        count = own.get(agency, Counter())
        in_time, late, missing = came.get(agency, (0, 0, 0))
        name = capital(text.agency(agency))
        yield AgencyLine(agency, name, count.total(), count, (in_time, late, missing))


def next_work(text: ResultsText, lines: Iterable[WorkLine], day: date, period: When, agency: Agency | None) -> NextWork:
    """What is to be done in the next period, out of the lines of a report as known on a day."""
    listed = [line for line in lines if not line.is_over]
    late = tuple(line for line in listed if line.kind.endswith("-late"))
    unreported = tuple(line for line in listed if line.kind == "unreported" and line.due and line.due <= day)
    # What is due on the closing day is not late yet, and has to be done all the same.
    due = tuple(line for line in listed if line.due and line.due <= period.last and line not in (*late, *unreported))
    return NextWork(
        late,
        due,
        unreported,
        len(listed) - len(late) - len(due) - len(unreported),
        tuple(_reports(text, period, agency)),
    )


def _reports(text: ResultsText, period: When, agency: Agency | None) -> Iterator[tuple[str, str]]:
    """The reports that are due in a period: what, and by when; of an agency its own."""
    for duty in text.plan.entries(ReportingDuty):
        if agency is None or agency.id in reporters(text.workspace, text.plan, duty):
            days = sorted({day for due in reports(duty, text.plan) for day in due.days})
            own = [
                due_words(text, last, first_late) for last, first_late in days if period.first <= last <= period.last
            ]
            if own:
                yield full_stop(capital(text.fill(duty.text))), "; ".join(own)


def due_words(text: PlanText, last: date, first_late: date | None) -> str:
    """By when a report is due: before the day that the plan names, else by the last day on which it is in time."""
    way, day = ("before", first_late) if first_late else ("by", last)
    return text.wording.phrases.say(way, day=official_day(day))
