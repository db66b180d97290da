"""Where the register over all places looks: a small first file, and which places have a word, cut by its first letter.

templates/site/theme/assets/javascripts/places-register.js reads them; the rows of each place stand in a script of its own.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from numpy import base_repr

from planbook.messages.escapes import in_json
from planbook.outputs.pages.country import Country
from planbook.views.addresses import Address
from planbook.views.summary import AgencySummary

_MOST_NAMES = 600  # rows of names for one thing that the first file holds
_SHARED = 2  # places that name an agency of the same name


def country_files(country: Country) -> Iterator[tuple[str, bytes]]:
    """The scripts of the register over all places, by their paths."""
    for address, view in ((Address.REGISTER_PLACES, first_file), (Address.REGISTER_WORDS, word_files)):
        for blanks, content in view(country):
            yield address.path(**blanks), content


def first_file(country: Country) -> Iterator[tuple[Mapping[str, object], bytes]]:
    """What is known of each place before its rows are loaded."""
    letters = sorted({_letter(word) for word in country.register_words.keys() - country.usual_words})
    first = _first_file(country, " ".join(sorted(country.usual_words)), letters)
    yield {}, f"const placesFile = {_json(first)};\n".encode()


def word_files(country: Country) -> Iterator[tuple[Mapping[str, object], bytes]]:
    """The words that not most places have, each with the numbers of the places that have it, by their first letters."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(country.register_words.keys() - country.usual_words):
        numbers = " ".join(base_repr(number, 36).lower() for number in country.register_words[word])
        by_letter.setdefault(_letter(word), []).append(f"{word} {numbers}")
    for letter, lines in by_letter.items():
        script = f"placesRegister.receive({_json(f'tu/{letter}')}, {_json(lines)});\n"
        yield {"letter": letter}, script.encode()


def _letter(word: str) -> str:
    """The file in which a word stands."""
    if "a" <= word[0] <= "z":
        return word[0]
    return "0" if word[0].isdigit() else "khac"


def _first_file(country: Country, common: str, letters: Sequence[str]) -> dict[str, object]:
    """What is known of each place before its rows are loaded; what several places have alike stands once."""
    places = country.registers
    names = dict.fromkeys(province for province, *_ in places)
    provinces = {name: number for number, name in enumerate(names)}
    counts = Counter(name for *_, summary, _ in places for name in {agency.name for agency in summary.agencies})
    shared = sorted(name for name, count in counts.items() if count >= _SHARED)
    numbers = {name: number for number, name in enumerate(shared)}
    facets: dict[tuple[tuple[str, ...], ...], int] = {}
    rows = []
    for province, name, summary, register in places:
        facet = (register.years, register.quarters, register.statuses, tuple(register.states))
        agencies = sorted({numbers[agency.name] for agency in summary.agencies if agency.name in numbers})
        at = facets.setdefault(facet, len(facets))
        row = (summary.folder, name, provinces[province], register.rows, register.bytes, at, agencies)
        rows.append(row)
    return {
        "names": _names(country, [agency for *_, summary, _ in places for agency in summary.agencies]),
        "agencies": shared,
        "provinces": list(provinces),
        "facets": list(facets),
        "places": rows,
        "common": common,
        "letters": letters,
    }


def _names(country: Country, agencies: Sequence[AgencySummary]) -> list[tuple[str, ...]]:
    """Rows of words that mean the same: abbreviations, and the names of agencies that most places have."""
    rows = Counter((agency.name, *agency.names) for agency in agencies if agency.names)
    usual = [row for row, count in rows.most_common(_MOST_NAMES) if count >= _SHARED]
    return [*map(tuple, country.edition.search_words.same), *sorted(usual)]


def _json(value: object) -> str:
    return in_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
