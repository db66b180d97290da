"""The levels of the text: I. → 1. → a) → -, their dress, their marks, and numbers that are left out."""

from collections.abc import Iterator
from enum import Enum, auto

from planbook.layout.departure import capitals, not_capitals, of_piece, styles
from planbook.layout.parts import DocumentParts
from planbook.layout.pieces import ParagraphPiece, is_capitals
from planbook.layout.rule_kinds import Rule
from planbook.layout.rules import Marks, Rules, RuleSet
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.number import ROMANS, roman


class TextLevel(Enum):
    """What a paragraph of the text is."""

    PART = auto()  # a part or chapter
    ARTICLE = auto()  # an article of a decision
    CENTRED = auto()  # a line in the middle that is no item
    SECTION = auto()  # I.
    HEADED_CLAUSE = auto()  # 1. Title
    CLAUSE = auto()  # 1. Sentence.
    DECIMAL = auto()  # 1.1.
    POINT = auto()  # a)
    BULLET = auto()  # - or +
    PLAIN = auto()


def level_of(piece: ParagraphPiece, marks: Marks) -> TextLevel:
    """The level of a paragraph by the number before its text."""
    levels = (
        (TextLevel.PART, marks.part),
        (TextLevel.ARTICLE, marks.article),
        (TextLevel.SECTION, marks.section),
        (TextLevel.CLAUSE, marks.clause),
        (TextLevel.DECIMAL, marks.decimal),
        (TextLevel.POINT, marks.point),
        (TextLevel.BULLET, marks.bullet),
    )
    level = next((level for level, mark in levels if mark.search(piece.text)), TextLevel.PLAIN)
    if level is TextLevel.CLAUSE and not marks.untitled.search(piece.text):
        return TextLevel.HEADED_CLAUSE
    if level is TextLevel.PLAIN and piece.paragraph.shape.alignment == "center":
        bold = all(stretch.look.bold for _, stretch in piece.visible())
        return TextLevel.CENTRED if bold or is_capitals(piece.printed) else TextLevel.PLAIN
    return level


def check_outline(parts: DocumentParts, rule_set: RuleSet) -> Iterator[Diagnostic]:
    """Find headings in another dress than their level has, and numbers out of their order."""
    rules, marks = rule_set.rules, rule_set.marks
    for piece in parts.body:
        level = level_of(piece, marks)
        if level is TextLevel.SECTION:
            yield from capitals(rules.section_capitals, Text("section heading"), [piece])
            yield from styles(rules.section_style, Text("section heading"), [piece])
        elif level is TextLevel.HEADED_CLAUSE:
            yield from not_capitals(rules.clause_case, Text("clause heading"), [piece])
            yield from styles(rules.clause_style, Text("clause heading"), [piece])
        elif level is TextLevel.POINT:
            yield from _point_style(piece, rules)
        yield from _mark(piece, level, rules, marks)
    yield from _Order(rule_set).check(parts)


def _point_style(piece: ParagraphPiece, rules: Rules) -> Iterator[Diagnostic]:
    """Find a point that is bold or italic from its letter to its end; words in it may be."""
    wrong = [
        list(styles(rules.point_style, Text("point"), [ParagraphPiece(piece.paragraph, (stretch,))]))
        for _, stretch in piece.visible()
    ]
    if wrong and all(wrong):
        yield of_piece(rules.point_style, piece, Text("point"), _fact(wrong[0][0]))


def _fact(finding: Diagnostic) -> Text:
    fact = finding.message.values["fact"]
    assert isinstance(fact, Text)
    return fact


def _mark(piece: ParagraphPiece, level: TextLevel, rules: Rules, marks: Marks) -> Iterator[Diagnostic]:
    """Find another sign behind a number than the level has."""
    sign = {TextLevel.SECTION: ".", TextLevel.CLAUSE: ".", TextLevel.HEADED_CLAUSE: ".", TextLevel.POINT: ")"}.get(
        level
    )
    pattern = {".": marks.section if level is TextLevel.SECTION else marks.clause, ")": marks.point}.get(sign or "")
    match = pattern.search(piece.text) if pattern else None
    if match and match["mark"] != sign:
        values = {"found": match["number"] + match["mark"], "wanted": f"{match['number']}{sign}"}
        yield of_piece(rules.number_mark, piece, Text("number of the item"), Text("“{found}”, not “{wanted}”", values))


