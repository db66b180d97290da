"""Days that come again: the rhythms of plans as days of the months of every year, and those of one plan's period."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planbook.messages.diagnostics import Text
from planbook.model.period import Rhythm, When
from planbook.model.plan import Plan
from planbook.model.task import ReportDay, ReportingDuty

# The months at whose end a rhythm's term is over. "6 tháng" and "9 tháng" are counted from January;
# what is due after the second half of a year is its yearly report.
MONTHS: Mapping[Rhythm, tuple[int, ...]] = {
    "month": tuple(range(1, 13)),
    "quarter": (3, 6, 9, 12),
    "half-year": (6,),
    "nine-months": (9,),
    "year": (12,),
}

RHYTHMS: Mapping[Rhythm, Text] = {
    "month": Text("monthly"),
    "quarter": Text("quarterly"),
    "half-year": Text("half-yearly"),
    "nine-months": Text("after nine months"),
    "year": Text("yearly"),
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The same day of certain months of every year; in a month that is shorter, its last day."""

    months: tuple[int, ...]
    day: int = 31

    def days(self, first: date, last: date) -> list[date]:
        """Its days within a period, both ends included."""
        years = range(first.year, last.year + 1)
        days = (day_of(year, month, self.day) for year in years for month in self.months)
        return [day for day in days if first <= day <= last]


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of a duty that are due on the same days: their rhythms, the day before which, and each last day with the day named.

    The day named is the first on which it is too late; None where the plan names none, or the month has no such day.
    """

    rhythms: tuple[Rhythm, ...]
    by_month: bool
    before: ReportDay | None
    recurrence: Recurrence
    days: tuple[tuple[date, date | None], ...]


def day_of(year: int, month: int, day: int) -> date:
    """A day of a month, its last one where it has fewer."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def before(day: int, months: tuple[int, ...]) -> Recurrence:
    """The last days on which "before day 20 of March" is met; before the 1st is the end of the month before."""
    if day > 1:
        return Recurrence(tuple(sorted(months)), day - 1)
    return Recurrence(tuple(sorted((month - 2) % 12 + 1 for month in months)))


def recurring_days(rhythm: Rhythm, plan: Plan, since: When | None = None) -> list[date]:
    """The ends of a rhythm's terms that lie in the plan's period and not before the plan's day, nor before it begins."""
    begins = (plan.day, plan.period.first, *([since.first] if since else []))
    return Recurrence(MONTHS[rhythm]).days(max(begins), plan.period.last)


def reports(duty: ReportingDuty, plan: Plan, since: date | None = None) -> Iterator[Reports]:
    """Tell when the reports of a duty are due from a day on, the plan's own if none is named.

    Where the plan names their months, all rhythms share them.
    """
    since = since or plan.day
    days = duty.days or (None,)
    if months := duty.named_months:
        after = frozenset(month for month in months if _is_of_year_before(month, months, duty.every))
        for day in days:
            due = (day.month,) if day and day.month else months
            yield _reports(duty, plan, duty.every, {month: int(month in after) for month in due}, day, since)
        return
    later = int(duty.months_after or 0)
    for rhythm in duty.every:
        shifted = (divmod(month - 1 + later, 12) for month in MONTHS[rhythm])
        months_of_rhythm = {month + 1: years for years, month in shifted}
        yield from (_reports(duty, plan, (rhythm,), months_of_rhythm, day, since) for day in days)


def due_for(duty: ReportingDuty, plan: Plan, period: When) -> tuple[date, date | None] | None:
    """The last day on which the report about a period is in time, with the day named; None where none of such a period is asked for."""
    days = (
        day
        for due in reports(duty, plan)
        if period.precision in (due.rhythms or (period.precision,))
        for day in due.days
    )
    return min(days, key=lambda day: abs(day[0] - period.last), default=None)


def _reports(
    duty: ReportingDuty,
    plan: Plan,
    rhythms: tuple[Rhythm, ...],
    months: Mapping[int, int],
    before_day: ReportDay | None,
    since: date,
) -> Reports:
    """The reports of some months, each with how many years after its term it is."""
    day_of_month = before_day and before_day.day
    years = plan.period.years
    due = sorted((year + later, month) for year in years for month, later in months.items())
    days = [_last_day(year, month, day_of_month) for year, month in due]
    recurrence = Recurrence(tuple(sorted(months))) if day_of_month is None else before(day_of_month, tuple(months))
    by_month = bool(duty.named_months or duty.months_after)
    return Reports(rhythms, by_month, before_day, recurrence, tuple(term for term in days if term[0] >= since))


def _last_day(year: int, month: int, day_of_month: int | None) -> tuple[date, date | None]:
    """The last day on which "before day 20" of a month is met, with the day named if the month has it."""
    if day_of_month is None:
        return day_of(year, month, 31), None
    if day_of_month > monthrange(year, month)[1]:
        return day_of(year, month, day_of_month), None
    day = date(year, month, day_of_month)
    return day - timedelta(days=1), day


def _is_of_year_before(month: int, months: tuple[int, ...], rhythms: tuple[Rhythm, ...]) -> bool:
    """Whether what is due in a month is the report of a term that ended with the year before.

    It is if the month is nearer to that end than to the first one of its own year: quarterly reports of January and
    February, yearly ones of the first half-year. Without a rhythm, and for months of "every month", the months
    themselves say how long a term is.
    """
    ends = [MONTHS[rhythm][0] for rhythm in rhythms if rhythm != "month"] or [12 // len(months)]
    return min(ends) > 1 and 2 * month <= min(ends) + 1
