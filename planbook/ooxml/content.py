"""Paragraphs, tables and sections of word/document.xml, written as text: fast, and in the order validators want."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from planbook.ooxml.styles import twips

Align = str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its margins in mm, upright unless `landscape`."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    landscape: bool = False

    @property
    def text_width(self) -> float:
        """Give the width between the margins in mm."""
        return (self.height if self.landscape else self.width) - self.left - self.right


class Bookmarks:
    """Counts the bookmarks of one document; each marks the paragraph of one item by a name made of its id."""

    def __init__(self) -> None:
        self._count = 0

    def around(self, item: str | None, content: str) -> str:
        """Give content between the two ends of the item's bookmark."""
        if not item:
            return content
        self._count += 1
        return (
            f'<w:bookmarkStart w:id="{self._count}" w:name="{bookmark_name(item)}"/>{content}'
            f'<w:bookmarkEnd w:id="{self._count}"/>'
        )


def bookmark_name(item: str) -> str:
    """Give the name of an item's bookmark: Word allows 40 letters, an id may have more."""
    return "_vp_" + sha256(item.encode()).hexdigest()[:32]


def paragraph(
    style: str, content: str, *, align: Align | None = None, keep_next: bool = False, section: str = ""
) -> str:
    """Give a paragraph, kept on the page of the next one if it leads it; `section` ends a section behind it."""
    kept = "<w:keepNext/>" if keep_next else ""
    aligned = f"<w:jc w:val={quoteattr(align)}/>" if align else ""
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{kept}{aligned}{section}</w:pPr>{content}</w:p>"


def runs(parts: Iterable[Run]) -> str:
    """Give runs of text; spaces at their ends are kept."""
    return "".join(map(_run, parts))


def _run(run: Run) -> str:
    if not run.text:
        return ""
    dress = ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else "")
    properties = f"<w:rPr>{dress}</w:rPr>" if dress else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def rule(style: str, width: float, available: float) -> str:
    """Give a centred line of `width` mm: an empty paragraph with a border, which no editor moves about."""
    indent = twips(max(0, (available - width) / 2))
    return (
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/><w:pBdr>"
        '<w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
        f'<w:ind w:left="{indent}" w:right="{indent}"/></w:pPr></w:p>'
    )


def cell(width: float, content: str, *, span: int = 1) -> str:
    """Give a table cell of `width` mm that holds paragraphs."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanned}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, is_header: bool = False) -> str:
    """Give a table row that no page break splits; a header row is repeated on every page."""
    header = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def table(style: str, widths: Sequence[float], rows: Iterable[str], caption: str = "") -> str:
    """Give a table with columns of fixed widths in mm."""
    described = f"<w:tblCaption w:val={quoteattr(caption)}/>" if caption else ""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(style)}/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def section(page: Page, header: str) -> str:
    """Give section properties: page numbers from 1 in the header, none on the first page."""
    width, height = (page.height, page.width) if page.landscape else (page.width, page.height)
    turned = ' w:orient="landscape"' if page.landscape else ""
    margins = " ".join(
        f'w:{side}="{twips(length)}"'
        for side, length in (
            ("top", page.top),
            ("right", page.right),
            ("bottom", page.bottom),
            ("left", page.left),
            ("header", page.top / 2),
            ("footer", page.bottom / 2),
        )
    )
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/><w:pgMar {margins} w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
