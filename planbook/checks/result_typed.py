"""A text about a period types a number that the data of the plan have otherwise.

It counts what a target counts, and is neither a value that was reached nor one that the plan asks for. Whoever corrects the data does
not see it. Silent: numbers below ten, units that no target has. Source: practice; figures of reports are mentioned, not typed.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.achieved import Achieved, achievements, spending
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults, PeriodText
from planbook.model.target import Target
from planbook.model.texts import typed
from planbook.model.workspace import Workspace

_NUMBER = re.compile(r"(?<![\w/.,-])(?P<number>\d{1,3}(?:\.\d{3})++|\d++(?:,\d++)?)\s?(?P<unit>%|[^\W\d_]+)")
_LEAST = 10


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find typed numbers of texts about a period that no value is."""
    for plan in workspace.plans.values():
        for results in workspace.results.get(plan.id, ()):
            texts = [*results.entries(PeriodText)]
            values = _values(workspace, plan, results) if texts else {}
            for text in texts:
                for match in _NUMBER.finditer(typed(text.text)):
                    number = Decimal(match["number"].replace(".", "").replace(",", "."))
                    unit = match["unit"].casefold()
                    if unit in values and number not in values[unit] and (unit == "%" or number >= _LEAST):
                        yield Diagnostic(
                            "result-typed",
                            text.source.span("text"),
                            Text("“{number}” is typed, and no value of the data is that", {"number": match[0]}),
                            Text("write {mention}, or correct the number", {"mention": "{result:…}"}),
                            Severity.WARNING,
                            plan.id,
                        )


def _values(workspace: Workspace, plan: Plan, results: PeriodResults) -> dict[str, set[Decimal]]:
    """The numbers that the data have on the closing day, by the first word of their unit."""
    reached = achievements(workspace, plan, results.as_of.first)
    values: dict[str, set[Decimal]] = {"%": set()} if reached else {}
    for target in plan.targets():
        unit = (target.unit or "").casefold().split() or [""]
        numbers = values.setdefault("%" if unit[0].startswith("%") else unit[0], set())
        numbers |= {number for number in _stated(target) if number is not None}
        for achieved in _all([reached[target.id]]):
            numbers |= {achieved.value} if achieved.value is not None else set()
            values["%"] |= {achieved.percent} if achieved.percent is not None else set()
    values["%"] |= {
        spent.percent for spent in spending(workspace, plan, results.as_of.first).values() if spent.percent is not None
    }
    return values


def _all(achieved: Iterable[Achieved]) -> Iterator[Achieved]:
    for entry in achieved:
        yield from (entry, *entry.parts)


def _stated(target: Target) -> Iterator[Decimal | None]:
    """The numbers that a target asks for."""
    yield from (target.value, target.upper, target.baseline)
    for share in target.values:
        yield from (share.value, share.upper)
