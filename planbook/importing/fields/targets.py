"""Targets of an old plan: the number of a sentence with its comparator and unit, further numbers as figures, year and scope."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from planbook.importing.fields.indicators import IndicatorReader
from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.stated_numbers import NumberReader, StatedNumber
from planbook.importing.fields.texts import TextWriter, origin
from planbook.importing.outline.parts import OutlineItem
from planbook.messages.diagnostics import Text
from planbook.reading.words import alternatives, begins_with
from planbook.text.comparing import cleaned_line
from planbook.text.letters import CAPITALS

_SEVERAL = Text("the sentence has several numbers; this is taken for the target")
_LONGER = Text("what is counted may have a longer name")
_BEHIND = Text("the year stands behind another number of the sentence")
_YEARS = Text("the sentence names several years")


class TargetReader:
    """Reads the targets of one plan."""

    def __init__(self, setting: ImportSetting, texts: TextWriter) -> None:
        self.setting, self.texts = setting, texts
        self.indicators = IndicatorReader(setting, texts.notes)
        words = setting.words
        self.numbers = NumberReader(setting)
        self._year = re.compile(
            rf"(?<!\w){re.escape(words.citing.year)} (20\d\d)(?:\s*[-\u2013]\s*(20\d\d))?(?!\d)", re.IGNORECASE
        )
        self._compared = re.compile(rf"(?<!\w)(?:{alternatives(words.compared_to)})\s+\Z", re.IGNORECASE)
        moves = alternatives((*words.measuring.reached, *words.measuring.left))
        times = alternatives(words.measuring.times)
        self._moves = re.compile(rf"(?:[\s(]*(?:{times}))*(?:\s+20\d\d)?[\s),]*(?:{moves})\s+", re.IGNORECASE)
        places, kinds = alternatives(words.places), alternatives(words.place_kinds)
        self._scope = re.compile(rf"(?<!\w)(?:(?i:{places}) )(?i:{kinds})(?: [{CAPITALS}]\w+)*(?!\w)")
        which = alternatives(words.of_which)
        self._joints = re.compile(rf";\s*(?=\w)|[,.]\s*(?={which}(?!\w))", re.IGNORECASE)
        self._which = re.compile(rf"[,;.]\s*(?={alternatives(words.of_which)}(?!\w))", re.IGNORECASE)

    def is_aim(self, item: OutlineItem) -> bool:
        """Whether an item says no work but what is to be reached: a number behind the word for it."""
        text = cleaned_line(item.text)
        is_aim = not item.items and begins_with(text, self.setting.words.aims)
        return is_aim and any(stated.is_sure for stated in self.numbers.numbers(text))

    def targets(self, item: OutlineItem, due: str) -> list[dict[str, Any]]:
        """The targets of an item: it, and what it says of a part of it behind "of which" as one of its own."""
        text = cleaned_line(item.text)
        for joint in (self._joints, self._which):
            cuts = [0, *(cut.end() for cut in joint.finditer(text)), len(text)]
            pieces = [text[first:last].rstrip(" ,;") for first, last in pairwise(cuts)]
            if all(sum(1 for _ in self.numbers.numbers(piece)) == 1 for piece in pieces):
                break
        else:
            pieces = [text]
        return [self._target(piece, item, due) for piece in pieces]

    def _target(self, piece: str, item: OutlineItem, due: str) -> dict[str, Any]:
        notes = self.texts.notes
        text = self.texts.words(piece[:1].upper() + piece[1:], item.passages)
        entry: dict[str, Any] = {"id": notes.new_id(piece, f"chi-tieu-{item.passages[0] if item.passages else 0}")}
        where = origin(item)
        numbers = list(self.numbers.numbers(text))
        main = self._main(text, numbers)
        sentence = text
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
        self._due(entry, sentence, numbers, main, due, where)
        for typed, why in self.numbers.unread(text):
            notes.keep(f"{entry['id']}.value", typed, where, why)
        if scope := self._scope.search(piece):
            notes.put(entry, "scope", scope.group(), where)
        if figures:
            entry["figures"] = [figure for figure, _ in reversed(figures)]
            for figure, stated in figures:
                self._note(str(figure["id"]), stated, where, several=False)
        if "unit" in entry:
            self.indicators.put_into(entry, piece, where)
        return entry

    def _due(
        self,
        entry: dict[str, Any],
        text: str,
        numbers: Sequence[StatedNumber],
        main: int,
        due: str,
        where: ValueOrigin,
    ) -> None:
        """Put into a target the one year that its text says it is due in, else that of its section."""
        matches = list(self._years(text))
        years = list(dict.fromkeys(year for match in matches for year in match.groups() if year))
        why = None
        if len(years) > 1:
            why = _YEARS
        elif years and any(stated.end <= matches[0].start() for stated in numbers[main + 1 :]):
            why = _BEHIND
        if own := years[0] if len(years) == 1 and why is None else due:
            further = [year for year in years if year != own]
            self.texts.notes.put(entry, "due", own, where, why if further else None, further)

    def _years(self, text: str) -> Iterator[re.Match[str]]:
        """The years in which a text can be due: neither one before the plan nor one that it only compares with."""
        begins = self.setting.plan.period.first.year
        for match in self._year.finditer(text):
            if int(match[1]) >= begins and not self._compared.search(text, 0, match.start()):
                yield match

    def _main(self, text: str, numbers: Sequence[StatedNumber]) -> int:
        """Which of the numbers of a text is the target's: the first, but the share where it begins with the word for one.

        Of "từ 12,5% xuống 10%" it is the second: the first is where things stand.
        """
        for index, (before, behind) in enumerate(pairwise(numbers)):
            is_moved = before.unit == behind.unit and self._moves.fullmatch(text, before.end, behind.start)
            if is_moved and self.numbers.is_opened(text, before):
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
                why = _SEVERAL
            elif stated.doubt and field == "value":
                why = stated.doubt
            elif not stated.is_sure and field == "unit":
                why = _LONGER
            notes.note(f"{id_}.{field}", value, where, why)
