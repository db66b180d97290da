"""The indicators of many places from the summaries of these: their values stand together where they may be compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class PlacedIndicator:
    """An indicator of one place with its values, each behind what must be the same where it is compared."""

    id: str
    name: str
    unit: str
    values: tuple[tuple[_Kind, PlacedValue], ...]

    @property
    def counted(self) -> "CountedIndicator":
        """What lists say of it."""
        return CountedIndicator(
            self.id, self.name, self.unit, len({value.address for _, value in self.values}), len(self.values)
        )


@dataclass(frozen=True, slots=True)
class CountedIndicator:
    """An indicator of one place: how many plans have it, and how many values."""

    id: str
    name: str
    unit: str
    plans: int
    count: int


def placed_indicators(summary: Summary) -> Iterator[PlacedIndicator]:
    """The indicators of a place."""
    plans = {plan.id: plan for plan in summary.plans}
    levels = {place.id: place.level for place in summary.places}
    for indicator in summary.indicators:
        values = (
            _placed(value, summary.folder, levels[plans[value.plan].place], plans[value.plan])
            for value in indicator.values
        )
        yield PlacedIndicator(indicator.id, indicator.name, indicator.unit, tuple(values))


def shared_indicators(places: Iterable[Iterable[CountedIndicator]]) -> list[SharedIndicator]:
    """The indicators of all places without their values, those that most places have first; a plan has one place."""
    by_id: dict[str, list[CountedIndicator]] = {}
    for own in places:
        for indicator in own:
            by_id.setdefault(indicator.id, []).append(indicator)
    indicators = [_shared(own) for own in by_id.values()]
    return sorted(indicators, key=lambda indicator: (-indicator.places, in_alphabet(indicator.name)))


def shared_indicator(places: Iterable[PlacedIndicator]) -> SharedIndicator:
    """One indicator of all places that have it, its values together that may be compared."""
    own = [*places]
    groups = _comparable(value for indicator in own for value in indicator.values)
    return replace(_shared([indicator.counted for indicator in own]), groups=tuple(groups))


def _shared(own: Sequence[CountedIndicator]) -> SharedIndicator:
    first, with_values = own[0], sum(1 for indicator in own if indicator.count)
    plans, count = sum(indicator.plans for indicator in own), sum(indicator.count for indicator in own)
    return SharedIndicator(first.id, first.name, first.unit, (), with_values, plans, count)


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
