"""Where the register and the calendar over all places look: a small first file each, and which places have a word, cut by its first letter.

templates/site/theme/assets/javascripts/places-register.js reads them; the rows of each place stand in a script of its own.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from planbook.messages.escapes import in_json
from planbook.outputs.aspects import Aspect
from planbook.outputs.pages.country import Country
from planbook.text.plain_words import plain_words
from planbook.views.addresses import Address
from planbook.views.country import PlaceHead
from planbook.views.summary import RowsSummary

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


def register_over_places(country: Country) -> dict[str, bytes]:
    """The first file of the register over all places, and which places have which words."""
    words = country.of(Aspect.REGISTER_WORDS)
    places = [
        RegisterPlace(province, head.name, head.folder, replace(rows, words=words[head.folder]))
        for province, head, rows in country.registers
    ]
    register = PlacesRegister(places, country.edition.search_words.same)
    names = _names_of(country, [head for _, head, _ in country.registers], "registers")
    return {Address.REGISTER_PLACES.path(): _first_script(register, names), **dict(_word_scripts(register))}


def agencies_over_register(country: Country) -> dict[str, bytes]:
    """Which places of the register have which agency, by its id."""
    agencies = country.of(Aspect.AGENCIES)
    return dict(_id_scripts(agencies[head.folder] for _, head in country.placed if head.has_register))


def calendar_over_places(country: Country) -> dict[str, bytes]:
    """The first file of the calendar over all places."""
    places = [RegisterPlace(province, head.name, head.folder, rows) for province, head, rows in country.calendars]
    calendar = PlacesRegister(places, country.edition.search_words.same)
    names = _names_of(country, [head for _, head, _ in country.calendars], "calendars")
    return {Address.CALENDAR_PLACES.path(): first_script(_first_file(calendar, Address.CALENDAR_ROWS.path(), names))}


def _names_of(country: Country, places: Sequence[PlaceHead], kind: str) -> SharedNames:
    """What some places have alike of the names of their agencies."""

    def make() -> list[Any]:
        agencies = country.of(Aspect.AGENCIES)
        names = shared_names([agencies[head.folder] for head in places])
        return [names.rows, names.shared, names.numbers, names.files]

    return SharedNames(*country.remembered(f"names of {kind}", make, Aspect.PLACE, Aspect.AGENCIES))


def register_files(register: PlacesRegister) -> dict[str, bytes]:
    """The scripts of such a register, by their paths: what is known of each place before its rows are loaded, and which places have a word or an agency."""
    ids = dict(_id_scripts(place.agencies for place in register.places))
    return {Address.REGISTER_PLACES.path(): _first_script(register), **dict(_word_scripts(register)), **ids}


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


def _first_script(register: PlacesRegister, names: SharedNames | None = None) -> bytes:
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
    places = register.places
    names = names or shared_names([place.agencies for place in places])
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


def shared_names(places: Sequence[Mapping[str, tuple[str, ...]]]) -> SharedNames:
    """What places have alike of the names of their agencies, which each has by their ids."""
    counts = Counter(name for agencies in places for name in {names[0] for names in agencies.values()})
    shared = sorted(name for name, count in counts.items() if count >= _SHARED)
    numbers = {name: number for number, name in enumerate(shared)}
    rows = Counter(names for agencies in places for names in agencies.values() if len(names) > 1)
    return SharedNames(
        sorted(row for row, count in rows.most_common(_MOST_NAMES) if count >= _SHARED),
        shared,
        [sorted({numbers[names[0]] for names in agencies.values() if names[0] in numbers}) for agencies in places],
        sorted({_file_of(agency) for agency in {agency for agencies in places for agency in agencies}}),
    )


def _json(value: object) -> str:
    return in_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
