"""Cells of a returned workbook that are no plain values, and what its sheets show beside their cells."""

from collections.abc import Collection, Iterator

from planbook.messages.diagnostics import Text
from planbook.ooxml.workbooks import LOOKS, ReturnedSheet, SheetCell, letters
from planbook.reading.not_taken import Unread
from planbook.returns.answers.answer import FileEdit
from planbook.returns.workbook.tables import in_cell, shown_value
from planbook.views.workbook.sheets import Value

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
_LISTS = ("lead", "coordinating", "deadline")  # where a line break only stands between two of them


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
