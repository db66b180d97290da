"""A Word file with comments at its paragraphs, everything else of it as it was."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from planbook.importing.original import Passage
from planbook.text.comparing import composed

_INITIALS = "pb"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a passage, and the words of it that it is about; none where it is about all of it."""

    passage: Passage
    words: str
    text: str


def with_comments(content: bytes, remarks: Iterable[Remark], author: str) -> bytes:
    """The Word file with a comment for every remark whose passage is in its text."""
    document = Document(io.BytesIO(content))
    remarks = sorted(remarks, key=lambda remark: remark.passage.number)
    for remark, paragraph in _paragraphs(document.element.body, remarks):
        runs = [Run(run, document) for run in _runs_of(paragraph, remark.words)]
        if runs:
            document.add_comment([runs[0], runs[-1]], remark.text, author, _INITIALS)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _paragraphs(body: Any, remarks: list[Remark]) -> Iterator[tuple[Remark, Any]]:
    """Each remark with the element of its paragraph; both come in the order of the file."""
    paragraphs = [(_letters(_text(paragraph)), paragraph) for paragraph in body.iter(qn("w:p"))]
    at = 0
    for remark in remarks:
        letters = _letters(remark.passage.text)
        # A passage may be one line of a paragraph with line breaks, so the next one may stand in the same.
        later = next((to for to in range(at, len(paragraphs)) if letters and letters in paragraphs[to][0]), None)
        if later is not None:
            at = later
            yield remark, paragraphs[at][1]


def _runs_of(paragraph: Any, words: str) -> list[Any]:
    """The runs of a paragraph that hold some words of it; all where they stand in none of them."""
    runs = [run for run in paragraph.iterchildren(qn("w:r")) if _text(run)]
    texts = [_letters(_text(run)) for run in runs]
    start = "".join(texts).find(_letters(words))
    end = start + len(_letters(words))
    if start < 0 or not words:
        return runs
    starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
    return [run for run, text, at in zip(runs, texts, starts, strict=True) if at < end and start < at + len(text)]


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def _letters(text: str) -> str:
    return "".join(composed(text).split())
