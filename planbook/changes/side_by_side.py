"""Two states of a plan side by side, item by item: what stood there, what stands there now, whom it touches."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planbook.changes.change import Change
from planbook.changes.sentences import Weight, change_log
from planbook.changes.terms import FIELDS
from planbook.changes.words import Side
from planbook.messages.diagnostics import Text
from planbook.views.indicators import Aim, IndicatorView
from planbook.views.lineage import Lineage
from planbook.views.matrix import TaskRow


@dataclass(frozen=True, slots=True)
class Facing:
    """One change of an item with both sides in words; what is new or gone has one side only.

    `place` is the number of the item where it stands now, or stood, `anchor` the id under which the plan's page shows
    it; `field` is what of it changed.
    """

    item: str
    anchor: str
    place: str
    name: str
    kind: str
    weight: Weight
    field: Text | str
    old: Text | str
    new: Text | str
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A plan, or one state of it, against an earlier one: both by their titles, and every change."""

    old: str
    new: str
    old_title: str
    new_title: str
    rows: tuple[Facing, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that any change touches."""
        return tuple(dict.fromkeys(agency for row in self.rows for agency in row.agencies))

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The kinds of change that there are."""
        return tuple(dict.fromkeys(row.weight for row in self.rows))


Tasks = Mapping[str, TaskRow]  # the rows of a matrix by the ids of their tasks


def side_by_side(changes: Iterable[Change], old: Side, new: Side, before: Tasks, after: Tasks) -> tuple[Facing, ...]:
    """Every change with both sides, the weightiest first; a task that is new or gone with who does it by when."""
    changes_ = list(changes)
    sentences = {id(change): change_log([change], old, new)[0] for change in changes_}
    rows = []
    for change in changes_:
        sentence = sentences[id(change)]
        earlier, right = _sides(change, old, new, before, after)
        here = old if change.kind == "remove" else new
        rows.append(
            Facing(
                change.item,
                sentence.anchor,
                sentence.place,
                here.name(change.entry),
                change.kind,
                sentence.weight,
                FIELDS.get(change.field, change.field),
                earlier,
                right,
                sentence.agencies,
            )
        )
    order = list(dict.fromkeys(sentence.weight for sentence in change_log(changes_, old, new)))
    return tuple(sorted(rows, key=lambda row: order.index(row.weight)))


def _sides(change: Change, old: Side, new: Side, before: Tasks, after: Tasks) -> tuple[Text | str, Text | str]:
    match change.kind:
        case "add":
            return "", _whole(change, new, after)
        case "remove":
            return _whole(change, old, before), ""
        case "move":
            return old.place(str(change.old)), new.place(str(change.new))
    return (
        old.value(change.old_entry or change.entry, change.field, change.old),
        new.value(change.entry, change.field, change.new),
    )


def _whole(change: Change, on: Side, tasks: Tasks) -> str:
    """What an item says as a whole; of a task who leads it and by when too."""
    task = tasks.get(change.item)
    return ". ".join(filter(None, (on.content(change.entry), *((task.lead, task.deadline) if task else ()))))


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
