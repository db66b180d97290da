"""More money was disbursed than was allotted until then: of a line, by a body, or of a budget as its lines add up.

Treasuries pay out nothing that was not allotted, so one of the two sums is wrong, or of another unit. Silent: where nobody says what was
allotted. Source: State Budget Law 83/2015, Article 8; practice.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.achieved import Spent, spending
from planbook.model.budget import Budget
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.results import MoneyResult, PeriodResults
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find sums disbursed above the sum allotted, as last stated in the same year."""
    for results in workspace.results.get(plan.id, ()):
        spent = spending(workspace, plan, results.as_of.first) if results.money else {}
        for of, below in _sums(plan, spent):
            allotted, disbursed = _sum(of, below, "allotted"), _sum(of, below, "disbursed")
            statement = _statement(results, of, below)
            if statement and allotted is not None and disbursed is not None and disbursed > allotted:
                yield error(
                    statement.source.span("disbursed"),
                    Text(
                        "{disbursed} were disbursed, {allotted} allotted",
                        {"disbursed": official(disbursed), "allotted": official(allotted)},
                    ),
                    Text("correct one of the two sums; both are in the unit of the budget, since the year began"),
                )


def _sums(plan: Plan, spent: dict[str, Spent]) -> Iterator[tuple[Spent, Sequence[Spent]]]:
    """Every sum with those that it is made of; a sum that nobody states says nothing that those do not say."""
    for budget in plan.entries(Budget) if spent else ():
        lines = [spent[line.id] for line in budget.lines]
        for of, below in ((spent[budget.id], lines), *((line, line.parts) for line in lines)):
            yield from ((part, ()) for part in of.parts)
            if not of.is_sum:
                yield of, below or of.parts


def _sum(of: Spent, below: Sequence[Spent], field: Literal["allotted", "disbursed"]) -> Decimal | None:
    """A sum as stated, else as its parts add up, else nothing."""
    amounts: list[Decimal | None] = [getattr(part, field) for part in below]
    stated: Decimal | None = getattr(of, field)
    if stated is not None or None in amounts or not amounts:
        return stated
    return sum((amount for amount in amounts if amount is not None), Decimal())


def _statement(results: PeriodResults, of: Spent, below: Sequence[Spent]) -> MoneyResult | None:
    """Where a period says what was disbursed of it: the statement itself, or the first of what it is made of."""
    for part in (of, *below):
        for result in results.money:
            if (result.budget, result.body) == (part.budget, part.body) and result.disbursed is not None:
                return result
    return None
