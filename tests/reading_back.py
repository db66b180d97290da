"""Independent readers of what planbook publishes: none of them uses planbook."""

import html
import json
import re
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from tests.reading_word import numbered
from tests.word_edits import plain_breaks

NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_PAGE_OR_WORD = re.compile(
    r'<page |<word xMin="(?P<x1>[\d.]+)" yMin="(?P<y1>[\d.]+)" xMax="(?P<x2>[\d.]+)" yMax="(?P<y2>[\d.]+)">'
    r"(?P<text>[^<]*)</word>"
)


def docx_paragraphs(path: Path) -> list[str]:
    """The text of every paragraph of a Word file, in the order of its XML, with the numbers that Word counts."""
    return [text for _, text in numbered(path)]


def docx_text(path: Path) -> str:
    return "\n".join(docx_paragraphs(path))


def pdf_text(path: Path) -> str:
    """The text of a PDF in the order of its drawing: cell after cell."""
    return plain_breaks(
        subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    )


def pdf_pages(path: Path) -> list[str]:
    """The text of each page of a PDF in the order of its drawing."""
    return pdf_text(path).split("\f")[:-1]


def pdf_flow(path: Path) -> str:
    """The text of a PDF as it flows through its cells, broken where it says so itself.

    It is the same however wide the columns are and wherever lines and pages break: a golden file of it changes
    only where the text does. The head of a table is told once.
    """
    first, *others = (" ".join(re.sub(r"Trang \d+/\d+", "", page).split()) for page in pdf_pages(path))
    # A line may break behind the hyphen of a number.
    whole = " ".join([first, *(_without_head(page, first) for page in others)])
    joined = re.sub(r"(?<=\d[-/]) (?=\d)", "", whole)
    return re.sub(r"(?<=[.;:]) |(?<=[)\w]) (?=\d+ [^\W\d_])", "\n", joined) + "\n"


def _without_head(page: str, first: str) -> str:
    """A page without the words at its top that stand on the first page too."""
    words, at = page.split(" "), 0
    while at < len(words) and " ".join(words[: at + 1]) in first:
        at += 1
    return " ".join(words[at:])


@dataclass(frozen=True)
class Word:
    """A word of a PDF with the middle of its place, in points from the top left of its page."""

    page: int
    text: str
    x: float
    y: float


def pdf_words(path: Path) -> list[Word]:
    shown = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True).stdout
    found, page = [], 0
    for match in _PAGE_OR_WORD.finditer(shown):
        if match["text"] is None:
            page += 1
        else:
            left, top, right, bottom = (float(match[side]) for side in ("x1", "y1", "x2", "y2"))
            found.append(Word(page, html.unescape(match["text"]), (left + right) / 2, (top + bottom) / 2))
    return found


def xlsx_shown(cell) -> str:
    """What a spreadsheet shows in a cell in Vietnam: 1.500, 148,4, 07/3/2026."""
    if cell.value is None:
        return ""
    if cell.is_date:
        month = "%m" if "/mm/" in cell.number_format else f"{cell.value.month}"
        return cell.value.strftime(f"%d/{month}/%Y")
    if isinstance(cell.value, str) or cell.number_format == "General":
        return str(cell.value)
    decimals = len(cell.number_format.partition(".")[2])
    assert cell.number_format == "[$-42A]#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{cell.value:,.{decimals}f}".translate({ord(","): ".", ord("."): ","})


def xlsx_sheets(path: Path) -> dict[str, list[list[str]]]:
    """What the sheets show in all columns but the first, which holds ids and is hidden."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    return {sheet.title: [[xlsx_shown(cell) for cell in row[1:]] for row in sheet.iter_rows()] for sheet in book}


def xlsx_text(path: Path) -> str:
    return "\n".join(cell for rows in xlsx_sheets(path).values() for row in rows for cell in row)


def json_text(path: Path) -> str:
    return "\n".join(strings(json.loads(path.read_text(encoding="utf-8"))["printed"]))


def walk(value):
    """Every mapping inside plain data."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


class _Article(HTMLParser):
    """Collects the text of the main part of a page, and everything that could run or load."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = 0
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self._script = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "article":
            self.inside += 1
        if attributes.get("id"):
            self.ids.append(attributes["id"])
        if tag == "script":
            self._script = True
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag in {"p", "td", "th", "li", "h1", "h2", "h3", "h4", "tr", "br", "dd", "dt", "caption"}:
            self.text.append("\n")

    def handle_endtag(self, tag):
        if tag == "article":
            self.inside -= 1
        if tag == "script":
            self._script = False

    def handle_data(self, data):
        if self._script:
            self.scripts.append(data)
        elif self.inside:
            self.text.append(data)


def page(path: Path) -> _Article:
    parser = _Article()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def html_text(path: Path) -> str:
    return "".join(page(path).text)


def folded(text: str) -> str:
    """Text with every white space folded into one; no-break spaces too."""
    return re.sub(r"\s+", " ", text)
