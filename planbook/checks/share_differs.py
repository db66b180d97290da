"""A place's own plan wants something else than the plan of a wider place gives it as its share in a target.

Compared is what measures one indicator in one scope and year. Less than was given is a warning: the wider target is not reached. More, "about",
and other units are information. What is given to communes that were merged adds up for the commune that they became. Silent: decimals that one
of both rounds, per cents of merged places, shares that only some of them have, plans that another one replaced, a plan with one target that fits.
Source: practice; a province hands its targets down in an appendix, and each commune types its own line of it once more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.messages.findings import finding
from planbook.model.agency import Locality
from planbook.model.number import quoted_amount
from planbook.model.plan import Plan
from planbook.model.target import Target, TargetValue
from planbook.model.texts import typed
from planbook.model.workspace import Workspace

_Key = tuple[str, str, str]  # indicator, scope, year


@dataclass(frozen=True, slots=True)
class _Amount:
    """How much of something, and where that stands."""

    value: Decimal
    upper: Decimal | None
    unit: str
    is_about: bool
    span: Span | None = None

    @property
    def most(self) -> Decimal:
        return self.value if self.upper is None else self.upper

    @property
    def words(self) -> str:
        return quoted_amount(self.value, self.upper, self.unit)


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find targets of places that are not what wider plans give these places."""
    plans = [plan for plan in workspace.plans.values() if plan.replaced_by not in workspace.plans]
    shares: dict[_Key, list[tuple[Plan, Target, dict[str, TargetValue]]]] = {}
    for plan in plans:
        for target in plan.targets():
            for key, places in _handed_down(plan, target).items():
                shares.setdefault(key, []).append((plan, target, places))
    before = _predecessors(workspace.localities) if shares else {}
    for plan in plans if shares else ():
        for key, amounts in _own_amounts(plan).items():
            for wider, target, places in shares.get(key, ()):
                share = _share(plan.jurisdiction, target, places, before) if wider is not plan else None
                if share and not any(_agree(amount, share) for amount in amounts):
                    is_up = workspace.indicators[key[0]].direction == "up"
                    yield from (_finding(plan, amount, wider, share, is_up=is_up) for amount in amounts)


def _handed_down(plan: Plan, target: Target) -> dict[_Key, dict[str, TargetValue]]:
    """The shares of other places in a target, by what they measure."""
    places: dict[_Key, dict[str, TargetValue]] = {}
    for share in target.shares if target.indicator else ():
        if share.place and share.place != plan.jurisdiction:
            key = target.indicator or "", target.scope or "", str(share.year or target.due or plan.period)
            places.setdefault(key, {})[share.place] = share
    return places


def _own_amounts(plan: Plan) -> dict[_Key, list[_Amount]]:
    """What a plan wants for its whole place, by what it measures."""
    amounts: dict[_Key, list[_Amount]] = {}
    for target in plan.targets():
        years: dict[str, Target | TargetValue] = {**target.by_year}
        if target.value is not None:
            years.setdefault(str(target.due or plan.period), target)
        for year, entry in years.items() if target.indicator else ():
            amount = _amount(entry, target.unit or "", entry.source.span("value"))
            amounts.setdefault((target.indicator or "", target.scope or "", year), []).append(amount)
    return amounts


def _amount(entry: Target | TargetValue, unit: str, span: Span | None = None) -> _Amount:
    return _Amount(entry.value or Decimal(), entry.upper, " ".join(unit.split()), entry.comparator == "about", span)


def _predecessors(localities: Mapping[str, Locality]) -> dict[str, list[str]]:
    """The units of the same level that became part of each and of nothing else."""
    before: dict[str, list[str]] = {}
    for unit in localities.values():
        if len(unit.successors) == 1 and localities[unit.successors[0]].level == unit.level:
            before.setdefault(unit.successors[0], []).append(unit.id)
    return before


def _share(
    place: str, target: Target, places: Mapping[str, TargetValue], before: Mapping[str, list[str]], depth: int = 9
) -> _Amount | None:
    """The share of a place, or of all that it was before together; None where that is not given, or cannot be added up."""
    if place in places:
        return _amount(places[place], target.unit or "")
    parts = [_share(unit, target, places, before, depth - 1) for unit in before.get(place, ())] if depth else []
    amounts = [part for part in parts if part]
    if not amounts or len(amounts) < len(parts) or (len(amounts) > 1 and (target.unit or "").startswith("%")):
        return None
    is_range = any(part.upper is not None for part in amounts)
    upper = sum((part.most for part in amounts), Decimal()) if is_range else None
    total = sum((part.value for part in amounts), Decimal())
    return _Amount(total, upper, amounts[0].unit, any(part.is_about for part in amounts))


def _agree(own: _Amount, share: _Amount) -> bool:
    if own.unit.casefold() != share.unit.casefold():
        return False
    return share.value <= own.value <= own.most <= share.most or (
        _is_rounded(own.value, share.value) and _is_rounded(own.most, share.most)
    )


def _is_rounded(number: Decimal, other_number: Decimal) -> bool:
    """Whether two numbers are one of which one was rounded, to a decimal at least."""
    steps = [Decimal(1).scaleb(int(entry.as_tuple().exponent)) for entry in (number, other_number)]
    step = max(steps)
    return step < 1 and number.quantize(step, ROUND_HALF_UP) == other_number.quantize(step, ROUND_HALF_UP)


def _finding(plan: Plan, own: _Amount, wider: Plan, share: _Amount, *, is_up: bool) -> Diagnostic:
    is_of_one_unit = own.unit.casefold() == share.unit.casefold()
    is_less = own.most < share.value if is_up else own.value > share.most
    is_certain = is_of_one_unit and is_less and not own.is_about and not share.is_about
    same_unit = Text("write what was given, or correct the one that is wrong")
    assert own.span
    return finding(
        Severity.WARNING if is_certain else Severity.INFO,
        own.span,
        Text(
            "the target is {value}, the plan “{plan}” ({period}) gives this place {share}",
            {"value": own.words, "plan": typed(wider.short_title), "period": str(wider.period), "share": share.words},
        ),
        same_unit if is_of_one_unit else Text("write both in one unit"),
        plan.id,
    )
