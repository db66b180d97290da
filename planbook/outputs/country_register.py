"""Where the register over all places looks: a small first file, and which places have a word, cut by its first letter.

templates/site/theme/assets/javascripts/places-register.js reads them; the rows of each place stand in a script of its own.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planbook.messages.escapes import in_json
from planbook.outputs.pages.country import Country
from planbook.text.plain_words import plain_words
from planbook.views.addresses import Address
from planbook.views.summary import AgencySummary, RowsSummary, Summary

_MOST_NAMES = 600  # rows of names for one thing that the first file holds
_SHARED = 2  # places that name an agency of the same name


@dataclass(frozen=True)
class PlacesRegister:
    """The places that have rows of a register, each with what it lies in, its name and what is known of its rows, and rows of words that mean the same."""

    places: Sequence[tuple[str, str, Summary, RowsSummary]]
    same_words: Sequence[tuple[str, ...]]

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """All words of these rows and places, each with the numbers of the places that have it."""
        words: dict[str, list[int]] = {}
        for number, (province, name, _, rows) in enumerate(self.places):
            for word in {*rows.words.split(), *plain_words(f"{name} {province}")}:
                words.setdefault(word, []).append(number)
        return words

    @cached_property
    def usual_words(self) -> frozenset[str]:
        """Those of them that most places have."""
        half = len(self.places) // 2
        return frozenset(word for word, numbers in self.words.items() if len(numbers) > half)


def country_files(country: Country) -> Iterator[tuple[str, bytes]]:
    """The scripts of the register over all places, by their paths."""
    yield from register_files(_register(country))


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


def _register(country: Country) -> PlacesRegister:
    return PlacesRegister(country.registers, country.edition.search_words.same)


def _first_script(register: PlacesRegister) -> Iterator[tuple[Mapping[str, object], bytes]]:
    letters = sorted({_letter(word) for word in register.words.keys() - register.usual_words})
    first = _first_file(register, " ".join(sorted(register.usual_words)), letters)
    yield {}, f"const placesFile = {_json(first)};\n".encode()


def _word_scripts(register: PlacesRegister) -> Iterator[tuple[Mapping[str, object], bytes]]:
    by_letter: dict[str, list[str]] = {}
    for word in sorted(register.words.keys() - register.usual_words):
        numbers = " ".join(map(str, register.words[word]))
        by_letter.setdefault(_letter(word), []).append(f"{word} {numbers}")
    for letter, lines in by_letter.items():
        script = f"placesRegister.receive({_json(f'tu/{letter}')}, {_json(lines)});\n"
        yield {"letter": letter}, script.encode()


def _letter(word: str) -> str:
    """The file in which a word stands."""
    if "a" <= word[0] <= "z":
        return word[0]
    return "0" if word[0].isdigit() else "khac"


def _first_file(register: PlacesRegister, common: str, letters: Sequence[str]) -> dict[str, object]:
    """What is known of each place before its rows are loaded; what several places have alike stands once."""
    places = register.places
    names = dict.fromkeys(province for province, *_ in places)
    provinces = {name: number for number, name in enumerate(names)}
    counts = Counter(name for *_, summary, _ in places for name in {agency.name for agency in summary.agencies})
    shared = sorted(name for name, count in counts.items() if count >= _SHARED)
    numbers = {name: number for number, name in enumerate(shared)}
    facets: dict[tuple[tuple[str, ...], ...], int] = {}
    rows = []
    for province, name, summary, about in places:
        facet = (about.years, about.quarters, about.statuses, tuple(about.states))
        agencies = sorted({numbers[agency.name] for agency in summary.agencies if agency.name in numbers})
        at = facets.setdefault(facet, len(facets))
        row = (summary.folder, name, provinces[province], about.rows, about.bytes, at, agencies)
        rows.append(row)
    return {
        "names": _names(register, [agency for *_, summary, _ in places for agency in summary.agencies]),
        "agencies": shared,
        "provinces": list(provinces),
        "facets": list(facets),
        "places": rows,
        "common": common,
        "letters": letters,
    }


def _names(register: PlacesRegister, agencies: Sequence[AgencySummary]) -> list[tuple[str, ...]]:
    """Rows of words that mean the same: abbreviations, and the names of agencies that most places have."""
    rows = Counter((agency.name, *agency.names) for agency in agencies if agency.names)
    usual = [row for row, count in rows.most_common(_MOST_NAMES) if count >= _SHARED]
    return [*register.same_words, *sorted(usual)]


def _json(value: object) -> str:
    return in_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
