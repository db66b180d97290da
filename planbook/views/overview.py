"""A plan at a glance: how much work each agency has, what is due when, and where the money comes from, each drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from planbook.model.item import ItemId
from planbook.model.part_deadlines import deadlines_of
from planbook.model.work import work_with_groups
from planbook.views.charts.drawings import Term, deadline_plot, load_plot, money_plot, terms
from planbook.views.charts.geometry import Plot
from planbook.views.deadlines import Due
from planbook.views.load import Load, loads
from planbook.views.matrix import GroupRow, TaskRow, task_rows
from planbook.views.money import PlanMoney, YearRow
from planbook.wording.blocks import first_words
from planbook.wording.speech import PlanText

OverviewPart = Literal["load", "deadlines", "money"]
_LENGTH = 60  # letters by which a task is named


@dataclass(frozen=True)
class Whole:
    """A budget that is part of no other, with its picture where there is more than one amount to see."""

    row: YearRow
    plot: Plot | None


@dataclass(frozen=True)
class OverviewGap:
    """Tasks of which a part of the overview has nothing, by their first words, with why and how many; all of a plan need not be named."""

    words: str
    tasks: tuple[TaskRow, ...]

    @property
    def printed(self) -> str:
        """The same for paper: with the places of the tasks, or their first words where they have none."""
        places = "; ".join(row.place or row.title for row in self.tasks)
        return f"{self.words}: {places}." if places else f"{self.words}."


@dataclass(frozen=True)
class Overview:
    """One plan in numbers; a picture is missing where there is nothing to draw, `left_out` says of which tasks there is nothing."""

    load: tuple[Load, ...]
    load_plot: Plot | None
    dues: tuple[Due, ...]
    terms: tuple[Term, ...]
    deadline_plot: Plot | None
    money: tuple[Whole, ...]
    left_out: Mapping[OverviewPart, tuple[OverviewGap, ...]]

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
        left_out=_left_out(text, groups),
    )


def _left_out(text: PlanText, groups: tuple[GroupRow, ...]) -> dict[OverviewPart, tuple[OverviewGap, ...]]:
    rows = tuple(task_rows(groups))
    paid = {row.id for group in groups for row in group.tasks if group.money or row.money}
    dated = {
        task.id
        for group, task in work_with_groups(text.plan)
        if any(deadline.last_day or deadline.every for deadline in deadlines_of(task, group))
    }
    without: dict[OverviewPart, dict[str, Iterable[TaskRow]]] = {
        "load": {"lead": (row for row in rows if not row.lead)},
        "deadlines": {
            "deadline": (row for row in rows if not row.deadline),
            "day": (row for row in rows if row.deadline and row.id not in dated),
        },
        "money": {"money": (row for row in rows if row.id not in paid)},
    }
    say = text.wording.phrases.say

    def gap(what: str, tasks: tuple[TaskRow, ...]) -> OverviewGap:
        # All are named nowhere: they are the plan.
        words = say(f"overview_no_{what}", count=len(tasks), all=len(rows))
        entries = () if len(tasks) == len(rows) else tasks
        return OverviewGap(words, tuple(replace(row, title=first_words(row.title, _LENGTH)) for row in entries))

    return {
        part: tuple(gap(what, listed) for what, tasks in entries.items() if (listed := tuple(tasks)))
        for part, entries in without.items()
    }
