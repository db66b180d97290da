"""Two lists of parts that come from one: what each has instead of some parts, and whether such changes touch."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class PartChange(NamedTuple):
    """The parts of the first list from `begin` to `end`, and what stands there instead."""

    begin: int
    end: int
    new: tuple[str, ...]


def part_changes(parts: Sequence[str], now: Sequence[str]) -> list[PartChange]:
    """What a list has instead of some parts; where as many stand there, each instead of one."""
    changes: list[PartChange] = []
    for tag, i, j, k, m in SequenceMatcher(None, parts, now, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            changes += [
                PartChange(i + at, i + at + 1, (now[k + at],)) for at in range(j - i) if parts[i + at] != now[k + at]
            ]
        elif tag != "equal":
            changes.append(PartChange(i, j, tuple(now[k:m])))
    return changes


def merged_parts(
    parts: Sequence[str], ours: Sequence[str], theirs: Sequence[str], meet: Callable[[PartChange, PartChange], bool]
) -> list[str] | None:
    """The parts with what both lists made of them; None where changes of both `meet`."""
    own, brought = part_changes(parts, ours), part_changes(parts, theirs)
    if any(meet(change, step) for change in own for step in brought if step != change):
        return None
    merged = [*parts]
    for begin, end, new in sorted({*own, *brought}, reverse=True):
        merged[begin:end] = new
    return merged
