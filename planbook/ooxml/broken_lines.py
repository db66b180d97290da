"""Line breaks that stand for the end of a paragraph in files of LibreOffice.

Its key for a new paragraph puts a line break where the cursor stands in a content control, so a drafter cannot divide an item
in any other way. A break behind the end of a sentence divides; any other one stays what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from planbook.ooxml.anchors import is_of_item
from planbook.ooxml.edges import Edge
from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import Authorship, Paragraph, Piece, Returned

_ENDS = tuple(".;:!?…”")


def is_of_libreoffice(package: Package) -> bool:
    """Whether LibreOffice saved a file."""
    properties = package.part("docProps/app.xml")
    return properties is not None and (properties.findtext("{*}Application") or "").startswith("LibreOffice")


def with_divided_items(returned: Returned) -> Returned:
    """A file with its items divided at the breaks behind their sentences; paragraphs are counted anew."""
    divided: list[Paragraph] = []
    numbers = {0: 0}
    for paragraph in returned.paragraphs:
        own = list(_divided(paragraph)) if _is_item(paragraph) else [paragraph]
        numbers[paragraph.number] = len(divided) + 1
        divided += own
    if len(divided) == len(returned.paragraphs):
        return returned
    return replace(
        returned,
        paragraphs=tuple(replace(paragraph, number=at) for at, paragraph in enumerate(divided, 1)),
        unread=tuple(replace(unread, paragraph=numbers[unread.paragraph]) for unread in returned.unread),
        added_notes={
            sign: range(numbers[own[0]], numbers[own[-1]] + 1) for sign, own in returned.added_notes.items() if own
        },
    )


def _is_item(paragraph: Paragraph) -> bool:
    marks = (part for part in paragraph.content if isinstance(part, Edge) and part.of == "bookmark")
    return paragraph.where == "body" and paragraph.cell is None and any(is_of_item(mark.name) for mark in marks)


def _divided(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraphs that an item is, the breaks between them left out."""
    content: list[Piece | Edge] = []
    rest = list(_by_lines(paragraph.content))
    for at, part in enumerate(rest):
        if isinstance(part, Piece) and part.text == "\n" and _says(content).endswith(_ENDS) and _says(rest[at + 1 :]):
            yield _ended(paragraph, content, part.inserted)
            content = []
        else:
            content.append(part)
    yield replace(paragraph, content=tuple(content))


def _ended(paragraph: Paragraph, content: Iterable[Piece | Edge], inserted: Authorship | None) -> Paragraph:
    return replace(paragraph, content=tuple(content), end_inserted=inserted, end_deleted=None)


def _by_lines(content: Iterable[Piece | Edge]) -> Iterator[Piece | Edge]:
    """The content with each break that still stands as a piece of its own."""
    for part in content:
        if not isinstance(part, Piece) or part.deleted or "\n" not in part.text:
            yield part
            continue
        for at, text in enumerate(part.text.split("\n")):
            if at:
                yield replace(part, text="\n")
            if text:
                yield replace(part, text=text)


def _says(content: Iterable[Piece | Edge]) -> str:
    """What still stands of a content."""
    pieces = (part for part in content if isinstance(part, Piece))
    return "".join(piece.text for piece in pieces if not piece.deleted and piece.kind != "hidden").strip()
