"""What plans of several years want of a year within them: the path that yearly plans of the same place walk."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planbook.model.period import When
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.workspace import Workspace

# Due in the year itself; a rate of each year; a share of a sum due later; on a straight line to a level due later.
PathKind = Literal["stated", "rate", "share", "line"]


@dataclass(frozen=True, slots=True)
class Bound:
    """What one target (or a figure in its text) of a longer plan wants, and the value that this means for a year.

    `value` is None where nothing says from where the way to a later level begins.
    """

    plan: Plan
    aim: Target | Figure
    due: When
    kind: PathKind
    value: Decimal | None


def longer_plans(workspace: Workspace, jurisdiction: str, period: When) -> Iterator[Plan]:
    """The plans of several years of a place that a period lies in."""
    for plan in workspace.plans_of_years.get(jurisdiction, ()):
        if plan.period.first <= period.first and period.last <= plan.period.last:
            yield plan


def bounds(longer: Plan, year: When, target: Target) -> Iterator[Bound]:
    """What a longer plan wants in a year of what a target measures; other scopes are other things."""
    for nearer in longer.targets() if target.indicator else ():
        due = nearer.due or longer.period
        apart = target.scope and nearer.scope and target.scope != nearer.scope
        if apart or due.last < year.first:
            continue
        stated: list[Target | Figure] = [nearer, *nearer.figures]
        for aim in stated:
            if aim.indicator == target.indicator and aim.value is not None:
                kind = _kind(aim, due, year)
                # A figure within a text has no day of its own.
                if kind == "rate" or aim is nearer:
                    yield Bound(longer, aim, due, kind, _value(aim, kind, longer, due, year))


def _kind(aim: Target | Figure, due: When, year: When) -> PathKind:
    unit = aim.unit or ""
    if unit.startswith("%/"):
        return "rate"
    if str(due) == str(year):
        return "stated"
    return "line" if unit.startswith("%") or due.precision == "year" else "share"


def _value(aim: Target | Figure, kind: PathKind, longer: Plan, due: When, year: When) -> Decimal | None:
    value = aim.value or Decimal()
    if kind in ("stated", "rate"):
        return value
    if kind == "share":
        return _rounded(value / (due.last.year - due.first.year + 1))
    baseline = aim.baseline if isinstance(aim, Target) else None
    if baseline is None:
        return None
    start = longer.period.first.year
    steps = Decimal(year.last.year - start + 1) / (due.last.year - start + 1)
    return _rounded(baseline + (value - baseline) * steps)


def _rounded(value: Decimal) -> Decimal:
    """A value with at most two decimals, as plans state them."""
    return value.quantize(Decimal("0.01")).normalize() + Decimal(0)
