"""Appendices: that the text points to them, their numbers, headings and page numbers."""

from collections.abc import Iterator

from planbook.layout.departure import capitals, centred, lettering, missing, not_capitals, of_piece
from planbook.layout.parts import AppendixPart, DocumentParts
from planbook.layout.rules import Marks, Rules
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.number import roman
from planbook.ooxml.reading import Document


def check_appendices(document: Document, parts: DocumentParts, rules: Rules, marks: Marks) -> Iterator[Diagnostic]:
    """Find what departs in the appendices."""
    name = Text("appendix")
    if parts.appendices and not any(marks.appendix_mention.search(piece.text) for piece in parts.body):
        fact = Text("the text does not point to it")
        yield of_piece(rules.appendix_pointer, parts.appendices[0].heading, name, fact)
    for at, appendix in enumerate(parts.appendices, 1):
        if len(parts.appendices) > 1 and appendix.number != roman(at):
            values = {"found": appendix.number, "wanted": roman(at)}
            fact = Text("“{found}”, not “{wanted}”", values)
            yield of_piece(rules.appendix_number, appendix.heading, name, fact)
        yield from _heading(appendix, rules)
        yield from _page_numbers(document, appendix, rules)


def _heading(appendix: AppendixPart, rules: Rules) -> Iterator[Diagnostic]:
    name, heading = Text("appendix"), [appendix.heading]
    if appendix.rest:
        fact = Text("its title stands in the same line: “{title}”", {"title": appendix.rest[:80]})
        yield of_piece(rules.appendix_own_line, appendix.heading, name, fact)
    yield from not_capitals(rules.appendix_case, name, heading)
    yield from lettering(rules.appendix_size, rules.appendix_style, name, heading)
    yield from centred(rules.appendix_centred, name, [appendix.heading, *appendix.title, *appendix.origin])
    if appendix.title:
        name = Text("title of the appendix")
        yield from capitals(rules.appendix_title_capitals, name, appendix.title)
        yield from lettering(rules.appendix_title_size, rules.appendix_title_style, name, appendix.title)
    elif not appendix.rest:
        yield missing(rules.appendix_title, appendix.heading.paragraph.number, Text("title of the appendix"))
    name = Text("origin of the appendix")
    if not appendix.origin:
        yield missing(rules.appendix_origin, appendix.heading.paragraph.number, name)
    yield from lettering(rules.appendix_origin_size, rules.appendix_origin_style, name, appendix.origin)


def _page_numbers(document: Document, appendix: AppendixPart, rules: Rules) -> Iterator[Diagnostic]:
    """Find an appendix that does not begin a section whose pages are counted from 1."""
    first = appendix.paragraphs[0]
    section = document.sections[first.section]
    before = [
        paragraph
        for paragraph in document.paragraphs
        if paragraph.section == first.section and paragraph.number < first.number
    ]
    if section.start != 1 or any(paragraph.text.strip() for paragraph in before):
        fact = Text("its pages go on counting")
        yield of_piece(rules.appendix_page_numbers, appendix.heading, Text("appendix"), fact)
