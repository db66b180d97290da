"""A collection workbook that came back: whose it is, of which period, and what each row says beside what it was given out with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Misuse, Text
from planbook.model.period import When, parse_report_period
from planbook.ooxml.workbooks import Book, ReturnedSheet, SheetCell, letters
from planbook.returns.workbook.tables import ID, SheetLine, in_cell, shown_value
from planbook.views.workbook.collected_facts import FILLED, IN_FRONT, FormKind
from planbook.views.workbook.collection import GIVEN_OUT, MARK

_FIRST_ROWS = 40  # among which the mark of a sheet is looked for: somebody may put a title above


@dataclass(frozen=True, slots=True)
class FormMark:
    """What a sheet says that it is of."""

    plan: str
    period: When
    agency: str
    closing: date
    revision: str


@dataclass(frozen=True)
class FormSheet:
    """A sheet of one kind: where its mark stands, and the columns that are filled in, by their names."""

    kind: FormKind
    page: ReturnedSheet
    row: int
    column: int

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The numbers of the columns, wherever somebody moved them."""
        return {name: self._names[name] for name in FILLED[self.kind] if name in self._names}

    @cached_property
    def beside(self) -> Mapping[str, int]:
        """The numbers of the columns that say what a row is of; none in a file of an earlier version of the program."""
        return {name: self._names[name] for name in IN_FRONT[self.kind] if name in self._names}

    @cached_property
    def _names(self) -> Mapping[str, int]:
        """The numbers of all columns that have a name in the row of the mark."""
        return {str(cell.value): at for at, cell in self.page.rows[self.row].items()}

    def cell_beside(self, row: SheetLine, name: str) -> SheetCell:
        """What a column that says what a row is of has in a row."""
        return self.page.rows[row.number].get(self.beside[name], SheetCell(None))

    @cached_property
    def rows(self) -> tuple[SheetLine, ...]:
        """The rows below the headings that were given out, or say something."""
        rows = []
        is_below = False
        for number, cells in sorted(self.page.rows.items()):
            id_ = shown_value(cells.get(self.column, SheetCell(None)).value)
            own = {name: cells.get(at, SheetCell(None)) for name, at in self.columns.items()}
            line = SheetLine(number, id_, own)
            if number > self.row and id_ != ID and (id_ or not line.is_empty or (is_below and self.words(number))):
                rows.append(line)
            is_below |= id_ == ID
        return tuple(rows)

    def words(self, number: int) -> str:
        """What stands in a row of the file, cell by cell, but for its id."""
        cells = sorted(self.page.rows.get(number, {}).items())
        return "; ".join(filter(None, (shown_value(cell.value) for at, cell in cells if at != self.column)))

    def cells_aside(self, row: SheetLine) -> Iterator[tuple[str, str]]:
        """The cells of a row in columns that the form does not have, by their places, with what stands there."""
        own = self.page.rows[self.row] if self.beside else self.page.rows.get(row.number, {})
        for at, cell in sorted(self.page.rows.get(row.number, {}).items()):
            if at not in own and cell.value not in (None, ""):
                yield f"{letters(at)}{row.number}", shown_value(cell.value)

    def heading(self, name: str) -> str:
        """What a column is called in the file."""
        for number in range(self.row + 1, self.row + _FIRST_ROWS):
            cells = self.page.rows.get(number, {})
            if cells.get(self.column, SheetCell(None)).value == ID and (cell := cells.get(self.columns[name])):
                return shown_value(cell.value)
        return name

    def place(self, row: SheetLine, *names: str) -> Text:
        """Where cells of a row stand."""
        columns = {**self.columns, **self.beside}
        cells = ", ".join(f"{letters(columns[name])}{row.number}" for name in names) or f"{row.number}"
        return in_cell(self.page.name, cells)


@dataclass(frozen=True)
class CollectedBook:
    """The sheets of a workbook, and what its cells held when it was given out; None where the file lost that."""

    mark: FormMark
    sheets: Mapping[FormKind, FormSheet]
    given_out: Mapping[tuple[str, str, str], str] | None
    other_pages: tuple[ReturnedSheet, ...] = ()  # the cover among them


def collected_book(book: Book) -> CollectedBook | None:
    """What a workbook is as one that an agency filled in; None where it is another one. Raises `Misuse`."""
    marked = [(page, *place) for page in book.pages if (place := _marked(page))]
    if not marked:
        return None
    marks = {tuple(words[2:]) for _, _, _, words in marked}
    kinds = [words[1] for _, _, _, words in marked]
    mark = _mark(next(iter(marks)))
    if len(marks) > 1 or len(set(kinds)) < len(kinds) or mark is None:
        raise Misuse(
            Text("the file holds sheets of several workbooks, or does not say of which: send each as it was given out")
        )
    sheets = {
        cast("FormKind", words[1]): FormSheet(cast("FormKind", words[1]), page, row, column)
        for page, row, column, words in marked
        if words[1] in FILLED
    }
    base = next(((page, row) for page, row, _, words in marked if words[1] == GIVEN_OUT), None)
    names = {page.name for page, *_ in marked}
    unmarked = tuple(page for page in book.pages if page.name not in names and page.rows)
    return CollectedBook(mark, sheets, dict(_given_out(*base)) if base else None, unmarked)


def _marked(page: ReturnedSheet) -> tuple[int, int, list[str]] | None:
    """Where the mark of a sheet stands, and its words."""
    for number in sorted(page.rows)[:_FIRST_ROWS]:
        for column, cell in page.rows[number].items():
            words = str(cell.value).split(" ")
            if words[0] == MARK and len(words) == 7:
                return number, column, words
    return None


def _mark(words: tuple[str, ...]) -> FormMark | None:
    plan, period, agency, closing, revision = words
    try:
        return FormMark(plan, parse_report_period(period), agency, date.fromisoformat(closing), revision)
    except (PydanticCustomError, ValueError):
        return None


def _given_out(page: ReturnedSheet, row: int) -> Iterator[tuple[tuple[str, str, str], str]]:
    for number, cells in page.rows.items():
        texts = [shown_value(cell.value) for _, cell in sorted(cells.items())]
        if number > row + 1 and len(texts) >= 4:
            kind, id_, name, value = texts[-4:]
            yield (kind, id_, name), value
