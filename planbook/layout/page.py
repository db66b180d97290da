"""Paper, margins, font, colour and page numbers: what holds for every page."""

from collections.abc import Iterator

from planbook.layout.departure import departure, lettering, of_piece, paragraph_span
from planbook.layout.parts import DocumentParts
from planbook.layout.pieces import whole
from planbook.layout.rule_kinds import Range, decimal
from planbook.layout.rules import Rules
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.ooxml.reading import Document, PageSection, PrintedParagraph

_SIDES = ("top", "bottom", "left", "right")


def check_pages(document: Document, parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    """Find sections on other paper, with other margins, or turned without need."""
    for at, section in enumerate(document.sections):
        here = [paragraph for paragraph in document.paragraphs if paragraph.section == at]
        span = paragraph_span(here[0]) if here else Span("")
        part = Text("section {number}", {"number": at + 1})
        yield from _paper(section, part, span, rules)
        turned = section.width > section.height
        if turned and not any(paragraph.cell and paragraph.cell.table not in parts.block_tables for paragraph in here):
            yield departure(rules.paper_orientation, span, part, Text("turned, without a table"))
        limits = {side: _margin(rules, side) for side in _SIDES}
        if turned and all(limits[_rotated(side)].holds(section.margins[side]) for side in _SIDES):
            continue  # an upright page, turned with its margins
        for side in _SIDES:
            if not limits[side].holds(section.margins[side]):
                values = {"found": decimal(section.margins[side]), "wanted": str(limits[side])}
                fact = Text("the margin is {found} mm, not {wanted} mm", values)
                yield departure(limits[side], span, part, fact)


def _paper(section: PageSection, part: Text, span: Span, rules: Rules) -> Iterator[Diagnostic]:
    rule = rules.paper_size
    narrow, wide = sorted((section.width, section.height))
    if abs(narrow - rule.width) > rule.tolerance or abs(wide - rule.height) > rule.tolerance:
        values = {"width": decimal(section.width), "height": decimal(section.height)}
        yield departure(rule, span, part, Text("the paper is {width} mm x {height} mm", values))


def _margin(rules: Rules, side: str) -> Range:
    limits: Range = getattr(rules, f"margin_{side}")
    return limits


def _rotated(side: str) -> str:
    """The side of the upright page that lies here when it is turned so that its left edge is on top."""
    return {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}[side]


def check_letters(document: Document, parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    """Find letters in another font or colour."""
    fonts = {name.casefold() for name in rules.font_name.one_of}
    for paragraph in (*document.paragraphs, *document.edges):
        if paragraph.number in parts.exempt:
            continue
        piece = whole(paragraph)
        part = Text("letters")
        reported = set()
        for at, stretch in piece.visible():
            span = paragraph_span(paragraph, at, len(stretch.text.strip()))
            odd = next((font for font in stretch.look.fonts if font.casefold() not in fonts), None)
            if odd is not None and odd not in reported:
                reported.add(odd)
                values = {"found": odd or "?", "wanted": rules.font_name.one_of[0]}
                yield departure(rules.font_name, span, part, Text("font {found}, not {wanted}", values))
            if stretch.look.colour not in rules.font_colour.one_of and stretch.look.colour not in reported:
                reported.add(stretch.look.colour)
                fact = Text("colour #{colour}, not black", {"colour": stretch.look.colour})
                yield departure(rules.font_colour, span, part, fact)


def check_page_numbers(document: Document, rules: Rules) -> Iterator[Diagnostic]:
    """Find page numbers that are missing, in the wrong place or in the wrong dress."""
    part = Text("page number")
    section = document.sections[0]
    start = Span("")
    above = _numbers(section.headers.get("default", ()))
    below = _numbers([paragraph for edge in section.footers.values() for paragraph in edge])
    if below:
        yield departure(rules.page_number_place, paragraph_span(below[0]), part, Text("below the text, not above it"))
    elif not above and document.pages != 1:
        yield departure(rules.page_number, start, part, Text("missing"))
    if document.even_differs and above and not _numbers(section.headers.get("even", ())):
        yield departure(rules.page_number, start, part, Text("missing on even pages"))
    first = _numbers(section.headers.get("first", ()))
    if (first and section.first_differs) or (above and not section.first_differs):
        yield departure(
            rules.page_number_first_page, paragraph_span((first or above)[0]), part, Text("on the first page")
        )
    if section.start not in (None, 1, 0 if first else 1):
        yield departure(rules.page_number_start, start, part, Text("begins with {start}", {"start": section.start}))
    page_numbers = dict.fromkeys(
        number for section in document.sections for edge in section.headers.values() for number in _numbers(edge)
    )
    for paragraph in page_numbers:
        piece = whole(paragraph)
        tabbed = paragraph.text.startswith("\t")
        if paragraph.shape.alignment != "center" and not tabbed:
            yield of_piece(rules.page_number_place, piece, part, Text("not centred"))
        yield from lettering(rules.page_number_size, rules.page_number_style, part, [piece])
    for at, section in enumerate(document.sections):
        codes = [
            stretch.field for edge in section.headers.values() for own in _numbers(edge) for stretch in own.stretches
        ]
        if codes and (section.number_format != "decimal" or any("roman" in code.lower() for code in codes)):
            fact = Text("not in Arabic digits in section {number}", {"number": at + 1})
            yield departure(rules.page_number_arabic, start, part, fact)


def _numbers(edge: tuple[PrintedParagraph, ...] | list[PrintedParagraph]) -> list[PrintedParagraph]:
    """The paragraphs of a header or footer that show the page number."""
    return [
        paragraph for paragraph in edge if any(stretch.field.split()[:1] == ["PAGE"] for stretch in paragraph.stretches)
    ]
