"""The lines below motto, agency and title: a border, a drawn line, an underlined text or a row of dashes."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from planbook.layout.departure import of_piece
from planbook.layout.pieces import ParagraphPiece, pieces
from planbook.layout.rules import Range, decimal
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.ooxml.reading import PrintedParagraph

_DASHES = re.compile(r"[-_=*\u2010-\u2015\u2500\u2501. ]+")
_COLUMNS = re.compile(r"[\n\t]+")


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
    if own.shape.ruled:
        return own.width - own.shape.left - own.shape.right
    if own.lines:
        return _drawn(own, piece.index)
    at = next(place for place, paragraph in enumerate(paragraphs) if paragraph.number == own.number)
    for below in paragraphs[at + 1 :]:
        if below.cell != own.cell:
            break
        if below.shape.ruled and not _text(below):
            return below.width - below.shape.left - below.shape.right
        if below.lines:
            return _drawn(below, piece.index)
        here = pieces(below, _COLUMNS)
        if here and all(_DASHES.fullmatch(one.text) for one in here):
            return here[min(piece.index, len(here) - 1)].width
        if here:
            break
    # A line that hangs on another paragraph may lie anywhere on the page.
    return RuleLength.UNKNOWN if any(paragraph.lines for paragraph in paragraphs) else RuleLength.NONE


def _drawn(paragraph: PrintedParagraph, index: int) -> float | RuleLength:
    length = paragraph.lines[min(index, len(paragraph.lines) - 1)]
    return RuleLength.UNKNOWN if length is None else length


def _text(paragraph: PrintedParagraph) -> str:
    return "".join(stretch.text for stretch in paragraph.stretches).strip()
