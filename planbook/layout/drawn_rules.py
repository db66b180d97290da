"""The lines below motto, agency and title: a border, a drawn line, an underlined text or a row of dashes."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import takewhile

from planbook.layout.departure import of_piece
from planbook.layout.pieces import COLUMN_GAPS, ParagraphPiece, pieces
from planbook.layout.rule_kinds import Range, decimal
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.ooxml.reading import PrintedParagraph

_DASHES = re.compile(r"[-_=*\u2010-\u2015\u2500\u2501. ]+")


class RuleLength(Enum):
    """What can be said of a rule whose length is not known."""

    NONE = auto()  # there is no rule
    UNKNOWN = auto()  # there is a line, but nobody can tell how long


def rule_below(
    rule: Range, part: Text, lines: Sequence[ParagraphPiece], paragraphs: Sequence[PrintedParagraph]
) -> Iterator[Diagnostic]:
    """Find that there is no rule below a part, or that it is too short or too long for any of the part's lines."""
    length = _length(lines[-1], paragraphs)
    if length is RuleLength.NONE:
        yield of_piece(rule, lines[-1], part, Text("no rule below it"))
    elif not isinstance(length, RuleLength):
        # A text that wraps is as long as the room that it has.
        rooms = [min(piece.width, piece.paragraph.width) for piece in lines]
        shares = [length / room for room in rooms if room > 0]
        if shares and not any(map(rule.holds, shares)):
            values = {"share": decimal(shares[-1] * 100), "low": decimal(rule.at_least * 100)}
            values["high"] = decimal((rule.at_most or 0) * 100)
            fact = Text("the rule below is {share}% of the line, not {low}% - {high}%", values)
            yield of_piece(rule, lines[-1], part, fact)


def _length(piece: ParagraphPiece, paragraphs: Sequence[PrintedParagraph]) -> float | RuleLength:
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
        return RuleLength.UNKNOWN if any(paragraph.lines for paragraph in paragraphs) else RuleLength.NONE
    return length


def _rule_of(paragraph: PrintedParagraph, index: int, *, has_border: bool) -> float | RuleLength | None:
    """The length of the border of a paragraph or of the line that is drawn in it; None where it has neither."""
    if has_border:
        return paragraph.width - paragraph.shape.left - paragraph.shape.right
    if not paragraph.lines:
        return None
    length = paragraph.lines[min(index, len(paragraph.lines) - 1)]
    return RuleLength.UNKNOWN if length is None else length


def _rule_behind(
    own: PrintedParagraph, index: int, paragraphs: Sequence[PrintedParagraph]
) -> float | RuleLength | None:
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
