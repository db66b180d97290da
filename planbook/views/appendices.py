"""The appendices of a plan as they go out: made of its data, tables of its own, files; numbered together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planbook.model.appendix import AppendixRow, PlanAppendix, cell_number
from planbook.model.item import ItemId
from planbook.model.number import official, roman
from planbook.views.fitting import fitted
from planbook.views.tables import budget_table, shares_table, targets_in_words, targets_table
from planbook.wording.blocks import Cell, Row, Table
from planbook.wording.speech import PlanText
from planbook.wording.titles import appendix_title

LEFT_OUT = "left-out"  # the part of an appendix that says what its table has no rows for
_NO_TABLE = Table("", "", (), ())
_WIDE = 5  # columns of an own table that an upright page has no room for any more


@dataclass(frozen=True)
class Appendix:
    """What stands behind the plan: with the heading that the decree asks for, a table, which is empty where a file comes instead of entry.

    `file` is the name of that file, `ending` its form. `left_out` stands below the table: what it has no rows for; alone where it has none.
    """

    id: str
    heading: str
    title: str
    origin: str
    table: Table
    landscape: bool = False
    note: str = ""
    note_id: str = ""
    left_out: str = ""
    left_out_id: str = ""
    file: str = ""

    @property
    def ending(self) -> str:
        """The form of its file."""
        return self.file.rpartition(".")[2]


def printed_appendices(text: PlanText, matrix: Table, number: str, day: Mapping[str, str]) -> Iterator[Appendix]:
    """The appendices that have anything to say; Roman numbers from two on (Decree 30/2020, Annex I, III.1)."""
    workspace, plan, say = text.workspace, text.plan, text.wording.phrases.say
    filled = [
        (entry, table, left_out)
        for entry in plan.printed_appendices
        for table, left_out in ((_table(text, matrix, entry), _left_out(text, entry)),)
        if table or entry.file or left_out
    ]
    origin = (
        say("appendix_of_document", citation=text.decision(plan.issued_with))
        if plan.issued_with
        else say(
            "appendix_of",
            document=document_type(text),
            number=number,
            # The same words without a place, whose own name may hold a comma.
            day=say("place_and_day", place="", **day).lstrip(", "),
            issuer=workspace.agency_on(plan.issuer, plan.day).called,
        )
    )
    for index, (entry, table, left_out) in enumerate(filled, 1):
        yield Appendix(
            f"{table.id}-appendix" if entry.made and table else entry.id,
            say("appendix", number=roman(index) if len(filled) > 1 else "").strip(),
            appendix_title(entry, text.wording.phrases),
            origin,
            table or _NO_TABLE,
            landscape=entry.made == "tasks" or len((table or _NO_TABLE).columns) > _WIDE + 2 * bool(entry.made),
            note_id=ItemId.of(entry.id, "note"),
            note=say("appendix_file", file=entry.file) if entry.file else entry.note or "",
            left_out=left_out,
            left_out_id=ItemId.of(entry.id, LEFT_OUT) if left_out else "",
            file=entry.file or "",
        )


def document_type(text: PlanText) -> str:
    """What a plan calls itself: a plan, a programme of action, a scheme."""
    return text.plan.document_type or text.wording.phrases.say("document_type").capitalize()


def _table(text: PlanText, matrix: Table, entry: PlanAppendix) -> Table | None:
    """The table of an appendix; None where it has no rows."""
    workspace, plan = text.workspace, text.plan
    match entry.made:
        case "targets":
            table = targets_table(workspace, plan, text)
        case "tasks":
            table = matrix
        case "shares":
            table = shares_table(plan, text)
        case "budget":
            table = budget_table(plan, text)
        case _:
            return _own_table(entry) if entry.rows else None
    return table if table.rows else None


def _left_out(text: PlanText, entry: PlanAppendix) -> str:
    """What the table of an appendix has no rows for; a plan that names the table is told where it has no row at all."""
    is_there = entry in (text.plan.appendices or ()) or any(target.is_measured for target in text.plan.targets())
    return targets_in_words(text) if entry.made == "targets" and is_there else ""


def _own_table(entry: PlanAppendix) -> Table:
    """A table of its own: numbers as an official writes them, groups and totals as the rows that head or close others."""
    rows = tuple(_own_row(entry, row) for row in entry.rows)
    columns = fitted([column.heading for column in entry.columns], rows)
    return Table(ItemId.of(entry.id, "table"), entry.title or "", columns, rows)


def _own_row(entry: PlanAppendix, row: AppendixRow) -> Row:
    cells = []
    for column, cell in zip(entry.columns, row.cells, strict=True):
        number = cell_number(cell) if column.kind == "number" else None
        is_shown = number is not None and cell.strip("-–") != ""
        cells.append(
            Cell(
                official(number) if number is not None and is_shown else cell,
                "right" if column.kind == "number" else "left",
            )
        )
    return Row(ItemId.row(row.id), tuple(cells), is_group=row.group or row.total is not None, item=row.id)
