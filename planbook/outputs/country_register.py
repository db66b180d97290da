"""Where the register and the calendar over all places look: a small first file each, and which places have a word, cut by its first letter.

templates/site/theme/assets/javascripts/places-register.js reads them; the rows of each place stand in a script of its own.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from planbook.messages.escapes import in_json
from planbook.outputs.last_files import LastFiles
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


@dataclass(frozen=True, slots=True)
class SharedNames:
    """What places have alike of the names of their agencies: rows of names for one thing that most have, names that several have with their numbers at each place.

    `files` are those in which ids of agencies stand.
    """

    rows: Sequence[tuple[str, ...]]
    shared: Sequence[str]
    numbers: Sequence[Sequence[int]]
    files: Sequence[int]


@dataclass(frozen=True)
class PlacesRegister:
    """The places that have rows of a register or a calendar, and rows of words that mean the same."""

    places: Sequence[RegisterPlace]
    same_words: Sequence[tuple[str, ...]]

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """All words of these rows and places, each with the numbers of the places that have it."""
        words: dict[str, list[str]] = defaultdict(list)
        for number, place in enumerate(self.places):
            text = str(number)
            for word in {*place.rows.words.split(), *plain_words(f"{place.name} {place.province}")}:
                words[word].append(text)
        return dict(words)

    @cached_property
    def usual_words(self) -> frozenset[str]:
        """Those of them that most places have."""
        half = len(self.places) // 2
        return frozenset(word for word, numbers in self.words.items() if len(numbers) > half)


def country_files(country: Country, last: LastFiles) -> dict[str, bytes]:
    """The scripts of the register and of the calendar over all places, by their paths; those of the last build, where they are made of the same."""
    register, calendar = (_of_country(country, rows) for rows in (country.registers, country.calendars))
    names = shared_names(register.places)
    has_same = [place.folder for place in calendar.places] == [place.folder for place in register.places]
    of_calendar = _first_file(calendar, Address.CALENDAR_ROWS.path(), names if has_same else None)
    return {**register_files(register, names, last), Address.CALENDAR_PLACES.path(): first_script(of_calendar)}


def register_files(
    register: PlacesRegister, names: SharedNames | None = None, last: LastFiles | None = None
) -> dict[str, bytes]:
    """The scripts of such a register, by their paths: what is known of each place before its rows are loaded, and which places have a word or an agency."""
    ids, last = [[*place.agencies] for place in register.places], last or LastFiles()
    of_ids = last.together(last.key(("ids", repr(ids))), lambda: dict(_id_scripts(ids)))
    return {Address.REGISTER_PLACES.path(): _first_script(register, names), **dict(_word_scripts(register)), **of_ids}


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


def _of_country(country: Country, rows: Sequence[tuple[str, str, Summary, RowsSummary]]) -> PlacesRegister:
    places = [
        RegisterPlace(
            province, name, summary.folder, about, {entry.id: (entry.name, *entry.names) for entry in summary.agencies}
        )
        for province, name, summary, about in rows
    ]
    return PlacesRegister(places, country.edition.search_words.same)


def _first_script(register: PlacesRegister, names: SharedNames | None) -> bytes:
    letters = sorted({_letter(word) for word in register.words.keys() - register.usual_words})
    first = _first_file(register, Address.REGISTER_ROWS.path(), names)
    return first_script({**first, "common": " ".join(sorted(register.usual_words)), "letters": letters})


def _word_scripts(register: PlacesRegister) -> Iterator[tuple[str, bytes]]:
    """The words that not most places have, each with the numbers of the places that have it, by their first letters."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(register.words.keys() - register.usual_words):
        by_letter.setdefault(_letter(word), []).append(" ".join((word, *register.words[word])))
    for letter, lines in by_letter.items():
        yield _words_of(letter, lines)


def _id_scripts(agencies: Iterable[Iterable[str]]) -> Iterator[tuple[str, bytes]]:
    """Where each of the agencies of places is named, by its id, in files by the letters of that: addresses name agencies so."""
    ids: dict[str, list[int]] = {}
    for number, own in enumerate(agencies):
        for agency in own:
            ids.setdefault(agency, []).append(number)
    files: dict[int, list[str]] = {}
    for agency, numbers in sorted(ids.items()):
        files.setdefault(_file_of(agency), []).append(" ".join((agency, *map(str, numbers))))
    for file, lines in files.items():
        yield _words_of(f"co-quan-{file}", lines)


def _words_of(name: str, lines: list[str]) -> tuple[str, bytes]:
    """A file of words or ids with its path."""
    script = f"placesRegister.receive({_json(f'tu/{name}')}, {_json(lines)});\n"
    return Address.REGISTER_WORDS.path(letter=name), script.encode()


def _file_of(agency: str) -> int:
    """The number of the file in which an agency stands; places-register.js works it out too."""
    return sum(agency.encode()) % FILES_OF_IDS


def _letter(word: str) -> str:
    """The file in which a word stands."""
    if "a" <= word[0] <= "z":
        return word[0]
    return "0" if word[0].isdigit() else "khac"


def _first_file(register: PlacesRegister, file: str, names: SharedNames | None = None) -> dict[str, object]:
    """What is known of each place before its rows are loaded from a `file` of its folder; what several places have alike stands once.

    Who knows the `names` of their agencies says them.
    """
    places, names = register.places, names or shared_names(register.places)
    provinces = {name: number for number, name in enumerate(dict.fromkeys(place.province for place in places))}
    facets: dict[tuple[tuple[str, ...], ...], int] = {}
    rows = []
    for place, agencies in zip(places, names.numbers, strict=True):
        about = place.rows
        facet = (about.years, about.quarters, about.statuses, tuple(about.states))
        at = facets.setdefault(facet, len(facets))
        rows.append((place.folder, place.name, provinces[place.province], about.rows, about.bytes, at, agencies))
    return {
        "names": [*register.same_words, *names.rows],
        "agencies": names.shared,
        "provinces": list(provinces),
        "facets": list(facets),
        "places": rows,
        "rows": file,
        "ids": names.files,
    }


def shared_names(places: Sequence[RegisterPlace]) -> SharedNames:
    """What places have alike of the names of their agencies."""
    counts = Counter(name for place in places for name in {names[0] for names in place.agencies.values()})
    shared = sorted(name for name, count in counts.items() if count >= _SHARED)
    numbers = {name: number for number, name in enumerate(shared)}
    rows = Counter(names for place in places for names in place.agencies.values() if len(names) > 1)
    return SharedNames(
        sorted(row for row, count in rows.most_common(_MOST_NAMES) if count >= _SHARED),
        shared,
        [sorted({numbers[names[0]] for names in place.agencies.values() if names[0] in numbers}) for place in places],
        sorted({_file_of(agency) for agency in {agency for place in places for agency in place.agencies}}),
    )


def _json(value: object) -> str:
    return in_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
