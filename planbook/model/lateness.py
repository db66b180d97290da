"""The state of work on a day, in time or late: worked out of deadlines and results, never written.

The four states of official tracking (Decisions 42/2014 and 23/2018 of the Prime Minister, consolidated as 01/VBHN-VPCP) are done in time, done
late, under way in time, under way late; here work may also be not begun, dropped, or told of by nobody.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from planbook.model.agency import Agency
from planbook.model.part_deadlines import deadlines_of
from planbook.model.period import Deadline, When
from planbook.model.plan import Plan
from planbook.model.recurrence import recurring_days, reports
from planbook.model.responsibility import assigned_leads, assignment_of
from planbook.model.results import PeriodResults, ReportResult, TaskResult, WorkState
from planbook.model.task import ReportingDuty, Task, TaskGroup
from planbook.model.work import reportable_work
from planbook.model.workspace import Workspace

OFFICIAL = ("done-in-time", "done-late", "under-way-in-time", "under-way-late")


@dataclass(frozen=True, slots=True)
class Dues:
    """The days by which work is done: one, or the end of each term of recurring work; none where no day can be said."""

    days: tuple[date, ...] = ()
    is_recurring: bool = False


@dataclass(frozen=True, slots=True)
class WorkStatus:
    """The state of work on a day: of the whole as stated, else as it follows from its parts.

    `due` is the day that lateness is measured by, the first missed or else the next one of recurring work; `is_late` is None where
    no lateness can be said. `as_of` is the closing day of what was told, `missing` who leads the work and has told nothing,
    `terms` are those of recurring work, each with the day on which it was done. `leads` are who leads it as the plan says.
    """

    state: WorkState | Literal["unreported"]
    due: date | None = None
    is_late: bool | None = None
    as_of: date | None = None
    result: TaskResult | None = None
    parts: tuple[tuple[str, "WorkStatus"], ...] = ()
    missing: tuple[str, ...] = ()
    terms: tuple[tuple[date, date | None], ...] = ()
    leads: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The state with its lateness as far as it can be said: done-late, not-begun-in-time, under-way, dropped."""
        return self.state if self.is_late is None else f"{self.state}-{'late' if self.is_late else 'in-time'}"

    @property
    def official(self) -> str:
        """Which of the four official states it is; nothing for what was dropped, or what no lateness can be said of."""
        name = self.name.replace("not-begun", "under-way")
        return name if name in OFFICIAL else ""

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.state in ("done", "dropped")

    @property
    def done(self) -> date | None:
        """The day on which it was done, of parts the last one's; None while it is not."""
        if self.result:
            return self.result.done.first if self.state == "done" and self.result.done else None
        return max((part.done for _, part in self.parts if part.done), default=None) if self.state == "done" else None

    def of_term(self, due: date, day: date) -> "WorkStatus":
        """The state on a day of the term that ends on another; of work that does not come again, its own."""
        for last, done in self.terms:
            if last == due and done:
                return replace(self, state="done", due=due, is_late=done > due)
            if last == due:
                return replace(self, due=due, is_late=due < day)
        return self


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """One report of an agency: the last day on which it is in time, and the day on which it came."""

    duty: str
    agency: str
    due: date
    is_late: bool
    result: ReportResult | None = None


TaskStatement = tuple[PeriodResults, TaskResult]


def closed(workspace: Workspace, plan: Plan, day: date) -> tuple[PeriodResults, ...]:
    """The results of a plan that were closed until a day, the earliest first."""
    return tuple(results for results in workspace.results.get(plan.id, ()) if results.as_of.first <= day)


def dues(plan: Plan, task: Task, group: TaskGroup) -> Dues:
    """By when a task is done: the last day of its deadlines, or each day of one that comes again; without any, of those of its parts."""
    return _dues((*task.deadlines, *assignment_of(task, group).deadlines) or deadlines_of(task, group), plan)


def _dues(deadlines: Sequence[Deadline], plan: Plan) -> Dues:
    days: set[date] = set()
    for deadline in deadlines:
        if deadline.every:
            days.update(day for rhythm in deadline.every for day in recurring_days(rhythm, plan, deadline.since))
        elif last := _last_day(deadline, plan):
            days.add(last)
        else:
            return Dues()
    is_recurring = all(deadline.every for deadline in deadlines)
    ordered = tuple(sorted(days))
    return Dues(ordered if is_recurring else ordered[-1:], is_recurring and bool(ordered))


