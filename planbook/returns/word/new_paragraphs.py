"""Paragraphs that are new in a returned draft: beside which entry they belong, and as what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any, NamedTuple

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import Decision, LegalBasis, Plan, Recipient
from planbook.model.target import Target
from planbook.model.task import Duty, Statement, Task, TaskGroup
from planbook.reading.agencies import begins_with_name
from planbook.reading.edits import plain
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.targets import read_target
from planbook.reading.typed_lines import (
    LINES_LOST,
    MIXED,
    NO_ITEM,
    NUMBERED,
    REST,
    Responsibility,
    Worded,
    is_doubtful,
    is_numbered,
    no_item,
    split_number,
)
from planbook.returns.answers.answer import EditKind, FileEdit
from planbook.returns.fields.duty_rows import read_duty
from planbook.returns.fields.listed_lines import BASIS_ROLES, read_basis, read_recipient, unmarked
from planbook.returns.fields.spots import Spot, is_id_of
from planbook.returns.word.arrivals import arrived, near, spot_of
from planbook.returns.word.draft import usual_doubt
from planbook.returns.word.new_parts import NewPart, NewParts
from planbook.returns.word.new_tasks import NewTexts, facts_of
from planbook.returns.word.own_rows import new_own_row, table_around
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.word.rewording import FIXED, reworded
from planbook.returns.word.units import TextUnit, without_number
from planbook.text.comparing import comparable, words_in_common
from planbook.text.writer import Edit, Edits, Insertion

_COUNT = re.compile(r"\d+|[^\W\d_]+")
_ALIKE = 0.75  # the share of words that make two new paragraphs of one list worth a question
_KINDS = (Statement, Task, Target, Duty, Recipient, LegalBasis)
_NO_ROOM = Unread(
    Text("no entry that a paragraph alone can be stands beside it"),
    Text("put it behind a task, a measure or another paragraph of its kind, in the style of that one"),
)
_HEAD = Unread(
    Text("the head of a draft and its mark are set by the program"),
    Text("leave them as they are; number and day come and the mark goes when the plan is issued"),
)
_TABLE = Unread(
    Text("the table is none of the plan's own, which stand in its appendices"),
    Text("write each of its rows as a paragraph of the text, or send it by itself to be made an appendix"),
)
_OF_DUTY = Text("it names no agency, so it would become an item below “{id}”")
_ROW = Unread(
    Text("a row was added to a table that the program makes from the text"),
    Text("add the item in the text; its row follows"),
)
_SHARE = Unread(
    Text("a row was added to a table that hands targets down"),
    Text("write the agency or place with its number in the data (values:); its row follows"),
)
_FRAME = Unread(
    Text("the words repeat some that the program sets around the items"),
    Text("delete them, or write them in a sentence"),
)


class InsertionPlace(NamedTuple):
    """Where a new paragraph belongs: behind an entry or before it; `home` is the unit whose look they share."""

    entry: Entry
    is_behind: bool
    home: int


class NewEntry(NamedTuple):
    """A new entry as a data file holds it, where it belongs, why it needs a yes, and what registers get with it."""

    place: InsertionPlace
    value: Mapping[str, Any]
    doubt: Text | None = None
    more: Edits = ()


class Placing:
    """Finds a place for each new paragraph."""

    def __init__(self, draft: ReturnedDraft, edits: Sequence[FileEdit]) -> None:
        self.draft = draft
        self.outline = draft.outline
        self.texts = NewTexts(draft)
        self.used_ids: set[str] = {edit.item for edit in edits}
        self.parts = NewParts(draft, self.texts, self.used_ids)
        # What came into the data since, and what no paragraph says.
        self._open = [line for line in arrived(draft) if line.item not in draft.placed.values()]
        anchored = (draft.units[at] for at in (*draft.placed, *draft.matching.fixed))
        self._tables = {table_around(unit) for unit in anchored} | {0}
        rows = {at: item for at, item in draft.placed.items() if item.is_row}
        shares = {table_around(draft.units[at]) for at, item in rows.items() if item.kind == "share"}
        self._tables_of_rows = ((_SHARE, shares),)

    def inserted(self) -> Iterator[FileEdit]:
        """The new paragraphs and rows in the order of the draft."""
        below: set[int] = set(self.draft.signature[0])  # what goes into the data with something else
        for at, part, units in self.parts.all():
            yield self._new_part(at, part, units)
            below |= {at, *units}
        for at in self.draft.strangers:
            if at in self.draft.arrivals or at in below:
                continue
            unit = self.draft.units[at]
            own = self.texts.worded.get(at, Worded(unit.text))
            if edit := self.texts.line_below(at) or new_own_row(self.draft, at, self.used_ids):
                yield edit
                continue
            if own.lines and not own.text:
                yield from filter(None, [self.texts.lost(at)])
                continue
            place, text = self._place(at, unit)
            below |= set(self.texts.below.get(at, ())) if self._is_whole(at, place) else set()
            yield from self._edits(at, unit, place, text)

    def _new_part(self, at: int, part: NewPart | Unread, units: tuple[int, ...]) -> FileEdit:
        """A new heading with what stands below it."""
        texts = tuple(self.draft.units[unit].text for unit in units)
        if isinstance(part, Unread):
            new = self.outline.new_id(self.draft.units[at].text, self.used_ids)
            return self.draft.edit("inserted", new, at, new=self.draft.units[at].text, lines=texts, made=part)
        spot = self.outline.spot(part.near)
        assert spot
        behind = part.near if part.is_behind else self._sibling_before(spot)
        copies = self.draft.matching.copies.keys()
        is_copy = any(unit in copies and self.texts.worded[unit].text for unit in (at, *units))
        insertion = Insertion(spot.parent.source, spot.key, part.value, behind.source if behind else None)
        doubt = part.doubt or (usual_doubt("duplicated") if is_copy else None)
        made: Edits = (insertion, *(Edit(entry.source) for entry in part.moved))
        return self.draft.edit("inserted", part.value["id"], at, made, new=part.text, lines=texts, doubt=doubt)

    def _sibling_before(self, spot: Spot) -> Entry | None:
        return self.outline.siblings(spot)[spot.index - 1] if spot.index else None

    def _edits(self, at: int, unit: TextUnit, place: InsertionPlace | Unread, text: str) -> Iterator[FileEdit]:
        """A new paragraph at its place; before it what it may be instead, an item that came into the data since."""
        matching = self.draft.matching
        new = self.outline.new_id(text, self.used_ids)
        self.used_ids.add(new)
        entry = place if isinstance(place, Unread) else attempted(self._entry, place, new, text, at)
        made = entry if isinstance(entry, Unread) else attempted(self._made, entry)
        like = None if isinstance(place, Unread) else self._like(place.entry, text)
        if like:
            yield self._reworded(at, like, text)
        again = matching.copies.get(at) or self._said_elsewhere(unit)
        kind: EditKind = "split" if at in matching.pieces else "duplicated" if again else "inserted"
        doubt = None if isinstance(entry, Unread) else entry.doubt
        doubt = doubt or (None if isinstance(place, Unread) else self._doubt(at, kind, place, text))
        with_ = matching.pieces.get(at) or again or like or ""
        yield self.draft.edit(
            kind,
            new,
            at,
            made,
            new=text,
            lines=self._report_lines(at, place, entry),
            with_=with_,
            doubt=doubt or (usual_doubt(kind, with_) if like or kind == "duplicated" else None),
        )

    def _report_lines(self, at: int, place: InsertionPlace | Unread, entry: NewEntry | Unread) -> tuple[str, ...]:
        """What a report shows below a new paragraph: the lines about a task, the value of a target."""
        if isinstance(entry, NewEntry) and "value" in entry.value:
            text = self.draft.context.text
            figure = text.value(Target.model_validate(entry.value))
            return (f"{text.wording.phrases.say('column_value')}: {figure}",)
        return self.texts.report_lines(at) if self._is_whole(at, place) else ()

    def _is_whole(self, at: int, place: InsertionPlace | Unread) -> bool:
        """Whether a new task is read with all lines about it."""
        is_task = not isinstance(place, Unread) and isinstance(place.entry, Task | TaskGroup)
        return is_task and isinstance(self.texts.responsibilities.get(at), Responsibility)

    def _doubt(self, at: int, kind: EditKind, place: InsertionPlace, text: str) -> Text | None:
        """Why a new paragraph may be something else than an item beside its neighbour."""
        if self._is_whole(at, place) or kind == "duplicated":
            return None
        if self.texts.lines(at):
            return LINES_LOST
        if kind == "split" or isinstance(place.entry, Recipient | LegalBasis | Duty | Plan):
            return REST if kind == "split" and text[:1].islower() else None
        if is_numbered(text):
            return NUMBERED
        if is_doubtful(text, self.draft.context.reading):
            return NO_ITEM
        # Below the lines about a task words may be one more of them.
        return usual_doubt("inserted") if self.draft.placed[place.home].is_part else None

    def _said_elsewhere(self, unit: TextUnit) -> ItemId | None:
        """What came into the data since and says in another list what a unit says."""
        texts = set(unit.sayings())
        lines = (line for line in self._open if not line.is_row and not unit.is_row)
        return next((line.item for line in lines if comparable(line.text) in texts), None)

    def _like(self, near: Entry, text: str) -> ItemId | None:
        """What came into the data since, beside an entry, and may be what a new paragraph said or says by now."""
        spot = spot_of(self.draft, near)
        beside = (line for line in self._open if not line.is_row)
        for line in (line for line in beside if spot_of(self.draft, self.outline.holder(line.item)) == spot):
            if is_id_of(line.item, text) or words_in_common(line.text.split(), text.split(), _ALIKE):
                self._open.remove(line)
                return line.item
        return None

    def _reworded(self, at: int, item: ItemId, text: str) -> FileEdit:
        line = self.draft.ours[item]
        made = attempted(reworded, line, text, self.draft.context) or FIXED
        old, doubt = comparable(line.text), usual_doubt("changed")
        return self.draft.edit("changed", item, at, made, old=old, new=text, doubt=doubt)

    def _place(self, at: int, unit: TextUnit) -> tuple[InsertionPlace | Unread, str]:
        """The entry that a new paragraph stands behind (or before), and its text without a typed number."""
        refusals = (
            (_TABLE, table_around(unit) not in self._tables),
            *((why, unit.is_row and table_around(unit) in tables) for why, tables in self._tables_of_rows),
            (_ROW, unit.is_row),
            (unit.refusal(), True),
            (no_item(unit.text, self.draft.context.reading), True),
            (_FRAME, self.texts.is_fixed(unit.text)),
        )
        if refusal := next((why for why, holds in refusals if why and holds), None):
            return refusal, unit.text
        if self._may_be_first_basis(at, unit):
            return InsertionPlace(self.draft.context.plan, is_behind=True, home=at), unit.text
        for place in starmap(InsertionPlace, near(self.draft, at, self.draft.placed)):
            if isinstance(place.entry, TaskGroup) and not place.entry.tasks and place.is_behind:
                return place, split_number(self.texts.text(at, unit.text))[1]
            number = self._number(place)
            if _is_alike(unit, self.draft.units[place.home], number) and isinstance(place.entry, _KINDS):
                text = self.texts.text(at, without_number(unit, number))
                typed, rest = split_number(text)
                # Word counts, and the number was typed as well.
                text = rest if typed and _form(typed) == _form(number) else text
                text = text.lstrip("-–+ ") if isinstance(place.entry, Duty) else text
                is_mixed = bool(self.texts.worded[at].lines) and not self._is_whole(at, place)
                return (MIXED, unit.text) if is_mixed else (place, text)
        return _HEAD if at < min(self.draft.placed, default=0) else _NO_ROOM, unit.text

    def _may_be_first_basis(self, at: int, unit: TextUnit) -> bool:
        """Whether a paragraph begins as legal bases do and stands before all items of a plan that has none yet."""
        plan, reading = self.draft.context.plan, self.draft.context.reading
        if plan.legal_bases or not any(reading.says_first(f"basis_{role}", unit.text) for role in BASIS_ROLES):
            return False
        placed = {there: self.outline.entries.get(item.entry, plan) for there, item in self.draft.placed.items()}
        return all(at < there for there, entry in placed.items() if not isinstance(entry, Plan | Decision))

    def _number(self, place: InsertionPlace) -> str:
        """The number of what stands at a place; below a task, the task's."""
        item = self.draft.placed[place.home]
        return self.draft.number(item) or (
            self.draft.number(ItemId(item.entry)) if isinstance(place.entry, Task) else ""
        )

    def _made(self, new: NewEntry) -> Edits:
        """The edit that puts a new entry beside another one, or into a group that has none; raises `NotTaken`."""
        place, value = new.place, dict(new.value)
        if isinstance(place.entry, TaskGroup):
            return (Insertion(place.entry.source, "tasks", value),)
        if isinstance(place.entry, Plan):
            return (Insertion(place.entry.source, "legal_bases", value), *new.more)
        if isinstance(place.entry, Duty) and "agencies" not in value:
            return (Insertion(place.entry.source, "items", value),)
        spot = self.outline.spot(place.entry)
        if spot is None or spot.index is None:
            raise NotTaken(_NO_ROOM)
        behind = place.entry if place.is_behind else self._sibling_before(spot)
        return (Insertion(spot.parent.source, spot.key, value, behind.source if behind else None), *new.more)

    def _entry(self, place: InsertionPlace, new: str, text: str, at: int) -> NewEntry:
        """The new entry, of the kind of its neighbour; raises `NotTaken`."""
        context = self.draft.context
        match place.entry:
            case Recipient():
                return self._recipient(place, text)
            case LegalBasis() | Plan():
                basis = read_basis(text, context)
                return NewEntry(place, basis.value, basis.doubt, (basis.addition,) if basis.addition else ())
            case Duty() as duty:
                return self._duty(place, duty, new, text)
            case Target():
                target, doubt = read_target(text, context)
                return NewEntry(place, {"id": new, **plain(target)}, doubt)
        return NewEntry(place, self._task(place, new, text, at))

    def _recipient(self, place: InsertionPlace, text: str) -> NewEntry:
        context, words = self.draft.context, unmarked(text)
        try:
            return NewEntry(place, read_recipient(text, context))
        except NotTaken as refusal:
            # "Ngân hàng Chính sách xã hội chi nhánh tỉnh" may be somebody else than the bank.
            if not begins_with_name(words, context.register):
                raise
            return NewEntry(place, {"text": words}, refusal.why.message)

    def _duty(self, place: InsertionPlace, duty: Duty, new: str, text: str) -> NewEntry:
        context = self.draft.context
        try:
            return NewEntry(place, read_duty(text, new, context))
        except NotTaken:
            if not duty.text or not place.is_behind or ":" in text or begins_with_name(text, context.register):
                raise
            return NewEntry(place, {"id": new, "text": text}, Text(_OF_DUTY.english, {"id": duty.id}))

    def _task(self, place: InsertionPlace, new: str, text: str, at: int) -> dict[str, Any]:
        """A new task or statement, with all that the lines about it say."""
        value: dict[str, Any] = {"id": new, "text": text}
        original = self.outline.entries.get(self.draft.matching.pieces.get(at, ""))
        if isinstance(original, Task) and original.continues:
            value = {"id": new, "continues": list(original.continues), "text": text}
        if self._is_whole(at, place):
            read = self.texts.responsibilities[at]
            assert isinstance(read, Responsibility)
            value |= facts_of(read, self.draft.context, new)
        return value


def _is_alike(unit: TextUnit, home: TextUnit, number: str) -> bool:
    """Whether a new paragraph looks like another one, or was typed below it with a number like that of its item."""
    typed, _ = split_number(unit.text)
    is_counted = bool(typed and number and _form(typed) == _form(number))
    return _look(unit) == _look(home) or (is_counted and unit.lines[0].style == home.lines[0].style)


def _look(unit: TextUnit) -> tuple[str, str]:
    """What tells the kinds of paragraphs apart: the style, and how it is numbered."""
    line = unit.lines[0]
    if line.listed:
        return line.style, f"list {line.listed.get('ilvl', '0')}"
    return line.style, _form(split_number(unit.text)[0])[-2:]


def _form(number: str) -> str:
    """How a number is written, whatever it counts: (1) for (10), a) for b)."""
    return _COUNT.sub(lambda count: "1" if count[0].isdigit() else "a", number.strip())
