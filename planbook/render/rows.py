"""What templates get: plain frozen rows of what views give. Nothing in them can be called, nothing leads to a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, make_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from planbook.messages.diagnostics import Text
from planbook.messages.escapes import visible
from planbook.model.agency import Agency, AgencyGroup, Locality
from planbook.model.office import Licence, Office
from planbook.model.plan import Amendment, Plan
from planbook.views.grid import Grid
from planbook.wording.phrases import BLANKS, Phrases

PLAIN = frozenset({type(None), str, int, float, bool, Decimal, date, datetime})

_AGENCY = ("id", "name", "full_name", "short_name", "aliases", "called")
# What templates see of an entry of the data, and of a view that goes on without end: a slice of a grid has slices.
SEEN_BY_TEMPLATES: Mapping[type, tuple[str, ...]] = {
    Plan: ("id", "subject", "status", "number", "date", "period", "issuer", "jurisdiction", "amendments"),
    Amendment: ("number", "date", "reason"),
    Agency: _AGENCY,
    AgencyGroup: _AGENCY,
    Locality: ("id", "name", "start", "end"),
    Licence: ("title", "path"),
    Office: ("plans", "subject", "site_name", "site_description", "search_examples", "standard", "counted"),
    Grid: ("caption", "columns", "groups", "part", "suffix", "is_last", "is_long", "cells_of", "totals"),
}


class TemplateRow:
    """What every row is; the sandbox knows by it whose attributes may be read."""

    __slots__ = ()


class NotPlain(TypeError):
    """A view gives templates what is no plain value: a mistake of the program."""


class Rows:
    """Makes rows whose sentences are in one language; what is given twice is made once."""

    def __init__(self, language: str) -> None:
        self._language = language
        # Each value is kept with its row: an id is free again when its value is gone.
        self._made: dict[int, tuple[object, object]] = {}

    def row(self, value: Any) -> Any:
        """A value as templates get it; raises `NotPlain`."""
        kind: Any = type(value)
        if kind is str:
            return visible(value)
        if kind in PLAIN:
            return value
        if isinstance(value, str):
            return visible(str(value))
        made = self._made.get(id(value))
        if made is None:
            make, may_change = _maker(kind)
            made = value, make(self, value)
            if not may_change:
                self._made[id(value)] = made
        return made[1]

    def text(self, value: Text) -> str:
        """A sentence in the language of these rows."""
        return visible(value.in_language(self._language))

    def mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """A mapping of rows to rows."""
        return MappingProxyType({self.row(key): self.row(inner) for key, inner in value.items()})

    def several(self, value: Iterable[Any]) -> tuple[Any, ...]:
        """A row of each."""
        return tuple(map(self.row, value))


@cache
def _maker(kind: Any) -> tuple[Callable[[Rows, Any], Any], bool]:
    """What makes a row of a kind of value, and whether such a value may change; raises `NotPlain`."""
    if issubclass(kind, Text):
        return Rows.text, False
    if issubclass(kind, Mapping):
        return Rows.mapping, False
    if kind in SEEN_BY_TEMPLATES or issubclass(kind, Phrases) or is_dataclass(kind):
        shape, names = _shape(kind)
        is_printed = _is_printed(kind)

        read = attrgetter(*names, names[0])  # of one name alone it would give no tuple

        def of_fields(rows: Rows, value: Any) -> TemplateRow:
            printed = (str(value),) if is_printed else ()
            return shape(*map(rows.row, read(value)[:-1]), *printed)

        return of_fields, False
    if issubclass(kind, Iterable) and not issubclass(kind, BaseModel | PurePath):
        return Rows.several, issubclass(kind, list | Iterator)
    raise NotPlain(f"{kind.__qualname__} is no row of a template")


@cache
def _shape(kind: Any) -> tuple[Callable[..., TemplateRow], tuple[str, ...]]:
    """The class of the rows of a kind of value, and the names of what they hold."""
    if kind in SEEN_BY_TEMPLATES:
        names = SEEN_BY_TEMPLATES[kind]
    elif issubclass(kind, Phrases):
        names = tuple(BLANKS)
    else:
        attributes = {name: value for owner in reversed(kind.__mro__) for name, value in vars(owner).items()}
        properties = (
            name for name in sorted(attributes) if isinstance(attributes[name], (property, cached_property, *PLAIN))
        )
        all_names = dict.fromkeys((*(field.name for field in fields(kind)), *properties))
        names = tuple(name for name in all_names if not name.startswith("_"))
    printed = ("as_text",) if _is_printed(kind) else ()
    namespace: dict[str, Any] = {"__doc__": "A row."}  # a text of its signature takes longer to make than the class
    namespace |= {"__str__": lambda row: row.as_text} if printed else {}
    fields_of_row = [(name, object) for name in (*names, *printed)]  # a kind that is named takes longer to look at
    # Not frozen, which takes four times as long to fill: a template can set nothing.
    shape = make_dataclass(
        kind.__name__, fields_of_row, bases=(TemplateRow,), namespace=namespace, slots=True, eq=False
    )
    return shape, names


def _is_printed(kind: type[Any]) -> bool:
    """Whether a value says itself how it is printed."""
    return "__str__" in vars(kind)
