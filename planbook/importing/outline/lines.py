"""The lines that an outline is made of: passages cut at line breaks, tables as they are, sentences put together again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from planbook.importing.original import Original, OriginalGrid, Passage, PassageLook
from planbook.importing.outline.markers import Marker, marker_of
from planbook.importing.outline.parts import Excerpt
from planbook.importing.outline.words import OutlineWords
from planbook.text.comparing import cleaned_line

_LONGEST, _PARTS = 6_000, 20  # letters of a paragraph that is put together, and in how many parts it may be
HEADING = 200  # letters that a heading without a number has at most
_ENDED = re.compile(r"[.;:!?\u2026/][\"\u201d)\]]*$")
_ORNAMENT = re.compile(r"[\s\-\u2010-\u2015\u2212_=*.~o\u2026]+")
_WIDE = re.compile(r"\t+|(?<!\s)\s{4,}")
_LEAD = re.compile("[.:]")


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of text with its marker, or a table (`grid`); `text` holds the marker, `body` does not."""

    text: str
    passages: tuple[int, ...]
    look: PassageLook = field(default_factory=PassageLook)
    marker: Marker | None = None
    grid: OriginalGrid | None = None

    @property
    def body(self) -> str:
        """The text without its marker."""
        return self.text[self.marker.end :].strip() if self.marker else self.text

    @property
    def excerpt(self) -> Excerpt:
        """The line as words of the original."""
        return Excerpt(self.text, self.passages)

    @property
    def is_ornament(self) -> bool:
        """Whether it shows dashes, stars or dots alone."""
        return self.grid is None and bool(_ORNAMENT.fullmatch(self.text))

    @property
    def is_capitals(self) -> bool:
        """Whether all letters of the text behind the marker are capitals."""
        return self.look.capitals or self.body.isupper()

    @property
    def has_head_look(self) -> bool:
        """Whether it stands out from a sentence: bold from its beginning to its end, in capitals, or a heading by style."""
        return self.look.bold or self.is_capitals or self.look.style_level is not None

    @property
    def is_ended(self) -> bool:
        """Whether it ends as sentences and items do."""
        return bool(_ENDED.search(self.text))

    @property
    def run_in(self) -> int:
        """Where a bold title ends that the text goes on behind, counted in `text`; 0 where there is none."""
        begin = self.marker.end if self.marker else 0
        lead = self.look.bold_lead
        if self.look.bold or lead <= begin + 2 or lead >= len(self.text):
            return 0
        ended = _LEAD.search(self.text, begin + 2, lead + 2)
        return ended.end() if ended and ended.end() >= lead - 2 else 0


def outline_lines(original: Original, words: OutlineWords) -> list[OutlineLine]:
    """The lines of a whole file in reading order."""
    lines: list[OutlineLine] = []
    for block in original.blocks:
        if isinstance(block, OriginalGrid) and block.width != 1:
            lines.append(OutlineLine("", tuple(passage.number for passage in block.passages()), grid=block))
            continue
        for passage in [block] if isinstance(block, Passage) else block.passages():
            for line in passage_lines(passage, words):
                if lines and _goes_on(lines[-1], line):
                    lines[-1] = _joined(lines[-1], line)
                else:
                    lines.append(line)
    return lines


def passage_lines(passage: Passage, words: OutlineWords) -> Iterator[OutlineLine]:
    """The lines of a passage; what only says where a line is full has been put together already."""
    made: list[OutlineLine] = []
    start = 0
    typed_lines = [part for line in passage.text.split("\n") for part in _columns(line, words)]
    for at, typed in enumerate(typed_lines):
        label = f"{passage.listed} " if passage.listed and not at else ""
        text = label + cleaned_line(typed)
        lead = max(passage.look.bold_lead - start, 0) + (len(label) if passage.look.bold_lead else 0)
        start += len(typed) + 1
        if not text.strip():
            continue
        look = replace(passage.look, bold_lead=lead, capitals=passage.look.capitals or text.isupper())
        line = OutlineLine(text, (passage.number,), look)
        marker = marker_of(text, words, heads=line.has_head_look)
        if label and not marker:
            marker = Marker("bullet", passage.listed, passage.listed, (), len(label))
        line = replace(line, marker=marker)
        if made and _breaks_a_sentence(made[-1], line):
            made[-1] = _joined(made[-1], line)
        else:
            made.append(line)
    yield from made or [OutlineLine("", (passage.number,), passage.look)]


def _columns(typed: str, words: OutlineWords) -> list[str]:
    """The parts of a line that stand side by side as a heading block and a signature do: long spaces part them."""
    parts: list[str] = []
    for part in _WIDE.split(typed):
        if parts and words.own.after_blank.match(part.strip()):
            parts[-1] += f" {part}"
        elif part.strip():
            parts.append(part)
    marks = words.marks
    heads = (words.own.national_title, marks.number_line, marks.place_and_day, marks.authority, marks.office)
    beside = (*heads, marks.recipients, marks.archive)
    if len(parts) < 2 or not any(mark.match(part.strip()) for mark in beside for part in parts):
        return [typed]
    return parts


def _breaks_a_sentence(before: OutlineLine, line: OutlineLine) -> bool:
    """Whether a line break within a passage stands in the middle of a sentence or title."""
    return line.marker is None and not before.is_ended and not line.text[:1].isupper()


def _goes_on(before: OutlineLine, line: OutlineLine) -> bool:
    """Whether a paragraph was cut in two: the first part does not end, the second begins in the middle of a sentence."""
    if before.grid or line.marker or not before.text or not line.text or before.is_ornament or line.is_ornament:
        return False
    if len(before.text) > _LONGEST or len(before.passages) > _PARTS:
        return False
    goes_on = line.text[0].islower() and not before.is_ended and before.look.bold == line.look.bold
    is_cut_number = before.text.endswith("-") and before.text[-2:-1].isdigit() and line.text[0].isupper()
    return goes_on or is_cut_number


def _joined(before: OutlineLine, line: OutlineLine) -> OutlineLine:
    space = "" if before.text.endswith("-") and not before.text.endswith(" -") else " "
    look = replace(
        before.look, bold=before.look.bold and line.look.bold, italic=before.look.italic and line.look.italic
    )
    return replace(
        before,
        text=f"{before.text}{space}{line.text}",
        passages=tuple(dict.fromkeys((*before.passages, *line.passages))),
        look=look,
    )
