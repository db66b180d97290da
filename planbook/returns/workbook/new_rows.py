"""Rows that people added to a sheet: new tasks, targets and lines of money, in the place where the row stands."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from functools import partial
from typing import Any, Literal, TypeVar

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.appendix import NOTHING, AppendixRow
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.target import Target
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.reading.agencies import read_agencies
from planbook.reading.amounts import Money, Stated, money_unit, no_money_unit, read_money, read_money_line
from planbook.reading.context import Context, FieldAnswer, text_of
from planbook.reading.edits import plain
from planbook.reading.not_taken import BRACES, NotTaken, Unread, attempted
from planbook.reading.times import read_deadlines
from planbook.reading.typed_lines import COUNTS, counts_items
from planbook.returns.fields.figures import new_budget, read_indicator, read_source, says_about
from planbook.returns.fields.spots import free_id
from planbook.returns.fields.target_fields import read_due, stated_in_cells
from planbook.returns.fields.task_fields import WORKED_OUT
from planbook.returns.workbook.row_arrivals import NAMES
from planbook.returns.workbook.row_fields import own_cell
from planbook.returns.workbook.tables import BROKEN, DERIVED, EditedTable, SheetLine, is_broken, shown_value
from planbook.wording.blocks import capital

_Read = TypeVar("_Read")

_UNSTATED = Stated("exactly", Decimal(), None, "")
_SORTED = Unread(
    Text("the rows stand in another order than in the plan, so that nobody can say where a new one belongs"),
    Text("sort them by their numbers again and put the new row below its neighbour"),
)
_NAMELESS = Unread(Text("the new row does not say what it is"), Text("write it in the first column of words"))
_COPY = Unread(Text("the row repeats another one"), Text("delete it, or write what is new"))
_NO_PLACE = Unread(Text("no row of its kind stands above it"), Text("put it below the row that it follows"))
_NEW_GROUP = Unread(Text("a new group of tasks does not come from a row"), Text("write the group in the data first"))
_TROUBLE = Unread(Text("this is no plain value"), Text("write the value itself"))


class Newcomer:
    """Makes entries of new rows, and knows which row stands above each."""

    def __init__(self, context: Context, about: str, table: EditedTable, order: Sequence[str]) -> None:
        self.context = context
        self.about = about
        self.table = table
        self.above: Entry | None = None
        self._used_ids: set[str] = set()
        self._refused: dict[int, dict[str, Unread]] = {}
        places = {id_: at for at, id_ in enumerate(order)}
        positions = [places[line.id] for line in table.lines if line.id in places]
        self._is_in_order = positions == sorted(positions)

    def passed(self, id_: str) -> None:
        """Note that the rows that follow stand below this one."""
        self.above = self.context.entries.get(id_)

    def unread(self, line: SheetLine) -> dict[str, Unread]:
        """The cells of a new row that were not understood; the rest of it is taken without them."""
        return self._refused.get(line.number, {})

    def unread_cells(self, line: SheetLine) -> dict[str, Unread]:
        """The cells of a new row that are never read: no plain values, and what is worked out from others.

        That may repeat what the row above or the copied row says, and a day what the deadline says.
        """
        wrong = {name: _TROUBLE for name, cell in line.cells.items() if cell.trouble}
        for name in (*DERIVED[self.about], "index"):
            text = shown_value(line.value(name))
            beside = {shown_value(neighbour.value(name)) for neighbour in self._beside(line) if name in neighbour.cells}
            is_known = text in beside or (name == "day" and text in shown_value(line.value("deadline")))
            if text and not is_known and not (name == "index" and text.isdigit()):
                wrong.setdefault(name, WORKED_OUT)
        return wrong

    def _beside(self, line: SheetLine) -> list[SheetLine]:
        """The row above a new one, and that of which it is a copy."""
        at = self.table.lines.index(line)
        copied = [
            original for original in self.table.lines if original.id and original.id == line.id and original is not line
        ]
        return [*self.table.lines[max(0, at - 1) : at], *copied]

    def made(self, line: SheetLine, *, is_copy: bool) -> tuple[str, FieldAnswer]:
        """The id of a new row, and the addition that it is."""
        self._refused[line.number] = self.unread_cells(line)
        column = NAMES[self.about]
        name = line.text(column)
        refusals = (
            (_NAMELESS, not name),
            (BRACES, bool(set(name) & set("{}"))),
            (COUNTS, counts_items(name, self.context.reading)),
            (BROKEN, any(is_broken(cell.value, name) for name, cell in line.cells.items())),
            (_SORTED, not self._is_in_order),
        )
        if refusal := next((why for why, holds in refusals if holds), None):
            return "", refusal
        originals = (
            original for original in self.table.lines if original.id == line.id and original.number != line.number
        )
        if is_copy and any(name == original.text(column) for original in originals):
            return line.id, _COPY
        make = {"about_tasks": self._task, "about_targets": self._target}.get(self.about, self._line)
        return make(name, line)

    def own_row(self, line: SheetLine) -> tuple[str, FieldAnswer]:
        """The same of a row of a table of the plan's own, below another one of it."""
        above = self.above
        assert isinstance(above, AppendixRow)
        appendix = next(appendix for appendix in self.context.plan.appendices or () if above in appendix.rows)
        cells = [own_cell(line.value(column.key)) or NOTHING[0] for column in appendix.columns]
        refusals = (
            (_TROUBLE, any(cell.trouble for cell in line.cells.values())),
            (BRACES, bool(set("".join(cells)) & set("{}"))),
            (_COPY, any(row.id == line.id and list(row.cells) == cells for row in appendix.rows)),
        )
        if refusal := next((why for why, holds in refusals if holds), None):
            return line.id, refusal
        row = AppendixRow.model_validate({"id": self._id_for(cells[0]), "cells": cells})
        return self._added(row, "rows", appendix, above)

    def _in_cell(self, line: SheetLine, column: str, read: Callable[[str], _Read]) -> _Read | None:
        """What a cell says; nothing where it holds nothing, or is not understood, which is told of it."""
        text = text_of(line.value(column))
        reading = None if self.context.reading.is_nothing(text) else attempted(read, text)
        if not isinstance(reading, Unread):
            return reading
        self._refused[line.number].setdefault(column, reading)
        return None

    def _id_for(self, text: str) -> str:
        """An id that nothing has, made of the first words of a text."""
        id_ = free_id(text, {*self.context.entries, *self._used_ids})
        self._used_ids.add(id_)
        return id_

    def _added(self, entry: Any, field: str, parent: Any, behind: Any) -> tuple[str, FieldAnswer]:
        change = Change(
            "add", self.context.plan.id, entry.id, entry, None, field, parent.id, behind.id if behind else ""
        )
        return entry.id, (change,)

    def _task(self, name: str, line: SheetLine) -> tuple[str, FieldAnswer]:
        if line.text("index").isalpha():
            return "", _NEW_GROUP
        behind = self.above if isinstance(self.above, Task) else None
        group = self.context.groups[behind.id] if behind else self.above
        if not isinstance(group, TaskGroup):
            return "", _NO_PLACE
        id_ = self._id_for(name)
        task: dict[str, Any] = {"id": id_, **_name_as_neighbour(name, behind or next(iter(group.tasks), None))}
        assignment = self._assignment(line)
        if plain(assignment) not in ({}, plain(group.assignment)):
            task["assignment"] = assignment
        if result := line.text("result"):
            task["result"] = result
        if money := self._in_cell(line, "money", partial(read_money_line, reading=self.context.reading)):
            task["budget"] = new_budget(self.context, id_, money)
        return self._added(Task.model_validate(task), "tasks", group, behind)

    def _assignment(self, line: SheetLine) -> Assignment:
        """Who leads and coordinates, what they do, and by when, as far as the row says it."""
        context = self.context
        agencies = partial(read_agencies, register=context.register)
        deadlines = partial(read_deadlines, reading=context.reading, plan_text=context.text, current=())
        lists = {
            "lead": self._in_cell(line, "lead", agencies),
            "coordinating": self._in_cell(line, "coordinating", agencies),
            "deadlines": self._in_cell(line, "deadline", deadlines),
        }
        parts = {"duty": line.text("duty"), **{name: list(read or ()) for name, read in lists.items()}}
        return Assignment.model_validate({name: value for name, value in parts.items() if value})

    def _target(self, name: str, line: SheetLine) -> tuple[str, FieldAnswer]:
        above, context = self.above, self.context
        sections = (part for part in context.plan.sections() if above in (*part.targets, *part.results))
        section = next(sections, None) if isinstance(above, Target) else None
        if section is None:
            return "", _NO_PLACE
        target: dict[str, Any] = {"id": self._id_for(name), "text": name}
        if line.text("value"):
            stated = attempted(stated_in_cells, context, line.values, _UNSTATED)
            if isinstance(stated, Unread):
                return target["id"], stated
            printed = context.text.wording.figure(stated.comparator, stated.value, stated.upper, stated.unit)
            if name.count(printed) != 1:
                return target["id"], Unread(
                    Text("the text of the target does not say “{words}” once", {"words": printed}),
                    Text("write the number in the text as well, in these words"),
                )
            target |= {**asdict(stated), "text": name.replace(printed, "{value}")}
        if indicator := self._in_cell(line, "indicator", partial(read_indicator, context)):
            target["indicator"] = indicator
        due = self._in_cell(line, "due", partial(read_due, context))
        if due and due != context.plan.period:
            target["due"] = due
        return self._added(
            Target.model_validate(target), "targets" if above in section.targets else "results", section, above
        )

    def _line(self, name: str, line: SheetLine) -> tuple[str, FieldAnswer]:
        above = self.above
        if not isinstance(above, Budget | BudgetLine):
            return "", _NO_PLACE
        budget = self.context.plan.budgets()[above.id]
        try:
            source, money = read_source(self.context, name), self._money(line)
        except NotTaken as refusal:
            return "", refusal.why
        id_ = self._id_for(f"{budget.id} {name}")
        entry: dict[str, Any] = {"id": id_, "source_of_funds": source, "amount": "unallocated"}
        if money != "unallocated":
            entry["amount"] = money.written(budget.unit)
        about = line.text("approximate")
        if about and not says_about(self.context, about):
            self._refused[line.number].setdefault("approximate", _TROUBLE)
        elif about or (money != "unallocated" and money.approximate):
            entry["approximate"] = "true"
        if note := line.text("notes"):
            entry["note"] = note
        behind = above if isinstance(above, BudgetLine) else None
        return self._added(BudgetLine.model_validate(entry), "lines", budget, behind)

    def _money(self, line: SheetLine) -> Money | Literal["unallocated"]:
        """The amount of a new line, with the unit of its own column where the amount names none; raises `NotTaken`."""
        value, unit = line.value("amount"), line.text("unit")
        money = Money(value, None) if isinstance(value, Decimal) else read_money(text_of(value), self.context.reading)
        if money == "unallocated" or money.unit:
            return money
        unit_of_money = money_unit(unit, self.context.reading)
        if unit_of_money is None:
            raise NotTaken(no_money_unit(unit).message, Text("write the unit"))
        return replace(money, unit=unit_of_money)


def _name_as_neighbour(name: str, neighbour: Task | None) -> dict[str, str]:
    """The heading and the text of a new task, as its neighbour has them."""
    if neighbour and not neighbour.is_printed:
        return {"short_text": name}  # an item of the appendix alone
    heading, colon, text = name.partition(": ")
    if neighbour and neighbour.heading and neighbour.text and colon:
        return {"heading": heading, "text": capital(text)}
    if neighbour and neighbour.heading and not neighbour.text:
        return {"heading": name}
    return {"text": name}
