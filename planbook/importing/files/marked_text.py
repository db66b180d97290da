"""Text files and Markdown as an original: one paragraph a line, bold and italic marks, tables with borders of `|`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.importing.original import GridCell, OriginalGrid, Passage, PassageLook, PassagePlace

_MARKS = re.compile(r"\*+")
_HEADING = re.compile(r"(#{1,6})\s+")
_WIDE = re.compile(r"\s*\t\s*|(?<!\s)\s{4,}")
_BORDERS = re.compile(r"\|+")

_COLUMNS = 60
_NUMBER = 6  # letters that the number of a row has at most
_WIDTHS = 6  # that are tried for a table
_CELL_RUNS = 10_000  # behind which a row ends wherever it may
_ODD, _JOINED = 4, 5  # how bad a row of another width is, and an empty cell inside of a row

Line = tuple[int, str]  # its number and its text


def blocks_of(lines: Sequence[str]) -> tuple[Passage | OriginalGrid, ...]:
    """The passages and tables of the lines of a text."""
    return tuple(_Blocks().read(list(enumerate(lines, 1))))


def is_marked(lines: Sequence[str]) -> bool:
    """Whether the lines are marked as Markdown has it: every line is a paragraph, and tables have borders."""
    return any(_BORDERS.fullmatch(line.strip()) or _HEADING.match(line) or "**" in line for line in lines)


@dataclass
class _Blocks:
    counted: int = 0
    tables: int = 0
    row: list[Line | None] = field(default_factory=list)

    def read(self, lines: list[Line]) -> Iterator[Passage | OriginalGrid]:
        """Read the lines up to the next table, then the table, and so on."""
        at = 0
        while at < len(lines):
            number, text = lines[at]
            stripped = text.strip()
            if _BORDERS.fullmatch(stripped):
                end = end_of_borders(lines, at)
                yield self.grid(rows_of_borders(lines[at:end]))
                at = end
            elif _is_row(stripped):
                end = at
                while end < len(lines) and _is_row(lines[end][1].strip()):
                    end += 1
                yield self.grid([_cells(line) for line in lines[at:end] if not _is_rule(line[1])])
                at = end
            else:
                if passage := self.passage((number, text), PassagePlace(line=number)):
                    yield passage
                at += 1

    def passage(self, line: Line, place: PassagePlace) -> Passage | None:
        """The paragraph of a line, None where it shows nothing."""
        text, look = _unmarked(line[1])
        if not text:
            return None
        self.counted += 1
        return Passage(self.counted, text, place, look)

    def grid(self, rows: list[list[Line | None]]) -> OriginalGrid:
        """The table of the rows of lines."""
        self.tables += 1
        width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
        made: list[list[GridCell]] = []
        for at, row in enumerate(rows):
            begin = _first_column(rows, at, width)
            cells = []
            for column, line in enumerate(row, begin):
                place = PassagePlace(line[0] if line else None, None, self.tables, at + 1, column)
                passage = self.passage(line, place) if line else None
                # A row with fewer cells than the others: its last cell covers what is left.
                span = max(width - column + 1, 1) if column - begin == len(row) - 1 else 1
                cells.append(GridCell((passage,) if passage else (), column, span))
            made.append(cells)
        return OriginalGrid(tuple(map(tuple, made)), self.tables)


def _first_column(rows: list[list[Line | None]], at: int, width: int) -> int:
    """Where a row begins that lacks cells: behind those that reach down into it, if it is no title over all columns.

    The marks do not say which cells do. The second row of a head stands below its last cell.
    """
    row = rows[at]
    begins_with_words = bool(row) and row[0] is not None and len(_MARKS.sub("", row[0][1]).strip()) > _NUMBER
    if (at == 1 and len(rows[0]) + len(row) - 1 == width) or (2 < len(row) < width and begins_with_words):
        return width - len(row) + 1
    return 1


def _unmarked(text: str) -> tuple[str, PassageLook]:
    """The text without its marks, and the look that they say."""
    heading = _HEADING.match(text)
    # Long spaces part what stands side by side in a heading block.
    body = _WIDE.sub("\t", (text[heading.end() :] if heading else text).strip())
    letters: list[tuple[str, bool, bool]] = []
    bold = italic = False
    end = 0
    for mark in [*_MARKS.finditer(body), None]:
        letters += [(letter, bold, italic) for letter in body[end : mark.start() if mark else None]]
        if mark:
            pairs, rest = divmod(len(mark.group()), 2)  # four of them end bold letters and begin them again
            bold ^= pairs % 2 == 1
            italic ^= rest == 1
            end = mark.end()
    pairs_of = pairwise([(" ", bold, italic), *letters])
    letters = [letter for before, letter in pairs_of if not (before[0].isspace() and letter[0].isspace())]
    while letters and letters[-1][0].isspace():
        letters.pop()
    plain = "".join(" " if letter.isspace() and letter != "\t" else letter for letter, _, _ in letters)
    visible = [(bold, italic) for letter, bold, italic in letters if letter.isalnum()]
    lead = next((at for at, (letter, bold, _) in enumerate(letters) if not bold and letter.isalnum()), len(letters))
    return plain, PassageLook(
        bold=bool(visible) and all(bold for bold, _ in visible),
        italic=bool(visible) and all(italic for _, italic in visible),
        capitals=plain.isupper(),
        bold_lead=lead if visible and visible[0][0] else 0,
        style_level=len(heading[1]) if heading else None,
    )


def _is_row(text: str) -> bool:
    return text.startswith("|") and text.endswith("|") and len(text) > 2


def _is_rule(text: str) -> bool:
    """Whether a row of Markdown only says how the columns below it stand."""
    return text.count("-") > 1 and set(text) <= set("|:- \t")


def _cells(line: Line) -> list[Line | None]:
    """The cells of a row that is one line."""
    texts = [text.strip() for text in line[1].strip().strip("|").split("|")]
    return [(line[0], text) if text else None for text in texts]


def end_of_borders(lines: list[Line], begin: int) -> int:
    """Where a table ends whose borders are lines of their own: behind the last border with one line at most between."""
    end = begin
    at = begin
    while at < len(lines) and at - end <= 2:
        if _BORDERS.fullmatch(lines[at][1].strip()):
            end = at
        at += 1
    return end + 1


def _tokens(lines: list[Line]) -> list[Line | None]:
    """Borders (None) and what stands between them."""
    tokens: list[Line | None] = []
    for number, text in lines:
        stripped = text.strip()
        tokens += [None] * len(stripped) if _BORDERS.fullmatch(stripped) else [(number, stripped)]
    return tokens


def rows_of_borders(lines: list[Line]) -> list[list[Line | None]]:
    """The rows of a table from its borders and texts; a border ends a cell, and each row begins with one too.

    Borders side by side are empty cells, or the end of a row and the beginning of the next: they are read so that as
    many rows as can be have all columns.
    """
    runs: list[list[Line]] = []  # cells side by side
    gaps: list[int] = []  # the borders behind each run
    for token in _tokens(lines):
        if token is None:
            if gaps:
                gaps[-1] += 1
        elif gaps and gaps[-1] == 1:
            runs[-1].append(token)
            gaps[-1] = 0
        else:
            runs.append([token])
            gaps.append(0)
    lengths = [len(run) for run in runs]
    # A head of two rows has the columns of both, without the cell that stands above the second one.
    often = [length for length, _ in Counter(lengths[:_CELL_RUNS]).most_common(_WIDTHS)]
    widths = sorted(width for width in {*often, sum(lengths[:2]) - 1} if 0 < width <= _COLUMNS) or [_COLUMNS]
    fits = [(_ends(lengths[:_CELL_RUNS], gaps, width), width) for width in widths]
    (_, row_ends), width = min(fits, key=lambda fit: fit[0][0])
    row_ends += [True] * (len(runs) - len(row_ends))
    rows: list[list[Line | None]] = [[]]
    for run, gap, ends in zip(runs, gaps, row_ends, strict=True):
        rows[-1] += run
        empty = max(gap - 1 - ends, 0)
        behind = min(empty, max(width - len(rows[-1]), 0)) if ends else empty
        rows[-1] += [None] * behind
        if ends:
            rows.append([None] * min(empty - behind, width))
    return [row for row in rows if any(row)]


def _ends(lengths: list[int], gaps: list[int], width: int) -> tuple[int, list[bool]]:
    """How badly rows of `width` cells fit at best, and behind which runs of cells a row ends then."""
    # For each run, by the cells that the row has with it: how many odd rows follow, and whether the row ends there.
    best: list[list[tuple[int, bool]]] = [[(0, True)] * (width + 2) for _ in range(len(lengths) + 1)]
    for at in reversed(range(len(lengths))):
        following = lengths[at + 1] if at + 1 < len(lengths) else 0
        empty = max(gaps[at] - 2, 0)
        for filled in range(width + 2):  # the last one stands for every row that is too long
            behind = min(empty, max(width - filled, 0))
            ended = _ODD * (filled + behind != width) + best[at + 1][min(empty - behind + following, width + 1)][0]
            longer = filled + gaps[at] - 1 + following
            goes_on = _JOINED + best[at + 1][longer][0] if following and longer <= width else None
            best[at][filled] = (ended, True) if goes_on is None or ended < goes_on else (goes_on, False)
    filled = 0
    ends = []
    for at, length in enumerate(lengths):
        filled += length
        ends.append(best[at][min(filled, width + 1)][1])
        empty = max(gaps[at] - 2, 0)
        filled = max(empty - max(width - filled, 0), 0) if ends[-1] else filled + gaps[at] - 1
    return best[0][min(lengths[0], width + 1)][0] if lengths else 0, ends
