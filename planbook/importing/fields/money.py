"""Money of an old plan: a paragraph that states a total, and the paragraphs below it that say of what sources it is."""

import re
from collections.abc import Sequence
from typing import Any

from planbook.importing.fields.reading import ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.importing.fields.texts import TextWriter, origin
from planbook.importing.outline.parts import OutlineItem
from planbook.messages.diagnostics import Text
from planbook.model.entry import as_id
from planbook.model.number import written_number
from planbook.reading.amounts import Money, read_money
from planbook.reading.words import alternatives
from planbook.text.comparing import as_compared, cleaned_line

_LONGEST = 160  # letters of what money is for
_Stated = tuple[str, Money]


class MoneyReader:
    """Reads the budgets of one plan."""

    def __init__(self, setting: ImportSetting, texts: TextWriter) -> None:
        self.setting = setting
        self.texts = texts
        self._which = re.compile(rf"[,;]?\s(?:{alternatives(setting.words.of_which)})\s*:?\Z", re.IGNORECASE)

    def budget(self, items: Sequence[OutlineItem]) -> tuple[dict[str, Any], int]:
        """The budget that the first items state, and how many of them do; nothing where they state none."""
        total = self._stated(self._which.sub("", cleaned_line(items[0].text).rstrip(" :"))) if items else None
        if total is None or total[1].unit is None or items[0].marker:
            return {}, 0
        listed = items[0].items or items[1:]
        lines: list[tuple[OutlineItem, _Stated]] = []
        for item in listed:
            stated = self._stated(cleaned_line(item.text)) if item.marker and not item.items else None
            if stated is None:
                break
            lines.append((item, stated))
        if items[0].items and len(lines) < len(items[0].items):
            return {}, 0
        return self._entry(items[0], total, lines), 1 if items[0].items else 1 + len(lines)

    def _stated(self, text: str) -> _Stated | None:
        """What money a text says is for what: "Vốn sự nghiệp: 10.837 triệu đồng."."""
        head, colon, amount = text.rpartition(":")
        money = read_money(amount.strip(" .;"), self.setting.context.reading) if colon else None
        if isinstance(money, Money) and money.unit and head.strip() and len(head) <= _LONGEST:
            return head.strip(), money
        return None

    def _entry(self, item: OutlineItem, total: _Stated, lines: list[tuple[OutlineItem, _Stated]]) -> dict[str, Any]:
        notes = self.texts.notes
        heading, money = total
        unit = money.unit or "dong"
        where = origin(item)
        id_ = notes.new_id(heading, "kinh-phi")
        entry: dict[str, Any] = {"id": id_, "heading": heading, "unit": unit}
        entry["total"] = written_number(money.written(unit)[0])
        notes.certain(f"{id_}.total", f"{entry['total']} {unit}", where)
        if money.approximate:
            entry["approximate"] = "true"
        for line, (source, amount) in lines:
            line_id = notes.new_id(f"{id_[:30]} {source}", "nguon")
            written = written_number(amount.written(unit)[0])
            part: dict[str, Any] = {
                "id": line_id,
                "source_of_funds": self._source(source, line_id, origin(line)),
                "amount": written,
            }
            if amount.approximate:
                part["approximate"] = "true"
            entry.setdefault("lines", []).append(part)
            notes.certain(f"{line_id}.amount", f"{written} {unit}", origin(line))
        return entry

    def _source(self, name: str, line: str, where: ValueOrigin) -> str:
        """The id of a source of money; of an unknown one that of a proposed entry."""
        key = as_compared(name)
        for source in self.setting.workspace.funding_sources.values():
            if as_compared(source.name) == key:
                self.texts.notes.certain(f"{line}.source_of_funds", source.id, where)
                return source.id
        words = name[:1].lower() + name[1:]
        id_ = self.texts.notes.propose("sources", as_id(name)[:60], {"name": words, "kind": "source"}, (), where)
        self.texts.notes.doubtful(
            f"{line}.source_of_funds", id_, where, Text("the register has no source of money of this name")
        )
        return id_
