"""A sheet of an edited workbook beside the one that the program makes: its rows by their ids, its columns by their names."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planbook.importers.fields import text_of
from planbook.importers.mentions import cleaned
from planbook.model.number import official
from planbook.ooxml.workbooks import Cell, Page
from planbook.views.sheets import Sheet, Value

# The columns of each sheet by name, in the order in which `views` makes them; `column_x` of wording.yaml is x.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "about_tasks": ("index", "task", "lead", "coordinating", "deadline", "day", "result", "money", "notes"),
    "about_budget": ("index", "purpose", "project", "source_of_funds", "amount", "unit", "approximate", "notes"),
    "about_targets": ("index", "target", "indicator", "comparator", "value", "upper", "unit", "standard", "due"),
}
_SOMETIMES = "standard"  # stands only in a sheet of targets that have one
ID = "id"
_HEAD_WITHIN = 30  # rows: people write titles above a table
_EMPTY = Cell(None)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an edited table: its number in the sheet, its id if it has one, its cells by column."""

    number: int
    id: str
    cells: Mapping[str, Cell]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands in it but perhaps a number of its own."""
        return all(cell.value in (None, "") for name, cell in self.cells.items() if name != "index")


@dataclass(frozen=True)
class Table:
    """The rows of an edited sheet; `missing` are columns that it lacks, `unknown` headings that no column has."""

    name: str
    headings: Mapping[str, str]
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    unknown: tuple[tuple[int, str], ...]


def names_of(about: str, sheet: Sheet) -> tuple[str, ...]:
    """Give the names of the columns of a sheet; those of the grid are numbered."""
    names = COLUMNS.get(about) or tuple(f"{index}" for index, _ in enumerate(sheet.columns))
    left_out = _SOMETIMES if len(names) > len(sheet.columns) else ""
    return tuple(name for name in names if name != left_out)


def read_table(page: Page, about: str, sheet: Sheet) -> Table | None:
    """Give the rows of an edited sheet; None where it has no row of headings with that of the ids."""
    names = names_of(about, sheet)
    wanted = dict(zip(names, (_folded(column.heading) for column in sheet.columns), strict=True))
    for number in sorted(page.rows)[:_HEAD_WITHIN]:
        found = {at: _folded(text_of(cell.value)) for at, cell in page.rows[number].items()}
        own = next((at for at, text in found.items() if text == ID), None)
        if own is None or not set(wanted.values()) & set(found.values()):
            continue
        places: dict[str, int] = {}
        for name, heading in wanted.items():
            # Two headings may be the same; each column is taken once.
            free = [at for at, text in found.items() if text == heading and at not in places.values()]
            if free:
                places[name] = free[0]
        unknown = [(at, text) for at, text in found.items() if at not in (own, *places.values()) and text]
        filled = {at for row in page.rows for at in page.rows[row] if row > number}
        return Table(
            page.name,
            dict(zip(names, (column.heading for column in sheet.columns), strict=True)),
            tuple(_lines(page, number, own, places)),
            tuple(name for name in names if name not in places),
            tuple(one for one in unknown if one[0] in filled),
        )
    return None


def _lines(page: Page, head: int, own: int, places: Mapping[str, int]) -> Iterator[Line]:
    for number in sorted(page.rows):
        if number > head:
            row = page.rows[number]
            cells = {name: row.get(at, _EMPTY) for name, at in places.items()}
            line = Line(number, cleaned(text_of(row.get(own, _EMPTY).value)), cells)
            if line.id or not line.is_empty:
                yield line


def is_same(value: Value, other: Value) -> bool:
    """Say whether two cells say the same: numbers by what they are worth, texts without what cannot be seen."""
    if _is_number(value) and _is_number(other):
        return Decimal(str(value)) == Decimal(str(other))
    return shown(value) == shown(other)


def shown(value: Value) -> str:
    """Give the value of a cell as people see it."""
    if isinstance(value, Decimal):
        return official(value)
    return cleaned(text_of(value))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, date)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()
