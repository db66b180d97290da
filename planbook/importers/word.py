"""A returned Word draft against the data: what it changes, item by item, and how that gets into the YAML.

Three texts decide: what the draft was given out with (its manifest), what it says now, and what the data print now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from planbook.compare import longest_rise
from planbook.diagnostics import Text
from planbook.importers.fields import Context
from planbook.importers.found import Found, Kind, Remark
from planbook.importers.leftover import leftovers
from planbook.importers.matching import Matching, Unit, match, tidy, tidy_row, units, without_number
from planbook.importers.places import Outline, Spot
from planbook.importers.placing import Placing
from planbook.importers.printed import Printed
from planbook.importers.rewording import Edits, reworded, reworded_row
from planbook.importers.unread import ODD, Unread
from planbook.model.entry import Entry
from planbook.model.task import Assignment
from planbook.ooxml.anchors import Anchor
from planbook.ooxml.pieces import Returned
from planbook.ooxml.states import Line, final
from planbook.source.writer import Edit, Move
from planbook.views.fill import PlanText

_ALREADY_GONE = Unread(
    Text("the data do not have this item any more"), Text("write the change where its content is now")
)
_LAST_ONE = Unread(Text("the plan cannot do without this"), Text("edit the text instead of deleting it"))


@dataclass(frozen=True)
class Draft:
    """A returned draft beside the plan: its manifest (or what stands for one) and what the data print now."""

    returned: Returned
    anchors: tuple[Anchor, ...]
    printed: tuple[Printed, ...]
    context: Context
    is_certain: bool = True

    @cached_property
    def ours(self) -> dict[str, Printed]:
        """Give the lines that the data print now, by their items."""
        return {line.item: line for line in self.printed if line.item}

    @cached_property
    def bookmarks(self) -> dict[str, str]:
        """Give the names of the items' bookmarks."""
        return {one.item: one.bookmark for one in self.anchors}

    @cached_property
    def base(self) -> dict[str, str]:
        """Give what each item said when the draft was given out."""
        texts = ((one.item, one.text) for one in self.anchors if not one.shared_with)
        return {item: tidy_row(text) if item.endswith("--row") else tidy(text) for item, text in texts}

    @cached_property
    def tables(self) -> Context:
        """Give the plan with the words of its tables, where every citation is short."""
        text = self.context.text
        short = PlanText(text.workspace, text.plan, text.wording, text.numbers, short_citations=True)
        return replace(self.context, text=short)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Give the lines with all tracked changes accepted."""
        return final(self.returned)

    @cached_property
    def units(self) -> list[Unit]:
        """Give what is compared."""
        return units(self.lines, (one.bookmark for one in self.anchors if one.item.endswith("--row")))

    @cached_property
    def matching(self) -> Matching:
        """Give which unit is which item."""
        fixed = (line.text for line in self.printed if not line.item)
        return match(self.anchors, self.units, (tidy_row(text) for text in fixed))

    @cached_property
    def outline(self) -> Outline:
        """Give where the plan's entries stand."""
        return Outline(self.context.plan)

    @cached_property
    def heads(self) -> dict[int, str]:
        """Give the item of each unit that has some; the others were merged into the first one."""
        return {at: items[0] for at, items in self.matching.items().items()}

    @cached_property
    def gone(self) -> set[str]:
        """Give the items that the draft has no more, those merged into others included."""
        heads = set(self.heads.values())
        return {item for item in self.base if item not in heads and item in self.ours and self.base[item]}

    def number(self, item: str) -> str:
        """Give the number that the data print before an item."""
        return self.ours[item].number if item in self.ours else ""

    def text(self, at: int, item: str) -> str:
        """Give what a unit says of its item, without a number that is typed before it."""
        marks = (item, self.bookmarks.get(item, ""))
        return without_number(self.units[at], self.number(item), self.base.get(item, ""), marks)

    def note(self, kind: Kind, item: str, at: int, **said: object) -> Found:
        """Give a finding about a unit."""
        unit = self.units[at]
        revisions = dict.fromkeys((one.author, one.date) for line in unit.lines for one in line.revisions)
        return Found(kind, item, place(unit.number), revisions=tuple(revisions), **said)  # type: ignore[arg-type]


