"""Pages at the addresses of places whose plans another place lists by now: what they became, and where their lists stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from planbook.model.agency import Locality
from planbook.model.series import units_until_now
from planbook.views.addresses import Address, folder_of_place
from planbook.views.summary import PlanSummary, Summary

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
class FormerPlace:
    """A unit whose plans, or those of units that became part of it, the lists of another place hold."""

    unit: Locality
    now: Summary
    plans: tuple[PlanSummary, ...]

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


def former_pages(
    summaries: Mapping[str, Summary], localities: Mapping[str, Locality]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The path and the values of each page at the address of a list that stands elsewhere now."""
    for now in summaries.values():
        for unit, places in former_folders(localities, (plan.place for plan in now.plans), now.folder).items():
            if folder_of_place(unit) not in summaries:
                plans = tuple(plan for plan in now.plans if plan.place in places)
                yield from _pages(FormerPlace(localities[unit], now, plans))


def _pages(place: FormerPlace) -> Iterator[tuple[str, Mapping[str, object]]]:
    ids = {plan.id for plan in place.plans}
    years = {year for plan in place.plans for year in range(plan.first.year, plan.last.year + 1)}
    indicators = [entry.id for entry in place.now.indicators if ids & {value.plan for value in entry.values}]
    end = place.unit.end
    shared = {"place": place, "from_day": end.first + timedelta(days=1) if end else None}
    lists: list[tuple[Address, dict[str, object]]] = [(list_, {}) for list_ in _LISTS]
    lists += [(list_, {"year": year}) for list_ in _OF_YEARS for year in sorted(years)]
    lists += [(Address.INDICATOR, {"indicator": indicator}) for indicator in indicators]
    for list_, blanks in lists:
        names = {"list": list_.name.lower(), "year": "", "blanks": blanks}
        yield list_.path(place.folder, **blanks), {**shared, **names, **blanks}
