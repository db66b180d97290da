"""A table of numbers in an appendix does not add up: a total is not the sum of its rows, a column not that of its parts.

Whoever reads the table adds it up, and whoever is given a number of it can be given only one. A cell of a column of
numbers that is none is told too. “-” is nothing. Source: practice; sums are the first thing that reviewers try.
"""

from collections.abc import Iterator
from decimal import Decimal

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.appendix import AppendixRow, PlanAppendix
from planbook.model.number import known_sum, official
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find tables whose numbers do not add up."""
    for appendix in plan.appendices or ():
        if appendix.rows:
            yield from _unread(appendix)
            yield from _totals(appendix)
            yield from _parts(appendix)


def _unread(appendix: PlanAppendix) -> Iterator[Diagnostic]:
    for row in appendix.rows:
        # A heading without numbers has empty cells.
        for at, column in enumerate(appendix.columns):
            if column.kind == "number" and appendix.numbers(row)[column.key] is None:
                yield error(
                    row.source.span("cells", at),
                    Text("“{cell}” is no number, and its column has numbers", {"cell": row.cells[at]}),
                    Text("write a number like 1.500 or 148,4; “-” where there is nothing"),
                )


def _totals(appendix: PlanAppendix) -> Iterator[Diagnostic]:
    for group in appendix.groups():
        for row in group:
            parts = appendix.rows if row.total == "all" else group
            if row.total:
                yield from _total(appendix, row, [part for part in parts if _is_plain(part)])


def _is_plain(row: AppendixRow) -> bool:
    return not row.total and not row.group


def _total(appendix: PlanAppendix, row: AppendixRow, parts: list[AppendixRow]) -> Iterator[Diagnostic]:
    for at, column in enumerate(appendix.columns):
        stated = appendix.numbers(row).get(column.key)
        added = known_sum(appendix.numbers(part).get(column.key) for part in parts)
        if stated is not None and added is not None and stated != added and row.cells[at] != "-":
            yield _differs(row, at, column.heading, stated, added)


def _parts(appendix: PlanAppendix) -> Iterator[Diagnostic]:
    keys = {column.key for column in appendix.columns}
    for at, column in enumerate(appendix.columns):
        for place, key in enumerate(column.sum_of):
            if key not in keys:
                yield error(
                    column.source.span("sum_of", place),
                    Text("the table has no column “{key}”", {"key": key}),
                    Text("write one of: {keys}", {"keys": ", ".join(column.key for column in appendix.columns)}),
                )
        if not column.sum_of or not keys.issuperset(column.sum_of):
            continue
        for row in appendix.rows:
            numbers = appendix.numbers(row)
            stated, added = numbers.get(column.key), known_sum(numbers.get(key) for key in column.sum_of)
            if stated is not None and added is not None and stated != added:
                yield _differs(row, at, column.heading, stated, added)


def _differs(row: AppendixRow, at: int, heading: str, stated: Decimal, total: Decimal) -> Diagnostic:
    return error(
        row.source.span("cells", at),
        Text(
            "the column “{heading}” says {stated} here, its parts add up to {total}",
            {"heading": heading, "stated": official(stated), "total": official(total)},
        ),
        Text("correct the number that is wrong"),
    )
