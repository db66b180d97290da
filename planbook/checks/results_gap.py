"""A period lies between two others that have results, and has none.

Sums over periods have a hole, and a report that was due was not written or not kept. Silent: periods that a longer one with
results covers, what lies before the first and after the last. Source: practice.
"""

from collections.abc import Iterator
from datetime import timedelta

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find days between periods that no results are of."""
    ordered = sorted(workspace.results.get(plan.id, ()), key=lambda results: results.period.first)
    covered = ordered[0].period.last if ordered else plan.period.last
    for results in ordered:
        if results.period.first > covered + timedelta(days=1):
            first, last = covered + timedelta(days=1), results.period.first - timedelta(days=1)
            yield warning(
                results.source.span("period"),
                Text(
                    "no results are of the days from {first} to {last}",
                    {"first": official_day(first), "last": official_day(last)},
                ),
                Text("write the results of the period between"),
            )
        covered = max(covered, results.period.last)
