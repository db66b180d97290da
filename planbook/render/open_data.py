"""Open data as files: CSV and JSON, the schemas that describe them, and a Frictionless Data Package."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from csv import writer
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from typing import Any

from planbook.messages.escapes import in_csv
from planbook.model.number import fits_double
from planbook.render.json_text import json_text
from planbook.views.open_data.tables import DataColumn, DataTable, Descriptions, KeptLines
from planbook.views.workbook.sheets import Value

# Of what tables and columns mean: the first number rises where one of them gets another meaning, the second with new ones.
OPEN_DATA_VERSION = "1.0"


def package(
    descriptions: Descriptions, tables: Sequence[DataTable], made: datetime, licences: Sequence[Mapping[str, str]] = ()
) -> bytes:
    """The Frictionless Data Package that describes the CSV files of all tables; `licences` are others than the one described."""
    keys = {table.name: list(table.key) for table in tables}
    content = {
        "profile": "tabular-data-package",
        "name": "planbook",
        "version": OPEN_DATA_VERSION,
        "title": descriptions.title,
        "description": descriptions.description,
        "created": f"{made:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [*licences] or [descriptions.licence.model_dump()],
        "resources": [_resource(table, keys, csv(table)) for table in tables],
    }
    return _json(content)


def all_rows(tables: Iterable[DataTable]) -> bytes:
    """The rows of all tables as JSON."""
    return _json(plain_rows({table.name: table.rows_by_name() for table in tables}))


def all_lines(tables: Iterable[DataTable]) -> bytes:
    """The same with a line for each row: of very many rows it takes a fraction of the time and memory."""
    content = BytesIO()
    for number, table in enumerate(tables):
        names = [column.name for column in table.columns]
        content.write(f"{',' if number else '{'}\n{json.dumps(table.name)}: [".encode())
        for at, row in enumerate(table.rows):
            plain = json.dumps(_plain_row(dict(zip(names, row, strict=True))), ensure_ascii=False)
            content.write(f"{',' if at else ''}\n{plain}".encode())
        content.write(b"]")
    content.write(b"\n}\n")
    return content.getvalue()


def schema_file(descriptions: Descriptions, tables: Iterable[DataTable]) -> bytes:
    """The JSON Schema of the same."""
    return _json(open_data_schema(descriptions, tables))


def csv(table: DataTable) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it.

    Numbers have a decimal point and no other mark, days are 2026-04-09. A text that a spreadsheet would take for a
    formula has an apostrophe before it; numbers have none.
    """
    return csv_of([column.name for column in table.columns], table.rows, table.lines)


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Value]], lines: KeptLines | None = None) -> bytes:
    """Rows below their heads as CSV."""
    written: Callable[[Iterable[str]], str] = writer(_Line).writerow

    def line(row: Sequence[Value]) -> str:
        if lines is None:
            return written(map(_cell, row))
        if id(row) not in lines:
            lines[id(row)] = row, written(map(_cell, row))
        return lines[id(row)][1]

    return "".join([written(heads), *map(line, rows)]).encode("utf-8-sig")


class _Line:
    """What a writer of CSV gives its lines to, and has them back from."""

    @staticmethod
    def write(line: str) -> str:
        """The line."""
        return line


def _cell(value: Value) -> str:
    match value:
        case str():
            return in_csv(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
    return str(value)


def _resource(table: DataTable, keys: Mapping[str, list[str]], content: bytes) -> dict[str, Any]:
    """A table as a resource of the package (Tabular Data Resource, version 1)."""
    referring = (column for column in table.columns if column.field.refers)
    foreign = [
        {
            "fields": [column.name for column in columns],
            "reference": {"resource": target.replace("_", "-"), "fields": keys[target]},
        }
        for target, columns in groupby(referring, lambda column: column.field.refers)
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.file}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": foreign} if foreign else {}),
        },
    }


def _field(column: DataColumn) -> dict[str, Any]:
    field = column.field
    constraints = {"required": True} if field.required else {}
    about = {"name": column.name, "type": field.kind, "title": column.title, "description": column.description}
    return {**about, "constraints": {**constraints, **({"enum": list(field.allowed)} if field.allowed else {})}}


def plain_rows(tables: Mapping[str, Iterable[Mapping[str, Value]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of tables for JSON; what a table leaves empty is null."""
    return {name: [*map(_plain_row, rows)] for name, rows in tables.items()}


def _plain_row(row: Mapping[str, Value]) -> dict[str, Any]:
    return {key: _value(value) for key, value in row.items()}


def _value(value: Value) -> str | int | float | None:
    match value:
        case "" | None:
            return None
        case date():
            return value.isoformat()
        case Decimal() if not fits_double(value):
            return format(value, "f")
        case Decimal():
            return int(value) if value == int(value) else float(value)
    return value


def open_data_schema(descriptions: Descriptions, tables: Iterable[DataTable]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the file that holds all tables."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": descriptions.title,
        "description": descriptions.description,
        "type": "object",
        "properties": {
            table.name: {
                "title": table.title,
                "description": table.description,
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {column.name: _property(column) for column in table.columns},
                    "required": [column.name for column in table.columns],
                    "additionalProperties": False,
                },
            }
            for table in tables
        },
        "required": [table.name for table in tables],
        "additionalProperties": False,
    }


def _property(column: DataColumn) -> dict[str, Any]:
    field = column.field
    # A number with more digits than a double keeps is a text.
    kinds = {"date": ["string"], "number": ["number", "string"]}.get(field.kind, [field.kind])
    empty = [] if field.required else [None]
    return {
        "title": column.title,
        "description": column.description,
        "type": [*kinds, *("null" for _ in empty)],
        **({"enum": [*field.allowed, *empty]} if field.allowed else {}),
        **({"format": "date"} if field.kind == "date" else {}),
        **({"pattern": r"^-?[0-9]+(\.[0-9]+)?$"} if field.kind == "number" else {}),
    }


def _json(content: object) -> bytes:
    return f"{json_text(content)}\n".encode()
