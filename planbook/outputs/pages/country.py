"""The pages over all places of a site that is cut by places, made of the summaries of these places alone."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from planbook.model.number import official
from planbook.model.period import parse_when
from planbook.model.status import STATUSES
from planbook.outputs.aspects import Aspect
from planbook.outputs.country_calendar import coming_months
from planbook.outputs.edition import Edition
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.pages.former_places import former_pages
from planbook.outputs.pages.site import PageContents, Site
from planbook.views.addresses import Address
from planbook.views.calendar import OPEN, end_of_next_quarter
from planbook.views.country import (
    CountryRow,
    PlaceHead,
    PlanInList,
    Province,
    by_provinces,
    newest_changes,
    provinces_of,
    shared_documents,
    shared_terms,
    terms_in_order,
)
from planbook.views.indicators_of_places import shared_indicator, shared_indicators
from planbook.views.register_rows import row_choices
from planbook.views.summary import RowsSummary
from planbook.wording.blocks import capital
from planbook.wording.status import status_name
from planbook.wording.wording import Wording

_Value = TypeVar("_Value")
_LISTED = 1_000  # places that a page lists one by one; of more it lists what they lie in
_IN_FULL = 300  # places, or plans, of which a page says more than counts
_CHANGES = 8  # that the first page shows


class PlaceValues(Protocol):
    """What places say, aspect by aspect."""

    def digest(self, aspects: Iterable[str]) -> str:
        """A hash of what some aspects of all places say, and in which order these come."""

    @property
    def aspects(self) -> Collection[str]:
        """The aspects that any place has."""

    def values(self, aspect: str) -> Mapping[str, Any]:
        """An aspect of all places that have it, by their folders."""

    def once(self, name: object, make: Callable[[], _Value]) -> _Value:
        """What is worked out of aspects, for all who ask."""


@dataclass(frozen=True)
class Country:
    """All places of a site by their folders, as far as one output is made of them: no `aspects` can be asked for but those that it names.

    `edition` holds the registers and no plan. Of agencies that several places name, `summed` are those that too many plans name for a page made of all of them.
    """

    edition: Edition
    columns: PlaceValues
    memory: KeptValues
    summed: frozenset[str] = frozenset()
    aspects: frozenset[str] = frozenset()

    def of(self, aspect: str) -> Mapping[str, Any]:
        """An aspect of all places that have it, by their folders."""
        assert aspect in self.aspects, aspect
        return self.columns.values(aspect)

    def _once(self, make: Callable[..., _Value], *aspects: str) -> _Value:
        """What is worked out of some aspects, once for all outputs."""
        values = [self.of(aspect) for aspect in aspects]
        return self.columns.once(make, lambda: make(*values))

    def remembered(self, name: str, make: Callable[[], _Value], *aspects: str) -> _Value:
        """A plain value that the last build may have worked out of the same aspects."""
        assert self.aspects.issuperset(aspects), aspects
        return self.memory.value(name, self.columns.digest(aspects), make)

    @property
    def heads(self) -> Mapping[str, PlaceHead]:
        """All places."""
        return self.of(Aspect.PLACE)

    @property
    def placed(self) -> list[tuple[str, PlaceHead]]:
        """All places in the order of the pages, each behind the name of its province."""
        return self._once(_in_order, Aspect.PLACE)

    @property
    def provinces(self) -> tuple[Province, ...]:
        """The places by the provinces that they lie in."""
        return self._once(_provinces, Aspect.PLACE, Aspect.COUNTS)

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.heads)

    @property
    def is_long(self) -> bool:
        """Whether a page lists provinces only, each with a page of its own for what lies in it."""
        return self.places > _LISTED and len(self.provinces) < self.places

    @property
    def plans(self) -> list[PlanInList]:
        """The plans of all places, those that run first, then the newest."""
        return self._once(_in_lists, Aspect.PLANS)

    @property
    def joint(self) -> dict[str, tuple[str, ...]]:
        """The agencies that several places name, or that no part has a page of, with the folders of these places."""
        return _joint(self.of(Aspect.AGENCIES), self.summed)

    @property
    def registers(self) -> list[tuple[str, PlaceHead, RowsSummary]]:
        """The places that have rows of a register, in the order of the pages: province, place, what is known of the rows."""
        rows = self.of(Aspect.REGISTER)
        return [(province, head, rows[head.folder]) for province, head in self.placed if head.has_register]

    @property
    def calendars(self) -> list[tuple[str, PlaceHead, RowsSummary]]:
        """The same of the places that have rows of a calendar."""
        rows = self.of(Aspect.CALENDAR)
        return [(province, head, rows[head.folder]) for province, head in self.placed if head.has_calendar]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the plans."""
        return tuple(sorted({year for province in self.provinces for year in province.total.years}))


