"""Items that came into the data after a draft was given out, and the paragraphs that say them without a mark.

A draft that was taken over holds what was new in it as plain paragraphs; so does the draft of somebody else who wrote
the same. Lines about an item, too, may say only what the data say.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import LegalBasis, Recipient
from planbook.model.target import Target
from planbook.model.task import Assignment, Duty, Task, TaskGroup
from planbook.reading.context import Context
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.typed_lines import Responsibility, TypedLine, Worded, read_lines, split_number, worded
from planbook.returns.fields.figures import says_money
from planbook.returns.fields.listed_lines import unmarked
from planbook.returns.fields.spots import LISTED_FIELDS
from planbook.returns.fields.three_way import as_said
from planbook.returns.fields.traced import Printed
from planbook.returns.word.draft import MatchedDraft
from planbook.returns.word.rewording import reworded
from planbook.returns.word.units import TextUnit
from planbook.text.comparing import comparable


def arrived(draft: MatchedDraft) -> list[Printed]:
    """The lines that the data print now and that the draft was given out without."""
    given_out = {ItemId(anchor.item) for anchor in draft.anchors}
    return [line for line in draft.ours.values() if line.item not in given_out]


def arrivals(draft: MatchedDraft) -> dict[int, ItemId]:
    """The units that say what came into the data since, in the same list, each with its item."""
    lines: dict[tuple[bool, str], list[ItemId]] = defaultdict(list)
    since = arrived(draft)
    for line in since:
        lines[line.is_row, _key(line.compared)].append(line.item)
        if line.item.kind in LISTED_FIELDS:
            lines[False, _key(unmarked(comparable(line.text)))].append(line.item)
    placed = dict(draft.heads)
    new: dict[int, ItemId] = {}
    for at in draft.strangers if lines else ():
        unit = draft.units[at]
        items = [item for text in unit.sayings() for item in lines[unit.is_row, _key(text)]]
        items += [item for item in lines[False, _key(unmarked(unit.text))] if item.kind in LISTED_FIELDS]
        text, about = _text_apart(draft, unit)
        items += [item for item in lines[False, _key(text)] if about and is_said(draft, item, about)]
        free = (item for item in items if item not in new.values())
        item = next((item for item in free if unit.is_row or _is_beside(draft, at, item, placed)), None)
        if item is None and not unit.is_row:
            item = next(
                (line.item for line in since if line.item not in new.values() and _means(draft, line, text)), None
            )
        if item:
            new[at] = placed[at] = item
    return new


def _means(draft: MatchedDraft, line: Printed, text: str) -> bool:
    """Whether a new paragraph says in other words what a line prints that came since."""
    holder = draft.outline.holder(line.item)
    is_named = isinstance(holder, Target | Duty | Recipient | LegalBasis) and not line.is_row
    return is_named and attempted(reworded, line, text, draft.context, holder) == ()


def near(draft: MatchedDraft, at: int, placed: Mapping[int, ItemId]) -> Iterator[tuple[Entry, bool, int]]:
    """The entries beside a unit: that of the one before, that of the next, then those around the first.

    Each comes with whether the unit stands behind it, and with the unit that it has itself; `placed` are the items of
    the units.
    """
    homes = draft.matching.home | {item: unit for unit, item in placed.items()}
    outline = draft.outline

    # By the items, which are as many as the plan has: a file may have any number of paragraphs.
    printed = [(unit, item) for unit, item in placed.items() if item in draft.ours and not item.is_row]
    before = max((pair for pair in printed if pair[0] < at), default=None)
    after = min((pair for pair in printed if pair[0] > at), default=None)
    earlier = outline.holder(before[1]) if before else None
    later = outline.holder(after[1]) if after else None
    if before and earlier:
        yield earlier, True, before[0]
    if after and later:
        yield later, False, after[0]
    # Lines below a task (who leads it) are the task's.
    around = [*outline.above(earlier), *([earlier] if before and before[1].is_part else [])] if earlier else []
    for entry in around:
        home = homes.get(ItemId(getattr(entry, "id", "")))
        if home is not None:
            yield entry, True, home


def spot_of(draft: MatchedDraft, entry: Entry | None) -> tuple[int, str] | None:
    """The list that an entry stands in."""
    spot = draft.outline.spot(entry) if entry else None
    return (id(spot.parent), spot.key) if spot and spot.index is not None else None


def _is_beside(draft: MatchedDraft, at: int, item: ItemId, placed: Mapping[int, ItemId]) -> bool:
    """Whether an item stands in a list in which a unit could be put."""
    spot = spot_of(draft, draft.outline.holder(item))
    around = [entry for entry, _, _ in near(draft, at, placed)]
    return any(spot == spot_of(draft, entry) or (spot and spot[0] == id(entry)) for entry in around)


def _key(text: str) -> str:
    return as_said(text, is_field=True)


def raw_text(unit: TextUnit) -> str:
    """The text of a unit, line by line as it was typed."""
    return "\n".join(line.text for line in unit.lines)


def _text_apart(draft: MatchedDraft, unit: TextUnit) -> tuple[str, tuple[TypedLine, ...]]:
    """The text of an item without its number, and the lines about it, of a paragraph that holds both."""
    own = Worded("") if unit.is_row else worded(raw_text(unit), draft.context)
    return split_number(own.text)[1], own.lines if own.text else ()


def is_said(draft: MatchedDraft, item: ItemId, lines: Sequence[TypedLine]) -> bool:
    """Whether the data say of an item, or of the task that it is about, what lines say."""
    task, read = draft.outline.holder(item), attempted(read_lines, lines, draft.context)
    return (
        isinstance(task, Task | TaskGroup) and not isinstance(read, Unread) and _holds(task, lines, read, draft.context)
    )


def _holds(task: Task | TaskGroup, lines: Sequence[TypedLine], read: Responsibility, context: Context) -> bool:
    group = context.groups.get(task.id)
    current = task.assignment or (group.assignment if group else None) or Assignment()
    for name, _ in lines:
        if name == "column_result":
            result = task.result if isinstance(task, Task) else None
            if read.result.rstrip(".") != (result or "").rstrip("."):
                return False
            continue
        if name == "column_money":
            if not read.money or not says_money(task.budget, read.money):
                return False
            continue
        field = "deadlines" if name == "deadline" else name
        ours, theirs = (
            [part.model_dump(mode="json") for part in getattr(side, field)] for side in (current, read.assignment)
        )
        if _bare(ours) != _bare(theirs):
            return False
    return True


def _bare(values: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Entries by what they say: an id is no word of theirs."""
    return [{key: value for key, value in entry.items() if key != "id" and value} for entry in values]
