"""The appendices of a plan as they go out: made of its data, tables of its own, files; numbered together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planbook.model.appendix import AppendixRow, PlanAppendix, cell_number
from planbook.model.item import ItemId
from planbook.model.number import official, roman
from planbook.model.work import assigns_by_duties
from planbook.views.decisions import decisions_table
from planbook.views.matrix import matrix_table
from planbook.views.tables import budget_table, targets_table
from planbook.wording.blocks import Cell, Column, Row, Table
from planbook.wording.speech import PlanText

_INDEX_WIDTH = 6
_WIDE = 5  # columns of an own table that an upright page has no room for any more


@dataclass(frozen=True)
class Appendix:
    """What stands behind the plan: with the heading that the decree asks for, a table, which is empty where a file comes instead of one.

    What is not official is no appendix of the plan: it has no number, and nothing points to it.
    """

    id: str
    heading: str
    title: str
    origin: str
    table: Table
    landscape: bool = False
    note: str = ""
    note_id: str = ""
    is_official: bool = True


def printed_appendices(text: PlanText, matrix: Table, number: str, day: Mapping[str, str]) -> Iterator[Appendix]:
    """The appendices that have anything to say; Roman numbers from two on (NĐ 30/2020, Phụ lục I, III.1).

    The open decisions of a draft stand behind them, a list for those who work on it and no appendix.
    """
    workspace, plan, say = text.workspace, text.plan, text.wording.phrases.say
    shown = [(one, table) for one in plan.printed_appendices if (table := _table(text, matrix, one)) or one.file]
    origin = say(
        "appendix_of",
        number=number,
        # The same words without a place, whose own name may hold a comma.
        day=say("place_and_day", place="", **day).lstrip(", "),
        issuer=workspace.agency_on(plan.issuer, plan.day).called,
    )
    for index, (one, table) in enumerate(shown, 1):
        yield Appendix(
            f"{table.id}-appendix" if one.made and table else one.id,
            say("appendix", number=roman(index) if len(shown) > 1 else "").strip(),
            one.title or say(f"appendix_{_NAMES[one.made or 'tasks']}"),
            origin,
            table or Table(ItemId.of(one.id, "table"), "", (), ()),
            landscape=one.made == "tasks" or len(one.columns) > _WIDE,
            note_id=ItemId.of(one.id, "note"),
            note=say("appendix_file", file=one.file) if one.file else one.note or "",
        )
    if (decisions := decisions_table(plan, text)).rows:
        heading, title = say("decisions_apart"), say("appendix_decisions")
        yield Appendix(f"{decisions.id}-appendix", heading, title, "", decisions, is_official=False)


_NAMES = {"targets": "targets", "tasks": "matrix", "budget": "budget"}


def _table(text: PlanText, matrix: Table, one: PlanAppendix) -> Table | None:
    """The table of an appendix; None where it has no rows."""
    workspace, plan = text.workspace, text.plan
    match one.made:
        case "targets":
            table = targets_table(workspace, plan, text)
        case "tasks":
            table = matrix
            if plan.appendices is None and assigns_by_duties(plan):
                # The duties stand in the text; the draft does not print them twice.
                table = matrix_table(workspace, plan, text.wording.phrases, filler=type(text), only_tasks=True)
        case "budget":
            table = budget_table(plan, text)
        case _:
            return _own_table(one) if one.rows else None
    return table if table.rows else None


def _own_table(one: PlanAppendix) -> Table:
    """A table of its own: numbers as an official writes them, groups and totals as the rows that head or close others."""
    share = max(1, (100 - _INDEX_WIDTH) // max(1, len(one.columns)))
    columns = tuple(Column(column.heading, share) for column in one.columns)
    return Table(ItemId.of(one.id, "table"), one.title or "", columns, tuple(_own_row(one, row) for row in one.rows))


def _own_row(one: PlanAppendix, row: AppendixRow) -> Row:
    cells = []
    for column, said in zip(one.columns, row.cells, strict=True):
        number = cell_number(said) if column.kind == "number" else None
        is_shown = number is not None and said.strip("-–") != ""
        cells.append(
            Cell(
                official(number) if number is not None and is_shown else said,
                "right" if column.kind == "number" else "left",
            )
        )
    return Row(ItemId.row(row.id), tuple(cells), is_group=row.group or row.total is not None, item=row.id)
