"""Money and figures read back: a number in the Vietnamese grammar, its unit, and how exact it is."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.budget import ZEROS, Unit, Written
from planbook.model.number import official, parse_number
from planbook.model.target import Comparator
from planbook.reading.not_taken import NotTaken, Unread, attempted, unread
from planbook.reading.spellings import SpellingReader
from planbook.text.comparing import with_plain_dashes

_COUNTED = re.compile(r"\A(?P<number>[\d.,]*\d)\s*+(?P<unit>\D.*)?")
_SPACE, _DIGIT = re.compile(r"\s+"), re.compile(r"\d")
_COMPARATORS: tuple[Comparator, ...] = ("exactly", "about", "at-least", "more-than", "at-most", "less-than")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a text states it; `unit` is None where the text names none."""

    number: Decimal
    unit: Unit | None
    approximate: bool = False

    def written(self, unit: Unit) -> Written:
        """The amount in the unit of a budget, exactly."""
        zeros = ZEROS[self.unit or unit] - ZEROS[unit]
        moved = self.number.scaleb(zeros).normalize() if zeros else self.number
        return Written((moved.quantize(Decimal(1)) if moved == moved.to_integral() else moved, None))


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """What a line says of an item's money: the sum, in its `unit`, and whose money it is."""

    money: Money
    unit: Unit
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as a text states it: "ít nhất 3.000 lao động", "2 - 3%"; `unit` is empty where the text names none."""

    comparator: Comparator
    value: Decimal
    upper: Decimal | None
    unit: str


def read_money(text: str, reading: SpellingReader) -> Money | Literal["unallocated"]:
    """The amount that a text states: "khoảng 5.181 tỷ đồng", "1.500 triệu", "chưa phân bổ"; raises `NotTaken`."""
    text = with_plain_dashes(text)
    if reading.says("unallocated", text):
        return "unallocated"
    about = next(iter(reading.matches("amount_about", text)), None)
    number, word = _counted(about["amount"] if about else text)
    unit = money_unit(word, reading)
    if word and not unit:
        raise NotTaken(no_money_unit(word))
    return Money(number, unit, approximate=bool(about))


def read_money_line(text: str, reading: SpellingReader) -> MoneyLine:
    """The one sum that a line about an item states, with its unit: "45 triệu đồng từ ngân sách xã"; raises `NotTaken`.

    A second number is never a part of the note.
    """
    text = with_plain_dashes(text).strip().rstrip(".;")
    whole = attempted(read_money, text, reading)
    if whole == "unallocated" or (isinstance(whole, Money) and whole.unit is None):
        raise NotTaken(
            Text("“{text}” names no unit of money", {"text": text[:80]}), Text("write the amount with its unit")
        )
    sides = ((text[: space.start()], text[space.end() :]) for space in _SPACE.finditer(text))
    amount, note = next((side for side in sides if _says_whose(side[1], reading)), (text, ""))
    money = attempted(read_money, amount.rstrip(" ,"), reading)
    if not isinstance(money, Money) or money.unit is None or _DIGIT.search(note):
        raise NotTaken(
            Text("“{text}” is no single amount with its unit", {"text": text[:80]}),
            Text(
                "write one amount with its unit, and whose money it is behind it; further amounts in the data (budget:)"
            ),
        )
    return MoneyLine(money, money.unit, note[1:-1] if note[:1] == "(" else note)


def _says_whose(note: str, reading: SpellingReader) -> bool:
    """Whether words behind an amount say whose money it is: in brackets, or as a spelling begins."""
    begins = (f"{word} ".casefold() for word in reading.words("source_begins"))
    return (note[:1] == "(" and note[-1:] == ")") or any(note.casefold().startswith(word) for word in begins)


def money_unit(text: str, reading: SpellingReader) -> Unit | None:
    """The one unit of money that a text names."""
    units: list[Unit] = [unit for unit in ZEROS if text and reading.says(f"unit_{unit}", text)]
    return units[0] if len(units) == 1 else None


def no_money_unit(text: str) -> Unread:
    """Why a text is no unit of money."""
    fact = Text("“{unit}” is no unit of money", {"unit": text[:40]})
    return Unread(fact, Text("write dong, million dong or billion dong"))


def read_figure(text: str, reading: SpellingReader) -> Stated:
    """The figure that a text states, with its comparator and unit; a range has both its ends. Raises `NotTaken`."""
    text = with_plain_dashes(text)
    readings: dict[str, Stated] = {}
    wrong: Unread | None = None
    for comparator in _COMPARATORS:
        for blanks in _compared(comparator, text, reading):
            stated = attempted(_stated, comparator, blanks["value"], reading)
            if isinstance(stated, Stated):
                readings[str(stated)] = stated
            elif wrong is None or comparator == "exactly":
                wrong = stated
    if len(readings) == 1:
        return next(iter(readings.values()))
    if readings:
        raise NotTaken(
            Text("“{text}” states no single comparator", {"text": text[:80]}), Text("write it in another way")
        )
    raise NotTaken(wrong or _no_figure(text))


def read_comparator(text: str, reading: SpellingReader) -> Comparator:
    """The comparator that stands alone in a column beside its number: "ít nhất"; nothing is exactly. Raises `NotTaken`."""
    text = with_plain_dashes(text)
    if not text:
        return "exactly"
    comparators = {
        comparator
        for comparator in _COMPARATORS
        for blanks in _compared(comparator, f"{text} 1", reading)
        if blanks["value"] == "1"
    }
    if len(comparators) == 1:
        return comparators.pop()
    names = ", ".join(
        reading.phrases.say(f"figure_{comparator.replace('-', '_')}", value="").strip()
        for comparator in _COMPARATORS[1:]
    )
    raise NotTaken(
        Text("“{text}” is no comparator", {"text": text[:40]}), Text("write one of: {names}", {"names": names})
    )


def read_decimal(text: str) -> Decimal:
    """A number alone: 1.500 · 148,4 · 02; never one that is below 0. Raises `NotTaken`."""
    try:
        number = parse_number(with_plain_dashes(text))
    except PydanticCustomError as error:
        raise NotTaken(unread(error)) from error
    if number < 0:
        raise NotTaken(Text("{number} is less than 0", {"number": text[:40]}), Text("check the sign"))
    return number


def slipped(number: Decimal, unit: str, near: Collection[Decimal]) -> Text | None:
    """The doubt about a number that a sheet may have read otherwise than it was typed: 1.520 as 1,52, or 80% as 0,8.

    `near` are numbers of the size that is expected.
    """
    is_share = unit.startswith("%")
    intended = number * (100 if is_share else 1000)
    is_whole = intended == int(intended) and (is_share or number != int(number))
    if not is_whole or not any(_nearer(intended, number, size) for size in near):
        return None
    values = {"number": official(number), "meant": official(intended.quantize(Decimal(1)))}
    return Text("the sheet holds {number}; {meant} may be meant", values)


def _nearer(intended: Decimal, number: Decimal, size: Decimal) -> bool:
    """Whether one number is of the size of another, and a second one is far smaller."""
    return size > 0 and intended * 10 >= size and intended <= size * 10 and number * 50 < size


def _compared(comparator: Comparator, text: str, reading: SpellingReader) -> Iterator[Mapping[str, str]]:
    phrase = "figure_" + comparator.replace("-", "_")
    yield from reading.matches(phrase, text)
    if comparator == "at-least":
        yield from reading.matches("figure_at_least_percent", text)


def _stated(comparator: Comparator, value: str, reading: SpellingReader) -> Stated:
    """What stands in the blank of a comparator: a number, or a range, with the unit behind it."""
    for blanks in reading.matches("figure_range", value):
        lower, upper = (attempted(_counted, blanks[end]) for end in ("value", "upper"))
        if not isinstance(lower, Unread) and not isinstance(upper, Unread) and lower[1] in ("", upper[1]):
            return Stated(comparator, lower[0], upper[0], upper[1])
    number, unit = _counted(value)
    return Stated(comparator, number, None, unit)


def _counted(text: str) -> tuple[Decimal, str]:
    """A number and the words behind it."""
    match = _COUNTED.fullmatch(text.strip())
    if not match:
        raise NotTaken(_no_figure(text))
    return read_decimal(match["number"]), (match["unit"] or "").strip()


def _no_figure(text: str) -> Unread:
    return Unread(
        Text("“{text}” is no number with its unit", {"text": text[:80]}), Text("write a number like 1.500 or 148,4")
    )
