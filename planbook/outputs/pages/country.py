"""The pages over all places of a site that is cut by places, made of the summaries of these places alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from planbook.model.number import official
from planbook.model.period import parse_when
from planbook.model.status import STATUSES
from planbook.outputs.edition import Edition
from planbook.outputs.pages.former_places import former_pages
from planbook.outputs.pages.site import PageContents
from planbook.views.addresses import Address
from planbook.views.calendar import OPEN, end_of_next_quarter
from planbook.views.country import (
    Province,
    changes_of_places,
    listed_plan,
    provinces_of,
    shared_documents,
    shared_terms,
    terms_in_order,
)
from planbook.views.indicators_of_places import SharedIndicator, shared_indicators
from planbook.views.register_rows import row_choices
from planbook.views.summary import PlanSummary, RowsSummary, Summary
from planbook.wording.blocks import capital
from planbook.wording.status import status_name
from planbook.wording.wording import Wording

_LISTED = 1_000  # places that a page lists one by one; of more it lists what they lie in
_IN_FULL = 300  # places, or plans, of which a page says more than counts
_CHANGES = 8  # that the first page shows


@dataclass(frozen=True, slots=True)
class ComingDue:
    """Something that is due on a day that comes, and is not done, with its place and plan."""

    day: date
    when: str
    stated: bool
    work: str
    rhythm: str
    state: str
    who: str
    coordinating: str
    plan: str
    title: str
    item: str
    place: str
    folder: str


@dataclass(frozen=True, slots=True)
class ComingMonth:
    """How much is due in a month, in which places (names, folders, counts), and what of it is listed."""

    id: str
    count: int
    dues: tuple[ComingDue, ...]
    places: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Country:
    """All places of a site by their folders; `edition` holds the registers and no plan, `joint` are agencies that several places name, with their folders.

    Of these, `summed` are those that too many plans name for a page made of all of them. What is due soon is known of the `coming` months.
    """

    edition: Edition
    summaries: Mapping[str, Summary]
    joint: Mapping[str, tuple[str, ...]]
    summed: Collection[str] = ()
    coming: Sequence[ComingMonth] = ()

    @cached_property
    def provinces(self) -> tuple[Province, ...]:
        """The places by the provinces that they lie in."""
        return provinces_of(self.summaries.values())

    @cached_property
    def places(self) -> int:
        """How many places there are."""
        return len(self.summaries)

    @cached_property
    def is_long(self) -> bool:
        """Whether a page lists provinces only, each with a page of its own for what lies in it."""
        return self.places > _LISTED and len(self.provinces) < self.places

    @cached_property
    def plans(self) -> tuple[PlanSummary, ...]:
        """The plans of all places, those that run first, then the newest."""
        plans = [plan for summary in self.summaries.values() for plan in summary.plans]
        return tuple(sorted(plans, key=lambda plan: (not plan.is_over, plan.last, plan.id), reverse=True))

    @cached_property
    def indicators(self) -> list[SharedIndicator]:
        """The indicators of all places."""
        return shared_indicators(self.summaries.values())

    @cached_property
    def registers(self) -> list[tuple[str, str, Summary, RowsSummary]]:
        """The places that have rows of a register, in the order of the pages: province, name, summary, what is known of the rows."""
        return [(*place, place[-1].register) for place in self._placed if place[-1].register]

    @cached_property
    def calendars(self) -> list[tuple[str, str, Summary, RowsSummary]]:
        """The same of the places that have rows of a calendar."""
        return [(*place, place[-1].calendar) for place in self._placed if place[-1].calendar]

    @cached_property
    def _placed(self) -> list[tuple[str, str, Summary]]:
        return [
            (province.name, row.name, self.summaries[row.folder])
            for province in self.provinces
            for row in province.rows
        ]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the plans."""
        return tuple(sorted({year for plan in self.plans for year in range(plan.first.year, plan.last.year + 1)}))


def country_pages(country: Country) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """The path, the template and the values of each page over all places."""
    shared: dict[str, object] = {
        "provinces": country.provinces,
        "places": country.places,
        "is_long": country.is_long,
        "all_plans": len(country.plans),
        "years": country.years,
    }
    for address, template, view in COUNTRY_PAGES:
        for blanks, values in view(country):
            yield address.path(**blanks), f"site/country/{template}", {**shared, **values}
    for path, values in former_pages(country.summaries, country.edition.workspace.localities):
        yield path, "site/country/former.md", {**shared, **values}


