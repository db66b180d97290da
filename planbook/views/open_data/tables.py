"""Open data: what tables there are, of what fields, and how templates/data/tables.yaml describes them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from pydantic import create_model

from planbook.model.agency import Branch, Level
from planbook.model.entry import Entry, Words
from planbook.model.office import Licence
from planbook.model.status import STATUSES
from planbook.model.target import Comparator
from planbook.views.charges import ChargeKind, ChargeRole
from planbook.views.workbook.sheets import Value

FieldKind = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its kind, whether every row has it, which words it can hold, and which table its value is a key of.

    `kind` is that of the Frictionless Table Schema. The values of several fields that refer to the same table are
    its key together.
    """

    kind: FieldKind = "string"
    required: bool = False
    allowed: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: the name of its file, its fields by name, and those that tell its rows apart."""

    file: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]


TEXT, ALWAYS, YEAR, DAY = Field(), Field(required=True), Field("integer"), Field("date")
YEAR_ALWAYS, FLAG_ALWAYS = Field("integer", required=True), Field("boolean", required=True)
PLAN = Field(required=True, refers="plans")
AGENCY = Field(refers="agencies")

SHAPES: Mapping[str, TableShape] = {
    "plans": TableShape(
        "ke-hoach",
        {
            "plan": ALWAYS,
            "title": ALWAYS,
            "short_title": ALWAYS,
            "status": Field(required=True, allowed=STATUSES),
            "wording": Field(required=True, allowed=("own", "as-issued")),
            "number": TEXT,
            "date": TEXT,
            "issuer": Field(required=True, refers="agencies"),
            "issuer_name": ALWAYS,
            "jurisdiction": ALWAYS,
            "jurisdiction_name": ALWAYS,
            "subject": TEXT,
            "series": TEXT,
            "first_year": YEAR_ALWAYS,
            "last_year": YEAR_ALWAYS,
            "follows": TEXT,
            "page": ALWAYS,
        },
        ("plan",),
    ),
    "tasks": TableShape(
        "nhiem-vu",
        {
            "plan": PLAN,
            "task": ALWAYS,
            "place": TEXT,
            "group": ALWAYS,
            "group_name": ALWAYS,
            "name": ALWAYS,
            "lead": TEXT,
            "coordinating": TEXT,
            "deadline": TEXT,
            "last_day": DAY,
            "result": TEXT,
            "money": TEXT,
            "continues": TEXT,
        },
        ("plan", "task"),
    ),
    "assignments": TableShape(
        "phan-cong",
        {
            "plan": Field(required=True, refers="tasks"),
            "task": Field(required=True, refers="tasks"),
            "agency": Field(required=True, refers="agencies"),
            "role": Field(required=True, allowed=("lead", "coordinating")),
        },
        ("plan", "task", "agency", "role"),
    ),
    "work": TableShape(
        "viec-cua-co-quan",
        {
            "plan": PLAN,
            "item": ALWAYS,
            "kind": Field(required=True, allowed=("task", *get_args(ChargeKind))),
            "agency": Field(required=True, refers="agencies"),
            "role": Field(required=True, allowed=("lead", "coordinating", *get_args(ChargeRole))),
            "group": TEXT,
        },
        ("plan", "item", "agency", "role"),
    ),
    "targets": TableShape(
        "chi-tieu",
        {
            "plan": PLAN,
            "target": ALWAYS,
            "text": ALWAYS,
            "indicator": TEXT,
            "indicator_name": TEXT,
            "comparator": Field(allowed=get_args(Comparator)),
            "value": Field("number"),
            "upper": Field("number"),
            "unit": TEXT,
            "value_in_words": TEXT,
            "baseline": Field("number"),
            "standard": TEXT,
            "lead": TEXT,
            "coordinating": TEXT,
            "first_year": YEAR_ALWAYS,
            "last_year": YEAR_ALWAYS,
        },
        ("plan", "target"),
    ),
    "values": TableShape(
        "muc-phan-dau",
        {
            "plan": PLAN,
            "value_id": ALWAYS,
            "indicator": ALWAYS,
            "indicator_name": ALWAYS,
            "first_year": YEAR_ALWAYS,
            "last_year": YEAR_ALWAYS,
            "jurisdiction_name": ALWAYS,
            "scope": TEXT,
            "comparator": Field(required=True, allowed=get_args(Comparator)),
            "value": Field("number", required=True),
            "upper": Field("number"),
            "unit": TEXT,
            "value_in_words": ALWAYS,
            "standard": TEXT,
            "item": ALWAYS,
            "text": ALWAYS,
        },
        ("plan", "value_id"),
    ),
    "budget_lines": TableShape(
        "kinh-phi",
        {
            "plan": PLAN,
            "line": ALWAYS,
            "budget": ALWAYS,
            "kind": Field(required=True, allowed=("total", "line")),
            "item": ALWAYS,
            "purpose": ALWAYS,
            "projects": TEXT,
            "source_of_funds": TEXT,
            "source_name": TEXT,
            "amount_dong": Field("number"),
            "approximate": FLAG_ALWAYS,
            "unallocated": FLAG_ALWAYS,
            "amount_in_words": ALWAYS,
            "note": TEXT,
        },
        ("plan", "line"),
    ),
    "agencies": TableShape(
        "co-quan",
        {
            "agency": ALWAYS,
            "name": ALWAYS,
            "full_name": TEXT,
            "short_name": TEXT,
            "aliases": TEXT,
            "level": Field(required=True, allowed=get_args(Level)),
            "branch": Field(required=True, allowed=get_args(Branch)),
            "is_group": FLAG_ALWAYS,
            "locality": TEXT,
            "first_day": DAY,
            "end": DAY,
        },
        ("agency",),
    ),
    "members": TableShape(
        "thanh-vien-nhom",
        {
            "plan": PLAN,
            "group": ALWAYS,
            "agency": Field(required=True, refers="agencies"),
            "is_open": FLAG_ALWAYS,
        },
        ("plan", "group", "agency"),
    ),
    "documents": TableShape(
        "van-ban",
        {
            "document": ALWAYS,
            "type": ALWAYS,
            "number": TEXT,
            "date": DAY,
            "issuer": AGENCY,
            "issuer_name": TEXT,
            "title": TEXT,
            "first_year": YEAR,
            "last_year": YEAR,
            "end": DAY,
            "cited_by": TEXT,
        },
        ("document",),
    ),
    "deadlines": TableShape(
        "thoi-han",
        {
            "plan": PLAN,
            "deadline": ALWAYS,
            "last_day": DAY,
            "time": ALWAYS,
            "day_stated": FLAG_ALWAYS,
            "rhythm": TEXT,
            "item": ALWAYS,
            "work": ALWAYS,
            "about": TEXT,
            "lead": TEXT,
            "coordinating": TEXT,
            "lead_agencies": TEXT,
            "coordinating_agencies": TEXT,
        },
        ("deadline", "last_day"),
    ),
}


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


DescriptionFile: type[Descriptions] = _described(
    Descriptions, {"tables": _described(Entry, {name: _table(shape) for name, shape in SHAPES.items()})}
)


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A field with its name and what is said of it."""

    name: str
    title: str
    description: str
    field: Field


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of open data with what is said of it; the values of a row stand in the order of the columns."""

    name: str
    file: str
    title: str
    description: str
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables(descriptions: Descriptions, rows: Mapping[str, Iterable[Mapping[str, Value]]]) -> list[DataTable]:
    """Every table with its description and rows, which come as values by the names of the fields."""
    tables = []
    for name, shape in SHAPES.items():
        described = getattr(descriptions.tables, name)
        columns = []
        for at, field in shape.fields.items():
            of_field: Described = getattr(described.fields, at)
            columns.append(DataColumn(at, of_field.title, of_field.description, field))
        values = tuple(tuple(row[column] for column in shape.fields) for row in rows[name])
        tables.append(
            DataTable(name, shape.file, described.title, described.description, tuple(columns), shape.key, values)
        )
    return tables


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
