"""The texts of pages over all places, kept under a hash of all that their templates are given: who is given the same says the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic_core import from_json, to_json

from planbook.outputs.pages.site import Site
from planbook.outputs.shards.office import CutOffice
from planbook.repository.kept_file import keep, read_kept
from planbook.repository.revisions import is_in_git

KEPT_TEXTS = "build/last-country-pages.json"


def pages_key(office: CutOffice, state: str) -> str:
    """What all pages of no place hang on beside their values, with the `state` that all parts have in common; nothing where it is not known."""
    parts = (
        state,
        office.registers_key,
        sorted(office.workspace.localities),
    )  # what is shared is there because a plan names it
    return sha256(repr(parts).encode()).hexdigest() if office.registers_key else ""


class KeptPages:
    """The texts that the last build of an office left, and those of this one; without a `key` of what all pages hang on none is kept."""

    def __init__(self, root: Path, key: str) -> None:
        self._root, self._key = root, key
        self._last: dict[str, list[str]] = self._read() if key else {}
        self._texts: dict[str, list[str]] = {}
        # Each value with its hash: an id is free again when its value is gone.
        self._hashes: dict[int, tuple[object, str]] = {}

    def text(self, path: str, template: str, values: Mapping[str, object], make: Callable[[], str]) -> str:
        """The text of a page, which is made where its template is given something else than the last time."""
        hashes = sorted((name, self._hash(value)) for name, value in values.items())
        key = sha256(repr((self._key, template, hashes)).encode()).hexdigest()
        last, text = self._last.get(path, ("", ""))
        if last != key:
            text = make()
        self._texts[path] = [key, text]
        return text

    def save(self) -> None:
        """Keep the texts of this build."""
        if self._key and self._texts != self._last:
            keep(self._root / KEPT_TEXTS, to_json(self._texts))

    def _hash(self, value: object) -> str:
        if id(value) not in self._hashes:
            self._hashes[id(value)] = value, sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
        return self._hashes[id(value)][1]

    def _read(self) -> dict[str, list[str]]:
        content = None if is_in_git(self._root, KEPT_TEXTS) else read_kept(self._root / KEPT_TEXTS)
        texts: dict[str, list[str]] = {} if content is None else from_json(content)
        return texts


@dataclass(frozen=True)
class KeptSite(Site):
    """A site of pages over all places, of which those are made whose templates are given something else than the last time."""

    pages: KeptPages

    def page(self, path: str, template: str, values: Mapping[str, object]) -> str:
        """The text of a page at a path."""
        return self.pages.text(path, template, values, lambda: super(KeptSite, self).page(path, template, values))
