"""What an office publishes otherwise than at the gathering before, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from planbook.gathering.foreign_tables import ForeignRow
from planbook.gathering.offices import OfficeState
from planbook.gathering.publication import Publication
from planbook.gathering.record import ChangeRecord
from planbook.views.open_data.shapes import SHAPES

# The tables that are compared, each with the column that a person knows its rows by.
COMPARED: Mapping[str, str] = {
    "plans": "short_title",
    "tasks": "name",
    "targets": "text",
    "values": "text",
    "budget_lines": "purpose",
}
_QUOTED = 300  # letters of a value


def changes_of(states: Iterable[OfficeState], gathered: datetime) -> Iterator[ChangeRecord]:
    """What all offices changed, table by table; plans that came or went stand for all of their rows."""
    for state in states:
        if state.before and state.publication:
            yield from _changes(state.id, state.before, state.publication, gathered)


def _changes(office: str, before: Publication, after: Publication, gathered: datetime) -> Iterator[ChangeRecord]:
    lasting = {row["plan"] for row in before.tables["plans"]} & {row["plan"] for row in after.tables["plans"]}
    unknown = {*before.lacking, *after.lacking}  # by one of the two versions
    for table, title in COMPARED.items():
        old, new = _by_key(before, table), _by_key(after, table)
        for key in dict.fromkeys((*old, *new)):
            row = new.get(key) or old[key]
            if table != "plans" and row["plan"] not in lasting:
                continue
            names = {
                "gathered": gathered,
                "office": office,
                "plan": str(row["plan"]),
                "table": table,
                "key": "/".join(key[1:]),
            }
            details = {"title": _as_told(row[title])}
            if key not in old or key not in new:
                yield ChangeRecord(**names, **details, kind="added" if key in new else "removed")  # type: ignore[arg-type]
                continue
            for column in SHAPES[table].fields:
                values = old[key][column], new[key][column]
                if values[0] != values[1] and not {f"{table}.{column}", f"{table}.*"} & unknown:
                    was, now = map(_as_told, values)
                    yield ChangeRecord(**names, **details, kind="changed", column=column, before=was, after=now)  # type: ignore[arg-type]


def _by_key(publication: Publication, table: str) -> dict[tuple[str, ...], ForeignRow]:
    return {tuple(str(row[column]) for column in SHAPES[table].key): row for row in publication.tables[table]}


def _as_told(value: object) -> str:
    return "" if value is None else str(value)[:_QUOTED]
