"""A yearly plan wants less than a plan of several years of the same jurisdiction wants for that year.

Who carries out the yearly plan in full misses the longer one, and nobody sees it before the period ends.
Compared are shares of one indicator where the longer plan binds the year itself: it names that year as due, or
promises a rate ("%/năm"). Silent: what is due later (the way there may be slow at first), counts and totals (a year
is a part of them), other scopes, other jurisdictions, and a yearly plan that wants as much or more.
Source: yearly plans are made to carry out the plan of the period; the indicator's direction says what is less.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from planbook.diagnostics import Diagnostic, Severity, Text
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find targets of a year that want less than those of the period around it."""
    of_place: dict[str, list[Plan]] = defaultdict(list)
    for plan in workspace.plans.values():
        if plan.period.precision == "years":
            of_place[plan.jurisdiction].append(plan)
    for plan in (plan for plan in workspace.plans.values() if plan.period.precision == "year"):
        for longer in of_place[plan.jurisdiction]:
            if not _contains(longer, plan):
                continue
            for target in plan.targets():
                direction = workspace.indicators[target.indicator].direction if target.indicator else "up"
                for bound in _bounds(longer, plan, target):
                    if _wants_less(target, bound, direction):
                        yield Diagnostic(
                            "target-against-longer-plan",
                            target.source.span("value"),
                            Text(
                                "the target is {value}, the plan “{plan}” ({period}) wants {wanted}",
                                {
                                    "value": _said(target),
                                    "plan": longer.short_title,
                                    "period": str(longer.period),
                                    "wanted": _said(bound),
                                },
                            ),
                            Text("write at least the ambition of the longer plan, or correct the one that is wrong"),
                            Severity.WARNING,
                            plan.id,
                        )


def _contains(longer: Plan, plan: Plan) -> bool:
    return longer.period.first <= plan.period.first and plan.period.last <= longer.period.last


def _bounds(longer: Plan, plan: Plan, target: Target) -> Iterator[Target | Figure]:
    """Give what a longer plan wants of the same share in the year of a plan."""
    for other in longer.targets():
        apart = target.scope and other.scope and target.scope != other.scope
        said: list[Target | Figure] = [other, *other.figures]
        for one in said if target.indicator and not apart else ():
            unit = one.unit or ""
            in_year = one is other and unit == "%" and str(other.due) == str(plan.period)
            if one.indicator == target.indicator and (in_year or unit.startswith("%/")):
                yield one


def _wants_less(target: Target, bound: Target | Figure, direction: Literal["up", "down"]) -> bool:
    if target.value is None or bound.value is None or not (target.unit or "").startswith("%"):
        return False
    if direction == "up":
        return _most(target, target.value) < bound.value
    return target.value > _most(bound, bound.value)


def _most(one: Target | Figure, value: Decimal) -> Decimal:
    return value if one.upper is None else one.upper


def _said(one: Target | Figure) -> str:
    upper = "" if one.upper is None else f"-{official(one.upper)}"
    return f"{official(one.value or Decimal())}{upper}{one.unit}"
