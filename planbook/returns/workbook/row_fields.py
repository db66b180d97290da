"""What the edited cells of a row change: by the kind of its entry, column by column."""

from collections.abc import Mapping
from decimal import Decimal

from planbook.messages.diagnostics import Text
from planbook.model.appendix import AppendixRow
from planbook.model.budget import Budget, BudgetLine
from planbook.model.number import official
from planbook.model.plan import Section
from planbook.model.target import Target
from planbook.model.task import Duty, Statement, Task, TaskGroup
from planbook.reading.context import Context, FieldAnswer, FieldChanges, text_of
from planbook.reading.not_taken import EMPTY_CELL, NotTaken, Unread, attempted
from planbook.returns.fields.duty_rows import duty_field
from planbook.returns.fields.figures import budget_field, money_field
from planbook.returns.fields.target_fields import share_field, target_field
from planbook.returns.fields.task_fields import group_field, task_day, task_field
from planbook.returns.workbook.tables import shown_value
from planbook.text.comparing import cleaned_line
from planbook.views.workbook.sheets import Value

GRID = Unread(
    Text("this sheet only repeats who leads and who coordinates"), Text("change it in the sheet of the tasks")
)


def row_changes(context: Context, about: str, id_: str, edited: Mapping[str, Value]) -> dict[str, FieldAnswer]:
    """For each edited column of a row what it changes, or why that is not taken back."""
    return {name: attempted(_column_changes, context, about, id_, name, edited) for name in edited}


def _column_changes(context: Context, about: str, id_: str, name: str, edited: Mapping[str, Value]) -> FieldChanges:
    match context.entries.get(id_):
        case AppendixRow() as entry:
            return _own_row(context, entry, edited)
        case _ if about == "about_shares":
            return share_field(context, id_, name, text_of(edited[name]))
        case Target() as entry:
            return target_field(context, entry, name, edited)
        case Budget() | BudgetLine() as entry:
            return budget_field(context, entry, name, edited)
        case Task() | TaskGroup() as entry if about == "about_tasks":
            return _task_field(context, entry, name, edited)
        case Duty() | Statement() | Section() as entry if about == "about_tasks":
            return duty_field(context, entry, name, text_of(edited[name]))
    raise NotTaken(GRID)


def _own_row(context: Context, row: AppendixRow, edited: Mapping[str, Value]) -> FieldChanges:
    """What changes with the cells of a row of an own table, a number as an official writes it."""
    appendix = next(appendix for appendix in context.plan.appendices or () if row in appendix.rows)
    cells = tuple(
        own_cell(edited[column.key]) if column.key in edited else cell
        for column, cell in zip(appendix.columns, row.cells, strict=True)
    )
    if not all(cells):
        raise NotTaken(EMPTY_CELL)
    return context.set(row, "cells", row.cells, cells)


def own_cell(value: Value) -> str:
    """What a cell of an own table says, a number as an official writes it."""
    return official(value) if isinstance(value, Decimal) else cleaned_line(text_of(value))


def _task_field(context: Context, entry: Task | TaskGroup, name: str, edited: Mapping[str, Value]) -> FieldChanges:
    if name == "money":
        return money_field(context, entry.id, shown_value(edited[name]))
    if isinstance(entry, TaskGroup):
        return group_field(context, entry.id, name, edited[name])
    if name == "day":
        return task_day(context, entry, edited[name], edited.get("deadline"))
    return task_field(context, entry.id, name, edited[name])
