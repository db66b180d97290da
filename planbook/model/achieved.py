"""What was reached of targets and spent of money until a day: as stated, or summed up of parts and periods; and per cent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TypeVar

from planbook.model.agency import Agency
from planbook.model.budget import Budget
from planbook.model.lateness import closed
from planbook.model.number import without_end_zeros
from planbook.model.period import When
from planbook.model.plan import Plan
from planbook.model.results import MoneyResult, PeriodResults, TargetResult
from planbook.model.target import Target, TargetValue
from planbook.model.workspace import Workspace

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Goal:
    """The value that a target asks for of a body until the end of a time, and whether more of it is better."""

    of: Target | TargetValue
    value: Decimal
    span: When
    is_of_year: bool
    more: bool
    baseline: Decimal | None = None

    def is_met(self, value: Decimal) -> bool:
        """Whether a value is as good as the target asks for, or better."""
        if self.more:
            return value > self.value if self.of.comparator == "more-than" else value >= self.value
        if self.of.comparator == "less-than":
            return value < self.value
        return value <= (self.value if self.of.upper is None else self.of.upper)

    def percent(self, value: Decimal) -> Decimal | None:
        """How much of it was reached, in per cent with one decimal; None where nothing says from where it falls.

        Where less is better, that is the part of the way down from the baseline, of which nothing is gone where it rose. What is
        short of the target is never 100.
        """
        part, whole = value, self.value
        if not self.more:
            if self.baseline is None:
                return None
            part, whole = (
                self.baseline - value,
                self.baseline - (self.value if self.of.upper is None else self.of.upper),
            )
        return share(part, whole) if part >= 0 else None


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part in per cent of a whole, with one decimal; None of nothing. What is less than the whole is never 100."""
    if whole <= 0:
        return None
    exact = part * _HUNDRED / whole
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return exact.quantize(Decimal("0.1"), ROUND_DOWN) if part < whole and rounded >= _HUNDRED else rounded


