"""The money of all plans: what each states and for what, what its parts add up to, and the years side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planbook.model.budget import Budget, BudgetLine, Unit, Written
from planbook.model.workspace import Workspace
from planbook.wording.blocks import capital
from planbook.wording.purposes import budgets, paid_for
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount as the plan states it, and what its parts add up to, both in words; one of the two may be empty.

    `left_out` counts the parts that nobody has allotted yet; `differs` says that the two are not the same number.
    """

    stated: str
    computed: str = ""
    left_out: int = 0
    differs: bool = False


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One budget: what it pays for, its amount of each source in the order of the table, its total with their sum.

    `item` is what it pays for; `is_whole` marks one that other rows are parts of, or that is a total of more than the plan.
    """

    id: str
    item: str
    purpose: str
    amounts: tuple[str, ...]
    total: Sum
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What a whole budget has of one source, and what its parts have of it; the last row is the total of all."""

    source: str
    total: Sum


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A budget that others are parts of, source by source."""

    purpose: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What a budget has of one source, in its unit and in words; without an amount nobody has allotted it."""

    source: str
    amount: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """What a plan states in all for one purpose, and of which source; without a total the plan states no money.

    `parts` is what its parts add up to, where it has no number itself.
    """

    plan: str
    period: str
    item: str = ""
    purpose: str = ""
    total: Sum | None = None
    shares: tuple[Share, ...] = ()
    parts: str = ""


@dataclass(frozen=True, slots=True)
class PlanMoney:
    """The money of one plan, budget by budget and source by source; a plan that states none has no rows."""

    plan: str
    jurisdiction: str
    sources: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    breakdowns: tuple[Breakdown, ...]
    years: tuple[YearRow, ...]


def by_place(workspace: Workspace, money: Mapping[str, PlanMoney]) -> list[PlanMoney]:
    """The money of all plans, those of one jurisdiction and subject together, the earliest period first."""
    plans = sorted(
        workspace.plans.values(),
        key=lambda plan: (plan.jurisdiction, workspace.series[plan.id].name, plan.period.first, plan.id),
    )
    return [money[plan.id] for plan in plans]


def plan_money(text: PlanText) -> PlanMoney:
    """The money of one plan."""
    workspace, plan = text.workspace, text.plan
    funded = list(budgets(plan))
    below = {entry.budget.id: entry.parts for entry in funded}
    used = {line.source_of_funds for entry in funded for line in entry.budget.lines}
    sources = [source for source in workspace.funding_sources if source in used]
    rows, breakdowns, years = [], [], []
    period = capital(text.wording.time(plan.period))
    for entry in funded:
        budget, purpose = entry.budget, capital(paid_for(entry, text))
        total = _sum(budget, budget.total, _lines(budget, budget.unit), text, approximate=budget.approximate)
        amounts = tuple(_amount(budget, source, text) for source in sources)
        rows.append(MoneyRow(budget.id, entry.owner.id, purpose, amounts, total, entry.is_whole))
        inner = [part.budget for part in funded if part.budget.id in below[budget.id]]
        # What is a part of a part is counted in that part.
        parts = [part for part in inner if not any(part.id in below[whole.id] for whole in inner)]
        if parts:
            breakdowns.append(Breakdown(purpose, tuple(_by_source(budget, parts, text))))
        if not any(budget.id in ids for ids in below.values()):
            shares = tuple(_share(budget, line, text) for line in budget.lines)
            is_open = bool(parts) and budget.number(budget.total) is None
            added = breakdowns[-1].rows[-1].total.computed if is_open else ""
            years.append(YearRow(plan.id, period, entry.owner.id, purpose, total, shares, added))
    names = tuple(capital(workspace.funding_sources[source].name) for source in sources)
    in_all = tuple(years) or (YearRow(plan.id, period),)
    return PlanMoney(plan.id, plan.jurisdiction, names, tuple(rows), tuple(breakdowns), in_all)


def _share(budget: Budget, line: BudgetLine, text: PlanText) -> Share:
    name = capital(text.workspace.funding_sources[line.source_of_funds].name)
    words = text.wording.amount(budget, line.amount, approximate=line.approximate)
    return Share(name, budget.number(line.amount), words)


AmountPart = tuple[Decimal | None, bool]  # an amount in a given unit, and whether it is only about that much


def _lines(budget: Budget, unit: Unit, source: str | None = None) -> list[AmountPart]:
    """The lines of a budget, or those of one source."""
    return [
        (budget.number_in(unit, line.amount), line.approximate)
        for line in budget.lines
        if source in (None, line.source_of_funds)
    ]


def _by_source(whole: Budget, parts: list[Budget], text: PlanText) -> Iterator[SourceRow]:
    sources = dict.fromkeys(line.source_of_funds for budget in (whole, *parts) for line in budget.lines)
    for source in sources:
        added = [amount for part in parts for amount in _lines(part, whole.unit, source)]
        line = next((line for line in whole.lines if line.source_of_funds == source), None)
        name = capital(text.workspace.funding_sources[source].name)
        stated, about = (line.amount, line.approximate) if line else (None, False)
        yield SourceRow(name, _sum(whole, stated, added, text, approximate=about))
    totals = [(part.number_in(whole.unit, part.total), part.approximate) for part in parts]
    name = text.wording.phrases.say("budget_total")
    yield SourceRow(name, _sum(whole, whole.total, totals, text, approximate=whole.approximate))


def _sum(
    budget: Budget,
    stated: Written | Literal["unallocated"] | None,
    parts: list[AmountPart],
    text: PlanText,
    *,
    approximate: bool,
) -> Sum:
    """A stated amount beside the sum of its parts, which are in the unit of the budget."""
    words = "" if stated is None else text.amount(budget, stated, approximate=approximate)
    stated_amounts = [amount for amount, _ in parts if amount is not None]
    if not stated_amounts:
        return Sum(words, left_out=len(parts))
    added = sum(stated_amounts, Decimal())
    about = any(is_about for _, is_about in parts)
    differs = stated is not None and budget.number(stated) not in (None, added)
    computed = text.wording.amount(budget, Written((added, None)), approximate=about)
    return Sum(words, computed, len(parts) - len(stated_amounts), differs)


def _amount(budget: Budget, source: str, text: PlanText) -> str:
    """What a budget has of one source, in words."""
    lines = (line for line in budget.lines if line.source_of_funds == source)
    return "; ".join(text.wording.amount(budget, line.amount, approximate=line.approximate) for line in lines)
