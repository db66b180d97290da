"""Paragraphs, tables and sections of word/document.xml, written as text: fast, and in the order validators want."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from planbook.ooxml.numbering import ListPlace
from planbook.ooxml.styles import twips


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, in a character style if it stands out; `marked` as with a yellow pen."""

    text: str
    style: str = ""
    marked: bool = False


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


def paragraph(
    style: str,
    content: str,
    *,
    keep_next: bool = False,
    place: ListPlace | None = None,
    bold_number: bool = False,
    section: str = "",
) -> str:
    """Give a paragraph, kept on the page of the next one if it leads it; `section` ends a section behind it.

    In a list, Word prints the number in the paragraph's style, and bold if `bold_number`.
    """
    kept = "<w:keepNext/>" if keep_next else ""
    listed = f'<w:numPr><w:ilvl w:val="{place.level}"/><w:numId w:val="{place.list}"/></w:numPr>' if place else ""
    # A number looks as the paragraph's end mark does; under a character style LibreOffice prints it at 10 points.
    mark = "<w:rPr><w:b/></w:rPr>" if place and bold_number else ""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>{kept}{listed}{mark}{section}"
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def runs(parts: Iterable[Run]) -> str:
    """Give runs of text; spaces at their ends are kept."""
    return "".join(map(_run, parts))


def _run(run: Run) -> str:
    if not run.text:
        return ""
    style = f"<w:rStyle w:val={quoteattr(run.style)}/>" if run.style else ""
    pen = '<w:highlight w:val="yellow"/>' if run.marked else ""
    properties = f"<w:rPr>{style}{pen}</w:rPr>" if style or pen else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def rule(style: str, width: float, available: float) -> str:
    """Give a centred line of `width` mm: an empty paragraph whose style has a border, which no editor moves about."""
    indent = twips(max(0, (available - width) / 2))
    return (
        f'<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/><w:ind w:left="{indent}" w:right="{indent}"/></w:pPr></w:p>'
    )


def cell(width: float, content: str, *, span: int = 1) -> str:
    """Give a table cell of `width` mm that holds paragraphs."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanned}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, is_header: bool = False) -> str:
    """Give a table row that no page break splits; a header row is repeated on every page."""
    header = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def table(style: str, widths: Sequence[float], rows: Iterable[str], caption: str = "", description: str = "") -> str:
    """Give a table with columns of fixed widths in mm; caption and description are read aloud, not printed."""
    described = (
        # A table with a caption has a header row; one that only places paragraphs has none.
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/><w:tblCaption w:val={quoteattr(caption)}/><w:tblDescription w:val={quoteattr(description)}/>'
        if caption
        else ""
    )
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(style)}/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def section(page: Page, references: str) -> str:
    """Give section properties: headers and footers, page numbers from 1, the header not on the first page."""
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
        f'<w:sectPr>{references}<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar {margins} w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
