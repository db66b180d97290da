"""The numbers of a sentence that count something: with comparator, range and unit; and those that cannot be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from planbook.importing.fields.setting import ImportSetting
from planbook.messages.diagnostics import Text
from planbook.model.mentions import mentions
from planbook.model.number import written_number
from planbook.reading.amounts import read_decimal
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.words import alternatives
from planbook.text.letters import CAPITALS

_DIGITS = r"\d++(?:[.,]\d++)*+"
# Thousands apart by blanks ("1 250") are no number that can be read: its last three digits alone would be another one.
_NUMBER = re.compile(rf"(?<![\w/.,-])(?<!\d ){_DIGITS}(?!/)(?! \d{{3}}(?![\w.,]))")
_DASHED = re.compile(rf" ?[-\u2013] ?(?P<upper>{_DIGITS})(?!/)")
# What looks like a number, "05/103" too; "4G" is a name, "01a" a number of a list.
_TYPED = re.compile(rf"(?<![\w.,-])(?<!\d/)\d++(?:[.,/]\d++)*+(?: \d{{3}}(?![\w.,]))*(?![{CAPITALS}]|[a-e](?!\w))")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}")
_BRACED = re.compile(r"\{[^{}]*\}")
_SPACES = re.compile(r"\s*")
_WORD = re.compile(r"[^\W\d_]+")
_FURTHER = re.compile(rf" {_DIGITS}")
_CLAUSE = re.compile(r"[;:.]\s|,\s")
_YEARS = range(1900, 2200)
_WHOLE = 100
DENIED = Text("a denial stands before it, which may turn round how it compares")
MOVED = Text("it may say from where to where, and is read as a range")


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number of a text from `start` to `end` with its comparator and unit; `is_sure` unless its unit was guessed.

    `doubt` is why what it says may be meant otherwise.
    """

    start: int
    end: int
    comparator: str
    value: Decimal
    upper: Decimal | None
    unit: str
    is_sure: bool
    doubt: Text | None = None

    def fields(self) -> dict[str, Any]:
        """The keys of a target or figure that say it."""
        stated = {"comparator": self.comparator} if self.comparator != "exactly" else {}
        stated["value"] = written_number(self.value)
        if self.upper is not None:
            stated["upper"] = written_number(self.upper)
        return {**stated, "unit": self.unit}


