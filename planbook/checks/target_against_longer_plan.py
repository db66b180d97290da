"""A yearly plan wants less than a plan of several years of the same jurisdiction wants for that year.

Who carries out the yearly plan in full misses the longer one, and nobody sees it before the period ends.
Compared are shares of one indicator where the longer plan binds the year itself: it names that year as due, or
promises a rate ("%/năm"). Silent: what is due later (the way there may be slow at first), counts and totals (a year
is a part of them), other scopes, other jurisdictions, and a yearly plan that wants as much or more.
Source: yearly plans are made to carry out the plan of the period; the indicator's direction says what is less.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.number import official
from planbook.model.path import bounds, longer_plans
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find targets of a year that want less than those of the period around it."""
    if plan.period.precision != "year":
        return
    for longer in longer_plans(workspace, plan.jurisdiction, plan.period):
        for target in plan.targets():
            direction = workspace.indicators[target.indicator].direction if target.indicator else "up"
            for bound in bounds(longer, plan.period, target):
                is_binding = bound.kind == "rate" or (bound.kind == "stated" and bound.aim.unit == "%")
                if is_binding and _wants_less(target, bound.aim, direction):
                    yield warning(
                        target.source.span("value"),
                        Text(
                            "the target is {value}, the plan “{plan}” ({period}) wants {wanted}",
                            {
                                "value": _value_in_words(target),
                                "plan": typed(longer.short_title),
                                "period": str(longer.period),
                                "wanted": _value_in_words(bound.aim),
                            },
                        ),
                        Text("write at least the ambition of the longer plan, or correct the one that is wrong"),
                    )


def _wants_less(target: Target, bound: Target | Figure, direction: Literal["up", "down"]) -> bool:
    if target.value is None or bound.value is None or not (target.unit or "").startswith("%"):
        return False
    if direction == "up":
        return _most(target, target.value) < bound.value
    return target.value > _most(bound, bound.value)


def _most(aim: Target | Figure, value: Decimal) -> Decimal:
    return value if aim.upper is None else aim.upper


def _value_in_words(aim: Target | Figure) -> str:
    upper = "" if aim.upper is None else f"-{official(aim.upper)}"
    return f"{official(aim.value or Decimal())}{upper}{aim.unit}"
