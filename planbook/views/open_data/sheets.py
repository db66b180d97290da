"""Open data as a workbook: a sheet for each table under its Vietnamese headings, and one that explains them."""

from collections.abc import Iterable, Mapping
from typing import Literal

from planbook.model.period import official_day
from planbook.views.open_data.shapes import FieldKind
from planbook.views.open_data.tables import DataTable, Descriptions
from planbook.views.workbook.assembly import Origin
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value, Workbook
from planbook.wording.phrases import Phrases

_ALIGN: Mapping[FieldKind, Literal["left", "center", "right"]] = {
    "string": "left",
    "integer": "center",
    "number": "right",
    "boolean": "center",
    "date": "center",
}


def data_workbook(
    descriptions: Descriptions, tables: Iterable[DataTable], phrases: Phrases, origin: Origin
) -> Workbook:
    """The tables that have rows as sheets, with the explanation of all columns behind them."""
    filled = [table for table in tables if table.rows]
    day = official_day(origin.made)
    return Workbook(
        plan="",
        title=descriptions.title,
        short_title=descriptions.title,
        issuer="",
        status="",
        revision=origin.revision,
        footer=phrases.say("revision", revision=origin.revision, day=day) if origin.revision else day,
        page=phrases.say("workbook_page", page="{page}", pages="{pages}"),
        sheets=(*(_sheet(table, phrases) for table in filled), _explanation(filled, phrases)),
    )


def _sheet(table: DataTable, phrases: Phrases) -> Sheet:
    names = [column.name for column in table.columns]
    key = [names.index(name) for name in table.key]
    rows = tuple(
        SheetRow("/".join(str(row[at]) for at in key), tuple(_cell(value, phrases) for value in row))
        for row in table.rows
    )
    columns = tuple(SheetColumn(column.title, _ALIGN[column.field.kind]) for column in table.columns)
    return Sheet(table.title, table.title.upper(), columns, rows, frozen=len(key))


def _cell(value: Value, phrases: Phrases) -> Value:
    return phrases.say("data_yes" if value else "data_no") if isinstance(value, bool) else value


def _explanation(tables: Iterable[DataTable], phrases: Phrases) -> Sheet:
    headings = ("data_table", "data_column", "data_field", "data_kind", "data_said")
    rows = tuple(
        SheetRow(
            f"{table.name}/{column.name}",
            (table.title, column.title, column.name, phrases.say(f"data_kind_{column.field.kind}"), column.description),
        )
        for table in tables
        for column in table.columns
    )
    columns = tuple(SheetColumn(phrases.say(heading)) for heading in headings)
    return Sheet(phrases.say("data_fields"), phrases.say("data_fields").upper(), columns, rows, frozen=2)