def place(number: int) -> Text:
    """Give where a paragraph stands."""
    return Text("paragraph {number}", {"number": number})


def differences(draft: Draft) -> tuple[Found, ...]:
    """Give everything that a draft changes, in the order of its paragraphs; deletions stand where the item stood."""
    found = [*_changed(draft), *_deleted(draft), *_moved(draft)]
    found += Placing(draft, found).inserted()
    found += leftovers(draft, found)
    found = [one if draft.is_certain else replace(one, is_certain=False) for one in found]
    return tuple(sorted(found, key=lambda one: int(str(one.place.values.get("number", 0)))))


def remarks(draft: Draft) -> tuple[Remark, ...]:
    """Give the comments of a draft, each with the item that it stands at."""
    where: dict[str, str] = {}
    for at, unit in enumerate(draft.units):
        for line in unit.lines:
            where |= {key: draft.heads.get(at, "") for key in line.comments if key not in where}
    comments = draft.returned.comments.values()
    return tuple(Remark(where.get(one.key, ""), one.author, one.date, one.text) for one in comments)


def order(draft: Draft, found: Sequence[Found]) -> tuple[str, ...]:
    """Give the items in the order of the draft, rows left out; new ones under the ids that they would get."""
    new = {
        str(one.place.values.get("number")): one.item
        for one in found
        if one.kind in ("inserted", "split", "duplicated")
    }
    ids = []
    for at, unit in enumerate(draft.units):
        if item := draft.heads.get(at) or new.get(str(unit.number), ""):
            ids.append(item)
    return tuple(id_ for id_ in ids if not id_.endswith("--row"))


def _changed(draft: Draft) -> Iterator[Found]:
    """Find the items that say something else than they were given out with."""
    split = set(draft.matching.pieces.values())
    for at, items in draft.matching.items().items():
        item = items[0]
        new, old = draft.text(at, item), draft.base[item]
        if new == old:
            continue
        line = draft.ours.get(item)
        ours = (tidy_row(line.text) if line.is_row else tidy(line.text)) if line else ""
        if new == ours:
            continue
        refused: Unread | None = None
        made: Edits | Unread = ()
        if any(piece.deleted is None for one in draft.units[at].lines for piece in one.odd):
            refused = ODD
        elif line is None:
            refused = _ALREADY_GONE
        else:
            made = reworded_row(line, new, draft.tables) if line.is_row else reworded(line, new, draft.context)
        if isinstance(made, Unread):
            refused, made = made, ()
        is_conflict = ours not in ("", old)
        certain = draft.matching.by[item] != "likeness" and not is_conflict
        yield draft.note(
            "changed",
            item,
            at,
            old=old,
            new=new,
            ours=ours if is_conflict else "",
            with_=item if item in split else "",
            is_certain=certain,
            refused=refused,
            edits=made,
        )


def _deleted(draft: Draft) -> Iterator[Found]:
    """Find the items that the draft has no more."""
    merged = {item: items[0] for items in draft.matching.items().values() for item in items[1:]}
    last = 1
    for item, old in draft.base.items():
        if item in draft.matching.home:
            last = draft.units[draft.matching.home[item]].number
        if item not in draft.gone:
            continue
        line = draft.ours[item]
        ours = tidy_row(line.text) if line.is_row else tidy(line.text)
        answer = _taken_out(draft, item)
        if answer is None:
            continue
        yield Found(
            "merged" if item in merged else "deleted",
            item,
            place(last),
            old=old,
            ours=ours if ours != old else "",
            with_=merged.get(item, ""),
            is_certain=ours == old,
            refused=answer if isinstance(answer, Unread) else None,
            edits=() if isinstance(answer, Unread) else answer,
        )


