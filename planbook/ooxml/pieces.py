"""What an edited Word file is made of: paragraphs of pieces with who inserted or deleted them, comments, the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from planbook.ooxml.inheritance import Styles, Values, W, value_of
from planbook.ooxml.reading import TablePlace

PieceKind = Literal["text", "field", "hidden", "struck", "raised", "unseen", "equation", "symbol"]
What = Literal["picture", "object", "diagram", "ink", "drawing", "note", "link", "page break", "inserted file", "other"]
Where = Literal["body", "text box", "header", "footer", "footnote", "endnote"]

# What says how something looks or what it is, and holds no text.
PROPERTIES = {
    *(f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr")),
    *(f"{W}{name}" for name in ("tcPr", "rubyPr", "fldData", "instrText", "delInstrText", "customXmlPr", "smartTagPr")),
}
_INSERTED, _DELETED = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who inserted or deleted something, and when, as the file says it; both may be empty."""

    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind; text that was inserted and then deleted is both."""

    text: str
    kind: PieceKind = "text"
    inserted: Authorship | None = None
    deleted: Authorship | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a bookmark (by its name), a content control (by its tag) or a comment (by its number) begins or ends.

    `key` pairs the two edges.
    """

    of: Literal["bookmark", "control", "comment"]
    name: str
    key: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands in the file. `number` counts from 1 over the whole file, the body first.

    `container` is the same for paragraphs that could be joined to one; `end_inserted` and `end_deleted` are those of
    its end, `row_inserted` and `row_deleted` those of its table row. `nested` is how many tables it stands in.
    """

    number: int
    where: Where
    content: tuple[Piece | Edge, ...]
    style: str
    listed: Values
    container: int
    cell: TablePlace | None = None
    nested: int = 0
    end_inserted: Authorship | None = None
    end_deleted: Authorship | None = None
    row_inserted: Authorship | None = None
    row_deleted: Authorship | None = None


class Waiting(list[Edge]):
    """Edges between paragraphs, which belong to the next one; a file may have any number of them."""

    def __init__(self) -> None:
        super().__init__()
        self._held: set[Edge] = set()
        self._behind: dict[int, list[Edge]] = {}

    def append(self, edge: Edge) -> None:
        """Let an edge wait for the next paragraph."""
        super().append(edge)
        self._held.add(edge)

    def clear(self) -> None:
        """Wait for none any more."""
        super().clear()
        self._held.clear()

    def end(self, edge: Edge, last: int) -> None:
        """End what waits with the next paragraph, and anything else with the last one, if there is any."""
        if edge in self._held or replace(edge, begins=True) in self._held:
            self.append(edge)
        elif last >= 0:
            self._behind.setdefault(last, []).append(edge)

    def ended(self, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
        """The paragraphs with the edges that end behind them."""
        return tuple(
            replace(one, content=(*one.content, *self._behind[at])) if at in self._behind else one
            for at, one in enumerate(paragraphs)
        )


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote beside the text."""

    key: str
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class UnreadText:
    """What is shown and is no text of a paragraph, by the paragraph that it hangs on (0: none)."""

    what: What
    paragraph: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A whole file: body, text boxes, headers, footers and notes, with comments and what could not be read."""

    paragraphs: tuple[Paragraph, ...]
    comments: dict[str, Comment]
    unread: tuple[UnreadText, ...]
    numbering: etree._Element | None
    styles: Styles

    @property
    def is_tracked(self) -> bool:
        """Whether any change is recorded in it."""
        return any(
            one.end_inserted or one.end_deleted or one.row_inserted or one.row_deleted for one in self.paragraphs
        ) or any(
            isinstance(piece, Piece) and (piece.inserted or piece.deleted)
            for one in self.paragraphs
            for piece in one.content
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for everything below an element."""

    where: Where
    container: int = 0
    cell: TablePlace | None = None
    nested: int = 0
    inserted: Authorship | None = None
    deleted: Authorship | None = None
    row_inserted: Authorship | None = None
    row_deleted: Authorship | None = None
    table_style: str = ""
    shade: str = ""  # the colour behind the text, hexadecimal

    def shaded(self, properties: etree._Element | None) -> "Surroundings":
        """What holds where a paragraph or cell has these properties: its shading, if it has one."""
        fill = value_of(None if properties is None else properties.find(f"{W}shd"), "fill").upper()
        return replace(self, shade=fill) if fill not in ("", "AUTO", self.shade) else self

    def within(self, element: etree._Element) -> "Surroundings":
        """What holds below an insertion or a deletion."""
        if element.tag in _INSERTED:
            return replace(self, inserted=revision_of(element))
        return replace(self, deleted=revision_of(element)) if element.tag in _DELETED else self


def revision_of(element: etree._Element | None) -> Authorship | None:
    """Who made a tracked change, by its element."""
    return None if element is None else Authorship(value_of(element, "author"), value_of(element, "date"))


def comments_of(root: etree._Element) -> dict[str, Comment]:
    """The comments of the part that holds them, by their keys."""
    found = {}
    for comment in root.iterfind(f"{W}comment"):
        lines = ("".join(node.text or "" for node in one.iter(f"{W}t")) for one in comment.iter(f"{W}p"))
        key = value_of(comment, "id")
        found[key] = Comment(key, value_of(comment, "author"), value_of(comment, "date"), "\n".join(lines))
    return found


def inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows or cells below an element, through content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (*PROPERTIES, f"{W}tr", f"{W}tc", f"{W}p"):
            yield from inside(child, tag)
