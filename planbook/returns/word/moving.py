"""Items that stand in another order in a returned draft than they were given out in, and than the data have by now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from planbook.changes.compare import longest_rise
from planbook.messages.diagnostics import Text
from planbook.model.appendix import AppendixRow
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import Footnote, Section
from planbook.model.task import TaskGroup
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.listed_lines import number_of
from planbook.returns.fields.spots import Spot
from planbook.returns.word.arrivals import spot_of
from planbook.returns.word.draft import usual_doubt
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.text.writer import Edits, Move

_HEAVY = 20
_NO_PLACE = Unread(
    Text("there is no entry of its kind where it was moved to"), Text("move it beside others of its kind")
)


def moved_items(draft: ReturnedDraft) -> Iterator[FileEdit]:
    """Find the items that a draft moved and the data have not: as few as explain it.

    Of what came into the data since the draft was given out nobody knows who moved it: that needs a yes.
    """
    here, was, now = _orders(draft)
    heavy = _with_content(draft, here)
    yield from _edits(draft, here, _away(here, was, now, heavy))
    steady = set(here) - _out_of_order(here, was, heavy) - _out_of_order(here, now, heavy)
    placed = [item for _, item in sorted(draft.placed.items()) if not item.is_part and item in now]
    yield from _edits(draft, placed, set(_lost(draft, placed, steady, now)))


def moved_rows(draft: ReturnedDraft) -> list[ItemId]:
    """The rows of tables made of the plan that a draft has in another order than before, than the data and than its own text.

    No edit can be made of them.
    """
    was, now = ({item: at for at, item in enumerate(items)} for items in (draft.base, draft.ours))
    here = [
        item
        for _, item in sorted(draft.heads.items())
        if item.is_row and item in was and item in now and not isinstance(draft.outline.holder(item), AppendixRow)
    ]
    texts = {item: at for at, item in draft.heads.items() if not item.is_row}
    of_rows = {row: texts[row.without_row] for row in here if row.without_row in texts}
    return sorted(_away(here, was, now, (), of_rows), key=now.__getitem__)


def moves_held(draft: ReturnedDraft) -> int:
    """How many moves of a draft the data have made already."""
    here, was, now = _orders(draft)
    heavy = _with_content(draft, here)
    return len(_out_of_order(here, was, heavy) - _away(here, was, now, heavy))


def _orders(draft: ReturnedDraft) -> tuple[list[ItemId], dict[ItemId, int], dict[ItemId, int]]:
    """The items in the order of the draft, and the places that they had and that they have in the data."""
    here = [
        item
        for _, item in sorted(draft.heads.items())
        # The order of footnotes is that of their marks, that of rows of a table made of the plan is the plan's.
        if item in draft.ours
        and isinstance(draft.outline.holder(item), AppendixRow if item.is_row else Footnote) == item.is_row
    ]
    was = {item: at for at, item in enumerate(draft.base)}
    return here, was, {item: at for at, item in enumerate(draft.ours)}


def _with_content(draft: ReturnedDraft, here: Sequence[ItemId]) -> set[ItemId]:
    """The headings of groups and sections: a task that passes one went into another group, however many lines it has."""
    return {item for item in here if not item.is_part and isinstance(draft.outline.holder(item), Section | TaskGroup)}


def _lost(
    draft: ReturnedDraft, placed: list[ItemId], steady: set[ItemId], now: Mapping[ItemId, int]
) -> Iterator[ItemId]:
    """What came since and stands on another side of its neighbours, which nobody moved, than in the data."""
    lists: dict[tuple[int, str] | None, list[ItemId]] = {}
    new = set(draft.arrivals.values())
    for item in placed if new else ():
        if item in steady | new:
            lists.setdefault(spot_of(draft, draft.outline.holder(item)), []).append(item)
    for items in (items for spot, items in lists.items() if spot):
        places = [now[item] for item in items]
        steadiness = [item in steady for item in items]
        for at, item in enumerate(items):
            before = (place for place, is_known in zip(places[:at], steadiness, strict=False) if is_known)
            after = (place for place, is_known in zip(places[at:], steadiness[at:], strict=True) if is_known)
            if not steadiness[at] and not max(before, default=-1) < now[item] < min(after, default=len(now)):
                yield item
        yield from _out_of_order([item for item in items if item in new], now)


def _away(
    here: Sequence[ItemId],
    was: Mapping[ItemId, int],
    now: Mapping[ItemId, int],
    heavy: Collection[ItemId],
    texts: Mapping[ItemId, int] = MappingProxyType({}),
) -> set[ItemId]:
    """The items that explain what a draft has in another order than before and the data have not.

    `texts` are places that explain an order by themselves, where two items have them.
    """
    places = {item: at for at, item in enumerate(here)}
    theirs, ours = _out_of_order(here, was, heavy), _out_of_order(here, now, heavy)

    def is_pending(first: ItemId, second: ItemId) -> bool:
        is_before = places[first] < places[second]
        orders = [was, now, *([texts] if {first, second} <= texts.keys() else [])]
        return all((order[first] < order[second]) != is_before for order in orders)

    pending = [
        (item, neighbour) for item in theirs for neighbour in here if item != neighbour and is_pending(item, neighbour)
    ]
    in_both = {item for pair in pending for item in pair} & ours
    away = in_both & theirs
    return away if all(away & {*pair} for pair in pending) else in_both


def _out_of_order(here: Sequence[ItemId], places: Mapping[ItemId, int], heavy: Collection[ItemId] = ()) -> set[ItemId]:
    """The items that are moved if as few as can be are; a heavy one counts for as many as the lines of a task may be."""
    steps = [(item, step) for item in here for step in range(_HEAVY if item in heavy else 1)]
    rising = longest_rise([places[item] * _HEAVY + step for item, step in steps])
    return {item for at, (item, step) in enumerate(steps) if step == 0 and at not in rising}


def _edits(draft: ReturnedDraft, here: Sequence[ItemId], away: set[ItemId]) -> Iterator[FileEdit]:
    homes = {item: at for at, item in draft.placed.items()}
    for at, item in enumerate(here):
        entry = draft.outline.holder(item) if item in away else None
        around = [*([entry] if item.is_part else []), *draft.outline.above(entry)] if entry else []
        if item not in away or any(getattr(holder, "id", None) in away for holder in around):
            continue
        before = next((neighbour for neighbour in reversed(here[:at]) if not _within(draft, neighbour, entry)), None)
        after = next((neighbour for neighbour in here[at + 1 :] if not _within(draft, neighbour, entry)), None)
        made = attempted(_new_place, draft, item, before, after)
        text = draft.base.get(item, draft.ours[item].text)
        yield draft.edit(
            "moved",
            item,
            homes[item],
            made,
            old=text,
            new=text,
            with_=before or "",
            doubt=None if draft.matching.by.get(item) in ("bookmark", "control", "text") else usual_doubt("moved"),
        )


def _within(draft: ReturnedDraft, item: ItemId, entry: Entry | None) -> bool:
    """Whether an item is printed from what stands in an entry."""
    holder = draft.outline.holder(item)
    return holder is not None and entry is not None and (holder is entry or entry in draft.outline.above(holder))


def _new_place(draft: ReturnedDraft, item: ItemId, before: ItemId | None, after: ItemId | None) -> Edits:
    """The edit that puts an entry behind another one of its kind, or before one; raises `NotTaken`."""
    outline = draft.outline
    entry = outline.holder(item)
    spot = outline.spot(entry) if entry else None
    is_line = item.is_part and not item.is_row and not number_of(draft.context.plan, item)
    if entry is None or spot is None or spot.index is None or is_line:
        raise NotTaken(_NO_PLACE)

    def listed(near: Entry | None) -> Spot | None:
        """Where an entry of the same kind stands in a list."""
        there = outline.spot(near) if near else None
        return there if there and there.index is not None and type(near) is type(entry) else None

    earlier = outline.holder(before) if before else None
    for near in (earlier, *(outline.above(earlier) if earlier else ())):
        if near and (there := listed(near)):
            return (Move(entry.source, there.parent.source, there.key, near.source),)
    later = outline.holder(after) if after else None
    if there := listed(later):
        ahead = outline.siblings(there)[there.index - 1] if there.index else None
        return (Move(entry.source, there.parent.source, there.key, ahead.source if ahead else None),)
    raise NotTaken(_NO_PLACE)
