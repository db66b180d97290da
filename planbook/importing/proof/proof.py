"""Proof by printing back: what of an old plan's words, figures and numbers the print of its import does not have.

A plan says the same words in many places, so a printed word answers for one word of the original alone: whole lines
first, then runs of words, long before short, then what is left between them. Short forms, ways of writing a day and
the places of tone marks make no difference; a label that the print has a word of its own for is told apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.importing.original import LeftOut, Original, Passage
from planbook.importing.proof.proof_words import RUNS, PassageWords, PrintWords, ProofPiece, ProofWords
from planbook.model.item import ItemId
from planbook.text.comparing import without_unseen
from planbook.wording.blocks import ArticleLine


@dataclass(frozen=True, slots=True)
class PassageProof:
    """A passage of the original in stretches that the print has and stretches that it does not have.

    `lines` are those of the print that answer for its words.
    """

    passage: Passage
    pieces: tuple[ProofPiece, ...]
    lines: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[ProofPiece, ...]:
        """The stretches that the print does not have."""
        return tuple(piece for piece in self.pieces if piece.state == "missing")


@dataclass(frozen=True, slots=True)
class PlanProof:
    """A whole original beside its print.

    `added` are the lines of the print with a figure that the original does not have there, each with these figures.
    """

    passages: tuple[PassageProof, ...]
    left_out: tuple[LeftOut, ...]
    added: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def pieces(self) -> Iterator[ProofPiece]:
        """All stretches in their order."""
        return (piece for passage in self.passages for piece in passage.pieces)

    @property
    def words(self) -> int:
        """How many words and figures the original has."""
        return sum(piece.words for piece in self.pieces)

    @property
    def missing_words(self) -> int:
        """How many of them the print lacks."""
        return sum(piece.words for piece in self.pieces if piece.state == "missing")

    @property
    def figures(self) -> int:
        """How many figures the original has."""
        return sum(piece.figures for piece in self.pieces)

    @property
    def missing_figures(self) -> int:
        """How many of them the print lacks."""
        return sum(piece.figures for piece in self.pieces if piece.state == "missing")

    @property
    def labels(self) -> Counter[str]:
        """The labels for which the print has others, with how often they stand in the original."""
        return Counter(piece.text.strip(" -+:") for piece in self.pieces if piece.state == "label")

    @property
    def worded(self) -> Counter[str]:
        """What the print says in words of its own, since it was read as data, with how often it stands in the original."""
        return Counter(piece.text.strip(" ,;.") for piece in self.pieces if piece.state == "worded")

    @property
    def coverage(self) -> float:
        """The share of the original's words, figures among them, that the print has or has words of its own for."""
        return 1 - self.missing_words / self.words if self.words else 1.0


def proof(
    original: Original, lines: Iterable[ArticleLine], words: ProofWords, data: frozenset[int] = frozenset(),
    labels: frozenset[int] = frozenset(),
) -> PlanProof:  # fmt: skip
    """What of an original stands in the printed lines of its import.

    `data` are passages that were read for certain, `labels` heads and numbers that the print has others for.
    """
    print_ = PrintWords(tuple(_once(lines)), words)
    passages = [(passage, without_unseen(passage.printed)) for passage in original.passages()]
    texts = [PassageWords(text, print_, words) for _, text in passages]
    before = 0
    for text in texts:
        before = text.take_whole(before)
    for least in RUNS:
        for text in texts:
            text.take_runs(least)
    before = 0
    for text in texts:
        before = text.take_between(before)
    proven = (
        PassageProof(
            passage, text.pieces(is_data=passage.number in data, is_label=passage.number in labels), text.lines()
        )
        for (passage, _), text in zip(passages, texts, strict=True)
    )
    return PlanProof(tuple(proven), original.left_out, tuple(print_.added()))


def _once(lines: Iterable[ArticleLine]) -> Iterator[tuple[str, bool]]:
    """The texts of the print, each with whether it is a cell of an item's row; such rows only where no text has the item."""
    lines = list(lines)
    in_text = {ItemId(line.item).entry for line in lines if not line.is_row}
    for line in lines:
        item = ItemId(line.item)
        if not line.is_row:
            # The number and day of the plan, below the name of an appendix.
            says_again = "appendix-origin" in line.classes
            yield from ((without_unseen(f"{line.number} {cell}".strip()), says_again) for cell in line.cells)
        elif not item or item.entry not in in_text:
            yield from ((without_unseen(cell), bool(item)) for cell in line.cells)
