"""One value that two sides changed: put together where each changed a part of its own, sentence by sentence in a text.

Entries of a list are told apart by their ids, or by what else names them in every version.
"""

import re
from typing import Any

from planbook.text.blocks import LineBlock
from planbook.text.merging import PartChange, facing, merged_parts
from planbook.text.node import plain_node

NATURAL = ("id", "document", "year", "agency", "place")  # what tells the entries of one list apart
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")


class Differ(Exception):
    """Both sides changed the same, each in its own way."""


def merged_value(base: Any, ours: Any, theirs: Any) -> Any:
    """A value with what both sides made of it, None for none; raises `Differ`."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    values = (base, ours, theirs)
    if all(isinstance(value, dict) for value in values):
        merged = {key: merged_value(*(value.get(key) for value in values)) for key in {**ours, **theirs, **base}}
        return {key: value for key, value in merged.items() if value is not None}
    if any(isinstance(value, list) for value in values) and all(isinstance(value, list | str) for value in values):
        return _list(*([value] if isinstance(value, str) else value for value in values))
    if all(isinstance(value, str) for value in values):
        return _text(base, ours, theirs)
    raise Differ


def merged_order(base: list[str], ours: list[str], theirs: list[str], names_to_stay: set[str]) -> list[str] | None:
    """The names_to_stay names in the order of the side that changed it, new ones behind what they follow.

    None where the sides want two orders, or have two things instead of one.
    """
    common = [name for name in base if name in ours and name in theirs]
    own, other_order = ([name for name in side if name in common] for side in (ours, theirs))
    gone = [name for name in base if name not in ours and name not in theirs and not name.startswith("id ")]
    new = [{*side} - {*base} for side in (ours, theirs)]
    if (common not in (own, other_order) and own != other_order) or (gone and new[0] != new[1]):
        return None
    first, second = (theirs, ours) if own == common else (ours, theirs)
    if own == other_order:
        first, second = ours, theirs
    names = [name for name in first if name in names_to_stay]
    for at, name in enumerate(second):
        if name in names_to_stay and name not in names:
            before = next((earlier for earlier in reversed(second[:at]) if earlier in names), None)
            place = names.index(before) + 1 if before else 0
            # What both put in at one place: ours first.
            while first is ours and place < len(names) and names[place] not in {*base, *second}:
                place += 1
            names.insert(place, name)
    return names


def entry_name(value: Any) -> str:
    """What tells an entry of a list from the others; empty where only its place does."""
    if isinstance(value, str):
        return value
    keys = [f"{key} {value[key]}" for key in NATURAL if isinstance(value, dict) and isinstance(value.get(key), str)]
    return keys[0] if keys and keys[0].startswith(("id ", "document ")) else " ".join(keys)


def _list(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    sides = [{entry_name(value): value for value in values} for values in (base, ours, theirs)]
    if any(len(side) != len(values) or "" in side for side, values in zip(sides, (base, ours, theirs), strict=True)):
        raise Differ
    merged = {name: merged_value(*(side.get(name) for side in sides)) for name in {**sides[1], **sides[2], **sides[0]}}
    names_to_stay = {name for name, value in merged.items() if value is not None}
    names = merged_order([*sides[0]], [*sides[1]], [*sides[2]], names_to_stay)
    if not names:
        raise Differ
    return [merged[name] for name in names]


def _text(base: str, ours: str, theirs: str) -> str:
    """A text with the sentences that each side changed."""
    sentences, own, brought = map(_SENTENCE.split, (base, ours, theirs))
    merged = merged_parts(sentences, own, brought, _meet)
    if merged is None:
        raise Differ
    return " ".join(merged)


def _meet(change: PartChange, step: PartChange) -> bool:
    """Whether two changes are of the same sentences, or put something in at one place, or where others come and go."""
    (begin, end, new), (first, last, brought) = change, step
    grows = {end - begin, last - first} & {0} and (end - begin != len(new) and last - first != len(brought))
    return (begin < last and first < end) or bool(grows and begin <= last and first <= end)


def entries_by_name(*versions: tuple[LineBlock, ...]) -> list[dict[str, LineBlock]]:
    """The entries of a list by what tells them apart: their ids, else the place of the entry that they were made of."""
    names = [[entry_name(plain_node(block.node)) for block in parts] for parts in versions]
    doubtful = {name for side in names for name in side if side.count(name) > 1}
    names = [["" if name in doubtful else name for name in side] for side in names]
    nameless = [
        [block for block, name in zip(parts, side, strict=True) if not name]
        for parts, side in zip(versions, names, strict=True)
    ]
    places = [_places(nameless[0], side) for side in nameless]
    return [
        {name or places[number].pop(0): block for block, name in zip(parts, names[number], strict=True)}
        for number, parts in enumerate(versions)
    ]


def _places(base: list[LineBlock], side: list[LineBlock]) -> list[str]:
    """For each block of a side the place of the one it was made of, or what it says."""
    before, now = (["\n".join(block.lines()) for block in blocks_] for blocks_ in (base, side))
    names = [""] * len(now)
    for (i, j), (k, m) in facing(before, now):
        if j - i == m - k:
            names[k] = f"# {i}"
    new: list[str] = []
    for at, text in enumerate(now):
        if not names[at]:
            names[at] = f"+ {new.count(text)} {text}"
            new.append(text)
    return names