@dataclass(frozen=True, slots=True)
class Achieved:
    """What was reached of a target until a day; for one of words only whether it was.

    `as_of` is the day of the value, of several the earliest. Without a `result` of its own it is the sum of its `parts`, or of the
    periods that add up; `missing` are the bodies, or the periods (2026-Q1), without which it is no whole.
    """

    target: str
    body: str = ""
    value: Decimal | None = None
    goal: Goal | None = None
    percent: Decimal | None = None
    is_met: bool | None = None
    as_of: date | None = None
    result: TargetResult | None = None
    parts: tuple["Achieved", ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What was allotted and disbursed of a budget or a line of it since the year began, and per cent of what was allotted, else planned."""

    budget: str
    body: str = ""
    planned: Decimal | None = None
    allotted: Decimal | None = None
    disbursed: Decimal | None = None
    percent: Decimal | None = None
    as_of: date | None = None
    is_sum: bool = False
    parts: tuple["Spent", ...] = ()


def achieved_by(workspace: Workspace, plan: Plan, achieved: Achieved, agency: Agency, day: date) -> Achieved | None:
    """What an agency reached of its own part of a target, or of all of it where it alone leads it; None of what is not its work."""
    target = next(target for target in plan.targets() if target.id == achieved.target)
    bodies = (agency.id, agency.locality)
    if part := next((part for part in achieved.parts if part.body in bodies), None):
        return part
    leads = [lead.agency for lead in target.lead]
    body = next((share_.body for share_ in target.shares if share_.body in bodies), "")
    if agency.id in leads and not body:
        return achieved
    if body or any(agency.id in workspace.members(lead, plan) for lead in leads):
        return Achieved(
            target.id, body or agency.id, goal=goal_of(workspace, plan, target, body, day) if body else None
        )
    return None


_Part = TypeVar("_Part", bound="Achieved | TargetResult")
_Statement = tuple[PeriodResults, TargetResult]


def achievements(workspace: Workspace, plan: Plan, day: date) -> dict[str, Achieved]:
    """What was reached of each target until a day, by its id."""
    statements: dict[str, dict[str, list[_Statement]]] = {}
    for results in closed(workspace, plan, day):
        for result in results.targets:
            if _day(results, result) <= day:
                statements.setdefault(result.target, {}).setdefault(result.body, []).append((results, result))
    return {
        target.id: _achieved(workspace, plan, target, statements.get(target.id, {}), day) for target in plan.targets()
    }


def _day(results: PeriodResults, result: TargetResult | MoneyResult) -> date:
    return (result.as_of or results.as_of).first


def goal_of(workspace: Workspace, plan: Plan, target: Target, body: str, day: date) -> Goal | None:
    """What a target asks for of a body, or of all, on a day: the value of the year, else that of the whole time."""
    indicator = workspace.indicators.get(target.indicator or "")
    values = [share_ for share_ in target.values if share_.body == body]
    year = next((share_ for share_ in values if share_.year and share_.year.first <= day <= share_.year.last), None)
    stated: Target | TargetValue | None = year or next((share_ for share_ in values if not share_.year), None)
    if not body and not year:
        stated = target
    if stated is None or stated.value is None:
        return None
    more = stated.comparator in ("at-least", "more-than") or (
        stated.comparator not in ("at-most", "less-than")
        and (indicator is None or indicator.direction == "up" or (target.unit or "").startswith("%/"))
    )
    span = year.year if year and year.year else plan.period
    return Goal(stated, stated.value, span, year is not None, more, None if body else target.baseline)


def _achieved(
    workspace: Workspace, plan: Plan, target: Target, by_body: Mapping[str, Sequence[_Statement]], day: date
) -> Achieved:
    """What was reached of a target: as stated of the whole, else the sum of its parts, never of shares in per cent."""

    def of_body(body: str) -> Achieved:
        goal = goal_of(workspace, plan, target, body, day)
        return _of_body(workspace, plan, target, body, by_body.get(body, ()), goal)

    parts = tuple(of_body(body) for body in by_body if body)
    whole = replace(of_body(""), parts=parts)
    counted = [part for part in summed(workspace, parts) if part.value is not None]
    if not counted or (target.unit or "").startswith("%"):
        return whole
    bodies = {part.body for part in counted}
    is_of_places = not bodies.isdisjoint(workspace.localities)
    owed = dict.fromkeys(share_.body for share_ in target.shares if bool(share_.place) == is_of_places)
    missing = (*(body for body in owed if body not in bodies), *(gap for part in counted for gap in part.missing))
    day_ = min(part.as_of for part in counted if part.as_of)
    if whole.as_of and (missing or day_ <= whole.as_of):
        return whole  # a sum stands in for what was stated only where all of it is newer
    value = sum((part.value or Decimal() for part in counted), Decimal())
    return _measured(replace(whole, value=without_end_zeros(value), result=None, missing=missing), day_)


def _of_body(
    workspace: Workspace, plan: Plan, target: Target, body: str, statements: Sequence[_Statement], goal: Goal | None
) -> Achieved:
    """What was reached of the whole or by one body: the latest value, or the sum of those of periods that follow one another."""
    indicator = workspace.indicators.get(target.indicator or "")
    nothing = Achieved(target.id, body, goal=goal)
    span = goal.span if goal else plan.period
    # What was counted in another year says nothing about what the year asks for.
    in_time = [
        (results, result)
        for results, result in statements
        if not (goal and goal.is_of_year) or span.first <= _day(results, result) <= span.last
    ]
    if not in_time:
        return nothing
    results, result = max(in_time, key=lambda pair: (_day(*pair), pair[0].order()))
    if result.value is None:
        return replace(nothing, is_met=result.reached, as_of=_day(results, result), result=result)
    if indicator and indicator.accumulation == "period":
        return _measured(*_of_periods(nothing, span, in_time))
    return _measured(replace(nothing, value=result.value, result=result), _day(results, result))


def _of_periods(nothing: Achieved, span: When, statements: Sequence[_Statement]) -> tuple[Achieved, date]:
    """The sum of the periods that follow one another, the longest of those that end together; `missing` are the days between."""
    value, begin, last_day, missing = Decimal(), None, date.min, []
    fresh = {(results.period.first, results.period.last): (results, result) for results, result in reversed(statements)}
    for (first, last), (results, result) in sorted(
        fresh.items(), key=lambda item: (-item[0][1].toordinal(), item[0][0])
    ):
        if span.first <= first and (begin is None or last < begin):
            if begin and last + timedelta(days=1) < begin:
                missing.append(f"{last + timedelta(days=1)}/{begin - timedelta(days=1)}")
            value, begin, last_day = value + (result.value or Decimal()), first, max(last_day, _day(results, result))
    if begin and span.first < begin:
        missing.append(f"{span.first}/{begin - timedelta(days=1)}")
    return replace(nothing, value=without_end_zeros(value), missing=tuple(missing)), last_day


def _measured(achieved: Achieved, last_day: date) -> Achieved:
    """A value held against what the target asks for; one that is no whole yet meets it where it is enough all the same."""
    goal, value = achieved.goal, achieved.value
    if goal is None or value is None:
        return replace(achieved, as_of=last_day)
    is_met = goal.is_met(value)
    if achieved.missing and not (is_met and goal.more):
        return replace(achieved, as_of=last_day)
    return replace(achieved, as_of=last_day, is_met=is_met, percent=goal.percent(value))


def summed(workspace: Workspace, parts: Iterable[_Part]) -> list[_Part]:
    """The parts that add up to the whole: places where there are any, without those that lie in another of them, else agencies."""
    listed = [*parts]
    places = {part.body for part in listed if part.body in workspace.localities}
    return [part for part in listed if part.body in places and not _lies_in(workspace, part.body, places)] or listed


def _lies_in(workspace: Workspace, place: str, places: Collection[str]) -> bool:
    """Whether a place lies in one of others."""
    around = workspace.localities[place].part_of or ""
    while around not in places and around in workspace.localities:
        around = workspace.localities[around].part_of or ""
    return around in places


def spending(workspace: Workspace, plan: Plan, day: date) -> dict[str, Spent]:
    """What was allotted and disbursed of each budget and each line until a day, by its id; sums of lines and bodies where nobody states it."""
    statements: dict[str, dict[str, list[tuple[PeriodResults, MoneyResult]]]] = {}
    for results in closed(workspace, plan, day):
        for result in results.money:
            if _day(results, result) <= day and _day(results, result).year == day.year:
                statements.setdefault(result.budget, {}).setdefault(result.body, []).append((results, result))
    spent: dict[str, Spent] = {}
    for budget in plan.entries(Budget):
        for line in budget.lines:
            spent[line.id] = _spent(line.id, budget.number(line.amount), statements.get(line.id, {}), ())
        lines = tuple(spent[line.id] for line in budget.lines)
        spent[budget.id] = _spent(budget.id, budget.number(budget.total), statements.get(budget.id, {}), lines)
    return spent


def _spent(
    id_: str,
    planned: Decimal | None,
    by_body: Mapping[str, Sequence[tuple[PeriodResults, MoneyResult]]],
    lines: tuple[Spent, ...],
) -> Spent:
    parts = tuple(_with_percent(_stated(Spent(id_, body), own)) for body, own in by_body.items() if body)
    whole = replace(_stated(Spent(id_, planned=planned), by_body.get("", ())), parts=parts)
    for below in (parts, lines):
        days = [part.as_of for part in below if part.as_of]
        if not whole.as_of and days:
            sums = (_sum(part.allotted for part in below), _sum(part.disbursed for part in below))
            whole = replace(whole, allotted=sums[0], disbursed=sums[1], as_of=min(days), is_sum=True)
    return _with_percent(whole)


def _with_percent(spent: Spent) -> Spent:
    of = spent.allotted if spent.allotted is not None else spent.planned
    return spent if spent.disbursed is None or of is None else replace(spent, percent=share(spent.disbursed, of))


def _stated(spent: Spent, statements: Sequence[tuple[PeriodResults, MoneyResult]]) -> Spent:
    """What was stated last of either sum; of two statements of one file the first."""
    for results, result in sorted(statements, key=lambda pair: (_day(*pair), pair[0].order()), reverse=True):
        spent = replace(
            spent,
            allotted=result.allotted if spent.allotted is None else spent.allotted,
            disbursed=result.disbursed if spent.disbursed is None else spent.disbursed,
            as_of=spent.as_of or _day(results, result),
        )
    return spent


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of amounts, none where one is missing."""
    listed = [*amounts]
    return None if None in listed else sum((amount or Decimal() for amount in listed), Decimal())
