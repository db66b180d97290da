"""A workbook that somebody edited: every cell with what it shows, and what people said beside it.

openpyxl is not used here: it makes an object of every cell of a merged area, and a file of 5 KB can name seventeen
thousand million of them. What is needed of the format is little, and `opening` has looked the XML over already.
"""

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from lxml import etree

from planbook.diagnostics import Text
from planbook.ooxml.opening import WORKBOOK, Package

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"\A[+-]?(?=\.?[0-9])[0-9]{0,400}\.?[0-9]{0,400}(?:[eE][+-]?[0-9]{1,4})?\Z")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^][]*\]')
# Formats of days that every program knows by number; the others are named in the file.
_BUILT_IN = {**dict.fromkeys((14, 15, 16, 22), "d/m/yyyy"), 17: "mmm-yy", 9: "0%", 10: "0.00%"}
T = TypeVar("T")
_LATEST = 2_958_465  # 31/12/9999
_SPOILT = 1_000_000  # cells in merged areas; areas that lie over each other would make more of them than there are


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `trouble` says why it is no plain value: formula, error, struck, merged."""

    value: str | Decimal | date | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote beside a cell."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Page:
    """One sheet: its cells by row and column, both counted from 1; empty cells are left out."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Book:
    """All sheets of a workbook in their order, and its own properties by name."""

    pages: tuple[Page, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


def read_book(package: Package) -> Book:
    """Give what a workbook holds; raises `NotAWorkbook` where a part cannot be parsed."""
    root = package.part(package.main)
    assert root is not None
    related = _relations(package, package.main)
    properties = root.find(f"{_S}workbookPr")
    epoch = 1904 if properties is not None and properties.get("date1904") in ("1", "true") else 1900
    looks = _Looks(package.part(_only(related, "styles")), epoch)
    strings = _strings(package.part(_only(related, "sharedStrings")))
    pages, parts = [], set()
    for sheet in root.iter(f"{_S}sheet"):
        part = related.get(sheet.get(f"{_R}id", ""), ("", ""))[1]
        if part in parts:
            raise WORKBOOK.refused(
                Text("two sheets of the file are one"), Text("open it in {program} and save it anew")
            )
        parts.add(part)
        content = package.part(part)
        if content is not None and content.tag == f"{_S}worksheet":
            pages.append(_page(sheet.get("name", ""), content, strings, looks, _remarks(package, part)))
    return Book(tuple(pages), _properties(package))


def letters(column: int) -> str:
    """Give the letters of a column: 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _page(
    name: str, root: etree._Element, strings: list[tuple[str, bool]], looks: "_Looks", remarks: tuple[Remark, ...]
) -> Page:
    rows: dict[int, dict[int, Cell]] = {}
    at = 0
    for row in root.iterfind(f"{_S}sheetData/{_S}row"):
        at = _counted(row.get("r"), at + 1)
        column = 0
        for element in row.iterfind(f"{_S}c"):
            place = _PLACE.fullmatch(element.get("r", ""))
            column = _number_of(place[1]) if place else column + 1
            cell = _cell(element, strings, looks)
            if cell.value not in (None, "") or cell.trouble in ("formula", "error"):
                rows.setdefault(at, {})[column] = cell
    spoilt = 0
    order = sorted(rows)
    for area in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
        spoilt += _spoil(rows, order, area.get("ref", ""))
        if spoilt > _SPOILT:
            raise WORKBOOK.refused(Text("the file has more merged cells than any plan has cells"))
    return Page(name, rows, remarks)


def _spoil(rows: dict[int, dict[int, Cell]], order: Sequence[int], area: str) -> int:
    """Mark the first cell of a merged area, since what stood in the others is gone; how many cells that are."""
    first, _, last = area.partition(":")
    one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if not one or not other:
        return 0
    row, column = int(one[2]), _number_of(one[1])
    value = rows.get(row, {}).get(column, Cell(None)).value
    lines = order[bisect_left(order, row) : bisect_right(order, int(other[2]))]
    columns = range(column, min(_number_of(other[1]), column + 100) + 1)
    for line in lines:
        for place in columns:
            rows[line][place] = Cell(value if (line, place) == (row, column) else None, "merged")
    return len(lines) * len(columns)


def _cell(element: etree._Element, strings: list[tuple[str, bool]], looks: "_Looks") -> Cell:
    kind, style = element.get("t", "n"), element.get("s", "0")
    said = element.findtext(f"{_S}v") or ""
    if element.find(f"{_S}f") is not None:
        return Cell(said, "formula")
    if kind == "e":
        return Cell(said, "error")
    struck = looks.is_struck(style)
    value: str | Decimal | date | None
    if kind == "s":
        index = _counted(said, len(strings))
        value, is_struck = strings[index] if index < len(strings) else ("", False)
        struck = struck or is_struck
    elif kind == "inlineStr":
        inline = element.find(f"{_S}is")
        value, is_struck = ("", False) if inline is None else _text(inline)
        struck = struck or is_struck
    elif kind == "n" and said:
        value = looks.shown(said, style)
    elif kind == "d":
        value = _day(said)
    else:
        value = _unescaped(said) if said else None
    return Cell(value, "struck" if struck and value not in (None, "") else "")


def _strings(root: etree._Element | None) -> list[tuple[str, bool]]:
    return [] if root is None else [_text(one) for one in root.iterfind(f"{_S}si")]


def _text(element: etree._Element) -> tuple[str, bool]:
    """Give a text of one or several runs, without how it is pronounced, and whether any of it is struck through."""
    runs = [element.findtext(f"{_S}t"), *(run.findtext(f"{_S}t") for run in element.iterfind(f"{_S}r"))]
    marks = element.iterfind(f"{_S}r/{_S}rPr/{_S}strike")
    struck = any(mark.get("val", "1") not in ("0", "false") for mark in marks)
    return _unescaped("".join(filter(None, runs))), struck


def _day(text: str) -> str | date:
    """The day of a cell that holds one in words, as 2026-04-09T00:00:00; what is no day stays text."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _unescaped(text: str) -> str:
    """A text with its letters for their codes; half a letter (a surrogate) is none."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Looks:
    """How cells are shown, by the number of their style: as days, shares, or struck through."""

    def __init__(self, root: etree._Element | None, epoch: int) -> None:
        self._days = date(1899, 12, 30) if epoch == 1900 else date(1904, 1, 1)
        self._latest = _LATEST - (self._days - date(1899, 12, 30)).days
        self._codes: list[str] = []
        self._struck: list[bool] = []
        if root is None:
            return
        own = {
            _counted(one.get("numFmtId"), 0): one.get("formatCode", "")
            for one in root.iterfind(f"{_S}numFmts/{_S}numFmt")
        }
        marks = [font.find(f"{_S}strike") for font in root.iterfind(f"{_S}fonts/{_S}font")]
        fonts = [mark is not None and mark.get("val", "1") not in ("0", "false") for mark in marks]
        for look in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            number, font = _counted(look.get("numFmtId"), 0), _counted(look.get("fontId"), 0)
            self._codes.append(_LITERAL.sub("", own.get(number, _BUILT_IN.get(number, ""))).casefold())
            self._struck.append(font < len(fonts) and fonts[font])

    def is_struck(self, style: str) -> bool:
        """Say whether the whole cell is struck through."""
        return _at(self._struck, style, default=False)

    def shown(self, said: str, style: str) -> str | Decimal | date:
        """Give a number as what it is: a day, a month or a share (in words), or a number of up to 15 digits."""
        number = Decimal(repr(float(said))) if _NUMBER.fullmatch(said) else Decimal("NaN")
        if not number.is_finite():
            return said
        code = _at(self._codes, style, default="")
        if "%" in code:
            return f"{(number * 100).normalize():f}%".replace(".", ",")
        if any(letter in code for letter in "dy") and number == int(number) and 0 < number <= self._latest:
            day = self._days + timedelta(days=int(number))
            # A cell that shows only the month says no day.
            return day if "d" in code else f"{day.month}/{day.year}"
        return number.quantize(Decimal(1)) if number == number.to_integral() and abs(number) < 10**15 else number


def _at(values: Sequence[T], style: str, *, default: T) -> T:
    index = _counted(style, 0)
    return values[index] if index < len(values) else default


def _remarks(package: Package, part: str) -> tuple[Remark, ...]:
    """Give what people wrote beside the cells of a sheet."""
    found = []
    for kind, name in sorted(set(_relations(package, part).values())):
        root = package.part(name) if kind.endswith("/comments") else None
        for one in root.iter(f"{_S}comment") if root is not None else ():
            place = _PLACE.fullmatch(one.get("ref", ""))
            text = "".join(t.text or "" for t in one.iter(f"{_S}t"))
            if place and text.strip():
                found.append(Remark(int(place[2]), _number_of(place[1]), " ".join(text.split())))
    return tuple(found)


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Give the parts that a part is related to, by the id of the relation: its type and the name of the part."""
    folder, _, name = part.rpartition("/")
    root = package.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
    found = {}
    for one in root.iter(_RELATION) if root is not None else ():
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", ""), target)
    return found


def _only(related: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((name for type_, name in related.values() if type_.endswith(f"/{kind}")), "")


def _properties(package: Package) -> dict[str, str]:
    root = package.part("docProps/custom.xml")
    named: Iterator[etree._Element] = iter(()) if root is None else root.iterchildren()
    return {one.get("name", ""): "".join(map(str, one.itertext())) for one in named}


def _counted(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 7 else otherwise


def _number_of(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
