"""The appendices of a plan as sheets: what targets ask of single agencies and places, and its own tables."""

import re
from collections.abc import Collection, Iterator

from planbook.model.appendix import AppendixRow, PlanAppendix, cell_number
from planbook.model.plan import Plan
from planbook.model.target import SHARES
from planbook.views.tables import share_bodies, share_columns, share_heading
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value
from planbook.wording.blocks import capital
from planbook.wording.speech import PlanText

OWN_TABLE = "about_table"  # the phrase that says what such a sheet is; its key has the id of the appendix behind it
_REFUSED = re.compile(r"[\[\]:*?/\\']")  # in the name of a sheet
_LONGEST = 31  # letters of such a name


def shares_sheet(plan: Plan, text: PlanText) -> Sheet:
    """A row for each agency and place, a column for each target and year; a plain number can be counted with."""
    say = text.wording.phrases.say
    keys = share_columns(plan)
    columns = (
        SheetColumn(say("column_index"), "center", name="index"),
        SheetColumn(say("column_body"), name="body"),
        *(
            SheetColumn(share_heading(text, keys, target, year), "right", name=f"{SHARES}/{target}/{year}")
            for target, year in keys
        ),
    )
    targets = {target.id: target for target in plan.targets()}
    rows = []
    for index, body in enumerate(share_bodies(plan), 1):
        cells: list[Value] = [index, capital(text.body(body))]
        for id_, year in keys:
            share = targets[id_].share(body, year)
            is_plain = share is not None and share.upper is None and share.comparator == "exactly"
            cells.append("" if share is None else share.value if is_plain else text.share(targets[id_], share))
        rows.append(SheetRow(body, tuple(cells)))
    return Sheet(say("workbook_shares"), say("appendix_shares"), columns, tuple(rows), frozen=2)


def own_sheets(plan: Plan) -> Iterator[tuple[str, Sheet]]:
    """The own tables of a plan, each under the phrase that says what it is and the id of its appendix."""
    names: list[str] = []
    for appendix in plan.appendices or ():
        if appendix.rows:
            names.append(_name(appendix.title or appendix.id, names))
            yield f"{OWN_TABLE} {appendix.id}", own_sheet(appendix, names[-1])


def own_sheet(appendix: PlanAppendix, name: str = "") -> Sheet:
    """An own table with its numbers as such."""
    columns = (
        SheetColumn(column.heading, "right" if column.kind == "number" else "left", name=column.key)
        for column in appendix.columns
    )
    return Sheet(name, appendix.title or "", tuple(columns), tuple(_row(appendix, row) for row in appendix.rows))


def _row(appendix: PlanAppendix, row: AppendixRow) -> SheetRow:
    numbers = {
        at: cell_number(cell)
        for at, (column, cell) in enumerate(zip(appendix.columns, row.cells, strict=True))
        if column.kind == "number" and cell.strip("-–")
    }
    cells = tuple(cell if (number := numbers.get(at)) is None else number for at, cell in enumerate(row.cells))
    return SheetRow(row.id, cells, "group" if row.group or row.total else "entry")


def _name(title: str, earlier: Collection[str]) -> str:
    """A title as the name of a sheet, which no earlier one has."""
    name = " ".join(_REFUSED.sub(" ", title).capitalize().split())[:_LONGEST].strip()
    used = {sheet.casefold() for sheet in earlier}
    number = 2
    unique = name
    while unique.casefold() in used:
        unique, number = f"{name[: _LONGEST - 3].strip()} {number}", number + 1
    return unique
