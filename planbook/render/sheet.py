"""XLSX sheets of tables through pandas; every text stays a text."""

import io
from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from planbook.diagnostics import Refusal
from planbook.views.blocks import Row, Table

# What Excel would take for a formula or a link stays text: a plan may begin a cell with "=" or "http:".
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

LONGEST_CELL = 32_767  # Excel's limit; what is longer would be cut without a word


class SheetTooSmall(Refusal):
    """A text that a sheet cannot hold."""


def workbook(tables: dict[str, Table], *, title: str, created: datetime) -> bytes:
    """Give a workbook with one sheet a table; numbers are numbers where the view says so."""
    stream = io.BytesIO()
    options = {"options": {**_TEXT_ONLY, "in_memory": True}}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs=options) as writer:
        book = writer.book
        book.set_properties({"title": title[:255], "created": created})
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"})
        group = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        for name, table in tables.items():
            frame = pd.DataFrame(
                [list(_values(row)) for row in table.rows],
                columns=[column.heading for column in table.columns],
                dtype=object,
            )
            frame.to_excel(writer, sheet_name=name[:31], index=False)
            sheet = writer.sheets[name[:31]]
            for index, column in enumerate(table.columns):
                sheet.write_string(0, index, column.heading, head)
                sheet.set_column(index, index, max(6, column.width * 1.4), plain)
            for index, row in enumerate(table.rows, 1):
                sheet.set_row(index, None, group if row.is_group else plain)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
    return stream.getvalue()


def _values(row: Row) -> Iterator[str | int]:
    """Give a row's values; a cell over several columns stands in the first of them, so that filters work."""
    for cell in row.cells:
        if len(cell.text) > LONGEST_CELL:
            raise SheetTooSmall(f"a cell of {len(cell.text)} letters does not fit a sheet: {cell.text[:60]}…")
        yield cell.text if cell.value is None else cell.value
        yield from [""] * (cell.span - 1)
