"""Money of an old plan: a paragraph that states a total, and the sources that the same or the paragraphs below it name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.texts import TextWriter, origin
from planbook.importing.outline.parts import OutlineItem, OutlineSection
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from planbook.model.budget import ZEROS
from planbook.model.entry import as_id
from planbook.model.number import written_number
from planbook.reading.amounts import Money, read_money
from planbook.reading.not_taken import attempted
from planbook.reading.words import alternatives
from planbook.text.comparing import as_compared, cleaned_line
from planbook.text.letters import CAPITALS

_LONGEST = 160  # letters of what money is for
_NUMBER = re.compile(r"(?<![\w.,/])\d[\d.,]*+\D*\Z")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\w)20\d\d(?!\w)")
_SIGNS = ("", "-", "+", "*", "\u2013", "\u2022")
_IN_WORDS = re.compile(r"(?<!\s)\s*+\((?P<words>[^()\d{}]+)\)(?=[\s.;]*\Z)")
_TWO_UNITS = re.compile(r"\A(?P<first>\D*+\d[\d.,]*+\s*[^\d\s]+)\s+(?P<second>\d[\d.,]*+\s*\D+)")
_TWICE = Text("the sum stands there in words too, or in two units; the note has them: see that they say the same")
_TYPED = Text("an amount of money that stays text, in no sum")


@dataclass(frozen=True, slots=True)
class _Stated:
    """What money a text says is for what; `note` has the words that say the sum again."""

    name: str
    money: Money
    note: str = ""


_Line = tuple[OutlineItem, _Stated]


class MoneyReader:
    """Reads the budgets of one plan."""

    def __init__(self, setting: ImportSetting, texts: TextWriter) -> None:
        self.setting, self.texts = setting, texts
        which = alternatives((*setting.words.of_which, *setting.words.consists))
        self._which = re.compile(rf"[,;]?\s(?:{which})\s*:?\Z", re.IGNORECASE)
        self._joint = re.compile(rf"(?:[,;.]\s|\s\(|\s)(?:{which})\s*:?\s", re.IGNORECASE)
        self._funds = re.compile(rf"(?<!\w)(?:{alternatives(setting.words.funds)})(?!\w)", re.IGNORECASE)
        self._and = translate("and", "vi")
        self._says = re.compile(
            rf"\A(?:{alternatives(setting.words.opens_bound)})\s|\s(?:{alternatives(setting.words.measuring.reached)})\Z",
            re.IGNORECASE,
        )
        self._sentence = re.compile(rf"\.\s+(?=[{CAPITALS}])")
        reading = setting.context.reading
        units = alternatives(word for unit in ZEROS for word in reading.words(f"unit_{unit}"))
        self._unit = re.compile(rf"(?<!\w)(?:{units})(?!\w)", re.IGNORECASE)
        self._amount = re.compile(rf"\d\s*(?:{units})(?!\w)", re.IGNORECASE)

    def budget(self, items: Sequence[OutlineItem]) -> tuple[dict[str, Any], list[OutlineItem]]:
        """The budget that the first items state, and what is left of the items; nothing where they state none."""
        left = list(items)
        if not left:
            return {}, left
        if parts := self._parted(cleaned_line(left[0].text)):
            entry, rest = self._in_sentence(left[0], *parts)
            return (entry, [*rest, *left[1:]]) if entry else ({}, left)
        total = self._stated(self._which.sub("", cleaned_line(left[0].text).rstrip(" :")))
        if total is None or left[0].marker:
            return {}, left
        listed = left[0].items or left[1:]
        lines: list[_Line] = []
        for item in listed:
            stated = self._stated(cleaned_line(item.text)) if item.marker and not item.items else None
            if stated is None:
                break
            lines.append((item, stated))
        if left[0].items and len(lines) < len(left[0].items):
            return {}, left
        return self._entry(left[0], total, lines), left[1 if left[0].items else 1 + len(lines) :]

    def note_unread(self, section: str, items: Sequence[OutlineItem]) -> None:
        """Note of a section the sentences that state a sum with its parts and stay text."""
        for item in items:
            text = cleaned_line(item.text)
            if self._parted(text):
                why = Text("a sum with its parts that cannot be read for certain; it stays text")
                self.texts.notes.keep(f"{section}.budget", text, origin(item), why)

    def note_typed(self, sections: Iterable[OutlineSection]) -> None:
        """Note the amounts of money of a whole plan that are in no table; without a word for funds only those below a heading about them."""
        notes = self.texts.notes
        read = {
            number
            for value in notes.values
            if value.path.endswith((".total", ".amount", ".value"))
            for number in value.origin.passages
        }
        read.update(number for where, _ in notes.only_text for number in where.passages)
        items = {
            number: value.path.partition(".")[0]
            for value in notes.values
            if value.path.endswith((".text", ".intro", ".heading"))
            for number in value.origin.passages
        }
        for section in (inner for outer in sections for inner in outer.walk()):
            is_funding = self.setting.words.content_of(section.title) == "funding"
            for item in (inner for outer in section.items for inner in outer.walk()):
                is_money = self._amount.search(item.text) and (is_funding or self._funds.search(item.text))
                if is_money and not read.intersection(item.passages):
                    own = next((items[number] for number in item.passages if number in items), "kinh-phi")
                    notes.keep(f"{own}.budget", cleaned_line(item.text), origin(item), _TYPED)

    def _parted(self, text: str) -> tuple[_Stated, re.Match[str]] | None:
        """The sum of money that a text states before the word for its parts, and that word; None where it is no such text."""
        for joint in self._joint.finditer(text, 0, 2 * _LONGEST):
            total = self._money_at_end(text[: joint.start()])
            if total and total.money.unit and self._funds.search(total.name) and _DIGIT.search(text, joint.end()):
                return total, joint
        return None

    def _in_sentence(
        self, item: OutlineItem, total: _Stated, joint: re.Match[str]
    ) -> tuple[dict[str, Any], list[OutlineItem]]:
        """The budget of a sentence that states a total and all of its parts, and the sentences behind it."""
        text = joint.string
        end = self._sentence.search(text, joint.end())
        sources = text[joint.end() : end.start() if end else len(text)].rstrip(" .;")
        if "(" in joint.group():
            sources = sources.removesuffix(")")
        unit = total.money.unit or "dong"
        if item.items or item.marker not in _SIGNS or ". " in total.name:
            return {}, []
        for pattern in (r";\s*", rf"[;,]\s+(?:{self._and}\s+)?|\s{self._and}\s+"):
            parts = [self._money_at_end(part) for part in re.split(pattern, sources)]
            lines = [(item, part) for part in parts if part]
            is_agreed = len(lines) == len(parts) and _sum(lines, total.money) == total.money.written(unit)[0]
            # Parts that name no unit have that of the total only where they add up to it.
            if len(lines) == len(parts) and (is_agreed or all(part.money.unit for _, part in lines)):
                rest = [replace(item, text=text[end.end() :])] if end else []
                return self._entry(item, total, lines), rest
        return {}, []

    def _money_at_end(self, text: str) -> _Stated | None:
        """What money the end of a text is for what, with or without a colon: "ngân sách tỉnh khoảng 500 triệu đồng"."""
        text, again = self._without_words(text)
        number = _NUMBER.search(text)
        if number is None:
            return None
        words = text[: number.start()].split()
        for count in range(min(3, len(words)), -1, -1):
            amount = " ".join((*words[len(words) - count :], number.group().strip(" .;")))
            name = self._says.sub("", " ".join(words[: len(words) - count])).strip(" :,")
            is_name = name and len(name) <= _LONGEST and not _DIGIT.search(_YEAR.sub("", name))
            if is_name and (stated := self._sum_of(name, amount, again)):
                return stated
        return None

    def _stated(self, text: str) -> _Stated | None:
        """What money a text says is for what: "Vốn sự nghiệp: 10.837 triệu đồng."."""
        text, again = self._without_words(text)
        head, colon, amount = text.rpartition(":")
        stated = self._sum_of(head.strip(), amount.strip(" .;"), again) if colon else None
        return stated if stated and stated.money.unit and stated.name and len(head) <= _LONGEST else None

    def _without_words(self, text: str) -> tuple[str, str]:
        """A text without brackets at its end that say its sum in words, and these words."""
        match = _IN_WORDS.search(text)
        return (
            (text[: match.start()], match["words"].strip())
            if match and self._unit.search(match["words"])
            else (text, "")
        )

    def _sum_of(self, name: str, amount: str, again: str) -> _Stated | None:
        """The sum that an amount is alone, in two units too: "5 tỷ 876 triệu đồng"."""
        reading = self.setting.context.reading
        money = attempted(read_money, amount, reading)
        if isinstance(money, Money):
            return _Stated(name, money, again)
        if not (pair := _TWO_UNITS.fullmatch(amount)):
            return None
        large, small = (attempted(read_money, pair[part].strip(), reading) for part in ("first", "second"))
        if not (isinstance(large, Money) and isinstance(small, Money) and large.unit and small.unit):
            return None
        if small.number >= Decimal(1).scaleb(ZEROS[large.unit] - ZEROS[small.unit]):
            return None
        money = Money(large.written(small.unit)[0] + small.number, small.unit, large.approximate)
        return _Stated(name, money, "; ".join(filter(None, (amount, again))))

    def _entry(self, item: OutlineItem, total: _Stated, lines: Sequence[_Line]) -> dict[str, Any]:
        notes = self.texts.notes
        heading, money = total.name, total.money
        unit = money.unit or "dong"
        where = origin(item)
        id_ = notes.new_id(heading, "kinh-phi")
        entry: dict[str, Any] = {"id": id_, "heading": heading, "unit": unit}
        stated, added = money.written(unit)[0], _sum(lines, money)
        entry["total"] = written_number(stated)
        is_about = money.approximate or any(part.money.approximate for _, part in lines)
        why = _TWICE if total.note or any(part.note for _, part in lines) else None
        if lines and added != stated and not is_about:
            difference = written_number(abs(added - stated))
            values = {"sum": written_number(added), "total": entry["total"], "difference": difference}
            why = Text("the total is {total}, its parts add up to {sum}: {difference} too much or too little", values)
        notes.note(f"{id_}.total", f"{entry['total']} {unit}", where, why)
        if money.approximate:
            entry["approximate"] = "true"
        if total.note:
            entry["note"] = total.note
        for line, sum_of_part in lines:
            source, amount = sum_of_part.name, sum_of_part.money
            line_id = notes.new_id(f"{id_[:30]} {source}", "nguon")
            written = written_number(amount.written(unit)[0])
            funds = self._source(source, line_id, origin(line))
            part: dict[str, Any] = {"id": line_id, "source_of_funds": funds, "amount": written}
            if amount.approximate:
                part["approximate"] = "true"
            if sum_of_part.note:
                part["note"] = sum_of_part.note
            entry.setdefault("lines", []).append(part)
            why = None if amount.unit else Text("the amount names no unit; that of the total is taken")
            notes.note(f"{line_id}.amount", f"{written} {unit}", origin(line), why)
        return entry

    def _source(self, name: str, line: str, where: ValueOrigin) -> str:
        """The id of a source of money; of an unknown one that of a proposed entry."""
        key = as_compared(name)
        for source in self.setting.workspace.funding_sources.values():
            if as_compared(source.name) == key:
                return self.texts.notes.note(f"{line}.source_of_funds", source.id, where)
        words = name[:1].lower() + name[1:]
        id_ = self.texts.notes.propose("sources", as_id(name)[:60], {"name": words, "kind": "source"}, (), where)
        why = Text("the register has no source of money of this name")
        return self.texts.notes.note(f"{line}.source_of_funds", id_, where, why)


def _sum(lines: Sequence[_Line], total: Money) -> Decimal:
    """What the parts of a total add up to, in its unit."""
    return sum((part.money.written(total.unit or "dong")[0] for _, part in lines), Decimal(0))
