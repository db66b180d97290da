"""How wide the columns of a table are: by what stands in them, the same in every format."""

import re
from collections.abc import Iterable, Sequence

from planbook.wording.blocks import Column, Row

_LINE = 125  # letters that a line has room for over all columns of a page
_LONGEST = 16  # letters that a column is kept wide enough for, where a word has more
_AROUND = 2  # letters that a cell loses to its sides and lines
_WHOLE = re.compile(r"(?<!\S)\d+(?:[.,]\d+)* [^\W\d_]+|\S+")  # a number with the word that it counts, or a word


def fitted(headings: Sequence[str], rows: Iterable[Row]) -> tuple[Column, ...]:
    """The columns with shares in per cent, 100 together, by which the rows take few lines and words are not cut.

    Were each cell a box of its own, its height would be its letters by its width. The sum of the squares of these heights
    is least for widths that go with the cube root of the sum of the squared letters of their columns.
    """
    letters = [0] * len(headings)
    longest = list(map(_longest_word, headings))
    for row in rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1:
                letters[column] += len(cell.text) ** 2
                longest[column] = max(longest[column], _longest_word(cell.text))
            column += cell.span
    least = [(min(word, _LONGEST) + _AROUND) / _LINE * 100 for word in longest]
    shares = _at_least(least, [sum_of_squares ** (1 / 3) for sum_of_squares in letters])
    widths = [max(0.1, round(share, 1)) for share in shares]
    widest = widths.index(max(widths))
    widths[widest] = round(widths[widest] + 100 - sum(widths), 1)
    return tuple(Column(heading, width) for heading, width in zip(headings, widths, strict=True))


def _at_least(least: Sequence[float], needs: Sequence[float]) -> list[float]:
    """Shares of 100 in proportion to the needs, none below its least; where these fill it, in proportion to them."""
    if sum(least) >= 100 or not any(needs):
        return [share / sum(least) * 100 for share in least]
    narrow: set[int] = set()
    while True:
        room = 100 - sum(least[at] for at in narrow)
        free = sum(need for at, need in enumerate(needs) if at not in narrow) or 1
        shares = [least[at] if at in narrow else need / free * room for at, need in enumerate(needs)]
        too_narrow = {at for at, share in enumerate(shares) if share < least[at]}
        if too_narrow <= narrow:
            return shares
        narrow |= too_narrow


def _longest_word(text: str) -> int:
    return max(map(len, _WHOLE.findall(text)), default=0)
