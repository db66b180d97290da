"""The open data of an office as rows that can be relied on: of known tables, of the right kinds, not against each other."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from planbook.messages.diagnostics import Refusal, Text
from planbook.messages.escapes import visible
from planbook.views.open_data.rows import SEPARATOR
from planbook.views.open_data.shapes import SHAPES, Field, TableShape
from planbook.views.workbook.sheets import Value

ForeignRow = Mapping[str, Value]
ForeignTables = Mapping[str, tuple[ForeignRow, ...]]

# Without these columns nothing can be listed or compared; of any other an older version may know nothing.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "plans": (
        *("plan", "short_title", "status", "issuer", "issuer_name", "jurisdiction", "jurisdiction_name"),
        *("first_year", "last_year"),
    ),
    "tasks": ("plan", "task", "name", "lead", "deadline", "last_day"),
    "assignments": ("plan", "task", "agency", "role"),
    "values": (
        *("plan", "value_id", "indicator", "indicator_name", "first_year", "last_year", "jurisdiction_name", "scope"),
        *("comparator", "value", "unit", "value_in_words", "standard", "item", "text"),
    ),
    "agencies": ("agency", "name", "full_name", "level", "is_group"),
}
# What becomes a part of addresses, anchors and attributes.
_IDS = ("plan", "task", "agency", "issuer", "jurisdiction", "indicator", "value_id", "item", "group", "target")
_ID = re.compile(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*")
_LONGEST_ID = 200
_LONGEST_TEXT = 50_000
_MOST_DIGITS = 30
_MOST_ROWS = 2_000_000
_QUOTED = 80  # letters of a value that a message shows


class Unfit(Refusal):
    """What an office publishes cannot be taken; `message` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class OpenData:
    """The tables of an office, and what it does not know that this version knows, or the other way round, as table.column."""

    tables: ForeignTables
    lacking: tuple[str, ...]
    beyond: tuple[str, ...]


