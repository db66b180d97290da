"""A view as lines that people can read: every field that says something, what stands in it further in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass

from planbook.messages.diagnostics import Span, Text
from planbook.model.entry import Entry
from planbook.views.charges import Charge
from planbook.views.deadlines import Commitment, Due
from planbook.views.matrix import TaskRow
from planbook.views.worklist import WorkRow
from planbook.wording.blocks import Cell, Row

# What has a view of its own: elsewhere its id says which it is.
_OWN = (Charge, Commitment, Due, TaskRow, WorkRow)
_LISTS = (tuple, list, set, frozenset)


@dataclass(frozen=True)
class Whole:
    """How a view is told; what it is `of` is told whole."""

    of: type | None = None

    def lines(self, value: object, indent: str = "") -> Iterator[str]:
        """A value line by line; a field that is empty, or has its usual value, says nothing."""
        if isinstance(value, Mapping):
            for name, inner in value.items():
                yield from self._named(str(name), inner, indent)
        elif self._is_word(value):
            yield indent + self._word(value)
        elif is_dataclass(value):
            told = _told(value)
            yield f"{indent}{type(value).__name__} {self._flat(told)}".rstrip()
            for name, inner in told.items():
                if not self._is_short(inner):
                    yield from self._named(name, inner, indent + "  ")
        elif isinstance(value, Iterable):
            for inner in value:
                line = self._line(inner)
                yield from self.lines(inner, indent) if line is None else [indent + line]
        else:
            yield indent + type(value).__name__
            told = {name: inner for name, inner in vars(value).items() if not name.startswith("_")}
            yield from self.lines(told, indent + "  ")

    def _named(self, name: str, value: object, indent: str) -> Iterator[str]:
        if self._is_short(value):
            yield f"{indent}{name}: {self._word(value)}".rstrip()
        else:
            yield f"{indent}{name}:"
            yield from self.lines(value, indent + "  ")

    def _line(self, value: object) -> str | None:
        """What stands in a list as one line: a row of a table, values by their names, values in their order."""
        if isinstance(value, Row):
            about = {name: inner for name, inner in _told(value).items() if name != "cells"}
            return f"{self._flat(about)} {self._word(value.cells)}"
        if isinstance(value, Mapping) and all(map(self._is_short, value.values())):
            return self._flat(value)
        is_short = isinstance(value, _LISTS) and all(map(self._is_short, value))
        return self._word(value) if is_short else None

    def _is_short(self, value: object) -> bool:
        """Whether a value is a word, or a list of words."""
        return self._is_word(value) or (isinstance(value, _LISTS) and all(map(self._is_word, value)))

    def _is_word(self, value: object) -> bool:
        is_name = isinstance(value, str | Entry | Cell | Text | Span) or (
            isinstance(value, _OWN) and type(value) is not self.of
        )
        return is_name or not (isinstance(value, Iterable) or is_dataclass(value) or hasattr(value, "__dict__"))

    def _word(self, value: object) -> str:
        if isinstance(value, _LISTS):
            listed = [*map(self._word, value)]
            return f"[{' | '.join(sorted(listed) if isinstance(value, set | frozenset) else listed)}]"
        if isinstance(value, Cell):
            about = self._flat({name: inner for name, inner in _told(value).items() if name != "text"})
            return f"{value.text} ({about})" if about else value.text
        if isinstance(value, (Entry, *_OWN)):
            name = getattr(value, "id", None) or getattr(value, "item", type(value).__name__)
            day = getattr(value, "day", None) if isinstance(value, _OWN) else None
            return f"<{name} {day}>" if day else f"<{name}>"
        place = f"{value.path}:{value.line}" if isinstance(value, Span) else ""
        return place or (value.spoken() if isinstance(value, Text) else str(value))

    def _flat(self, values: Mapping[str, object]) -> str:
        told = {name: value for name, value in values.items() if self._is_short(value) and value not in ("", None)}
        return " ".join(f"{name}={self._word(value)}" for name, value in told.items())


def _told(value: object) -> dict[str, object]:
    """The fields of a value that say something."""
    told = {}
    for field in fields(value):
        usual = field.default if field.default_factory is MISSING else field.default_factory()
        inner = getattr(value, field.name)
        if inner not in ("", (), []) and not (type(inner) is type(usual) and inner == usual):
            told[field.name] = inner
    return told
