"""The responsibility matrix of a plan with what is not as before: cells with both texts, rows that are new or gone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from planbook.changes.compare import longest_rise
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.matrix import filled_columns, matrix, table_of, task_rows
from planbook.wording.blocks import Cell, Column, Row, Table
from planbook.wording.phrases import Phrases
from planbook.wording.tokens import MarkedText, marked_words


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell as pieces of text that are as before, old or new."""

    cell: Cell
    pieces: tuple[MarkedText, ...]

    @property
    def is_changed(self) -> bool:
        """Whether it reads otherwise than before."""
        return any(kind for kind, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row that is as before, changed, new or gone; where it stood, if that was elsewhere or in another order."""

    row: Row
    mark: Literal["", "changed", "new", "gone"]
    cells: tuple[MarkedCell, ...]
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """The new table with the old one's rows in between where the new one has them no more."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[MarkedRow, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any row is not as before."""
        return any(row.mark or row.moved_from for row in self.rows)


def marked_matrix(
    old: tuple[Workspace, Plan], new: tuple[Workspace, Plan], phrases: Phrases, heirs: Mapping[str, str]
) -> MarkedTable:
    """The matrix of a plan against that of its earlier state, or of an earlier plan.

    `heirs` gives for items of the earlier plan those that carry them on. Numbers that count along are no change.
    """
    sides = [matrix(workspace, plan, phrases) for workspace, plan in (old, new)]
    # Both get the same columns, so that what no task has any more is shown as gone.
    columns = {name for groups in sides for name in filled_columns(groups)}
    before, after = (
        table_of(groups, plan, phrases, columns) for groups, (_, plan) in zip(sides, (old, new), strict=True)
    )
    places = [{task.id: task.place for task in task_rows(groups)} for groups in sides]
    return MarkedTable(after.caption, after.columns, tuple(_rows(before, after, heirs, places)))


def _rows(
    before: Table, after: Table, heirs: Mapping[str, str], places: Sequence[Mapping[str, str]]
) -> Iterator[MarkedRow]:
    earlier = {heirs.get(row.item, row.item): row for row in before.rows}
    common = {row.item for row in after.rows if row.item in earlier and row.is_group == earlier[row.item].is_group}
    # A row that is gone stands behind the one that it stood behind.
    gone: dict[str, list[Row]] = {}
    last = ""
    for item, row in earlier.items():
        if item in common:
            last = item
        else:
            gone.setdefault(last, []).append(row)
    moved = set(_moved(before.rows, after.rows, common, heirs))
    yield from map(_gone, gone.get("", ()))
    for row in after.rows:
        if row.item not in common:
            yield MarkedRow(row, "new", tuple(MarkedCell(cell, (("", cell.text),)) for cell in row.cells))
            continue
        was = earlier[row.item]
        cells = tuple(_cells(was, row, places[0].get(was.item, ""), places[1].get(row.item, "")))
        number = f"{before.columns[0].heading} {was.cells[0].text}"
        place = ", ".join(filter(None, (places[0].get(was.item), number)))
        yield MarkedRow(
            row, "changed" if any(cell.is_changed for cell in cells) else "", cells, place if row.item in moved else ""
        )
        yield from map(_gone, gone.get(row.item, ()))


def _moved(
    before: Sequence[Row], after: Sequence[Row], common: Collection[str], heirs: Mapping[str, str]
) -> Iterator[str]:
    """The rows that stand in another group, or in another order in theirs: as few as explain it."""
    was = {heirs.get(item, item): (heirs.get(group, group), at) for item, group, at in _in_groups(before)}
    in_order: dict[str, list[str]] = {}
    for item, group, _ in _in_groups(after):
        if item in common and was[item][0] != group:
            yield item
        elif item in common:
            in_order.setdefault(group, []).append(item)
    for items in in_order.values():
        staying = longest_rise([was[item][1] for item in items])
        yield from (item for at, item in enumerate(items) if at not in staying)


def _in_groups(rows: Sequence[Row]) -> Iterator[tuple[str, str, int]]:
    """The item of each row with that of its group, none for a group itself, and how far down it stands."""
    group = ""
    for at, row in enumerate(rows):
        group = row.item if row.is_group else group
        yield row.item, "" if row.is_group else group, at


def _gone(row: Row) -> MarkedRow:
    return MarkedRow(row, "gone", tuple(MarkedCell(cell, (("", cell.text),)) for cell in row.cells))


def _cells(before: Row, after: Row, old_place: str, new_place: str) -> Iterator[MarkedCell]:
    for at, (old, new) in enumerate(zip(before.cells, after.cells, strict=True)):
        # The first cell counts the rows, and a note names the place in the plan: both change with what stands above.
        counts = not at or (old_place and old.text.replace(old_place, new_place) == new.text)
        yield MarkedCell(new, tuple(marked_words(new.text if counts else old.text, new.text)))
