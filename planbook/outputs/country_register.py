"""Where the register and the calendar over all places look: a small first file each, and which places have a word, cut by its first letter.

templates/site/theme/assets/javascripts/places-register.js reads them; the rows of each place stand in a script of its own.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from planbook.messages.escapes import in_json
from planbook.outputs.pages.country import Country
from planbook.text.plain_words import plain_words
from planbook.views.addresses import Address
from planbook.views.summary import RowsSummary, Summary

_MOST_NAMES = 600  # rows of names for one thing that the first file holds
FILES_OF_IDS = 64
_SHARED = 2  # places that name an agency of the same name


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """A place with rows: what it lies in, its name and folder, what is known of the rows, and the names of each of its agencies by their ids."""

    province: str
    name: str
    folder: str
    rows: RowsSummary
    agencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class PlacesRegister:
    """The places that have rows of a register or a calendar, and rows of words that mean the same."""

    places: Sequence[RegisterPlace]
    same_words: Sequence[tuple[str, ...]]

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """All words of these rows and places, each with the numbers of the places that have it."""
        words: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            for word in {*place.rows.words.split(), *plain_words(f"{place.name} {place.province}")}:
                words.setdefault(word, []).append(number)
        return words

    @cached_property
    def usual_words(self) -> frozenset[str]:
        """Those of them that most places have."""
        half = len(self.places) // 2
        return frozenset(word for word, numbers in self.words.items() if len(numbers) > half)


def country_files(country: Country) -> Iterator[tuple[str, bytes]]:
    """The scripts of the register and of the calendar over all places, by their paths."""
    yield from register_files(_register(country))
    yield from ((Address.CALENDAR_PLACES.path(), content) for _, content in calendar_index(country))


def register_files(register: PlacesRegister) -> Iterator[tuple[str, bytes]]:
    """The scripts of such a register, by their paths."""
    for address, view in ((Address.REGISTER_PLACES, _first_script), (Address.REGISTER_WORDS, _word_scripts)):
        for blanks, content in view(register):
            yield address.path(**blanks), content


def first_file(country: Country) -> Iterator[tuple[Mapping[str, object], bytes]]:
    """What is known of each place before its rows are loaded."""
    yield from _first_script(_register(country))


def word_files(country: Country) -> Iterator[tuple[Mapping[str, object], bytes]]:
    """The words that not most places have, each with the numbers of the places that have it, by their first letters."""
    yield from _word_scripts(_register(country))


def calendar_index(country: Country) -> Iterator[tuple[Mapping[str, object], bytes]]:
    """What is known of each place before what is due there is loaded."""
    register = _of_country(country, country.calendars)
    yield {}, first_script(_first_file(register, Address.CALENDAR_ROWS.path()))


def first_script(content: Mapping[str, object]) -> bytes:
    """A first file as a script."""
    return f"const placesFile = {_json(content)};\n".encode()


def rows_of_several(register: PlacesRegister, folder: str, files: Sequence[str]) -> bytes:
    """The first file of places whose rows stand together in some `files` of a folder, one for each place."""
    content = _first_file(register, folder)
    places = [
        (*row, file) for row, file in zip(cast("list[tuple[object, ...]]", content["places"]), files, strict=True)
    ]
    return first_script({**content, "places": places, "ids": None})


def _register(country: Country) -> PlacesRegister:
    return _of_country(country, country.registers)


def _of_country(country: Country, rows: Sequence[tuple[str, str, Summary, RowsSummary]]) -> PlacesRegister:
    places = [
        RegisterPlace(
            province, name, summary.folder, about, {entry.id: (entry.name, *entry.names) for entry in summary.agencies}
        )
        for province, name, summary, about in rows
    ]
    return PlacesRegister(places, country.edition.search_words.same)


def _first_script(register: PlacesRegister) -> Iterator[tuple[Mapping[str, object], bytes]]:
    letters = sorted({_letter(word) for word in register.words.keys() - register.usual_words})
    first = _first_file(register, Address.REGISTER_ROWS.path())
    yield {}, first_script({**first, "common": " ".join(sorted(register.usual_words)), "letters": letters})


def _word_scripts(register: PlacesRegister) -> Iterator[tuple[Mapping[str, object], bytes]]:
    by_letter: dict[str, list[str]] = {}
    for word in sorted(register.words.keys() - register.usual_words):
        numbers = " ".join(map(str, register.words[word]))
        by_letter.setdefault(_letter(word), []).append(f"{word} {numbers}")
    for letter, lines in by_letter.items():
        script = f"placesRegister.receive({_json(f'tu/{letter}')}, {_json(lines)});\n"
        yield {"letter": letter}, script.encode()
    yield from _id_scripts(register)


def _id_scripts(register: PlacesRegister) -> Iterator[tuple[Mapping[str, object], bytes]]:
    """Where each agency is named, by its id, in files by the letters of that: addresses name agencies so."""
    ids: dict[str, list[int]] = {}
    for number, place in enumerate(register.places):
        for agency in place.agencies:
            ids.setdefault(agency, []).append(number)
    files: dict[int, list[str]] = {}
    for agency, numbers in sorted(ids.items()):
        files.setdefault(_file_of(agency), []).append(" ".join((agency, *map(str, numbers))))
    for file, lines in files.items():
        name = f"co-quan-{file}"
        yield {"letter": name}, f"placesRegister.receive({_json(f'tu/{name}')}, {_json(lines)});\n".encode()


def _file_of(agency: str) -> int:
    """The number of the file in which an agency stands; places-register.js works it out too."""
    return sum(agency.encode()) % FILES_OF_IDS


def _letter(word: str) -> str:
    """The file in which a word stands."""
    if "a" <= word[0] <= "z":
        return word[0]
    return "0" if word[0].isdigit() else "khac"


def _first_file(register: PlacesRegister, file: str) -> dict[str, object]:
    """What is known of each place before its rows are loaded from a `file` of its folder; what several places have alike stands once."""
    places = register.places
    provinces = {name: number for number, name in enumerate(dict.fromkeys(place.province for place in places))}
    counts = Counter(name for place in places for name in {names[0] for names in place.agencies.values()})
    shared = sorted(name for name, count in counts.items() if count >= _SHARED)
    numbers = {name: number for number, name in enumerate(shared)}
    facets: dict[tuple[tuple[str, ...], ...], int] = {}
    rows = []
    for place in places:
        about = place.rows
        facet = (about.years, about.quarters, about.statuses, tuple(about.states))
        agencies = sorted({numbers[names[0]] for names in place.agencies.values() if names[0] in numbers})
        at = facets.setdefault(facet, len(facets))
        rows.append((place.folder, place.name, provinces[place.province], about.rows, about.bytes, at, agencies))
    return {
        "names": _names(register),
        "agencies": shared,
        "provinces": list(provinces),
        "facets": list(facets),
        "places": rows,
        "rows": file,
        "ids": sorted({_file_of(agency) for place in places for agency in place.agencies}),
    }


def _names(register: PlacesRegister) -> list[tuple[str, ...]]:
    """Rows of words that mean the same: abbreviations, and the names of agencies that most places have."""
    rows = Counter(tuple(names) for place in register.places for names in place.agencies.values() if len(names) > 1)
    usual = [row for row, count in rows.most_common(_MOST_NAMES) if count >= _SHARED]
    return [*register.same_words, *sorted(usual)]


def _json(value: object) -> str:
    return in_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
