"""Which data the columns of targets and money come from, and what changes when they are edited."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from planbook.changes.change import Change
from planbook.loading.own_places import RegisterFiles
from planbook.messages.diagnostics import Text
from planbook.model.budget import ZEROS, Budget, BudgetLine, Written
from planbook.model.nearness import nearest
from planbook.model.task import Task, TaskGroup
from planbook.reading.amounts import Money, MoneyLine, money_unit, no_money_unit, read_money, read_money_line
from planbook.reading.context import Context, FieldChanges, RowValues, text_of
from planbook.reading.mentions import LinePart, Mention, reread
from planbook.reading.not_taken import BRACES, NotTaken
from planbook.returns.fields.task_fields import WORKED_OUT, changed_lines, sentence
from planbook.text.comparing import with_plain_dashes


def budget_field(context: Context, entry: Budget | BudgetLine, field: str, cells: RowValues) -> FieldChanges:
    """What changes with an edited column of a total or a line of money; number, unit and about are one fact. Raises `NotTaken`."""
    text = text_of(cells[field])
    if field in ("amount", "unit", "approximate"):
        return _amount(context, entry, cells)
    if field == "purpose" and isinstance(entry, Budget) and entry.heading:
        return changed_lines(context, entry, [LinePart(entry.heading, "heading")], text)
    if field == "notes":
        return sentence(context, entry, "note", text)
    if field == "source_of_funds" and isinstance(entry, BudgetLine):
        return context.set(entry, field, entry.source_of_funds, read_source(context, text))
    raise NotTaken(WORKED_OUT)


def money_field(context: Context, id_: str, text: str) -> FieldChanges:
    """What changes when the money of a task or group, in one line, says something else."""
    owner = context.entries[id_]
    assert isinstance(owner, Task | TaskGroup)
    budget = owner.budget
    if budget is None:
        if context.reading.is_nothing(text):
            return ()
        new = new_budget(context, owner.id, read_money_line(text, context.reading))
        return (Change("add", context.plan.id, new.id, new, None, "budget", owner.id, ""),)
    if context.reading.is_nothing(text):
        raise NotTaken(
            Text("the money of an item does not go with an empty cell"),
            Text("write that it is not allotted, or take the budget out of the data"),
        )
    open_sources = context.text.open_sources(budget)
    printed = {"{total}": context.text.amount(budget, budget.total, approximate=budget.approximate)}
    beside = [note] if (note := context.text.said_of(budget)) else []
    for index, line in enumerate(budget.lines):
        amount = context.text.wording.amount(budget, line.amount, approximate=line.approximate)
        printed[f"{{{index}}}"] = amount
        beside.append(context.text.budget_line(budget, line).replace(amount, f"{{{index}}}", 1))
    template = f"{{total}} ({'; '.join(beside)})" if beside else "{total}"
    # Sources alone are what all that is unallocated prints; the amounts of each can be typed behind them all the same.
    if open_sources and ":" not in text:
        template = f"{{total}} ({open_sources})"

    def read(blank: str, words: str) -> Mention:
        entry = budget if blank == "{total}" else budget.lines[int(blank.strip("{}"))]
        return Mention(blank, _money(context, budget, entry, read_money(words, context.reading)))

    amounts = reread([LinePart(template, "budget")], printed.__getitem__, text, read)
    if amounts.texts:
        raise NotTaken(
            Text("only the amounts can be edited in this line"), Text("change sources and notes where the money stands")
        )
    return amounts.changes


def new_budget(context: Context, owner: str, line: MoneyLine) -> Budget:
    """The budget of an item that had none, from what a line says of its money; raises `NotTaken`."""
    if set(line.note) & set("{}"):
        raise NotTaken(BRACES)
    id_ = context.reading.words("new_budget")[0].format(item=owner)
    flag: Any = "true" if line.money.approximate else "false"  # as a file writes it
    total = line.money.written(line.unit)
    return Budget(id=id_, unit=line.unit, total=total, approximate=flag, note=line.note or None)


def says_money(budget: Budget | None, line: MoneyLine) -> bool:
    """Whether a budget is no more than what a line says, in whatever unit."""
    if budget is None or budget.lines:
        return False
    stated = line.money.number * 10 ** ZEROS[line.unit]
    facts = (budget.number_in("dong", budget.total), budget.approximate, budget.note or "")
    return facts == (stated, line.money.approximate, line.note)


def read_indicator(context: Context, text: str) -> str:
    """The id of the indicator that a text names; raises `NotTaken`."""
    return _registered(context, text, context.text.workspace.indicators, "indicators")


def read_source(context: Context, text: str) -> str:
    """The id of the source of money that a text names; raises `NotTaken`."""
    return _registered(context, text, context.text.workspace.funding_sources, "funding-sources")


def _registered(context: Context, text: str, register: Mapping[str, Any], name: str) -> str:
    called = {with_plain_dashes(entry.name).casefold(): id_ for id_, entry in register.items()}
    id_ = called.get(with_plain_dashes(text).casefold())
    if id_ is not None:
        return id_
    path = RegisterFiles(context.text.workspace.trees).nearest(name, context.plan.source.path)
    close = nearest(with_plain_dashes(text).casefold(), called)
    raise NotTaken(
        Text("“{text}” is not in {register}", {"text": with_plain_dashes(text)[:80], "register": path}),
        Text("write one of: {names}", {"names": register[called[close]].name})
        if close
        else Text("write a name of the register, or add it there first"),
    )


def _amount(context: Context, entry: Budget | BudgetLine, cells: RowValues) -> FieldChanges:
    """The change of an amount from its number, its unit and whether it is about."""
    budget = context.plan.budgets()[entry.id]
    money = _stated_amount(context, budget, entry, cells)
    if isinstance(money, Money) and (text := with_plain_dashes(text_of(cells.get("unit")))):
        unit = money_unit(text, context.reading)
        if unit is None or money.unit not in (None, budget.unit, unit):
            raise NotTaken(no_money_unit(text))
        money = replace(money, unit=unit)
    if isinstance(money, Money) and "approximate" in cells:
        about = with_plain_dashes(text_of(cells["approximate"]))
        if about and not says_about(context, about):
            spelling = context.reading.phrases.say("amount_about", amount="").strip()
            raise NotTaken(
                Text("“{text}” does not say that an amount is about", {"text": about[:40]}),
                Text("write one of: {names}", {"names": spelling}),
            )
        money = replace(money, approximate=bool(about))
    return _money(context, budget, entry, money)


def says_about(context: Context, text: str) -> bool:
    """Whether the words of a column of its own say that an amount is about."""
    return any(True for _ in context.reading.matches("amount_about", f"{text} 1"))


def _stated_amount(
    context: Context, budget: Budget, entry: Budget | BudgetLine, cells: RowValues
) -> Money | Literal["unallocated"]:
    """The amount that a row states now: that of its column, or the known one where that was not edited."""
    if "amount" not in cells:
        amount = entry.total if isinstance(entry, Budget) else entry.amount
        return "unallocated" if amount == "unallocated" else Money(amount[0], budget.unit, entry.approximate)
    value, note = cells["amount"], context.text.fill(entry.note)
    if isinstance(value, Decimal):
        return Money(value, None, entry.approximate)
    if note and with_plain_dashes(text_of(value)) == with_plain_dashes(note):
        return "unallocated"
    return read_money(text_of(value), context.reading)


def _money(
    context: Context, budget: Budget, entry: Budget | BudgetLine, money: Money | Literal["unallocated"]
) -> FieldChanges:
    """The change of an amount in the unit of its budget; a note that stood in its place goes with it."""
    amount: Any = money if money == "unallocated" else money.written(budget.unit)
    about = False if money == "unallocated" else money.approximate
    if isinstance(entry, BudgetLine):
        return context.set(entry, "amount", (entry.amount, entry.approximate), (amount, about))
    old = (entry.total, entry.unit, entry.approximate)
    changes = context.set(entry, "total", old, (amount, entry.unit, about))
    is_allotted = entry.total == "unallocated" and isinstance(amount, Written)
    return (*changes, *context.set(entry, "note", entry.note, None)) if is_allotted and entry.note else changes
