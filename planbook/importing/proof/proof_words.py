"""The words of an original held against those of a print: which printed word answers for which word of the original."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal

from planbook.text.comparing import as_compared, without_unseen

_UNIT = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+")
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?!\w)")
_MARKS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)  # of footnotes, as a print has them
RUNS = (8, 3)  # words in a row that are looked for anywhere, long runs first
LEAST_RUN = RUNS[-1]
_CANDIDATES = 48  # places of a common run that are compared
_ROOM = 24  # words around a run in which single words are looked for

PieceState = Literal["printed", "label", "worded", "missing"]


@dataclass(frozen=True, slots=True)
class ProofPiece:
    """A stretch of a passage of the original: the print has it, has a label or words of its own for it, or lacks it."""

    text: str
    state: PieceState
    figures: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class ProofWords:
    """What reads alike though it is not written so, all in folded words.

    `short` has what short forms stand for, `day` what stands between the parts of a day in words, `labels` are those
    of lines about a task, which the print has in words of its own.
    """

    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: tuple[str, str] = ("", "")
    labels: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, figure or sign as it is compared, and where it stands in its text."""

    key: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        return self.key[0].isdigit()


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdigit() else as_compared(word)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(_key(word) for word in _UNIT.findall(without_unseen(text)))


def _units(text: str, words: ProofWords) -> Iterator[_Unit]:
    """The words of a text; a short form is what it stands for, and a day in digits is one in words."""
    behind = -1
    text = text.translate(_MARKS)
    for match in _UNIT.finditer(text):
        key, (start, end) = _key(match.group()), match.span()
        day = _DAY.match(text, start)
        if start < behind:
            continue
        if day:
            parts = zip(("d", "m", "y"), (*words.day, ""), strict=True)
            for part, joint in parts:
                yield _Unit(_key(day[part]), *day.span(part))
                if joint:
                    yield _Unit(joint, day.end(part), day.end(part))
            behind = day.end()
        else:
            for word in words.short.get(key, (key,)):
                yield _Unit(word, start, end)


