"""The open data of all offices: their own tables, each row with the office that publishes it, and those of a gathering."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from planbook.gathering.agencies import NationalAgency
from planbook.gathering.office_rows import OFFICES, Offices
from planbook.gathering.offices import OfficeState
from planbook.views.open_data.shapes import ALWAYS, SHAPES, Field, TableShape
from planbook.views.open_data.tables import (
    DataColumn,
    DataTable,
    Described,
    Descriptions,
    description_file_of,
    table_of_rows,
)
from planbook.views.workbook.sheets import Value

_COUNT = Field("integer", required=True)
_OWN = {
    "offices": OFFICES,
    "shared_agencies": TableShape(
        "co-quan-o-don-vi",
        {
            "agency_here": ALWAYS,
            "office": ALWAYS,
            "agency": ALWAYS,
            "name": ALWAYS,
            "leads": _COUNT,
            "coordinates": _COUNT,
        },
        ("office", "agency"),
    ),
}


class GatheredTables(Described):
    """templates/site/gathered/tables.yaml: what the tables of a gathered site are that no office has."""

    office: Described


GatheredTableFile: type[GatheredTables] = description_file_of(GatheredTables, _OWN)


def national_tables(
    descriptions: Descriptions,
    described: GatheredTables,
    states: Sequence[OfficeState],
    offices: Offices,
    agencies: Iterable[NationalAgency],
) -> list[DataTable]:
    """Every table with its rows, office by office."""
    own: Mapping[str, Iterable[Mapping[str, Value]]] = {
        "offices": (row.values for row in offices.rows),
        "shared_agencies": _agency_rows(agencies),
    }
    texts = described.tables  # type: ignore[attr-defined]
    tables = [table_of_rows(name, shape, getattr(texts, name), own[name]) for name, shape in _OWN.items()]
    office = DataColumn("office", described.office.title, described.office.description, ALWAYS)
    lacking = {name for state in states if state.publication for name in state.publication.lacking}
    for name, shape in SHAPES.items():
        table = table_of_rows(name, shape, getattr(descriptions.tables, name), ())
        columns = (office, *(_column(column, name, lacking) for column in table.columns))
        rows = ((state.id, *(row[column] for column in shape.fields)) for state in states for row in state.rows(name))
        tables.append(replace(table, columns=columns, key=("office", *shape.key), rows=tuple(rows)))
    return tables


def licences(offices: Offices) -> list[dict[str, str]]:
    """The licences that offices give their data under, each once, as a data package lists them."""
    listed = {row.licence: None for row in offices.rows if row.licence.name or row.licence.path}
    return [{key: value for key in ("name", "title", "path") if (value := getattr(licence, key))} for licence in listed]


def _column(column: DataColumn, table: str, lacking: set[str]) -> DataColumn:
    """A column as it is in all offices: an older one may leave it empty, and ids are of one office."""
    is_said = not {f"{table}.{column.name}", f"{table}.*"} & lacking
    return replace(column, field=replace(column.field, refers="", required=column.field.required and is_said))


def _agency_rows(agencies: Iterable[NationalAgency]) -> Iterable[Mapping[str, Value]]:
    for agency in agencies:
        for share in agency.shares:
            yield {
                "agency_here": agency.id,
                "office": share.office,
                "agency": share.agency,
                "name": agency.name,
                "leads": share.leads,
                "coordinates": share.coordinates,
            }
