"""A workbook that somebody edited: every cell with what it shows, and what people said beside it.

openpyxl is not used here: it makes an object of every cell of a merged area, and a file of 5 KB can name seventeen
thousand million of them. What is needed of the format is little, and `opening` has looked the XML over already.
"""

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from lxml import etree

from planbook.messages.diagnostics import Text
from planbook.ooxml.cell_looks import Looks, Runs, conditions, counted, font
from planbook.ooxml.opening import WORKBOOK, Package
from planbook.ooxml.pieces import NOBODY, Authorship, saved_by
from planbook.ooxml.shown import shown_link
from planbook.ooxml.values import RELATED, RELATION, SPREADSHEET

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LOOKS = frozenset({"struck", "raised", "unseen", "symbol"})  # what keeps the letters of a cell from being plain
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPOILT = 1_000_000  # cells in merged areas; areas that lie over each other would make more of them than there are


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell shows; `trouble` says why it is no plain value: formula (with what came of it last), error, merged, or one of `LOOKS`."""

    value: str | Decimal | date | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class CellNote:
    """What somebody wrote beside a cell."""

    row: int
    column: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class SheetExtra:
    """What a sheet shows at a place beside the values of its cells: drawn, link or condition."""

    place: str
    what: Literal["drawn", "link", "condition"]
    text: str = ""


@dataclass(frozen=True)
class ReturnedSheet:
    """One sheet: its cells by row and column, both counted from 1; empty cells are left out."""

    name: str
    rows: Mapping[int, Mapping[int, SheetCell]]
    remarks: tuple[CellNote, ...] = ()
    extras: tuple[SheetExtra, ...] = ()


@dataclass(frozen=True)
class Book:
    """All sheets of a workbook in their order, and its own properties by name."""

    pages: tuple[ReturnedSheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    saved: Authorship = NOBODY  # who saved it, and when


def read_book(package: Package) -> Book:
    """What a workbook holds; raises `NotAWorkbook` where a part cannot be parsed."""
    root = package.part(package.main)
    assert root is not None
    related = _relations(package, package.main)
    properties = root.find(f"{SPREADSHEET}workbookPr")
    epoch = 1904 if properties is not None and properties.get("date1904") in ("1", "true") else 1900
    looks = Looks(package.part(_only(related, "styles")), epoch)
    strings = _strings(package.part(_only(related, "sharedStrings")))
    pages, parts = [], set()
    for sheet in root.iter(f"{SPREADSHEET}sheet"):
        part = related.get(sheet.get(f"{RELATED}id", ""), ("", ""))[1]
        if part in parts:
            raise WORKBOOK.refused(
                Text("two sheets of the file are one"), Text("open it in {program} and save it anew")
            )
        parts.add(part)
        content = package.part(part)
        if content is not None and content.tag == f"{SPREADSHEET}worksheet":
            page = _page(sheet.get("name", ""), content, strings, looks, _remarks(package, part))
            pages.append(replace(page, extras=tuple(_extras(package, part, content, page, looks))))
    return Book(tuple(pages), book_properties(package), saved_by(package))


def letters(column: int) -> str:
    """The letters of a column: 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _page(
    name: str, root: etree._Element, strings: list[Runs], looks: Looks, remarks: tuple[CellNote, ...]
) -> ReturnedSheet:
    rows: dict[int, dict[int, SheetCell]] = {}
    at = 0
    for row in root.iterfind(f"{SPREADSHEET}sheetData/{SPREADSHEET}row"):
        at = counted(row.get("r"), at + 1)
        column = 0
        for element in row.iterfind(f"{SPREADSHEET}c"):
            place = _PLACE.fullmatch(element.get("r", ""))
            column = _number_of(place[1]) if place else column + 1
            cell = _cell(element, strings, looks)
            if cell.value not in (None, "") or cell.trouble in ("formula", "error"):
                rows.setdefault(at, {})[column] = cell
    spoilt = 0
    order = sorted(rows)
    for area in root.iterfind(f"{SPREADSHEET}mergeCells/{SPREADSHEET}mergeCell"):
        spoilt += _spoil(rows, order, area.get("ref", ""))
        if spoilt > _SPOILT:
            raise WORKBOOK.refused(Text("the file has more merged cells than any plan has cells"))
    return ReturnedSheet(name, rows, remarks)


def _spoil(rows: dict[int, dict[int, SheetCell]], order: Sequence[int], area: str) -> int:
    """Mark the first cell of a merged area, since what stood in the others is gone; how many cells that are."""
    first, _, last = area.partition(":")
    begin, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if not begin or not end:
        return 0
    row, column = int(begin[2]), _number_of(begin[1])
    value = rows.get(row, {}).get(column, SheetCell(None)).value
    lines = order[bisect_left(order, row) : bisect_right(order, int(end[2]))]
    columns = range(column, min(_number_of(end[1]), column + 100) + 1)
    for line in lines:
        for place in columns:
            rows[line][place] = SheetCell(value if (line, place) == (row, column) else None, "merged")
    return len(lines) * len(columns)


_TRUTH = {"0": "FALSE", "1": "TRUE"}  # what people see: no number


