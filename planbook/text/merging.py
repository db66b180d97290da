"""Two lists of parts that come from one: what each has instead of some parts, and whether such changes touch."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class PartChange(NamedTuple):
    """The parts of the first list from `begin` to `end`, and what stands there instead."""

    begin: int
    end: int
    new: tuple[str, ...]


def _part_changes(parts: Sequence[str], now: Sequence[str]) -> list[PartChange]:
    """What a list has instead of some parts; where as many stand there, each instead of one."""
    pairs = (
        (before, after) for before, after in facing(parts, now) if [*parts[slice(*before)]] != [*now[slice(*after)]]
    )
    return [PartChange(*before, tuple(now[slice(*after)])) for before, after in pairs]


def facing(parts: Sequence[str], now: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where the parts of two lists stand side by side, from and to in both: one to one, also where as many other ones stand."""
    for _, i, j, k, m in SequenceMatcher(None, parts, now, autojunk=False).get_opcodes():
        if j - i == m - k:
            yield from (((i + at, i + at + 1), (k + at, k + at + 1)) for at in range(j - i))
        else:
            yield (i, j), (k, m)


def merged_parts(
    parts: Sequence[str], ours: Sequence[str], theirs: Sequence[str], meet: Callable[[PartChange, PartChange], bool]
) -> list[str] | None:
    """The parts with what both lists made of them; None where changes of both `meet`."""
    own, brought = _part_changes(parts, ours), _part_changes(parts, theirs)
    if any(meet(change, step) for change in own for step in brought if step != change):
        return None
    merged = [*parts]
    for begin, end, new in sorted({*own, *brought}, reverse=True):
        merged[begin:end] = new
    return merged
