"""The text of a PDF, as poppler reads it, and where the cells of a table stand in it.

A PDF knows no lines of ours: cells are broken anywhere and pages repeat their head and foot. So the text is taken
without white space, and what must stand there is looked for in its order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planbook.messages.diagnostics import Text
from planbook.outputs.proofs.lines import ExpectedLine
from planbook.repository.foreign_files import Unopened
from planbook.repository.poppler import NO_PDF, NO_READER, poppler
from planbook.verify.lines import FileLine, Pair
from planbook.verify.readers import Unreadable

_AHEAD = 20_000  # letters behind the last row in which the next one is looked for
_BREAK = 600  # letters that the end of a page may bring between two cells of a row


class NoReader(Unreadable):
    """The machine has no pdftotext (poppler)."""

    exit_code = 3


@dataclass(frozen=True)
class Squeezed:
    """A text without white space; `origin` gives for each letter where it stands in the text."""

    text: str
    letters: str
    origin: tuple[int, ...]

    def find(self, part: str, start: int, room: int) -> tuple[int, int] | None:
        """Where a part stands as words of its own, at most `room` letters behind `start`.

        3.000 does not stand in 13.000.
        """
        letters = re.sub(r"\s", "", part)
        at = self.letters.find(letters, start, start + room + len(letters))
        while at >= 0:
            end = at + len(letters)
            if self._begins(at) and self._begins(end):
                return at, end
            at = self.letters.find(letters, at + 1, start + room + len(letters))
        return None

    def _begins(self, at: int) -> bool:
        return at in (0, len(self.origin)) or self.origin[at] - self.origin[at - 1] > 1

    def between(self, start: int, end: int) -> str:
        """The text between two letters as it stands there, white space folded."""
        if start >= end:
            return ""
        return " ".join(self.text[self.origin[start] : self.origin[end - 1] + 1].split())


def pdf_text(content: bytes) -> str:
    """The text of a PDF in the order in which it is drawn, cell after cell; raises `Unreadable`."""
    try:
        answer = poppler("pdftotext", content, "-raw")
    except Unopened as error:
        raise Unreadable(Text("the PDF file takes longer to read than any that the program makes")) from error
    if answer is None:
        raise NoReader(*NO_READER)
    if answer.returncode:
        raise Unreadable(NO_PDF)
    return answer.stdout.decode("utf-8", "replace")


def squeezed(text: str) -> Squeezed:
    """A text without its white space."""
    origin = tuple(at for at, letter in enumerate(text) if not letter.isspace())
    return Squeezed(text, "".join(text[at] for at in origin), origin)


def without(text: str, repeated: Sequence[str]) -> str:
    """Take out what every page repeats: the heads of its tables and its foot."""
    for part in repeated:
        words = r"\s+".join(map(re.escape, part.split()))
        text = re.sub(words, "\n", text) if words else text
    return text


def placed(expected: Sequence[ExpectedLine], content: str) -> tuple[list[Pair], str]:
    """Look for the cells of each line in their order; give the lines with what stands for them, and what is left.

    A line whose cells all stand there is paired with its own text, another one with the text that stands between
    its neighbours.
    """
    text = squeezed(content)
    spans = list(_spans(expected, text))
    pairs, left, last = [], [], 0
    for at, (line, span) in enumerate(zip(expected, spans, strict=True), 1):
        if span is not None:
            pairs.append(Pair(line, FileLine(at, line.text)))
            left.append(text.between(last, span[0]))
            last = span[1]
            continue
        end = next((later[0] for later in spans[at:] if later), len(text.origin))
        before = next((earlier[1] for earlier in reversed(spans[: at - 1]) if earlier), 0)
        between = text.between(max(before, last), end)
        pairs.append(Pair(line, FileLine(at, between) if between else None))
        last = end
    return pairs, "\n".join(filter(None, (*left, text.between(last, len(text.origin)))))


def _spans(expected: Sequence[ExpectedLine], text: Squeezed) -> Iterator[tuple[int, int] | None]:
    """Where each line begins and ends; None for one of which a cell is missing."""
    last = 0
    for line in expected:
        span = text.find(" ".join(line.parts), last, _AHEAD) or _in_parts(line, text, last)
        last = span[1] if span else last
        yield span


def _in_parts(line: ExpectedLine, text: Squeezed, start: int) -> tuple[int, int] | None:
    """Look for the cells of a line that a page break has torn apart; they still stand near each other."""
    room = 2 * len(line.text) + _BREAK
    spans: list[tuple[int, int]] = []
    for part in filter(None, line.parts):
        span = text.find(part, spans[-1][1], room) if spans else text.find(part, start, _AHEAD)
        if span is None:
            return None
        spans.append(span)
    return (spans[0][0], spans[-1][1]) if spans else None
