"""The parts of a budget do not add up to the total that the plan states.

Every total is held against its own lines, and against the totals stated next below it: those of the sections, groups
and tasks that it stands over, also in other units. About amounts may differ by the rounding of their parts, which is
said; unallocated money is no zero, so a budget with an unallocated line is not added up, while an unallocated group
adds nothing. Where a task or group states no budget, the others may be less than the total, never more.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.messages.findings import finding
from planbook.model.budget import ZEROS, Amount, Budget, Unit
from planbook.model.entry import Entry
from planbook.model.number import official
from planbook.model.plan import Plan, Section
from planbook.model.task import Task, TaskGroup
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find budgets whose lines, and whose parts of the plan below, do not add up."""
    for entry in plan.walk():
        if isinstance(entry, Section | TaskGroup) and entry.budget:
            yield from _below(entry, entry.budget)
        if isinstance(entry, Budget):
            amounts = [entry.number(line.amount) for line in entry.lines]
            about = entry.approximate or any(line.approximate for line in entry.lines)
            yield from _compare(entry, amounts, entry.source.span("total"), about=about)


def _below(entry: Section | TaskGroup, total: Budget) -> Iterator[Diagnostic]:
    """Hold a total, and each of its lines, against the budgets next below it."""
    stated = list(_next_below(entry))
    budgets = [budget for budget in stated if budget]
    about = total.approximate or any(budget.approximate for budget in budgets)
    # Nobody has allotted anything to an unallocated group: the stated total is that of the others.
    amounts = [_in_unit(total.unit, part, part.total) for part in budgets if part.total != "unallocated"]
    whole = None not in stated
    yield from _compare(total, amounts, total.source.span("total"), about=about, whole=whole)
    for line in total.lines:
        parts = [
            _in_unit(total.unit, budget, part.amount)
            for budget in budgets
            for part in budget.lines
            if part.source_of_funds == line.source_of_funds
        ]
        if parts and line.amount != "unallocated":
            stands_for = total.model_copy(update={"total": line.amount})
            yield from _compare(stands_for, parts, line.source.span("amount"), about=about, whole=whole)


def _next_below(entry: Entry) -> Iterator[Budget | None]:
    """The budgets stated next below an entry; None for each task or group below which there is none."""
    for part in entry.children():
        if isinstance(part, Section | TaskGroup | Task):
            below = [part.budget] if part.budget else list(_next_below(part))
            yield from below if any(below) else [None]


def _in_unit(unit: Unit, budget: Budget, amount: Amount) -> Decimal | None:
    number = budget.number(amount)
    return None if number is None else number.scaleb(ZEROS[budget.unit] - ZEROS[unit])


def _compare(
    budget: Budget, parts: list[Decimal | None], span: Span, *, about: bool, whole: bool = True
) -> Iterator[Diagnostic]:
    total = budget.number(budget.total)
    numbers = [part for part in parts if part is not None]
    if total is None or not numbers or len(numbers) < len(parts):
        return
    difference = total - sum(numbers)
    if not difference or (difference > 0 and not whole):
        return
    # Each number may be off by half of its last digit.
    leeway = sum(Decimal(5).scaleb(int(number.as_tuple().exponent) - 1) for number in (total, *numbers))
    rounded = about and abs(difference) <= leeway
    values = {"total": official(total), "sum": official(sum(numbers, Decimal())), "difference": official(difference)}
    yield finding(
        Severity.INFO if rounded else Severity.ERROR,
        span,
        Text("the total is {total}, its parts add up to {sum}: rounding", values)
        if rounded
        else Text("the total is {total}, its parts add up to {sum}: {difference} too much or too little", values),
        None if rounded else Text("correct the total or a part; accept it with # allow: budget-sum - reason"),
    )
