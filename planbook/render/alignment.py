"""Two sequences side by side: what is known by a key in both, then what is alike, in an order that is that of both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from planbook.changes.compare import longest_rise

_Element = TypeVar("_Element")
AlignmentKey = tuple[object, ...]

_NEAR = 5  # so many are looked at for the one that another has become


def aligned(
    old: Sequence[_Element],
    new: Sequence[_Element],
    keys: Callable[[Sequence[_Element]], Iterable[AlignmentKey]],
    is_same: Callable[[_Element, _Element], bool],
    is_alike: Callable[[_Element, _Element], bool],
) -> Iterator[tuple[_Element | None, _Element | None]]:
    """Old and new side by side, in an order that is that of both; what has no counterpart stands alone."""
    before, after = list(keys(old)), list(keys(new))
    places = {key: at for at, key in enumerate(before)}
    pairs = [(places[key], at) for at, key in enumerate(after) if key in places and is_same(old[places[key]], new[at])]
    rise = longest_rise([at for at, _ in pairs])
    matched = [pair for at, pair in enumerate(pairs) if at in rise]
    common = places.keys() & set(after)
    unknown = (
        [at for at, key in enumerate(before) if key not in common],
        [at for at, key in enumerate(after) if key not in common],
    )
    matched = sorted([*matched, *_guessed(matched, old, new, *unknown, is_alike)])
    for (from_, start), (to, end) in pairwise([(-1, -1), *matched, (len(old), len(new))]):
        yield from ((element, None) for element in old[from_ + 1 : to])
        yield from ((None, element) for element in new[start + 1 : end])
        if to < len(old):
            yield old[to], new[end]


def _guessed(
    matched: Sequence[tuple[int, int]],
    old: Sequence[_Element],
    new: Sequence[_Element],
    gone: Sequence[int],
    come: Sequence[int],
    is_alike: Callable[[_Element, _Element], bool],
) -> Iterator[tuple[int, int]]:
    """Further pairs between the kept ones, of what has no key in common but much to say."""
    bounds = [(-1, -1), *matched, (len(old), len(new))]
    gap, start = 0, 0
    for at in gone:
        while bounds[gap + 1][0] < at:
            gap += 1
        while start < len(come) and come[start] < bounds[gap][1]:
            start += 1
        near = [place for place in come[start : start + _NEAR] if place < bounds[gap + 1][1]]
        place = next((place for place in near if is_alike(old[at], new[place])), None)
        if place is not None:
            start = come.index(place, start) + 1
            yield at, place
