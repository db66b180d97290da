"""The aspects of all places: of each place a record knows the hashes, what they say stands in build/shards/places/, each aspect in a file of its own."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from planbook.outputs.aspects import Aspect, kind_of_aspect
from planbook.outputs.place_aspects import read_aspect
from planbook.outputs.shards.making import SHARDS
from planbook.repository.kept_rows import read_rows, write_rows

PLACE_COLUMNS = f"{SHARDS}/places"
Digests = Mapping[str, Mapping[str, str]]
_Value = TypeVar("_Value")


class LostAspects(Exception):
    """What was kept of some parts of a site is not there any more: they have to be made again."""

    def __init__(self, parts: Collection[str]) -> None:
        super().__init__(*parts)
        self.parts = parts


class PlaceColumns:
    """What is known of the places of a site, by the folder of each, aspect by aspect; an aspect is read when it is asked for."""

    def __init__(self, digests: Digests, rows: Callable[[str], Mapping[str, bytes]]) -> None:
        self._rows = rows
        self._digests: dict[str, dict[str, str]] = defaultdict(dict)
        for part, aspects in digests.items():
            for aspect, digest in aspects.items():
                self._digests[aspect][part] = digest
        self._joint: dict[str, str] = {}
        self._values: dict[object, Any] = {}

    @property
    def aspects(self) -> list[str]:
        """The aspects that any place has."""
        return [*self._digests]

    def digest(self, aspects: Iterable[str]) -> str:
        """A hash of what some aspects of all places say, and in which order these come."""
        return sha256(repr([(aspect, self._digest(aspect)) for aspect in aspects]).encode()).hexdigest()

    def _digest(self, aspect: str) -> str:
        if aspect not in self._joint:
            self._joint[aspect] = sha256(repr([*self._digests.get(aspect, {}).items()]).encode()).hexdigest()
        return self._joint[aspect]

    def values(self, aspect: str) -> dict[str, Any]:
        """An aspect of all places that have it, by their folders."""
        return self.once(aspect, lambda: dict(self._read(aspect)))

    def once(self, name: object, make: Callable[[], _Value]) -> _Value:
        """What is worked out of aspects, for all who ask."""
        if name not in self._values:
            self._values[name] = make()
        value: _Value = self._values[name]
        return value

    def free(self) -> None:
        """Hold nothing any more that can be read or worked out again."""
        self._values.clear()

    def _read(self, aspect: str) -> Iterator[tuple[str, Any]]:
        digests = self._digests.get(aspect, {})
        rows = self._rows(aspect) if digests else {}
        lost = [part for part, digest in digests.items() if not rows.get(part, b"").startswith(digest.encode())]
        if lost:
            raise LostAspects(lost)
        values = read_aspect(aspect, (rows[part][len(digest) :] for part, digest in digests.items()))
        yield from zip((f"{part}/" for part in digests), values, strict=True)


def columns_of(values: Mapping[str, Mapping[str, str]]) -> PlaceColumns:
    """The aspects of places by the parts of a site, as these were made."""
    digests = _digests(values)
    rows: dict[str, dict[str, bytes]] = defaultdict(dict)
    for part, own in values.items():
        for aspect, value in own.items():
            rows[aspect][part] = _row(digests[part][aspect], value)
    return PlaceColumns(digests, lambda aspect: rows[aspect])


def kept_columns(root: Path, digests: Digests) -> PlaceColumns:
    """The aspects of places as they are kept."""

    def rows(aspect: str) -> dict[str, bytes]:
        own = read_rows(_place(root, kind_of_aspect(aspect)[0])).rows
        suffix = f"\n{aspect}"
        return {name.removesuffix(suffix): row for name, row in own.items() if name.endswith(suffix)}

    return PlaceColumns(digests, rows)


def keep_columns(
    root: Path, made: Mapping[str, Mapping[str, str]], before: Digests, parts: Collection[str]
) -> dict[str, dict[str, str]]:
    """Keep the aspects of parts that were made, and of no part that there is no more; files of which all was known `before` are not touched. Says the hashes."""
    digests = _digests(made)
    kinds = {
        kind_of_aspect(aspect)[0]
        for part, own in digests.items()
        for aspect, digest in own.items()
        if before.get(part, {}).get(aspect) != digest
    }
    (root / PLACE_COLUMNS).mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        place, stay = _place(root, kind), {*parts} - made.keys()
        last = read_rows(place)
        rest = {name: row for name, row in last.rows.items() if name.partition("\n")[0] in stay}
        new = {
            f"{part}\n{aspect}": _row(digests[part][aspect], value)
            for part, own in made.items()
            for aspect, value in own.items()
            if kind_of_aspect(aspect)[0] is kind
        }
        write_rows(place, rest | new, last)
    return digests


def _place(root: Path, kind: Aspect) -> Path:
    return root / PLACE_COLUMNS / f"{kind}.rows"


def _digests(values: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The hash of each aspect of each part."""
    return {
        part: {aspect: sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:32] for aspect, value in own.items()}
        for part, own in values.items()
    }


def _row(digest: str, value: str) -> bytes:
    """What is kept of an aspect: its hash, by which it is known to be whole, and what it says."""
    return f"{digest}{value}".encode("utf-8", "surrogatepass")
