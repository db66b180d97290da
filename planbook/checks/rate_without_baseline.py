"""A plan promises a rate of each year and a level at the end, and does not say from where it starts.

"Giảm bình quân 2%/năm" and "còn dưới 1% năm 2030" agree from one baseline only; without it nobody can say whether the
rate leads to the level, nor what a year should reach. Both may stand in one target, or in two of the same scope whose
indicators name the same thing. Silent: rates alone, levels alone, targets with `baseline`, and counts.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find levels that a rate leads to from nowhere."""
    # Plans are Vietnamese, whatever language the findings are told in.
    number, year = r"(?<![\d.,])\d[\d.,]*+", translate("year", "vi")
    rate, yearly = rf"{number}(?:\s*[-\u2013]\s*{number})?\s*%", rf"(?:{translate('each year', 'vi')})"
    moves = rf"(?:{translate('falls|rises', 'vi')})(?:\s+[^\W\d]+){{0,3}}"
    rates = re.compile(rf"{rate}\s*(?:/\s*{year}|{yearly})(?!\w)|(?<!\w){yearly}\s+{moves}\s+{rate}", re.IGNORECASE)
    for plan in workspace.plans.values():
        for target in plan.targets():
            rate = _rate(workspace, plan, target, rates) if _is_level(target) else ""
            if rate:
                yield information(
                    target.source.span("value"),
                    Text(
                        "{rate} and {level} at the end agree from one baseline only, and the target states none",
                        {"rate": rate, "level": _written(target)},
                    ),
                    Text("write baseline: with the value from which the plan starts"),
                    plan.id,
                )


def _is_level(target: Target) -> bool:
    return target.value is not None and target.unit == "%" and target.baseline is None


def _rate(workspace: Workspace, plan: Plan, target: Target, rates: re.Pattern[str]) -> str:
    """The rate of each year that leads to the level of a target, in words; empty where the plan promises none."""
    for figure in target.figures:
        if _is_rate(figure.unit):
            return _written(figure)
    if match := rates.search(typed(target.text)):
        return match[0]
    name = _measured(workspace, target)
    for neighbour in plan.targets() if name else ():
        if (
            _is_rate(neighbour.unit or "")
            and neighbour.scope == target.scope
            and name in _measured(workspace, neighbour)
        ):
            return _written(neighbour)
    return ""


def _measured(workspace: Workspace, target: Target) -> str:
    """What a target measures, as the register calls it, in small letters."""
    return workspace.indicators[target.indicator].name.casefold() if target.indicator else ""


def _is_rate(unit: str) -> bool:
    return unit.replace(" ", "").startswith("%/")


def _written(aim: Target | Figure) -> str:
    upper = f"-{official(aim.upper)}" if aim.upper is not None else ""
    return f"{official(aim.value or Decimal())}{upper}{aim.unit}"
