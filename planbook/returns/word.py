"""A returned Word draft against the data: what it changes, item by item, and how that gets into the YAML.

Three texts decide: what the draft was given out with (its manifest), what it says now, and what the data print now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.task import Assignment
from planbook.ooxml.anchors import Anchor
from planbook.ooxml.pieces import Returned
from planbook.ooxml.states import StateLine, final
from planbook.returns.arrivals import arrivals
from planbook.returns.extras import leftovers
from planbook.returns.fields import Context
from planbook.returns.fixed_words import FixedWords, fixed_words
from planbook.returns.found import EditKind, FileEdit, Remark
from planbook.returns.listed import number_of, renamed_lines
from planbook.returns.matching import MatchedUnits, TextUnit, comparable, match, tidy_row, units, without_number
from planbook.returns.moving import moved_items, moves_held
from planbook.returns.new_paragraphs import Placing
from planbook.returns.not_taken import ODD, Unread
from planbook.returns.rewording import FIXED, Edits, reworded, reworded_row
from planbook.returns.spots import Outline, Spot
from planbook.returns.three_way import combined
from planbook.returns.traced import Printed
from planbook.returns.typed_lines import ADDED, NUMBERED, is_numbered, worded
from planbook.text.writer import Edit
from planbook.wording.speech import PlanText

_ALREADY_GONE = Unread(
    Text("the data do not have this item any more"), Text("write the change where its content is now")
)
_LAST_ONE = Unread(Text("the plan cannot do without this"), Text("edit the text instead of deleting it"))


@dataclass(frozen=True)
class ReturnedDraft:
    """A returned draft beside the plan: its manifest (or what stands for one) and what the data print now."""

    returned: Returned
    anchors: tuple[Anchor, ...]
    printed: tuple[Printed, ...]
    context: Context
    is_certain: bool = True
    given_out: tuple[str, ...] | None = None  # the words around the items; older files do not say them

    @cached_property
    def _named(self) -> tuple[tuple[Printed, ...], dict[str, Entry | None]]:
        said = {item: self.units[at].text for item, at in self.matching.home.items()}
        return renamed_lines(self.context.plan, self.printed, self.base, said)

    @cached_property
    def ours(self) -> dict[str, Printed]:
        """The lines that the data print now, by their items."""
        return {line.item: line for line in self._named[0] if line.item}

    @cached_property
    def bookmarks(self) -> dict[str, str]:
        """The names of the items' bookmarks."""
        return {one.item: one.bookmark for one in self.anchors}

    @cached_property
    def base(self) -> dict[str, str]:
        """What each item said when the draft was given out."""
        texts = ((one.item, one.text) for one in self.anchors if not one.shared_with)
        return {item: tidy_row(text) if item.endswith("--row") else comparable(text) for item, text in texts}

    @cached_property
    def tables(self) -> Context:
        """The plan with the words of its tables, where every citation is short."""
        text = self.context.text
        short = PlanText(text.workspace, text.plan, text.wording, text.numbers, short_citations=True)
        return replace(self.context, text=short)

    @cached_property
    def lines(self) -> tuple[StateLine, ...]:
        """The lines with all tracked changes accepted."""
        return final(self.returned)

    @cached_property
    def units(self) -> list[TextUnit]:
        """What is compared."""
        return units(self.lines, (one.bookmark for one in self.anchors if one.item.endswith("--row")))

    @cached_property
    def matching(self) -> MatchedUnits:
        """Which unit is which item."""
        order = [line.item or tidy_row(line.text) for line in self.printed]
        return match(self.anchors, self.units, self.fixed_words.required, self.fixed_words.optional, order)

    @cached_property
    def fixed_words(self) -> FixedWords:
        """The words around the items."""
        phrases = self.context.text.wording.phrases
        return fixed_words(self.given_out, self.printed, self.units, self.base, phrases)

    @cached_property
    def outline(self) -> Outline:
        """Where the plan's entries stand."""
        return Outline(self.context.plan, self._named[1])

    @cached_property
    def strangers(self) -> list[int]:
        """The units that no mark and no likeness tells the item of, and that hold no fixed words."""
        known = set(self.heads) | self.matching.fixed | self.matching.worn.keys()
        return [at for at in range(len(self.units)) if at not in known]

    @cached_property
    def arrivals(self) -> dict[int, str]:
        """The items that came into the data since the draft was given out, by the units that say them."""
        return arrivals(self)

    @cached_property
    def placed(self) -> dict[int, str]:
        """The item of each unit that has some, those that came since included."""
        return self.heads | self.arrivals

    @cached_property
    def heads(self) -> dict[int, str]:
        """The item of each unit that has some; the others were merged into the first one."""
        return {at: items[0] for at, items in self.matching.items().items()}

    @cached_property
    def gone(self) -> set[str]:
        """The items that the draft has no more, those merged into others included."""
        heads = set(self.heads.values())
        return {item for item in self.base if item not in heads and item in self.ours and self.base[item]}

    def number(self, item: str) -> str:
        """The number that the data print before an item."""
        return self.ours[item].number if item in self.ours else ""

    def shown(self, item: str) -> str:
        """What the data print of an item now, as it is compared; nothing where they do not have it."""
        line = self.ours.get(item)
        return "" if line is None else tidy_row(line.text) if line.is_row else comparable(line.text)

    def text(self, at: int, item: str) -> str:
        """What a unit says of its item, without a number that is typed before it."""
        marks = (item, self.bookmarks.get(item, ""))
        text = without_number(self.units[at], self.number(item), self.base.get(item, ""), marks)
        return self.fixed_words.in_columns(item, text, self.shown(item))

    def was(self, item: str) -> str:
        """What an item said when the draft was given out, a row in the columns of now."""
        return self.fixed_words.in_columns(item, self.base[item], self.shown(item))

    def note(self, kind: EditKind, item: str, at: int, **said: object) -> FileEdit:
        """A finding about a unit."""
        unit = self.units[at]
        revisions = dict.fromkeys((one.author, one.date) for line in unit.lines for one in line.revisions)
        return FileEdit(kind, item, paragraph_place(unit.number), revisions=tuple(revisions), **said)  # type: ignore[arg-type]


