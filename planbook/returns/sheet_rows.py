"""One sheet of a returned workbook in its three states: given out, edited, and as the data are now; row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.budget import Budget, BudgetLine
from planbook.model.number import roman
from planbook.model.plan import Section
from planbook.model.target import Target
from planbook.model.task import Duty, Statement, Task, TaskGroup
from planbook.ooxml.workbooks import ReturnedSheet
from planbook.returns.answer import Conflict, Proposal, Refused, like_an_arrival
from planbook.returns.duty_rows import duty_answers
from planbook.returns.fields import Context, FieldChanges, group_field, task_day, task_field
from planbook.returns.figures import budget_fields, money_field, target_fields
from planbook.returns.new_rows import Newcomer
from planbook.returns.not_taken import Unread
from planbook.returns.odd_cells import TROUBLES, odd, odd_cells
from planbook.returns.row_arrivals import NAMES, RowArrivals
from planbook.returns.tables import EditedTable, SheetLine, is_same, names_of, read_table, shown_value, strays
from planbook.returns.three_way import combined
from planbook.returns.typed_lines import NUMBERED, is_numbered
from planbook.views.workbook.sheets import Sheet, SheetRow, Value

_NO_ITEM = Unread(Text("no item of the plan has this id"), Text("leave the id of a new row empty"))
_GRID = Unread(
    Text("this sheet only repeats who leads and who coordinates"), Text("change it in the sheet of the tasks")
)
_NO_TABLE = Unread(
    Text("the sheet has lost its ids or its headings; nothing of it is read"),
    Text("fill in the file as it was given out, with its hidden column"),
)
_NO_COLUMN = Unread(Text("the sheet has no such column in the data"), Text("write it where it belongs"))
_GONE_COLUMN = Unread(
    Text("the column is gone from the sheet; nothing of it is read"),
    Text("fill in the file as it was given out, with all its columns"),
)
_STRAY = Unread(Text("the cell is outside of the table of the sheet"), Text("write it where it belongs"))
_STAYS = Unread(Text("a group and its money do not go with a row"), Text("take it out of the data"))

_CUT = Text("the row is missing; it may only have been cut for somebody")
_BLIND = Text("nobody knows what the file was made of, so the data may have moved on since")
_COPIED = Text("the row was made of a copy of another one")
_SINCE = Text("the item came into the data since the file was made, and says something else there")

_TEXTS = ("task", "target", "purpose")

Edited = Proposal | Refused | Conflict


@dataclass(frozen=True, slots=True)
class Held:
    """An edit that the data hold already."""

    item: str


def refused_edit(why: Unread, item: str, place: Text, old: str = "", new: str = "") -> Refused:
    """An edit that is not taken back; what belongs to no item has none."""
    return Refused(item or "-", place, old, new, why)


@dataclass(frozen=True)
class SheetStates:
    """One sheet in its three states."""

    page: ReturnedSheet
    about: str
    ours: Sheet
    base: Sheet
    context: Context
    is_blind: bool

    def all(self) -> Iterator[Edited | Held]:
        """What differs, row by row; then the rows that are gone."""
        table = read_table(self.page, self.about, self.base)
        if table is None:
            yield refused_edit(_NO_TABLE, "", Text("sheet “{sheet}”", {"sheet": self.page.name}))
            return
        for name in table.missing:
            yield refused_edit(_GONE_COLUMN, "", Text("sheet “{sheet}”", {"sheet": table.name}), table.headings[name])
        for at, heading in table.unknown:
            del at
            yield refused_edit(_NO_COLUMN, "", Text("sheet “{sheet}”", {"sheet": table.name}), "", heading)
        for place, said in strays(self.page, table):
            yield refused_edit(_STRAY, "", place, "", said)
        yield from odd_cells(self.page, {line.number for line in table.lines})
        now, then = _by_id(self.ours), _by_id(self.base)
        seen: set[str] = set()
        newcomer = Newcomer(self.context, self.about, table, list(then))
        arrivals = self._arrivals(table, now, then)
        numbers = _numbers(table, then)
        for line in table.lines:
            if not line.id or line.id in seen:
                again = now.get(line.id)
                yield from self._new(line, newcomer, arrivals, again) if line.id or self._is_room(line) else ()
            elif line.id in now:
                seen.add(line.id)
                newcomer.passed(line.id)
                yield from self._row(table, line, now[line.id], then.get(line.id), numbers[line.number])
            elif line.id in then:
                seen.add(line.id)
                yield from self._gone_in_data(table, line, then[line.id])
            else:
                yield refused_edit(_NO_ITEM, line.id, _place(table, line), "", line.id)
        for id_, row in then.items():
            if id_ not in seen:
                yield self._deleted(id_, row, now[id_]) if id_ in now else Held(id_)
        if self.about == "about_grid":
            yield from self._totals(table)

    def _arrivals(self, table: EditedTable, now: Mapping[str, SheetRow], then: Mapping[str, SheetRow]) -> RowArrivals:
        named = {line.id for line in table.lines}
        newer = [id_ for id_ in now if id_ not in named and (self.is_blind or id_ not in then)]
        ours = {id_: self._by_name(self.ours, now[id_]) for id_ in newer}
        return RowArrivals(self.context, self.about, ours, newer if self.about in NAMES else (), self._answers)

    def _is_room(self, line: SheetLine) -> bool:
        """Whether a row without an id can be a new one: the totals of the grid have none either."""
        return self.about != "about_grid" and not line.is_empty

    def _totals(self, table: EditedTable) -> Iterator[Edited]:
        """Tell of edited totals below the grid: rows without ids, in their order."""
        lines = [line for line in table.lines if not line.id]
        then, now = ([row for row in sheet.rows if not row.id] for sheet in (self.base, self.ours))
        for at, line in enumerate(lines):
            states = [
                self._by_name(sheet, rows[at])
                for sheet, rows in ((self.base, then), (self.ours, now))
                if at < len(rows)
            ]
            for name, cell in line.cells.items():
                if cell.trouble or not any(is_same(cell.value, state[name]) for state in states):
                    old = shown_value(states[0][name]) if states else ""
                    yield refused_edit(_GRID, "", _place(table, line, name), old, shown_value(cell.value))
        for row in then[len(lines) :]:
            said = " | ".join(shown_value(cell) for cell in row.cells if shown_value(cell))
            yield refused_edit(_GRID, "", Text("sheet “{sheet}”", {"sheet": table.name}), said)

    def _by_name(self, sheet: Sheet, row: SheetRow) -> dict[str, Value]:
        """The cells of a row by the names of the file's columns; a column that another state lacks is empty there."""
        names = names_of(self.about, self.base)
        if self.about == "about_grid":
            at_head = dict(zip((column.heading for column in self.base.columns), names, strict=True))
            named = [at_head.get(column.heading, "") for column in sheet.columns]
        else:
            named = list(names_of(self.about, sheet))
        found = dict(zip(named, row.cells, strict=True))
        return {name: found.get(name, "") for name in names}

    def _row(
        self, table: EditedTable, line: SheetLine, now: SheetRow, then: SheetRow | None, number: str
    ) -> Iterator[Edited | Held]:
        ours = self._by_name(self.ours, now)
        base = self._by_name(self.base, then) if then else ours
        edited: dict[str, Value] = {}
        for name, cell in line.cells.items():
            as_it_was = is_same(cell.value, base[name]) or is_same(cell.value, ours[name])
            if why := odd(cell, name, base[name] if as_it_was else None):
                yield refused_edit(
                    why, line.id, _place(table, line, name), shown_value(base[name]), shown_value(cell.value)
                )
                continue
            is_number = name == "index" and shown_value(cell.value) in (number, "")
            if (as_it_was or is_number) and cell.trouble != "formula":
                if name != "index" and not is_same(cell.value, base[name]):
                    yield Held(line.id)
            elif cell.trouble:
                place = _place(table, line, name)
                yield refused_edit(
                    TROUBLES[cell.trouble], line.id, place, shown_value(base[name]), shown_value(cell.value)
                )
            else:
                edited[name] = cell.value
        yield from self._said(table, line, line.id, edited, (base, ours), _BLIND if self.is_blind else None)

    def _said(
        self,
        table: EditedTable,
        line: SheetLine,
        id_: str,
        edited: dict[str, Value],
        states: tuple[Mapping[str, Value], Mapping[str, Value]],
        doubt: Text | None,
    ) -> Iterator[Edited | Held]:
        """Tell what the edited cells of a row change; what the data came to say since is held, or in conflict."""
        base, ours = states
        answers = self._answers(id_, edited) if edited else {}
        for name, answer in answers.items():
            if isinstance(answer, Unread):
                place = _place(table, line, name)
                yield refused_edit(answer, id_, place, shown_value(base[name]), shown_value(edited[name]))
        understood = [name for name in edited if not isinstance(answers[name], Unread)]
        clash: list[str] = []
        for name in [name for name in understood if not is_same(base[name], ours[name])]:
            three = (shown_value(edited[name]), shown_value(base[name]), shown_value(ours[name]))
            new, is_conflict = combined("", *three)
            if new == three[2] or not answers[name]:
                understood.remove(name)
                yield Held(id_)
            elif is_conflict:
                clash.append(name)
                yield Conflict(f"{id_}.{name}", _place(table, line, name), three[1], three[0], three[2])
        taken = [name for name in understood if name not in clash and not _shares(answers, name, clash)]
        changes = tuple({repr(one): one for name in taken for one in _given(answers[name])}.values())
        if changes:
            named = [name for name in taken if answers[name]]
            place = _place(table, line, named[0] if len(named) == 1 else "")
            old, new = (
                " | ".join(f"{table.headings[name]}: {shown_value(state[name])}" for name in named)
                for state in (ours, edited)
            )
            texts = [(shown_value(edited[name]), shown_value(ours[name])) for name in named if name in _TEXTS]
            is_counted = any(is_numbered(now) and not is_numbered(was) for now, was in texts)
            yield Proposal(id_, place, old, new, changes, doubt or (NUMBERED if is_counted else None))

    def _answers(self, id_: str, edited: dict[str, Value]) -> dict[str, FieldChanges]:
        entry = self.context.entries.get(id_)
        match entry:
            case Target():
                return target_fields(self.context, id_, edited)
            case Budget() | BudgetLine():
                return budget_fields(self.context, id_, edited)
            case Task() | TaskGroup() if self.about == "about_tasks":
                return _task_answers(self.context, entry, edited)
            case Duty() | Statement() | Section() if self.about == "about_tasks":
                return duty_answers(self.context, entry, edited)
        return dict.fromkeys(edited, _GRID)

    def _new(
        self, line: SheetLine, newcomer: Newcomer, arrivals: RowArrivals, repeated: SheetRow | None
    ) -> Iterator[Edited | Held]:
        table = newcomer.table
        place = _place(table, line)
        said = " | ".join(
            f"{table.headings[name]}: {shown_value(cell.value)}"
            for name, cell in line.cells.items()
            if name != "index" and shown_value(cell.value)
        )
        if self.about == "about_grid":
            yield refused_edit(_GRID, line.id, place, "", said)
            return
        if item := arrivals.same(line, newcomer.above):
            yield Held(item)
            yield from self._arrived(newcomer, line, item, arrivals)
            newcomer.passed(item)
            return
        above = newcomer.above
        id_, answer = newcomer.made(line, is_copy=repeated is not None)
        for name, why in newcomer.unread(line).items():
            yield refused_edit(why, id_, _place(table, line, name), "", shown_value(line.cells[name].value))
        if isinstance(answer, Unread):
            yield refused_edit(answer, id_, place, "", said)
        elif answer:
            doubt = _BLIND if self.is_blind else _COPIED if repeated else None
            if item := arrivals.like(line, above):
                yield from self._arrived(newcomer, line, item, arrivals)
                doubt = like_an_arrival(item)
            yield Proposal(id_, place, "", said, answer, doubt, "inserted")

    def _arrived(
        self, newcomer: Newcomer, line: SheetLine, item: str, arrivals: RowArrivals
    ) -> Iterator[Edited | Held]:
        """Tell what a row says otherwise than an item that came into the data since; who edited it nobody knows."""
        table = newcomer.table
        ours = self._by_name(self.ours, _by_id(self.ours)[item])
        for name, why in newcomer.unread_cells(line).items():
            if line.cells[name].trouble or not is_same(line.cells[name].value, ours[name]):
                yield refused_edit(why, item, _place(table, line, name), "", shown_value(line.cells[name].value))
        yield from self._said(table, line, item, arrivals.edited(line, item), (ours, ours), _SINCE)

    def _gone_in_data(self, table: EditedTable, line: SheetLine, then: SheetRow) -> Iterator[Edited]:
        """Tell of a row that was edited although the data have its item no more."""
        base = self._by_name(self.base, then)
        for name, cell in line.cells.items():
            if name != "index" and not is_same(cell.value, base[name]):
                why = Unread(
                    Text("the data do not have this item any more"), Text("write the change where its content is now")
                )
                yield refused_edit(
                    why, line.id, _place(table, line, name), shown_value(base[name]), shown_value(cell.value)
                )

    def _deleted(self, id_: str, row: SheetRow, now: SheetRow) -> Edited:
        """Tell of a row that is missing; it may only have been cut for somebody, so a yes is needed."""
        place = Text("sheet “{sheet}”", {"sheet": self.page.name})
        said = " | ".join(shown_value(cell) for cell in row.cells[1:] if shown_value(cell))
        entry = self.context.entries.get(id_)
        if self.about == "about_grid":
            return refused_edit(_GRID, id_, place, said)
        if not isinstance(entry, Task | Target | BudgetLine):
            return refused_edit(_STAYS, id_, place, said)
        # What other rows shift, as numbers and places, is no difference of the row itself.
        was, is_now = self._by_name(self.base, row), self._by_name(self.ours, now)
        if any(not is_same(was[name], is_now[name]) for name in is_now if name not in ("index", "notes")):
            return Conflict(
                id_, place, said, "", " | ".join(shown_value(cell) for cell in now.cells[1:] if shown_value(cell))
            )
        change = Change("remove", self.context.plan.id, id_, entry, entry)
        return Proposal(id_, place, said, "", (change,), _CUT, "deleted")


