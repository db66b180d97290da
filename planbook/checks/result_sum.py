"""What is stated of the whole is not what its parts add up to: communes and the province, lines of a budget and the budget.

Both are published, and whoever adds up the parts finds another figure. Work is told as done though a part of it is not. Silent: shares
in per cent, wholes of which a part that the target has a value for is not stated, unless the others are more already. Source: practice of receiving reports.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.achieved import summed
from planbook.model.budget import Budget
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.results import MoneyResult, PeriodResults, TargetResult
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find wholes that are not the sum of their parts in the same period."""
    for results in workspace.results.get(plan.id, ()):
        yield from _targets(workspace, plan, results)
        yield from _money(plan, results)
        yield from _work(results)


def _targets(workspace: Workspace, plan: Plan, results: PeriodResults) -> Iterator[Diagnostic]:
    for target in plan.targets():
        stated = [
            result for result in reversed(results.targets) if result.target == target.id and result.value is not None
        ]
        by_body = {result.body: result for result in stated}
        whole, parts = by_body.pop("", None), summed(workspace, by_body.values())
        owed = {share.body for share in target.shares if bool(share.place) == any(part.place for part in parts)}
        missing = [None] * len(owed - by_body.keys())
        values = [part.value for part in parts if part.value is not None]
        if whole and whole.value is not None and values and not (target.unit or "").startswith("%"):
            is_told = missing and max(values) > whole.value  # by result-impossible
            yield from () if is_told else _differs(results, whole, "value", whole.value, [*values, *missing])


def _money(plan: Plan, results: PeriodResults) -> Iterator[Diagnostic]:
    by_id = {result.budget: result for result in reversed(results.money) if not result.body}
    for budget in plan.entries(Budget):
        whole, lines = by_id.get(budget.id), [by_id.get(line.id) for line in budget.lines]
        if whole and lines:
            for field in ("allotted", "disbursed"):
                parts = [getattr(line, field, None) for line in lines]
                yield from _differs(results, whole, field, getattr(whole, field), parts)


def _differs(
    results: PeriodResults,
    whole: TargetResult | MoneyResult,
    field: str,
    stated: Decimal | None,
    parts: list[Decimal | None],
) -> Iterator[Diagnostic]:
    total = sum((part for part in parts if part is not None), Decimal())
    if stated is None or stated == total or (None in parts and total < stated):
        return
    values = {"stated": official(stated), "total": official(total)}
    fact = Text("the whole is stated as {stated}, its parts add up to {total}", values)
    mend = Text("correct the whole or a part; leave the whole out where it is the sum")
    yield warning(whole.source.span(field), fact, mend, results.plan)


def _work(results: PeriodResults) -> Iterator[Diagnostic]:
    states = {(result.task, result.body): result for result in reversed(results.tasks)}
    for (task, body), whole in states.items():
        parts = [
            part for (item, of), part in states.items() if item == task and of and part.state not in ("done", "dropped")
        ]
        if not body and whole.state == "done" and parts:
            fact = Text("the whole is told as done, {count} of its parts are not", {"count": len(parts)})
            mend = Text("correct the whole or a part; leave the whole out where it is the sum")
            yield warning(whole.source.span("state"), fact, mend, results.plan)
