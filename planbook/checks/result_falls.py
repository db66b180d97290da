"""A value that is counted from the beginning of the year on, or money disbursed since then, is smaller than in an earlier period.

What was reached since January can only grow; either one of the two values is wrong, or the later one is that of its period alone. What
places add up to counts where nobody states the whole. Silent: indicators that are not `cumulative`, another year of what is counted by
years, what was allotted. Source: practice; the first that a receiver of reports compares.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import error
from planbook.model.achieved import achievements
from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.results import MoneyResult, PeriodResults, TargetResult
from planbook.model.target import Target
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find cumulative values that fall."""
    cumulative = {
        target.id: target
        for target in plan.targets()
        if target.indicator and workspace.indicators[target.indicator].accumulation == "cumulative"
    }
    stated: list[_Statement] = []
    for results in workspace.results.get(plan.id, ()):
        stated += [*_stated(results, cumulative), *_added_up(workspace, plan, results, cumulative)]
    last: dict[tuple[str, str, int], tuple[Decimal, date]] = {}
    # By their own days: a later period may tell of an earlier one.
    for key, value, day, span in sorted(stated, key=lambda statement: statement[2]):
        before, since = last.get(key, (value, day))
        if before > value:
            values = {"value": official(value), "before": official(before), "day": official_day(since)}
            yield _diagnostic(span, values)
        last[key] = value, day


_Statement = tuple[tuple[str, str, int], Decimal, date, Span]


def _stated(results: PeriodResults, cumulative: dict[str, Target]) -> Iterator[_Statement]:
    """What a period says since when it counts: item, body and year; the value; its day and place."""
    entries: tuple[TargetResult | MoneyResult, ...] = (*results.targets, *results.money)
    for result in entries:
        day = (result.as_of or results.as_of).first
        if isinstance(result, MoneyResult):
            key, value, field = (result.budget, result.body, day.year), result.disbursed, "disbursed"
        elif result.target in cumulative:
            year = day.year if cumulative[result.target].by_year else 0
            key, value, field = (result.target, result.body, year), result.value, "value"
        else:
            continue
        if value is not None:
            yield key, value, day, result.source.span(field)


def _added_up(
    workspace: Workspace, plan: Plan, results: PeriodResults, cumulative: dict[str, Target]
) -> Iterator[_Statement]:
    """The wholes that nobody states in a period, and that its parts add up to."""
    whole = {result.target for result in results.targets if not result.body}
    parts = {result.target for result in results.targets if result.body} & cumulative.keys() - whole
    reached = achievements(workspace, plan, results.as_of.first) if parts else {}
    for target in sorted(parts):
        sum_ = reached[target]
        if sum_.value is not None and sum_.as_of and not sum_.result and not sum_.missing:
            year = sum_.as_of.year if cumulative[target].by_year else 0
            yield (target, "", year), sum_.value, sum_.as_of, results.source.span("period")


def _diagnostic(span: Span, values: Mapping[str, object]) -> Diagnostic:
    return error(
        span,
        Text("{value} since the year began, but {before} were reached until {day} already", {**values}),
        Text("correct one of the two; write the value since the beginning of the year, not that of the period"),
    )
