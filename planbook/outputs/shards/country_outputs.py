"""All that is made over all places, in one table: what each of it is made of. An output can ask for no aspect of places but those that it names here."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from planbook.outputs.aspects import Aspect, kind_of_aspect
from planbook.outputs.catalogue import page_texts
from planbook.outputs.country_register import agencies_over_register, calendar_over_places, register_over_places
from planbook.outputs.pages.country import (
    Country,
    agencies_of_places,
    calendar_of_places,
    country_texts,
    documents_of_places,
    home_of_places,
    indicators_of_places,
    lists_of_places,
    page_of_indicator,
    pages_of_years,
    pages_within,
    plans_of_places,
    register_of_places,
    terms_of_places,
    texts_of_former_places,
)
from planbook.outputs.pages.site import PageContents, Site
from planbook.render.published import script_of_hashes
from planbook.views.addresses import Address

GUIDES, SEARCH, SEARCH_KEYS = "guides", "search", "search keys"


@dataclass(frozen=True)
class CountryOutput:
    """What is made over all places as one: its name, the aspects of places that it is made of, and the texts of its pages by their paths, or its files."""

    name: str
    aspects: frozenset[Aspect | str]
    texts: Callable[[Country], Mapping[str, str]] | None = None
    files: Callable[[Country], Mapping[str, bytes]] | None = None


def country_outputs(aspects: Collection[str]) -> Iterator[CountryOutput]:
    """The outputs over places that have some aspects."""
    for address, template, view, own in PAGES_OVER_PLACES:
        name, texts = template.removesuffix(".md"), partial(country_texts, address, template, view)
        yield CountryOutput(name, frozenset({Aspect.PLACE, *own}), texts)
    for aspect in sorted(aspects):
        kind, id_ = kind_of_aspect(aspect)
        if kind is Aspect.INDICATOR:
            view = partial(page_of_indicator, id_)
            texts = partial(country_texts, Address.INDICATOR, "indicator.md", view)
            yield CountryOutput(aspect, frozenset({Aspect.PLACE, aspect}), texts)
    yield CountryOutput("former", frozenset({Aspect.PLACE, Aspect.FORMER}), texts_of_former_places)
    yield CountryOutput("findings of registers", frozenset(), _findings_of_registers)
    for name, of_files, files in FILES_OVER_PLACES:
        yield CountryOutput(name, frozenset({Aspect.PLACE, *of_files}), files=files)
    yield from (CountryOutput(name, frozenset(of_search)) for name, of_search in BESIDE.items())


def _findings_of_registers(country: Country) -> dict[str, str]:
    return dict(page_texts(Site(country.edition, {}), {Address.FINDINGS_OF_REGISTERS}))


def _hashes(country: Country) -> dict[str, bytes]:
    """The list of hashes of all documents."""
    hashes = {path: digest for own in country.of(Aspect.HASHES).values() for path, digest in own.items()}
    path, script = script_of_hashes(hashes, {plan.id: plan.listed.title for plan in country.plans})
    return {path: script.encode()}


_COUNTS = (Aspect.COUNTS,)
# Beside the names and folders of places.
PAGES_OVER_PLACES: tuple[tuple[Address, str, Callable[[Country], PageContents], tuple[Aspect, ...]], ...] = (
    (Address.HOME, "home.md", home_of_places, (*_COUNTS, Aspect.CHANGE)),
    (Address.PLACES_WITHIN, "within.md", pages_within, _COUNTS),
    (Address.PLANS, "plans.md", plans_of_places, (*_COUNTS, Aspect.PLANS)),
    (Address.TASKS, "tasks.md", register_of_places, (*_COUNTS, Aspect.REGISTER)),
    (Address.TASKS_OF_YEAR, "tasks_of_year.md", pages_of_years, _COUNTS),
    (Address.AGENCIES, "agencies.md", agencies_of_places, (*_COUNTS, Aspect.AGENCIES)),
    (Address.CALENDAR, "calendar.md", calendar_of_places, (*_COUNTS, Aspect.CALENDAR, Aspect.DUES)),
    (Address.CALENDAR_OF_YEAR, "calendar_of_year.md", pages_of_years, _COUNTS),
    (Address.INDICATORS, "indicators.md", indicators_of_places, (Aspect.INDICATORS,)),
    (Address.MONEY, "money.md", lists_of_places, _COUNTS),
    (Address.LINEAGE, "lineage.md", lists_of_places, _COUNTS),
    (Address.DOCUMENTS, "documents.md", documents_of_places, (Aspect.DOCUMENTS,)),
    (Address.GLOSSARY, "glossary.md", terms_of_places, (Aspect.TERMS,)),
    (Address.FINDINGS, "findings.md", lists_of_places, _COUNTS),
    (Address.DATA, "data.md", lists_of_places, _COUNTS),
)
FILES_OVER_PLACES: tuple[tuple[str, tuple[Aspect, ...], Callable[[Country], Mapping[str, bytes]]], ...] = (
    ("register", (Aspect.REGISTER, Aspect.REGISTER_WORDS, Aspect.AGENCIES), register_over_places),
    ("agencies of the register", (Aspect.AGENCIES,), agencies_over_register),
    ("rows of the calendar", (Aspect.CALENDAR, Aspect.AGENCIES), calendar_over_places),
    ("hashes", (Aspect.PLANS, Aspect.HASHES), _hashes),
)
# What is made of other outputs too: the hand-written pages that these stand among, and the search, which reads what the pages say.
BESIDE: Mapping[str, tuple[Aspect, ...]] = {
    GUIDES: (),
    SEARCH: (Aspect.PLACE, Aspect.SEARCH, Aspect.SEARCH_WORDS, Aspect.SEARCH_NUMBERS),
    SEARCH_KEYS: (Aspect.PLACE, Aspect.SEARCH, Aspect.SEARCH_KEYS),
}