def paragraph_place(number: int) -> Text:
    """Where a paragraph stands."""
    return Text("paragraph {number}", {"number": number})


def draft_differences(draft: ReturnedDraft) -> tuple[FileEdit, ...]:
    """Everything that a draft changes, in the order of its paragraphs; deletions stand where the item stood."""
    found = [*_changed(draft), *_deleted(draft), *moved_items(draft)]
    found += Placing(draft, found).inserted()
    found += leftovers(draft, found)
    found = [one if draft.is_certain else replace(one, is_certain=False) for one in found]
    return tuple(sorted(found, key=lambda one: int(str(one.place.values.get("number", 0)))))


def held(draft: ReturnedDraft) -> int:
    """How many edits of a draft the data hold already: texts, new, deleted and moved items."""
    homes = draft.matching.items()
    same = [items[0] for at, items in homes.items() if draft.text(at, items[0]) != draft.was(items[0])]
    there = sum(
        combined(item, draft.text(draft.matching.home[item], item), draft.was(item), ours)[0] == ours
        for item in same
        if (ours := draft.shown(item))
    )
    gone = sum(bool(text) and item not in draft.matching.home and item not in draft.ours
               for item, text in draft.base.items() if not item.endswith("--row"))  # fmt: skip
    return there + gone + len(draft.arrivals) + moves_held(draft)


def draft_remarks(draft: ReturnedDraft) -> tuple[Remark, ...]:
    """The comments of a draft, each with the item that it stands at."""
    where: dict[str, str] = {}
    for at, unit in enumerate(draft.units):
        for line in unit.lines:
            where |= {key: draft.placed.get(at, "") for key in line.comments if key not in where}
    comments = draft.returned.comments.values()
    return tuple(Remark(where.get(one.key, ""), one.author, one.date, one.text) for one in comments)


def order(draft: ReturnedDraft, found: Sequence[FileEdit]) -> tuple[str, ...]:
    """The items in the order of the draft, rows left out; new ones under the ids that they would get."""
    new = {
        str(one.place.values.get("number")): one.item
        for one in found
        if one.kind in ("inserted", "split", "duplicated")
    }
    ids = []
    for at, unit in enumerate(draft.units):
        if item := draft.placed.get(at) or new.get(str(unit.number), ""):
            ids.append(item)
    return tuple(id_ for id_ in ids if not id_.endswith("--row"))


