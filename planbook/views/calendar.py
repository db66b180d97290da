"""The calendar of all plans: quarters with their months, each with what is due in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from planbook.model.period import Deadline, parse_when
from planbook.model.plan import Plan
from planbook.model.recurrence import recurring_days
from planbook.views.deadlines import Due
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.wording import Wording

CONTINUOUS = "continuous"  # instead of a quarter: work that goes on all the time
OPEN = "open"  # instead of a quarter: work that no day ends


@dataclass(frozen=True, slots=True)
class Month:
    """A month with what is due in it, the earliest first; `id` is 2026-04."""

    id: str
    title: str
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter with those of its months in which anything is due; `id` is 2026-q2."""

    id: str
    title: str
    year: int
    months: tuple[Month, ...]


def quarters(dues: Iterable[Due], phrases: Phrases) -> list[Quarter]:
    """The quarters in which anything is due, the earliest first."""
    time = Wording(phrases).time
    months = [
        Month(id_, capital(time(parse_when(id_))), tuple(of_month))
        for id_, of_month in groupby(sorted(dues), lambda due: f"{due.day:%Y-%m}")
    ]
    return [
        Quarter(id_, quarter_name(id_, phrases), int(id_[:4]), tuple(parts))
        for id_, parts in groupby(months, lambda month: quarter_of(month.dues[0].day))
    ]


def due_quarters(plan: Plan, deadlines: Iterable[Deadline], days: Iterable[date] = ()) -> tuple[str, ...]:
    """The quarters in which something is due by deadlines or on days, `CONTINUOUS` and `OPEN`."""
    stated = tuple(deadlines)
    due = set(map(quarter_of, (*days, *due_days(plan, stated))))
    if any(deadline.throughout for deadline in stated):
        due.add(CONTINUOUS)
    if any(deadline.is_open for deadline in stated):
        due.add(OPEN)
    return tuple(sorted(due))


def due_days(plan: Plan, deadlines: Iterable[Deadline]) -> tuple[date, ...]:
    """Every day on which something is due by deadlines, the earliest first; of what comes again each time."""
    due: set[date] = set()
    for deadline in deadlines:
        if deadline.last_day:
            due.add(deadline.last_day)
        for rhythm in deadline.every or ():
            due.update(recurring_days(rhythm, plan, deadline.since))
    return tuple(sorted(due))


def quarter_of(day: date) -> str:
    """The quarter of a day as pages name it: 2026-q2."""
    return f"{day.year}-q{(day.month + 2) // 3}"


def end_of_next_quarter(day: date) -> date:
    """The last day of the quarter behind that of a day."""
    months = day.year * 12 + (day.month + 2) // 3 * 3 + 3  # up to the end of it
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def quarter_name(quarter: str, phrases: Phrases) -> str:
    """A quarter in words: "Quý II năm 2026"."""
    return capital(Wording(phrases).time(parse_when(quarter.upper())))
