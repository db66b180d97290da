"""The parts of a budget do not add up to the total that the plan states.

About amounts may differ by the rounding of their parts, which is said; unallocated money is no zero, so a
budget with an unallocated part is not added up. The total of a section is also held against its groups.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.diagnostics import Diagnostic, Severity, Span, Text
from planbook.model.budget import Budget
from planbook.model.number import official
from planbook.model.plan import Plan, Section
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find budgets whose lines, and sections whose groups, do not add up."""
    for plan in workspace.plans.values():
        for section in plan.sections():
            if section.budget:
                yield from _groups(plan, section, section.budget)
        for entry in plan.walk():
            if isinstance(entry, Budget):
                amounts = [entry.number(line.amount) for line in entry.lines]
                about = entry.approximate or any(line.approximate for line in entry.lines)
                yield from _compare(plan, entry, amounts, entry.source.span("total"), about=about)


def _groups(plan: Plan, section: Section, total: Budget) -> Iterator[Diagnostic]:
    """Hold the total of a section, and each of its lines, against the budgets of its groups."""
    budgets = [group.budget for group in section.groups if group.budget]
    if not budgets or any(budget.unit != total.unit for budget in budgets):
        return
    about = total.approximate or any(budget.approximate for budget in budgets)
    # Nobody has allotted anything to an unallocated group: the stated total is that of the others.
    stated = [budget.number(budget.total) for budget in budgets if budget.total != "unallocated"]
    yield from _compare(plan, total, stated, total.source.span("total"), about=about)
    for line in total.lines:
        parts = [
            budget.number(part.amount)
            for budget in budgets
            for part in budget.lines
            if part.source_of_funds == line.source_of_funds
        ]
        if parts and line.amount != "unallocated":
            stands_for = total.model_copy(update={"total": line.amount})
            yield from _compare(plan, stands_for, parts, line.source.span("amount"), about=about)


def _compare(
    plan: Plan, budget: Budget, parts: list[Decimal | None], span: Span, *, about: bool
) -> Iterator[Diagnostic]:
    total = budget.number(budget.total)
    known = [part for part in parts if part is not None]
    if total is None or not known or len(known) < len(parts):
        return
    difference = total - sum(known)
    if not difference:
        return
    # Each number may be off by half of its last digit.
    leeway = sum(Decimal(5).scaleb(int(one.as_tuple().exponent) - 1) for one in (total, *known))
    rounded = about and abs(difference) <= leeway
    values = {"total": official(total), "sum": official(sum(known, Decimal())), "difference": official(difference)}
    yield Diagnostic(
        "budget-sum",
        span,
        Text("the total is {total}, its parts add up to {sum}: rounding", values)
        if rounded
        else Text("the total is {total}, its parts add up to {sum}: {difference} too much or too little", values),
        None if rounded else Text("correct the total or a part; accept it with # allow: budget-sum - reason"),
        Severity.INFO if rounded else Severity.ERROR,
        plan.id,
    )
