"""Files that an earlier version of the program gave out: what they have that those of today have not."""

from collections.abc import Mapping
from dataclasses import replace

from planbook.returns.workbook.tables import COLUMNS
from planbook.views.workbook.appendix_sheets import OWN_TABLE
from planbook.views.workbook.sheets import Sheet, SheetColumn
from planbook.wording.phrases import Phrases

_TARGETS, _STANDARD = "about_targets", "standard"


def without_appendices(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Sheets without those of shares and own tables, which once were none."""
    return {about: sheet for about, sheet in sheets.items() if about.split()[0] not in ("about_shares", OWN_TABLE)}


def with_standards(sheets: Mapping[str, Sheet], phrases: Phrases) -> dict[str, Sheet]:
    """Sheets whose targets have a column of standards, which once stood there even where no target has one."""
    sheet, names = sheets.get(_TARGETS), COLUMNS[_TARGETS]
    if sheet is None or any(column.name == _STANDARD for column in sheet.columns):
        return dict(sheets)
    at = names.index(_STANDARD)
    heading = SheetColumn(phrases.say(f"column_{_STANDARD}"), name=_STANDARD)
    rows = tuple(replace(row, cells=(*row.cells[:at], "", *row.cells[at:])) for row in sheet.rows)
    wider = replace(sheet, columns=(*sheet.columns[:at], heading, *sheet.columns[at:]), rows=rows)
    return {**sheets, _TARGETS: wider}
