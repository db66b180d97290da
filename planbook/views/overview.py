"""A plan at a glance: how much work each agency has, what is due when, and where the money comes from, each drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model.item import ItemId
from planbook.views.charts.drawings import Term, deadline_plot, load_plot, money_plot, terms
from planbook.views.charts.geometry import Plot
from planbook.views.deadlines import Due
from planbook.views.load import Load, loads
from planbook.views.matrix import GroupRow
from planbook.views.money import PlanMoney, YearRow
from planbook.wording.speech import PlanText


@dataclass(frozen=True)
class Whole:
    """A budget that is part of no other, with its picture where there is more than one amount to see."""

    row: YearRow
    plot: Plot | None


@dataclass(frozen=True)
class Overview:
    """One plan in numbers; a picture is missing where there is nothing to draw."""

    load: tuple[Load, ...]
    load_plot: Plot | None
    dues: tuple[Due, ...]
    terms: tuple[Term, ...]
    deadline_plot: Plot | None
    money: tuple[Whole, ...]

    @property
    def shares_tasks(self) -> bool:
        """Whether any agency has tasks only as one of a group."""
        return any(load.shared for load in self.load)

    @property
    def is_empty(self) -> bool:
        """Whether the plan gives no work to any agency, no deadline and no money."""
        return not (self.load or self.dues or self.money)


def overview(text: PlanText, groups: tuple[GroupRow, ...], deadlines: Iterable[Due], money: PlanMoney) -> Overview:
    """The overview of a plan by its matrix, its deadlines and its money."""
    plan, phrases = text.plan, text.wording.phrases
    load = loads(text, groups)
    dues = tuple(deadlines)
    years = (row for row in money.years if row.total)
    return Overview(
        load=tuple(load),
        load_plot=load_plot(ItemId.of(plan.id, "load"), load, phrases),
        dues=dues,
        terms=tuple(terms(dues, phrases)),
        deadline_plot=deadline_plot(ItemId.of(plan.id, "deadlines"), dues, phrases),
        money=tuple(Whole(row, money_plot(ItemId.of(plan.id, f"money-{row.item}"), row, phrases)) for row in years),
    )
