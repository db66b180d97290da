"""A sheet of an edited workbook beside the one that the program makes: its rows by their ids, its columns by their names.

A cell that is no plain value is refused; what a sheet shows beside its cells is told.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from planbook.messages.diagnostics import Text
from planbook.model.number import official, roman
from planbook.ooxml.workbooks import LOOKS, ReturnedSheet, SheetCell, letters
from planbook.reading.context import text_of
from planbook.reading.not_taken import Unread
from planbook.returns.answers.answer import FileEdit
from planbook.text.comparing import cleaned_line, composed, spelt_as, without_stray_blanks
from planbook.views.workbook.sheets import Sheet, SheetRow, Value

# The columns of each sheet by name, in the order in which `views` makes them; `column_x` of wording.yaml is x.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "about_tasks": ("index", "task", "lead", "coordinating", "deadline", "day", "result", "money", "notes"),
    "about_budget": ("index", "purpose", "project", "source_of_funds", "amount", "unit", "approximate", "notes"),
    "about_targets": ("index", "target", "indicator", "comparator", "value", "upper", "unit", "standard", "due"),
}
# What is worked out from others, which a new row may leave empty.
DERIVED: Mapping[str, tuple[str, ...]] = {
    "about_tasks": ("day", "notes", "state"),
    "about_budget": ("purpose", "project"),
    "about_targets": ("standard",),
}
_SOMETIMES = "standard"  # stands only in a sheet of targets that have one
ID = "id"
_HEAD_WITHIN = 30  # rows: people write titles above a table
_EMPTY = SheetCell(None)


GONE_SHEET = Unread(Text("the sheet is gone from the file"), Text("fill in the file as it was given out"))
GONE_COLUMN = Unread(
    Text("the column is gone from the sheet; nothing of it is read"),
    Text("fill in the file as it was given out, with all its columns"),
)
TROUBLES = {
    "formula": Unread(Text("a formula stands here"), Text("write the value itself")),
    "error": Unread(Text("an error of the sheet stands here"), Text("write the value itself")),
    "struck": Unread(Text("the cell is struck through"), Text("delete it, or take the line through it away")),
    "raised": Unread(Text("letters of the cell are raised or lowered"), Text("write it as plain text")),
    "unseen": Unread(Text("letters of the cell cannot be seen"), Text("write it in black letters of a usual size")),
    "symbol": Unread(
        Text("letters of the cell are shown as other signs, by their font"),
        Text("write it as plain text in a Unicode font"),
    ),
    "merged": Unread(
        Text("cells were merged, and only the first of them keeps what it said"), Text("take the merging back")
    ),
}
_EXTRAS = {
    "drawn": Unread(
        Text("something is drawn over the sheet, or a picture or text box lies on it"), Text("write it into a cell")
    ),
    "link": Unread(Text("the cell leads elsewhere than it says"), Text("take the link away")),
    "condition": Unread(
        Text("a conditional format strikes letters of these cells through or hides them"),
        Text("take the conditional format away"),
    ),
}
BROKEN = Unread(Text("a line break inside the cell is not taken back"), Text("take it away"))
_TIMES = ("deadline", "due")
_LISTS = ("lead", "coordinating", "deadline")  # where a line break only stands between two of them


def renamed_sheet(name: str, new_name: str) -> Unread:
    """The refusal of a sheet that is there under another name."""
    return Unread(
        Text(
            "the sheet is gone from the file; “{other}” has its columns and rows: was it renamed?", {"other": new_name}
        ),
        Text("call the sheet “{sheet}” again", {"sheet": name}),
    )


def in_sheet(sheet: str) -> Text:
    """Where something of a sheet as a whole stands."""
    return Text("sheet “{sheet}”", {"sheet": sheet})


def in_cell(sheet: str, cell: str) -> Text:
    """Where something in a cell, or in several, stands."""
    return Text("sheet “{sheet}”, cell {cell}", {"sheet": sheet, "cell": cell})


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of an edited table: its number in the sheet, its id if it has one, its cells by column."""

    number: int
    id: str
    cells: Mapping[str, SheetCell]

    def value(self, name: str) -> Value:
        """What stands in a column; nothing where the sheet lacks it."""
        return self.cells.get(name, _EMPTY).value

    @property
    def values(self) -> dict[str, Value]:
        """What stands in each column."""
        return {name: cell.value for name, cell in self.cells.items()}

    def text(self, name: str) -> str:
        """The same as one line of text."""
        return without_stray_blanks(cleaned_line(text_of(self.value(name))))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it but perhaps a number of its own."""
        return all(cell.value in (None, "") for name, cell in self.cells.items() if name != "index")


@dataclass(frozen=True)
class EditedTable:
    """The rows of an edited sheet; `missing` are columns that it lacks, `unknown` headings that no column has.

    `head` is the row of the headings, `columns` are those that are read, with that of the ids.
    """

    name: str
    headings: Mapping[str, str]
    lines: tuple[SheetLine, ...]
    missing: tuple[str, ...]
    unknown: tuple[tuple[int, str], ...]
    head: int = 1
    columns: frozenset[int] = frozenset()

    def place(self, line: SheetLine, name: str = "") -> Text:
        """Where a row stands, or its cell in a column."""
        place = {"sheet": self.name, "row": line.number}
        if not name:
            return Text("sheet “{sheet}”, row {row}", place)
        return Text("sheet “{sheet}”, row {row}, column “{column}”", {**place, "column": self.headings[name]})

    def counted(self, given_out: Mapping[str, SheetRow]) -> Mapping[int, str]:
        """The number that each row would have if they were counted as they stand: groups apart from what is in them."""
        counts = Counter[str]()
        numbers: dict[int, str] = {}
        is_roman = any(row.kind == "group" and not shown_value(row.cells[0]).isdigit() for row in given_out.values())
        for line in self.lines:
            kind = given_out[line.id].kind if line.id in given_out else "entry"
            counts[kind] += 1
            numbers[line.number] = roman(counts[kind]) if kind == "group" and is_roman else f"{counts[kind]}"
        return numbers


def names_of(about: str, sheet: Sheet) -> tuple[str, ...]:
    """The names of the columns of a sheet; those of the grid are numbered."""
    all_names = COLUMNS.get(about) or tuple(f"{index}" for index, _ in enumerate(sheet.columns))
    names = (name for name in all_names if name != _SOMETIMES)
    return tuple(column.name or next(names) for column in sheet.columns)


def read_table(page: ReturnedSheet, about: str, sheet: Sheet) -> EditedTable | None:
    """The rows of an edited sheet; None where it has no row of headings with that of the ids."""
    names = names_of(about, sheet)
    headings = dict(zip(names, (_folded(column.heading) for column in sheet.columns), strict=True))
    for number in sorted(page.rows)[:_HEAD_WITHIN]:
        texts = {at: _folded(text_of(cell.value)) for at, cell in page.rows[number].items()}
        own = next((at for at, text in texts.items() if text == ID), None)
        if own is None or not set(headings.values()) & set(texts.values()):
            continue
        places: dict[str, int] = {}
        for name, heading in headings.items():
            # Two headings may be the same; each column is taken once.
            free = [at for at, text in texts.items() if text == heading and at not in places.values()]
            if free:
                places[name] = free[0]
        unknown = [(at, text) for at, text in texts.items() if at not in (own, *places.values()) and text]
        return EditedTable(
            page.name,
            dict(zip(names, (column.heading for column in sheet.columns), strict=True)),
            tuple(_lines(page, number, own, places)),
            tuple(name for name in names if name not in places),
            tuple(unknown),
            number,
            frozenset({own, *places.values()}),
        )
    return None


def is_copy(page: ReturnedSheet, about: str, sheet: Sheet) -> bool:
    """Whether a sheet under another name has all columns of one that was given out, and rows of it."""
    table = read_table(page, about, sheet)
    return bool(
        table and not table.missing and {line.id for line in table.lines} & {row.id for row in sheet.rows if row.id}
    )


def _lines(page: ReturnedSheet, head: int, own: int, places: Mapping[str, int]) -> Iterator[SheetLine]:
    for number in sorted(page.rows):
        if number > head:
            row = page.rows[number]
            cells = {name: _as_time(row.get(at, _EMPTY), name) for name, at in places.items()}
            line = SheetLine(number, cleaned_line(text_of(row.get(own, _EMPTY).value)), cells)
            if line.id or not line.is_empty:
                yield line


def _as_time(cell: SheetCell, name: str) -> SheetCell:
    """The cell of a column; a number in one of times is a year, which has no dot."""
    return replace(cell, value=text_of(cell.value)) if name in _TIMES and isinstance(cell.value, Decimal) else cell


def strays(page: ReturnedSheet, table: EditedTable) -> Iterator[tuple[Text, str]]:
    """What stands outside of the table of a sheet, or alone in its column of numbers, each with its place."""
    index = {line.number for line in table.lines}
    for row in sorted(page.rows):
        for column, cell in sorted(page.rows[row].items()):
            text = shown_value(cell.value)
            is_inside = row >= table.head and column in table.columns and (row == table.head or row in index)
            is_head = row == table.head and (column, _folded(text)) in table.unknown
            if row not in index and cell.trouble in LOOKS:
                continue  # told with its look
            # People number empty rows in advance.
            if not is_inside and not is_head and (text or cell.trouble in ("formula", "error")) and not text.isdigit():
                yield in_cell(table.name, f"{letters(column)}{row}"), text


def is_same(first: Value, second: Value) -> bool:
    """Whether two cells say the same: numbers by what they are worth, texts without what cannot be seen."""
    if _is_number(first) and _is_number(second):
        return Decimal(str(first)) == Decimal(str(second))
    return shown_value(first) == shown_value(second)


def shown_value(value: Value) -> str:
    """The value of a cell as people see it."""
    if isinstance(value, Decimal):
        return official(value)
    return cleaned_line(text_of(value))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, date)


def _folded(text: str) -> str:
    return cleaned_line(text).casefold()


def odd(cell: SheetCell, name: str, base: Value) -> Unread | None:
    """Why a cell is not what its letters say: by its look, or by a line break that `base` did not have."""
    if cell.trouble in LOOKS:
        return TROUBLES[cell.trouble]
    return BROKEN if is_broken(cell.value, name) and "\n" not in str(base) else None


def is_broken(value: Value, name: str) -> bool:
    """Whether a text has a line break, which says nothing and would become a blank; between two of a list it is a comma."""
    return isinstance(value, str) and name not in _LISTS and "\n" in value.strip()


def odd_cells(page: ReturnedSheet, lines: Collection[int]) -> Iterator[FileEdit]:
    """What a sheet shows beside the values of its rows, which are those of the numbers in `lines`."""
    places = [(extra.place, _EXTRAS[extra.what], extra.text) for extra in page.extras]
    for number, row in page.rows.items():
        cells = [(at, cell) for at, cell in row.items() if cell.trouble in LOOKS and number not in lines]
        places += [(f"{letters(at)}{number}", TROUBLES[cell.trouble], shown_value(cell.value)) for at, cell in cells]
    for place, why, text in places:
        yield FileEdit("-", in_cell(page.name, place), new=text, refused=why)


def as_spelt(value: Value, base: Value) -> Value:
    """An edited value in the spelling that it was given out with, its line breaks as they are."""
    return without_stray_blanks(spelt_as(composed(value), shown_value(base))) if isinstance(value, str) else value