def _in_order(heads: Mapping[str, PlaceHead]) -> list[tuple[str, PlaceHead]]:
    return [(name, head) for _, name, places in by_provinces(heads.values()) for head in places]


def _provinces(heads: Mapping[str, PlaceHead], rows: Mapping[str, CountryRow]) -> tuple[Province, ...]:
    return provinces_of(heads.values(), rows)


def _in_lists(places: Mapping[str, Sequence[PlanInList]]) -> list[PlanInList]:
    plans = [plan for own in places.values() for plan in own]
    return sorted(plans, key=lambda plan: (not plan.listed.is_over, plan.last, plan.id), reverse=True)


def _joint(places: Mapping[str, Mapping[str, object]], summed: Collection[str]) -> dict[str, tuple[str, ...]]:
    folders: dict[str, list[str]] = {}
    for folder, agencies in places.items():
        for agency in agencies:
            folders.setdefault(agency, []).append(folder)
    return {agency: tuple(own) for agency, own in sorted(folders.items()) if len(own) > 1 or agency in summed}


def country_texts(
    address: Address, template: str, view: Callable[[Country], PageContents], country: Country
) -> dict[str, str]:
    """The texts of the pages of a kind by their paths."""
    site, shared = Site(country.edition, {}), _shared(country)
    pages = ((address.path(**blanks), values) for blanks, values in view(country))
    return {path: site.page(path, f"site/country/{template}", {**shared, **values}) for path, values in pages}


def _shared(country: Country) -> dict[str, object]:
    """What pages over all places know; of those that are not made of how much there is, that does not belong to it."""
    if Aspect.COUNTS not in country.aspects:
        return {"places": country.places}
    return {
        "provinces": country.provinces,
        "places": country.places,
        "is_long": country.is_long,
        "all_plans": sum(province.total.plans for province in country.provinces),
        "years": country.years,
    }


def home_of_places(country: Country) -> PageContents:
    """All places, with what they have and what changed last."""
    changes = country.of(Aspect.CHANGE).values()
    yield (
        {},
        {
            "changes": newest_changes(changes, _CHANGES),
            "changed": len([*filter(None, changes)]),
            "in_full": country.places <= _IN_FULL,
        },
    )


def lists_of_places(_: Country) -> PageContents:
    """A list of all places that leads to what each of them has of a kind."""
    yield {}, {}


def pages_within(country: Country) -> PageContents:
    """What lies in each province of which there is more than one place."""
    for province in country.provinces:
        if len(province.rows) > 1:
            yield {"place": province.id}, {"province": province}


def pages_of_years(country: Country) -> PageContents:
    """The places that have plans for each year."""
    for year in country.years:
        yield {"year": year}, {"year": year}


def plans_of_places(country: Country) -> PageContents:
    """The plans of all places, as many as a page can hold."""
    listed = [plan.listed for plan in country.plans[:_LISTED]]
    ids = [plan.id for plan in country.plans[:_IN_FULL]] if len(country.plans) <= _IN_FULL else []
    yield {}, {"listed": listed, "ids": ids}


def agencies_of_places(country: Country) -> PageContents:
    """How many agencies each place has, and those that plans of several places name."""
    yield (
        {},
        {
            "joint": [
                (agency, country.of(Aspect.AGENCIES)[folders[0]][agency][0], folders)
                for agency, folders in country.joint.items()
            ],
            "names": {folder: head.title for folder, head in country.heads.items()},
        },
    )


def indicators_of_places(country: Country) -> PageContents:
    """The indicators, with how many places have each."""
    yield {}, {"indicators": shared_indicators(country.of(Aspect.INDICATORS).values())}


