"""The Word draft: the semantic text of templates/plan/plan.html, element by element, in Word's own styles."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from planbook.diagnostics import Refusal
from planbook.ooxml.anchors import Anchors, manifest_id, manifest_xml
from planbook.ooxml.content import Page, Run, cell, paragraph, row, rule, runs, section, table
from planbook.ooxml.metrics import bold_width
from planbook.ooxml.package import Parts, Properties, docx_bytes, references
from planbook.ooxml.styles import styles_xml
from planbook.render.style_sheet import StyleEntry, StyleSheet
from planbook.render.word_lists import WordLists

HEADING_BLOCK = (0.39, 0.61)  # the share of the two columns; the right one holds the long name of the state
SIGNATURE_BLOCK = (0.5, 0.5)
CELL_MARGINS = 3.0  # mm, both sides together, as the table styles have them
BORDERS = 1.0  # mm, what a cell loses to its lines, with some slack

# Classes that change a paragraph beside its style: a line below it, kept with the next, marked as not decided yet.
MODIFIERS = ("rule", "leads", "open")


class UnknownElement(Refusal):
    """The plan template holds an element for which templates/word/styles.yaml has no style."""


@dataclass(frozen=True)
class Origin:
    """What a draft tells of itself: its properties, the source that it was made of, and its mark as a draft."""

    plan: str
    title: str
    subject: str
    author: str
    keywords: str
    revision: str
    modified: datetime
    mark: str = ""


def draft(article: str, sheet: StyleSheet, origin: Origin, *, track: bool = False) -> bytes:
    """Give the .docx of a plan from its semantic text; raises `UnknownElement`.

    `track` makes Word record the changes of whoever opens it.
    """
    # No plan text can bring a DOCTYPE or an entity: the template escapes it; the parser refuses them anyway.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    body = _Body(sheet, origin.mark)
    parts = Parts(
        body=body.write(etree.fromstring(article, parser)),
        styles=styles_xml(sheet.font, sheet.language, [entry.style() for entry in sheet.styles]),
        numbering=body.lists.lists.xml(),
        font=sheet.font,
        footer=body.mark,
        custom=manifest_xml(origin.plan, origin.revision, body.anchors.made),
        custom_id=manifest_id(origin.plan),
        track=track,
    )
    properties = Properties(
        origin.title, origin.subject, origin.author, origin.keywords, sheet.language, origin.modified
    )
    return docx_bytes(parts, properties)


class _Body:
    """Writes the children of the article one after the other."""

    def __init__(self, sheet: StyleSheet, mark: str) -> None:
        self.sheet = sheet
        self.styles = sheet.by_selector()
        self.mark = mark if sheet.draft_mark else ""
        self.anchors = Anchors()
        self.lists = WordLists(sheet.inherited(self.named("p.item.level-0"), "first_line"))

    def write(self, article: etree._Element) -> str:
        """Give the body of the document; every appendix is a section of its own with page numbers of its own."""
        # In a document that begins with a table LibreOffice does not keep the headings of page 1 with their text.
        parts = [paragraph("PlanSpacer", "")]
        page = self.sheet.page.page()
        for element in article:
            follower = element.getnext()
            ends = follower is not None and "appendix" in _classes(follower)
            # Word keeps what a section looks like in its last paragraph.
            looks = section(page, references(self.mark)) if ends or follower is None else ""
            parts.append(self.element(element, page, looks if ends else ""))
            if follower is not None and ends:
                page = self.sheet.page.page(landscape=follower.get("data-page") == "landscape")
        return "".join((*parts, looks))

    def element(self, element: etree._Element, page: Page, looks: str) -> str:
        """Give one child of the article, which ends a section that has `looks`."""
        if element.tag != "table":
            return self.paragraph(element, page.text_width, looks)
        classes = _classes(element)
        if "data" in classes:
            written = self.data_table(element, page)
        else:
            shares = HEADING_BLOCK if "heading-block" in classes else SIGNATURE_BLOCK
            written = self.layout_table(element, [share * page.text_width for share in shares])
        return written + (paragraph("PlanSpacer", "", section=looks) if looks else "")

    def paragraph(self, element: etree._Element, available: float, looks: str = "") -> str:
        """Give a heading or paragraph in its style, with the rule below it if its class asks for one."""
        entry, classes = self.style(element), _classes(element)
        number = element.find(".//span[@class='number']")
        printed = (number.text or "") if number is not None else ""
        place = self.lists.place(dict(number.attrib), printed.strip()) if number is not None else None  # type: ignore[arg-type]
        number_style = self.dress(number.getparent()) if number is not None else ""
        text = [replace(run, marked="open" in classes) for run in self.inline(element)]
        content, said = runs(text), "".join(run.text for run in text)
        if item := element.get("data-id"):
            also = [part.get("id", "") for part in element.findall("span[@class='also']")]
            content = self.anchors.item(item, content, said, also)
        if not place:
            content = runs([Run(printed, number_style)]) + content
        written = paragraph(
            entry.id,
            content,
            keep_next="leads" in classes,
            place=place,
            bold_number=bool(number_style),
            section=looks,
        )
        if entry.rule and "rule" in classes:
            width = min(bold_width(said, self.sheet.inherited(entry, "size")), available)
            written += rule("PlanRule", entry.rule * width, available)
        return written

    def style(self, element: etree._Element) -> StyleEntry:
        """Give the style of an element by its tag and classes."""
        return self.named(".".join([str(element.tag), *(name for name in _classes(element) if name not in MODIFIERS)]))

    def named(self, selector: str) -> StyleEntry:
        """Give the style that the sheet has for a selector."""
        if selector not in self.styles:
            raise UnknownElement(f"templates/word/styles.yaml has no style `for: {selector}`")
        return self.styles[selector]

    def dress(self, element: etree._Element | None) -> str:
        """Give the character style of an element's text, if it stands in one."""
        return self.named(str(element.tag)).id if element is not None and element.tag in ("b", "i") else ""

    def inline(self, element: etree._Element) -> Iterator[Run]:
        """Give the text of an element as runs, without its number."""
        if element.text:
            yield Run(element.text, self.dress(element))
        for child in element:
            if child.get("class") != "number":
                yield from self.inline(child)
            if child.tail:
                yield Run(child.tail, self.dress(element))

    def layout_table(self, element: etree._Element, widths: list[float]) -> str:
        """Give a table that only places paragraphs side by side, without lines."""
        rows = []
        for line in element.iter("tr"):
            if len(line) != len(widths):
                raise UnknownElement(f"a row of {element.get('class')} has {len(line)} cells, not {len(widths)}")
            cells = [
                cell(width, "".join(self.placed(place, width)) or paragraph("PlanHead", ""))
                for width, place in zip(widths, line, strict=True)
            ]
            rows.append(row(cells))
        return table("TableNormal", widths, rows)

    def placed(self, place: etree._Element, width: float) -> Iterator[str]:
        """Give the paragraphs of a cell of such a table; that of a draft stands there if the draft is to be marked."""
        for part in place:
            if self.mark or "draft" not in _classes(part):
                yield self.paragraph(part, width - CELL_MARGINS)

    def data_table(self, element: etree._Element, page: Page) -> str:
        """Give a table of data in a grid, its header repeated on every page."""
        widths = self.column_widths(element, page.text_width)
        rows: list[str] = []
        lines = list(element.iter("tr"))
        for line in lines:
            is_group = "group" in _classes(line)
            # LibreOffice mislays a bookmark around nothing.
            marked = next((place for place in line if _text(place)), None) if line.get("id") else None
            cells, column = [], 0
            for place in line:
                span = int(place.get("colspan", "1"))
                width = sum(widths[column : column + span])
                # The last row takes the end mark behind the table along, which would be lonely on a page.
                entry = self.cell_style(place, is_group=is_group)
                content = self.cell_content(place, line if place is marked else None)
                cells.append(cell(width, paragraph(entry.id, content, keep_next=line is lines[-1]), span=span))
                column += span
            rows.append(row(cells, is_header=line.getparent().tag == "thead"))  # type: ignore[union-attr]
        headings = ", ".join(_text(heading) for heading in element.iter("th"))
        return table("TableGrid", widths, rows, element.findtext("caption") or "", headings)

    def column_widths(self, element: etree._Element, available: float) -> list[float]:
        """Give the widths in mm by the shares of the columns, but none too narrow for a word of its heading."""
        shares = [float(column.get("data-width", "1")) for column in element.iter("col")]
        size = self.sheet.inherited(self.named("th"), "size")
        least = [
            max(bold_width(word, size) for word in [*_text(heading).split(), ""]) + CELL_MARGINS + BORDERS
            for heading in element.iter("th")
        ]
        spare = max(0, available - sum(least))
        wanted = [max(0, share / sum(shares) * available - width) for share, width in zip(shares, least, strict=True)]
        return [width + spare * part / (sum(wanted) or 1) for width, part in zip(least, wanted, strict=True)]

    def cell_style(self, place: etree._Element, *, is_group: bool) -> StyleEntry:
        """Give the style of a cell by its tag, its place in a group row and its side."""
        sides = [name for name in _classes(place) if name != "left"]
        return self.named(".".join([str(place.tag), *(["group"] if is_group else []), *sides]))

    def cell_content(self, place: etree._Element, row_of: etree._Element | None) -> str:
        """Give the runs of a cell, in the bookmark of its row if it is the cell that marks one."""
        content = runs(self.inline(place))
        if row_of is None:
            return content
        return self.anchors.row(row_of.get("id", ""), content, "\t".join(map(_text, row_of)))


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))