class NumberReader:
    """Finds the numbers in the sentences of one plan."""

    def __init__(self, setting: ImportSetting) -> None:
        words = self._words = setting.words
        self._before = [
            (entry.comparator, re.compile(rf"(?<!\w)(?:{alternatives(entry.words)})\s+\Z", re.IGNORECASE))
            for entry in words.comparators_before
        ]
        self._behind = [
            (entry.comparator, re.compile(rf"\s*(?:{alternatives(entry.words)})(?!\w)", re.IGNORECASE))
            for entry in words.comparators_behind
        ]
        self._not_counted = re.compile(rf"(?<!\w)(?:{alternatives(words.not_counted)})\s+\Z", re.IGNORECASE)
        self._denies = re.compile(rf"(?<!\w)(?:{alternatives(words.denials)})(?!\w)", re.IGNORECASE)
        self._opens = re.compile(rf"(?<!\w)(?:{alternatives(words.opens_bound)})\s+\Z", re.IGNORECASE)
        self._rises = re.compile(rf"(?<!\w)(?:{alternatives(words.measuring.rises)})(?!\w)", re.IGNORECASE)
        moved = alternatives((*words.measuring.reached, *words.measuring.left))
        self._moved = re.compile(rf" (?:{moved}) (?=\d)", re.IGNORECASE)
        between = (
            phrase.partition("{value}")[2].partition("{upper}")[0].strip()
            for phrase in setting.context.reading.words("figure_range")
        )
        joints = alternatives({word for word in between if word.isalpha()})
        self._range = re.compile(rf"(?: ?[-\u2013] ?| (?:{joints}) )(?P<upper>{_DIGITS})(?!/)", re.IGNORECASE)

    def numbers(self, text: str) -> Iterator[StatedNumber]:
        """The numbers of a text that count something, from the left."""
        busy = [(mention.start(), mention.end()) for mention in mentions(text)]
        end = 0
        for match in _NUMBER.finditer(text):
            if match.start() < end or any(first <= match.start() < last for first, last in busy):
                continue
            if self._counts_nothing(text, match):
                further = _DASHED.match(text, match.end())
                end = further.end() if further else match.end()
            elif stated := self._stated(text, match):
                end = stated.end
                yield stated
            else:
                end = self._joined(text, match.end())

    def unread(self, text: str) -> Iterator[tuple[str, Text]]:
        """What looks like a number in a text out of which all were taken that could be read, and why it was not."""
        plain = _BRACED.sub(lambda blank: " " * len(blank.group()), text)
        for match in _TYPED.finditer(plain):
            typed = match.group()
            if self._counts_nothing(plain, match) or self._is_time(plain, match) or _marks(plain, match):
                continue
            value = attempted(read_decimal, typed)
            is_ambiguous = isinstance(value, Unread) and not set(typed) & set("/ ")
            why = Text("“{number}” is no number with a unit that can be read; it stays text", {"number": typed})
            yield typed, value.message if isinstance(value, Unread) and is_ambiguous else why

    def _counts_nothing(self, text: str, match: re.Match[str]) -> bool:
        """Whether the word before a number says that it only numbers something; never where that is far too large for it."""
        typed = match.group()
        unit = self._words.unit_pattern.match(text, match.end() + 1)
        is_large = typed.isdigit() and int(typed) >= _WHOLE and int(typed) not in _YEARS and unit
        if text.startswith("%", match.end()) or _THOUSANDS.fullmatch(typed) or is_large:
            return False
        return bool(self._not_counted.search(text, max(0, match.start() - 20), match.start()))

    def _is_time(self, text: str, match: re.Match[str]) -> bool:
        """Whether digits are a year or a day, or what a name with a capital letter is numbered with."""
        typed = match.group()
        before = text[: match.start()].rstrip()
        name = before.rpartition(" ")[2]
        is_name = (
            name[:1].isupper() and len(before) > len(name) and not before[: -len(name)].rstrip().endswith((".", ":"))
        )
        return (typed.isdigit() and int(typed) in _YEARS) or bool(_DAY.match(text, match.start())) or is_name

    def _joined(self, text: str, end: int) -> int:
        """Where what cannot be read ends: the second number of "5 tỷ 876 triệu" is none of its own."""
        if self._moved.match(text, end):
            return end
        word = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        further = _FURTHER.match(text, word.end()) if word else None
        return further.end() if further else end

    def _stated(self, text: str, match: re.Match[str]) -> StatedNumber | None:
        value = attempted(read_decimal, match.group())
        if isinstance(value, Unread):
            return None
        end, upper = self._upper(text, match.end(), value)
        counted = self._unit(text, end)
        if counted and upper is None and (twice := self._unit_twice(text, counted, value)):
            upper, counted = twice
        if counted is None or (counted[0] == "%" and max(value, upper or value) > _WHOLE):
            return None
        name, stop, is_sure = counted
        if not is_sure and match.group().isdigit() and value in _YEARS:
            return None
        opened = self._opened(text, match.start())
        begin = opened if upper is not None else match.start()
        comparator, start = self._comparator_before(text, begin)
        clause = _CLAUSE.split(text[:start])[-1]
        doubt = DENIED if self._denies.search(clause) else None
        for kind, pattern in self._behind:
            if behind := pattern.match(text, stop):
                is_sure = is_sure and comparator in ("exactly", kind)
                return StatedNumber(opened, behind.end(), kind, value, upper, name, is_sure)
        if upper is not None:
            doubt = MOVED if opened < match.start() and self._rises.search(clause) else doubt
        elif comparator == "at-least" and opened < match.start():
            # "từ 5" without "trở lên" is no bound; it begins a span or says from where something grows.
            return StatedNumber(match.start(), stop, "exactly", value, upper, name, is_sure=False)
        return StatedNumber(start, stop, comparator, value, upper, name, is_sure, doubt)

    def _upper(self, text: str, end: int, value: Decimal) -> tuple[int, Decimal | None]:
        """Where a number ends, which may be the first of a range, and the last of it."""
        if further := self._range.match(text, end):
            second = attempted(read_decimal, further["upper"])
            if not isinstance(second, Unread) and second > value:
                return further.end(), second
        return end, None

    def _unit_twice(
        self, text: str, counted: tuple[str, int, bool], value: Decimal
    ) -> tuple[Decimal, tuple[str, int, bool]] | None:
        """The end of a range whose first number has a unit too, and the whole unit: "1,5% đến 2%/năm"."""
        name, end, _ = counted
        further = self._range.match(text, end)
        second = attempted(read_decimal, further["upper"]) if further else None
        whole = self._unit(text, further.end()) if further else None
        if whole and isinstance(second, Decimal) and second > value and whole[0].startswith(f"{name}/"):
            return second, whole
        return None

    def _unit(self, text: str, end: int) -> tuple[str, int, bool] | None:
        """What a number counts, where that ends, and whether it is a known unit, which alone may stand right behind it."""
        space = _SPACES.match(text, end)
        assert space
        if unit := self._words.unit_pattern.match(text, space.end()):
            return unit.group().replace("% /", "%/"), unit.end(), True
        if unit := self._words.compound_unit_pattern.match(text, space.end()):
            return unit.group(), unit.end(), False
        word = _WORD.match(text, space.end())
        if not word or not space.group() or _FURTHER.match(text, word.end()):
            return None
        return word.group(), word.end(), False

    def _comparator_before(self, text: str, at: int) -> tuple[str, int]:
        """The comparator whose words stand before a number, and where they begin."""
        for kind, pattern in self._before:
            if before := pattern.search(text, max(0, at - 24), at):
                return kind, before.start()
        return "exactly", at

    def _opened(self, text: str, at: int) -> int:
        """Where the word stands that opens "từ 5 trở lên"; where the number itself does without it."""
        opened = self._opens.search(text, max(0, at - 12), at)
        return opened.start() if opened else at

    def is_opened(self, text: str, stated: StatedNumber) -> bool:
        """Whether the word that opens a bound stands before a number."""
        return self._opened(text, stated.start) < stated.start


def _marks(text: str, match: re.Match[str]) -> bool:
    """Whether digits in brackets count an item or a footnote."""
    around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return around in ("()", "[]")
