"""Two states of a plan side by side, item by item: what stood there, what stands there now, whom it touches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.changes.change import Change
from planbook.changes.sentences import ChangeSentence, change_log
from planbook.changes.weights import Weight
from planbook.changes.words import Side
from planbook.views.indicators import Aim, IndicatorView
from planbook.views.lineage import Lineage


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A plan, or one state of it, against an earlier one: both by their titles, and every change."""

    old: str
    new: str
    old_title: str
    new_title: str
    rows: tuple[ChangeSentence, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that any change touches."""
        return tuple(dict.fromkeys(agency for row in self.rows for agency in (*row.agencies, *row.members)))

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The kinds of change that there are."""
        return tuple(dict.fromkeys(row.weight for row in self.rows))


def side_by_side(changes: Iterable[Change], old: Side, new: Side) -> tuple[ChangeSentence, ...]:
    """Every change with both sides but that of an id, which people do not see, the weightiest first."""
    return tuple(sentence for sentence in change_log(changes, old, new) if sentence.field != "id")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """What the plans of a place want of one indicator, plan by plan in the order of its lineage."""

    indicator: IndicatorView
    cells: tuple[tuple[Aim, ...], ...]


def targets_of_place(lineage: Lineage, indicators: Iterable[IndicatorView]) -> Iterator[TargetRow]:
    """The indicators that any plan of a place aims at, those of several plans first."""
    plans = [column.plan for column in lineage.columns]
    rows = []
    for indicator in indicators:
        cells = tuple(tuple(aim for aim in indicator.aims if aim.plan == plan) for plan in plans)
        if any(cells):
            rows.append(TargetRow(indicator, cells))
    yield from sorted(rows, key=lambda row: -sum(map(bool, row.cells)))
