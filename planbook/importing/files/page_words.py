"""Where the words of a PDF stand, by which a line that poppler reads over the border of two cells is cut."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from planbook.importing.files.broken_lines import BrokenLine
from planbook.repository.poppler import poppler

UNITS = 1.5  # of pdftohtml, a point
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
_NEAR = 2.0  # units


class PageWords:
    """The words of a PDF page by page, asked for when the first line is to be cut."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def _pages(self) -> list[list[tuple[float, float, float, str]]]:
        """The words of every page: from where to where they go, their middle from above, their letters."""
        answer = poppler("pdftotext", self.content, "-bbox")
        return [
            [
                (UNITS * float(left), UNITS * float(right), UNITS * (float(top) + float(bottom)) / 2, html.unescape(word))
                for left, top, right, bottom, word in _WORD.findall(page)
            ]
            for page in (answer.stdout.decode("utf-8", "replace") if answer else "").split("<page ")[1:]
        ]  # fmt: skip

    def cut(self, line: BrokenLine, edges: Sequence[float]) -> Iterator[BrokenLine]:
        """A line in pieces, none over one of some edges; whole where its words are not those that stand there."""
        top = line.top or 0
        bottom = top + 1.4 * (line.look.size or 12)
        page = self._pages[(line.page or 0) - 1] if len(self._pages) >= (line.page or 0) > 0 else []
        words = [
            word for word in page if top < word[2] < bottom and line.left - _NEAR < word[0] and word[1] < line.right + _NEAR
        ]  # fmt: skip
        if "".join(word[3] for word in words) != "".join(line.text.split()):
            yield line
            return
        for left, right in zip((0.0, *edges), (*edges, float("inf")), strict=True):
            if piece := [word for word in words if left <= (word[0] + word[1]) / 2 < right]:
                text = " ".join(word[3] for word in piece)
                yield replace(line, text=text, left=piece[0][0], right=piece[-1][1])
