"""Paragraphs that are new in a returned draft: beside which entry they belong, and as what."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from planbook.diagnostics import Text
from planbook.importers.found import Found, Kind
from planbook.importers.matching import TYPED_NUMBER, Unit, without_number
from planbook.importers.rewording import Edits
from planbook.importers.unread import ODD, Unread
from planbook.model.entry import Entry
from planbook.model.plan import Recipient
from planbook.model.target import Target
from planbook.model.task import Statement, Task
from planbook.source.writer import Insertion

if TYPE_CHECKING:
    from planbook.importers.word import Draft

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
        self.removed = {one.item for one in others if one.kind in ("deleted", "merged")}

    def inserted(self) -> list[Found]:
        """Give the new paragraphs and rows in the order of the draft."""
        return list(self._inserted())

    def _inserted(self) -> Iterator[Found]:
        draft, matching = self.draft, self.draft.matching
        known = set(draft.heads) | matching.fixed | matching.worn.keys()
        for at, unit in enumerate(draft.units):
            if at in known:
                continue
            kind: Kind = "split" if at in matching.pieces else "duplicated" if at in matching.copies else "inserted"
            answer, text = self._answer(at, unit)
            new = self.outline.new_id(text, self.taken)
            self.taken.add(new)
            made = self._made(answer, new, text) if not isinstance(answer, Unread) else answer
            yield draft.note(
                kind,
                new,
                at,
                new=text,
                with_=matching.pieces.get(at) or matching.copies.get(at, ""),
                is_certain=kind != "duplicated",
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
        for near, is_behind, home in self._near(at):
            if _look(self.draft.units[home]) == _look(unit) and isinstance(near, _KINDS):
                return (near, is_behind), without_number(unit, self._number(home))
        return _NO_ROOM, unit.text

    def _near(self, at: int) -> Iterator[tuple[Entry, bool, int]]:
        """Give the entries beside a unit: that of the one before, that of the next, then those around the first."""
        heads = self.draft.heads
        ups = (one for one in range(at - 1, -1, -1) if one in heads)
        downs = (one for one in range(at + 1, len(self.draft.units)) if one in heads)
        before, after = (self._item(ups), self._item(downs))
        earlier = self.outline.holder(before[1]) if before else None
        later = self.outline.holder(after[1]) if after else None
        if before and earlier:
            yield earlier, True, before[0]
        if after and later:
            yield later, False, after[0]
        for around in self.outline.above(earlier) if earlier else ():
            home = self.draft.matching.home.get(getattr(around, "id", ""))
            if home is not None:
                yield around, True, home
        # Lines below a task (who leads it) are the task's.
        if before and earlier and "--" in before[1]:
            home = self.draft.matching.home.get(getattr(earlier, "id", ""))
            if home is not None:
                yield earlier, True, home

    def _item(self, places: Iterator[int]) -> tuple[int, str] | None:
        for at in places:
            item = self.draft.heads[at]
            if item in self.draft.ours and not item.endswith("--row"):
                return at, item
        return None

    def _number(self, home: int) -> str:
        return self.draft.number(self.draft.heads[home])

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