def _taken_out(draft: Draft, item: str) -> Edits | Unread | None:
    """Give the edits that take an item out of the data; None for what is printed from another item."""
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
    if not part or part.startswith(("basis-", "recipient-")):
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
    """Give the edit that takes an entry out; a list of it alone goes with it."""
    alone = spot.index is None or len(outline.siblings(spot)) == 1
    return Edit(spot.parent.source, spot.key) if alone else Edit(entry.source)


def _prints(draft: Draft, entry: Entry) -> list[str]:
    """Give the paragraphs that an entry prints with all that stands in it."""
    ids = {one_id for one in entry.walk() if (one_id := getattr(one, "id", None))}
    return [item for item in draft.ours if not item.endswith("--row") and item.partition("--")[0] in ids]


def _covers(draft: Draft, entry: Entry) -> bool:
    """Say whether an entry goes with everything in it."""
    if entry is draft.context.plan:
        return False
    printed = _prints(draft, entry)
    return bool(printed) and all(item in draft.gone for item in printed)


def _moved(draft: Draft) -> Iterator[Found]:
    """Find the items that stand in another order: as few as explain it."""
    here = [item for _, item in sorted(draft.heads.items()) if not item.endswith("--row") and item in draft.ours]
    was = {item: at for at, item in enumerate(draft.base)}
    kept = longest_rise([was[item] for item in here])
    moved = {item for at, item in enumerate(here) if at not in kept}
    for at, item in enumerate(here):
        if item not in moved:
            continue
        entry = draft.outline.holder(item)
        owner = entry if "--" in item and entry else None
        around = [owner] if owner else []
        around += list(draft.outline.above(entry)) if entry else []
        if any(getattr(one, "id", None) in moved for one in around):
            continue
        before = next((one for one in reversed(here[:at]) if not _within(draft, one, entry)), "")
        after = next((one for one in here[at + 1 :] if not _within(draft, one, entry)), "")
        made = _new_place(draft, item, entry, before, after)
        unit = draft.matching.home[item]
        yield draft.note(
            "moved",
            item,
            unit,
            old=draft.base[item],
            new=draft.base[item],
            with_=before,
            is_certain=draft.matching.by[item] in ("bookmark", "control", "text"),
            refused=made if isinstance(made, Unread) else None,
            edits=() if isinstance(made, Unread) else made,
        )


def _within(draft: Draft, item: str, entry: Entry | None) -> bool:
    """Say whether an item is printed from what stands in an entry."""
    holder = draft.outline.holder(item)
    return holder is not None and entry is not None and (holder is entry or entry in draft.outline.above(holder))


def _new_place(draft: Draft, item: str, entry: Entry | None, before: str, after: str) -> Edits | Unread:
    """Give the edit that puts an entry behind another one of its kind, or before one."""
    outline = draft.outline
    spot = outline.spot(entry) if entry else None
    if entry is None or spot is None or spot.index is None or ("--" in item and entry is not outline.holder(item)):
        return _NO_PLACE
    if "--" in item and not item.partition("--")[2].startswith(("basis-", "recipient-")):
        return _NO_PLACE
    earlier = outline.holder(before)
    for near in (earlier, *(outline.above(earlier) if earlier else ())):
        there = outline.spot(near) if near else None
        if near and there and there.index is not None and type(near) is type(entry):
            return (Move(entry.source, there.parent.source, there.key, near.source),)
    later = outline.holder(after)
    there = outline.spot(later) if later else None
    if later and there and there.index is not None and type(later) is type(entry):
        ahead = outline.siblings(there)[there.index - 1] if there.index else None
        return (Move(entry.source, there.parent.source, there.key, ahead.source if ahead else None),)
    return _NO_PLACE


_NO_PLACE = Unread(
    Text("there is no entry of its kind where it was moved to"), Text("move it beside others of its kind")
)
