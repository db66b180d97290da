"""A returned workbook against the data: what it changes, row by row, and how that gets into the YAML.

Three states decide: what the workbook was given out with, what it says now, and what the data say now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from planbook.changes import Change
from planbook.diagnostics import Text
from planbook.importers.fields import Answer, Context, group_field, task_day, task_field
from planbook.importers.figures import budget_fields, money_field, target_fields
from planbook.importers.new_rows import Newcomer
from planbook.importers.odd_cells import TROUBLES, beside, odd
from planbook.importers.proposals import Conflict, Proposal, Refused
from planbook.importers.tables import Line, Table, is_same, names_of, read_table, shown
from planbook.importers.unread import TWICE, Unread
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.target import Target
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.ooxml.workbooks import Book, Page, letters
from planbook.views.sheets import Sheet, SheetRow, Value

Sheets = Mapping[str, Sheet]
_NO_ITEM = Unread(Text("no item of the plan has this id"), Text("leave the id of a new row empty"))
_GRID = Unread(
    Text("this sheet only repeats who leads and who coordinates"), Text("change it in the sheet of the tasks")
)
_NO_TABLE = Unread(
    Text("the sheet has lost its ids or its headings; nothing of it is read"),
    Text("fill in the file as it was given out, with its hidden column"),
)
_NO_SHEET = Unread(Text("the sheet is gone from the file"), Text("fill in the file as it was given out"))
_NO_COLUMN = Unread(Text("the sheet has no such column in the data"), Text("write it where it belongs"))
_STRANGE = Unread(Text("the sheet was added to the file; nothing of it is read"), Text("write it where it belongs"))
_STAYS = Unread(Text("a group and its money do not go with a row"), Text("take it out of the data"))


_CUT = Text("the row is missing; it may only have been cut for somebody")
_BLIND = Text("nobody knows what the file was made of, so the data may have moved on since")
_COPIED = Text("the row was made of a copy of another one")

Edited = Proposal | Refused | Conflict


def differences(
    book: Book, context: Context, ours: Sheets, base: Sheets | None, others: tuple[str, ...]
) -> list[Edited]:
    """Give what a workbook changes against the data, in the order of its sheets.

    `ours` are the sheets as the data have them now, `base` as the file was given out; without it nothing is certain.
    `others` are the names of sheets that say nothing of the plan.
    """
    pages = {page.name.strip().casefold(): page for page in book.pages}
    found: list[Edited] = []
    for about, sheet in ours.items():
        page = pages.pop(sheet.name.casefold(), None)
        if page is None:
            found.append(_refused(_NO_SHEET, "", Text("sheet “{sheet}”", {"sheet": sheet.name})))
        else:
            found += _Comparison(page, about, sheet, (base or ours).get(about, sheet), context, base is None).all()
    known = {name.casefold() for name in others}
    strange = [page for name, page in pages.items() if name not in known and page.rows]
    found += [_refused(_STRANGE, "", Text("sheet “{sheet}”", {"sheet": page.name})) for page in strange]
    return _raised(context, _agreed(found))


def remarks(book: Book) -> tuple[Text, ...]:
    """Give what people wrote beside the cells of a workbook."""
    said = [(page.name, f"{letters(one.column)}{one.row}", one.text) for page in book.pages for one in page.remarks]
    return tuple(
        Text("sheet “{sheet}”, cell {cell}: {text}", {"sheet": sheet, "cell": cell, "text": text})
        for sheet, cell, text in said
    )


def _refused(why: Unread, item: str, place: Text, old: str = "", new: str = "") -> Refused:
    return Refused(item or "-", place, old, new, why)


@dataclass(frozen=True)
class _Comparison:
    """One sheet in its three states."""

    page: Page
    about: str
    ours: Sheet
    base: Sheet
    context: Context
    is_blind: bool

    def all(self) -> Iterator[Edited]:
        """Give what differs, row by row; then the rows that are gone."""
        table = read_table(self.page, self.about, self.ours)
        if table is None:
            yield _refused(_NO_TABLE, "", Text("sheet “{sheet}”", {"sheet": self.page.name}))
            return
        for name in table.missing:
            if name not in ("index", "notes", "day", "project", "standard"):
                place = Text("sheet “{sheet}”", {"sheet": table.name})
                yield _refused(_NO_COLUMN, "", place, table.headings[name])
        for at, heading in table.unknown:
            del at
            yield _refused(_NO_COLUMN, "", Text("sheet “{sheet}”", {"sheet": table.name}), "", heading)
        yield from beside(self.page, {line.number for line in table.lines})
        now, then = _by_id(self.ours), _by_id(self.base)
        seen: set[str] = set()
        newcomer = Newcomer(self.context, self.about, table, list(then))
        for line in table.lines:
            if not line.id or line.id in seen:
                yield from self._new(line, newcomer, now.get(line.id)) if line.id or self._is_room(line) else ()
            elif line.id in now:
                seen.add(line.id)
                newcomer.passed(line.id)
                yield from self._row(table, line, now[line.id], then.get(line.id))
            elif line.id in then:
                seen.add(line.id)
                yield from self._gone_in_data(table, line, then[line.id])
            else:
                yield _refused(_NO_ITEM, line.id, _place(table, line), "", line.id)
        for id_, row in then.items():
            if id_ not in seen and id_ in now:
                yield self._deleted(id_, row, now[id_])

    def _is_room(self, line: Line) -> bool:
        """Say whether a row without an id can be a new one: the totals of the grid have none either."""
        return self.about != "about_grid" and not line.is_empty

    def _by_name(self, sheet: Sheet, row: SheetRow) -> dict[str, Value]:
        """Give the cells of a row by the names of our columns; a column that another state lacks is empty there."""
        names = names_of(self.about, self.ours)
        if self.about == "about_grid":
            at_head = dict(zip((column.heading for column in self.ours.columns), names, strict=True))
            named = [at_head.get(column.heading, "") for column in sheet.columns]
        else:
            named = list(names_of(self.about, sheet))
        found = dict(zip(named, row.cells, strict=True))
        return {name: found.get(name, "") for name in names}

    def _row(self, table: Table, line: Line, now: SheetRow, then: SheetRow | None) -> Iterator[Edited]:
        ours = self._by_name(self.ours, now)
        base = self._by_name(self.base, then) if then else ours
        edited: dict[str, Value] = {}
        for name, cell in line.cells.items():
            as_it_was = is_same(cell.value, base[name]) or is_same(cell.value, ours[name])
            if why := odd(cell, name, base[name] if as_it_was else None):
                yield _refused(why, line.id, _place(table, line, name), shown(base[name]), shown(cell.value))
                continue
            if name == "index" or (as_it_was and cell.trouble != "formula"):
                continue
            if cell.trouble:
                place = _place(table, line, name)
                yield _refused(TROUBLES[cell.trouble], line.id, place, shown(base[name]), shown(cell.value))
            else:
                edited[name] = cell.value
        if not edited:
            return
        answers = self._answers(line.id, edited)
        for name, answer in answers.items():
            if isinstance(answer, Unread):
                place = _place(table, line, name)
                yield _refused(answer, line.id, place, shown(base[name]), shown(edited[name]))
        understood = [name for name in edited if not isinstance(answers[name], Unread)]
        clash = [name for name in understood if not is_same(base[name], ours[name])]
        for name in clash:
            states = (shown(base[name]), shown(edited[name]), shown(ours[name]))
            yield Conflict(f"{line.id}.{name}", _place(table, line, name), *states)
        taken = [name for name in understood if name not in clash and not _shares(answers, name, clash)]
        changes = tuple({repr(one): one for name in taken for one in _given(answers[name])}.values())
        if changes:
            named = [name for name in taken if answers[name]]
            place = _place(table, line, named[0] if len(named) == 1 else "")
            old, new = (
                " | ".join(f"{table.headings[name]}: {shown(state[name])}" for name in named)
                for state in (base, edited)
            )
            yield Proposal(line.id, place, old, new, changes, _BLIND if self.is_blind else None)

    def _answers(self, id_: str, edited: dict[str, Value]) -> dict[str, Answer]:
        entry = self.context.entries.get(id_)
        match entry:
            case Target():
                return target_fields(self.context, id_, edited)
            case Budget() | BudgetLine():
                return budget_fields(self.context, id_, edited)
            case Task() | TaskGroup() if self.about == "about_tasks":
                return _task_answers(self.context, entry, edited)
        return dict.fromkeys(edited, _GRID)

    def _new(self, line: Line, newcomer: Newcomer, repeated: SheetRow | None) -> Iterator[Edited]:
        place = _place(newcomer.table, line)
        said = " | ".join(
            f"{newcomer.table.headings[name]}: {shown(cell.value)}"
            for name, cell in line.cells.items()
            if name != "index" and shown(cell.value)
        )
        if self.about == "about_grid":
            yield _refused(_GRID, line.id, place, "", said)
            return
        id_, answer = newcomer.made(line, is_copy=repeated is not None)
        for name, why in newcomer.unread(line).items():
            yield _refused(why, id_, _place(newcomer.table, line, name), "", shown(line.cells[name].value))
        if isinstance(answer, Unread):
            yield _refused(answer, id_, place, "", said)
        elif answer:
            doubt = _BLIND if self.is_blind else _COPIED if repeated else None
            yield Proposal(id_, place, "", said, answer, doubt, "inserted")

    def _gone_in_data(self, table: Table, line: Line, then: SheetRow) -> Iterator[Edited]:
        """Tell of a row that was edited although the data have its item no more."""
        base = self._by_name(self.base, then)
        for name, cell in line.cells.items():
            if name != "index" and not is_same(cell.value, base[name]):
                why = Unread(
                    Text("the data do not have this item any more"), Text("write the change where its content is now")
                )
                yield _refused(why, line.id, _place(table, line, name), shown(base[name]), shown(cell.value))

    def _deleted(self, id_: str, row: SheetRow, now: SheetRow) -> Edited:
        """Tell of a row that is missing; it may only have been cut for somebody, so a yes is needed."""
        place = Text("sheet “{sheet}”", {"sheet": self.page.name})
        said = " | ".join(shown(cell) for cell in row.cells[1:] if shown(cell))
        entry = self.context.entries.get(id_)
        if self.about == "about_grid":
            return _refused(_GRID, id_, place, said)
        if not isinstance(entry, Task | Target | BudgetLine):
            return _refused(_STAYS, id_, place, said)
        # What other rows shift, as numbers and places, is no difference of the row itself.
        was, is_now = self._by_name(self.base, row), self._by_name(self.ours, now)
        if any(not is_same(was[name], is_now[name]) for name in is_now if name not in ("index", "notes")):
            return Conflict(id_, place, said, "", " | ".join(shown(cell) for cell in now.cells[1:] if shown(cell)))
        change = Change("remove", self.context.plan.id, id_, entry, entry)
        return Proposal(id_, place, said, "", (change,), _CUT, "deleted")


def _shares(answers: Mapping[str, Answer], name: str, others: list[str]) -> bool:
    """Say whether a column says one fact together with others, as number and unit do."""
    return any(answers[name] and answers[name] is answers[other] for other in others)


def _task_answers(context: Context, entry: Task | TaskGroup, edited: dict[str, Value]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for name, value in edited.items():
        if name == "money":
            answers[name] = money_field(context, entry.id, shown(value))
        elif isinstance(entry, TaskGroup):
            answers[name] = group_field(context, entry.id, name, value)
        elif name == "day":
            answers[name] = task_day(context, entry, value, edited.get("deadline"))
        else:
            answers[name] = task_field(context, entry.id, name, value)
    return answers


def _agreed(found: list[Edited]) -> list[Edited]:
    """Take each fact once, where several cells say it; refuse all that say different things about one."""
    said: dict[tuple[str, str], set[str]] = {}
    for change in (change for one in _proposals(found) for change in one.changes):
        said.setdefault((change.item, change.field), set()).add(repr(_plain(change)))
    told: set[tuple[str, str]] = set()
    agreed: list[Edited] = []
    for one in found:
        if not isinstance(one, Proposal):
            agreed.append(one)
        elif any(len(said[change.item, change.field]) > 1 for change in one.changes):
            agreed.append(Refused(one.id, one.at, one.old, one.new, TWICE))
        elif changes := tuple(change for change in one.changes if (change.item, change.field) not in told):
            told |= {(change.item, change.field) for change in changes}
            agreed.append(replace(one, changes=changes))
    return agreed


def _plain(change: Change) -> object:
    new = change.new
    return [one.model_dump() if isinstance(one, Entry) else one for one in new] if isinstance(new, tuple) else new


def _proposals(found: list[Edited]) -> list[Proposal]:
    return [one for one in found if isinstance(one, Proposal)]


def _raised(context: Context, found: list[Edited]) -> list[Edited]:
    """Change the assignment of a group where all tasks that have it were changed alike; none gets one of its own."""
    for group in context.plan.task_groups():
        heirs = {task.id for task in group.tasks if task.assignment is None}
        if group.assignment is None or len(heirs) < 2:
            continue
        for field in Assignment.model_fields:
            mine = [one for one in _proposals(found) if one.item in heirs and not one.doubt]
            changes = [
                change for one in mine for change in one.changes if change.field == field and change.item in heirs
            ]
            if {change.item for change in changes} != heirs or len({repr(_plain(change)) for change in changes}) > 1:
                continue
            raised = context.set(group, field, getattr(group.assignment, field), changes[0].new)
            first = found.index(mine[0])
            found = [_without(one, heirs, field) if isinstance(one, Proposal) else one for one in found]
            found.insert(first, replace(mine[0], id=group.id, changes=raised))
            found = [one for one in found if not isinstance(one, Proposal) or one.changes]
    return found


def _without(one: Proposal, items: set[str], field: str) -> Proposal:
    return replace(
        one, changes=tuple(change for change in one.changes if (change.item in items, change.field) != (True, field))
    )


def _by_id(sheet: Sheet) -> dict[str, SheetRow]:
    return {row.id: row for row in sheet.rows if row.id}


def _given(answer: Answer) -> tuple[Change, ...]:
    assert not isinstance(answer, Unread)
    return answer


def _place(table: Table, line: Line, name: str = "") -> Text:
    said = {"sheet": table.name, "row": line.number}
    if not name:
        return Text("sheet “{sheet}”, row {row}", said)
    return Text("sheet “{sheet}”, row {row}, column “{column}”", {**said, "column": table.headings[name]})