def home_of_places(country: Country) -> PageContents:
    """All places, with what they have and what changed last."""
    yield (
        {},
        {"changes": changes_of_places(country.summaries.values(), _CHANGES), "in_full": country.places <= _IN_FULL},
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
    listed = [*map(listed_plan, country.plans[:_LISTED])]
    ids = [plan.id for plan in country.plans[:_IN_FULL]] if len(country.plans) <= _IN_FULL else []
    yield {}, {"listed": listed, "ids": ids}


def agencies_of_places(country: Country) -> PageContents:
    """How many agencies each place has, and those that plans of several places name."""
    yield (
        {},
        {
            "joint": [
                (agency, _called(country, agency, folders), folders) for agency, folders in country.joint.items()
            ],
            "names": _names(country),
        },
    )


def indicators_of_places(country: Country) -> PageContents:
    """The indicators, with how many places have each."""
    yield {}, {"indicators": [replace(indicator, groups=()) for indicator in country.indicators]}


def pages_of_shared_indicators(country: Country) -> PageContents:
    """The values of each indicator in all places, side by side where they may be compared; of very many those of plans that run."""
    for indicator in country.indicators:
        running = tuple(
            replace(group, values=tuple(value for value in group.values if not value.is_over))
            for group in indicator.groups
        )
        groups = indicator.groups if indicator.count <= _LISTED else [group for group in running if group.values]
        listed = [replace(group, values=group.values[:_LISTED]) for group in groups]
        values = {
            "indicator": replace(indicator, groups=()),
            "groups": listed,
            "listed": sum(len(group.values) for group in listed),
        }
        yield {"indicator": indicator.id}, values


def documents_of_places(country: Country) -> PageContents:
    """The documents that plans cite, with how many places cite each."""
    documents = shared_documents(country.summaries.values())
    yield {}, {"documents": documents[:_LISTED], "all_documents": len(documents)}


def terms_of_places(country: Country) -> PageContents:
    """What short forms mean; of very many those that several places use."""
    terms = shared_terms(country.summaries.values())
    listed = terms if len(terms) <= _LISTED else [term for term in terms if term.places > 1]
    yield {}, {"terms": terms_in_order(listed)[:_LISTED], "all_terms": len(terms)}


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
    dues = [due for month in country.coming for due in month.dues]
    deadlines = sum(plan.deadlines for plan in country.plans)
    endless = sum(calendar.rows for calendar in calendars) - deadlines
    values = {
        "choices": {
            "times": {entry: capital(time(parse_when(entry.upper()))) for entry in times},
            "statuses": {status: status_name(status, phrases) for status in STATUSES if status in statuses},
            "states": any(calendar.states for calendar in calendars),
        },
        "months": country.coming,
        "month_names": {month.id: capital(time(parse_when(month.id))) for month in country.coming},
        "listed_until": max((due.day for due in dues), default=None),
        "is_cut": len(dues) < sum(month.count for month in country.coming),
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


def _names(country: Country) -> dict[str, str]:
    return {folder: summary.title for folder, summary in country.summaries.items()}


def _called(country: Country, agency: str, folders: Iterable[str]) -> str:
    agencies = (entry for folder in folders for entry in country.summaries[folder].agencies)
    return next((entry.name for entry in agencies if entry.id == agency), agency)


COUNTRY_PAGES: tuple[tuple[Address, str, Callable[[Country], PageContents]], ...] = (
    (Address.HOME, "home.md", home_of_places),
    (Address.PLACES_WITHIN, "within.md", pages_within),
    (Address.PLANS, "plans.md", plans_of_places),
    (Address.TASKS, "tasks.md", register_of_places),
    (Address.TASKS_OF_YEAR, "tasks_of_year.md", pages_of_years),
    (Address.AGENCIES, "agencies.md", agencies_of_places),
    (Address.CALENDAR, "calendar.md", calendar_of_places),
    (Address.CALENDAR_OF_YEAR, "calendar_of_year.md", pages_of_years),
    (Address.INDICATORS, "indicators.md", indicators_of_places),
    (Address.INDICATOR, "indicator.md", pages_of_shared_indicators),
    (Address.MONEY, "money.md", lists_of_places),
    (Address.LINEAGE, "lineage.md", lists_of_places),
    (Address.DOCUMENTS, "documents.md", documents_of_places),
    (Address.GLOSSARY, "glossary.md", terms_of_places),
    (Address.FINDINGS, "findings.md", lists_of_places),
    (Address.DATA, "data.md", lists_of_places),
)
