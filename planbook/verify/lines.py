"""Lines that must stand in a file against lines that do: which are the same, which differ, which only one side has."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from planbook.outputs.proofs.lines import ExpectedLine, stands_in

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

    expected: ExpectedLine | None
    printed: FileLine | None


Way = Callable[[list[ExpectedLine], list[FileLine]], Iterable[Pair]]


def aligned_lines(expected: Sequence[ExpectedLine], printed: Sequence[FileLine]) -> Iterator[Pair]:
    """All lines of both sides: the same ones together, changed ones with what they became, the rest alone.

    A line that only moved is the same line.
    """
    matcher = SequenceMatcher(None, [line.text for line in expected], [line.text for line in printed], autojunk=False)
    left: list[ExpectedLine] = []
    over: list[FileLine] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield from map(Pair, expected[first:last], printed[start:end])
        else:
            left += expected[first:last]
            over += printed[start:end]
    yield from _matched(left, over, (_moved, _of_one_item, _alike))


def _matched(left: list[ExpectedLine], over: list[FileLine], ways: Iterable[Way]) -> Iterator[Pair]:
    """Pair what is left on both sides in one way after the other; what no way pairs stays alone."""
    for way in ways:
        pairs = list(way(left, over))
        yield from pairs
        lines = {id(pair.expected) for pair in pairs}, {id(pair.printed) for pair in pairs}
        left = [line for line in left if id(line) not in lines[0]]
        over = [line for line in over if id(line) not in lines[1]]
    yield from (Pair(line, None) for line in left)
    yield from (Pair(None, line) for line in over)


def _moved(left: list[ExpectedLine], over: list[FileLine]) -> Iterator[Pair]:
    by_text: dict[str, list[FileLine]] = {}
    for line in over:
        by_text.setdefault(line.text, []).append(line)
    yield from (Pair(line, equal.pop(0)) for line in left if (equal := by_text.get(line.text)))


def _of_one_item(left: list[ExpectedLine], over: list[FileLine]) -> Iterator[Pair]:
    """Pair lines that say by themselves that they are about the same item."""
    by_item: dict[str, list[FileLine]] = {}
    for line in over:
        by_item.setdefault(line.item, []).append(line)
    yield from (Pair(line, of_item.pop(0)) for line in left if line.item and (of_item := by_item.get(line.item)))


def _alike(left: list[ExpectedLine], over: list[FileLine]) -> Iterator[Pair]:
    """Pair each line with the one that has most of its words; what stands near in the order is tried first."""
    free = list(over)
    for line in left:
        near = free[:_TRIED]
        best = max(near, key=lambda candidate: likeness(line.text, candidate.text), default=None)
        if best is not None and likeness(line.text, best.text) >= _ALIKE:
            free.remove(best)
            yield Pair(line, best)


def containing(expected: Sequence[ExpectedLine], printed: Sequence[FileLine]) -> Iterator[Pair]:
    """For each wanted line one of the file that has all its cells, and perhaps more; then the lines of no use.

    A line without one is paired with the one that is most like it.
    """
    used: set[int] = set()
    left: list[ExpectedLine] = []
    for line in expected:
        fitting = [candidate for candidate in printed if all(stands_in(part, candidate.text) for part in line.parts)]
        best = next(
            (candidate for candidate in fitting if candidate.number not in used), fitting[0] if fitting else None
        )
        if best is None:
            left.append(line)
        else:
            used.add(best.number)
            yield Pair(line, best)
    over = [line for line in printed if line.number not in used]
    yield from _matched(left, over, (_of_one_item, _alike))


def likeness(first: str, second: str) -> float:
    """How much two lines have in common, from 0 to 1; figures count for nothing."""
    left, right = _words(first), _words(second)
    if 2 * min(len(left), len(right)) < _ALIKE * (len(left) + len(right)):
        return 0.0  # a page in one line is like none; to find out how little would take long
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_DIGITS.sub("0", text).split())
