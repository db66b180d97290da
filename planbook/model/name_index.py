"""The names of agencies as an index: whoever reads a text finds the longest name at a place without trying them all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planbook.model.agency import Agency

FIRST_WORD = re.compile(r"(?<!\w)(?:\w+|\W)")  # of a name, and where one may begin in a text


@dataclass(frozen=True)
class NameIndex:
    """Who has, or ever had, each name: by any name in each place, and everywhere by the `full` one with the place.

    `lengths` are those of the names that begin with each word, the longest first.
    """

    by_place: Mapping[tuple[str, str | None], list[str]]
    full: Mapping[str, list[str]]
    lengths: Mapping[str, list[int]]

    def of(self, name: str, place: str | None) -> Iterable[str]:
        """Who has a name in a place, or is of no place."""
        return self.by_place.get((name, place), ())


def name_index(agencies: Iterable[Agency]) -> NameIndex:
    """The index of the names of agencies; one that had another name or place comes once for each."""
    by_place: dict[tuple[str, str | None], list[str]] = {}
    full: dict[str, list[str]] = {}
    lengths: dict[str, set[int]] = {}
    for agency in agencies:
        for name in dict.fromkeys(filter(None, (agency.name, agency.full_name, agency.short_name))):
            by_place.setdefault((name, agency.locality), []).append(agency.id)
            if word := FIRST_WORD.match(name):
                lengths.setdefault(word[0], set()).add(len(name))
        full.setdefault(agency.called, []).append(agency.id)
    return NameIndex(by_place, full, {word: sorted(own, reverse=True) for word, own in lengths.items()})
