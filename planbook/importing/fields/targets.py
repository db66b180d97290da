"""Targets of an old plan: the number of a sentence with its comparator and unit, further numbers as figures, year and scope."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from planbook.importing.fields.indicators import IndicatorReader
from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.texts import TextWriter, origin
from planbook.importing.outline.parts import OutlineItem
from planbook.messages.diagnostics import Text
from planbook.model.mentions import mentions
from planbook.model.number import written_number
from planbook.reading.amounts import read_decimal
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.words import alternatives, begins_with
from planbook.text.comparing import cleaned_line
from planbook.text.letters import CAPITALS

# Thousands apart by blanks ("1 250") are no number that can be read: its last three digits alone would be another one.
_NUMBER = re.compile(r"(?<![\w/.,-])(?<!\d )\d++(?:[.,]\d++)*+(?![\w/])(?! \d{3}(?![\w.,]))")
_RANGE = re.compile(r" ?[-\u2013] ?(?P<upper>\d++(?:[.,]\d++)*+)(?![\w/])")
_SPACES = re.compile(r"\s*")
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[;:.]\s|,\s")
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number of a text from `start` to `end` with its comparator and unit; `is_sure` unless one of these was guessed."""

    start: int
    end: int
    comparator: str
    value: Decimal
    upper: Decimal | None
    unit: str
    is_sure: bool
    is_denied: bool = False  # what stands before it may turn round how it compares

    def fields(self) -> dict[str, Any]:
        """The keys of a target or figure that say it."""
        stated = {"comparator": self.comparator} if self.comparator != "exactly" else {}
        stated["value"] = written_number(self.value)
        if self.upper is not None:
            stated["upper"] = written_number(self.upper)
        return {**stated, "unit": self.unit}


