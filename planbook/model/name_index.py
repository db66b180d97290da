"""The names of agencies as an index: whoever reads a text finds the longest name at a place without trying them all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from planbook.model.agency import Agency, AgencyChange, AgencyGroup, Former

FIRST_WORD = re.compile(r"(?<!\w)(?:\w+|\W)")  # of a name, and where one may begin in a text
_WORD = re.compile(r"\w\S*")


@dataclass(frozen=True)
class NameIndex:
    """Who has, or ever had, each `full` name, the one with the place; and every spelling of any name.

    `lengths` are those of the names that begin with each word, the longest first; `kinds` the words that several names of
    single agencies begin with ("Sở", "Trung tâm"), as many as all names of one first word share.
    """

    full: Mapping[str, list[str]]
    lengths: Mapping[str, list[int]]
    spellings: frozenset[str]
    kinds: frozenset[str]


def name_index(agencies: Iterable[Agency], guises: Iterable[Agency], changes: Iterable[AgencyChange]) -> NameIndex:
    """The index of the names of agencies, of which one that had another name or place has a guise for each, by the events in their lives."""
    full: dict[str, list[str]] = {}
    lengths: dict[str, set[int]] = {}
    for agency in guises:
        for name in names_of_plans(agency):
            if word := FIRST_WORD.match(name):
                lengths.setdefault(word[0], set()).add(len(name))
        full.setdefault(agency.called, []).append(agency.id)
    spellings: set[str] = set()
    single: set[str] = set()
    for agency in agencies:
        spellings.update(agency.names)
        if not isinstance(agency, AgencyGroup):
            single.add(agency.name)
    spellings.update(name for change in changes if change.former for name in names_of_plans(change.former))
    longest_first = {word: sorted(own, reverse=True) for word, own in lengths.items()}
    return NameIndex(full, longest_first, frozenset(spellings), frozenset(_kinds(single)))


def names_of_plans(agency: Agency | Former) -> Iterable[str]:
    """The names by which plans of its place may mean an agency, each once."""
    return dict.fromkeys(filter(None, (agency.name, agency.full_name, agency.short_name)))


def _kinds(names: Iterable[str]) -> set[str]:
    """The words that several names begin with, as many as all names of one first word share."""
    together: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_WORD.findall(name))
        if name[:1].isupper() and words:
            together.setdefault(words[0], set()).add(words)
    shared = (zip(*several, strict=False) for several in together.values())
    common = (takewhile(lambda column: len(set(column)) == 1, columns) for columns in shared)
    return {" ".join(column[0] for column in columns) for columns in common}
