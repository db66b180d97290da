"""How much room the values of a sheet take on a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from planbook.messages.diagnostics import Refusal, Text
from planbook.views.workbook.sheets import Sheet, SheetColumn

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST_CELL = 32_767  # Excel's limit; what is longer would be cut without a word

_LETTERS = {"A4": 165, "A3": 230}  # widths of a landscape page in about 9,5 points
_LINE = 14.5  # points
_HIGHEST = 409  # points; Excel draws no row higher
_HIGHEST_HEAD = 250  # points
_UPWARDS = 6  # points that a letter of a turned heading takes
_LINES = 24  # that a row is to show at most
_LETTERS_OF_A_WIDTH = 1.2  # a width is that of a digit; the letters of a text are narrower
_RAGGED = 2  # letters that a line loses because words are not broken
_ARROW = 3  # letters that the arrow of a filter takes beside a heading
_TURNED = 4.5  # letters that a column of marks is wide
_SHORT = 14  # letters of a text that is not broken
_WIDEST = 120  # letters


class SheetTooSmall(Refusal):
    """A text that a sheet cannot hold."""


@dataclass(frozen=True, slots=True)
class Room:
    """The widths of the columns in letters, and the heights of the head and of each row in points."""

    widths: list[float]
    head: float
    heights: list[float]


def room(sheet: Sheet) -> Room:
    """The room that the values of a sheet take: long texts share the width of the page; raises `SheetTooSmall`.

    Heights are given too, because not every program works them out when it opens a file.
    """
    shape = len(sheet.rows), len(sheet.columns)
    measures = np.array([*_measures(sheet)], dtype=float).reshape(*shape, 2)
    letters = measures[..., 0]
    upright = np.array([not column.turned for column in sheet.columns])
    headings = [column.heading for column in sheet.columns]

    longest = letters.max(axis=0, initial=0)
    unbroken = measures[..., 1].max(axis=0, initial=0)
    least = np.maximum([_longest_word(text) + _ARROW for text in headings], np.minimum(unbroken, _WIDEST / 2))
    least = np.where(upright, np.maximum(least, longest / _LINES), _TURNED)
    least = np.maximum(least, [column.room for column in sheet.columns])
    most = np.where(upright, np.maximum(longest + 2, least), _TURNED)
    # Less than in proportion, because a text twice as long may take more lines before it takes more of the width.
    usual = np.quantile(letters, 0.9, axis=0) if sheet.rows else longest
    shares = np.where(most > least, usual**0.6, 0)
    left = _LETTERS[sheet.paper] - least[shares == 0].sum()
    wide = np.maximum(np.minimum(shares / max(shares.sum(), 1) * left, np.minimum(most, _WIDEST)), least)

    head = max(_head_height(column, width) for column, width in zip(sheet.columns, wide, strict=True))
    return Room(list(wide), head, _heights(letters, wide))


def _measures(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The letters of each value, and how many of them stand in one line; a text that is repeated is measured once."""
    of_texts: dict[str, tuple[int, int]] = {}
    for row in sheet.rows:
        for value in row.cells:
            if not isinstance(value, str):
                length = len(str(value))
                yield (0 if value is None else length), length + 2
                continue
            if value not in of_texts:
                of_texts[value] = len(value), _unbroken(value)
            yield of_texts[value]


def _head_height(column: SheetColumn, width: float) -> float:
    if column.turned:
        return min(len(column.heading) * _UPWARDS + 12, _HIGHEST_HEAD)
    return len(wrap(column.heading, max(int(width) - 1, 1))) * _LINE + 2


def _heights(letters: "NDArray[np.float64]", wide: "NDArray[np.float64]") -> list[float]:
    lines = np.ceil(letters / np.maximum(wide * _LETTERS_OF_A_WIDTH - _RAGGED, 1)).max(axis=1, initial=1)
    return list(np.minimum(lines * _LINE + 2, _HIGHEST))


def _unbroken(text: str) -> int:
    """The letters of a text that stand in one line: all of a short one, the longest word of a long one."""
    if len(text) > LONGEST_CELL:
        size = {"number": len(text), "text": text[:60]}
        raise SheetTooSmall(Text("a cell of {number} letters does not fit a sheet: {text}…", size))
    return len(text) + 1 if len(text) <= _SHORT else _longest_word(text)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
