"""A value that is counted from the beginning of the year on is smaller than it was in an earlier period.

What was reached since January can only grow; either one of the two values is wrong, or the later one is that of its period alone.
Silent: indicators that are not `cumulative`, another year of a plan for several. Source: practice; the first that a receiver of reports
compares.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.results import TargetResult
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find cumulative values that fall."""
    for plan in workspace.plans.values():
        cumulative = {
            target.id
            for target in plan.targets()
            if target.indicator and workspace.indicators[target.indicator].accumulation == "cumulative"
        }
        yield from _of_plan(workspace, plan, cumulative)


def _of_plan(workspace: Workspace, plan: Plan, cumulative: set[str]) -> Iterator[Diagnostic]:
    last: dict[tuple[str, str, int], tuple[TargetResult, str]] = {}
    for results in workspace.results.get(plan.id, ()):
        for result in results.targets:
            day = (result.as_of or results.as_of).first
            key = result.target, result.body, day.year
            if result.target not in cumulative or result.value is None:
                continue
            before, since = last.get(key, (result, ""))
            if before.value is not None and before.value > result.value:
                yield Diagnostic(
                    "result-falls",
                    result.source.span("value"),
                    Text(
                        "{value} since the year began, but {before} were reached until {day} already",
                        {"value": official(result.value), "before": official(before.value), "day": since},
                    ),
                    Text(
                        "correct one of the two; write the value since the beginning of the year, not that of the period"
                    ),
                    Severity.ERROR,
                    plan.id,
                )
            last[key] = result, official_day(day)
