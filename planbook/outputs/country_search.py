"""The search of what is of no place, and the first files of the search of many places: what the last build has of the same is taken from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from planbook.outputs.catalogue import output_at
from planbook.outputs.edition import Edition
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.last_files import LastFiles
from planbook.outputs.searching import all_behind, deepest_first, same_names
from planbook.render.search_index import (
    SearchPlace,
    index_script,
    indexed_pages,
    places_in,
    places_of,
    plain_places,
    said_once,
)
from planbook.render.search_places import WordCounts, count_words, cut_words, key_scripts, search_places
from planbook.render.search_shards import cut, words_and_keys
from planbook.repository.output_files import write_files
from planbook.views.search_part import PlaceSearch, SearchPart

AGENCIES_OF_PLACES = "assets/search-agencies/"


@dataclass(frozen=True)
class SearchedPages:
    """Where HTML pages lie, by their paths; of some of them it is known what they are `made_of`, so that nobody opens them to see whether they are as they were."""

    files: Mapping[str, Path]
    made_of: Mapping[str, str] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """A page as it was written."""
        return self.files[path].read_text("utf-8")

    def key(self, path: str) -> str:
        """What tells whether a page says the same."""
        return self.made_of.get(path) or sha256(self.files[path].read_bytes()).hexdigest()

    def places(self, path: str) -> tuple[str, str, Callable[[], list[list[object]]]]:
        """The places of a page as plain data that is kept: its name, what it is made of, how it is made."""
        return f"places of {path}", self.key(path), lambda: plain_places(places_in(self.text(path)))


@dataclass(frozen=True)
class PartTexts:
    """Texts of the parts of the search by their addresses, which are read when they are asked for, and what they are made of."""

    made_of: str
    texts: Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class PlacesSearched:
    """The places with what they give to the search; pages of `agencies` that plans of several places name, by the folder of the place where the agency is, "" where that has none.

    What parts of places say (words, numbers, keys) stands in these, or in `texts`.
    """

    places: Sequence[PlaceSearch]
    agencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    texts: Mapping[str, PartTexts] = field(default_factory=dict)


@dataclass(frozen=True)
class KeyFiles:
    """The files of rare keys, and what they were made of."""

    made_of: str = ""
    files: tuple[str, ...] = ()


def write_country_search(
    site: Path,
    edition: Edition,
    searched: SearchedPages,
    search: PlacesSearched,
    memory: KeptValues | None = None,
    last: LastFiles | None = None,
    key_files: KeyFiles = KeyFiles(),
) -> tuple[tuple[str, ...], KeyFiles]:
    """Write the first file of the search of many places, the words that few have, and the index of pages that are of no place: lists of all places and what was written by hand.

    Those of agencies of several places are searched with the place where the agency is. Where keys of places are made of the same as the `key_files`, these are not
    written. Says which files were, and those of keys.
    """
    memory, last = memory or KeptValues(), last or LastFiles()
    own: dict[str, SearchPart] = {}  # what is no place's

    def part(
        address: str, content: bytes, made_of: str, pages: Callable[[], Mapping[str, list[SearchPlace]]]
    ) -> SearchPart:
        write_files(site, {address: content})
        words, keys = memory.value(f"words of {address}", made_of, lambda: [*words_and_keys(pages())])
        own[address] = SearchPart(address, len(content), words, keys)
        return own[address]

    def with_agencies(place: PlaceSearch, paths: Sequence[str]) -> PlaceSearch:
        """A place with the index of pages of its agencies that plans of several places name, behind the one of its lists."""
        pages = cache(lambda: indexed_pages({path: searched.text(path) for path in paths}))
        behind = all_behind(edition, paths)
        address = f"{AGENCIES_OF_PLACES}{place.folder.strip('/').replace('/', '-')}.js"
        made_of = last.key((address, repr(behind), *map(searched.key, paths)))
        content = last.content(address, made_of)
        if content is None:
            content = index_script(pages(), (), behind, edition.search_words).encode()
        last.add(address, made_of, content)
        lists, *rest = place.parts
        return replace(place, parts=(lists, part(address, content, made_of, pages), *rest))

    agencies = search.agencies
    places = [
        with_agencies(place, paths) if (paths := agencies.get(place.folder)) else place for place in search.places
    ]
    of_agencies = {path for paths in agencies.values() for path in paths}
    paths = [*(path for path in sorted(searched.files) if path not in of_agencies), *agencies.get("", ())]
    in_order = sorted(deepest_first(paths), key=lambda path: output_at(path) is None)
    indexed = said_once({path: places_of(memory.value(*searched.places(path))) for path in in_order})
    names, behind = [*same_names(edition)], all_behind(edition, indexed)
    parts = []
    for number, pages in enumerate(cut(indexed, {path: path for path in indexed})):
        content = index_script(pages, names, behind, edition.search_words).encode()
        parts.append(part(address_of_no_place(number), content, sha256(content).hexdigest(), partial(dict, pages)))
    places.append(PlaceSearch("", "", "", 0, tuple(parts)))
    parts_of_all = [part for place in places for part in place.parts]

    def texts_of(kind: str, of_part: Callable[[SearchPart], str]) -> PartTexts:
        """What all parts say of a kind."""
        of_places = search.texts.get(kind)
        rest = {part.address: of_part(part) for part in parts_of_all if part.address in own or not of_places}
        made_of = repr(
            (of_places and of_places.made_of, [(part.address, rest.get(part.address)) for part in parts_of_all])
        )

        def texts() -> dict[str, str]:
            return {**(of_places.texts() if of_places else {}), **rest}

        return PartTexts(sha256(made_of.encode()).hexdigest(), texts)

    def counted(kind: str, number: int) -> WordCounts:
        words = texts_of(kind, lambda part: cut_words(part.words)[number])

        def count() -> list[Any]:
            texts = words.texts()
            counts = count_words([texts[part.address] for part in parts_of_all])
            return [counts.common, counts.few]

        return WordCounts(*memory.value(f"counts of {kind}", words.made_of, count))

    keys = texts_of("keys", lambda part: part.keys)
    if key_files.made_of != keys.made_of:
        texts = keys.texts()
        scripts = key_scripts([replace(part, keys=texts[part.address]) for part in parts_of_all])
        write_files(site, {path: text.encode() for path, text in scripts.items()})
        key_files = KeyFiles(keys.made_of, tuple(scripts))
    counts = [counted("words", 0), counted("numbers", 1)]
    files = search_places(places, counts, len(key_files.files))
    write_files(site, {path: text.encode() for path, text in files.items()})
    return (*own, *files), key_files


def address_of_no_place(number: int = 0) -> str:
    """Where pages of no place are searched: guides, lists of all places, agencies of no place that plans of several name; in several scripts from 0 on."""
    return f"assets/search-pages{f'-{number + 1}' if number else ''}.js"
