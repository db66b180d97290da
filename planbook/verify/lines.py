"""Lines that must stand in a file against lines that do: which are the same, which differ, which only one side has."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from planbook.outputs.proofs.lines import Wanted, stands_in

_ALIKE = 0.5  # of the words of two lines, from which on one is taken for the other, changed
_TRIED = 60  # lines that one is compared with; a whole other document must not take for ever
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file with its number there, which counts from 1.

    `item` is what it is about, and `by` who changed it and when, where the file says so.
    """

    number: int
    text: str
    item: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A wanted line with the line that stands for it, or one of the two alone."""

    wanted: Wanted | None
    found: FileLine | None


Way = Callable[[list[Wanted], list[FileLine]], Iterable[Pair]]


def aligned_lines(wanted: Sequence[Wanted], found: Sequence[FileLine]) -> Iterator[Pair]:
    """All lines of both sides: the same ones together, changed ones with what they became, the rest alone.

    A line that only moved is the same line.
    """
    matcher = SequenceMatcher(None, [one.text for one in wanted], [one.text for one in found], autojunk=False)
    left: list[Wanted] = []
    over: list[FileLine] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield from map(Pair, wanted[first:last], found[start:end])
        else:
            left += wanted[first:last]
            over += found[start:end]
    yield from _matched(left, over, (_moved, _of_one_item, _alike))


def _matched(left: list[Wanted], over: list[FileLine], ways: Iterable[Way]) -> Iterator[Pair]:
    """Pair what is left on both sides in one way after the other; what no way pairs stays alone."""
    for way in ways:
        taken = list(way(left, over))
        yield from taken
        lines = {id(pair.wanted) for pair in taken}, {id(pair.found) for pair in taken}
        left = [one for one in left if id(one) not in lines[0]]
        over = [one for one in over if id(one) not in lines[1]]
    yield from (Pair(one, None) for one in left)
    yield from (Pair(None, one) for one in over)


def _moved(left: list[Wanted], over: list[FileLine]) -> Iterator[Pair]:
    by_text: dict[str, list[FileLine]] = {}
    for one in over:
        by_text.setdefault(one.text, []).append(one)
    yield from (Pair(line, same.pop(0)) for line in left if (same := by_text.get(line.text)))


def _of_one_item(left: list[Wanted], over: list[FileLine]) -> Iterator[Pair]:
    """Pair lines that say by themselves that they are about the same item."""
    by_item: dict[str, list[FileLine]] = {}
    for one in over:
        by_item.setdefault(one.item, []).append(one)
    yield from (Pair(line, same.pop(0)) for line in left if line.item and (same := by_item.get(line.item)))


def _alike(left: list[Wanted], over: list[FileLine]) -> Iterator[Pair]:
    """Pair each line with the one that has most of its words; what stands near in the order is tried first."""
    free = list(over)
    for line in left:
        near = free[:_TRIED]
        best = max(near, key=lambda one: likeness(line.text, one.text), default=None)
        if best is not None and likeness(line.text, best.text) >= _ALIKE:
            free.remove(best)
            yield Pair(line, best)


def containing(wanted: Sequence[Wanted], found: Sequence[FileLine]) -> Iterator[Pair]:
    """For each wanted line one of the file that has all its cells, and perhaps more; then the lines of no use.

    A line without one is paired with the one that is most like it.
    """
    used: set[int] = set()
    left: list[Wanted] = []
    for line in wanted:
        fitting = [one for one in found if all(stands_in(part, one.text) for part in line.parts)]
        best = next((one for one in fitting if one.number not in used), fitting[0] if fitting else None)
        if best is None:
            left.append(line)
        else:
            used.add(best.number)
            yield Pair(line, best)
    over = [one for one in found if one.number not in used]
    yield from _matched(left, over, (_of_one_item, _alike))


def likeness(one: str, other: str) -> float:
    """How much two lines have in common, from 0 to 1; figures count for nothing."""
    left, right = _words(one), _words(other)
    if 2 * min(len(left), len(right)) < _ALIKE * (len(left) + len(right)):
        return 0.0  # a page in one line is like none; to find out how little would take long
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_DIGITS.sub("0", text).split())
