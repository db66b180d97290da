"""What templates get: plain frozen rows of what views give. Nothing in them can be called, nothing leads to a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, make_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from inspect import getattr_static
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
from planbook.wording.phrases import Phrases

PLAIN = (type(None), str, int, float, bool, Decimal, date, datetime)

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
        if isinstance(value, str):
            return visible(str(value))
        if type(value) in PLAIN:
            return value
        made = self._made.get(id(value))
        if made is None:
            made = value, self._row(value)
            if not isinstance(value, list | Iterator):  # these may change
                self._made[id(value)] = made
        return made[1]

    def _row(self, value: Any) -> Any:
        if isinstance(value, Text):
            return visible(value.in_language(self._language))
        if isinstance(value, Mapping):
            return MappingProxyType({self.row(key): self.row(inner) for key, inner in value.items()})
        if (
            type(value) in SEEN_BY_TEMPLATES
            or isinstance(value, Phrases)
            or (is_dataclass(value) and not isinstance(value, type))
        ):
            kind: Any = type(value)
            shape, names = _shape(kind)
            printed = (str(value),) if _is_printed(kind) else ()
            return shape(*(self.row(getattr(value, name)) for name in names), *printed)
        if isinstance(value, Iterable) and not isinstance(value, BaseModel | PurePath):
            return tuple(map(self.row, value))
        raise NotPlain(f"{type(value).__qualname__} is no row of a template")


@cache
def _shape(kind: type[Any]) -> tuple[Callable[..., TemplateRow], tuple[str, ...]]:
    """The class of the rows of a kind of value, and the names of what they hold."""
    if kind in SEEN_BY_TEMPLATES:
        names = SEEN_BY_TEMPLATES[kind]
    elif issubclass(kind, Phrases):
        names = tuple(kind.model_fields)
    else:
        properties = (
            name for name in dir(kind) if isinstance(getattr_static(kind, name), (property, cached_property, *PLAIN))
        )
        all_names = dict.fromkeys((*(field.name for field in fields(kind)), *properties))
        names = tuple(name for name in all_names if not name.startswith("_"))
    printed = ("as_text",) if _is_printed(kind) else ()
    namespace = {"__str__": lambda row: row.as_text} if printed else {}
    shape = make_dataclass(
        kind.__name__, (*names, *printed), bases=(TemplateRow,), namespace=namespace, frozen=True, slots=True, eq=False
    )
    return shape, names


def _is_printed(kind: type[Any]) -> bool:
    """Whether a value says itself how it is printed."""
    return "__str__" in vars(kind)
