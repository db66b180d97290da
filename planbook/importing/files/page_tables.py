"""Rows on the pages of a PDF, which knows none: lines that stand side by side, their columns, rows and repeated heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.importing.files.broken_lines import BrokenLine, TextBlock
from planbook.importing.original import GridCell, Passage

_BIN = 4  # units of the page; the room between two cells is at least twice as wide
_STRAYS = (0, 0.01, 0.02, 0.04)  # shares of the lines that may cross the room between two columns
_MOST_BESIDE = 60  # lines that stand side by side
_NEAR = 6  # units that the left edges of one column may differ
_BETWEEN = 2  # lines of a merged row that nothing stands beside
_LEADINGS = 1.7  # how far rows are apart at most, in heights of a line
_NUMBER = 6  # letters of the number of a row


@dataclass
class PageCell:
    """A cell from its lines; `column` counts from 1, `widths` are how many columns each line crosses, `rows` how many it covers."""

    column: int
    lines: list[BrokenLine] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    rows: int = 1

    @property
    def columns(self) -> int:
        """How many columns it covers."""
        return max(self.widths, default=1)

    @property
    def text(self) -> str:
        """The text in one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int | None:
        """The page that it begins on."""
        return self.lines[0].page if self.lines else None

    def with_passages(self, passages: tuple[Passage, ...]) -> GridCell:
        """The cell of an original."""
        return GridCell(passages, self.column, self.columns, self.rows)


PageRows = list[list[PageCell]]


def beside_lines(lines: Sequence[BrokenLine]) -> set[int]:
    """The places of the lines that have another one beside them on their page."""
    beside: set[int] = set()
    level: list[int] = []  # the lines that reach down to the next ones
    for at in sorted(range(len(lines)), key=lambda at: (lines[at].page or 0, lines[at].top or 0)):
        line = lines[at]
        level = [place for place in level[-_MOST_BESIDE:] if _reaches(lines[place], line)]
        for place in level:
            if _are_apart(lines[place], line) or _are_apart(line, lines[place]):
                beside |= {place, at}
        level.append(at)
    return beside


def _reaches(before: BrokenLine, line: BrokenLine) -> bool:
    """Whether a line is as far down on the page as another one, at least for the greater part of its height."""
    return before.page == line.page and (line.top or 0) - (before.top or 0) < (before.look.size or 12) * 0.6


def _are_apart(before: BrokenLine, line: BrokenLine) -> bool:
    return line.left - before.right > (line.look.size or 12) * 0.5


def table_end(lines: Sequence[BrokenLine], at: int, beside: set[int], block: TextBlock) -> int:
    """Behind which line a table ends that begins at a line; that line itself where none begins."""
    if at not in beside:
        return at
    columns: dict[int, float] = {}  # right edges by left ones
    end = at
    place = at
    between = 0
    while place < len(lines):
        line = lines[place]
        if place in beside:
            if between and not (_fits(columns, line) and _is_near(lines, end - 1, place, block)):
                break
            _widen(columns, line)
            between, end = 0, place + 1
        elif between == 0 and _fits(columns, line) and _follows(lines, place, block):
            end = place + 1
        else:
            between += 1
            if between > _BETWEEN:
                break
        place += 1
    return end


def _is_near(lines: Sequence[BrokenLine], last: int, place: int, block: TextBlock) -> bool:
    """Whether all lines from one to another follow each other as closely as rows do."""
    return all(_follows(lines, at, block) for at in range(last + 1, place + 1))


def _follows(lines: Sequence[BrokenLine], at: int, block: TextBlock) -> bool:
    before, line = lines[at - 1], lines[at]
    if before.page != line.page:
        return True
    leading = block.leading or 1.4 * (line.look.size or 12)
    return (line.top or 0) - (before.top or 0) <= _LEADINGS * leading


def _widen(columns: dict[int, float], line: BrokenLine) -> None:
    left = next((left for left in columns if abs(left - line.left) <= _NEAR), round(line.left))
    columns[left] = max(columns.get(left, 0), line.right)


def _fits(columns: dict[int, float], line: BrokenLine) -> bool:
    """Whether a line stands within a column."""
    return any(left - _NEAR <= line.left and line.right <= right + _NEAR for left, right in columns.items())


def grid_of(lines: Sequence[BrokenLine], block: TextBlock) -> tuple[PageRows, list[str]]:
    """The rows of a table, and the heads that later pages repeat."""
    edges = _columns(lines)
    cells = [_cell(line, edges) for line in lines]
    steps_back = sum(after.column < before.column for before, after in pairwise(cells))
    heights = {(line.page, round((line.top or 0) / 3)) for line in lines}
    is_drawn_by_line = steps_back > 3 and steps_back > 0.6 * len(heights)
    rows = _rows_by_height(lines, edges, block) if is_drawn_by_line else _rows(cells)
    return without_heads(rows)


