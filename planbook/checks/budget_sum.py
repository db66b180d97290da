"""The parts of a budget do not add up to the total that the plan states.

Every total is held against its own lines, and against the totals stated next below it: those of the sections, groups
and tasks that it stands over, also in other units. About amounts may differ by the rounding of their parts, which is
said; unallocated money is no zero, so a budget with an unallocated line is not added up, while an unallocated group
adds nothing. Where a task or group states no budget, the others may be less than the total, never more.

A total that stands apart from the work (a section of money alone, a task that says the total) is held against the budgets of
the work. No field says that it stands for the whole plan, its words do: so this is a warning, and information where tasks
without a budget may have the rest. Silent: several such totals, and one besides others, of other years or of another document.
Which money is such a total is said in `planbook/wording/totals.py`, for all who list money.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.messages.findings import error, finding, information
from planbook.model.budget import Budget
from planbook.model.entry import Entry
from planbook.model.number import official
from planbook.model.plan import Plan, Section
from planbook.model.task import Task, TaskGroup
from planbook.model.workspace import Workspace
from planbook.wording.totals import in_unit, leeway, stated_below, stated_money


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find budgets whose lines, and whose parts of the plan below, do not add up."""
    for entry in plan.walk():
        if isinstance(entry, Section | TaskGroup) and entry.budget:
            yield from _below(entry, entry.budget)
        if isinstance(entry, Budget):
            amounts = [entry.number(line.amount) for line in entry.lines]
            about = entry.approximate or any(line.approximate for line in entry.lines)
            yield from _compare(entry, amounts, entry.source.span("total"), about=about)
    yield from _beside(plan)


def _below(entry: Section | TaskGroup, total: Budget) -> Iterator[Diagnostic]:
    """Hold a total, and each of its lines, against the budgets next below it."""
    stated = list(stated_below(entry))
    budgets = [part.budget for part in stated if part and part.budget]
    about = total.approximate or any(budget.approximate for budget in budgets)
    for claim, span, parts in _sums(total, budgets):
        yield from _compare(claim, parts, span, about=about, whole=None not in stated)


def _beside(plan: Plan) -> Iterator[Diagnostic]:
    """Hold the one total that stands apart from the work of the plan, and each of its lines, against the budgets of the work."""
    money = stated_money(plan)
    if len(money.own) != 1 or not (total := money.own[0].budget):
        return
    work = money.work
    about = total.approximate or any(budget.approximate for budget in work)
    for (claim, span, parts), (*_, all_parts) in zip(
        _sums(total, work), _sums(total, (*work, *money.separate)), strict=True
    ):
        # Money of a section of its own is of no task, or says again what the tasks say.
        if any(True for _ in _compare(claim, all_parts, span, about=about)):
            yield from _compare(claim, parts, span, about=about, beside=True, whole=not _has_unpaid(plan))


def _has_unpaid(entry: Entry) -> bool:
    """Whether there is work below an entry that no budget is of."""
    if isinstance(entry, Section | TaskGroup | Task) and entry.budget:
        return False
    parts = [part for part in entry.children() if isinstance(part, Section | TaskGroup | Task)]
    return any(map(_has_unpaid, parts)) if parts else isinstance(entry, TaskGroup | Task)


def _sums(total: Budget, budgets: Sequence[Budget]) -> Iterator[tuple[Budget, Span, list[Decimal | None]]]:
    """A total, then each of its lines as one, with its place and the amounts of the budgets that it is to be the sum of."""
    # Nobody has allotted anything to an unallocated group: the stated total is that of the others.
    allotted = [budget for budget in budgets if budget.total != "unallocated"]
    yield total, total.source.span("total"), [in_unit(total.unit, budget, budget.total) for budget in allotted]
    for line in total.lines:
        parts = [
            in_unit(total.unit, budget, part.amount)
            for budget in budgets
            for part in budget.lines
            if part.source_of_funds == line.source_of_funds
        ]
        # A budget without lines may be of any source.
        is_known = line.amount != "unallocated" and all(budget.lines for budget in allotted)
        claim = total.model_copy(update={"total": line.amount})
        yield claim, line.source.span("amount"), parts if is_known else []


def _compare(
    budget: Budget, parts: list[Decimal | None], span: Span, *, about: bool, whole: bool = True, beside: bool = False
) -> Iterator[Diagnostic]:
    total = budget.number(budget.total)
    numbers = [part for part in parts if part is not None]
    if total is None or not numbers or len(numbers) < len(parts):
        return
    difference = total - sum(numbers)
    is_rest = difference > 0 and not whole
    if not difference or (is_rest and not beside):
        return
    values = {
        "total": _without_zeros(total),
        "sum": _without_zeros(sum(numbers, Decimal())),
        "difference": _without_zeros(difference),
    }
    if about and abs(difference) <= leeway((total, *numbers)):
        yield information(span, Text("the total is {total}, its parts add up to {sum}: rounding", values))
    elif beside:
        yield finding(
            Severity.INFO if is_rest else Severity.WARNING,
            span,
            Text(
                "the total is {total}, the money of the tasks of the plan adds up to {sum}: {difference} apart", values
            ),
            Text(
                "correct the total or a part; give money that is of no task a section; accept it with # allow: budget-sum - reason"
            ),
        )
    else:
        yield error(
            span,
            Text("the total is {total}, its parts add up to {sum}: {difference} too much or too little", values),
            Text("correct the total or a part; accept it with # allow: budget-sum - reason"),
        )


def _without_zeros(number: Decimal) -> str:
    """A number without the zeros that another unit leaves behind its comma."""
    return official(number.normalize() + Decimal())
