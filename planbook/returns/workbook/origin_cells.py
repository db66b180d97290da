"""The sheet that says what a returned workbook is and where it comes from: nothing of it is taken back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime

from planbook.messages.diagnostics import Text
from planbook.ooxml.workbooks import Book, ReturnedSheet
from planbook.reading.not_taken import Unread
from planbook.returns.answers.answer import FileEdit
from planbook.returns.workbook.tables import (
    GONE_SHEET,
    in_sheet,
    is_same,
    read_table,
    renamed_sheet,
    shown_value,
    strays,
)
from planbook.views.workbook.sheets import Workbook
from planbook.wording.phrases import Phrases

_FIXED = Unread(
    Text("this only says what the file is and where it comes from"),
    Text("number, day, status and title stand in the plan's file; change them there"),
)


def made_on(book: Book, phrases: Phrases) -> date:
    """The day on which a workbook says that it was made; today where it says none."""
    label = phrases.say("fact_made")
    for row in (row for page in book.pages for row in page.rows.values()):
        values = [cell.value for cell in row.values()]
        if label in values and (days := [value for value in values if isinstance(value, date)]):
            return days[0]
    return datetime.now(tz=UTC).date()


def origin_page(book: Book, phrases: Phrases) -> ReturnedSheet | None:
    """The sheet that says where a workbook comes from: by its name, else by what it says."""
    name, labels = phrases.say("workbook_origin"), {phrases.say("fact_source"), phrases.say("fact_made")}
    texts = (
        (page, {shown_value(cell.value) for row in page.rows.values() for cell in row.values()}) for page in book.pages
    )
    pages = (page for page in book.pages if page.name.strip().casefold() == name.casefold())
    return next(pages, None) or next((page for page, cells in texts if labels <= cells), None)


def origin_edits(
    book: Book, states: Sequence[Workbook], statuses: Collection[str], phrases: Phrases
) -> Iterator[FileEdit]:
    """What was edited on the sheet of the origin and in the status of the file.

    `states` are the workbook as the data make it now, and as they made it when the file was given out; `statuses` other
    names that its status may have.
    """
    possible = {state.status for state in states} | set(statuses)
    status = book.properties.get("Status", "")
    if status and status not in possible:
        yield FileEdit("-", Text("the properties of the file"), states[-1].status, status, refused=_FIXED)
    sheets = [state.sheets[-1] for state in states]
    page = origin_page(book, phrases)
    if page and page.name.strip().casefold() != sheets[0].name.casefold():
        yield FileEdit("-", in_sheet(sheets[0].name), refused=renamed_sheet(sheets[0].name, page.name))
        return
    table = read_table(page, "origin", sheets[0]) if page else None
    if page is None or table is None:
        yield FileEdit("-", in_sheet(sheets[0].name), refused=GONE_SHEET)
        return
    for place, text in strays(page, table):
        yield FileEdit("-", place, "", text, refused=_FIXED)
    facts = [{shown_value(row.cells[0]): row.cells[1] for row in sheet.rows} for sheet in sheets]
    missing = {label for label, value in facts[-1].items() if shown_value(value)}
    missing.discard(phrases.say("fact_wording"))  # older files have no such row
    for line in table.lines:
        label, cell = (line.cells[key] for key in ("0", "1"))
        name = shown_value(label.value)
        values = [fact[name] for fact in facts if name in fact]
        missing.discard(name)
        # The file may have been given out before the data had a commit.
        text_now = shown_value(cell.value)
        is_open = name == phrases.say("fact_revision") and not text_now
        values += statuses if name == phrases.say("fact_status") else ()
        is_right = is_open or any(is_same(cell.value, value) for value in values)
        if not values or not is_right or label.trouble or cell.trouble:
            old, new = (shown_value(values[-1]), text_now) if values else ("", f"{name}: {text_now}")
            yield FileEdit("-", table.place(line), old, new, refused=_FIXED)
    for name in sorted(missing):
        yield FileEdit("-", in_sheet(page.name), name, refused=_FIXED)
