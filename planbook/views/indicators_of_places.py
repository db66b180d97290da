"""The indicators of many places from the summaries of these: their values stand together where they may be compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from planbook.model.agency import Level
from planbook.text.alphabet import in_alphabet
from planbook.views.summary import PlanSummary, Summary, ValueSummary
from planbook.wording.blocks import capital

_Kind = tuple[str, str, str, Level, bool]  # unit, standard, scope, level of the place, whether all of it is meant


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """A value that a plan wants of an indicator for a period, in words and as a number, with the place and the folder, the page and the title of the plan."""

    name: str
    folder: str
    period: str
    words: str
    number: Decimal
    item: str
    address: str
    title: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class ComparableValues:
    """Values that may be compared: of one unit, standard, scope and level of places, the latest time first; `of_whole` places, or of parts of them."""

    unit: str
    standard: str
    scope: str
    level: Level
    of_whole: bool
    values: tuple[PlacedValue, ...]


@dataclass(frozen=True, slots=True)
class SharedIndicator:
    """An indicator with its values in all places, those together that may be compared; `places` and `plans` count who has it, `count` the values."""

    id: str
    name: str
    unit: str
    groups: tuple[ComparableValues, ...]
    places: int
    plans: int
    count: int


def shared_indicators(summaries: Iterable[Summary]) -> list[SharedIndicator]:
    """The indicators of all places, those that most places have first."""
    of_indicator: dict[str, list[tuple[_Kind, PlacedValue]]] = {}
    names: dict[str, tuple[str, str]] = {}
    for summary in summaries:
        plans = {plan.id: plan for plan in summary.plans}
        levels = {place.id: place.level for place in summary.places}
        for indicator in summary.indicators:
            names.setdefault(indicator.id, (indicator.name, indicator.unit))
            of_indicator.setdefault(indicator.id, []).extend(
                _placed(value, summary.folder, levels[plans[value.plan].place], plans[value.plan])
                for value in indicator.values
            )
    indicators = [
        SharedIndicator(
            id_,
            *names[id_],
            tuple(_comparable(values)),
            len({value.folder for _, value in values}),
            len({value.address for _, value in values}),
            len(values),
        )
        for id_, values in of_indicator.items()
    ]
    return sorted(indicators, key=lambda indicator: (-indicator.places, in_alphabet(indicator.name)))


def _placed(value: ValueSummary, folder: str, level: Level, plan: PlanSummary) -> tuple[_Kind, PlacedValue]:
    """A value with its place, behind what must be the same where it is compared."""
    placed = PlacedValue(
        name=capital(value.place),
        folder=folder,
        period=value.period,
        words=value.value,
        number=value.number,
        item=value.item,
        address=plan.address,
        title=plan.title,
        is_over=plan.is_over,
    )
    return (value.unit, value.standard, value.scope, level, value.of_whole), placed


def _comparable(values: Iterable[tuple[_Kind, PlacedValue]]) -> Iterator[ComparableValues]:
    """Values that may be compared together; what is asked of a part of a place, or of one body, stands apart from what is asked of the whole."""
    groups: dict[_Kind, list[PlacedValue]] = {}
    for kind, placed in values:
        groups.setdefault(kind, []).append(placed)
    for kind, of_group in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        latest = sorted(of_group, key=lambda placed: (in_alphabet(placed.name), placed.address))
        latest.sort(key=lambda placed: placed.period, reverse=True)
        yield ComparableValues(*kind, tuple(latest))
