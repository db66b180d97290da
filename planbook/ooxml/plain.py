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
    def row(paragraph: PrintedParagraph) -> tuple[int, int] | None:
        return (paragraph.cell.table, paragraph.cell.row) if paragraph.cell else None

    for place, group in groupby(paragraphs, row):
        if place is None:
            yield from filter(None, (_line(paragraph.text) for paragraph in group))
        else:
            cells = groupby(group, key=lambda paragraph: paragraph.cell and paragraph.cell.column)
            texts = (" / ".join(filter(None, (_line(paragraph.text) for paragraph in cell))) for _, cell in cells)
            yield f"| {' | '.join(texts)} |"


def _line(text: str) -> str:
    return " ".join(text.split())