class TargetReader:
    """Reads the targets of one plan."""

    def __init__(self, setting: ImportSetting, texts: TextWriter) -> None:
        self.setting, self.texts = setting, texts
        self.indicators = IndicatorReader(setting, texts.notes)
        words = setting.words
        self._before = [
            (entry.comparator, re.compile(rf"(?<!\w)(?:{alternatives(entry.words)})\s+\Z", re.IGNORECASE))
            for entry in words.comparators_before
        ]
        self._behind = [
            (entry.comparator, re.compile(rf"\s*(?:{alternatives(entry.words)})(?!\w)", re.IGNORECASE))
            for entry in words.comparators_behind
        ]
        self._not_counted = re.compile(rf"(?<!\w)(?:{alternatives(words.not_counted)})\s+\Z", re.IGNORECASE)
        self._year = re.compile(rf"(?<!\w){re.escape(words.citing.year)} (20\d\d)(?!\d)", re.IGNORECASE)
        self._compared = re.compile(rf"(?<!\w)(?:{alternatives(words.compared_to)})\s+\Z", re.IGNORECASE)
        moves = alternatives((*words.measuring.reached, *words.measuring.left))
        times = alternatives(words.measuring.times)
        self._moves = re.compile(rf"(?:[\s(]*(?:{times}))*(?:\s+20\d\d)?[\s),]*(?:{moves})\s+", re.IGNORECASE)
        self._denies = re.compile(rf"(?<!\w)(?:{alternatives(words.denials)})(?!\w)", re.IGNORECASE)
        self._opens = re.compile(rf"(?<!\w)(?:{alternatives(words.opens_bound)})\s+\Z", re.IGNORECASE)
        places, kinds = alternatives(words.places), alternatives(words.place_kinds)
        self._scope = re.compile(rf"(?<!\w)(?:(?i:{places}) )(?i:{kinds})(?: [{CAPITALS}]\w+)*(?!\w)")
        which = alternatives(words.of_which)
        self._joints = re.compile(rf";\s*(?=\w)|[,.]\s*(?={which}(?!\w))", re.IGNORECASE)
        self._which = re.compile(rf"[,;.]\s*(?={alternatives(words.of_which)}(?!\w))", re.IGNORECASE)

    def numbers(self, text: str) -> Iterator[StatedNumber]:
        """The numbers of a text that count something, from the left."""
        busy = [(mention.start(), mention.end()) for mention in mentions(text)]
        end = 0
        for match in _NUMBER.finditer(text):
            if match.start() < end or any(first <= match.start() < last for first, last in busy):
                continue
            is_share = text.startswith("%", match.end())
            if not is_share and self._not_counted.search(text, max(0, match.start() - 20), match.start()):
                further = _RANGE.match(text, match.end())
                end = further.end() if further else match.end()
                continue
            if stated := self._stated(text, match):
                end = stated.end
                yield stated

    def is_aim(self, item: OutlineItem) -> bool:
        """Whether an item says no work but what is to be reached: a number behind the word for it."""
        text = cleaned_line(item.text)
        is_aim = not item.items and begins_with(text, self.setting.words.aims)
        return is_aim and any(stated.is_sure for stated in self.numbers(text))

    def _stated(self, text: str, match: re.Match[str]) -> StatedNumber | None:
        value = attempted(read_decimal, match.group())
        if isinstance(value, Unread):
            return None
        end, upper = self._upper(text, match.end(), value)
        counted = self._unit(text, end)
        if counted is None or (counted[0] == "%" and value > _WHOLE):
            return None
        name, stop, is_sure = counted
        comparator, start = self._comparator_before(text, match.start())
        for kind, pattern in self._behind:
            if behind := pattern.match(text, stop):
                opened = self._opened(text, match.start())
                return StatedNumber(
                    opened, behind.end(), kind, value, upper, name, is_sure and comparator in ("exactly", kind)
                )
        if comparator == "at-least" and self._opened(text, match.start()) < match.start():
            # "từ 5" without "trở lên" is no bound; it begins a span or says from where something grows.
            return StatedNumber(match.start(), stop, "exactly", value, upper, name, is_sure=False)
        clause = _CLAUSE.split(text[:start])[-1]
        return StatedNumber(start, stop, comparator, value, upper, name, is_sure, bool(self._denies.search(clause)))

    def _upper(self, text: str, end: int, value: Decimal) -> tuple[int, Decimal | None]:
        """Where a number ends, which may be the first of a range, and the last of it."""
        if further := _RANGE.match(text, end):
            second = attempted(read_decimal, further["upper"])
            if not isinstance(second, Unread) and second > value:
                return further.end(), second
        return end, None

    def _unit(self, text: str, end: int) -> tuple[str, int, bool] | None:
        """What a number counts, where that ends, and whether it is a known unit."""
        space = _SPACES.match(text, end)
        assert space
        if unit := self.setting.words.unit_pattern.match(text, space.end()):
            return unit.group().replace("% /", "%/"), unit.end(), True
        word = _WORD.match(text, space.end())
        return (word.group(), word.end(), False) if word and space.group() else None

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

    def targets(self, item: OutlineItem, due: str) -> list[dict[str, Any]]:
        """The targets of an item: it, and what it says of a part of it behind "of which" as one of its own."""
        text = cleaned_line(item.text)
        for joint in (self._joints, self._which):
            cuts = [0, *(cut.end() for cut in joint.finditer(text)), len(text)]
            pieces = [text[first:last].rstrip(" ,;") for first, last in pairwise(cuts)]
            if all(sum(1 for _ in self.numbers(piece)) == 1 for piece in pieces):
                break
        else:
            pieces = [text]
        return [self._target(piece, item, due) for piece in pieces]

    def _target(self, piece: str, item: OutlineItem, due: str) -> dict[str, Any]:
        notes = self.texts.notes
        text = self.texts.words(piece[:1].upper() + piece[1:], item.passages)
        entry: dict[str, Any] = {"id": notes.new_id(piece, f"chi-tieu-{item.passages[0] if item.passages else 0}")}
        where = origin(item)
        numbers = list(self.numbers(text))
        main = self._main(text, numbers)
        figures = []
        for index in range(len(numbers) - 1, -1, -1):
            stated = numbers[index]
            if index != main:
                figure = {"id": notes.new_id(f"{entry['id']}-{index or len(numbers)}", "so-lieu"), **stated.fields()}
                figures.append((figure, stated))
                blank = f"{{figure:{figure['id']}}}"
            else:
                blank = "{value}"
            text = f"{text[: stated.start]}{blank}{text[stated.end :]}"
        entry["text"] = text
        if numbers:
            entry |= numbers[main].fields()
            self._note(entry["id"], numbers[main], where, several=len(numbers) > 1)
        years = self._years(piece)
        if own_due := years.pop() if len(years) == 1 else due:
            notes.put(entry, "due", own_due, where)
        if scope := self._scope.search(piece):
            notes.put(entry, "scope", scope.group(), where)
        if figures:
            entry["figures"] = [figure for figure, _ in reversed(figures)]
            for figure, stated in figures:
                self._note(str(figure["id"]), stated, where, several=False)
        if "unit" in entry:
            self.indicators.put_into(entry, piece, where)
        return entry

    def _years(self, text: str) -> set[str]:
        """The years in which a text can be due: neither one before the plan nor one that it only compares with."""
        begins = self.setting.plan.period.first.year
        matches = (match for match in self._year.finditer(text) if int(match[1]) >= begins)
        return {match[1] for match in matches if not self._compared.search(text, 0, match.start())}

    def _main(self, text: str, numbers: Sequence[StatedNumber]) -> int:
        """Which of the numbers of a text is the target's: the first, but the share where it begins with the word for one.

        Of "từ 12,5% xuống 10%" it is the second: the first is where things stand.
        """
        for index, (before, behind) in enumerate(pairwise(numbers)):
            is_moved = before.unit == behind.unit and self._moves.fullmatch(text, before.end, behind.start)
            if is_moved and self._opened(text, before.start) < before.start:
                return index + 1
        shares = [index for index, stated in enumerate(numbers) if stated.unit.startswith("%")]
        measuring = self.setting.words.measuring
        is_share = begins_with(text, (measuring.share, *measuring.shares))
        return shares[0] if len(shares) == 1 and is_share else 0

    def _note(self, id_: str, stated: StatedNumber, where: ValueOrigin, *, several: bool) -> None:
        notes = self.texts.notes
        for field, value in stated.fields().items():
            why = None
            if stated.is_sure and several and field == "value":
                why = Text("the sentence has several numbers; this is taken for the target")
            elif stated.is_denied and field == "value":
                why = Text("a denial stands before it, which may turn round how it compares")
            elif not stated.is_sure and field == "unit":
                why = Text("what is counted may have a longer name")
            notes.note(f"{id_}.{field}", value, where, why)
