"""Columns that come or go in a table: which are the same by their headings, and the cells of a row that come or go with them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from planbook.ooxml.blocks import WordCell, WordRow, WordTable
from planbook.text.merging import facing

# Each column of both tables with where it stands in the old one and in the new one.
ColumnPairs = Sequence[tuple[int | None, int | None]]
MergedCell = Callable[[WordCell | None, WordCell | None], WordCell]


def other_columns(old: WordTable, new: WordTable) -> ColumnPairs:
    """The columns of both tables in one order, if some come or go and some stay; none where they cannot be told apart."""
    before, after = _headings(old), _headings(new)
    if not (before and after):
        return ()
    columns: list[tuple[int | None, int | None]] = []
    for (first, last), (start, end) in facing(before, after):
        if last - first == end - start:  # as many under other headings are the same
            columns.append((first, start))
        else:
            columns += [*((at, None) for at in range(first, last)), *((None, at) for at in range(start, end))]
    are_told = any(None not in pair for pair in columns) and any(None in pair for pair in columns)
    return columns if are_told else ()


def _headings(table: WordTable) -> list[str]:
    """The headings of the columns; none where a heading stands over several, or there are none."""
    header = next((row for row in table.rows if row.is_header), None)
    return [cell.text for cell in header.cells] if header and len(header.cells) == len(table.widths) else []


def merged_cells(old: WordRow, new: WordRow, columns: ColumnPairs, merged: MergedCell) -> Iterator[WordCell]:
    """The cells of both rows side by side: those over a common column are one, the others come or go."""
    before, after = _cover(old, [pair[0] for pair in columns]), _cover(new, [pair[1] for pair in columns])
    rest = list(range(len(before)))
    cells: list[tuple[int, WordCell]] = []
    for cell, covered in after:
        at = next((at for at in rest if before[at][1] & covered), None)
        if at is None:
            cells.append((min(covered), merged(None, cell)))
            continue
        rest.remove(at)
        earlier, _ = before[at]
        old_span = earlier.span if earlier.span != cell.span else 0
        cells.append((min(covered), replace(merged(earlier, cell), old_span=old_span)))
    cells += [(min(before[at][1]), merged(before[at][0], None)) for at in rest]
    yield from (cell for _, cell in sorted(cells, key=lambda pair: pair[0]))


def _cover(row: WordRow, places: Sequence[int | None]) -> list[tuple[WordCell, set[int]]]:
    """The cells of a row, each with the columns of both tables that it stands over."""
    covers, column = [], 0
    for cell in row.cells:
        own = range(column, column + cell.span)
        covers.append((cell, {at for at, place in enumerate(places) if place in own}))
        column += cell.span
    return covers


def widths_of_both(old: WordTable, new: WordTable, columns: ColumnPairs) -> tuple[float, ...]:
    """The widths of the columns of both tables, so that together they are as wide as the new one."""
    widths = [new.widths[after] if after is not None else old.widths[before or 0] for before, after in columns]
    return tuple(width * sum(new.widths) / sum(widths) for width in widths)
