"""The paragraphs of the text: size, alignment, first line, spacing; and the mark at its end."""

from collections import Counter
from collections.abc import Iterator

from planbook.layout.departure import ending, of_piece, sizes
from planbook.layout.outline import TextLevel, level_of
from planbook.layout.parts import DocumentParts
from planbook.layout.pieces import ParagraphPiece
from planbook.layout.rule_kinds import decimal
from planbook.layout.rules import Marks, Rules, RuleSet
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.ooxml.reading import Document, PrintedParagraph

_NEAR = 0.1  # mm: a tab stop that is nearer is passed

# Headings may stand as an office likes, and the decree knows no bullets.
_FREE = {TextLevel.PART, TextLevel.CENTRED, TextLevel.SECTION, TextLevel.HEADED_CLAUSE, TextLevel.BULLET}


def check_body(document: Document, parts: DocumentParts, rule_set: RuleSet) -> Iterator[Diagnostic]:
    """Find paragraphs of the text in another size or form than the decree says."""
    rules, marks, name = rule_set.rules, rule_set.marks, Text("text")
    yield from sizes(rules.body_size, name, parts.body)
    yield from _one_size(parts, rules)
    before = {
        paragraph.number: following
        for following, paragraph in zip(document.paragraphs, document.paragraphs[1:], strict=False)
    }
    for piece in parts.body:
        if not piece.index:
            yield from _form(piece, before.get(piece.paragraph.number), document, rules, marks)
            yield from _line_spacing(piece, rule_set)
        if all(stretch.look.italic for _, stretch in piece.visible()) and not piece.text.startswith("("):
            yield of_piece(rules.body_upright, piece, name, Text("italic"))
    if parts.body:
        yield from ending(rules.end_mark, Text("end of the text"), parts.body[-1])


def _one_size(parts: DocumentParts, rules: Rules) -> Iterator[Diagnostic]:
    """Find text in a size that is allowed, but not that of most of the text."""
    lengths = Counter[float]()
    for piece in parts.body:
        for _, stretch in piece.visible():
            if rules.body_size.holds(stretch.look.size):
                lengths[stretch.look.size] += len(stretch.text)
    usual = lengths.most_common(1)[0][0] if lengths else 0
    for piece in parts.body:
        unusual = {stretch.look.size for _, stretch in piece.visible()} & lengths.keys() - {usual}
        if unusual:
            values = {"size": decimal(min(unusual)), "usual": decimal(usual)}
            yield of_piece(rules.body_one_size, piece, Text("text"), Text("size {size}, mostly {usual}", values))


def _form(
    piece: ParagraphPiece, before: PrintedParagraph | None, document: Document, rules: Rules, marks: Marks
) -> Iterator[Diagnostic]:
    """Find a paragraph that is not justified, not indented, or too near to the one before it."""
    name, shape, level = Text("text"), piece.paragraph.shape, level_of(piece, marks)
    start = _first_letter(piece.paragraph, document.tab_stop)
    if shape.alignment != "both" and level not in (_FREE - {TextLevel.BULLET}):
        # A line that is not full looks the same either way.
        full = piece.width > piece.paragraph.width - shape.right - start
        if full or shape.alignment != "left":
            yield of_piece(rules.body_justified, piece, name, Text("not justified"))
    elif shape.alignment != "center" and level not in _FREE and not rules.body_first_line.holds(start):
        values = {"found": decimal(start), "wanted": str(rules.body_first_line)}
        fact = Text("the first line begins at {found} mm, not {wanted} mm", values)
        yield of_piece(rules.body_first_line, piece, name, fact)
    if before and before.cell is None and before.text.strip():
        joined = before.shape.joins_same_style and shape.joins_same_style and before.style == piece.paragraph.style
        gap = 0.0 if joined else before.shape.after + shape.before
        if not rules.body_spacing.holds(gap):
            values = {"found": decimal(gap), "wanted": str(rules.body_spacing)}
            fact = Text("{found} pt above it, not {wanted} pt", values)
            yield of_piece(rules.body_spacing, piece, name, fact)


def _first_letter(paragraph: PrintedParagraph, tab_stop: float) -> float:
    """Where the first letter stands, in mm from the margin; tabs before it lead to the next stops."""
    at = paragraph.shape.first_line
    text = paragraph.text
    for _ in range(len(text) - len(text.lstrip("\t"))):
        own = [stop for stop, _ in paragraph.shape.tabs if stop > at + _NEAR]
        at = own[0] if own else (at + _NEAR) // tab_stop * tab_stop + tab_stop
    return at


def _line_spacing(piece: ParagraphPiece, rule_set: RuleSet) -> Iterator[Diagnostic]:
    """Find lines that stand too near or too far; exact heights are compared with the height of a single line."""
    rule, shape = rule_set.rules.body_line_spacing, piece.paragraph.shape
    line = shape.line
    if shape.line_rule != "auto":
        size = max((stretch.look.size for _, stretch in piece.visible()), default=0)
        line = round(shape.line / (size * rule_set.single_line), 1) if size else rule.at_least
        if shape.line_rule == "atLeast":
            line = max(line, rule.at_least)
    if not rule.holds(line):
        values = {"found": decimal(line), "wanted": str(rule)}
        yield of_piece(rule, piece, Text("text"), Text("line spacing {found}, not {wanted}", values))
