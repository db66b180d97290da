"""Pieces of paragraphs: what stands between line breaks and tabs, which in many files are parts of their own."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from planbook.ooxml.inline import Stretch
from planbook.ooxml.metrics import text_width
from planbook.ooxml.reading import PrintedParagraph

_SPACES = re.compile(r"\s+")
LINES = re.compile(r"\n+")
COLUMN_GAPS = re.compile(r"[\n\t]+")


@dataclass(frozen=True)
class ParagraphPiece:
    """A part of a paragraph; `start` is how many letters of it stand before, `index` how many pieces."""

    paragraph: PrintedParagraph
    stretches: tuple[Stretch, ...]
    label: str = ""
    start: int = 0
    index: int = 0

    @cached_property
    def text(self) -> str:
        """The text with single spaces."""
        return folded(self.label + "".join(stretch.text for stretch in self.stretches))

    @cached_property
    def printed(self) -> str:
        """The text with the letters that are shown as capitals as capitals."""
        return folded(
            self.label
            + "".join(stretch.text.upper() if stretch.look.capitals else stretch.text for stretch in self.stretches)
        )

    @cached_property
    def width(self) -> float:
        """How long the text is in one line, in mm."""
        return sum(
            text_width(
                _SPACES.sub(" ", stretch.text.upper() if stretch.look.capitals else stretch.text),
                stretch.look.size,
                bold=stretch.look.bold,
            )
            for stretch in self.stretches
        )

    def visible(self) -> Iterator[tuple[int, Stretch]]:
        """The stretches that show letters or signs, each with how many letters of the paragraph stand before."""
        at = self.start + len(self.label)
        for stretch in self.stretches:
            if stretch.text.strip():
                yield at + len(stretch.text) - len(stretch.text.lstrip()), stretch
            at += len(stretch.text)


def folded(text: str) -> str:
    """A text with composed letters, single spaces, none at its ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def is_capitals(text: str) -> bool:
    """Whether a text has letters and all of them are capitals."""
    return text.isupper()


def whole(paragraph: PrintedParagraph) -> ParagraphPiece:
    """A paragraph as one piece."""
    return ParagraphPiece(paragraph, paragraph.stretches, paragraph.label)


def pieces(paragraph: PrintedParagraph, between: re.Pattern[str] = LINES) -> list[ParagraphPiece]:
    """The parts of a paragraph between what a pattern matches, those without text left out."""
    parts: list[ParagraphPiece] = []
    text = "".join(stretch.text for stretch in paragraph.stretches)
    ends = [(match.start(), match.end()) for match in between.finditer(text)]
    starts = list(accumulate((len(stretch.text) for stretch in paragraph.stretches), initial=0))
    start = 0
    for end, following in [*ends, (len(text), len(text))]:
        if text[start:end].strip():
            cut = tuple(_cut(paragraph.stretches, starts, start, end))
            label = "" if parts else paragraph.label
            offset = start + (len(paragraph.label) if parts else 0)
            parts.append(ParagraphPiece(paragraph, cut, label, offset, len(parts)))
        start = following
    return parts


def _cut(stretches: Sequence[Stretch], starts: Sequence[int], start: int, end: int) -> Iterator[Stretch]:
    for at in range(max(0, bisect_right(starts, start) - 1), len(stretches)):
        if starts[at] >= end:
            break
        inside = stretches[at].text[max(0, start - starts[at]) : end - starts[at]]
        if inside:
            yield replace(stretches[at], text=inside)