def _columns(lines: Sequence[BrokenLine]) -> list[tuple[float, float]]:
    """Where the columns begin and end: between stripes that hardly any line crosses.

    How many lines of merged cells may cross them is not known: the most columns are those of the table.
    """
    side_by_side = [lines[at] for at in sorted(beside_lines(lines))] or lines  # most merged cells have nothing beside
    crossed: dict[int, int] = {}
    for line in side_by_side:
        for at in range(int(line.left) // _BIN, int(line.right) // _BIN + 1):
            crossed[at] = crossed.get(at, 0) + 1
    return max((_stripes(crossed, share * len(side_by_side)) for share in _STRAYS), key=len)


def _stripes(crossed: dict[int, int], stray: float) -> list[tuple[float, float]]:
    edges: list[tuple[float, float]] = []
    for at in sorted(at for at, count in crossed.items() if count > stray):
        if edges and at * _BIN - edges[-1][1] <= _BIN:
            edges[-1] = (edges[-1][0], at * _BIN)
        else:
            edges.append((at * _BIN, at * _BIN))
    return edges


def _cell(line: BrokenLine, edges: Sequence[tuple[float, float]]) -> PageCell:
    """A cell with one line, in the columns that it crosses."""
    crossed = [
        at for at, (left, right) in enumerate(edges, 1) if line.left < right + _BIN - 1 and line.right > left + _BIN
    ]
    first = crossed[0] if crossed else 1
    return PageCell(first, [line], [len(crossed) or 1])


def _rows(cells: Sequence[PageCell]) -> PageRows:
    """Rows of cells that are drawn one after the other."""
    rows: PageRows = []
    for cell in cells:
        last = rows[-1][-1] if rows else None
        if last is None or _begins_row(last, cell):
            rows.append([cell])
        elif cell.column == last.column:
            last.lines += cell.lines
            last.widths += cell.widths
        else:
            if cell.column < last.column + last.columns and (cut := _cut(last)):
                rows.append([cut])
            rows[-1].append(cell)
    return rows


def _cut(cell: PageCell) -> PageCell | None:
    """The lines behind a merged cell in its column, which begin a row of their own: another cell stands beside them."""
    end = max((at for at, width in enumerate(cell.widths) if width > 1), default=-1) + 1
    if not 0 < end < len(cell.lines):
        return None
    cut = PageCell(cell.column, cell.lines[end:], cell.widths[end:])
    del cell.lines[end:], cell.widths[end:]
    return cut


def _begins_row(last: PageCell, cell: PageCell) -> bool:
    if cell.column != last.column:
        return cell.column < last.column
    if cell.column == 1 and (last.columns > 1) != (cell.columns > 1):
        return True
    return cell.column == 1 and len(cell.text) <= _NUMBER and len(last.text) <= _NUMBER


def _rows_by_height(lines: Sequence[BrokenLine], edges: Sequence[tuple[float, float]], block: TextBlock) -> PageRows:
    """Rows of a table whose lines are drawn from left to right: each begins with its first column, or further below."""
    rows: PageRows = []
    before: BrokenLine | None = None
    for line in sorted(lines, key=lambda line: (line.page or 0, line.top or 0, line.left)):
        cell = _cell(line, edges)
        leading = block.leading or 1.4 * (line.look.size or 12)
        step = (line.top or 0) - (before.top or 0) if before else 0
        is_far = before is not None and before.page == line.page and step > _LEADINGS * leading
        is_level = before is not None and abs(step) <= leading * 0.4
        if not rows or is_far or (cell.column == 1 and not is_level):
            rows.append([])
        above = next((beside for beside in rows[-1] if beside.column == cell.column), None)
        if above:
            above.lines += cell.lines
            above.widths += cell.widths
        else:
            rows[-1].append(cell)
        before = line
    return [sorted(row, key=lambda cell: cell.column) for row in rows]


def without_heads(rows: PageRows) -> tuple[PageRows, list[str]]:
    """The rows without those that say on another page what the first one does; a row cut by a page is whole again."""
    left: PageRows = []
    heads: list[str] = []
    page, repeated = None, 0
    for row in rows:
        full = [cell for cell in row if cell.lines]
        begins_page = bool(full) and full[0].page != page
        page = full[0].page if full else page
        if left and (begins_page or repeated) and full and _texts(row) == _texts(rows[repeated]):
            heads.append(" | ".join(cell.text for cell in full))
            repeated += 1
            continue
        is_on_next = bool(left and full) and full[0].page != _page(left[-1])
        repeated = 0
        if is_on_next and full[0].column > 1:
            _complete(left[-1], full)
        else:
            left.append(row)
    return left, heads


def _page(row: Sequence[PageCell]) -> int | None:
    """The page that a row begins on."""
    return next((cell.page for cell in row if cell.lines), None)


def _complete(row: list[PageCell], rest: Sequence[PageCell]) -> None:
    """Let a row go on with what the next page shows of it: everything but its number."""
    by_column = {cell.column: cell for cell in row}
    for cell in rest:
        if cell.column in by_column:
            by_column[cell.column].lines += cell.lines
            by_column[cell.column].widths += cell.widths
        else:
            row.append(cell)
    row.sort(key=lambda cell: cell.column)


def _texts(row: Sequence[PageCell]) -> list[str]:
    return [cell.text for cell in row]
