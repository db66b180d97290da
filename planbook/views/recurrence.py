"""Days that come again: the rhythms of plans as days of the months of every year."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planbook.model.period import Rhythm

# The months at whose end a rhythm's term is over. "6 tháng" and "9 tháng" are counted from January;
# what is due after the second half of a year is its yearly report.
MONTHS: Mapping[Rhythm, tuple[int, ...]] = {
    "month": tuple(range(1, 13)),
    "quarter": (3, 6, 9, 12),
    "half-year": (6,),
    "nine-months": (9,),
    "year": (12,),
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The same day of certain months of every year; in a month that is shorter, its last day."""

    months: tuple[int, ...]
    day: int = 31

    def days(self, first: date, last: date) -> list[date]:
        """Give its days within a period, both ends included."""
        years = range(first.year, last.year + 1)
        found = (self._day(year, month) for year in years for month in self.months)
        return [day for day in found if first <= day <= last]

    def _day(self, year: int, month: int) -> date:
        return date(year, month, min(self.day, monthrange(year, month)[1]))


def before(day: int, months: tuple[int, ...]) -> Recurrence:
    """Give the last days on which "before day 20 of March" is met; before the first is the end of the month before."""
    if day > 1:
        return Recurrence(tuple(sorted(months)), day - 1)
    return Recurrence(tuple(sorted((month - 2) % 12 + 1 for month in months)))
