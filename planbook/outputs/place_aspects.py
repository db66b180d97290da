"""The aspects of a place as they are kept: plain values of its summary and its files, each as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from planbook.outputs.aspects import Aspect, kind_of_aspect
from planbook.outputs.country_calendar import DuesOfPlace, dues_in_days
from planbook.outputs.pages.former_places import PlanOfLists, plans_of_lists
from planbook.render.search_places import cut_words, size_in_rows
from planbook.views.country import (
    CountryRow,
    PlaceChange,
    PlaceHead,
    PlanInList,
    change_of,
    head_of,
    plan_in_list,
    row_of,
)
from planbook.views.indicators_of_places import CountedIndicator, PlacedIndicator, placed_indicators
from planbook.views.search_part import SearchPart
from planbook.views.summary import AbbreviationSummary, DocumentSummary, RowsSummary, Summary

_KINDS: Mapping[Aspect, Any] = {
    Aspect.PLACE: PlaceHead,
    Aspect.COUNTS: CountryRow,
    Aspect.CHANGE: PlaceChange | None,
    Aspect.PLANS: tuple[PlanInList, ...],
    Aspect.AGENCIES: dict[str, tuple[str, ...]],
    Aspect.INDICATORS: tuple[CountedIndicator, ...],
    Aspect.INDICATOR: PlacedIndicator,
    Aspect.DOCUMENTS: tuple[DocumentSummary, ...],
    Aspect.TERMS: tuple[AbbreviationSummary, ...],
    Aspect.FORMER: tuple[PlanOfLists, ...],
    Aspect.REGISTER: RowsSummary | None,
    Aspect.REGISTER_WORDS: str,
    Aspect.CALENDAR: RowsSummary | None,
    Aspect.DUES: DuesOfPlace,
    Aspect.SEARCH: tuple[tuple[str, int], ...],
    Aspect.SEARCH_WORDS: tuple[str, ...],
    Aspect.SEARCH_NUMBERS: tuple[str, ...],
    Aspect.SEARCH_KEYS: tuple[str, ...],
    Aspect.HASHES: dict[str, str],
}


def aspects_of(summary: Summary, calendar: str, search: Iterable[SearchPart]) -> dict[str, str]:
    """The aspects of a place, of which the script of its `calendar` and the parts of its search tell beside its summary."""
    return {aspect: to_json(value).decode() for aspect, value in _values(summary, calendar, [*search])}


def aspect_of_documents(hashes: Mapping[str, str]) -> dict[str, str]:
    """The aspect of any part of a site that has documents: their hashes by their paths."""
    return {Aspect.HASHES: to_json(dict(hashes)).decode()} if hashes else {}


def read_aspect(aspect: str, rows: Iterable[bytes]) -> list[Any]:
    """An aspect of several places as it was written."""
    values: list[Any] = _shape(kind_of_aspect(aspect)[0]).validate_json(b"[" + b",".join(rows) + b"]")
    return values


@cache
def _shape(kind: Aspect) -> TypeAdapter[list[Any]]:
    rows: Any = list
    return TypeAdapter(rows[_KINDS[kind]])


def _values(summary: Summary, calendar: str, search: list[SearchPart]) -> Iterator[tuple[str, Any]]:
    indicators = [*placed_indicators(summary)]
    register = summary.register
    yield Aspect.PLACE, head_of(summary)
    yield Aspect.COUNTS, row_of(summary)
    yield Aspect.CHANGE, change_of(summary)
    yield Aspect.PLANS, [*map(plan_in_list, summary.plans)]
    yield Aspect.AGENCIES, {entry.id: (entry.name, *entry.names) for entry in summary.agencies}
    yield Aspect.INDICATORS, [indicator.counted for indicator in indicators]
    for indicator in indicators:
        yield Aspect.INDICATOR.of(indicator.id), indicator
    yield Aspect.DOCUMENTS, summary.documents
    yield Aspect.TERMS, summary.abbreviations
    yield Aspect.FORMER, plans_of_lists(summary)
    yield Aspect.REGISTER, register and register.without_words
    yield Aspect.REGISTER_WORDS, register.words if register else ""
    yield Aspect.CALENDAR, summary.calendar
    yield Aspect.DUES, dues_in_days(summary, calendar)
    yield Aspect.SEARCH, [(part.address, size_in_rows(part.bytes)) for part in search]
    words = [cut_words(part.words) for part in search]
    yield Aspect.SEARCH_WORDS, [of_part for of_part, _ in words]
    yield Aspect.SEARCH_NUMBERS, [of_part for _, of_part in words]
    yield Aspect.SEARCH_KEYS, [part.keys for part in search]
