"""Sheets as pandas frames: the values of every row under its id, and how much room they take on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planbook.messages.diagnostics import Refusal, Text
from planbook.views.workbook.sheets import Sheet, SheetColumn, Value

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


@dataclass(frozen=True, slots=True)
class Room:
    """The widths of the columns in letters, and the heights of the head and of each row in points."""

    widths: list[float]
    head: float
    heights: list[float]


def frame(sheet: Sheet) -> pd.DataFrame:
    """A sheet as a frame: one row an entry under its id, one column a heading, the values as they are.

    Raises `Refusal` for a text that Excel would cut.
    """
    for row in sheet.rows:
        for text in row.cells:
            if isinstance(text, str) and len(text) > LONGEST_CELL:
                raise Refusal(
                    Text(
                        "a cell of {number} letters does not fit a sheet: {text}…",
                        {"number": len(text), "text": text[:60]},
                    )
                )
    return pd.DataFrame(
        [row.cells for row in sheet.rows],
        index=pd.Index([row.id for row in sheet.rows], name="id"),
        columns=[column.heading for column in sheet.columns],
        dtype=object,
    )


def room(sheet: Sheet) -> Room:
    """The room that the values of a sheet take: long texts share the width of the page.

    Heights are given too, because not every program works them out when it opens a file.
    """
    shape = len(sheet.rows), len(sheet.columns)
    letters = np.array([_letters(value) for row in sheet.rows for value in row.cells], dtype=float).reshape(shape)
    upright = np.array([not column.turned for column in sheet.columns])
    headings = [column.heading for column in sheet.columns]

    longest = letters.max(axis=0, initial=0)
    unbroken = [_unbroken([row.cells[at] for row in sheet.rows]) for at in range(len(headings))]
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


def _letters(value: Value) -> int:
    return len(value) if isinstance(value, str) else 0 if value is None else len(str(value))


def _head_height(column: SheetColumn, width: float) -> float:
    if column.turned:
        return min(len(column.heading) * _UPWARDS + 12, _HIGHEST_HEAD)
    return len(wrap(column.heading, max(int(width) - 1, 1))) * _LINE + 2


def _heights(letters: "NDArray[np.float64]", wide: "NDArray[np.float64]") -> list[float]:
    lines = np.ceil(letters / np.maximum(wide * _LETTERS_OF_A_WIDTH - _RAGGED, 1)).max(axis=1, initial=1)
    return list(np.minimum(lines * _LINE + 2, _HIGHEST))


def _unbroken(column: Sequence[Value]) -> int:
    """The most letters of a column that stand in one line: of a number, a day, a short text, the longest word of a long one."""
    numbers = [len(str(value)) + 2 for value in column if not isinstance(value, str)]
    texts = {value for value in column if isinstance(value, str)}
    return max(
        (*numbers, *(len(text) + 1 if len(text) <= _SHORT else _longest_word(text) for text in texts)), default=0
    )


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
