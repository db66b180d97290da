"""Who signs, with what authority, and who receives the document."""

from collections.abc import Iterator

from planbook.layout.departure import capitals, ending, lettering, matching, missing, not_capitals, of_piece
from planbook.layout.parts import DocumentParts
from planbook.layout.pieces import ParagraphPiece
from planbook.layout.rules import Marks, Rules
from planbook.messages.diagnostics import Diagnostic, Text
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
