"""The Word draft: the semantic text of templates/plan/plan.html, element by element, in Word's own styles."""

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from planbook.diagnostics import Refusal
from planbook.ooxml.content import Bookmarks, Page, Run, cell, paragraph, row, rule, runs, section, table
from planbook.ooxml.package import HEADER_RELATION, Properties, docx_bytes
from planbook.ooxml.styles import styles_xml
from planbook.render.style_sheet import StyleEntry, StyleSheet

HEADING_BLOCK = (0.39, 0.61)  # the share of the two columns; the right one holds the long name of the state
SIGNATURE_BLOCK = (0.5, 0.5)

MODIFIERS = ("rule", "leads")  # classes that change a paragraph beside its style: a line below it, kept with the next


class UnknownElement(Refusal):
    """The plan template holds an element for which templates/word/styles.yaml has no style."""


def draft(article: str, sheet: StyleSheet, *, title: str, author: str, modified: datetime) -> bytes:
    """Give the .docx of a plan from its semantic text; raises `UnknownElement`."""
    # No plan text can bring a DOCTYPE or an entity: the template escapes it; the parser refuses them anyway.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    body = _Body(sheet).write(etree.fromstring(article, parser))
    styles = styles_xml(sheet.font, sheet.language, [entry.style() for entry in sheet.styles])
    return docx_bytes(body, styles, Properties(title, title, author, sheet.language, modified))


class _Body:
    """Writes the children of the article one after the other."""

    def __init__(self, sheet: StyleSheet) -> None:
        self.styles = sheet.by_selector()
        self.upright = sheet.page.page()
        self.turned = sheet.page.page(landscape=True)
        self.bookmarks = Bookmarks()

    def write(self, article: etree._Element) -> str:
        """Give the body of the document; every appendix is a landscape section of its own."""
        parts: list[str] = []
        page = self.upright
        for element in article:
            if "appendix" in _classes(element):
                parts.append(paragraph("PlanRule", "", section=section(page, HEADER_RELATION)))
                page = self.turned
            parts.append(self.element(element, page))
        parts.append(section(page, HEADER_RELATION))
        return "".join(parts)

    def element(self, element: etree._Element, page: Page) -> str:
        """Give one child of the article."""
        if element.tag != "table":
            return self.paragraph(element, page.text_width)
        classes = _classes(element)
        if "data" in classes:
            return self.data_table(element, page)
        shares = HEADING_BLOCK if "heading-block" in classes else SIGNATURE_BLOCK
        return self.layout_table(element, [share * page.text_width for share in shares])

    def paragraph(self, element: etree._Element, available: float) -> str:
        """Give a heading or paragraph in its style, with the rule below it if its class asks for one."""
        style, classes = self.style(element), _classes(element)
        content = runs(_inline(element))
        for item in (*(part.get("id") for part in element.iter("span")), element.get("data-id")):
            content = self.bookmarks.around(item, content)
        written = paragraph(style.id, content, keep_next="leads" in classes)
        if style.rule and "rule" in classes:
            written += rule("PlanRule", style.rule, available)
        return written

    def style(self, element: etree._Element) -> StyleEntry:
        """Give the style of an element by its tag and classes."""
        selector = ".".join([str(element.tag), *(name for name in _classes(element) if name not in MODIFIERS)])
        if selector not in self.styles:
            raise UnknownElement(f"templates/word/styles.yaml has no style `for: {selector}`")
        return self.styles[selector]

    def layout_table(self, element: etree._Element, widths: list[float]) -> str:
        """Give a table that only places paragraphs side by side, without lines."""
        rows = []
        for line in element.iter("tr"):
            if len(line) != len(widths):
                raise UnknownElement(f"a row of {element.get('class')} has {len(line)} cells, not {len(widths)}")
            cells = [
                cell(width, "".join(self.paragraph(part, width) for part in place) or paragraph("PlanHead", ""))
                for width, place in zip(widths, line, strict=False)
            ]
            rows.append(row(cells))
        return table("TableNormal", widths, rows)

    def data_table(self, element: etree._Element, page: Page) -> str:
        """Give a table of data in a grid, its header repeated on every page."""
        shares = [float(column.get("data-width", "1")) for column in element.iter("col")]
        widths = [share / sum(shares) * page.text_width for share in shares]
        rows = []
        for line in element.iter("tr"):
            is_group = "group" in _classes(line)
            cells, column = [], 0
            for place in line:
                span = int(place.get("colspan", "1"))
                width = sum(widths[column : column + span])
                cells.append(cell(width, self.data_cell(place, line, is_group=is_group), span=span))
                column += span
            rows.append(row(cells, is_header=line.getparent().tag == "thead"))  # type: ignore[union-attr]
        return table("TableGrid", widths, rows, element.findtext("caption") or "")

    def data_cell(self, place: etree._Element, line: etree._Element, *, is_group: bool) -> str:
        """Give the paragraph of a cell; the row's bookmark stands in its first one."""
        style = self.styles["th" if place.tag == "th" else "td.group" if is_group else "td"]
        align = next((name for name in _classes(place) if name in ("center", "right")), None)
        content = runs(_inline(place))
        if place.getprevious() is None:
            content = self.bookmarks.around(line.get("id"), content)
        return paragraph(style.id, content, align=align)


def _inline(element: etree._Element, *, bold: bool = False, italic: bool = False) -> Iterator[Run]:
    """Give the text of an element as runs."""
    if element.text:
        yield Run(element.text, bold, italic)
    for child in element:
        yield from _inline(child, bold=bold or child.tag == "b", italic=italic or child.tag == "i")
        if child.tail:
            yield Run(child.tail, bold, italic)


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()
