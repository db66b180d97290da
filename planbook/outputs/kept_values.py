"""What a run of the program worked out, kept for the next one under a hash of all that it is made of: nobody has to say what it depends on."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic_core import from_json, to_json

from planbook.repository.kept_rows import keep_rows, read_rows
from planbook.repository.revisions import is_in_git

KEPT_VALUES = "build/last-country.rows"
_Value = TypeVar("_Value")


class KeptValues:
    """Values of plain data that the last run of the program left in a file of an office, and those of this one; without a `key` of what all hang on none is kept."""

    def __init__(self, root: Path = Path(), key: str = "", name: str = KEPT_VALUES) -> None:
        self._place, self._key = root / name, key
        self._is_kept = bool(key) and not is_in_git(root, name)
        self._last = read_rows(self._place).rows if self._is_kept else {}
        self._values: dict[str, bytes] = {}

    def value(self, name: str, made_of: str, make: Callable[[], _Value]) -> _Value:
        """A value by its name, which is made where it is made of something else than the last time."""
        key = sha256(f"{self._key}\n{made_of}".encode()).digest()
        row = self._last.get(name, b"")
        if row.startswith(key):
            value: _Value = from_json(row[len(key) :])  # of the same name and key, so of the same kind
        else:
            value = make()
            row = key + to_json(value) if self._is_kept else b""
        self._values[name] = row
        return value

    def stay(self, *prefixes: str) -> None:
        """Keep the values of the last run whose names begin so, though nobody asks for them."""
        self._values |= {name: row for name, row in self._last.items() if name.startswith(prefixes)}

    def save(self) -> None:
        """Keep the values of this build."""
        if self._is_kept and self._values != self._last:
            keep_rows(self._place, self._values)
