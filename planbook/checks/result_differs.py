"""Two statements about the same thing on one day say different things: in one period, or in two that close together.

Reports of two bodies were both typed in; only one counts, and nobody knows of the other. Whoever decides which is right
deletes the other, or accepts it with the reason. Silent: values of single periods (`accumulation: period`) in periods of other lengths.
Source: practice of receiving reports.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.results import OfBody, PeriodResults
from planbook.model.workspace import Workspace

_FIELDS = ("value", "reached", "state", "done", "allotted", "disbursed")
_Key = tuple[str, str, str]


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find statements about one item and body on one day that differ."""
    of_periods = _of_periods(workspace, plan)
    stated: dict[_Key, tuple[PeriodResults, OfBody]] = {}
    for results in workspace.results.get(plan.id, ()):
        first: dict[_Key, tuple[PeriodResults, OfBody]] = {}
        entries: tuple[OfBody, ...] = (*results.targets, *results.tasks, *results.money)
        for result in entries:
            item = getattr(result, "target", "") or getattr(result, "task", "") or getattr(result, "budget", "")
            day = getattr(result, "as_of", None) or results.as_of
            term = getattr(result, "term", None) or ""
            here = item, result.body, str(term)
            yield from _differs(results, result, *first.setdefault(here, (results, result)))
            # A day of its own makes it no other statement of the period, but one that others can be held against.
            there = item, result.body, f"{day}{term}{results.period if item in of_periods else ''}"
            if stated.setdefault(there, (results, result))[0] is not results:
                yield from _differs(results, result, *stated[there])


def _of_periods(workspace: Workspace, plan: Plan) -> set[str]:
    """The targets that are counted period by period."""
    return {
        target.id
        for target in plan.targets()
        if target.indicator and workspace.indicators[target.indicator].accumulation == "period"
    }


def _differs(
    results: PeriodResults, result: OfBody, other_results: PeriodResults, earlier: OfBody
) -> Iterator[Diagnostic]:
    """The finding of two statements that differ."""
    for field in _FIELDS:
        value, other_value = (getattr(entry, field, None) for entry in (result, earlier))
        if None in (value, other_value) or value == other_value:
            continue
        values = {
            "value": _written(value),
            "other": _written(other_value),
            "line": earlier.source.line,
            "period": str(other_results.period),
        }
        fact = Text("{value} here, {other} in line {line}, which is what counts", values)
        if other_results is not results:
            fact = Text("{value} here, {other} in the results of {period}, which close on the same day", values)
        mend = Text("delete the one that is wrong, or accept the other source: # allow: result-differs - reason")
        yield error(result.source.span(field), fact, mend, results.plan)
        return


def _written(value: object) -> str:
    """A value as the file has it."""
    return official(value) if isinstance(value, Decimal) else str(value).lower()