class PrintWords:
    """The words of a print in a row, with those that answer for a word of the original already."""

    def __init__(self, texts: Sequence[tuple[str, bool]], words: ProofWords) -> None:
        self.texts = [text for text, _ in texts]
        self.of_items = [of_item for _, of_item in texts]
        self.units = [(unit, at) for at, text in enumerate(self.texts) for unit in _units(text, words)]
        self.keys = [unit.key for unit, _ in self.units]
        self.is_taken = bytearray(len(self.keys))
        self.runs: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self.keys) - LEAST_RUN + 1):
            self.runs.setdefault(tuple(self.keys[at : at + LEAST_RUN]), []).append(at)
        self.whole: dict[tuple[str, ...], list[int]] = {}
        start = 0
        for _, members in groupby(self.units, key=lambda unit: unit[1]):
            keys = tuple(unit.key for unit, _ in members)
            self.whole.setdefault(keys, []).append(start)
            start += len(keys)

    def run(self, keys: Sequence[str], at: int, near: int) -> tuple[int, int]:
        """Where the longest free run begins that the words from `at` on make, and its length; the nearest of several."""
        places = self.runs.get(tuple(keys[at : at + LEAST_RUN]), [])
        middle = bisect_left(places, near)
        best, length = 0, 0
        for place in places[max(0, middle - _CANDIDATES // 2) : middle + _CANDIDATES // 2]:
            reach = self._reach(keys, at, place)
            if reach > length or (reach == length and abs(place - near) < abs(best - near)):
                best, length = place, reach
        return best, length

    def _reach(self, keys: Sequence[str], at: int, place: int) -> int:
        most = min(len(keys) - at, len(self.keys) - place)
        for reach in range(most):
            if self.is_taken[place + reach] or self.keys[place + reach] != keys[at + reach]:
                return reach
        return most

    def take(self, place: int, length: int) -> None:
        """Let the words from a place on answer for some of the original."""
        self.is_taken[place : place + length] = b"\1" * length

    def added(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The texts with figures that answer for nothing, and these; tables of items only say again what these say."""
        free = (
            (at, self.texts[at][unit.start : unit.end])
            for (unit, at), is_taken in zip(self.units, self.is_taken, strict=True)
            if unit.is_figure and not is_taken and not self.of_items[at]
        )
        for at, members in groupby(free, key=lambda unit: unit[0]):
            yield self.texts[at], tuple(figure for _, figure in members)


class PassageWords:
    """A passage of the original, and which word of the print answers for each of its words."""

    def __init__(self, text: str, print_: PrintWords, words: ProofWords) -> None:
        self.text = text
        self.units = list(_units(text, words))
        self.keys = [unit.key for unit in self.units]
        self.print = print_
        self.places: list[int | None] = [None] * len(self.keys)
        self.label = self._label(words.labels)

    def lines(self) -> tuple[str, ...]:
        """The lines of the print that answer for its words."""
        lines = sorted({self.print.units[place][1] for place in self.places if place is not None})
        return tuple(self.print.texts[line] for line in lines)

    def _take(self, at: int, place: int, length: int) -> None:
        self.places[at : at + length] = range(place, place + length)
        self.print.take(place, length)

    def take_runs(self, least: int) -> None:
        """Take the longest runs of words that the print has, of so many words at least."""
        at, near = 0, 0
        while at <= len(self.keys) - LEAST_RUN:
            if self.places[at] is not None:
                near = self.places[at] or 0
                at += 1
                continue
            room = next((to for to in range(at, len(self.keys)) if self.places[to] is not None), len(self.keys))
            place, length = self.print.run(self.keys[:room], at, near) if room - at >= LEAST_RUN else (0, 0)
            if length >= min(least, len(self.keys)):
                self._take(at, place, length)
                near = place + length
            at += max(length, 1) if length >= min(least, len(self.keys)) else 1

    def take_whole(self, near: int) -> int:
        """Take the free line or cell of the print that says just the same, the nearest of several; where it ends."""
        places = [place for place in self.print.whole.get(tuple(self.keys), []) if not self.print.is_taken[place]]
        if not places:
            return near
        place = min(places, key=lambda place: abs(place - near))
        self._take(0, place, len(self.keys))
        return place + len(self.keys)

    def take_between(self, before: int) -> int:
        """Take single words that stand in the print between those that were taken, in the same order; where these end.

        `before` is where the words of the passage before end.
        """
        ends = [-1, *(at for at, place in enumerate(self.places) if place is not None), len(self.keys)]
        for left, right in pairwise(ends):
            start = self.places[left] if left >= 0 else None
            stop = self.places[right] if right < len(self.keys) else None
            if right - left > 1:
                self._take_singly(range(left + 1, right), *_window(start, stop, before))
        return next((place + 1 for place in reversed(self.places) if place is not None), before)

    def _take_singly(self, among: range, start: int, stop: int) -> None:
        place = max(start, 0)
        stop = min(stop, len(self.print.keys))
        for at in among:
            free = (to for to in range(place, stop) if not self.print.is_taken[to])
            hit = next((to for to in free if self.print.keys[to] == self.keys[at]), None)
            if hit is not None:
                self._take(at, hit, 1)
                place = hit + 1

    def _label(self, labels: frozenset[tuple[str, ...]]) -> int:
        """How many words its label has, with the number before it; none where it has no label that is known."""
        head, colon, _ = self.text.partition(":")
        end = sum(unit.start < len(head) for unit in self.units) if colon else 0
        # A number may stand before it, and a word or two behind it.
        heads = (self.keys[start:to] for start in range(min(2, end)) for to in range(max(start, end - 2), end + 1))
        return end if any(tuple(words) in labels for words in heads) else 0

    def _states(self) -> list[PieceState]:
        """The state of each word; a label has its own where the print says what stands behind it, or nothing does."""
        states: list[PieceState] = ["missing" if place is None else "printed" for place in self.places]
        if "missing" in states[: self.label] and (self.label == len(states) or "printed" in states[self.label :]):
            states[: self.label] = ["label"] * self.label
        return states

    def pieces(self, *, is_data: bool = False, is_label: bool = False) -> tuple[ProofPiece, ...]:
        """The text in stretches; signs and spaces go with the words that the print has.

        What `is_data` that was read for certain the print says in words of its own: agencies and times, never a figure.
        For what `is_label` it has a head or number of its own.
        """
        pieces: list[ProofPiece] = []
        start = 0
        states = self._states()
        if is_label and "missing" in states:
            states = ["label"] * len(states)
        runs = [(state, list(at)) for state, at in groupby(range(len(states)), lambda at: states[at])]
        for index, (state, at) in enumerate(runs):
            later = runs[index + 1][1][0] if index + 1 < len(runs) else None
            is_last = later is None
            end = self.units[at[-1]].end if state == "missing" else self.units[later or 0].start
            end = max(start, len(self.text) if is_last else end)
            figures = sum(self.units[unit].is_figure for unit in at)
            is_worded = state == "missing" and is_data and not figures and "printed" in states
            pieces.append(ProofPiece(self.text[start:end], "worded" if is_worded else state, figures, len(at)))
            start = end
        return tuple(pieces) or (ProofPiece(self.text, "printed"),)


def _window(start: int | None, stop: int | None, before: int) -> tuple[int, int]:
    """Where in the print words between two places are looked for; around one of them where the other is not known."""
    if start is not None and stop is not None and start < stop:
        return start + 1, min(stop, start + _ROOM)
    if start is None and stop is not None:
        return stop - _ROOM // 2, stop
    return (before if start is None else start + 1), (before if start is None else start) + _ROOM