def _last_day(deadline: Deadline, plan: Plan) -> date | None:
    """The day that ends a deadline; work that goes on all along ends with the time that is named, else with the plan."""
    if deadline.throughout is None:
        return deadline.last_day
    return deadline.throughout.last if isinstance(deadline.throughout, When) else plan.period.last


def work_statuses(workspace: Workspace, plan: Plan, day: date) -> dict[str, WorkStatus]:
    """The state on a day of every task and duty, by its id."""
    statements: dict[str, dict[str, list[TaskStatement]]] = {}
    for results in closed(workspace, plan, day):
        fresh = {(result.task, result.body): result for result in reversed(results.tasks)}  # of two the first counts
        for (id_, body), result in fresh.items():
            statements.setdefault(id_, {}).setdefault(body, []).append((results, result))
    leads, statuses = dict(_assigned(plan)), {}
    for group, task in reportable_work(plan):
        bodies = [*charged(workspace, plan, leads[task.id])]
        status = _status(statements.get(task.id, {}), dues(plan, task, group), day, bodies, workspace)
        statuses[task.id] = replace(status, leads=leads[task.id])
    return statuses


def _assigned(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who leads every task and duty as the plan says it, by its id."""
    leads = assigned_leads(plan)
    for group, task in reportable_work(plan):
        yield task.id, tuple(lead.agency for lead in leads.get(task.id) or assignment_of(task, group).lead)


def leads_of_work(workspace: Workspace, plan: Plan) -> dict[str, tuple[str, ...]]:
    """For every task and duty, by its id, who leads it: agencies, the members of groups, groups whose members nobody knows."""
    return {id_: tuple(charged(workspace, plan, leads)) for id_, leads in _assigned(plan)}


def status_for(status: WorkStatus, agency: Agency) -> WorkStatus:
    """The state of the part that an agency has of some work, else of all of it; nothing is known of a part that is missing."""
    parts = dict(status.parts)
    if agency.id in status.missing:
        return WorkStatus("unreported", status.due)
    return parts.get(agency.id) or parts.get(agency.locality or "") or status


def charged(workspace: Workspace, plan: Plan, leads: Iterable[str]) -> Iterator[str]:
    """Who leads work: agencies, the members of groups, and groups that nobody knows the members of."""
    for lead in leads:
        yield from workspace.members(lead, plan) or (lead,)


def _status(
    by_body: dict[str, list[TaskStatement]], dues: Dues, day: date, charged: Sequence[str], workspace: Workspace
) -> WorkStatus:
    parts = tuple((body, _of_body(statements, dues, day)) for body, statements in by_body.items() if body)
    whole = replace(_of_body(by_body[""], dues, day), parts=parts) if "" in by_body else _untold(dues, day)
    if not parts:
        return whole
    bodies = by_body.keys()
    missing = tuple(
        agency for agency in charged if agency not in bodies and workspace.agencies[agency].locality not in bodies
    )
    sum_ = _combined(parts, missing, dues, day)
    # What follows from the parts stands in for what was stated only where all of it is newer.
    is_newer = not missing and whole.as_of and sum_.as_of and whole.as_of < sum_.as_of
    return sum_ if is_newer or not whole.as_of else whole


def _untold(dues: Dues, day: date) -> WorkStatus:
    """What can be said of work that nobody told of: when it is due, not whether it is late."""
    return WorkStatus(
        "unreported", next((due for due in dues.days if due >= day), dues.days[-1] if dues.days else None)
    )


def _combined(parts: tuple[tuple[str, WorkStatus], ...], missing: tuple[str, ...], dues: Dues, day: date) -> WorkStatus:
    """The state of the whole by those of its parts: done where all are, and late where one is."""
    statuses = [status for _, status in parts]
    unfinished = [status for status in statuses if not status.is_over]
    as_of = min(status.as_of for status in statuses if status.as_of)
    terms = tuple((due, _done_by_all(statuses, missing, due)) for due in (dues.days if dues.is_recurring else ()))
    if not unfinished and not missing:
        done = [status for status in statuses if status.state == "done"]
        last = dues.days[-1] if dues.days else None
        late = any(status.is_late for status in done) if done and dues.days else None
        state_: WorkState = "done" if done else "dropped"
        return WorkStatus(state_, last if done else None, late, as_of, parts=parts, terms=terms)
    state: WorkState = "not-begun" if all(status.state == "not-begun" for status in statuses) else "under-way"
    if not dues.days:
        return WorkStatus(state, as_of=as_of, parts=parts, missing=missing)
    open_dues = [status.due for status in unfinished if status.due] + ([dues.days[0]] if missing else [])
    due = min(open_dues)
    return WorkStatus(state, due, due < day, as_of, parts=parts, missing=missing, terms=terms)


def _done_by_all(statuses: Iterable[WorkStatus], missing: Collection[str], due: date) -> date | None:
    """The day on which the last part of a term was done; None where one is still to do, or all were dropped."""
    days = [dict(status.terms).get(due) for status in statuses if status.state != "dropped"]
    return max((day for day in days if day), default=None) if all(days) and not missing else None


def _of_body(statements: Sequence[TaskStatement], dues: Dues, day: date) -> WorkStatus:
    """The state of a whole, or of one part, by all that was told of it, the latest last."""
    results, last = statements[-1]
    status = WorkStatus(last.state, as_of=results.as_of.first, result=last)
    if last.state == "dropped" or not dues.days:
        return status
    if dues.is_recurring:
        return _recurring(statements, dues.days, day, status)
    due = dues.days[-1]
    return replace(status, due=due, is_late=(last.done.first if last.done else day) > due)


def _recurring(statements: Sequence[TaskStatement], days: Sequence[date], day: date, status: WorkStatus) -> WorkStatus:
    """The state of work that comes again: late while a term that is over was not done, done with the last one."""
    done: dict[date, date] = {}
    for results, result in statements:
        if result.done:
            terms = _terms(results, result, result.done.first, days)
            for due in terms:
                # What a period tells of is not late for the terms before its last one.
                done.setdefault(due, result.done.first if due == terms[-1] else min(result.done.first, due))
    status = replace(status, terms=tuple((due, done.get(due)) for due in days))
    open_days = [due for due in days if due not in done]
    if not open_days:
        return replace(status, state="done", due=days[-1], is_late=any(done[due] > due for due in days))
    state: WorkState = "not-begun" if status.state == "not-begun" and not done else "under-way"
    return replace(status, state=state, due=open_days[0], is_late=open_days[0] < day)


def _terms(results: PeriodResults, result: TaskResult, done: date, days: Sequence[date]) -> list[date]:
    """The terms of recurring work that were told as done: those that end in the period, else the next that ends."""
    term = result.term or results.period
    ended = [due for due in days if term.first <= due <= term.last]
    return ended or [due for due in days if due >= done][:1] or [days[-1]]


def reporters(workspace: Workspace, plan: Plan, duty: ReportingDuty) -> tuple[str, ...]:
    """Who reports under a duty, the members of groups one by one; nobody as a member of a group reports to itself."""
    bodies = dict.fromkeys(charged(workspace, plan, duty.agencies))
    return tuple(body for body in bodies if body in duty.agencies or body not in duty.to)


def report_statuses(workspace: Workspace, plan: Plan, day: date) -> list[ReportStatus]:
    """Which reports came, by when they were due, and which are missing: those due until a day, and what came before its time."""
    statuses = []
    for duty in plan.entries(ReportingDuty):
        terms = [(due, last) for due in reports(duty, plan) for last, _ in due.days]
        came: dict[tuple[str, date], ReportResult] = {}
        # A report counts from its own day on, in whichever file it is written down, be that closed later.
        for results in workspace.results.get(plan.id, ()):
            for result in results.reports if terms else ():
                if result.duty == duty.id and result.date.first <= day:
                    term = result.term or results.period
                    alike = [last for due, last in terms if term.precision in due.rhythms] or [
                        last for _, last in terms
                    ]
                    came.setdefault((result.agency, min(alike, key=lambda last: abs(last - term.last))), result)
        for agency in reporters(workspace, plan, duty):
            for last in sorted({last for _, last in terms}):
                result_ = came.get((agency, last))
                if result_ or last < day:
                    late = (result_.date.first if result_ else day) > last
                    statuses.append(ReportStatus(duty.id, agency, last, late, result_))
    return sorted(statuses, key=lambda status: status.due)
