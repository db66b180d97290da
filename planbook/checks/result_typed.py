"""A text about a period types a number, or an amount of money, that the data of the plan have otherwise.

It counts what a target counts, or money, and is no value that was reached until then, none that the plan asks for, and no difference
between two of these. Whoever corrects the data does not see it. Amounts may be rounded as they are written. Silent: numbers below ten,
units that no target has, money where the plan states none. Source: practice; figures of reports are mentioned, not typed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import TypeVar

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.achieved import Achieved, Spent, achievements, spending
from planbook.model.budget import ZEROS
from planbook.model.number import plain_decimal
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults, PeriodText
from planbook.model.target import Target
from planbook.model.texts import COUNT, quoted_count, typed_counts
from planbook.model.workspace import Workspace

_LEAST = 10
_MONEY = "dong"

# The numbers that a text may say, by the first word of their unit; of money in dong.
_Numbers = Mapping[str, set[Decimal]]
_Sums = TypeVar("_Sums", Achieved, Spent)


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find typed numbers of texts about a period that no value is."""
    periods = workspace.results.get(plan.id, ())
    for at, results in enumerate(periods):
        texts = [*results.entries(PeriodText)]
        numbers = _numbers(workspace, plan, periods[: at + 1]) if texts else {}
        for text in texts:
            for match in typed_counts(text.text):
                if not _is_of_data(match, numbers):
                    yield warning(
                        text.source.span("text"),
                        Text("“{number}” is typed, and no value of the data is that", {"number": quoted_count(match)}),
                        Text("write {mention}, or correct the number", {"mention": "{result:…}"}),
                    )


def _is_of_data(match: re.Match[str], numbers: _Numbers) -> bool:
    """Whether a typed number is one of the data, or counts what the data do not."""
    number = plain_decimal(match["number"])
    unit = match["unit"].casefold()
    if (zeros := _zeros(match)) is not None:
        step = Decimal(1).scaleb(zeros + int(number.as_tuple().exponent))
        amounts = numbers.get(_MONEY, ())
        return not amounts or any(
            (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step == number.scaleb(zeros) for amount in amounts
        )
    return unit not in numbers or number in numbers[unit] or (unit != "%" and number < _LEAST)


def _zeros(match: re.Match[str]) -> int | None:
    """How many zeros the unit of an amount of money has in dong; None where it is none."""
    dong, *larger = translate("dong thousand million billion", "vi").split()
    unit, rest = match["unit"].casefold(), match["rest"].strip().casefold()
    zeros = {dong: 0, **{word: 3 * (at + 1) for at, words in enumerate(larger) for word in words.split("/")}}
    return zeros.get(unit) if unit == dong or rest in (dong, "") else None


def _numbers(workspace: Workspace, plan: Plan, periods: tuple[PeriodResults, ...]) -> _Numbers:
    """The numbers that the data have until the last of some periods, with what lies between two of one item."""
    numbers: dict[str, set[Decimal]] = defaultdict(set)
    of_items: dict[tuple[str, str], set[Decimal]] = defaultdict(set)
    units = {target.id: _unit(target) for target in plan.targets()}
    money = {id_: ZEROS[budget.unit] for id_, budget in plan.budgets().items()}
    for target in plan.targets():
        of_items[target.id, ""] |= {
            value for value in (target.value, target.upper, target.baseline) if value is not None
        }
        for share in target.values:
            of_items[target.id, share.body] |= {value for value in (share.value, share.upper) if value is not None}
    numbers["%"] = set()
    for results in periods:
        for entry in _with_parts(achievements(workspace, plan, results.as_of.first).values()):
            of_items[entry.target, entry.body] |= {entry.value} if entry.value is not None else set()
            numbers["%"] |= {entry.percent} if entry.percent is not None else set()
        for sums in _with_parts(spending(workspace, plan, results.as_of.first).values()):
            stated = (sums.planned, sums.allotted, sums.disbursed)
            of_items[sums.budget, sums.body] |= {value for value in stated if value is not None}
            numbers["%"] |= {sums.percent} if sums.percent is not None else set()
    for (item, _), values in of_items.items():
        between = {abs(first - second) for first, second in combinations(values, 2)}
        unit, zeros = units.get(item, (_MONEY, money.get(item, 0)))
        numbers[unit] |= {value.scaleb(zeros) for value in values | between}
    return numbers


def _unit(target: Target) -> tuple[str, int]:
    """The first word of the unit of a target, and its zeros where it is one of money."""
    unit = (target.unit or "").casefold()
    if unit.startswith("%"):
        return "%", 0
    match = COUNT.match(f"1 {unit}")
    zeros = _zeros(match) if match else None
    return (unit.split() or [""])[0] if zeros is None else _MONEY, zeros or 0


def _with_parts(entries: Iterable[_Sums]) -> Iterator[_Sums]:
    """Values of the whole, each followed by those of its parts."""
    for whole in entries:
        yield whole
        yield from whole.parts
