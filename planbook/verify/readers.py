"""Published files read back line by line, by other programs than those that wrote them; no reader fetches anything."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path

from dateutil.rrule import rrulestr
from icalendar import Calendar
from lxml import etree, html

from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import WORKBOOK, open_package, read_package
from planbook.ooxml.pieces import Returned
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import StateLine, final
from planbook.ooxml.workbooks import LOOKS, read_book
from planbook.outputs.proofs.lines import joined, leaves, shown_cell
from planbook.repository.foreign_files import Unopened
from planbook.verify.lines import FileLine

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "li", "dt", "dd", "caption", "summary", "tr")
_LAID_OUT = "table[@role='presentation']"  # a table that only places paragraphs side by side
_GUARDED = re.compile(r"\A'('*+[=+\-@\t\r\n＝＋－＠])")  # an apostrophe that keeps a text from being a formula

_RHYTHM = re.compile(r"\bFREQ=(?:MONTHLY|YEARLY)\b")
_TIMES = 1_000  # that an entry of a calendar is due


class Unreadable(Unopened):
    """A file is not what its name says, or no program is there that reads it; the text says which."""


@dataclass(frozen=True)
class Reading:
    """The lines of a file, and the plan and revision that it names itself, empty where it names none.

    `looks` is what a look makes of a text, or shows beside it: the number of the line, the kind, the text.
    """

    lines: tuple[FileLine, ...]
    plan: str = ""
    revision: str | None = None
    looks: tuple[tuple[int, str, str], ...] = ()


def page_lines(content: bytes) -> Reading:
    """Read the main part of a web page: paragraphs, headings and list entries, a row of a table as one line."""
    try:
        root = html.document_fromstring(content)
        article = root.find(".//article")
        blocks = (_block(element) for element in (root if article is None else article).iter(*_BLOCKS))
        texts = [(text, item) for text, item in blocks if text]
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise Unreadable(Text("this is no web page")) from error
    return Reading(tuple(FileLine(at, text, item) for at, (text, item) in enumerate(texts, 1)))


def feed_lines(content: bytes) -> Reading:
    """Read a feed (Atom): its title, and of each entry the title and the page part that it holds; raises `Unreadable`."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        texts = [joined([element.text or ""]) for element in root.iter("{*}title", "{*}subtitle")]
        parts = "".join(element.text or "" for element in root.iter("{*}content"))
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise Unreadable(Text("this is no feed")) from error
    below = page_lines(f'<meta charset="utf-8"><body>{parts}'.encode()).lines
    lines = [*((text, "") for text in texts), *((line.text, line.item) for line in below)]
    return Reading(tuple(FileLine(at, text, item) for at, (text, item) in enumerate(lines, 1)))


def script_lines(content: bytes) -> Reading:
    """Read what a script hands over as JSON: a page part as one text, or values; raises `Unreadable`."""
    try:
        text = content.decode().rstrip().removesuffix(");")
        handed_over = text[text.index(", ") + 1 :]
        value = json.loads(handed_over)
        if not isinstance(value, str):
            return json_lines(handed_over.encode())
        return page_lines(f'<meta charset="utf-8">{value}'.encode())
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable(Text("this is no script that hands a part of a page over")) from error


def _block(element: html.HtmlElement) -> tuple[str, str]:
    """The text of a block with its id; nothing for what stands in another line already."""
    for link in element.xpath(".//a[contains(@class, 'headerlink')]"):
        link.drop_tree()
    if element.tag == "tr":
        laid_out = element.xpath(f"ancestor::{_LAID_OUT}")
        text = "" if laid_out else joined("".join(_texts(cell)) for cell in element)
    else:
        inside = element.xpath(f"ancestor::tr[not(ancestor::{_LAID_OUT})] | ancestor::li | ancestor::dd")
        text = "" if inside else joined(["".join(_texts(element))])
    return text, ItemId(element.get("id", "")).without_row


