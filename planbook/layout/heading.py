"""The first page down to the bases: national title, motto, agency, number, place and day, type, title, bases.

The lines below motto, agency and title are a border, a drawn line, an underlined text or a row of dashes.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import takewhile

from planbook.layout.departure import (
    capitals,
    centred,
    ending,
    lettering,
    matching,
    missing,
    not_capitals,
    of_piece,
    wording,
)
from planbook.layout.parts import DocumentParts
from planbook.layout.pieces import COLUMN_GAPS, ParagraphPiece, pieces
from planbook.layout.rule_kinds import Range, decimal
from planbook.layout.rules import Marks, Rules
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.ooxml.reading import Document, PrintedParagraph

_DASHES = re.compile(r"[-_=*\u2010-\u2015\u2500\u2501. ]+")


def check_heading(document: Document, parts: DocumentParts, rules: Rules, marks: Marks) -> Iterator[Diagnostic]:
    """Find what departs in the heading block."""
    yield from _state(document, parts, rules)
    yield from _agency(document, parts, rules)
    yield from _number(parts, rules)
    yield from _place_and_day(parts, rules, marks)


def _state(document: Document, parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    name, nation = Text("national title"), parts.national_title
    if nation is None:
        yield missing(rules.national_title, 1, name)
    else:
        yield from wording(rules.national_title, name, nation)
        yield from capitals(rules.national_title_capitals, name, [nation])
        yield from lettering(rules.national_title_size, rules.national_title_style, name, [nation])
    name, motto = Text("motto"), parts.motto
    if motto is None:
        yield missing(rules.motto, 1, name)
        return
    yield from wording(rules.motto, name, motto)
    yield from lettering(rules.motto_size, rules.motto_style, name, [motto])
    yield from _rule_below(rules.motto_rule, name, [motto], document.paragraphs)
    first = nation and _size(nation)
    if first and rules.national_title_size.holds(first) and rules.motto_size.holds(_size(motto)):
        for piece in filter(None, (motto, parts.place_and_day)):
            if _size(piece) != first + 1 and rules.motto_size.holds(_size(piece)):
                values = {"first": f"{first:g}", "second": f"{_size(piece):g}"}
                fact = Text("size {second}, beside a national title of size {first}", values)
                yield of_piece(rules.heading_sizes, piece, Text("heading block"), fact)
                break


def _size(piece: ParagraphPiece) -> float:
    return next((stretch.look.size for _, stretch in piece.visible()), 0.0)


def _agency(document: Document, parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    name = Text("issuing agency")
    if not parts.agency:
        yield missing(rules.agency, 1, name)
        return
    above = Text("parent agency")
    yield from capitals(rules.agency_capitals, above, parts.parent_agency)
    yield from lettering(rules.agency_size, rules.parent_agency_style, above, parts.parent_agency)
    yield from capitals(rules.agency_capitals, name, parts.agency)
    yield from lettering(rules.agency_size, rules.agency_style, name, parts.agency)
    yield from _rule_below(rules.agency_rule, name, parts.agency, document.paragraphs)


def _number(parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    name, line = Text("number and symbol"), parts.number
    if line is None:
        if not parts.origin:
            yield missing(rules.number, 1, name)
        return
    for rule in (rules.number_colon, rules.number_padding, rules.number_spaces, rules.number_separators):
        yield from matching(rule, name, line)
    yield from lettering(rules.number_size, rules.number_style, name, [line])


def _place_and_day(parts: DocumentParts, rules: Rules, marks: Marks) -> Iterator[Diagnostic]:
    name, line = Text("place and day"), parts.place_and_day
    if line is None:
        if not parts.origin:
            yield missing(rules.place_and_day, 1, name)
        return
    match = marks.place_and_day.search(line.text)
    if match and match["day"] is None:
        yield of_piece(rules.place_and_day, line, name, Text("“{found}”", {"found": line.text}))
    else:
        yield from matching(rules.place_and_day_comma, name, line)
        yield from matching(rules.place_and_day_zeros, name, line)
        yield from matching(rules.place_and_day_extra_zero, name, line)
    yield from lettering(rules.place_and_day_size, rules.place_and_day_style, name, [line])


def check_title(document: Document, parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    """Find what departs in type and title."""
    name, kind = Text("document type"), parts.document_type
    if kind is None:
        if not parts.is_letter:
            yield missing(rules.document_type, 1, name)
        return
    yield from capitals(rules.document_type_capitals, name, [kind])
    yield from lettering(rules.document_type_size, rules.document_type_style, name, [kind])
    yield from centred(rules.document_type_centred, name, [kind])
    name = Text("title")
    if not parts.title:
        yield missing(rules.title, kind.paragraph.number, name)
        return
    yield from not_capitals(rules.title_case, name, parts.title)
    yield from lettering(rules.title_size, rules.title_style, name, parts.title)
    yield from centred(rules.title_centred, name, parts.title)
    yield from _rule_below(rules.title_rule, name, parts.title, document.paragraphs)


def check_bases(parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    """Find bases in another dress, and wrong signs at their ends."""
    name = Text("basis")
    yield from lettering(rules.basis_size, rules.basis_style, name, parts.bases)
    for at, piece in enumerate(parts.bases, 1):
        rule = rules.basis_full_stop if at == len(parts.bases) else rules.basis_semicolon
        yield from ending(rule, name, piece)


class _RuleLength(Enum):
    """What can be said of a rule whose length is not known."""

    NONE = auto()  # there is no rule
    UNKNOWN = auto()  # there is a line, but nobody can tell how long


def _rule_below(
    rule: Range, part: Text, lines: Sequence[ParagraphPiece], paragraphs: Sequence[PrintedParagraph]
) -> Iterator[Diagnostic]:
    """Find that there is no rule below a part, or that it is too short or too long for any of the part's lines."""
    length = _length(lines[-1], paragraphs)
    if length is _RuleLength.NONE:
        yield of_piece(rule, lines[-1], part, Text("no rule below it"))
    elif not isinstance(length, _RuleLength):
        # A text that wraps is as long as the room that it has.
        rooms = [min(piece.width, piece.paragraph.width) for piece in lines]
        shares = [length / room for room in rooms if room > 0]
        if shares and not any(map(rule.holds, shares)):
            values = {"share": decimal(shares[-1] * 100), "low": decimal(rule.at_least * 100)}
            values["high"] = decimal((rule.at_most or 0) * 100)
            fact = Text("the rule below is {share}% of the line, not {low}% - {high}%", values)
            yield of_piece(rule, lines[-1], part, fact)