def _shares(answers: Mapping[str, FieldChanges], name: str, others: list[str]) -> bool:
    """Whether a column says one fact together with others, as number and unit do."""
    return any(answers[name] and answers[name] is answers[other] for other in others)


def _task_answers(context: Context, entry: Task | TaskGroup, edited: dict[str, Value]) -> dict[str, FieldChanges]:
    answers: dict[str, FieldChanges] = {}
    for name, value in edited.items():
        if name == "money":
            answers[name] = money_field(context, entry.id, shown_value(value))
        elif isinstance(entry, TaskGroup):
            answers[name] = group_field(context, entry.id, name, value)
        elif name == "day":
            answers[name] = task_day(context, entry, value, edited.get("deadline"))
        else:
            answers[name] = task_field(context, entry.id, name, value)
    return answers


def _numbers(table: EditedTable, then: Mapping[str, SheetRow]) -> dict[int, str]:
    """The number that each row would have if they were counted as they stand: groups apart from what is in them."""
    counts = {"group": 0, "entry": 0, "total": 0}
    numbers: dict[int, str] = {}
    is_roman = any(row.kind == "group" and not shown_value(row.cells[0]).isdigit() for row in then.values())
    for line in table.lines:
        row = then.get(line.id)
        kind = row.kind if row else "entry"
        counts[kind] += 1
        numbers[line.number] = roman(counts[kind]) if kind == "group" and is_roman else f"{counts[kind]}"
    return numbers


def _by_id(sheet: Sheet) -> dict[str, SheetRow]:
    return {row.id: row for row in sheet.rows if row.id}


def _given(answer: FieldChanges) -> tuple[Change, ...]:
    assert not isinstance(answer, Unread)
    return answer


def _place(table: EditedTable, line: SheetLine, name: str = "") -> Text:
    said = {"sheet": table.name, "row": line.number}
    if not name:
        return Text("sheet “{sheet}”, row {row}", said)
    return Text("sheet “{sheet}”, row {row}, column “{column}”", {**said, "column": table.headings[name]})