class _Order:
    """Follows the numbers of the text; each level begins anew below another one."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rules, self.marks = rule_set.rules, rule_set.marks
        self.alphabet = rule_set.alphabet.split()
        self.last: dict[TextLevel, int] = {}
        self.decimals: dict[str, int] = {}
        self.between: set[TextLevel] = set()  # levels that stood since the last clause

    def check(self, parts: DocumentParts) -> Iterator[Diagnostic]:
        """Find numbers that leave one out or come twice."""
        for piece in parts.body:
            level = level_of(piece, self.marks)
            if level is TextLevel.PART:
                self.last = {}
            elif level is TextLevel.ARTICLE:
                self.last = {level: value for level, value in self.last.items() if level is TextLevel.SECTION}
                self.decimals, self.between = {}, set()
            elif level is TextLevel.SECTION:
                yield from self._section(piece)
            elif level in (TextLevel.CLAUSE, TextLevel.HEADED_CLAUSE):
                yield from self._clause(piece)
            elif level is TextLevel.DECIMAL:
                yield from self._decimal(piece)
            elif level is TextLevel.POINT:
                yield from self._point(piece)
            elif level is TextLevel.BULLET:
                self.between.add(level)

    def _section(self, piece: ParagraphPiece) -> Iterator[Diagnostic]:
        match = self.marks.section.search(piece.text)
        value = ROMANS.get(match["number"], 0) if match else 0
        if value:
            before = self.last.get(TextLevel.SECTION, 0)
            self.last = {TextLevel.SECTION: value}
            self.decimals = {}
            if value != before + 1:
                yield self._gap(self.rules.numbering_gap, piece, roman(value), roman(before + 1))

    def _clause(self, piece: ParagraphPiece) -> Iterator[Diagnostic]:
        match = self.marks.clause.search(piece.text)
        value = int(match["number"]) if match else 0
        before = self.last.get(TextLevel.CLAUSE)
        # Clauses may begin anew in each section or go on, and a list within a point has its own.
        expected = {1} if before is None or self.between else set()
        expected.add((before or 0) + 1)
        if before is None and TextLevel.SECTION in self.last:
            expected.add(self.last.get(TextLevel.PART, value))
        self.last[TextLevel.CLAUSE] = value
        self.last.pop(TextLevel.POINT, None)
        self.between = set()
        if value not in expected:
            yield self._gap(self.rules.numbering_gap, piece, str(value), str((before or 0) + 1))

    def _decimal(self, piece: ParagraphPiece) -> Iterator[Diagnostic]:
        match = self.marks.decimal.search(piece.text)
        above, _, own = match["number"].rpartition(".") if match else ("", "", "0")
        before = self.decimals.get(above, 0)
        self.decimals[above] = int(own)
        self.last.pop(TextLevel.POINT, None)
        if int(own) not in (before + 1, 1):
            yield self._gap(self.rules.numbering_gap, piece, f"{above}.{own}", f"{above}.{before + 1}")

    def _point(self, piece: ParagraphPiece) -> Iterator[Diagnostic]:
        match = self.marks.point.search(piece.text)
        letter = match["number"] if match else ""
        before = self.last.get(TextLevel.POINT, 0)
        self.between.add(TextLevel.POINT)
        next_letter = self.alphabet[min(before, len(self.alphabet) - 1)]
        if letter not in self.alphabet:
            yield self._gap(self.rules.letter_order, piece, letter, next_letter)
            return
        value = self.alphabet.index(letter) + 1
        self.last[TextLevel.POINT] = value
        # Points below each of several bullets begin anew.
        if value == before + 1 or (value == 1 and TextLevel.BULLET in self.between):
            return
        skips_crossed_d = value == before + 2 and not next_letter.isascii()
        rule = self.rules.letter_order if skips_crossed_d else self.rules.numbering_gap
        yield self._gap(rule, piece, letter, next_letter)

    @staticmethod
    def _gap(rule: Rule, piece: ParagraphPiece, number: str, next_number: str) -> Diagnostic:
        values = {"found": number, "wanted": next_number}
        return of_piece(rule, piece, Text("number of the item"), Text("“{found}” where “{wanted}” comes next", values))