def foreign_json(content: bytes, name: str) -> Any:
    """What a file of JSON says, with numbers as they are written; raises `Unfit`."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) < len(pairs):
            raise ValueError("key")
        return plain

    def refused(constant: str) -> Any:
        raise ValueError(constant)

    try:
        return json.loads(content.decode(), object_pairs_hook=once, parse_float=Decimal, parse_constant=refused)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise Unfit(Text("{file} is no JSON that can be read", {"file": name})) from error


def open_data_of(content: bytes, name: str) -> OpenData:
    """The open data that a file holds; raises `Unfit` where a row of it cannot be right."""
    plain = foreign_json(content, name)
    if not isinstance(plain, dict) or not all(isinstance(rows, list) for rows in plain.values()):
        raise Unfit(Text("{file} holds no tables of rows", {"file": name}))
    if sum(map(len, plain.values())) > _MOST_ROWS:
        raise Unfit(Text("{file} has more than {most} rows", {"file": name, "most": _MOST_ROWS}))
    for needed in _NEEDED:
        if needed not in plain:
            raise Unfit(Text("{file} lacks the table {table}", {"file": name, "table": needed}))
    tables, lacking = {}, [f"{table}.*" for table in SHAPES if table not in plain]
    beyond = [f"{visible(table)[:_QUOTED]}.*" for table in plain if table not in SHAPES]
    for table, shape in SHAPES.items():
        rows = plain.get(table, [])
        columns = _columns(table, rows)
        lacking += [f"{table}.{column}" for column in shape.fields if rows and column not in columns]
        beyond += [f"{table}.{visible(column)[:_QUOTED]}" for column in columns if column not in shape.fields]
        tables[table] = tuple(_row(table, shape, row, number) for number, row in enumerate(rows, 1))
        _tell_apart(table, shape, tables[table])
    for table, shape in SHAPES.items():
        _refer(table, shape, tables, {*lacking})
    for problem in _against_each_other(tables):
        raise Unfit(problem)
    return OpenData(tables, tuple(lacking), tuple(beyond))


def _columns(table: str, rows: list[Any]) -> tuple[str, ...]:
    """The columns that every row of a table has."""
    if not rows:
        return ()
    if not all(isinstance(row, dict) for row in rows):
        raise Unfit(Text("the table {table} holds something that is no row", {"table": table}))
    columns = rows[0].keys()
    for number, row in enumerate(rows, 1):
        if row.keys() != columns:
            raise Unfit(
                Text("{table}, row {row}: it has other columns than the first one", {"table": table, "row": number})
            )
    for column in _NEEDED.get(table, ()):
        if column not in columns:
            values = {"table": table, "column": column}
            raise Unfit(
                Text("{table} lacks the column {column}: the data are of a version that cannot be read", values)
            )
    return tuple(columns)


def _row(table: str, shape: TableShape, row: Mapping[str, Any], number: int) -> dict[str, Value]:
    """A row with the columns that this version knows; what an older one does not say is None."""
    values: dict[str, Value] = {}
    for column, field in shape.fields.items():
        if column in row:
            value = row[column]
            try:
                values[column] = None if value is None else _value(column, field, value)
            except (ValueError, ArithmeticError) as error:
                details = {"table": table, "row": number, "column": column, "value": visible(repr(value))[:_QUOTED]}
                raise Unfit(Text("{table}, row {row}: {column} cannot be {value}", details)) from error
            if field.required and values[column] is None:
                details = {"table": table, "row": number, "column": column}
                raise Unfit(Text("{table}, row {row}: {column} is empty", details))
        else:
            values[column] = None
    return values


def _value(column: str, field: Field, value: Any) -> Value:
    """A value of a field; raises `ValueError` or `ArithmeticError` where it is of another kind, or out of all bounds."""
    match field.kind:
        case "boolean" if isinstance(value, bool):
            return value
        case "integer" if type(value) is int and abs(value) < 10**9:  # years and counts
            return value
        case "number" if isinstance(value, int | Decimal | str) and not isinstance(value, bool):
            return _number(value)
        case "date" if isinstance(value, str):
            return date.fromisoformat(value)
        case "string" if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
            if field.allowed and value not in field.allowed:
                raise ValueError(value)
            if column in _IDS and not (len(value) <= _LONGEST_ID and _ID.fullmatch(value)):
                raise ValueError(value)
            if column == "days":
                return SEPARATOR.join(str(date.fromisoformat(day)) for day in value.split(SEPARATOR) if day)
            return visible(value)
    raise ValueError(column)


def _number(value: int | Decimal | str) -> Decimal:
    """A number as it is written, if a person could have written it."""
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", value, re.ASCII):
        raise ValueError(value)
    number = Decimal(value)
    is_long = abs(number.adjusted()) > _MOST_DIGITS or len(number.as_tuple().digits) > 2 * _MOST_DIGITS
    if is_long or not number.is_finite():
        raise ValueError(str(number))
    return number


def _tell_apart(table: str, shape: TableShape, rows: tuple[ForeignRow, ...]) -> None:
    keys = set()
    for row in rows:
        key = tuple(row[column] for column in shape.key)
        if key in keys:
            details = {"table": table, "key": ", ".join(str(part) for part in key)[:_QUOTED]}
            raise Unfit(Text("{table} says two things under one key: {key}", details))
        keys.add(key)


def _refer(table: str, shape: TableShape, tables: ForeignTables, lacking: set[str]) -> None:
    """Raise `Unfit` where a row names what its table does not have."""
    referring = [(name, field) for name, field in shape.fields.items() if field.refers]
    for target, group in groupby(referring, lambda pair: pair[1].refers):
        columns = [name for name, _ in group]
        if f"{target}.*" in lacking:
            continue
        key = SHAPES[target].key
        there = {tuple(row[column] for column in key) for row in tables[target]}
        for number, row in enumerate(tables[table], 1):
            value = tuple(row[column] for column in columns)
            if None not in value and value not in there:
                details = {"table": table, "row": number, "target": target, "value": ", ".join(map(str, value))}
                raise Unfit(Text("{table}, row {row}: there is no {value} in {target}", details))


def _against_each_other(tables: ForeignTables) -> Iterator[Text]:
    """Why rows of an office cannot all be right."""
    for table in ("plans", "targets", "values"):
        for number, row in enumerate(tables[table], 1):
            if row["first_year"] > row["last_year"]:  # type: ignore[operator]
                details = {"table": table, "row": number, "first": row["first_year"], "last": row["last_year"]}
                yield Text("{table}, row {row}: it begins in {first} and ends in {last}", details)
    targets = {(row["plan"], row["target"]): row for row in tables["targets"]}
    for value in tables["values"]:
        target = targets.get((value["plan"], value["value_id"]))
        if target and target["value"] is not None and target["value"] != value["value"]:
            details = {
                "plan": value["plan"],
                "item": value["value_id"],
                "goal": target["value"],
                "value": value["value"],
            }
            yield Text("{plan}, {item}: its table of targets says {goal}, its table of values {value}", details)
    for table in ("tasks", "targets", "values", "budget_lines", "deadlines"):
        plans = {row["plan"] for row in tables["plans"]}
        for number, row in enumerate(tables[table], 1):
            if row["plan"] not in plans:
                details = {"table": table, "row": number, "target": "plans", "value": row["plan"]}
                yield Text("{table}, row {row}: there is no {value} in {target}", details)
