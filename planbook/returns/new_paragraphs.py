"""Paragraphs that are new in a returned draft: beside which entry they belong, and as what."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.plan import Recipient
from planbook.model.target import Target
from planbook.model.task import Statement, Task
from planbook.returns.arrivals import arrived, near, sayings, spot_of
from planbook.returns.edits import plain
from planbook.returns.found import EditKind, FileEdit
from planbook.returns.matching import TYPED_NUMBER, TextUnit, comparable, without_number
from planbook.returns.new_tasks import NewTexts
from planbook.returns.not_taken import ODD, Unread
from planbook.returns.rewording import FIXED, Edits, reworded
from planbook.returns.spots import first_id
from planbook.returns.typed_lines import (
    LINES_LOST,
    MIXED,
    NO_ITEM,
    NO_WORDS,
    NUMBERED,
    Responsibility,
    Worded,
    is_doubtful,
    is_numbered,
    is_wordless,
)
from planbook.text.writer import Insertion

if TYPE_CHECKING:
    from planbook.returns.word import ReturnedDraft

_COUNT = re.compile(r"\d+|[^\W\d_]+")
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
_FRAME = Unread(
    Text("the words repeat some that the program sets around the items"),
    Text("delete them, or write them in a sentence"),
)
_UNMARKED = Text("nothing marks what this belongs to")
_BRACES = Unread(Text("a text holds braces, which only mentions have"), Text("write it without braces"))


class InsertionPlace(NamedTuple):
    """Where a new paragraph belongs: behind an entry or before it; `home` is the unit whose look they share."""

    entry: Entry
    is_behind: bool
    home: int


class Placing:
    """Finds a place for each new paragraph."""

    def __init__(self, draft: "ReturnedDraft", others: Sequence[FileEdit]) -> None:
        self.draft = draft
        self.outline = draft.outline
        self.texts = NewTexts(draft)
        self.taken: set[str] = {one.item for one in others}
        # What came into the data since, and what no paragraph says.
        self._open = [line for line in arrived(draft) if line.item not in draft.placed.values()]

    def inserted(self) -> list[FileEdit]:
        """The new paragraphs and rows in the order of the draft."""
        return list(self._inserted())

    def _inserted(self) -> Iterator[FileEdit]:
        draft, matching = self.draft, self.draft.matching
        below: set[int] = set()  # what goes into the data with the new task above it
        for at in draft.strangers:
            if at in draft.arrivals:
                continue
            unit = draft.units[at]
            if at in below:
                continue
            said = self.texts.worded.get(at, Worded(unit.text))
            if said.lines and not said.text:
                yield from filter(None, [self.texts.lost(at)])
                continue
            answer, text = self._answer(at, unit)
            below |= set(self.texts.below.get(at, ())) if self._is_whole(at, answer) else set()
            new = self.outline.new_id(text, self.taken)
            self.taken.add(new)
            made = self._made(answer, new, text, at) if not isinstance(answer, Unread) else answer
            like = self._like(answer.entry, text) if not isinstance(answer, Unread) else ""
            if like:
                yield self._reworded(at, like, text)
            again = matching.copies.get(at, "") or self._said_elsewhere(unit)
            kind: EditKind = "split" if at in matching.pieces else "duplicated" if again else "inserted"
            doubt = self._doubt(at, kind, answer, text) if not isinstance(answer, Unread) else None
            yield draft.note(
                kind,
                new,
                at,
                new=text,
                lines=self.texts.shown(at) if self._is_whole(at, answer) else (),
                with_=matching.pieces.get(at) or again or like,
                is_certain=kind != "duplicated" and not like and not doubt,
                doubt=doubt,
                refused=made if isinstance(made, Unread) else None,
                edits=() if isinstance(made, Unread) else made,
            )

    def _is_whole(self, at: int, answer: "InsertionPlace | Unread") -> bool:
        """Whether a new task is read with all lines about it."""
        is_task = not isinstance(answer, Unread) and isinstance(answer.entry, Task)
        return is_task and isinstance(self.texts.responsibilities.get(at), Responsibility)

    def _doubt(self, at: int, kind: EditKind, place: "InsertionPlace", text: str) -> Text | None:
        """Why a new paragraph may be something else than an item beside its neighbour."""
        if self._is_whole(at, place) or kind == "duplicated":
            return None
        if self.texts.lines(at):
            return LINES_LOST
        if kind == "split" or isinstance(place.entry, Recipient):
            return None
        if is_numbered(text):
            return NUMBERED
        if is_doubtful(text, self.draft.context.reading):
            return NO_ITEM
        # Below the lines about a task words may be one more of them.
        return _UNMARKED if "--" in self.draft.placed[place.home] else None

    def _said_elsewhere(self, unit: TextUnit) -> str:
        """What came into the data since and says in another list what a unit says."""
        texts = set(sayings(unit))
        lines = (line for line in self._open if not line.is_row and not unit.is_row)
        return next((line.item for line in lines if comparable(line.text) in texts), "")

    def _like(self, near: Entry, text: str) -> str:
        """What came into the data since, beside an entry, and may be what a new paragraph said or says by now."""
        spot, first = spot_of(self.draft, near), first_id(text)
        for line in self._open:
            if not line.is_row and spot_of(self.draft, self.outline.holder(line.item)) == spot:
                stem, _, count = line.item.rpartition("-")
                is_same = line.item == first or (stem == first and count.isdigit())
                if is_same or SequenceMatcher(None, line.text.split(), text.split(), autojunk=False).ratio() >= _ALIKE:
                    self._open.remove(line)
                    return line.item
        return ""

    def _reworded(self, at: int, item: str, text: str) -> FileEdit:
        line = self.draft.ours[item]
        made = reworded(line, text, self.draft.context) or FIXED
        return self.draft.note(
            "changed",
            item,
            at,
            old=comparable(line.text),
            new=text,
            is_certain=False,
            refused=made if isinstance(made, Unread) else None,
            edits=() if isinstance(made, Unread) else made,
        )

    def _answer(self, at: int, unit: TextUnit) -> "tuple[InsertionPlace | Unread, str]":
        """The entry that a new paragraph stands behind (or before), and its text without a typed number."""
        if unit.is_row:
            return _ROW, unit.text
        if any(piece.deleted is None for line in unit.lines for piece in line.odd):
            return ODD, unit.text
        if set(unit.text) & set("{}"):
            return _BRACES, unit.text
        if is_wordless(unit.text):
            return NO_WORDS, unit.text
        if self.texts.is_fixed(unit.text):
            return _FRAME, unit.text
        for place in starmap(InsertionPlace, near(self.draft, at, self.draft.placed)):
            if _look(self.draft.units[place.home]) == _look(unit) and isinstance(place.entry, _KINDS):
                number = self._number(place.home)
                text = self.texts.text(at, without_number(unit, number))
                typed = TYPED_NUMBER.match(text)
                # Word counts, and the number was typed as well.
                text = text[typed.end() :] if typed and _form(typed.group()) == _form(number) else text
                is_mixed = bool(self.texts.worded[at].lines) and not self._is_whole(at, place)
                return MIXED if is_mixed else place, unit.text if is_mixed else text
        return _NO_ROOM, unit.text

    def _number(self, home: int) -> str:
        return self.draft.number(self.draft.placed[home])

    def _made(self, place: "InsertionPlace", new: str, text: str, at: int) -> Edits | Unread:
        """The edit that puts a new entry beside another one, a task with what the lines about it say."""
        spot = self.outline.spot(place.entry)
        if spot is None or spot.index is None:
            return _NO_ROOM
        siblings = self.outline.siblings(spot)
        index = spot.index if place.is_behind else spot.index - 1
        behind = siblings[index].source if index >= 0 else None
        value: dict[str, Any] = {"id": new, "text": text}
        if self._is_whole(at, place):
            said = self.texts.responsibilities[at]
            assert isinstance(said, Responsibility)
            value |= {"assignment": plain(said.assignment)} | ({"result": said.result} if said.result else {})
        if isinstance(place.entry, Recipient):
            value = {"text": text.removeprefix("-").strip().rstrip(";").strip()}
        return (Insertion(spot.parent.source, spot.key, value, behind),)


def _look(unit: TextUnit) -> tuple[str, str]:
    """What tells the kinds of paragraphs apart: the style, and how it is numbered."""
    line = unit.lines[0]
    if line.listed:
        return line.style, f"list {line.listed.get('ilvl', '0')}"
    typed = TYPED_NUMBER.match(unit.text)
    return line.style, _form(typed.group())[-2:] if typed else ""


def _form(number: str) -> str:
    """How a number is written, whatever it counts: (1) for (10), a) for b)."""
    return _COUNT.sub(lambda count: "1" if count[0].isdigit() else "a", number.strip())
