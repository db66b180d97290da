"""What one agency still has to do under the plans that run: overdue, this week, this month, this quarter, later, all the time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, get_args

from planbook.model.plan import Plan
from planbook.model.status import ran_to_its_end
from planbook.model.workspace import Workspace
from planbook.views.agency import AgencyView, GroupWork
from planbook.views.calendar import quarter_of
from planbook.views.charges import Charge, ChargeRole
from planbook.views.deadlines import Commitment, Due
from planbook.views.matrix import TaskRow
from planbook.views.outstanding import Outstanding
from planbook.wording.blocks import first_words

# The terms of a list of work in their order; worklist.js knows them too, and a test holds the two together.
TermKind = Literal["overdue", "week", "month", "quarter", "year", "next", "standing", "past"]
TERM_KINDS: tuple[TermKind, ...] = get_args(TermKind)
Role = Literal["lead", "coordinating"] | ChargeRole

_LENGTH = 160  # letters of work in a list; the whole stands where its link leads


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing that an agency has to do: by when, as what, with whom; `day` is None where it has no day.

    `group` says as one of which group it is given, and whether the plan leaves open who of it is meant. It is shown up to the day `until`, the last one of its plan or
    of its own report. `partners` is how many coordinate: where many do, a list of dates names them once, where the work is.
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
    partners: int = 0
    duty: str = ""

    @property
    def key(self) -> str:
        """Its name among the entries of calendars, the same for all time."""
        return f"{self.plan}/{self.item}/work"


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


def undated_work(rows: Iterable[WorkRow], commitments: Iterable[Commitment], today: date) -> list[WorkRow]:
    """The rows still shown on a day that no commitment stands for: with no day, or with the day of their whole group."""
    dated = {(commitment.plan, commitment.item) for commitment in commitments}
    return [row for row in rows if row.until >= today and (row.plan, row.item) not in dated]


def work_of_plans(workspace: Workspace, dues: Iterable[Due], runs: Mapping[str, date]) -> list[WorkRow]:
    """What plans still want by a day, whoever does it; `runs` says up to which day each of them runs."""
    left = (due for due in dues if due.plan in runs and not due.is_done)
    return [_due(workspace.plans[due.plan], due, "lead", "", runs[due.plan]) for due in left]


def worklists(
    workspace: Workspace,
    agencies: Mapping[str, AgencyView],
    dues: Iterable[Due],
    runs: Mapping[str, date],
    outstanding: Outstanding,
) -> dict[str, list[WorkRow]]:
    """Everything that the plans which run give each agency that they name, alone or as one of a group, and that it has not done.

    `dues` are those of all agencies. A task, duty or report of which nothing is due by a day is there once, without a day.
    """
    shares: dict[str, list[Due]] = {id_: [] for id_ in agencies}
    for due in dues:
        for agency in dict.fromkeys((*due.leading, *due.helping)) if due.plan in runs else ():
            shares[agency].append(due)
    return {
        id_: _worklist(workspace, view, shares[id_], runs, outstanding)
        for id_, view in agencies.items()
        if view.is_named
    }


def _worklist(
    workspace: Workspace, view: AgencyView, dues: Sequence[Due], runs: Mapping[str, date], outstanding: Outstanding
) -> list[WorkRow]:
    own = GroupWork(
        group="",
        name="",
        phrase="",
        plan="",
        is_open=False,
        leads=tuple(view.leads),
        coordinates=tuple(view.coordinates),
        targets=tuple(view.targets),
        duties=tuple(view.duties),
        reports=tuple(view.reports),
    )
    works = (own, *view.shared)
    reports = {(duty.plan, duty.id) for work in works for duty in work.reports}

    def role_in(due: Due) -> Role:
        if (due.plan, due.item) in reports:
            return "report"
        return "lead" if view.agency.id in due.leading else "coordinating"

    id_ = view.agency.id
    left = (due for due in dues if not due.is_done and id_ not in due.finished)
    rows = [_due(workspace.plans[due.plan], due, role_in(due), _group_of(view, due), runs[due.plan]) for due in left]
    dated = {(due.plan, due.item) for due in dues}
    without = (row for row in _all(workspace, works, runs) if (row.plan, row.item) not in dated)
    return [*rows, *(row for row in without if not outstanding.is_finished(row.plan, row.item, id_))]


def _group_of(view: AgencyView, due: Due) -> str:
    """The group as one of which an agency has to see to something; nothing where it is named itself."""
    concerned = (*due.lead_ids, *due.coordinating_ids)
    if view.agency.id in concerned:
        return ""
    return next((work.phrase for work in view.shared if work.plan == due.plan and work.group in concerned), "")


def _due(plan: Plan, due: Due, role: Role, group: str, last: date) -> WorkRow:
    return WorkRow(
        day=due.day,
        when=due.when,
        stated=due.stated,
        plan=due.plan,
        item=due.item,
        work=first_words(due.work, _LENGTH),
        rhythm=due.rhythm,
        role=role,
        group=group,
        who=due.who,
        coordinating=due.coordinating,
        until=_shown_until(plan, last, due.day),
        partners=len(due.coordinating_ids),
    )


def _all(workspace: Workspace, works: Iterable[GroupWork], runs: Mapping[str, date]) -> Iterator[WorkRow]:
    """Everything that the plans which run give an agency, as its own or as one of a group."""
    for work in works:
        tasks: tuple[tuple[Role, Sequence[TaskRow]], ...] = (("lead", work.leads), ("coordinating", work.coordinates))
        for role, rows in tasks:
            yield from (
                _task(workspace.plans[row.plan], row, role, work.phrase, runs[row.plan])
                for row in rows
                if row.plan in runs
            )
        for charge in work.charges:
            if charge.plan in runs:
                yield _charged(charge, work.phrase, runs[charge.plan])


def _task(plan: Plan, row: TaskRow, role: Role, group: str, last: date) -> WorkRow:
    day = date.fromisoformat(row.due) if row.due else None
    until = _shown_until(plan, last, day) if day else last
    return _of_row(row, row.title, day=day, role=role, group=group, who=row.lead, until=until, duty=row.duty)


def _charged(charge: Charge, group: str, last: date) -> WorkRow:
    """A charge of which nothing is due day by day: a target by the end of its time, a duty as long as the plan runs."""
    who, work = charge.row.lead if charge.kind == "target" else "", " ".join(charge.text)
    return _of_row(charge.row, work, day=charge.day, role=charge.role, group=group, who=who, until=last)


def _of_row(
    row: TaskRow, work: str, *, day: date | None, role: Role, group: str, who: str, until: date, duty: str = ""
) -> WorkRow:
    """What a row of a plan's table gives to do, which no day divides."""
    return WorkRow(
        day=day,
        when=row.deadline,
        stated=True,
        plan=row.plan,
        item=row.id,
        work=first_words(work, _LENGTH),
        rhythm="",
        role=role,
        group=group,
        who=who,
        coordinating=row.coordinating,
        until=until,
        partners=len(row.coordinating_ids),
        duty=duty,
    )


def _shown_until(plan: Plan, last: date, day: date) -> date:
    """Up to which day something that is due on a day is shown: what an issued plan wants behind its end, up to its own."""
    return max(last, day) if ran_to_its_end(plan, last) else last
