"""The lines that must stand in a file, and values as one text, as a file shows them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

_FIGURE = re.compile(r"\d[.,]\d")  # that goes on beyond the part
_DIGITS = 30  # of a number, before or behind the comma; more has no value of a plan


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A line that the data give: the texts of its cells, and the item (a permanent id) that it is about."""

    item: str
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line as one text."""
        return joined(self.parts)


@dataclass(frozen=True)
class Expected:
    """The lines that must stand in a file.

    `whole` says that nothing else may stand there but lines that begin with one of `besides`; `within` that a line of
    the file has the cells of a wanted one with more around them; `repeated` is what every page of a printed one has
    at its head. `plan` is the one that the file is about, and `holds` what of it must stand there word for word, whatever
    views say; a printed sheet that has lost its name is `known_by` some of its texts.
    """

    lines: tuple[ExpectedLine, ...]
    whole: bool = False
    within: bool = False
    besides: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    plan: str = ""
    holds: Literal["", "tasks", "plan"] = ""
    known_by: tuple[str, ...] = ()


def joined(parts: Iterable[str]) -> str:
    """The cells of a line as one text, white space folded and empty cells left out."""
    return " | ".join(filter(None, (" ".join(part.split()) for part in parts)))


def shown_cell(value: object, *, exactly: bool = False) -> str:
    """A value of a cell as one text: days as 2026-04-09, numbers without needless decimals unless `exactly`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)), exactly=exactly)
    return "" if value is None else str(value)


def _number(number: Decimal, *, exactly: bool) -> str:
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        return str(number)
    is_whole = not exactly and number == int(number)
    return str(int(number)) if is_whole else format(number if exactly else number.normalize(), "f")


def leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every value inside plain data with the keys that lead to it, as plan/outline/0/heading."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from leaves(inner, f"{key}/{name}" if key else str(name))
        case list() | tuple():
            for at, inner in enumerate(value):
                yield from leaves(inner, f"{key}/{at}" if key else str(at))
        case _:
            yield key, joined((key, shown_cell(value)))


def stands_in(part: str, text: str) -> bool:
    """Whether a text holds another as words of its own: 3.000 does not stand in 13.000."""
    part = " ".join(part.split())
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        around = (text[max(0, at - 2) : at] + part[:1], part[-1:] + text[end : end + 2])
        if not (_joins(around[0][-2:]) or _joins(around[1][:2]) or any(map(_FIGURE.fullmatch, around))):
            return True
        at = text.find(part, at + 1)
    return not part


def _joins(letters: str) -> bool:
    return len(letters) == 2 and letters.isalnum()
