"""A mapping of which the keys are known, and each value is made when somebody asks for it."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

_Value = TypeVar("_Value")


class LazyMapping(Mapping[str, _Value]):
    """Values by known `keys`, in their order; whether there is one is told without making it."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
