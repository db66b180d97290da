"""Items that came into the data after a draft was given out, and the paragraphs that say them without a mark.

A draft that was taken over holds what was new in it as plain paragraphs; so does the draft of somebody else who wrote
the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from planbook.model.entry import Entry
from planbook.returns.matching import TYPED_NUMBER, TextUnit, comparable, tidy_row
from planbook.returns.new_tasks import is_said, text_apart
from planbook.returns.three_way import as_said
from planbook.returns.traced import Printed

if TYPE_CHECKING:
    from planbook.returns.word import ReturnedDraft


def arrived(draft: "ReturnedDraft") -> list[Printed]:
    """The lines that the data print now and that the draft was given out without."""
    known = {anchor.item for anchor in draft.anchors}
    return [line for line in draft.ours.values() if line.item not in known]


def arrivals(draft: "ReturnedDraft") -> dict[int, str]:
    """The units that say what came into the data since, in the same list, each with its item."""
    lines: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for line in arrived(draft):
        lines[line.is_row, _key(tidy_row(line.text) if line.is_row else comparable(line.text))].append(line.item)
    placed = dict(draft.heads)
    found: dict[int, str] = {}
    for at in draft.strangers if lines else ():
        unit = draft.units[at]
        said = [item for text in sayings(unit) for item in lines[unit.is_row, _key(text)]]
        text, about = text_apart(draft, unit)
        said += [item for item in lines[False, _key(text)] if about and is_said(draft, item, about)]
        for item in said:
            if item not in found.values() and (unit.is_row or _is_beside(draft, at, item, placed)):
                found[at] = placed[at] = item
                break
    return found


def sayings(unit: TextUnit) -> Iterator[str]:
    """What a unit says: as it stands, and without a number that is typed before it."""
    yield unit.text
    if not unit.is_row and (typed := TYPED_NUMBER.match(unit.text)):
        yield unit.text[typed.end() :]


def near(draft: "ReturnedDraft", at: int, placed: Mapping[int, str]) -> Iterator[tuple[Entry, bool, int]]:
    """The entries beside a unit: that of the one before, that of the next, then those around the first.

    Each comes with whether the unit stands behind it, and with the unit that it has itself; `placed` are the items of
    the units.
    """
    homes = draft.matching.home | {item: unit for unit, item in placed.items()}
    outline = draft.outline

    # By the items, which are as many as the plan has: a file may have any number of paragraphs.
    held = [(one, name) for one, name in placed.items() if name in draft.ours and not name.endswith("--row")]
    before = max((one for one in held if one[0] < at), default=None)
    after = min((one for one in held if one[0] > at), default=None)
    earlier = outline.holder(before[1]) if before else None
    later = outline.holder(after[1]) if after else None
    if before and earlier:
        yield earlier, True, before[0]
    if after and later:
        yield later, False, after[0]
    for around in outline.above(earlier) if earlier else ():
        home = homes.get(getattr(around, "id", ""))
        if home is not None:
            yield around, True, home
    # Lines below a task (who leads it) are the task's.
    if before and earlier and "--" in before[1]:
        home = homes.get(getattr(earlier, "id", ""))
        if home is not None:
            yield earlier, True, home


def spot_of(draft: "ReturnedDraft", entry: Entry | None) -> tuple[int, str] | None:
    """The list that an entry stands in."""
    spot = draft.outline.spot(entry) if entry else None
    return (id(spot.parent), spot.key) if spot and spot.index is not None else None


def _is_beside(draft: "ReturnedDraft", at: int, item: str, placed: Mapping[int, str]) -> bool:
    """Whether an item stands in a list in which a unit could be put."""
    spot = spot_of(draft, draft.outline.holder(item))
    return any(spot == spot_of(draft, entry) for entry, _, _ in near(draft, at, placed))


def _key(text: str) -> str:
    return as_said(text, is_field=True)
