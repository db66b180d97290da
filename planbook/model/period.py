"""Days, months, quarters, years and spans of years, and the deadlines made of them."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from planbook.model.entry import ConditionWords, Flag, Id, OneOrMany, PlainWords, Shaped, Words, problem

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_PART_OF_YEAR = re.compile(r"([0-9]{4})-(?:Q([1-4])|H([12]))")
_NINE_MONTHS = re.compile(r"([0-9]{4})-9M")
_YEAR = re.compile(r"[0-9]{4}")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})[-/.]?([0-9]{1,2})")
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
Precision = Literal["day", "month", "quarter", "half-year", "nine-months", "year", "years"]


@dataclass(frozen=True, slots=True)
class When:
    """A day, a month, a quarter, half a year, a year or several years; as precise as the plan is."""

    first: date
    last: date
    precision: Precision

    @property
    def years(self) -> range:
        """The years that it reaches into."""
        return range(self.first.year, self.last.year + 1)

    def __str__(self) -> str:
        """As data files write it: 2026-04-10, 2026-04, 2026-Q2, 2026-H1, 2026, 2026-2030."""
        day, year = self.first.isoformat(), self.first.year
        parts = {
            "day": day,
            "month": day[:7],
            "quarter": f"{year}-Q{(self.first.month + 2) // 3}",
            "half-year": f"{year}-H{(self.first.month + 5) // 6}",
            "nine-months": f"{year}-9M",
            "year": str(year),
        }
        return parts.get(self.precision, f"{year}-{self.last.year}")


def official_day(day: date) -> str:
    """A day as an office writes it: 07/3/2026, 08/02/2021 (Decree 30/2020, Annex I, II.4: zero rule)."""
    return f"{day.day:02}/{official_month(day.month)}/{day.year}"


def official_month(month: int) -> str:
    """The number of a month; only January and February are padded (Decree 30/2020, Annex I, II.4c)."""
    return f"{month:02}" if month <= 2 else str(month)


def parse_when(value: object) -> When:
    """The time that a text means: 2026-04-10, 2026-04, 2026-Q2, 2026-H1, 2026 or 2026-2030."""
    if isinstance(value, When):
        return value
    text = value.strip() if isinstance(value, str) else "…"
    if match := _PART_OF_YEAR.fullmatch(text):
        year, months = int(match[1]), 3 if match[2] else 6
        last = int(match[2] or match[3]) * months
        first = _day(text, year, last - months + 1, 1)
        return When(first, _last_of_month(text, year, last), "quarter" if match[2] else "half-year")
    if match := _YEARS.fullmatch(text):
        start, end = int(match[1]), int(match[2])
        if end < start:
            raise problem(
                "period-reversed",
                "the period ends in {end}, before it starts in {start}",
                "write {end}-{start}",
                start=start,
                end=end,
            )
        return When(_day(text, start, 1, 1), _day(text, end, 12, 31), "years")
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return When(_day(text, year, month, 1), _last_of_month(text, year, month), "month")
    if match := _DAY.fullmatch(text):
        day = _day(text, int(match[1]), int(match[2]), int(match[3]))
        return When(day, day, "day")
    if _YEAR.fullmatch(text):
        return When(_day(text, int(text), 1, 1), _day(text, int(text), 12, 31), "year")
    raise _misread(text)


QUARTERS = ("I", "II", "III", "IV")


def parse_years(text: str) -> When | None:
    """The year or years that a text names; None for any other time, and for what is none."""
    try:
        when = parse_when(text)
    except PydanticCustomError:
        return None
    return when if when.precision in ("year", "years") else None


def _misread(text: str) -> Exception:
    if match := _DAY_FIRST.fullmatch(text):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        year, month, day = 0, 0, 0
    if month and day:
        day_ = _day(text, year, month, day).isoformat()
        return problem(
            "date-order", "“{text}” is not year, month, day", "write {meant} if that is the day", text=text, meant=day_
        )
    if form := _usual_form(text):
        return problem("wrong-kind", "“{text}” is no time", "write {meant} if that is meant", text=text, meant=form)
    return problem(
        "wrong-kind",
        "“{text}” is no time",
        "write a day 2026-04-10, a month 2026-04, a quarter 2026-Q2, half a year 2026-H1, a year 2026 or years 2026-2030; "
        "in a deadline also words: text: with reason:",
        text=text,
    )


def _usual_form(text: str) -> str:
    """The quarter, month or years that people write otherwise: "quý III/2027", "Q3/2027", "6/2027", "2027 - 2030"; else nothing."""
    match re.findall(r"(?<!\d)\d{4}(?!\d)", text):
        case [first, last] if first < last and not re.search(r"\d", text.replace(first, "").replace(last, "")):
            return f"{first}-{last}"
        case [year]:
            if quarter := re.search(r"\b(?:Q([1-4])|(I{1,3}|IV))\b", text):
                return f"{year}-Q{quarter[1] or QUARTERS.index(quarter[2]) + 1}"
            if month := re.fullmatch(r"(1[0-2]|0?[1-9]) ?[/.-] ?\d{4}", text):
                return f"{year}-{int(month[1]):02}"
    return ""


def _day(text: str, year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise problem(
            "impossible-date", "“{text}”: the year {year} is not of this time", "check it", text=text, year=year
        )
    if not 1 <= month <= 12:
        raise problem("impossible-date", "“{text}”: there is no month {month}", "check it", text=text, month=month)
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise problem(
            "impossible-date",
            "“{text}”: month {month} of {year} has {days} days, not {day}",
            "check it",
            text=text,
            month=month,
            year=year,
            days=days,
            day=day,
        )
    return date(year, month, day)


def _last_of_month(text: str, year: int, month: int) -> date:
    first = _day(text, year, month, 1)
    return first.replace(day=calendar.monthrange(year, month)[1])


def _as_precise(when: When, precision: Precision) -> str:
    """A time written with another precision, as an example."""
    is_within = precision == "years" and when.first.year == when.last.year
    return f"{when.first.year}-{when.first.year + 4}" if is_within else str(replace(when, precision=precision))


def _only(*precisions: Precision) -> Any:
    def check(value: object) -> When:
        when = parse_when(value)
        if when.precision not in precisions:
            raise problem(
                "wrong-kind",
                "“{text}” is more or less precise than this field takes it: {wanted}",
                "write one of these",
                text=str(when),
                wanted=", ".join(_as_precise(when, precision) for precision in precisions),
            )
        return when

    return check


def parse_report_period(value: object) -> When:
    """The period that people report on: as `parse_when`, a month at least and a year at most, and nine months (2026-9M)."""
    if isinstance(value, str) and (match := _NINE_MONTHS.fullmatch(value.strip())):
        year = int(match[1])
        return When(_day(value, year, 1, 1), _day(value, year, 9, 30), "nine-months")
    if isinstance(value, When) and value.precision == "nine-months":
        return value
    when: When = _only("month", "quarter", "half-year", "year")(value)
    return when


def _written(pattern: str) -> Any:
    return WithJsonSchema({"type": ["string", "integer", "boolean"], "pattern": pattern})


def _parse_throughout(value: object) -> When | Literal[True]:
    return True if value in ("true", True) else parse_when(value)


def _write_throughout(value: When | Literal[True]) -> str | bool:
    return value if value is True else str(value)


_ANY = r"^\d{4}(-(Q[1-4]|H[12]|\d{2}(-\d{2})?|\d{4}))?$"
_AS_TEXT = PlainSerializer(str, return_type=str)
Day = Annotated[When, PlainValidator(_only("day")), _AS_TEXT, _written(r"^\d{4}-\d{2}-\d{2}$")]
DayOrBlank = Annotated[
    When, PlainValidator(_only("day", "month", "year")), _AS_TEXT, _written(r"^\d{4}(-\d{2}(-\d{2})?)?$")
]
Years = Annotated[When, PlainValidator(_only("year", "years")), _AS_TEXT, _written(r"^\d{4}(-\d{4})?$")]
AnyTime = Annotated[When, PlainValidator(parse_when), _AS_TEXT, _written(_ANY)]
OneTime = Annotated[
    When,
    PlainValidator(_only("day", "month", "quarter", "half-year", "year")),
    _AS_TEXT,
    _written(r"^\d{4}(-(Q[1-4]|H[12]|\d{2}(-\d{2})?))?$"),
]
# What people report on: a month, a quarter, six months, nine months (2026-9M), a year.
ReportPeriod = Annotated[
    When, PlainValidator(parse_report_period), _AS_TEXT, _written(r"^\d{4}(-(Q[1-4]|H[12]|9M|\d{2}))?$")
]
# `throughout: true` is as long as the plan runs.
AllAlong = Annotated[
    When | Literal[True],
    PlainValidator(_parse_throughout),
    PlainSerializer(_write_throughout),
    _written(rf"{_ANY}|^true$"),
]


def next_period(period: When) -> When:
    """The period that people report on next: as long, and after nine months the last quarter."""
    first = period.last + timedelta(days=1)
    ways = {"month": f"{first:%Y-%m}", "half-year": f"{first.year}-H{(first.month + 5) // 6}", "year": f"{first.year}"}
    return parse_when(ways.get(period.precision, f"{first.year}-Q{(first.month + 2) // 3}"))


def year_earlier(period: When) -> When:
    """The same period of the year before."""
    return parse_report_period(f"{period.first.year - 1}{str(period)[4:]}")


Rhythm = Literal["month", "quarter", "half-year", "nine-months", "year"]


class Deadline(Shaped):
    """By when a piece of work is due, said in exactly one way.

    `before` a time (not in it), `by` a time (at the latest), `within` a month, quarter, year or years,
    `throughout` a year or years (`true`: as long as the plan runs), `every` rhythm, `since` a time on,
    `until` a time or `until_event` (words: until something happens), these, a rhythm and `throughout: true` also with
    `since`, or in `text` what no time says (a condition, the timetable of another document), with the `reason` why there is none.
    `id` lets a text name the deadline: `{deadline:xoa-nha-tam}`. `report` marks work that is a report.
    """

    id: Id | None = None
    work: Words | None = None
    before: OneTime | None = None
    by: OneTime | None = None
    within: AnyTime | None = None
    since: OneTime | None = None
    until: OneTime | None = None
    until_event: ConditionWords | None = None
    throughout: AllAlong | None = None
    every: Annotated[tuple[Rhythm, ...], OneOrMany()] | None = None
    text: ConditionWords | None = None
    reason: PlainWords | None = None
    report: Flag = False

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error of a time that is not given in exactly one way, ends before it begins, or has words without a reason."""
        stated = [name for name in WAYS if values.get(name) is not None]
        with_since = {
            "until",
            "until_event",
            "every",
            *(["throughout"] if values.get("throughout") in (True, "true") else ()),
        }
        ways = [name for name in stated if name != "since"] if with_since & {*stated} else stated
        if not ways:
            return problem(
                "deadline-ways",
                "the deadline says no time",
                "write one of: before, by, within, since, until, until_event, throughout, every; "
                "what only words say: text: with its reason:",
                **({"key": "reason"} if values.get("reason") is not None else {}),
            )
        if len(ways) != 1:
            return problem(
                "deadline-ways",
                "a deadline says its time in {count} ways: {ways}",
                "give exactly one of: before, by, within, since, until, until_event, throughout, every, text; "
                "since also beside until, until_event, every or throughout: true",
                count=len(stated),
                ways=", ".join(stated),
                key=stated[-1],
            )
        if ("text" in ways) != (values.get("reason") is not None):
            return problem(
                "deadline-ways",
                "“{key}” stands alone: a deadline in words has a reason, a time has none",
                "write both text: and reason:, or neither",
                key="text" if "text" in ways else "reason",
            )
        first, last = values.get("since"), values.get("until")
        if isinstance(first, When) and isinstance(last, When) and last.last < first.first:
            return problem(
                "period-reversed",
                "the time ends with {last}, before it begins with {first}",
                "write since: {last} and until: {first}, or correct the times",
                first=str(first),
                last=str(last),
                key="until",
            )
        return None

    @property
    def last_day(self) -> date | None:
        """The day by which the work is done; None for what has no end or none that can be told."""
        if self.before:
            return self.before.first - timedelta(days=1)
        when = self.by or self.within or self.until
        return when.last if when else None

    @property
    def day(self) -> date | None:
        """The one day that it names; None for months, quarters, years and what has no end."""
        when = self.before or self.by or self.until
        return when.first if when and when.precision == "day" else None

    @property
    def is_open(self) -> bool:
        """Whether no day ends it, and it neither comes again nor is said to run all along."""
        return not (self.last_day or self.every or self.throughout)


WAYS = ("before", "by", "within", "since", "until", "until_event", "throughout", "every", "text")
