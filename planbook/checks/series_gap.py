"""A series jumps over years: after a plan of it comes none for the next year, but a later one.

Either a plan is missing here, or the later one is of another series. Asked of plans that name their series; those of several years
are a sequence of their own beside those of one year.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find plans whose series has none for the years before."""
    if plan.series is None:
        return
    earlier = [candidate for candidate in workspace.repeated(plan) if candidate.period.first < plan.period.first]
    last = max((candidate.period.last.year for candidate in earlier), default=plan.period.first.year)
    missing = range(last + 1, plan.period.first.year)
    if missing:
        before = max(earlier, key=lambda candidate: candidate.period.last)
        years = f"{missing[0]}-{missing[-1]}" if len(missing) > 1 else str(missing[0])
        yield warning(
            plan.source.span("series"),
            Text(
                "the series “{series}” has no plan for {years}: before this one comes {plan} ({period})",
                {"series": plan.series, "years": years, "plan": before.id, "period": str(before.period)},
            ),
            Text("add that plan, or give this one another series:"),
        )
