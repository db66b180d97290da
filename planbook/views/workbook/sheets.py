"""The shapes that a workbook is made of: typed values in rows, which any tabular output lays out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

# A number keeps the decimals that the plan prints: 10,50 is Decimal("10.50").
Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column with its heading; a turned one is as narrow as a mark, its heading reads upwards.

    `name` is that of a column which only some plans have. `choices` are offered to who fills a cell in, who may write something else; `choices_of` names the sheet whose
    turned headings are offered. `room` are the letters that it has room for whatever stands in it.
    """

    heading: str
    align: Literal["left", "center", "right"] = "left"
    turned: bool = False
    choices: tuple[str, ...] = ()
    choices_of: str = ""
    name: str = ""
    room: int = 0


@dataclass(frozen=True, slots=True)
class CellRule:
    """What may be typed into a cell of a form: any text, one of `choices`, a number or a day from `least` to `most`.

    `at_most` names the column of the number that this one is not to be more than, which is asked about and not refused. `hint` is
    shown to who is about to fill the cell in, or has filled it in wrong.
    """

    kind: Literal["text", "choice", "number", "day"] = "text"
    choices: tuple[str, ...] = ()
    least: Decimal | date | None = None
    most: Decimal | date | None = None
    at_most: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One cell a column; `id` is that of the entry of the plan which the row prints, empty where it is none.

    Where there are `rules`, only the cells that have one are open to be filled in.
    """

    id: str
    cells: tuple[Value, ...]
    kind: Literal["entry", "group", "total"] = "entry"
    rules: tuple[CellRule | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet of its own: `frozen` columns stay in sight, totals stand behind all other rows.

    `legend` says what the marks in its cells mean. With a `key` it is a form, known by that and its columns by their names, which
    stand in a row that nobody sees; nobody sees a `hidden` one at all.
    """

    name: str
    caption: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    legend: str = ""
    frozen: int = 0
    paper: Literal["A4", "A3"] = "A4"
    key: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet of a form: two columns of lines at its head, a title, facts with their labels, and how it is filled in."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    title: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a plan with what its pages and properties say about it.

    `page` has the blanks {page} and {pages}, which only the program that prints can fill. `content` is a hash of what
    the sheets say, by which an edited file finds the state of the data that it was made of.
    """

    plan: str
    title: str
    short_title: str
    issuer: str
    status: str
    revision: str
    footer: str
    page: str
    sheets: tuple[Sheet, ...]
    content: str = ""
    cover: Cover | None = None
