"""The search index of one place: cut where it has many plans, with the words that tell where to look for something."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from planbook.render.search_index import SearchPlace
from planbook.text.plain_words import plain_words
from planbook.text.search_keys import key, packed, pairs

PART_BYTES = 110_000  # of the texts of a script, which a telephone loads for one question; a plan has 60,000
# As search-engine.js reads the number of a document.
_NUMBER = re.compile(r"(?<!\d)\d+(?:/\d{4})?[-/][^\W\d_][^\W_]*(?:[-/&][^\W\d_][^\W_]*)*")


def cut(indexed: Mapping[str, list[SearchPlace]], groups_of: Mapping[str, str]) -> list[dict[str, list[SearchPlace]]]:
    """Pages in as few parts as hold no more than `PART_BYTES`, each group of them in one part; the first one begins with pages of no group.

    `groups_of` says to which group a page belongs (a plan), the most wanted groups first.
    """
    groups: dict[str, dict[str, list[SearchPlace]]] = {group: {} for group in ("", *groups_of.values())}
    for path, places in indexed.items():
        groups[groups_of.get(path, "")][path] = places
    parts: list[dict[str, list[SearchPlace]]] = []
    room = 0
    for group in filter(None, groups.values()):
        size = sum(len(text.encode()) for places in group.values() for text in _texts(places))
        if not parts or size > room:
            parts.append({})
            room = PART_BYTES
        parts[-1] |= group
        room -= size
    return parts


def words_and_keys(indexed: Mapping[str, list[SearchPlace]]) -> tuple[str, str]:
    """The words of some places, and what says more of them than single words, as numbers."""
    texts = {text for places in indexed.values() for text in _texts(places)}
    folded = [[*plain_words(text)] for text in texts]
    side_by_side = {pair for words in folded for pair in pairs(words)}
    numbers = (number for text in texts if "/" in text or "-" in text for number in _NUMBER.findall(text))
    documents = {"".join(plain_words(number)) for number in numbers}
    keys = packed({key(text) for text in chain(side_by_side, documents, _ids(indexed))})
    return " ".join(sorted({*chain.from_iterable(folded)})), keys


def _ids(indexed: Mapping[str, list[SearchPlace]]) -> Iterator[str]:
    for path, places in indexed.items():
        ids = (path.removesuffix("/index.html").rpartition("/")[2], *(place.anchor for place in places))
        yield from (id_ for id_ in ids if "-" in id_ and "--" not in id_)


def _texts(places: Iterable[SearchPlace]) -> Iterator[str]:
    for place in places:
        yield place.title
        yield from place.texts
