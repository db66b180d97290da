"""Paragraphs that are new in a returned draft: beside which entry they belong, and as what."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from planbook.diagnostics import Text
from planbook.importers.arrivals import arrived, near, sayings, spot_of
from planbook.importers.found import Found, Kind
from planbook.importers.matching import TYPED_NUMBER, Unit, tidy, without_number
from planbook.importers.places import first_id
from planbook.importers.rewording import FIXED, Edits, reworded
from planbook.importers.unread import ODD, Unread
from planbook.model.entry import Entry
from planbook.model.plan import Recipient
from planbook.model.target import Target
from planbook.model.task import Statement, Task
from planbook.source.writer import Insertion

if TYPE_CHECKING:
    from planbook.importers.word import Draft

_ALIKE = 0.75  # the share of words that make two new paragraphs of one list worth a question
_KINDS = (Statement, Task, Target, Recipient)
_NO_ROOM = Unread(
    Text("no entry that a paragraph alone can be stands beside it"),
    Text("write it in the data, or put it beside a task, a measure or another paragraph of its kind"),
)
_ROW = Unread(
    Text("a row was added to a table that the program makes from the text"),
    Text("add the item in the text; its row follows"),
)
_BRACES = Unread(Text("a text holds braces, which only mentions have"), Text("write it without braces"))


class Placing:
    """Finds a place for each new paragraph."""

    def __init__(self, draft: "Draft", others: Sequence[Found]) -> None:
        self.draft = draft
        self.outline = draft.outline
        self.taken: set[str] = {one.item for one in others}
        # What came into the data since, and what no paragraph says.
        self._open = [line for line in arrived(draft) if line.item not in draft.placed.values()]

    def inserted(self) -> list[Found]:
        """Give the new paragraphs and rows in the order of the draft."""
        return list(self._inserted())

    def _inserted(self) -> Iterator[Found]:
        draft, matching = self.draft, self.draft.matching
        for at in draft.strangers:
            if at in draft.arrivals:
                continue
            unit = draft.units[at]
            answer, text = self._answer(at, unit)
            new = self.outline.new_id(text, self.taken)
            self.taken.add(new)
            made = self._made(answer, new, text) if not isinstance(answer, Unread) else answer
            like = self._like(answer[0], text) if not isinstance(answer, Unread) else ""
            if like:
                yield self._reworded(at, like, text)
            again = matching.copies.get(at, "") or self._said_elsewhere(unit)
            kind: Kind = "split" if at in matching.pieces else "duplicated" if again else "inserted"
            yield draft.note(
                kind,
                new,
                at,
                new=text,
                with_=matching.pieces.get(at) or again or like,
                is_certain=kind != "duplicated" and not like,
                refused=made if isinstance(made, Unread) else None,
                edits=() if isinstance(made, Unread) else made,
            )

    def _said_elsewhere(self, unit: Unit) -> str:
        """Give what came into the data since and says in another list what a unit says."""
        texts = set(sayings(unit))
        lines = (line for line in self._open if not line.is_row and not unit.is_row)
        return next((line.item for line in lines if tidy(line.text) in texts), "")

    def _like(self, near: Entry, text: str) -> str:
        """Give what came into the data since, beside an entry, and may be what a new paragraph said or says by now."""
        spot, first = spot_of(self.draft, near), first_id(text)
        for line in self._open:
            if not line.is_row and spot_of(self.draft, self.outline.holder(line.item)) == spot:
                stem, _, count = line.item.rpartition("-")
                is_same = line.item == first or (stem == first and count.isdigit())
                if is_same or SequenceMatcher(None, line.text.split(), text.split(), autojunk=False).ratio() >= _ALIKE:
                    self._open.remove(line)
                    return line.item
        return ""

    def _reworded(self, at: int, item: str, text: str) -> Found:
        line = self.draft.ours[item]
        made = reworded(line, text, self.draft.context) or FIXED
        return self.draft.note(
            "changed",
            item,
            at,
            old=tidy(line.text),
            new=text,
            is_certain=False,
            refused=made if isinstance(made, Unread) else None,
            edits=() if isinstance(made, Unread) else made,
        )

    def _answer(self, at: int, unit: Unit) -> tuple[tuple[Entry, bool] | Unread, str]:
        """Give the entry that a new paragraph stands behind (or before), and its text without a typed number."""
        if unit.is_row:
            return _ROW, unit.text
        if any(piece.deleted is None for line in unit.lines for piece in line.odd):
            return ODD, unit.text
        if set(unit.text) & set("{}"):
            return _BRACES, unit.text
        for entry, is_behind, home in near(self.draft, at, self.draft.placed):
            if _look(self.draft.units[home]) == _look(unit) and isinstance(entry, _KINDS):
                return (entry, is_behind), without_number(unit, self._number(home))
        return _NO_ROOM, unit.text

    def _number(self, home: int) -> str:
        return self.draft.number(self.draft.placed[home])

    def _made(self, answer: tuple[Entry, bool], new: str, text: str) -> Edits | Unread:
        near, is_behind = answer
        spot = self.outline.spot(near)
        if spot is None or spot.index is None:
            return _NO_ROOM
        siblings = self.outline.siblings(spot)
        index = spot.index if is_behind else spot.index - 1
        behind = siblings[index].source if index >= 0 else None
        value: dict[str, Any] = {"id": new, "text": text}
        if isinstance(near, Recipient):
            value = {"text": text.removeprefix("-").strip().rstrip(";").strip()}
        return (Insertion(spot.parent.source, spot.key, value, behind),)


def _look(unit: Unit) -> tuple[str, str]:
    """Give what tells the kinds of paragraphs apart: the style, and how it is numbered."""
    line = unit.lines[0]
    if line.listed:
        return line.style, f"list {line.listed.get('ilvl', '0')}"
    typed = TYPED_NUMBER.match(unit.text)
    return line.style, "".join(
        "a" if letter.isalpha() else "1" if letter.isdigit() else letter for letter in typed.group().strip()
    )[-2:] if typed else ""
