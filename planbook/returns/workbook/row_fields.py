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
from planbook.reading.not_taken import EMPTY_CELL, Unread, attempted
from planbook.returns.fields.duty_rows import duty_answers
from planbook.returns.fields.figures import budget_fields, money_field
from planbook.returns.fields.target_fields import shares_of_row, target_fields
from planbook.returns.fields.task_fields import group_field, task_day, task_field
from planbook.returns.workbook.tables import shown_value
from planbook.text.comparing import cleaned_line
from planbook.views.workbook.sheets import Value

GRID = Unread(
    Text("this sheet only repeats who leads and who coordinates"), Text("change it in the sheet of the tasks")
)


def row_changes(context: Context, about: str, id_: str, edited: Mapping[str, Value]) -> Mapping[str, FieldAnswer]:
    """For each edited column of a row what it changes, or why that is not taken back."""
    entry = context.entries.get(id_)
    if about == "about_shares" or isinstance(entry, AppendixRow):
        return _of_appendix(context, id_, entry, edited)
    match entry:
        case Target():
            return target_fields(context, id_, edited)
        case Budget() | BudgetLine():
            return budget_fields(context, id_, edited)
        case Task() | TaskGroup() as entry if about == "about_tasks":
            return {name: attempted(_task_field, context, entry, name, edited) for name in edited}
        case Duty() | Statement() | Section() as entry if about == "about_tasks":
            return duty_answers(context, entry, edited)
    return dict.fromkeys(edited, GRID)


def _of_appendix(context: Context, id_: str, row: object, edited: Mapping[str, Value]) -> Mapping[str, FieldAnswer]:
    """The shares of a body, or the cells of a row of an own table, a number as an official writes it."""
    if not isinstance(row, AppendixRow):
        return shares_of_row(context, id_, edited)
    appendix = next(appendix for appendix in context.plan.appendices or () if row in appendix.rows)
    cells = list(row.cells)
    for at, column in enumerate(appendix.columns):
        if column.key in edited:
            cells[at] = own_cell(edited[column.key])
    made: FieldAnswer = context.set(row, "cells", row.cells, tuple(cells)) if all(cells) else EMPTY_CELL
    return dict.fromkeys(edited, made)


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
