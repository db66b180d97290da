"""What a row of a returned collection workbook is of, by the cells beside those that are filled in: in the file, when it was given out, and now."""

from collections.abc import Mapping
from dataclasses import dataclass

from planbook.messages.diagnostics import Text
from planbook.reading.context import text_of
from planbook.returns.collected.collected_book import FormSheet
from planbook.returns.workbook.tables import SheetLine
from planbook.text.comparing import cleaned_line
from planbook.views.workbook.collected_facts import as_stated
from planbook.views.workbook.collection import CellsBeside
from planbook.views.workbook.sheets import Value

# What tells one row from another, whoever sorts a sheet without its ids; and by what a number is another one.
_NAMES = ("target", "task", "source", "report", "text_kind", "scope")
_COUNTED = ("unit", "counted")
_NOT_ASKED = Text("the plan does not ask this of the agency any more")


@dataclass(frozen=True)
class CellsApart:
    """Cells beside those of a row that are not as they were given out: what is told of them, and why the row needs somebody's yes."""

    notes: tuple[Text, ...] = ()
    doubt: Text | None = None


def edited_beside(sheet: FormSheet, row: SheetLine, given_out: Mapping[tuple[str, str, str], str]) -> CellsApart:
    """The cells of a row that somebody changed where nothing is filled in; another name may be that of another row."""
    notes: list[Text] = []
    for name in sheet.beside:
        old, new = given_out.get((sheet.kind, row.id, name), ""), _plain(sheet.cell_beside(row, name).value)
        if old == new:
            continue
        values = {**sheet.place(row, name).values, "old": old or "–", "new": new or "–"}
        notes.append(
            Text(
                "sheet “{sheet}”, cell {cell}: “{new}” for “{old}”, a cell that is not filled in; it is not taken",
                values,
            )
        )
        if name in _NAMES:
            return CellsApart((notes[-1],), Text("the row was given out for “{old}”, and says “{new}”", values))
        if name in _COUNTED:
            return CellsApart((notes[-1],), Text("the row was given out as “{old}”, and says “{new}”", values))
    return CellsApart(tuple(notes))


def changed_beside(
    sheet: FormSheet, row: SheetLine, given_out: Mapping[tuple[str, str, str], str], today: CellsBeside
) -> CellsApart:
    """What the data call a row otherwise than when it was given out; a number that is counted otherwise is another one."""
    if sheet.kind == "texts":
        return CellsApart()
    now = today.get((sheet.kind, row.id))
    if now is None:
        return CellsApart(doubt=_NOT_ASKED)
    notes: list[Text] = []
    doubt: Text | None = None
    for name in sheet.beside:
        old, new = given_out.get((sheet.kind, row.id, name), ""), _plain(now.get(name))
        values = {**sheet.place(row, name).values, "old": old or "–", "new": new or "–"}
        if old != new and name in _COUNTED:
            doubt = doubt or Text("the row was given out as “{old}”, and the data have “{new}” now", values)
        elif old != new and name in _NAMES:
            notes.append(Text("sheet “{sheet}”, cell {cell}: the data call “{old}” “{new}” now", values))
    return CellsApart(tuple(notes), doubt)


def _plain(value: Value) -> str:
    """A value as one line of text, by which two cells are compared."""
    return cleaned_line(text_of(as_stated(value)))
