"""The texts of pages over all places, kept under a hash of all that their templates are given: who is given the same says the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from planbook.outputs.kept_values import KeptValues
from planbook.outputs.pages.site import Site
from planbook.outputs.shards.office import CutOffice


def pages_key(office: CutOffice, state: str) -> str:
    """What all pages of no place hang on beside their values, with the `state` that all parts have in common; nothing where it is not known."""
    parts = (
        state,
        office.registers_key,
        sorted(office.workspace.localities),
    )  # what is shared is there because a plan names it
    return sha256(repr(parts).encode()).hexdigest() if office.registers_key else ""


class KeptPages:
    """The texts of pages among the kept values."""

    def __init__(self, memory: KeptValues) -> None:
        self._memory = memory
        # Each value with its hash: an id is free again when its value is gone.
        self._hashes: dict[int, tuple[object, str]] = {}

    def text(self, path: str, template: str, values: Mapping[str, object], make: Callable[[], str]) -> str:
        """The text of a page, which is made where its template is given something else than the last time."""
        hashes = sorted((name, self._hash(value)) for name, value in values.items())
        return self._memory.value(path, repr((template, hashes)), make)

    def _hash(self, value: object) -> str:
        if id(value) not in self._hashes:
            self._hashes[id(value)] = value, sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
        return self._hashes[id(value)][1]


@dataclass(frozen=True)
class KeptSite(Site):
    """A site of pages over all places, of which those are made whose templates are given something else than the last time."""

    pages: KeptPages

    def page(self, path: str, template: str, values: Mapping[str, object]) -> str:
        """The text of a page at a path."""
        return self.pages.text(path, template, values, lambda: super(KeptSite, self).page(path, template, values))
