"""What one agency still has to do under the plans that run: overdue, this week, this month, this quarter, later, all the time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from textwrap import shorten
from typing import Literal, get_args

from planbook.model.plan import Plan
from planbook.model.status import ran_to_its_end
from planbook.model.workspace import Workspace
from planbook.views.agency import AgencyView, GroupWork, PrintedDuty
from planbook.views.calendar import quarter_of
from planbook.views.deadlines import Due
from planbook.views.matrix import TaskRow

# The terms of a list of work in their order; worklist.js knows them too, and a test holds the two together.
TermKind = Literal["overdue", "week", "month", "quarter", "year", "next", "standing", "past"]
TERM_KINDS: tuple[TermKind, ...] = get_args(TermKind)
Role = Literal["lead", "coordinating", "duty", "report"]

_LENGTH = 160  # letters of work in a list; the whole stands where its link leads


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing that an agency has to do: by when, as what, with whom; `day` is None where it has no day.

    `group` names the group as one of which it is given. It is shown up to the day `until`, the last one of its plan or
    of its own report.
    """

    day: date | None
    when: str
    stated: bool
    plan: str
    item: str
    work: str
    rhythm: str
    role: Role
    group: str
    who: str
    coordinating: str
    until: date


@dataclass(frozen=True, slots=True)
class WorkTerm:
    """A term of the reader's day, with what is due in it; `year` for what is due in another year than the day's, else 0."""

    kind: TermKind
    year: int
    rows: tuple[WorkRow, ...]


def term_of(day: date | None, today: date) -> tuple[TermKind, int]:
    """In which term of a day something is due, with the year where that is another than the day's; weeks begin on Mondays."""
    if day is None:
        return "standing", 0
    if day < today:
        return ("overdue", 0) if day.year == today.year else ("past", day.year)
    if day <= today + timedelta(days=6 - today.weekday()):
        return "week", 0
    if day.year > today.year:
        return "next", day.year
    if day.month == today.month:
        return "month", 0
    return ("quarter", 0) if quarter_of(day) == quarter_of(today) else ("year", 0)


def work_terms(rows: Iterable[WorkRow], today: date) -> list[WorkTerm]:
    """The rows that are shown on a day, by their terms in order; the latest of earlier years first."""

    def place(term: tuple[TermKind, int]) -> tuple[int, int]:
        kind, year = term
        return TERM_KINDS.index(kind), -year if kind == "past" else year

    current = [row for row in rows if row.until >= today]
    keyed = sorted(current, key=lambda row: (place(term_of(row.day, today)), row.day or date.max))
    return [WorkTerm(*term, tuple(part)) for term, part in groupby(keyed, lambda row: term_of(row.day, today))]


def work_of_plans(workspace: Workspace, dues: Iterable[Due], runs: Mapping[str, date]) -> list[WorkRow]:
    """What plans want by a day, whoever does it; `runs` says up to which day each of them runs."""
    return [_due(workspace.plans[due.plan], due, "lead", "", runs[due.plan]) for due in dues if due.plan in runs]


def worklists(
    workspace: Workspace, agencies: Mapping[str, AgencyView], dues: Iterable[Due], runs: Mapping[str, date]
) -> dict[str, list[WorkRow]]:
    """Everything that the plans which run give each agency that they name, alone or as one of a group.

    `dues` are those of all agencies. A task, duty or report of which nothing is due by a day is there once, without a day.
    """
    shares: dict[str, list[Due]] = {id_: [] for id_ in agencies}
    for due in dues:
        for agency in dict.fromkeys((*due.leading, *due.helping)) if due.plan in runs else ():
            shares[agency].append(due)
    return {id_: _worklist(workspace, view, shares[id_], runs) for id_, view in agencies.items() if view.is_named}


def _worklist(workspace: Workspace, view: AgencyView, dues: Iterable[Due], runs: Mapping[str, date]) -> list[WorkRow]:
    own = GroupWork(
        "", "", "", False, tuple(view.leads), tuple(view.coordinates), tuple(view.duties), tuple(view.reports)
    )
    works = (own, *view.shared)
    reports = {(duty.plan, duty.id) for work in works for duty in work.reports}

    def role_in(due: Due) -> Role:
        if (due.plan, due.item) in reports:
            return "report"
        return "lead" if view.agency.id in due.leading else "coordinating"

    rows = [_due(workspace.plans[due.plan], due, role_in(due), _group_of(view, due), runs[due.plan]) for due in dues]
    dated = {(row.plan, row.item) for row in rows}
    without = (row for row in _all(workspace, works, runs) if (row.plan, row.item) not in dated)
    return [*rows, *without]


def _group_of(view: AgencyView, due: Due) -> str:
    """The group as one of which an agency has to see to something; nothing where it is named itself."""
    concerned = (*due.lead_ids, *due.coordinating_ids)
    if view.agency.id in concerned:
        return ""
    return next((work.name for work in view.shared if work.plan == due.plan and work.group in concerned), "")


def _due(plan: Plan, due: Due, role: Role, group: str, last: date) -> WorkRow:
    return WorkRow(
        day=due.day,
        when=due.when,
        stated=due.stated,
        plan=due.plan,
        item=due.item,
        work=_short(due.work),
        rhythm=due.rhythm,
        role=role,
        group=group,
        who=due.who,
        coordinating=due.coordinating,
        until=_shown_until(plan, last, due.day),
    )


def _all(workspace: Workspace, works: Iterable[GroupWork], runs: Mapping[str, date]) -> Iterator[WorkRow]:
    """Every task, duty and report of the plans that run, as the agency's own or as that of a group."""
    for work in works:
        tasks: tuple[tuple[Role, Sequence[TaskRow]], ...] = (("lead", work.leads), ("coordinating", work.coordinates))
        for role, rows in tasks:
            yield from (
                _task(workspace.plans[row.plan], row, role, work.name, runs[row.plan])
                for row in rows
                if row.plan in runs
            )
        duties: tuple[tuple[Role, Sequence[PrintedDuty]], ...] = (("duty", work.duties), ("report", work.reports))
        for role, listed in duties:
            yield from (_saying(row, role, work.name, runs[row.plan]) for row in listed if row.plan in runs)


def _task(plan: Plan, row: TaskRow, role: Role, group: str, last: date) -> WorkRow:
    day = date.fromisoformat(row.due) if row.due else None
    return WorkRow(
        day=day,
        when=row.deadline,
        stated=True,
        plan=row.plan,
        item=row.id,
        work=_short(row.title),
        rhythm="",
        role=role,
        group=group,
        who=row.lead,
        coordinating=row.coordinating,
        until=_shown_until(plan, last, day) if day else last,
    )


def _saying(saying: PrintedDuty, role: Role, group: str, last: date) -> WorkRow:
    work = _short(" ".join(saying.text))
    return WorkRow(None, "", True, saying.plan, saying.id, work, "", role, group, "", "", last)


def _shown_until(plan: Plan, last: date, day: date) -> date:
    """Up to which day something that is due on a day is shown: what an issued plan wants behind its end, up to its own."""
    return max(last, day) if ran_to_its_end(plan, last) else last


def _short(text: str) -> str:
    return shorten(text, _LENGTH, placeholder="…")
