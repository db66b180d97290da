"""A cell of a returned collection workbook as data files write it, or why it says nothing that could be taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.number import official, parse_number
from planbook.model.period import official_day
from planbook.model.typed_day import NotADay, typed_day
from planbook.ooxml.workbooks import LOOKS, SheetCell
from planbook.reading.amounts import slipped
from planbook.reading.context import text_of
from planbook.reading.not_taken import BRACES, NotTaken, unread
from planbook.returns.workbook.tables import TROUBLES
from planbook.text.comparing import cleaned_line
from planbook.views.workbook.collected_facts import DAYS, NUMBERS, as_stated
from planbook.views.workbook.sheets import Value

_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{2}))?")
_SERIAL = range(36_526, 73_051)  # days that sheets count, of the years 2000 to 2099
_FIRST_SERIAL = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class CellReading:
    """What is known of a column of a row when its cell is read: the words of its choices, its unit, numbers that it is near, its days."""

    name: str
    choices: Mapping[str, str]
    unit: str
    near: tuple[Decimal, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CellValue:
    """A value as data files write it, empty where the cell is; with a `doubt` it needs somebody's yes."""

    stated: str
    doubt: Text | None = None


def read_cell(cell: SheetCell, reading: CellReading) -> CellValue:
    """What a cell says; raises `NotTaken`."""
    if cell.trouble in (*LOOKS, "error", "merged"):
        raise NotTaken(TROUBLES[cell.trouble])
    value = cell.value
    if cell.trouble == "formula":
        if value in (None, ""):
            raise NotTaken(Text("a formula stands here, and nothing came of it yet"), TROUBLES["formula"].mend)
        if isinstance(value, Decimal):
            value = Decimal(f"{float(value):.15g}")  # as many digits as a sheet shows
    if value is None or (isinstance(value, str) and not value.strip()):
        return CellValue("")
    text = cleaned_line(text_of(value))
    if reading.choices:
        return _choice(text, reading)
    return _day(value, text, reading) if reading.name in DAYS else _words_or_number(value, text, reading)


def _words_or_number(value: Value, text: str, reading: CellReading) -> CellValue:
    if reading.name in NUMBERS or reading.name == "value":
        return _number(value, text, reading)
    if "{" in text or "}" in text:
        raise NotTaken(BRACES)
    return CellValue(text)


def _choice(text: str, reading: CellReading) -> CellValue:
    value = reading.choices.get(text.casefold().rstrip("."))
    if value is None:
        # What the list offers; lateness behind it is understood, and nobody has to write it.
        offered: dict[str, str] = {}
        for words, choice in reading.choices.items():
            offered.setdefault(choice, words)
        raise NotTaken(
            Text("“{text}” is none of the states", {"text": text}),
            Text("write one of: {known}", {"known": ", ".join(offered.values())}),
        )
    return CellValue(value)


def _number(value: Value, text: str, reading: CellReading) -> CellValue:
    if isinstance(value, date):
        raise NotTaken(
            Text("a day stands where a number belongs: {text}", {"text": text}),
            Text("write a number like 1.500 or 148,4"),
        )
    number = value if isinstance(value, Decimal) else _typed_number(text, reading.unit)
    if number < 0:
        raise NotTaken(
            Text("{number} is less than 0", {"number": official(number)}),
            Text("write how much it falls as a plain number"),
        )
    return CellValue(
        as_stated(number), slipped(number, reading.unit, reading.near) if isinstance(value, Decimal) else None
    )


def _typed_number(text: str, unit: str) -> Decimal:
    """The number of a text, without the unit of its row behind it; what can mean two numbers is none."""
    bare = text
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)]
    elif unit.startswith("%"):
        bare = bare.removesuffix("%")
    bare = bare.strip()
    if _ENGLISH.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    try:
        return parse_number(bare.replace(" ", ".") if _SPACED.fullmatch(bare) else bare)
    except PydanticCustomError as error:
        raise NotTaken(unread(error)) from error


def _day(value: Value, text: str, reading: CellReading) -> CellValue:
    doubt = None
    if isinstance(value, date):
        day = value
        turned = None if reading.name == "begun" else _turned(day)  # work begins long before it is told of
        if not reading.first <= day <= reading.last and turned and reading.first <= turned <= reading.last:
            values = {"day": official_day(day), "meant": official_day(turned)}
            doubt = Text("the sheet holds the day {day}; {meant} may be meant", values)
    elif isinstance(value, Decimal) and int(value) in _SERIAL:  # with a part of a day behind it, an hour
        day = _FIRST_SERIAL + timedelta(days=int(value))
        doubt = Text(
            "the cell holds the number {number}, which counts the day {day}", {"number": text, "day": official_day(day)}
        )
    elif match := _DAY_AND_MONTH.fullmatch(text):
        year = f"20{match[3]}" if match[3] else str(reading.last.year)
        day = _typed_day(f"{match[1]}/{match[2]}/{year}")
        doubt = Text("“{text}” says no whole year; it is read as {day}", {"text": text, "day": official_day(day)})
    else:
        day = _typed_day(text)
    if reading.name == "as_of" and day < reading.first and not doubt:
        values = {"day": official_day(day), "first": official_day(reading.first)}
        doubt = Text("the figure is of {day}, before the period, which begins on {first}", values)
    return CellValue(day.isoformat(), doubt)


def _typed_day(text: str) -> date:
    try:
        return typed_day(text)
    except NotADay as refusal:
        raise NotTaken(refusal.sentences[0], Text("write the day like 15/3/2027")) from refusal


def _turned(day: date) -> date | None:
    """A day whose day and month were exchanged."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None