def _changed(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """Find the items that say something else than they were given out with, and than the data print by now."""
    split = set(draft.matching.pieces.values())
    for at, items in draft.matching.items().items():
        item = items[0]
        line, ours = draft.ours.get(item), draft.shown(item)
        said, old = draft.text(at, item), draft.was(item)
        new, is_conflict = combined(item, said, old, ours)
        if said == old or new == ours:
            continue
        refused: Unread | None = None
        made: Edits | Unread = ()
        if any(piece.deleted is None for one in draft.units[at].lines for piece in one.odd):
            refused = ODD
        elif line is None:
            refused = _ALREADY_GONE
        else:
            made = reworded_row(line, new, draft.tables) if line.is_row else reworded(line, new, draft.context)
            made = made or FIXED
        if isinstance(made, Unread):
            refused, made = made, ()
        context = draft.context
        is_more = not item.endswith("--row") and len(worded(said, context).lines) > len(worded(old, context).lines)
        is_counted = not item.endswith("--row") and is_numbered(said) and not is_numbered(old)
        doubt = None if is_conflict else ADDED if is_more else NUMBERED if is_counted else None
        yield draft.note(
            "changed",
            item,
            at,
            old=old if is_conflict or not ours or item.endswith("--row") else ours,
            new=said,
            ours=ours if is_conflict else "",
            with_=item if item in split else "",
            is_certain=draft.matching.by[item] != "likeness" and not is_conflict and not doubt,
            doubt=doubt,
            refused=refused,
            edits=made,
        )


def _deleted(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """Find the items that the draft has no more."""
    merged = {item: items[0] for items in draft.matching.items().values() for item in items[1:]}
    last = 1
    for item, old in draft.base.items():
        if item in draft.matching.home:
            last = draft.units[draft.matching.home[item]].number
        if item not in draft.gone:
            continue
        ours = draft.shown(item)
        answer = _taken_out(draft, item)
        if answer is None:
            continue
        yield FileEdit(
            "merged" if item in merged else "deleted",
            item,
            paragraph_place(last),
            old=old,
            ours=ours if ours != old else "",
            with_=merged.get(item, ""),
            is_certain=ours == old,
            refused=answer if isinstance(answer, Unread) else None,
            edits=() if isinstance(answer, Unread) else answer,
        )


def _taken_out(draft: ReturnedDraft, item: str) -> Edits | Unread | None:
    """The edits that take an item out of the data; None for what is printed from another item."""
    outline = draft.outline
    entry, part = outline.holder(item), item.partition("--")[2]
    if entry is None:
        return _LAST_ONE
    if item.endswith("--row"):
        base = item.removesuffix("--row")
        if base in draft.gone or not _prints(draft, entry):
            return None
        return Unread(
            Text("the row is gone, and its item is still in the text"), Text("delete the item in the text too")
        )
    if entry is draft.context.plan:
        return _LAST_ONE
    if not part or number_of(draft.context.plan, item):
        left = [one for one in _prints(draft, entry) if one not in draft.gone and one != item]
        if left:
            return Unread(
                Text("other lines of the item are still there: {items}", {"items": ", ".join(left[:5])}),
                Text("delete them too, or leave the item"),
            )
        spot = outline.spot(entry)
        assert spot
        if _covers(draft, spot.parent):
            return ()
        return (_out(outline, entry, spot),)
    if _covers(draft, entry):
        return ()
    assignment: Assignment | None = getattr(entry, "assignment", None)
    if part in ("lead", "coordinating", "deadline") and assignment:
        return (Edit(assignment.source, {"deadline": "deadlines"}.get(part, part)),)
    if part in ("intro", "text", "assignment", "attachments"):
        return (Edit(entry.source, part),)
    return _LAST_ONE


def _out(outline: Outline, entry: Entry, spot: Spot) -> Edit:
    """The edit that takes an entry out; a list of it alone goes with it."""
    alone = spot.index is None or len(outline.siblings(spot)) == 1
    return Edit(spot.parent.source, spot.key) if alone else Edit(entry.source)


def _prints(draft: ReturnedDraft, entry: Entry) -> list[str]:
    """The paragraphs that an entry prints with all that stands in it."""
    ids = {one_id for one in entry.walk() if (one_id := getattr(one, "id", None))}
    return [item for item in draft.ours if not item.endswith("--row") and item.partition("--")[0] in ids]


def _covers(draft: ReturnedDraft, entry: Entry) -> bool:
    """Whether an entry goes with everything in it."""
    if entry is draft.context.plan:
        return False
    printed = _prints(draft, entry)
    return bool(printed) and all(item in draft.gone for item in printed)
