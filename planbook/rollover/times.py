"""Times that move with a plan into another year."""

import re
from datetime import date

from planbook.model.period import When

_SATURDAY = 5


def moved(when: When, years: int) -> When:
    """Give a time some years later; 29 February becomes the 28th where the year has none."""
    return When(_later(when.first, years), _later(when.last, years), when.precision)


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def moves(when: When, period: When) -> bool:
    """Say whether a time belongs to the plan's own period, and so moves with it."""
    return period.first <= when.first and when.last <= period.last


def year_moved(text: str, period: When, years: int, word: str) -> str:
    """Give a text in which the year behind a word ("năm 2026") is that of the new plan, if it is one of a single year."""
    if period.precision != "year":
        return text
    return _year(word, period.first.year).sub(str(period.first.year + years), text)


def years_left(text: str, period: When, word: str) -> list[str]:
    """Give the years near the plan's that a text states by hand, and that nobody can move without reading."""
    near = (period.first.year - 1, period.first.year + 1) if period.precision == "year" else ()
    return [str(year) for year in near if _year(word, year).search(text)]


def _year(word: str, year: int) -> re.Pattern[str]:
    """Give what finds a year behind its word; 2021-2025 is no year."""
    return re.compile(rf"(?<={re.escape(word)} ){year}(?![\d-])", re.IGNORECASE)


def day_off(day: date) -> bool:
    """Say whether offices are closed on a day: at the weekend, on public holidays of Việt Nam (lunar ones too)."""
    import holidays  # noqa: PLC0415  # its tables are large, and only a rollover needs them

    return day.weekday() >= _SATURDAY or day in holidays.country_holidays("VN", years=day.year)
