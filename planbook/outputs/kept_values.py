"""What a run of the program worked out, kept for the next one under a hash of all that it is made of: nobody has to say what it depends on."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic_core import from_json, to_json

from planbook.repository.kept_file import keep, read_kept
from planbook.repository.revisions import is_in_git

KEPT_VALUES = "build/last-country.json"
_Value = TypeVar("_Value")


class KeptValues:
    """Values of plain data that the last run of the program left in a file of an office, and those of this one; without a `key` of what all hang on none is kept."""

    def __init__(self, root: Path = Path(), key: str = "", name: str = KEPT_VALUES) -> None:
        self._root, self._name = root, name
        self._key = "" if key and is_in_git(root, name) else key  # anybody may have written what git holds
        self._last: dict[str, tuple[str, object]] = self._read() if self._key else {}
        self._values: dict[str, tuple[str, object]] = {}

    def value(self, name: str, made_of: str, make: Callable[[], _Value]) -> _Value:
        """A value by its name, which is made where it is made of something else than the last time."""
        key = sha256(f"{self._key}\n{made_of}".encode()).hexdigest()
        last, value = self._last.get(name, ("", None))
        if last != key:
            value = make()
        self._values[name] = key, value
        return value  # type: ignore[return-value]  # of the same name and key, so of the same kind

    def save(self) -> None:
        """Keep the values of this build."""
        if self._key and {name: key for name, (key, _) in self._values.items()} != {
            name: key for name, (key, _) in self._last.items()
        }:
            keep(self._root / self._name, to_json(self._values))

    def _read(self) -> dict[str, tuple[str, object]]:
        content = read_kept(self._root / self._name)
        values = None if content is None else from_json(content)
        return values if isinstance(values, dict) else {}  # an earlier program kept a list