def _cell(element: etree._Element, strings: list[Runs], looks: Looks) -> SheetCell:
    kind, style = element.get("t", "n"), element.get("s", "0")
    raw = element.findtext(f"{SPREADSHEET}v") or ""
    if element.find(f"{SPREADSHEET}f") is not None:
        return SheetCell(looks.read_number(raw, style) if kind == "n" and raw else raw, "formula")
    if kind == "e":
        return SheetCell(raw, "error")
    value: str | Decimal | date | None
    runs: Runs = ()
    if kind == "s":
        index = counted(raw, len(strings))
        text, trouble = looks.read(strings[index] if index < len(strings) else (), style, index)
        return SheetCell(text or None, trouble)
    if kind == "inlineStr":
        inline = element.find(f"{SPREADSHEET}is")
        runs = () if inline is None else _runs(inline)
    elif kind == "n" and raw:
        value = looks.read_number(raw, style)
        return SheetCell(value, looks.trouble(value, style))
    elif kind == "d":
        value = _day(raw)
        return SheetCell(value, looks.trouble(value, style))
    elif raw:
        runs = [(_TRUTH.get(raw, raw) if kind == "b" else _unescaped(raw), None)]
    text, trouble = looks.read(runs, style)
    return SheetCell(text or None, trouble)


def _strings(root: etree._Element | None) -> list[Runs]:
    return [] if root is None else [_runs(element) for element in root.iterfind(f"{SPREADSHEET}si")]


def _runs(element: etree._Element) -> Runs:
    """A text in the looks of its parts, without how it is pronounced."""
    whole = [(element.findtext(f"{SPREADSHEET}t"), None)]
    parts = [
        (run.findtext(f"{SPREADSHEET}t"), None if (look := run.find(f"{SPREADSHEET}rPr")) is None else font(look))
        for run in element.iterfind(f"{SPREADSHEET}r")
    ]
    return [(_unescaped(text), look) for text, look in (*whole, *parts) if text]


def _day(text: str) -> str | date:
    """The day of a cell that holds one in words, as 2026-04-09T00:00:00; what is no day stays text."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _unescaped(text: str) -> str:
    """A text with its letters for their codes; half a letter (a surrogate) is none."""
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _extras(
    package: Package, part: str, root: etree._Element, page: ReturnedSheet, looks: Looks
) -> Iterator[SheetExtra]:
    """What a sheet shows beside its values: what lies over it, where links lead, what conditions strike out."""
    for kind, name in _relations(package, part).values():
        drawing = package.part(name) if kind.endswith("/drawing") else None
        for anchor in drawing if drawing is not None else ():
            row, column = (counted(anchor.findtext(f"{{*}}from/{{*}}{side}"), 0) + 1 for side in ("row", "col"))
            text = "".join(node.text or "" for node in anchor.iter("{*}t"))
            yield SheetExtra(f"{letters(column)}{row}", "drawn", text)
    targets = package.targets(part)
    for element in root.iterfind(f"{SPREADSHEET}hyperlinks/{SPREADSHEET}hyperlink"):
        place = _PLACE.match(element.get("ref", ""))
        cell = page.rows.get(int(place[2]), {}).get(_number_of(place[1])) if place else None
        target = targets.get(element.get(f"{RELATED}id", ""), "") or f"#{element.get('location', '')}"
        for _, text in shown_link(target, "" if cell is None else str(cell.value)):
            yield SheetExtra(element.get("ref", ""), "link", text)
    yield from (SheetExtra(area, "condition") for area in conditions(root, looks))


def _remarks(package: Package, part: str) -> tuple[CellNote, ...]:
    """What people wrote beside the cells of a sheet."""
    notes = []
    for kind, name in sorted(set(_relations(package, part).values())):
        root = package.part(name) if kind.endswith("/comments") else None
        authors = [] if root is None else [author.text or "" for author in root.iter(f"{SPREADSHEET}author")]
        for element in root.iter(f"{SPREADSHEET}comment") if root is not None else ():
            place = _PLACE.fullmatch(element.get("ref", ""))
            text = "".join(t.text or "" for t in element.iter(f"{SPREADSHEET}t"))
            if place and text.strip():
                by = counted(element.get("authorId"), len(authors))
                author = authors[by] if by < len(authors) else ""
                notes.append(CellNote(int(place[2]), _number_of(place[1]), " ".join(text.split()), author))
    return tuple(notes)


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part is related to, by the id of the relation: its type and the name of the part."""
    folder, _, name = part.rpartition("/")
    root = package.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
    relations = {}
    for element in root.iter(RELATION) if root is not None else ():
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, element.get("Target", ""))).lstrip("/")
            relations[element.get("Id", "")] = (element.get("Type", ""), target)
    return relations


def _only(related: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((name for type_, name in related.values() if type_.endswith(f"/{kind}")), "")


def book_properties(package: Package) -> dict[str, str]:
    """The properties that a workbook was given by name, and its status."""
    root = package.part("docProps/custom.xml")
    elements: Iterator[etree._Element] = iter(()) if root is None else root.iterchildren()
    properties = {element.get("name", ""): "".join(map(str, element.itertext())) for element in elements}
    core = package.part("docProps/core.xml")
    status = core.findtext("{*}contentStatus") if core is not None else None
    return properties | ({"Status": status} if status else {})


def _number_of(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
