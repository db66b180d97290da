"""The last block of a document: on the right who signs with what authority, on the left who receives it."""

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.layout.pieces import ParagraphPiece, is_capitals
from planbook.layout.rules import Marks

_NAME_WORDS = range(2, 9)


@dataclass(frozen=True)
class Signature:
    """The lines of the block; what is not there is None or empty."""

    authority: tuple[ParagraphPiece, ...] = ()
    signatory: ParagraphPiece | None = None
    recipients_label: ParagraphPiece | None = None
    recipients: tuple[ParagraphPiece, ...] = ()


def signature(block: Iterable[ParagraphPiece], marks: Marks) -> Signature:
    """The lines of a block of pieces that stand side by side in cells, or with tabs between them."""
    label: ParagraphPiece | None = None
    authority: list[ParagraphPiece] = []
    names: list[ParagraphPiece] = []
    recipients: list[ParagraphPiece] = []
    for piece in block:
        if marks.recipients.search(piece.text):
            label = piece
        elif _is_authority(piece, marks) and not _beside(piece, label):
            authority.append(piece)
        elif marks.recipient.search(piece.text) or marks.archive.search(piece.text):
            recipients.append(piece)
        elif marks.not_a_name.search(piece.text) or marks.drafter.search(piece.text):
            continue
        elif _beside(piece, label) or piece.text.endswith(";"):
            recipients.append(piece)
        elif authority and len(piece.text.split()) in _NAME_WORDS and not any(map(str.isdigit, piece.text)):
            names.append(piece)
    return Signature(tuple(authority), names[-1] if names else None, label, tuple(recipients))


def _is_authority(piece: ParagraphPiece, marks: Marks) -> bool:
    is_marked = any(mark.search(piece.text) for mark in (marks.authority, marks.office))
    # The body that TM. stands for may have a line of its own.
    return is_marked or (is_capitals(piece.printed) and bool(marks.collective_body.search(piece.text)))


def _beside(piece: ParagraphPiece, label: ParagraphPiece | None) -> bool:
    """Whether a piece stands in the cell of the label of the recipients."""
    return label is not None and piece.paragraph.cell is not None and piece.paragraph.cell == label.paragraph.cell
