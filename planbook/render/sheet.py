"""XLSX workbooks: the frames of a plan's sheets laid out for the screen and for print; every text stays a text."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from xlsxwriter import Workbook as Book
from xlsxwriter.exceptions import XlsxInputError
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planbook.messages.diagnostics import Refusal, Text
from planbook.model.number import fits_double, official
from planbook.render.frames import frame, room
from planbook.render.full_rows import FullRows
from planbook.views.workbook.sheets import CellRule, Cover, Sheet, SheetColumn, Value, Workbook

CellLook = Callable[..., Format]

# What Excel would take for a formula or a link stays text: a plan may begin a cell with "=" or "http:".
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# 163 is the Vietnamese character set, 42A the Vietnamese locale: dots between thousands wherever a file is opened.
_FONT = {"font_name": "Times New Roman", "font_size": 11, "font_charset": 163}
_LOCALE = "[$-42A]"
_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2EC"},
    "group": {"bold": True, "bg_color": "#F2F2F2"},
    "total": {"bold": True, "bg_color": "#F2F2F2"},
    "entry": {},
}
_PAPER = {"A4": 9, "A3": 8}

_FORM_ROW = 32  # points: room for what is typed, since a row of a given height does not grow
_NEW_ROWS = 200  # below a table, for which choices are offered too
LONGEST_MARGIN_TEXT = 255  # of a header or footer


def workbook(view: Workbook, created: datetime) -> bytes:
    """The file of a workbook; raises `Refusal`."""
    stream = io.BytesIO()
    book = Book(stream, {**_TEXT_ONLY, "in_memory": True, "default_format_properties": {**_FONT}})
    properties = {
        "title": view.title[:LONGEST_MARGIN_TEXT],
        "subject": view.short_title[:LONGEST_MARGIN_TEXT],
        "author": view.issuer[:LONGEST_MARGIN_TEXT],
        "status": view.status,
        "created": created,
    }
    book.set_properties(properties)
    book.set_custom_property("Language", "vi-VN")
    # A file that comes back says by itself what it was made from.
    book.set_custom_property("Plan", view.plan)
    book.set_custom_property("Revision", view.revision)
    book.set_custom_property("Content", view.content)
    look = _looks(book)
    if view.cover:
        _cover(book.add_worksheet(view.cover.name), view.cover, book)
    for sheet in view.sheets:
        try:
            page = book.add_worksheet(sheet.name, FullRows)
        except XlsxInputError as error:
            raise Refusal(
                Text(
                    "“{name}” of templates/plan/wording.yaml cannot be the name of a sheet: {problem}",
                    {"name": sheet.name, "problem": error},
                )
            ) from error
        _fill(page, sheet, look)
        if sheet.hidden:
            page.very_hidden()
            continue
        _set_up(page, sheet, view)
        if sheet.key:
            _hold(page, sheet)
        else:
            _offer(page, sheet, view)
    book.close()
    return stream.getvalue()


def _fill(page: FullRows, sheet: Sheet, look: CellLook) -> None:
    """Write the headings and all values; the ids stand in a hidden column before them."""
    values = frame(sheet)
    space = room(sheet)
    if sheet.key:
        page.add_row([(name, None) for name in (sheet.key, *(column.name for column in sheet.columns))], hidden=True)
    page.set_column(0, 0, 20, None, {"hidden": True})
    for index, width in enumerate(space.widths, 1):
        page.set_column(index, index, width)
    turned = (look("head", rotation=90 if column.turned else 0) for column in sheet.columns)
    heads = zip((column.heading for column in sheet.columns), turned, strict=True)
    page.add_row([(str(values.index.name), look("head")), *heads], space.head)

    @cache
    def looks_of(kind: str, rules: tuple[CellRule | None, ...]) -> list[CellLook]:
        pairs = zip(sheet.columns, rules or (None,) * len(sheet.columns), strict=True)
        return [cache(partial(look, kind, align=column.align, **_opened(rule))) for column, rule in pairs]

    rows = zip(sheet.rows, space.heights, values.index, values.to_numpy().tolist(), strict=True)
    for row, height, id_, cells in rows:
        looks = looks_of(row.kind, row.rules)
        page.add_row([(id_, None), *map(_cell, cells, looks)], max(height, _FORM_ROW) if sheet.key else height)


def _head(sheet: Sheet) -> int:
    """The row of the headings: below the keys, where there are any."""
    return 1 if sheet.key else 0


def _opened(rule: CellRule | None) -> dict[str, Any]:
    """The look of a cell that is to be filled in by a rule; what is typed as text is not to become a day."""
    if not rule:
        return {}
    form = {"text": "@", "choice": "@", "day": f"{_LOCALE}dd/mm/yyyy", "number": "General"}[rule.kind]
    return {"locked": False, "bg_color": "#FFF8DC", "num_format": form}


def _cell(value: Value, look: CellLook) -> tuple[Value, Format]:
    """One value as what it is, with its look; a number shows the decimals that the plan prints."""
    match value:
        case date():
            # Only January and February are padded (Decree 30/2020, Annex I, II.4c).
            month = "mm" if value.month <= 2 else "m"
            return value, look(num_format=f"{_LOCALE}dd/{month}/yyyy")
        case Decimal() if not fits_double(value):
            return official(value), look()
        case Decimal():
            decimals = "0" * -min(0, int(value.as_tuple().exponent))
            return value, look(num_format=_LOCALE + (f"#,##0.{decimals}" if decimals else "#,##0"))
    return value, look()


def _set_up(page: Worksheet, sheet: Sheet, view: Workbook) -> None:
    """Set what stays in sight, what is filtered, and how the sheet is printed."""
    filtered = sum(row.kind != "total" for row in sheet.rows)
    head = _head(sheet)
    page.autofilter(head, 1, head + filtered, len(sheet.columns))
    page.freeze_panes(head + 1, sheet.frozen + 1)
    page.set_landscape()
    page.set_paper(_PAPER[sheet.paper])
    page.set_margins(left=0.6, right=0.4, top=1, bottom=0.75)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    caption = f'&C&14&"{_FONT["font_name"]},Bold"{_escaped(sheet.caption)}\n&12&"{_FONT["font_name"]},Regular"'
    legend = f"\n{_escaped(sheet.legend)}" if sheet.legend else ""
    page.set_header(caption + _escaped(view.short_title, LONGEST_MARGIN_TEXT - len(caption + legend)) + legend)
    font = f'&9&"{_FONT["font_name"]},Regular"'
    right = f"&R{font}" + _escaped(view.page).replace("{page}", "&P").replace("{pages}", "&N")
    page.set_footer(f"&L{font}" + _escaped(view.footer, LONGEST_MARGIN_TEXT - len(f"&L{font}{right}")) + right)


def _offer(page: Worksheet, sheet: Sheet, view: Workbook) -> None:
    """Offer what cells mostly hold as lists to choose from; another text is no error, because cells hold several."""
    for index, column in enumerate(sheet.columns, 1):
        source: list[str] | str = list(column.choices)
        for target in view.sheets if column.choices_of else ():
            turned = [at for at, heading in enumerate(target.columns, 1) if heading.turned]
            if target.name == column.choices_of and turned:
                name = quote_sheetname(target.name)
                source = f"={name}!{xl_range_abs(0, turned[0], 0, turned[-1])}"
        if source:
            options = {"validate": "list", "source": source, "show_error": False}
            page.data_validation(1, index, len(sheet.rows) + _NEW_ROWS, index, options)


def _hold(page: Worksheet, sheet: Sheet) -> None:
    """Lock what is not to be filled in, without a password, and let Excel look at what is typed into the rest."""
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    for at, row in enumerate(sheet.rows, _head(sheet) + 1):
        for index, rule in enumerate(row.rules, 1):
            if rule and (options := _checked(rule, sheet.columns, at, index)):
                page.data_validation(at, index, at, index, options)


def _checked(rule: CellRule, columns: Sequence[SheetColumn], row: int, column: int) -> dict[str, Any]:
    """What Excel is told of a rule; nothing of one that takes any text and has no hint."""
    hint = {"input_message": rule.hint, "error_message": rule.hint} if rule.hint else {}
    if rule.kind == "text":
        return {"validate": "any", "input_message": rule.hint} if rule.hint else {}
    if rule.kind == "choice":
        return {"validate": "list", "source": list(rule.choices), **hint}
    if rule.at_most:
        own, limit = (
            xl_rowcol_to_cell(row, at)
            for at in (column, next(at for at, entry in enumerate(columns, 1) if entry.name == rule.at_most))
        )
        formula = f'=AND(ISNUMBER({own}),{own}>=0,OR({limit}="",{own}<={limit}))'
        return {"validate": "custom", "value": formula, "error_type": "warning", **hint}
    limits: dict[str, Any] = {"criteria": ">=", "value": rule.least}
    if rule.most is not None:
        limits = {"criteria": "between", "minimum": rule.least, "maximum": rule.most}
    return {"validate": "date" if rule.kind == "day" else "decimal", **limits, **hint}


_COVER: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "align": "center", "valign": "top"},
    "title": {"bold": True, "align": "center", "valign": "vcenter", "font_size": 14},
    "label": {"valign": "top"},
    "value": {"bold": True, "valign": "top"},
}
_COVER_WIDTHS = (4, 38, 92)


def _cover(page: Worksheet, cover: Cover, book: Book) -> None:
    """The first sheet of a form: no table, so that nobody takes it for one to fill in."""
    looks = {name: book.add_format({**_FONT, "text_wrap": True, **form}) for name, form in _COVER.items()}
    for at, width in enumerate(_COVER_WIDTHS):
        page.set_column(at, at, width)
    head = max(len(cover.left), len(cover.right))
    for at in range(head):
        page.merge_range(at, 0, at, 1, cover.left[at] if at < len(cover.left) else "", looks["head"])
        page.write_string(at, 2, cover.right[at] if at < len(cover.right) else "", looks["head"])
    at = head + 1
    for title in cover.title:
        page.merge_range(at, 0, at, 2, title, looks["title"])
        page.set_row(at, 20 * (1 + len(title) // 95))
        at += 1
    for label, value in cover.facts:
        at += 1
        page.merge_range(at, 0, at, 1, label, looks["label"])
        page.write_string(at, 2, value, looks["value"])
        page.set_row(at, 15 * (1 + max(len(value) // 85, len(label) // 40)))
    at += 1
    for index, step in enumerate(cover.steps):
        at += 1
        page.merge_range(at, 0, at, 2, step, looks["label" if index else "value"])
        page.set_row(at, 15 * (1 + len(step) // 130))
    page.protect("")
    page.set_landscape()
    page.set_paper(_PAPER["A4"])
    page.set_margins(left=0.6, right=0.4, top=0.75, bottom=0.75)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


def _escaped(text: str, longest: int = 60) -> str:
    """A text for the margin of a page, where & begins a code; what does not fit is cut visibly."""
    escaped = text.replace("&", "&&")
    return escaped if len(escaped) <= longest else text[: longest // 2 - 1].replace("&", "&&") + "…"


def _looks(book: Book) -> CellLook:
    """A function that makes each cell format once, by the kind of the row and what else is said of it."""

    @cache
    def look(kind: str, **more: object) -> Format:
        return book.add_format({**_FONT, "text_wrap": True, "border": 1, "valign": "top", **_LOOKS[kind], **more})

    return look