def _length(piece: ParagraphPiece, paragraphs: Sequence[PrintedParagraph]) -> float | _RuleLength:
    """The length of the rule below a piece in mm."""
    own = piece.paragraph
    underlined = ParagraphPiece(own, tuple(stretch for stretch in piece.stretches if stretch.look.underlined))
    if underlined.text:
        return underlined.width
    length = _rule_of(own, piece.index, has_border=own.shape.ruled)
    if length is None:
        at = next(place for place, paragraph in enumerate(paragraphs) if paragraph.number == own.number)
        length = _rule_behind(own, piece.index, paragraphs[at + 1 :])
    if length is None:
        # A line that hangs on another paragraph may lie anywhere on the page.
        return _RuleLength.UNKNOWN if any(paragraph.lines for paragraph in paragraphs) else _RuleLength.NONE
    return length


def _rule_of(paragraph: PrintedParagraph, index: int, *, has_border: bool) -> float | _RuleLength | None:
    """The length of the border of a paragraph or of the line that is drawn in it; None where it has neither."""
    if has_border:
        return paragraph.width - paragraph.shape.left - paragraph.shape.right
    if not paragraph.lines:
        return None
    length = paragraph.lines[min(index, len(paragraph.lines) - 1)]
    return _RuleLength.UNKNOWN if length is None else length


def _rule_behind(
    own: PrintedParagraph, index: int, paragraphs: Sequence[PrintedParagraph]
) -> float | _RuleLength | None:
    """The length of the rule in the paragraphs behind one, up to the next text."""
    for below in takewhile(lambda paragraph: paragraph.cell == own.cell, paragraphs):
        length = _rule_of(below, index, has_border=below.shape.ruled and not _text(below))
        if length is not None:
            return length
        here = pieces(below, COLUMN_GAPS)
        if here and all(_DASHES.fullmatch(part.text) for part in here):
            return here[min(index, len(here) - 1)].width
        if here:
            break
    return None


def _text(paragraph: PrintedParagraph) -> str:
    return "".join(stretch.text for stretch in paragraph.stretches).strip()
