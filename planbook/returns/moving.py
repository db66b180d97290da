"""Items that stand in another order in a returned draft than they were given out in, and than the data have by now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from planbook.changes.compare import longest_rise
from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.returns.arrivals import spot_of
from planbook.returns.found import FileEdit
from planbook.returns.listed import number_of
from planbook.returns.not_taken import Unread
from planbook.returns.rewording import Edits
from planbook.text.writer import Move

if TYPE_CHECKING:
    from planbook.returns.word import ReturnedDraft

_NO_PLACE = Unread(
    Text("there is no entry of its kind where it was moved to"), Text("move it beside others of its kind")
)


def moved_items(draft: "ReturnedDraft") -> Iterator[FileEdit]:
    """Find the items that a draft moved and the data have not: as few as explain it.

    Of what came into the data since the draft was given out nobody knows who moved it: that needs a yes.
    """
    here, was, now = _orders(draft)
    yield from _told(draft, here, _away(here, was, now))
    steady = set(here) - _out_of_order(here, was) - _out_of_order(here, now)
    placed = [item for _, item in sorted(draft.placed.items()) if "--" not in item and item in now]
    yield from _told(draft, placed, set(_lost(draft, placed, steady, now)))


def moves_held(draft: "ReturnedDraft") -> int:
    """How many moves of a draft the data have made already."""
    here, was, now = _orders(draft)
    return len(_out_of_order(here, was) - _away(here, was, now))


def _orders(draft: "ReturnedDraft") -> tuple[list[str], dict[str, int], dict[str, int]]:
    """The items in the order of the draft, and the places that they had and that they have in the data."""
    here = [item for _, item in sorted(draft.heads.items()) if not item.endswith("--row") and item in draft.ours]
    was = {item: at for at, item in enumerate(draft.base)}
    return here, was, {item: at for at, item in enumerate(draft.ours)}


def _lost(draft: "ReturnedDraft", placed: list[str], steady: set[str], now: Mapping[str, int]) -> Iterator[str]:
    """What came since and stands on another side of its neighbours, which nobody moved, than in the data."""
    lists: dict[tuple[int, str] | None, list[str]] = {}
    new = set(draft.arrivals.values())
    for item in placed if new else ():
        if item in steady | new:
            lists.setdefault(spot_of(draft, draft.outline.holder(item)), []).append(item)
    for items in (items for spot, items in lists.items() if spot):
        places = [now[item] for item in items]
        known = [item in steady for item in items]
        for at, item in enumerate(items):
            before = (place for place, is_known in zip(places[:at], known, strict=False) if is_known)
            after = (place for place, is_known in zip(places[at:], known[at:], strict=True) if is_known)
            if not known[at] and not max(before, default=-1) < now[item] < min(after, default=len(now)):
                yield item
        yield from _out_of_order([item for item in items if item in new], now)


def _away(here: Sequence[str], was: Mapping[str, int], now: Mapping[str, int]) -> set[str]:
    """The items that explain what a draft has in another order than before and the data have not."""
    places = {item: at for at, item in enumerate(here)}
    theirs, ours = _out_of_order(here, was), _out_of_order(here, now)

    def is_pending(one: str, other: str) -> bool:
        is_before = places[one] < places[other]
        return (was[one] < was[other]) != is_before and (now[one] < now[other]) != is_before

    pending = [(one, other) for one in theirs for other in here if one != other and is_pending(one, other)]
    both = {one for pair in pending for one in pair} & ours
    away = both & theirs
    return away if all(away & {*pair} for pair in pending) else both


def _out_of_order(here: Sequence[str], places: Mapping[str, int]) -> set[str]:
    kept = longest_rise([places[item] for item in here])
    return {item for at, item in enumerate(here) if at not in kept}


def _told(draft: "ReturnedDraft", here: Sequence[str], away: set[str]) -> Iterator[FileEdit]:
    homes = {item: at for at, item in draft.placed.items()}
    for at, item in enumerate(here):
        if item not in away:
            continue
        entry = draft.outline.holder(item)
        owner = entry if "--" in item and entry else None
        around = [owner] if owner else []
        around += list(draft.outline.above(entry)) if entry else []
        if any(getattr(one, "id", None) in away for one in around):
            continue
        before = next((one for one in reversed(here[:at]) if not _within(draft, one, entry)), "")
        after = next((one for one in here[at + 1 :] if not _within(draft, one, entry)), "")
        made = _new_place(draft, item, entry, before, after)
        said = draft.base.get(item, draft.ours[item].text)
        yield draft.note(
            "moved",
            item,
            homes[item],
            old=said,
            new=said,
            with_=before,
            is_certain=draft.matching.by.get(item) in ("bookmark", "control", "text"),
            refused=made if isinstance(made, Unread) else None,
            edits=() if isinstance(made, Unread) else made,
        )


def _within(draft: "ReturnedDraft", item: str, entry: Entry | None) -> bool:
    """Whether an item is printed from what stands in an entry."""
    holder = draft.outline.holder(item)
    return holder is not None and entry is not None and (holder is entry or entry in draft.outline.above(holder))


def _new_place(draft: "ReturnedDraft", item: str, entry: Entry | None, before: str, after: str) -> Edits | Unread:
    """The edit that puts an entry behind another one of its kind, or before one."""
    outline = draft.outline
    spot = outline.spot(entry) if entry else None
    if entry is None or spot is None or spot.index is None or ("--" in item and entry is not outline.holder(item)):
        return _NO_PLACE
    if "--" in item and not number_of(draft.context.plan, item):
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
