"""Open data: the tables with their rows, and how templates/data/tables.yaml describes them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import create_model

from planbook.model.entry import Entry, Words
from planbook.model.office import Licence
from planbook.views.open_data.shapes import SHAPES, Field, TableShape
from planbook.views.workbook.sheets import Value


class Described(Entry):
    """What a field or a file is called, and what stands in it."""

    title: Words
    description: Words


def _described(base: type[Entry], names: Mapping[str, Any]) -> Any:
    fields: dict[str, Any] = {name: (kind, ...) for name, kind in names.items()}
    return create_model(base.__name__, __base__=base, **fields)


def _table(shape: TableShape) -> Any:
    return _described(Described, {"fields": _described(Entry, dict.fromkeys(shape.fields, Described))})


class Descriptions(Described):
    """templates/data/tables.yaml: the data as a whole, and every table and field by its name."""

    licence: Licence
    tables: Any

    def for_office(self, names: Mapping[str, str], licence: Licence | None = None) -> "Descriptions":
        """The same with what an office calls things in their blanks, and under its licence, if it says one."""

        def filled(value: Any) -> Any:
            if isinstance(value, Entry):
                return value.model_copy(update={key: filled(inner) for key, inner in value if key != "source"})
            for name, called in names.items():
                value = value.replace(f"{{{name}}}", called) if isinstance(value, str) else value
            return value

        descriptions: Descriptions = filled(self)
        return descriptions.model_copy(update={"licence": licence}) if licence else descriptions


def description_file_of(base: type[Entry], shapes: Mapping[str, TableShape]) -> Any:
    """The kind of a file that says beside what its `base` says what some tables are."""
    return _described(base, {"tables": _described(Entry, {name: _table(shape) for name, shape in shapes.items()})})


DescriptionFile: type[Descriptions] = description_file_of(Descriptions, SHAPES)


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A field with its name and what is said of it."""

    name: str
    title: str
    description: str
    field: Field


# Rows as a line each, by their ids, with the rows: an id is free again when its row is gone.
KeptLines = dict[int, tuple[Sequence[Value], str]]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of open data with what is said of it; the values of a row stand in the order of the columns.

    Where `lines` are kept, what is a part of a table has them too: each row stands in the files of all, of its plan and of its agencies.
    """

    name: str
    file: str
    title: str
    description: str
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    lines: KeptLines | None = field(default=None, compare=False, repr=False)

    def without_values(self) -> "DataTable":
        """The table for a page that says how many rows it has, and not what stands in them: templates would get a copy of each."""
        return replace(self, rows=((),) * len(self.rows), lines=None)

    def rows_by_name(self) -> list[dict[str, Value]]:
        """The values of each row by the names of their columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def tables(descriptions: Descriptions, rows: Mapping[str, Iterable[Mapping[str, Value]]]) -> list[DataTable]:
    """Every table with its description and rows, which come as values by the names of the fields."""
    described = descriptions.tables
    made = (table_of_rows(name, shape, getattr(described, name), rows[name]) for name, shape in SHAPES.items())
    return [replace(table, lines={}) for table in made]


def table_of_rows(name: str, shape: TableShape, described: Any, rows: Iterable[Mapping[str, Value]]) -> DataTable:
    """A table with what is said of it and its fields."""
    columns = []
    for at, form in shape.fields.items():
        of_field: Described = getattr(described.fields, at)
        columns.append(DataColumn(at, of_field.title, of_field.description, form))
    values = tuple(tuple(row[column] for column in shape.fields) for row in rows)
    return DataTable(name, shape.file, described.title, described.description, tuple(columns), shape.key, values)


class TableParts:
    """A table in parts by what some of its fields say; it is read once, however many parts are asked for."""

    def __init__(self, table: DataTable, *fields: str) -> None:
        names = [column.name for column in table.columns]
        places = [names.index(field) for field in fields]
        self._table, self._rows = table, dict[tuple[Value, ...], list[int]]()
        for number, row in enumerate(table.rows):
            self._rows.setdefault(tuple(row[at] for at in places), []).append(number)

    def part(self, values: Collection[tuple[Value, ...]]) -> DataTable:
        """The rows whose fields say together one of some things, in the order of the table."""
        numbers = sorted(number for value in {*values} for number in self._rows.get(value, ()))
        return replace(self._table, rows=tuple(self._table.rows[number] for number in numbers))
