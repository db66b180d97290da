"""A departure from a rule as a finding: the fact, the place in words, and the sentence of the decree."""

from collections.abc import Collection, Iterable, Iterator

from planbook.layout.pieces import ParagraphPiece, is_capitals
from planbook.layout.rule_kinds import FixedTexts, LetterStyle, MustMatch, Range, Rule, decimal
from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.ooxml.inline import Stretch
from planbook.ooxml.reading import PrintedParagraph

_MOST_LETTERS = 80  # letters of a text that a message quotes


def departure(rule: Rule, span: Span, part: Text, fact: Text) -> Diagnostic:
    """The finding that a part is not as the rule says."""
    return Diagnostic(
        rule.name,
        span,
        Text("{part}: {fact}", {"part": part, "fact": fact}),
        Text("{says} ({clause})", {"says": rule.says, "clause": rule.clause}),
        Severity(rule.severity),
    )


def of_piece(rule: Rule, piece: ParagraphPiece, part: Text, fact: Text) -> Diagnostic:
    """The finding about a whole piece."""
    start = min((at for at, _ in piece.visible()), default=piece.start)
    begin = 0 if piece.label else start
    return departure(
        rule, paragraph_span(piece.paragraph, begin, len(piece.text)), in_place(part, piece.paragraph), fact
    )


def missing(rule: Rule, paragraph: int, part: Text) -> Diagnostic:
    """The finding that a part cannot be found, at the paragraph where it should stand."""
    return departure(rule, Span("", max(1, paragraph)), part, Text("missing"))


def paragraph_span(paragraph: PrintedParagraph, start: int = 0, length: int = 1) -> Span:
    """A stretch of a paragraph; its number is the line, the file is filled in later."""
    return Span("", paragraph.number, start + 1, max(1, length))


def in_place(part: Text, paragraph: PrintedParagraph) -> Text:
    """The name of a part with the cell that it stands in, where that helps to find it."""
    cell = paragraph.cell
    if cell is None:
        return part
    return Text(
        "{part} (table {table}, row {row}, cell {column})",
        {"part": part, "table": cell.table, "row": cell.row, "column": cell.column},
    )


def lettering(size: Range, style: LetterStyle, part: Text, lines: Collection[ParagraphPiece]) -> Iterator[Diagnostic]:
    """Find letters of another size than one rule allows, then those that are bold or italic otherwise than another one says."""
    yield from sizes(size, part, lines)
    yield from styles(style, part, lines)


def sizes(rule: Range, part: Text, lines: Iterable[ParagraphPiece]) -> Iterator[Diagnostic]:
    """Find letters of another size than the rule allows, once for each piece."""
    for piece in lines:
        for at, stretch in piece.visible():
            if not rule.holds(stretch.look.size):
                fact = Text("size {size}, not {wanted}", {"size": decimal(stretch.look.size), "wanted": str(rule)})
                yield _of_stretch(rule, piece, at, stretch, part, fact)
                break


def styles(rule: LetterStyle, part: Text, lines: Iterable[ParagraphPiece]) -> Iterator[Diagnostic]:
    """Find letters that are bold or italic and should not be, or should be and are not, once for each piece."""
    for piece in lines:
        for at, stretch in piece.visible():
            wrong = odd_style(rule, stretch)
            if wrong and any(map(str.isalnum, stretch.text)):
                yield _of_stretch(rule, piece, at, stretch, part, wrong)
                break


def odd_style(rule: LetterStyle, stretch: Stretch) -> Text | None:
    """How the letters of a stretch depart from a style."""
    if rule.bold is not None and stretch.look.bold is not rule.bold:
        return Text("not bold") if rule.bold else Text("bold")
    if rule.italic is not None and stretch.look.italic is not rule.italic:
        return Text("not italic") if rule.italic else Text("italic")
    return None


def capitals(rule: Rule, part: Text, lines: Iterable[ParagraphPiece]) -> Iterator[Diagnostic]:
    """Find pieces that are not in capitals."""
    for piece in lines:
        if not is_capitals(piece.printed):
            yield of_piece(rule, piece, part, Text("not in capitals"))


def not_capitals(rule: Rule, part: Text, lines: Iterable[ParagraphPiece]) -> Iterator[Diagnostic]:
    """Find pieces that are in capitals."""
    for piece in lines:
        if is_capitals(piece.printed):
            yield of_piece(rule, piece, part, Text("in capitals"))


def centred(rule: Rule, part: Text, lines: Iterable[ParagraphPiece]) -> Iterator[Diagnostic]:
    """Find pieces that are not in the middle; text box and tabs may place them there too."""
    for piece in lines:
        if piece.paragraph.shape.alignment != "center" and not piece.index and "\t" not in piece.paragraph.text:
            yield of_piece(rule, piece, part, Text("not centred"))


def wording(rule: FixedTexts, part: Text, piece: ParagraphPiece) -> Iterator[Diagnostic]:
    """Find a piece that is not one of the texts of the rule; whether it is in capitals is another matter."""
    text = piece.printed
    if text not in rule.one_of and text.upper() not in rule.one_of:
        yield of_piece(rule, piece, part, Text("“{found}”, not “{wanted}”", {"found": text, "wanted": rule.one_of[0]}))


def matching(rule: MustMatch, part: Text, piece: ParagraphPiece) -> Iterator[Diagnostic]:
    """Find a piece that does not match the pattern of the rule."""
    if not rule.pattern.search(piece.text):
        yield of_piece(rule, piece, part, Text("“{found}”", {"found": piece.text[:_MOST_LETTERS]}))


def ending(rule: MustMatch, part: Text, piece: ParagraphPiece) -> Iterator[Diagnostic]:
    """Find a piece that does not end as the pattern of the rule says."""
    if not rule.pattern.search(piece.text):
        last = piece.text.split()[-1:]
        yield of_piece(rule, piece, part, Text("ends with “{found}”", {"found": "".join(last)[-_MOST_LETTERS:]}))


def _of_stretch(rule: Rule, piece: ParagraphPiece, at: int, stretch: Stretch, part: Text, fact: Text) -> Diagnostic:
    return departure(
        rule, paragraph_span(piece.paragraph, at, len(stretch.text.strip())), in_place(part, piece.paragraph), fact
    )
