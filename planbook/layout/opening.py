"""What stands between the type of a document and its signature: title, issuer, addressees, bases, body."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planbook.layout.pieces import ParagraphPiece, is_capitals, pieces
from planbook.layout.rules import Marks
from planbook.ooxml.reading import PrintedParagraph


@dataclass(frozen=True)
class Opening:
    """The parts in their order; `origin` is with what it is issued ("Ban hành kèm theo Quyết định …"), `issuer` who decides (the head
    of the body), `addressees` those of a letter or proposal.
    """

    title: tuple[ParagraphPiece, ...] = ()
    origin: tuple[ParagraphPiece, ...] = ()
    issuer: tuple[ParagraphPiece, ...] = ()
    addressees: tuple[ParagraphPiece, ...] = ()
    bases: tuple[ParagraphPiece, ...] = ()
    body: tuple[ParagraphPiece, ...] = ()


def opening(paragraphs: Sequence[PrintedParagraph], marks: Marks, *, has_type: bool) -> Opening:
    """The parts of what stands between the type and the signature."""
    # A row of dashes is a rule, not text.
    lines = [
        piece
        for paragraph in paragraphs
        if paragraph.cell is None
        for piece in pieces(paragraph)
        if any(map(str.isalnum, piece.text))
    ]
    title: list[ParagraphPiece] = []
    while len(title) < len(lines) and _continues_title(lines[len(title)], title, marks, sure=has_type):
        title.append(lines[len(title)])
    at = len(title)
    origin = _fitting(lines, at, lambda piece, _: has_type and bool(marks.appendix_origin.search(piece.text)))
    at += len(origin)
    issuer = _fitting(lines, at, lambda piece, _: has_type and _is_issuer(piece, marks))
    at += len(issuer)
    addressees = _fitting(lines, at, lambda piece, before: _is_addressee(piece, before, marks))
    at += len(addressees)
    bases = _fitting(lines, at, lambda piece, _: _is_basis(piece, marks))
    return Opening(tuple(title), origin, issuer, addressees, bases, tuple(lines[at + len(bases) :]))


def _fitting(
    lines: list[ParagraphPiece], start: int, fits: Callable[[ParagraphPiece, bool], bool]
) -> tuple[ParagraphPiece, ...]:
    """The lines from one on that fit, each told whether others stand before it."""
    end = start
    while end < len(lines) and fits(lines[end], end > start):
        end += 1
    return tuple(lines[start:end])


def _is_issuer(piece: ParagraphPiece, marks: Marks) -> bool:
    centred = piece.paragraph.shape.alignment == "center"
    return centred and is_capitals(piece.printed) and not marks.part.search(piece.text)


def _is_addressee(piece: ParagraphPiece, before: bool, marks: Marks) -> bool:  # called by position
    if marks.addressed.search(piece.text):
        return True
    return before and bool(marks.bullet.search(piece.text)) and piece.text[-1:] in ";.,"


def _is_basis(piece: ParagraphPiece, marks: Marks) -> bool:
    return bool(marks.basis.search(piece.text)) and not marks.preamble.search(piece.text)


def _continues_title(piece: ParagraphPiece, title: list[ParagraphPiece], marks: Marks, *, sure: bool) -> bool:
    if any(mark.search(piece.text) for mark in (marks.section, marks.part, marks.preamble, marks.addressed)):
        return False
    bold = all(stretch.look.bold for _, stretch in piece.visible())
    centred = piece.paragraph.shape.alignment == "center"
    if not title and sure:
        # The first line below the type is the title in whatever dress, unless it is a basis like the next ones.
        return bold or centred or not marks.basis.search(piece.text)
    if title and is_capitals(piece.printed) and not is_capitals(title[0].printed):
        return False  # it says who decides
    near = not title or piece.paragraph.number - title[-1].paragraph.number <= 1
    return centred and bold and near
