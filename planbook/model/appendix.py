"""The appendices of a plan: those that are made of its data, tables of numbers of its own, files that come with it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from planbook.model.entry import Entry, Flag, Id, OneOrMany, PlainWords, Shaped, problem
from planbook.model.number import parse_number

MadeAppendix = Literal["targets", "shares", "tasks", "budget"]
NOTHING = ("-", "–")  # what a cell without a number holds


ENDINGS = (".docx", ".xlsx", ".pdf")


def _check_file(name: str) -> str:
    if "/" in name or "\\" in name or name.startswith("."):
        raise problem("wrong-kind", "“{name}” is no bare name of a file", "write its name alone", name=name)
    if not name.endswith(ENDINGS):
        raise problem(
            "wrong-kind",
            "“{name}” is no file that can be published",
            "save it in one of these forms: {endings}",
            name=name,
            endings=", ".join(ENDINGS),
        )
    return name


class AppendixColumn(Entry):
    """A column of an own table; numbers in it are added up, and with `sum_of` it is itself the sum of others."""

    key: Id
    heading: PlainWords
    kind: Literal["text", "number"] = "text"
    sum_of: Annotated[tuple[Id, ...], OneOrMany()] = ()


class AppendixRow(Entry):
    """A row of an own table, a cell a column; `group` heads those below it.

    `total` says that its numbers are those of all rows together, or of the rows of its group.
    """

    id: Id
    cells: tuple[PlainWords, ...]
    group: Flag = False
    total: Literal["all", "group"] | None = None


class PlanAppendix(Shaped):
    """One appendix: made of the data of the plan, a table of its own, or a file that comes with it."""

    id: Id
    title: PlainWords | None = None
    made: MadeAppendix | None = None
    note: PlainWords | None = None
    columns: tuple[AppendixColumn, ...] = ()
    rows: tuple[AppendixRow, ...] = ()
    file: Annotated[PlainWords, AfterValidator(_check_file)] | None = None

    @classmethod
    def shape_problem(cls, values: Mapping[str, Any]) -> PydanticCustomError | None:
        """The error where it is not exactly one of the three, has no title, or rows with more or fewer cells than columns."""
        kinds = [name for name in ("made", "rows", "file") if values.get(name)]
        if len(kinds) != 1:
            return problem(
                "appendix-content",
                "appendix “{id}” is {count} things: {kinds}",
                "write exactly one of: made, rows with columns, file",
                id=values.get("id"),
                count=len(kinds),
                kinds=", ".join(kinds) or "-",
                key=(kinds or [""])[-1],
            )
        if kinds != ["made"] and not values.get("title"):
            return problem("missing-field", "“{id}” has no title", "write title:", id=values.get("id"))
        columns = values.get("columns") or ()
        for row in values.get("rows") or ():
            cells = row.cells if isinstance(row, AppendixRow) else columns
            if len(cells) != len(columns):
                return problem(
                    "appendix-content",
                    "the row “{row}” has {count} cells, the table {columns} columns",
                    "write a cell for each column; “-” where there is nothing",
                    row=row.id,
                    count=len(cells),
                    columns=len(columns),
                    key="rows",
                )
        return None

    def numbers(self, row: AppendixRow) -> dict[str, Decimal | None]:
        """The numbers of a row by the keys of their columns; None for what is no number."""
        cells = zip(self.columns, row.cells, strict=True)
        return {column.key: cell_number(cell) for column, cell in cells if column.kind == "number"}

    def groups(self) -> Iterator[list[AppendixRow]]:
        """The rows group by group, each with its heading; those before the first heading are one."""
        group: list[AppendixRow] = []
        for row in self.rows:
            if row.group and group:
                yield group
                group = []
            group.append(row)
        yield group


def cell_number(cell: str) -> Decimal | None:
    """The number of a cell, zero where it holds nothing; None for what cannot be read as one."""
    if cell in NOTHING:
        return Decimal(0)
    try:
        return parse_number(cell)
    except PydanticCustomError:
        return None
