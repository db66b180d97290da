"""A Word file as lines of text, for a comparison by git: paragraphs with their numbers, tables row by row."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from planbook.ooxml.reading import Document, PrintedParagraph


def plain_lines(document: Document) -> Iterator[str]:
    """A line for each paragraph and each row of a table, then what stands above and below the pages."""
    yield from _lines(document.paragraphs)
    # Sections mostly repeat what those before them have.
    yield from dict.fromkeys(_lines(document.edges))


def _lines(paragraphs: Iterable[PrintedParagraph]) -> Iterator[str]:
    for place, group in groupby(paragraphs, key=lambda one: one.cell and (one.cell.table, one.cell.row)):
        if place is None:
            yield from filter(None, (_line(paragraph.text) for paragraph in group))
        else:
            cells = groupby(group, key=lambda one: one.cell and one.cell.column)
            texts = (" / ".join(filter(None, (_line(one.text) for one in cell))) for _, cell in cells)
            yield f"| {' | '.join(texts)} |"


def _line(text: str) -> str:
    return " ".join(text.split())
