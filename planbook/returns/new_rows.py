"""Rows that people added to a sheet: new tasks, targets and lines of money, in the place where the row stands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.budget import ZEROS, Budget, BudgetLine
from planbook.model.entry import Entry, as_id
from planbook.model.target import Target
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.returns.fields import WORKED_OUT as DERIVED_CELL
from planbook.returns.fields import Context, FieldChanges, text_of
from planbook.returns.figures import budget_of, new_budget, read_indicator, read_source
from planbook.returns.mentions import cleaned_line
from planbook.returns.not_taken import Unread
from planbook.returns.read_agencies import read_agencies
from planbook.returns.read_amounts import Money, Stated, read_comparator, read_decimal, read_money
from planbook.returns.read_times import read_deadlines, read_time
from planbook.returns.tables import DERIVED, EditedTable, SheetLine, shown_value
from planbook.wording.blocks import capital

_WORDS = 7  # of the text of a new item make its id
_LENGTH = 48
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
        self._taken: set[str] = set()
        self._refused: dict[int, dict[str, Unread]] = {}
        places = {id_: at for at, id_ in enumerate(order)}
        known = [places[line.id] for line in table.lines if line.id in places]
        self._is_in_order = known == sorted(known)

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
            said = shown_value(line.cells[name].value) if name in line.cells else ""
            known = {shown_value(other.cells[name].value) for other in self._beside(line) if name in other.cells}
            deadline = shown_value(line.cells["deadline"].value) if "deadline" in line.cells else ""
            is_known = said in known or (name == "day" and said in deadline) or (name == "index" and said.isdigit())
            if said and not is_known:
                wrong.setdefault(name, DERIVED_CELL)
        return wrong

    def _beside(self, line: SheetLine) -> list[SheetLine]:
        """The row above a new one, and that of which it is a copy."""
        at = self.table.lines.index(line)
        copied = [other for other in self.table.lines if other.id and other.id == line.id and other is not line]
        return [*self.table.lines[max(0, at - 1) : at], *copied]

    def made(self, line: SheetLine, *, is_copy: bool) -> tuple[str, FieldChanges]:
        """The id of a new row, and the addition that it is."""
        said = {name: cell.value for name, cell in line.cells.items() if name != "index"}
        wrong = self._refused.setdefault(line.number, {})
        wrong |= self.unread_cells(line)
        name = cleaned_line(text_of(said.get("task") or said.get("target") or said.get("source_of_funds")))
        if not name:
            return "", _NAMELESS
        if set(name) & set("{}"):
            return "", Unread(Text("a text holds braces, which only mentions have"), Text("write it without braces"))
        if not self._is_in_order:
            return "", _SORTED
        if is_copy and any(
            name == cleaned_line(text_of(other.cells[column].value))
            for other in self.table.lines
            for column in ("task", "target", "source_of_funds")
            if column in other.cells and other.number != line.number and other.id == line.id
        ):
            return line.id, _COPY
        if self.about == "about_tasks":
            return self._task(name, line, wrong)
        return self._target(name, line, wrong) if self.about == "about_targets" else self._line(name, line, wrong)

    def _new_id(self, text: str) -> str:
        """An id that nothing has, made of the first words of a text."""
        words = as_id(text).split("-")[:_WORDS] or ["-"]
        while len(words) > 1 and len("-".join(words)) > _LENGTH:
            words.pop()
        base = "-".join(words)[:_LENGTH].strip("-") or self.context.plan.id
        id_, count = base, 1
        while id_ in self.context.entries or id_ in self._taken:
            count += 1
            id_ = f"{base}-{count}"
        self._taken.add(id_)
        return id_

    def _added(self, entry: Any, field: str, parent: Any, behind: Any) -> tuple[str, FieldChanges]:
        change = Change(
            "add", self.context.plan.id, entry.id, entry, None, field, parent.id, behind.id if behind else ""
        )
        return entry.id, (change,)

    def _task(self, name: str, line: SheetLine, wrong: dict[str, Unread]) -> tuple[str, FieldChanges]:
        above, context = self.above, self.context
        if text_of(line.cells["index"].value).strip().isalpha() if "index" in line.cells else False:
            return "", _NEW_GROUP
        if isinstance(above, TaskGroup):
            group, behind = above, None
        elif isinstance(above, Task):
            group, behind = context.groups[above.id], above
        else:
            return "", _NO_PLACE
        id_ = self._new_id(name)
        task: dict[str, Any] = {"id": id_, **_named(name, behind or next(iter(group.tasks), None))}
        assigned: dict[str, Any] = {}
        for column, field in (("lead", "lead"), ("coordinating", "coordinating"), ("deadline", "deadlines")):
            text = text_of(line.cells[column].value) if column in line.cells else ""
            read: Any = (
                read_deadlines(text, context.reading, context.text, ())
                if field == "deadlines"
                else read_agencies(text, context.register)
            )
            if isinstance(read, Unread):
                wrong.setdefault(column, read)
            else:
                assigned[field] = list(read)
        if any(assigned.values()):
            assignment = Assignment.model_validate({key: one for key, one in assigned.items() if one})
            if group.assignment is None or not _is_as(assignment, group.assignment):
                task["assignment"] = assignment
        if result := cleaned_line(text_of(line.cells["result"].value)) if "result" in line.cells else "":
            task["result"] = result
        if "money" in line.cells and not context.reading.is_nothing(text_of(line.cells["money"].value)):
            budget = new_budget(context, id_, text_of(line.cells["money"].value))
            if isinstance(budget, Unread):
                wrong.setdefault("money", budget)
            else:
                task["budget"] = budget
        return self._added(Task.model_validate(task), "tasks", group, behind)

    def _target(self, name: str, line: SheetLine, wrong: dict[str, Unread]) -> tuple[str, FieldChanges]:
        above = self.above
        sections = (one for one in self.context.plan.sections() if above in (*one.targets, *one.results))
        section = next(sections, None) if isinstance(above, Target) else None
        if section is None:
            return "", _NO_PLACE
        said = {column: cell.value for column, cell in line.cells.items()}
        target: dict[str, Any] = {"id": self._new_id(name), "text": name}
        if text_of(said.get("value")).strip():
            stated = self._stated(said)
            if isinstance(stated, Unread):
                return target["id"], stated
            printed = self.context.text.wording.figure(stated.comparator, stated.value, stated.upper, stated.unit)
            if name.count(printed) != 1:
                return target["id"], Unread(
                    Text("the text of the target does not say “{words}” once", {"words": printed}),
                    Text("write the number in the text as well, in these words"),
                )
            target |= {
                "text": name.replace(printed, "{value}"),
                "comparator": stated.comparator,
                "value": stated.value,
                "upper": stated.upper,
                "unit": stated.unit,
            }
        if text := cleaned_line(text_of(said.get("indicator"))):
            indicator = read_indicator(self.context, text)
            if isinstance(indicator, Unread):
                wrong.setdefault("indicator", indicator)
            else:
                target["indicator"] = indicator
        if text := cleaned_line(text_of(said.get("due"))):
            due = read_time(text, self.context.reading, self.context.plan.period)
            if isinstance(due, Unread) or due.precision not in ("year", "years"):
                wrong.setdefault("due", due if isinstance(due, Unread) else _TROUBLE)
            elif due != self.context.plan.period:
                target["due"] = due
        return self._added(
            Target.model_validate(target), "targets" if above in section.targets else "results", section, above
        )

    def _stated(self, said: dict[str, Any]) -> Stated | Unread:
        comparator = read_comparator(text_of(said.get("comparator")), self.context.reading)
        value = said["value"] if isinstance(said["value"], Decimal) else read_decimal(text_of(said["value"]))
        upper = said.get("upper") or None
        upper = read_decimal(upper) if isinstance(upper, str) else upper
        unit = cleaned_line(text_of(said.get("unit")))
        if not unit:
            return Unread(Text("the number has lost its unit"), Text("write the unit"))
        for read in (comparator, value, upper):
            if isinstance(read, Unread):
                return read
        return Stated(comparator, value, upper, unit)  # type: ignore[arg-type]

    def _line(self, name: str, line: SheetLine, wrong: dict[str, Unread]) -> tuple[str, FieldChanges]:
        above = self.above
        budget = above if isinstance(above, Budget) else None
        if isinstance(above, BudgetLine):
            budget = budget_of(self.context, above)
        if budget is None:
            return "", _NO_PLACE
        source = read_source(self.context, name)
        if isinstance(source, Unread):
            return "", source
        cell = line.cells["amount"].value if "amount" in line.cells else None
        money: Any = Money(cell, None) if isinstance(cell, Decimal) else read_money(text_of(cell), self.context.reading)
        if isinstance(money, Unread):
            return "", money
        unit = cleaned_line(text_of(line.cells["unit"].value)) if "unit" in line.cells else ""
        units = [one for one in ZEROS if self.context.reading.says(f"unit_{one}", unit)]
        if money != "unallocated":
            if len(units) != 1 and money.unit is None:
                return "", Unread(Text("“{unit}” is no unit of money", {"unit": unit[:40]}), Text("write the unit"))
            money = Money(money.number, money.unit or units[0])
        id_ = self._new_id(f"{budget.id} {name}")
        line_of: dict[str, Any] = {"id": id_, "source_of_funds": source, "amount": "unallocated"}
        if money != "unallocated":
            line_of["amount"] = money.written(budget.unit)
        about = cleaned_line(text_of(line.cells["approximate"].value)) if "approximate" in line.cells else ""
        if about and not any(True for _ in self.context.reading.found("amount_about", f"{about} 1")):
            wrong.setdefault("approximate", _TROUBLE)
        elif about or (money != "unallocated" and money.approximate):
            line_of["approximate"] = "true"
        if note := cleaned_line(text_of(line.cells["notes"].value)) if "notes" in line.cells else "":
            line_of["note"] = note
        behind = above if isinstance(above, BudgetLine) else None
        return self._added(BudgetLine.model_validate(line_of), "lines", budget, behind)


def _named(name: str, neighbour: Task | None) -> dict[str, str]:
    """The heading and the text of a new task, as its neighbour has them."""
    if neighbour and not neighbour.is_printed:
        return {"short_text": name}  # an item of the appendix alone
    heading, colon, text = name.partition(": ")
    if neighbour and neighbour.heading and neighbour.text and colon:
        return {"heading": heading, "text": capital(text)}
    if neighbour and neighbour.heading and not neighbour.text:
        return {"heading": name}
    return {"text": name}


def _is_as(one: Assignment, other: Assignment) -> bool:
    return one.model_dump(mode="json") == other.model_dump(mode="json")