def _texts(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element; blocks inside it are words of their own."""
    apart = " " if element.tag in (*_BLOCKS, "div", "ul", "ol", "br", "td", "th") else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _texts(child) if isinstance(child.tag, str) else ()
        yield child.tail or ""
    yield apart


def word_lines(path: Path) -> Reading:
    """Read a Word file as it is with all tracked changes accepted; raises `NotAWordFile`."""
    package = open_package(path)
    origin = read_manifest(package)
    returned = read_returned(package)
    anchors = origin.anchors if origin else ()
    items = {anchor.bookmark: anchor.item for anchor in anchors if not anchor.shared_with}
    rows = [row for row in _rows(final(returned), items) if _text(row)]
    lines = (FileLine(at, _text(row), _item(row, items), _authors(row)) for at, row in enumerate(rows, 1))
    return Reading(
        tuple(lines),
        origin.document if origin else "",
        origin.revision if origin else None,
        tuple(_looks(rows, returned)),
    )


def _rows(lines: Iterable[StateLine], items: Mapping[str, str]) -> Iterator[list[StateLine]]:
    """Each paragraph as a line, but the rows of tables of data: any with the row of an item, or with more than two columns."""
    printed = [line for line in lines if line.where in ("body", "text box") or line.is_own_footnote]
    tables = {
        line.cell.table
        for line in printed
        if line.cell and (line.cell.column > 2 or any(ItemId(items.get(name, "")).is_row for name in line.spans))
    }

    def place(line: StateLine) -> tuple[int, ...]:
        return (line.cell.table, line.cell.row) if line.cell and line.cell.table in tables else (-line.number,)

    yield from (list(row) for _, row in groupby(printed, place))


def _text(row: list[StateLine]) -> str:
    cells = groupby(row, lambda line: line.cell)
    return joined(" ".join(line.label + line.text for line in cell) for _, cell in cells)


def _item(row: list[StateLine], items: Mapping[str, str]) -> str:
    """The first item whose bookmark stands in a row; a row of a table is its item."""
    return next((ItemId(items[name]).without_row for line in row for name in line.spans if name in items), "")


def _authors(row: list[StateLine]) -> str:
    """Who inserted or deleted anything in a row, as Word tracked it."""
    revisions = (revision for line in row for revision in line.revisions)
    return ", ".join(sorted({" ".join(filter(None, (revision.author, revision.date[:10]))) for revision in revisions}))


def _looks(rows: list[list[StateLine]], returned: Returned) -> Iterator[tuple[int, str, str]]:
    """What is no plain text, by the number of its line; breaks only lay out."""
    numbers = {line.number: at for at, row in enumerate(rows, 1) for line in row}
    for line in final(returned):
        for piece in line.odd if line.where == "body" else ():
            if piece.text.strip():
                yield numbers.get(line.number, 0), piece.kind, piece.text.strip()
    for unread in returned.unread:
        if unread.what not in ("page break", "link"):
            yield numbers.get(unread.paragraph, 0), unread.what, unread.text


def workbook_lines(content: bytes) -> Reading:
    """Read a workbook, row by row under the ids of its hidden first column; raises `Unreadable`."""
    book = read_book(read_package(content, WORKBOOK))
    lines: list[FileLine] = []
    looks: list[tuple[int, str, str]] = []
    for page in book.pages:
        looks += [
            (0, extra.what, " ".join(filter(None, (page.name, extra.place, extra.text)))) for extra in page.extras
        ]
        for at in sorted(page.rows):
            cells = page.rows[at]
            item = str(cells[1].value or "") if 1 in cells else ""
            if text := joined(shown_cell(cells[column].value) for column in sorted(cells) if column > 1):
                lines.append(FileLine(len(lines) + 1, text, item))
            odd = [cell for cell in cells.values() if cell.trouble in LOOKS]
            looks += [(len(lines), cell.trouble, shown_cell(cell.value)) for cell in odd]
    properties = book.properties
    return Reading(tuple(lines), properties.get("Plan", ""), properties.get("Revision"), looks=tuple(looks))


def csv_lines(content: bytes) -> Reading:
    """Read a CSV file, row by row, without the marks that keep a text from being a formula; raises `Unreadable`."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(Text("this is no table of values with commas in UTF-8 (CSV)")) from error
    lines = (joined(_GUARDED.sub(r"\1", cell) for cell in row) for row in rows)
    return Reading(tuple(FileLine(at, line) for at, line in enumerate(lines, 1)))


def json_lines(content: bytes) -> Reading:
    """Read a JSON file as one line for each value, under the keys that lead to it; raises `Unreadable`."""
    try:
        value = json.loads(content, parse_float=Decimal, parse_constant=str)
        lines = tuple(FileLine(at, text, key) for at, (key, text) in enumerate(leaves(value), 1))
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Unreadable(Text("this is no JSON file, or one with numbers or depths that no plan has")) from error
    return Reading(lines)


def calendar_lines(content: bytes) -> Reading:
    """Read a calendar as one line for each entry: its name, its days, what is due and what is said of it."""
    try:
        file = Calendar.from_ical(content)
        lines = [_entry(entry) for kind in ("VEVENT", "VTODO") for entry in file.walk(kind)]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable(Text("this is no calendar (iCalendar)")) from error
    return Reading(tuple(FileLine(at, text, uid) for at, (uid, text) in enumerate(lines, 1)))


def _entry(entry: dict[str, object]) -> tuple[str, str]:
    start = entry.get("DTSTART", entry.get("DUE"))  # what is to be done may have no day
    days = [start.dt] if start else []  # type: ignore[attr-defined]
    if rule := entry.get("RRULE"):
        rhythm = rule.to_ical().decode()  # type: ignore[attr-defined]
        # A rhythm of seconds, or one that never comes, would be counted until the year 9999; one of no day begins nowhere.
        if not days or not _RHYTHM.search(rhythm):
            raise ValueError(rhythm)
        first = datetime.combine(days[0], time())
        left_out = {day.dt for day in getattr(entry.get("EXDATE"), "dts", ())}
        days = [day.date() for day in islice(rrulestr(rhythm, dtstart=first), _TIMES) if day.date() not in left_out]
    uid = str(entry["UID"])
    about = str(entry.get("DESCRIPTION", "")).splitlines()
    return uid, joined([", ".join(day.isoformat() for day in days), str(entry.get("SUMMARY", "")), *about])
