"""Indicators of an old plan's targets: the one of the register that is most like the sentence, else a proposed entry."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.setting import ImportSetting
from planbook.messages.diagnostics import Text
from planbook.model.entry import as_id
from planbook.reading.words import alternatives
from planbook.text.comparing import as_compared
from planbook.wording.blocks import capital

_LIKE = 0.72  # from which likeness on an indicator is taken for that of a sentence
_NEAR = 0.5  # from which on it is told beside a proposed one
_LONGEST = 160  # letters of a name
_MENTION = re.compile(r"\(?\{[^{}]*\}\)?")
_CLAUSE = re.compile(r"[;.]\s")
_MORE, _LESS = ("at-least", "more-than"), ("at-most", "less-than")


class IndicatorReader:
    """Finds what the targets of one plan measure, and proposes what the register lacks."""

    def __init__(self, setting: ImportSetting, notes: ImportNotes) -> None:
        self.setting, self.notes = setting, notes
        self._proposed: dict[tuple[str, str], str] = {}
        words = setting.words.measuring
        fillers = alternatives((*words.fillers, *setting.words.aims, *setting.words.of_which))
        times, reached = alternatives(words.times), alternatives((*words.reached, *words.left))
        falls = alternatives(words.falls)
        self._years = re.compile(
            rf"(?:(?<!\w)(?:{times})\s+)*(?<!\w)(?:{times})\s+20\d\d(?:\s*[-\u2013]\s*20\d\d)?(?!\w)", re.IGNORECASE
        )
        self._begins = re.compile(
            rf"\s+(?:{alternatives(setting.words.opens_bound)})\s+{_MENTION.pattern}", re.IGNORECASE
        )
        self._fillers = re.compile(rf"\A(?:(?:{fillers})(?!\w)[\s,:]*)+", re.IGNORECASE)
        self._reached = re.compile(rf"(?:[\s:,]*(?<!\w)(?:{reached}))+[\s:,]*\Z|:\s*\Z", re.IGNORECASE)
        self._left = re.compile(rf"(?<!\w)(?:{alternatives(words.left)})\s*\Z", re.IGNORECASE)
        self._falls = re.compile(rf"(?<!\w)(?:{falls})(?!\w)", re.IGNORECASE)
        self._falling = re.compile(rf"\A(?:{falls})(?:\s+|\Z)|\s+(?:{falls})\Z", re.IGNORECASE)
        self._share = re.compile(rf"(?<!\w)(?:{alternatives((words.share, *words.shares))})(?!\w)", re.IGNORECASE)

    def put_into(self, target: dict[str, Any], piece: str, where: ValueOrigin) -> None:
        """Write into a target with a number what it measures, which is never sure."""
        ratios = sorted(self._ratios(target, piece), reverse=True)
        close = [id_ for ratio, id_ in ratios if ratio >= _LIKE]
        if close:
            why = Text("it is the indicator most like the sentence")
            self.notes.put(target, "indicator", close[0], where, why, close[1:4])
        elif proposed := self._proposal(target, [id_ for ratio, id_ in ratios if ratio >= _NEAR][:3], where):
            why = Text("the register has no indicator that is like the sentence")
            self.notes.put(target, "indicator", proposed, where, why, self.notes.proposals[proposed].nearest)

    def _ratios(self, target: dict[str, Any], piece: str) -> Iterator[tuple[float, str]]:
        """How like a sentence the known indicators of its unit are."""
        words = as_compared(re.sub(r"[\d.,%]+", "", piece))
        for id_, indicator in self.setting.workspace.indicators.items():
            if indicator.unit.split("/")[0] == str(target["unit"]).split("/")[0]:
                name = as_compared(indicator.name)
                yield difflib.SequenceMatcher(None, name, words, autojunk=False).ratio(), id_

    def _proposal(self, target: dict[str, Any], nearest: list[str], where: ValueOrigin) -> str:
        """The id of the proposed entry for what a target measures, one for all that say the same; "" where no words say it."""
        before = str(target["text"]).partition("{value}")[0]
        is_level = bool(self._left.search(before)) or target.get("comparator") in _LESS
        is_fall = not is_level and bool(self._falls.search(before))
        unit = "%" if str(target["unit"]).startswith("%/") else str(target["unit"])
        name = self._name(target, unit, is_level=is_level)
        if not name:
            return ""
        if is_fall and self._falling.match(name):
            # Not how much there is but by how much it falls: of that more is better.
            name = f"{capital(self.setting.words.measuring.amount)} {name[:1].lower()}{name[1:]}"
        key = (as_compared(name), unit)
        if key not in self._proposed:
            direction = "down" if is_level and target.get("comparator") not in _MORE else "up"
            entry = {"name": name, "unit": unit, "direction": direction}
            id_ = self.notes.propose("indicators", as_id(name)[:60].strip("-"), entry, nearest, where)
            why = Text("the sentence says that less is better" if direction == "down" else "more is taken for better")
            self.notes.note(f"{id_}.direction", direction, where, why)
            self._proposed[key] = id_
        return self._proposed[key]

    def _name(self, target: dict[str, Any], unit: str, *, is_level: bool) -> str:
        """What a target counts in its own words, without its numbers, years and place."""
        text = self._years.sub("", str(target["text"]).replace(str(target.get("scope", "\0")), ""))
        text = self._begins.sub("", text)  # where things stand is no part of what is counted
        before, _, after = text.partition("{value}")
        before, after = (_plain(part) for part in (_CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]))
        words = self.setting.words.measuring
        is_said = bool(self._reached.search(before))
        stated = self._fillers.sub("", self._reached.sub("", before).strip(" ,"))
        counted = unit
        if unit.startswith("%"):
            is_fall = not is_level and self._falling.match(stated)
            counted = "" if is_fall or self._share.search(stated) or (stated and not after) else words.share
        elif (is_said and stated) or unit in words.measures:
            counted = ""
        elif not stated:
            counted = f"{words.count} {unit}"
        if is_level and stated:
            stated = self._falling.sub("", stated)
        name = " ".join(f"{stated} {counted} {after}".split()).strip(" ,;:.-")
        if len(name) > _LONGEST:
            name = name[:_LONGEST].rpartition(" ")[0]
        while name.count("(") > name.count(")"):
            name = name.rpartition("(")[0]
        name = name.rstrip(" ,;:.-")
        return capital(name) if stated or after else ""


def _plain(text: str) -> str:
    """Words of a text without its mentions and what their removal leaves."""
    return re.sub(r" (?=[,;.)])", "", " ".join(_MENTION.sub("", text).split())).strip(" ,;.-\u2013")
