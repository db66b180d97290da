"""Pages at the addresses of places whose plans another place lists by now: what they became, and where their lists stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from planbook.model.agency import Locality
from planbook.model.series import units_until_now
from planbook.views.addresses import Address, folder_of_place
from planbook.views.country import ListedPlan, PlaceHead, listed_plan
from planbook.views.summary import Summary

# The lists of a place: its pages that are about nothing else. What its registers lack is told of the office alone.
_LISTS = tuple(
    address
    for address in Address
    if address.is_of_place
    and address.value.endswith("index.html")
    and "{" not in address.value
    and address is not Address.FINDINGS_OF_REGISTERS
)
_OF_YEARS = (Address.TASKS_OF_YEAR, Address.CALENDAR_OF_YEAR)


@dataclass(frozen=True, slots=True)
class PlanOfLists:
    """A plan that the lists of a place hold, made for a place, from a year to a year, with the indicators that it wants something of."""

    place: str
    first: int
    last: int
    listed: ListedPlan
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """A unit whose plans, or those of units that became part of it, the lists of another place hold."""

    unit: Locality
    now: PlaceHead
    plans: tuple[ListedPlan, ...]

    @property
    def folder(self) -> str:
        """The folder that its lists stood in."""
        return folder_of_place(self.unit.id)


def former_folders(localities: Mapping[str, Locality], plans: Iterable[str], folder: str) -> dict[str, list[str]]:
    """The units that places of plans were until now and whose lists stand in a folder of none of them, with these places."""
    places: dict[str, list[str]] = {}
    for place in dict.fromkeys(place for place in plans if place in localities):
        for unit in units_until_now(localities, place):
            if folder_of_place(unit) != folder:
                places.setdefault(unit, []).append(place)
    return places


def plans_of_lists(summary: Summary) -> tuple[PlanOfLists, ...]:
    """The plans of a place as its lists hold them."""
    indicators = {
        plan.id: tuple(entry.id for entry in summary.indicators if plan.id in {value.plan for value in entry.values})
        for plan in summary.plans
    }
    return tuple(
        PlanOfLists(plan.place, plan.first.year, plan.last.year, listed_plan(plan), indicators[plan.id])
        for plan in summary.plans
    )


def former_pages(
    places: Sequence[tuple[PlaceHead, Sequence[PlanOfLists]]], localities: Mapping[str, Locality]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The path and the values of each page at the address of a list that stands elsewhere now."""
    folders = {now.folder for now, _ in places}
    for now, plans in places:
        for unit, units in former_folders(localities, (plan.place for plan in plans), now.folder).items():
            if folder_of_place(unit) not in folders:
                own = [plan for plan in plans if plan.place in units]
                yield from _pages(FormerPlace(localities[unit], now, tuple(plan.listed for plan in own)), own)


def _pages(place: FormerPlace, plans: Sequence[PlanOfLists]) -> Iterator[tuple[str, Mapping[str, object]]]:
    years = {year for plan in plans for year in range(plan.first, plan.last + 1)}
    indicators = dict.fromkeys(indicator for plan in plans for indicator in plan.indicators)
    end = place.unit.end
    shared = {"place": place, "from_day": end.first + timedelta(days=1) if end else None}
    lists: list[tuple[Address, dict[str, object]]] = [(list_, {}) for list_ in _LISTS]
    lists += [(list_, {"year": year}) for list_ in _OF_YEARS for year in sorted(years)]
    lists += [(Address.INDICATOR, {"indicator": indicator}) for indicator in indicators]
    for list_, blanks in lists:
        names = {"list": list_.name.lower(), "year": "", "blanks": blanks}
        yield list_.path(place.folder, **blanks), {**shared, **names, **blanks}
