"""Times that move with a plan into another period, and those in its texts that nobody can move without reading."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from planbook.model.mentions import mentions
from planbook.model.period import When

_SATURDAY = 5
_SPAN = re.compile(r"(?<![\d/.,-])(?P<first>(?:19|20)\d\d)\s*[-\u2013]\s*(?P<last>(?:19|20)\d\d)(?![\d/]|[.,]\d)")


def moved_by_years(when: When, years: int) -> When:
    """A time some years later; 29 February becomes the 28th where the year has none."""
    return When(_later(when.first, years), _later(when.last, years), when.precision)


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def moves(when: When, period: When) -> bool:
    """Whether a time belongs to the plan's own period, and so moves with it."""
    return period.first <= when.first and when.last <= period.last


def day_moves(last: date, period: When) -> bool:
    """Whether the last day of a deadline moves with the plan: one in the half-year after its end is that of its last report."""
    return period.first <= last <= date(period.last.year + 1, 6, 30)


def year_moved(text: str, period: When, years: int, word: str) -> str:
    """A text in which the plan's own time is that of the new plan.

    That is the year behind a word ("năm 2026"); of a plan of several years its last one, and both together
    ("giai đoạn 2026-2030").
    """
    first, last = period.first.year, period.last.year
    if first != last:

        def span(match: re.Match[str]) -> str:
            if (int(match["first"]), int(match["last"])) != (first, last):
                return match.group()
            return f"{first + years}{match.group()[4:-4]}{last + years}"

        text = _SPAN.sub(span, text)
    return _year(word, last).sub(str(last + years), text)


def times_left(text: str, period: When, years: int, word: str) -> Iterator[str]:
    """The times that a text states by hand and that the new plan may have left behind.

    These are years beside the plan's own, its own where no word for year stands before them ("31/12/2026"), and spans of
    years that are over before the new period or begin with it.
    """
    typed = text
    for mention in mentions(text):
        typed = typed.replace(mention.group(), " ")
    first, last = period.first.year, period.last.year
    near = (first - 1, last + 1) if first == last else range(first, last)
    yield from (str(year) for year in near if _year(word, year).search(typed))
    yield from (str(year) for year in range(first, last + 1) if _bare_year(word, year).search(typed))
    for match in _SPAN.finditer(typed):
        begins, ends = int(match["first"]), int(match["last"])
        if ends < first + years or begins == first + years:
            yield f"{begins}-{ends}"


def _year(word: str, year: int) -> re.Pattern[str]:
    """What finds a year behind its word; 2021-2025 is no year."""
    return re.compile(rf"(?<={re.escape(word)} ){year}(?!\d|\s*[-\u2013]\s*\d)", re.IGNORECASE)


def _bare_year(word: str, year: int) -> re.Pattern[str]:
    """What finds a year without its word, in a date too, but not in a span or in the number of a document."""
    return re.compile(rf"(?<!{re.escape(word)} )(?<![\d\u2013-]){year}(?!\d|/|\s*[-\u2013]\s*\d)", re.IGNORECASE)


def day_off(day: date) -> bool:
    """Whether offices are closed on a day: at the weekend, on public holidays of Vietnam (lunar ones too)."""
    return day.weekday() >= _SATURDAY or day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415  # its tables are large, and only a rollover needs them

    return frozenset(holidays.country_holidays("VN", years=year))