def page_of_indicator(id_: str, country: Country) -> PageContents:
    """The values of an indicator in all places, side by side where they may be compared; of very many those of plans that run."""
    indicator = shared_indicator(country.of(Aspect.INDICATOR.of(id_)).values())
    running = tuple(
        replace(group, values=tuple(value for value in group.values if not value.is_over)) for group in indicator.groups
    )
    groups = indicator.groups if indicator.count <= _LISTED else [group for group in running if group.values]
    listed = [replace(group, values=group.values[:_LISTED]) for group in groups]
    values = {
        "indicator": replace(indicator, groups=()),
        "groups": listed,
        "listed": sum(len(group.values) for group in listed),
    }
    yield {"indicator": id_}, values


def documents_of_places(country: Country) -> PageContents:
    """The documents that plans cite, with how many places cite each."""
    documents = shared_documents((country.heads[folder], own) for folder, own in country.of(Aspect.DOCUMENTS).items())
    yield {}, {"documents": documents[:_LISTED], "all_documents": len(documents)}


def terms_of_places(country: Country) -> PageContents:
    """What short forms mean; of very many those that several places use."""
    terms = shared_terms(country.of(Aspect.TERMS).values())
    listed = terms if len(terms) <= _LISTED else [term for term in terms if term.places > 1]
    yield {}, {"terms": terms_in_order(listed)[:_LISTED], "all_terms": len(terms)}


def texts_of_former_places(country: Country) -> dict[str, str]:
    """Pages at the addresses of places whose plans another place lists by now."""
    site, shared = Site(country.edition, {}), _shared(country)
    places = [(country.heads[folder], plans) for folder, plans in country.of(Aspect.FORMER).items()]
    pages = former_pages(places, country.edition.workspace.localities)
    return {path: site.page(path, "site/country/former.md", {**shared, **values}) for path, values in pages}


def register_of_places(country: Country) -> PageContents:
    """The register over all places: its rows are loaded by script, and without one each place leads to its own."""
    registers = [register for *_, register in country.registers]
    choices = row_choices(registers, country.edition.phrases)
    rows = official(Decimal(sum(register.rows for register in registers)))
    yield {}, {"choices": choices, "rows": rows, "with_register": official(Decimal(len(registers)))}


def calendar_of_places(country: Country) -> PageContents:
    """The calendar over all places: what is due soon, the rest by script, and where the calendar of each place is."""
    calendars, phrases = [calendar for *_, calendar in country.calendars], country.edition.phrases
    statuses = {status for calendar in calendars for status in calendar.statuses}
    time = Wording(phrases).time
    times = sorted({entry for calendar in calendars for entry in calendar.quarters} - {OPEN}, key=_place_of_time)
    today = country.edition.as_of
    dues_of = country.of(Aspect.DUES)
    months = coming_months([(head, dues_of[head.folder]) for _, head, _ in country.calendars])
    dues = [due for month in months for due in month.dues]
    deadlines = sum(province.total.deadlines for province in country.provinces)
    endless = sum(calendar.rows for calendar in calendars) - deadlines
    values = {
        "choices": {
            "times": {entry: capital(time(parse_when(entry.upper()))) for entry in times},
            "statuses": {status: status_name(status, phrases) for status in STATUSES if status in statuses},
            "states": any(calendar.states for calendar in calendars),
        },
        "months": months,
        "month_names": {month.id: capital(time(parse_when(month.id))) for month in months},
        "listed_until": max((due.day for due in dues), default=None),
        "is_cut": len(dues) < sum(month.count for month in months),
        "end": end_of_next_quarter(today),
        "deadlines": official(Decimal(deadlines)),
        "endless": official(Decimal(endless)) if endless else "",
        "with_calendar": official(Decimal(len(calendars))),
    }
    yield {}, values


def _place_of_time(time: str) -> tuple[str, int, str]:
    """Years before their quarters, and these before their months."""
    year, _, part = time.partition("-")
    quarter = int(part[1:]) if part.startswith("q") else (int(part) + 2) // 3 if part else 0
    return year, quarter, "" if part.startswith("q") else part
