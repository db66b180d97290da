"""What closes a document: who signs, who receives it, and its appendices, which the text points to by number."""

from collections.abc import Iterator

from planbook.layout.departure import capitals, centred, ending, lettering, matching, missing, not_capitals, of_piece
from planbook.layout.parts import AppendixPart, DocumentParts
from planbook.layout.pieces import ParagraphPiece
from planbook.layout.rules import Marks, Rules
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.number import roman
from planbook.ooxml.reading import Document


def check_signature(document: Document, parts: DocumentParts, rules: Rules, marks: Marks) -> Iterator[Diagnostic]:
    """Find what departs in authority, office and name of the one who signs."""
    name, lines, end = Text("signature"), parts.signature.authority, _end(document, parts)
    if not lines and not parts.origin:
        yield missing(rules.signature, end, name)
    for piece in lines:
        yield from matching(rules.signature_form, name, piece)
    yield from _authority(list(lines), parts, rules, marks)
    yield from capitals(rules.signature_capitals, name, lines)
    yield from lettering(rules.signature_size, rules.signature_style, name, lines)
    name, signatory = Text("name of the signatory"), parts.signature.signatory
    if signatory is None:
        if lines:
            yield missing(rules.signatory, lines[-1].paragraph.number, name)
        return
    yield from matching(rules.signatory_titles, name, signatory)
    yield from not_capitals(rules.signatory_case, name, [signatory])
    yield from lettering(rules.signatory_size, rules.signatory_style, name, [signatory])


def _authority(lines: list[ParagraphPiece], parts: DocumentParts, rules: Rules, marks: Marks) -> Iterator[Diagnostic]:
    """Find a collective body without the sign that somebody signs for it, and a deputy without his."""
    collective = any(marks.collective_body.search(piece.text) for piece in parts.agency)
    # The head of the body may decide alone, and others sign by order: neither stands for the body.
    alone = any(marks.office.search(piece.text) for piece in parts.issuer)
    alone = alone or any(marks.by_order.search(piece.text) for piece in lines)
    kind = (parts.document_type,) if parts.document_type else ()
    alone = alone or any(marks.decides_itself.search(piece.text) for piece in (*parts.agency, *kind))
    if lines and collective and not alone and not any(marks.collective.search(piece.text) for piece in lines):
        yield of_piece(rules.signature_collective, lines[0], Text("signature"), Text("no line for the collective body"))
    deputy = next((piece for piece in lines if marks.deputy.search(piece.text)), None)
    acting = next((piece for piece in lines if marks.acting_for.search(piece.text)), None)
    if deputy and not acting:
        yield of_piece(rules.signature_acting, deputy, Text("signature"), Text("a deputy signs in his own name"))
    elif acting and not deputy:
        yield of_piece(rules.signature_acting, acting, Text("signature"), Text("the office of the deputy is missing"))


def check_recipients(document: Document, parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    """Find what departs in the list of recipients."""
    label, lines = parts.signature.recipients_label, parts.signature.recipients
    if label is None:
        if not parts.origin:
            yield missing(rules.recipients, _end(document, parts), Text("recipients"))
    else:
        yield from matching(rules.recipients_label, Text("recipients"), label)
        yield from lettering(rules.recipients_label_size, rules.recipients_label_style, Text("recipients"), [label])
    name = Text("recipient")
    yield from lettering(rules.recipients_size, rules.recipients_style, name, lines)
    for piece in lines:
        yield from matching(rules.recipients_hyphen, name, piece)
    for piece in lines[:-1]:
        yield from ending(rules.recipients_semicolon, name, piece)
    for piece in lines[-1:]:
        yield from matching(rules.recipients_archive, name, piece)


def _end(document: Document, parts: DocumentParts) -> int:
    """The paragraph where the last block should stand."""
    if parts.body:
        return parts.body[-1].paragraph.number
    return len(document.paragraphs)


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
