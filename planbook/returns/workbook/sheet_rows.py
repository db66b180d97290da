"""One sheet of a returned workbook in its three states: given out, edited, and as the data are now; row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.appendix import AppendixRow
from planbook.model.budget import BudgetLine
from planbook.model.item import ItemId
from planbook.model.target import Target
from planbook.model.task import Task
from planbook.ooxml.workbooks import ReturnedSheet
from planbook.reading.amounts import slipped
from planbook.reading.context import Context, RowValues
from planbook.reading.not_taken import GONE_IN_DATA, Unread
from planbook.reading.typed_lines import NUMBERED, is_numbered
from planbook.returns.answers.answer import FileEdit, like_an_arrival
from planbook.returns.fields.three_way import combined
from planbook.returns.workbook.new_rows import Newcomer
from planbook.returns.workbook.row_arrivals import NAMES, RowArrivals
from planbook.returns.workbook.row_fields import GRID, row_changes
from planbook.returns.workbook.strayed_rows import strayed_rows
from planbook.returns.workbook.tables import (
    COLUMNS,
    GONE_COLUMN,
    TROUBLES,
    EditedTable,
    SheetLine,
    as_spelt,
    in_sheet,
    is_same,
    names_of,
    odd,
    odd_cells,
    read_table,
    shown_value,
    strays,
)
from planbook.views.workbook.sheets import Sheet, SheetRow, Value

_NO_ITEM = Unread(Text("no item of the plan has this id"), Text("leave the id of a new row empty"))
_NO_TABLE = Unread(
    Text("the sheet has lost its ids or its headings; nothing of it is read"),
    Text("fill in the file as it was given out, with its hidden column"),
)
_NO_COLUMN = Unread(Text("the sheet has no such column in the data"), Text("write it where it belongs"))
_STRAY = Unread(Text("the cell is outside of the table of the sheet"), Text("write it where it belongs"))
_NO_NEW_ROW = Unread(Text("a row of an appendix is not added here"), Text("write it in the data"))
_STAYS = Unread(Text("a group and its money do not go with a row"), Text("take it out of the data"))

_CUT = Text("the row is missing; it may only have been cut for somebody")
_BLIND = Text("nobody knows what the file was made of, so the data may have moved on since")
_COPIED = Text("the row was made of a copy of another one")
_SINCE = Text("the item came into the data since the file was made, and says something else there")

_TEXTS = ("task", "target", "purpose", "result")


@dataclass(frozen=True, slots=True)
class EditInData:
    """An edit that the data hold already, perhaps `respelt`: in another spelling or in other words."""

    item: str
    respelt: bool = False


@dataclass(frozen=True)
class SheetStates:
    """One sheet in its three states."""

    page: ReturnedSheet
    about: str
    ours: Sheet
    base: Sheet
    context: Context
    is_blind: bool

    @cached_property
    def now(self) -> Mapping[str, SheetRow]:
        """The rows as the data have them now, by their ids."""
        return {row.id: row for row in self.ours.rows if row.id}

    @cached_property
    def then(self) -> Mapping[str, SheetRow]:
        """The rows that the file was given out with."""
        return {row.id: row for row in self.base.rows if row.id}

    @property
    def is_grid(self) -> bool:
        """Whether it only repeats what other sheets say."""
        return self.about == "about_grid"

    def all(self) -> Iterator[FileEdit | EditInData]:
        """What differs, row by row; then the rows that are gone."""
        table = read_table(self.page, self.about, self.base)
        if table is None:
            yield refused_edit(_NO_TABLE, "", self._place())
            return
        yield from self._beside(table)
        compared: set[str] = set()
        newcomer = Newcomer(self.context, self.about, table, list(self.then))
        arrivals = self._arrivals(table)
        numbers = table.counted(self.then)
        states = {id_: self._by_name(self.base, row) for id_, row in self.then.items()}
        strayed = {} if self.is_grid else strayed_rows(self.about, table.lines, states)
        for line in table.lines:
            if not line.id or line.id in compared:
                # The totals of the grid have no ids either.
                is_room = not self.is_grid and not line.is_empty
                yield from self._new(line, newcomer, arrivals) if line.id or is_room else ()
                continue
            compared |= {line.id} & (self.now.keys() | self.then.keys())
            if line.id in strayed:
                yield refused_edit(strayed[line.id].why, line.id, table.place(line), *strayed[line.id].words)
            elif line.id in self.now:
                newcomer.passed(line.id)
                yield from self._row(table, line, numbers[line.number])
            else:
                yield from self._gone_in_data(table, line)
        for id_, row in self.then.items():
            if id_ not in compared:
                yield self._deleted(id_, row) if id_ in self.now else EditInData(id_)
        yield from self._totals(table) if self.is_grid else ()

    def _beside(self, table: EditedTable) -> Iterator[FileEdit]:
        """What is wrong with the columns, and what stands beside the rows."""
        for name in table.missing:
            yield refused_edit(GONE_COLUMN, "", self._place(), table.headings[name])
        for _, heading in table.unknown:
            yield refused_edit(_NO_COLUMN, "", self._place(), "", heading)
        for place, text in strays(self.page, table):
            yield refused_edit(_STRAY, "", place, "", text)
        yield from odd_cells(self.page, {line.number for line in table.lines})

    def _arrivals(self, table: EditedTable) -> RowArrivals:
        ids = {line.id for line in table.lines}
        newer = [id_ for id_ in self.now if id_ not in ids and (self.is_blind or id_ not in self.then)]
        ours = {id_: self._by_name(self.ours, self.now[id_]) for id_ in newer}
        return RowArrivals(self.context, self.about, ours, newer if self.about in NAMES else ())

    def _totals(self, table: EditedTable) -> Iterator[FileEdit]:
        """Tell of edited totals below the grid: rows without ids, in their order."""
        lines = [line for line in table.lines if not line.id]
        then, now = ([row for row in sheet.rows if not row.id] for sheet in (self.base, self.ours))
        for at, line in enumerate(lines):
            rows = [(sheet, rows[at]) for sheet, rows in ((self.base, then), (self.ours, now)) if at < len(rows)]
            states = [self._by_name(sheet, row) for sheet, row in rows]
            for name, cell in line.cells.items():
                if cell.trouble or not any(is_same(cell.value, state[name]) for state in states):
                    old = shown_value(states[0][name]) if states else ""
                    yield refused_edit(GRID, "", table.place(line, name), old, shown_value(cell.value))
        for row in then[len(lines) :]:
            yield refused_edit(GRID, "", self._place(), _in_one_line(row.cells))

    def _by_name(self, sheet: Sheet, row: SheetRow) -> RowValues:
        """The cells of a row by the names of the file's columns; a column that another state lacks is empty there."""
        names = names_of(self.about, self.base)
        columns: Sequence[str] = names_of(self.about, sheet)
        if self.is_grid:
            at_head = dict(zip((column.heading for column in self.base.columns), names, strict=True))
            columns = [at_head.get(column.heading, "") for column in sheet.columns]
        cells = dict(zip(columns, row.cells, strict=True))
        return {name: cells.get(name, "") for name in names}

    def _row(self, table: EditedTable, line: SheetLine, number: str) -> Iterator[FileEdit | EditInData]:
        """Tell of a row that both states of the data have, or the one of now alone."""
        then = self.then.get(line.id)
        ours = self._by_name(self.ours, self.now[line.id])
        base = self._by_name(self.base, then) if then else ours
        edited: dict[str, Value] = {}
        for name, cell in line.cells.items():
            as_it_was = is_same(cell.value, base[name]) or is_same(cell.value, ours[name])
            is_number = name == "index" and shown_value(cell.value) in (number, "")
            why = odd(cell, name, base[name])
            if not why and cell.trouble and (cell.trouble == "formula" or not (as_it_was or is_number)):
                why = TROUBLES[cell.trouble]
            if why:
                place = table.place(line, name)
                yield refused_edit(why, line.id, place, shown_value(base[name]), shown_value(cell.value))
            elif not as_it_was and not is_number:
                value = as_spelt(cell.value, base[name])
                if is_same(value, base[name]):
                    yield EditInData(line.id, respelt=True)
                else:
                    edited[name] = value
            elif name != "index" and not is_same(cell.value, base[name]):
                yield EditInData(line.id)
        yield from self._edits(table, line, line.id, edited, (base, ours), _BLIND if self.is_blind else None)

    def _edits(
        self,
        table: EditedTable,
        line: SheetLine,
        id_: str,
        edited: Mapping[str, Value],
        states: tuple[RowValues, RowValues],
        doubt: Text | None,
    ) -> Iterator[FileEdit | EditInData]:
        """Tell what the edited cells of a row change; what the data came to say since is held, or in conflict."""
        base, ours = states
        merged = {name: self._together(name, value, base[name], ours[name]) for name, value in edited.items()}
        cells = {
            name: edited[name] if clashes or text == shown_value(ours[name]) else text
            for name, (text, clashes) in merged.items()
        }
        changes = row_changes(self.context, self.about, id_, cells)
        clashing: list[str] = []
        accepted: dict[str, tuple[Change, ...]] = {}
        for name, made in changes.items():
            new, old, now = (shown_value(state[name]) for state in (edited, base, ours))
            text, clashes = merged[name]
            place = table.place(line, name)
            if isinstance(made, Unread):
                yield refused_edit(made, id_, place, old, new)
            elif clashes and made:
                clashing.append(name)
                yield FileEdit(f"{id_}.{name}", place, old, new, ours=now)
            elif not is_same(base[name], ours[name]) and (text == now or not made):
                yield EditInData(id_)
            elif made:
                accepted[name] = made
            else:
                yield EditInData(id_, respelt=True)
        # Number and unit say one fact together, as other columns do.
        accepted = {name: made for name, made in accepted.items() if all(made != changes[clash] for clash in clashing)}
        if accepted:
            yield self._edit(table, line, id_, accepted, (cells, ours), doubt)

    def _together(self, name: str, edited: Value, base: Value, ours: Value) -> tuple[Value, bool]:
        """What a cell has to say after the file and the data, and whether both changed the same of it, or what is no text."""
        if is_same(base, ours):
            return edited, False
        new, now = shown_value(edited), shown_value(ours)
        text, is_conflict = combined(ItemId(), new, shown_value(base), now)
        is_text = name in _TEXTS or self.about not in COLUMNS
        clashes = is_conflict or not (is_text or text in (new, now))
        return edited if clashes or text == new else text, clashes

    def _edit(
        self,
        table: EditedTable,
        line: SheetLine,
        id_: str,
        accepted: Mapping[str, tuple[Change, ...]],
        states: tuple[RowValues, RowValues],
        doubt: Text | None,
    ) -> FileEdit:
        """The edit of a row that the columns make together."""
        edited, ours = states
        unit = shown_value(edited.get("unit") or ours.get("unit") or "")
        cells = ((edited[name], ours[name]) for name in accepted)
        numbers = [(new, old) for new, old in cells if isinstance(new, Decimal) and isinstance(old, Decimal)]
        new, old = (
            " | ".join(f"{table.headings[name]}: {shown_value(cells[name])}" for name in accepted) for cells in states
        )
        texts = [(shown_value(edited[name]), shown_value(ours[name])) for name in accepted if name in _TEXTS]
        is_counted = any(is_numbered(text) and not is_numbered(was) for text, was in texts)
        slips = (slipped(new, unit, (old,)) for new, old in numbers)
        doubt = doubt or next(filter(None, slips), NUMBERED if is_counted else None)
        changes = tuple({repr(change): change for made in accepted.values() for change in made}.values())
        place = table.place(line, next(iter(accepted)) if len(accepted) == 1 else "")
        return FileEdit(id_, place, old, new, doubt=doubt, changes=changes)

    def _new(self, line: SheetLine, newcomer: Newcomer, arrivals: RowArrivals) -> Iterator[FileEdit | EditInData]:
        """Tell of a row without an id, or with that of a row above it."""
        table = newcomer.table
        place = table.place(line)
        texts = {name: shown_value(cell.value) for name, cell in line.cells.items() if name != "index"}
        new = " | ".join(f"{table.headings[name]}: {text}" for name, text in texts.items() if text)
        if isinstance(newcomer.above, AppendixRow):
            id_, made = newcomer.own_row(line)
            if isinstance(made, Unread):
                yield refused_edit(made, id_, place, "", new)
            else:
                yield FileEdit(
                    id_, place, "", new, kind="inserted", doubt=_BLIND if self.is_blind else None, changes=made
                )
            return
        if self.is_grid or self.about not in NAMES:
            yield refused_edit(GRID if self.is_grid else _NO_NEW_ROW, line.id, place, "", new)
            return
        if item := arrivals.item_of(line, newcomer.above):
            yield EditInData(item)
            yield from self._arrived(newcomer, line, item, arrivals)
            newcomer.passed(item)
            return
        above, is_copy = newcomer.above, line.id in self.now
        id_, made = newcomer.made(line, is_copy=is_copy)
        for name, why in newcomer.unread(line).items():
            yield refused_edit(why, id_, table.place(line, name), "", shown_value(line.cells[name].value))
        if isinstance(made, Unread):
            yield refused_edit(made, id_, place, "", new)
        elif made:
            doubt = _BLIND if self.is_blind else _COPIED if is_copy else None
            if item := arrivals.like(line, above):
                yield from self._arrived(newcomer, line, item, arrivals)
                doubt = like_an_arrival(item)
            yield FileEdit(id_, place, "", new, kind="inserted", doubt=doubt, changes=made)

    def _arrived(
        self, newcomer: Newcomer, line: SheetLine, item: str, arrivals: RowArrivals
    ) -> Iterator[FileEdit | EditInData]:
        """Tell what a row says otherwise than an item that came into the data since; who edited it nobody knows."""
        table = newcomer.table
        ours = self._by_name(self.ours, self.now[item])
        for name, why in newcomer.unread_cells(line).items():
            if line.cells[name].trouble or not is_same(line.cells[name].value, ours[name]):
                yield refused_edit(why, item, table.place(line, name), "", shown_value(line.cells[name].value))
        yield from self._edits(table, line, item, arrivals.edited(line, item), (ours, ours), _SINCE)

    def _gone_in_data(self, table: EditedTable, line: SheetLine) -> Iterator[FileEdit]:
        """Tell of a row that was edited although the data have its item no more, or never had it."""
        if line.id not in self.then:
            yield refused_edit(_NO_ITEM, line.id, table.place(line), "", line.id)
            return
        base = self._by_name(self.base, self.then[line.id])
        for name, cell in line.cells.items():
            if name != "index" and not is_same(cell.value, base[name]):
                old, new = shown_value(base[name]), shown_value(cell.value)
                yield refused_edit(GONE_IN_DATA, line.id, table.place(line, name), old, new)

    def _deleted(self, id_: str, row: SheetRow) -> FileEdit:
        """Tell of a row that is missing; it may only have been cut for somebody, so a yes is needed."""
        place, old, now = self._place(), _in_one_line(row.cells[1:]), self.now[id_]
        entry = self.context.entries.get(id_)
        if self.is_grid:
            return refused_edit(GRID, id_, place, old)
        if not isinstance(entry, Task | Target | BudgetLine | AppendixRow):
            return refused_edit(_STAYS, id_, place, old)
        # What other rows shift, as numbers and places, is no difference of the row itself.
        was, is_now = self._by_name(self.base, row), self._by_name(self.ours, now)
        if any(not is_same(was[name], is_now[name]) for name in is_now if name not in ("index", "notes")):
            return FileEdit(id_, place, old, ours=_in_one_line(now.cells[1:]))
        change = Change("remove", self.context.plan.id, id_, entry, entry)
        return FileEdit(id_, place, old, kind="deleted", doubt=_CUT, changes=(change,))

    def _place(self) -> Text:
        return in_sheet(self.page.name)


def refused_edit(why: Unread, item: str, place: Text, old: str = "", new: str = "") -> FileEdit:
    """An edit that is not taken back; what belongs to no item has none."""
    return FileEdit(item or "-", place, old, new, refused=why)


def _in_one_line(cells: Sequence[Value]) -> str:
    return " | ".join(text for cell in cells if (text := shown_value(cell)))
