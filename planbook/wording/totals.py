"""Which money of a plan is a total that stands apart from what it is of.

No field says so: its words do ("Tổng kinh phí …"), or, where it has no name of its own and no other is so, its number. One
home for all who add money up or list it: the check `budget-sum`, the pages, the appendices, the sheets, open data.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from planbook.messages.catalogue import translate
from planbook.model.budget import ZEROS, Amount, Budget, Unit
from planbook.model.entry import Entry
from planbook.model.plan import Plan, Section
from planbook.model.task import Task, TaskGroup

PaidPart = Section | TaskGroup | Task


@dataclass(frozen=True, slots=True)
class MoneyOfPlan:
    """What of a plan states money next below it: totals that stand apart, the work, and other money of no task.

    `own` are the totals of the plan itself, not of other years or of another document.
    """

    totals: tuple[PaidPart, ...]
    own: tuple[PaidPart, ...]
    work: tuple[Budget, ...]
    separate: tuple[Budget, ...]


def stated_money(plan: Plan) -> MoneyOfPlan:
    """The money of a plan by what it stands for."""
    stated = [part for part in stated_below(plan) if part]
    apart = [part for part in stated if _is_apart(part)]
    beside = {part.id for part in apart}
    totals = [part for part in apart if says_total(part) and not _is_besides(part)]
    if not any(map(says_total, apart)):
        unnamed = [part for part in apart if not _title(part)]
        totals = unnamed if len(unnamed) == 1 and not _is_besides(unnamed[0]) else []
    ids = {part.id for part in totals}
    return MoneyOfPlan(
        totals=tuple(totals),
        own=tuple(part for part in totals if not _is_wider(part, plan)),
        work=_budgets(part for part in stated if part.id not in beside),
        separate=_budgets(part for part in apart if part.id not in ids),
    )


def totals_apart(plan: Plan) -> dict[str, tuple[Budget, ...]]:
    """The totals that stand apart, by id of their budget, each with what it is the sum of; nothing where that is not known.

    Where a plan states no other money, its own totals are no totals: there is nothing that they could be of, but that of several
    one may be the sum of the others, which say it by source.
    """
    money = stated_money(plan)
    has_parts = bool(money.work or money.separate)
    whole = money.own[0] if len(money.own) == 1 else None
    totals: dict[str, tuple[Budget, ...]] = {}
    for part in money.totals:
        is_own = any(part is own for own in money.own)
        parts = _parts(part, money, plan, is_whole=part is whole)
        if part.budget and (parts or (says_total(part) and (has_parts or (money.own and not is_own)))):
            totals[part.budget.id] = parts
    return totals if has_parts else totals | _sums_of_others(money)


def _sums_of_others(money: MoneyOfPlan) -> dict[str, tuple[Budget, ...]]:
    """The total of a plan that is the sum of its other ones, of which there are several, with these."""
    budgets = _budgets(iter(money.own))
    sums: dict[str, tuple[Budget, ...]] = {}
    for budget in budgets:
        beside = tuple(part for part in budgets if part is not budget)
        if len(beside) > 1 and _rest(budget, beside) == 0:
            sums[budget.id] = beside
    return sums if len(sums) == 1 else {}


def _parts(part: PaidPart, money: MoneyOfPlan, plan: Plan, *, is_whole: bool) -> tuple[Budget, ...]:
    """What a total is the sum of: the nearest money around it that adds up to it, else, of the plan's one total, the work."""
    totals = {total.id for total in money.totals}
    around = [entry for entry in plan.walk() if isinstance(entry, Section | TaskGroup) and _holds(entry, part)]
    beside = [
        _budgets(stated for stated in stated_below(entry) if stated and stated.id not in totals)
        for entry in around[::-1]
    ]
    work = money.work or money.separate
    for parts in (*beside, work, (*money.work, *money.separate)):
        if part.budget and _rest(part.budget, parts) == 0:
            return parts
    rest = _rest(part.budget, work) if part.budget and is_whole else None
    return work if rest is not None and rest > 0 else ()


def _rest(total: Budget, parts: Sequence[Budget]) -> Decimal | None:
    """What a total has beyond the sum of its parts, without what is rounding; None where there is nothing to add."""
    number = total.number(total.total)
    numbers = [added for part in parts if (added := in_unit(total.unit, part, part.total)) is not None]
    if number is None or not numbers:
        return None
    about = total.approximate or any(part.approximate for part in parts)
    rest = number - sum(numbers)
    return Decimal() if about and abs(rest) <= leeway((number, *numbers)) else rest


def stated_below(entry: Entry) -> Iterator[PaidPart | None]:
    """What states a budget next below an entry; None for each task or group below which there is none."""
    for part in entry.children():
        if isinstance(part, Section | TaskGroup | Task):
            below = [part] if part.budget else list(stated_below(part))
            yield from below if any(part is not None for part in below) else [None]


def in_unit(unit: Unit, budget: Budget, amount: Amount) -> Decimal | None:
    """An amount of a budget in another unit, with the decimals that the plan prints; None where it is unallocated."""
    number = budget.number(amount)
    return None if number is None else number.scaleb(ZEROS[budget.unit] - ZEROS[unit])


def leeway(numbers: Sequence[Decimal]) -> Decimal:
    """By how much a sum may be off where each number may be off by half of its last digit."""
    halves = (Decimal(5).scaleb(int(number.as_tuple().exponent) - 1) for number in numbers)
    return sum(halves, Decimal())


def says_total(part: PaidPart) -> bool:
    """Whether money is called a total, by its own heading, that of its owner or the task that it is of."""
    return any(_pattern(translate("total of money", "vi")).match(title) for title in (_title(part), part.heading or ""))


def _holds(entry: Entry, part: PaidPart) -> bool:
    return entry is not part and any(below is part for below in entry.walk())


def _budgets(parts: Iterator[PaidPart]) -> tuple[Budget, ...]:
    return tuple(part.budget for part in parts if part.budget)


def _is_apart(part: Entry) -> bool:
    """Whether money stands apart from the work: in a section without tasks, or in a task that says the total of all."""
    if isinstance(part, Task):
        return says_total(part)
    return not any(isinstance(entry, Task | TaskGroup) for entry in part.walk())


def _title(part: PaidPart) -> str:
    """What money is called by its own heading, or by the task that it is of; nothing where it is printed as the total."""
    heading = part.budget.heading if part.budget else None
    return heading or (part.text or "" if isinstance(part, Task) else "")


def _is_besides(part: PaidPart) -> bool:
    """Whether money is said to be besides other money."""
    note = part.budget.note if part.budget else None
    phrases = (_title(part), part.heading, note, part.intro if isinstance(part, Section) else None)
    return bool(_pattern(translate("besides other money", "vi")).search(" ".join(filter(None, phrases))))


def _is_wider(part: PaidPart, plan: Plan) -> bool:
    """Whether a total is of another document, or of other years than the plan."""
    titles = f"{_title(part)} {part.heading or ''}"
    years = {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", titles)}
    return "{document:" in titles or bool(years and years != {plan.period.first.year, plan.period.last.year})


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
