"""Proof by printing back: what of an old plan's words, figures and numbers the print of its import does not have.

A plan says the same words in many places, so a printed word answers for one word of the original alone: runs of words
first, whole lines before long runs before short, then what is left between them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from planbook.importing.original import LeftOut, Original, Passage
from planbook.text.comparing import as_compared, without_unseen
from planbook.wording.blocks import ArticleLine

_UNIT = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+")
_RUNS = (8, 3)  # words in a row that are looked for anywhere, long runs first
_LEAST = _RUNS[-1]
_CANDIDATES = 48  # places of a common run that are compared
_ROOM = 24  # words around a run in which single words are looked for


@dataclass(frozen=True, slots=True)
class ProofPiece:
    """A stretch of a passage of the original: whether the print has it."""

    text: str
    printed: bool
    figures: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class PassageProof:
    """A passage of the original in stretches that the print has and stretches that it does not have.

    `lines` are those of the print that answer for its words.
    """

    passage: Passage
    pieces: tuple[ProofPiece, ...]
    lines: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[ProofPiece, ...]:
        """The stretches that the print does not have."""
        return tuple(piece for piece in self.pieces if not piece.printed)


@dataclass(frozen=True, slots=True)
class PlanProof:
    """A whole original beside its print.

    `added` are the lines of the print with a figure that the original does not have there, each with these figures.
    """

    passages: tuple[PassageProof, ...]
    left_out: tuple[LeftOut, ...]
    added: tuple[tuple[str, tuple[str, ...]], ...]

    def count(self, what: str, *, printed: bool | None = None) -> int:
        """How many `words` or `figures` there are; with `printed` those that the print has, or does not have."""
        pieces = (piece for proof in self.passages for piece in proof.pieces)
        return sum(getattr(piece, what) for piece in pieces if printed in (None, piece.printed))

    @property
    def coverage(self) -> float:
        """The share of the original's words, figures among them, that the print has."""
        words = self.count("words")
        return self.count("words", printed=True) / words if words else 1.0


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


def _units(text: str) -> list[_Unit]:
    return [_Unit(_key(match.group()), *match.span()) for match in _UNIT.finditer(text)]


def proof(original: Original, lines: Iterable[ArticleLine]) -> PlanProof:
    """What of an original stands in the printed lines of its import."""
    print_ = _Print(tuple(_once(lines)))
    passages = [(passage, without_unseen(passage.printed)) for passage in original.passages()]
    texts = [_Text(text, print_) for _, text in passages]
    before = 0
    for text in texts:
        before = text.take_whole(before)
    for least in _RUNS:
        for text in texts:
            text.take_runs(least)
    before = 0
    for text in texts:
        before = text.take_between(before)
    proven = (
        PassageProof(passage, text.pieces(), text.lines()) for (passage, _), text in zip(passages, texts, strict=True)
    )
    return PlanProof(tuple(proven), original.left_out, tuple(print_.added()))


def _once(lines: Iterable[ArticleLine]) -> Iterator[str]:
    """The texts of the print; cells of a table that only say again what stands in the text are left out."""
    lines = list(lines)
    texts = [f"{line.number} {cell}".strip() for line in lines if not line.is_row for cell in line.cells]
    plain = "\n".join(as_compared(text) for text in texts)
    yield from map(without_unseen, texts)
    for line in lines:
        if line.is_row:
            repeats = line.item and any(
                len(_units(cell)) > _LEAST and as_compared(cell) in plain for cell in line.cells
            )
            yield from () if repeats else map(without_unseen, line.cells)


class _Print:
    """The words of a print in a row, with those that answer for a word of the original already."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.units = [(unit, at) for at, text in enumerate(texts) for unit in _units(text)]
        self.keys = [unit.key for unit, _ in self.units]
        self.is_taken = bytearray(len(self.keys))
        self.runs: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self.keys) - _LEAST + 1):
            self.runs.setdefault(tuple(self.keys[at : at + _LEAST]), []).append(at)
        self.whole: dict[tuple[str, ...], list[int]] = {}
        start = 0
        for _, members in groupby(self.units, key=lambda unit: unit[1]):
            keys = tuple(unit.key for unit, _ in members)
            self.whole.setdefault(keys, []).append(start)
            start += len(keys)

    def run(self, keys: Sequence[str], at: int, near: int) -> tuple[int, int]:
        """Where the longest free run begins that the words from `at` on make, and its length; the nearest of several."""
        places = self.runs.get(tuple(keys[at : at + _LEAST]), [])
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
        """The texts with figures that answer for nothing, and these."""
        free = (
            (at, self.texts[at][unit.start : unit.end])
            for (unit, at), is_taken in zip(self.units, self.is_taken, strict=True)
            if unit.is_figure and not is_taken
        )
        for at, members in groupby(free, key=lambda unit: unit[0]):
            yield self.texts[at], tuple(figure for _, figure in members)


class _Text:
    """A passage of the original, and which word of the print answers for each of its words."""

    def __init__(self, text: str, print_: _Print) -> None:
        self.text = text
        self.units = _units(text)
        self.keys = [unit.key for unit in self.units]
        self.print = print_
        self.places: list[int | None] = [None] * len(self.keys)

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
        while at <= len(self.keys) - _LEAST:
            if self.places[at] is not None:
                near = self.places[at] or 0
                at += 1
                continue
            room = next((to for to in range(at, len(self.keys)) if self.places[to] is not None), len(self.keys))
            place, length = self.print.run(self.keys[:room], at, near) if room - at >= _LEAST else (0, 0)
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
            hit = next(
                (
                    to
                    for to in range(place, stop)
                    if self.print.keys[to] == self.keys[at] and not self.print.is_taken[to]
                ),
                None,
            )
            if hit is not None:
                self._take(at, hit, 1)
                place = hit + 1

    def pieces(self) -> tuple[ProofPiece, ...]:
        """The text in stretches; signs and spaces go with the words that the print has."""
        pieces: list[ProofPiece] = []
        start = 0
        runs = [
            (printed, list(at))
            for printed, at in groupby(range(len(self.units)), lambda at: self.places[at] is not None)
        ]
        for (printed, at), later in zip(runs, [*(at[0] for _, at in runs[1:]), None], strict=True):
            last = len(self.text) if later is None else self.units[later].start if printed else self.units[at[-1]].end
            figures = sum(self.units[unit].is_figure for unit in at)
            pieces.append(ProofPiece(self.text[start:last], printed, figures, len(at)))
            start = last
        return tuple(pieces) or (ProofPiece(self.text, printed=True),)


def _window(start: int | None, stop: int | None, before: int) -> tuple[int, int]:
    """Where in the print words between two places are looked for; around one of them where the other is not known."""
    if start is not None and stop is not None and start < stop:
        return start + 1, min(stop, start + _ROOM)
    if start is None and stop is not None:
        return stop - _ROOM // 2, stop
    return (before if start is None else start + 1), (before if start is None else start) + _ROOM
