"""More money was disbursed than was allotted until then.

Treasuries pay out nothing that was not allotted, so one of the two sums is wrong, or of another unit. Silent: where nobody says what was
allotted. Source: State Budget Law 83/2015, Article 8; practice.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.number import official
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find sums disbursed above the sum allotted, as last stated in the same year."""
    for plan, periods in workspace.results.items():
        allotted: dict[tuple[str, str, int], Decimal] = {}
        for results in periods:
            for result in results.money:
                key = result.budget, result.body, (result.as_of or results.as_of).first.year
                if result.allotted is not None:
                    allotted[key] = result.allotted
                if result.disbursed is not None and key in allotted and result.disbursed > allotted[key]:
                    values = {"disbursed": official(result.disbursed), "allotted": official(allotted[key])}
                    yield Diagnostic(
                        "disbursed-over-allotted",
                        result.source.span("disbursed"),
                        Text("{disbursed} were disbursed, {allotted} allotted", values),
                        Text("correct one of the two sums; both are in the unit of the budget, since the year began"),
                        Severity.ERROR,
                        plan,
                    )
