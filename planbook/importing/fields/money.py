"""Money of an old plan: a paragraph that states a total, and the sources that the same or the paragraphs below it name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.texts import TextWriter, origin
from planbook.importing.outline.parts import OutlineItem
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
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
_Stated = tuple[str, Money]
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

    def _parted(self, text: str) -> tuple[_Stated, re.Match[str]] | None:
        """The sum of money that a text states before the word for its parts, and that word; None where it is no such text."""
        for joint in self._joint.finditer(text, 0, 2 * _LONGEST):
            total = self._money_at_end(text[: joint.start()])
            if total and total[1].unit and self._funds.search(total[0]) and _DIGIT.search(text, joint.end()):
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
        unit = total[1].unit or "dong"
        if item.items or item.marker not in _SIGNS or ". " in total[0]:
            return {}, []
        for pattern in (r";\s*", rf"[;,]\s+(?:{self._and}\s+)?|\s{self._and}\s+"):
            parts = [self._money_at_end(part) for part in re.split(pattern, sources)]
            lines = [(item, part) for part in parts if part]
            is_agreed = len(lines) == len(parts) and _sum(lines, total[1]) == total[1].written(unit)[0]
            # Parts that name no unit have that of the total only where they add up to it.
            if len(lines) == len(parts) and (is_agreed or all(part.unit for _, (_, part) in lines)):
                rest = [replace(item, text=text[end.end() :])] if end else []
                return self._entry(item, total, lines), rest
        return {}, []

    def _money_at_end(self, text: str) -> _Stated | None:
        """What money the end of a text is for what, with or without a colon: "ngân sách tỉnh khoảng 500 triệu đồng"."""
        number = _NUMBER.search(text)
        if number is None:
            return None
        words = text[: number.start()].split()
        for count in range(min(2, len(words)), -1, -1):
            amount = " ".join((*words[len(words) - count :], number.group().strip(" .;")))
            money = attempted(read_money, amount, self.setting.context.reading)
            name = self._says.sub("", " ".join(words[: len(words) - count])).strip(" :,")
            if isinstance(money, Money) and name and len(name) <= _LONGEST and not _DIGIT.search(_YEAR.sub("", name)):
                return name, money
        return None

    def _stated(self, text: str) -> _Stated | None:
        """What money a text says is for what: "Vốn sự nghiệp: 10.837 triệu đồng."."""
        head, colon, amount = text.rpartition(":")
        money = attempted(read_money, amount.strip(" .;"), self.setting.context.reading) if colon else None
        if isinstance(money, Money) and money.unit and head.strip() and len(head) <= _LONGEST:
            return head.strip(), money
        return None

    def _entry(self, item: OutlineItem, total: _Stated, lines: Sequence[_Line]) -> dict[str, Any]:
        notes = self.texts.notes
        heading, money = total
        unit = money.unit or "dong"
        where = origin(item)
        id_ = notes.new_id(heading, "kinh-phi")
        entry: dict[str, Any] = {"id": id_, "heading": heading, "unit": unit}
        stated, added = money.written(unit)[0], _sum(lines, money)
        entry["total"] = written_number(stated)
        is_about = money.approximate or any(part.approximate for _, (_, part) in lines)
        why = None
        if lines and added != stated and not is_about:
            difference = written_number(abs(added - stated))
            values = {"sum": written_number(added), "total": entry["total"], "difference": difference}
            why = Text("the total is {total}, its parts add up to {sum}: {difference} too much or too little", values)
        notes.note(f"{id_}.total", f"{entry['total']} {unit}", where, why)
        if money.approximate:
            entry["approximate"] = "true"
        for line, (source, amount) in lines:
            line_id = notes.new_id(f"{id_[:30]} {source}", "nguon")
            written = written_number(amount.written(unit)[0])
            funds = self._source(source, line_id, origin(line))
            part: dict[str, Any] = {"id": line_id, "source_of_funds": funds, "amount": written}
            if amount.approximate:
                part["approximate"] = "true"
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
    return sum((part.written(total.unit or "dong")[0] for _, (_, part) in lines), Decimal(0))
