"""What an edited Word file is made of: paragraphs of pieces with who inserted or deleted them, comments, who saved it last."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from planbook.ooxml.edges import Edge
from planbook.ooxml.inheritance import Styles
from planbook.ooxml.opening import Package
from planbook.ooxml.reading import TablePlace
from planbook.ooxml.values import Values, W, value_of

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


NOBODY = Authorship()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind; text that was inserted and then deleted is both."""

    text: str
    kind: PieceKind = "text"
    inserted: Authorship | None = None
    deleted: Authorship | None = None


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
    """A whole file: body, text boxes, headers, footers and notes, with comments and what could not be read.

    `added_notes` are the numbers of the paragraphs of each footnote that holds no item, by its sign in the text.
    """

    paragraphs: tuple[Paragraph, ...]
    comments: dict[str, Comment]
    unread: tuple[UnreadText, ...]
    numbering: etree._Element | None
    styles: Styles
    added_notes: Mapping[str, range]


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
    style: str = ""  # of the paragraph
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
    comments = {}
    for comment in root.iterfind(f"{W}comment"):
        lines = ("".join(node.text or "" for node in element.iter(f"{W}t")) for element in comment.iter(f"{W}p"))
        key = value_of(comment, "id")
        comments[key] = Comment(key, value_of(comment, "author"), value_of(comment, "date"), "\n".join(lines))
    return comments


def saved_by(package: Package) -> Authorship:
    """Who saved a file last, and when; nobody where it is as it was made, or does not say it."""
    core = package.part("docProps/core.xml")
    if core is None:
        return NOBODY
    author, creator, modified, created = (
        (core.findtext(f"{{*}}{name}") or "").strip() for name in ("lastModifiedBy", "creator", "modified", "created")
    )
    if modified == created and author in ("", creator):
        return NOBODY
    return Authorship(author or creator, modified)
