"""The text of a Word file before it is written: paragraphs and tables, with the changes that are tracked in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from planbook.ooxml.numbering import ListPlace

# As it stands, inserted, deleted, moved to here and away from here; the names are those of Word's elements.
TrackedChange = Literal["", "ins", "del", "moveTo", "moveFrom"]
NEW: Collection[TrackedChange] = ("ins", "moveTo")
TAKEN_OUT: Collection[TrackedChange] = ("del", "moveFrom")
FIRST_ADDED_SIGN = "\U00100000"  # and what follows: marks of footnotes that somebody added, which no plan holds yet
FOOTNOTE_SIGN = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in a text for the mark of a footnote, which Word counts


@dataclass(frozen=True, slots=True)
class Reviser:
    """Whose changes are tracked, and the time that they carry, in the zone of the office."""

    name: str
    when: datetime

    @property
    def stamp(self) -> str:
        """The time as Word writes and shows it: that of the clock on the wall, whatever its Z may say."""
        return self.when.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, in a character style if it stands out; `marked` as with a yellow pen.

    `remarked` says that the pen is what changed: before, it was marked if it is not so now. `footnote` is the id of that
    whose mark it is, with a sign as its text; `box` the tag of a box that can be ticked, which is empty.
    """

    text: str
    style: str = ""
    change: TrackedChange = ""
    marked: bool = False
    remarked: bool = False
    footnote: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True)
class WordPage:
    """A page with its margins in mm, upright unless `landscape`."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    landscape: bool = False

    @property
    def text_width(self) -> float:
        """The width between the margins in mm."""
        return (self.height if self.landscape else self.width) - self.left - self.right


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph in a style; `change` is that of its end, which joins it with the next one.

    `item` is the id of what it prints, `also` those of what it prints besides. Its number is counted by Word, at a
    `place` in a list and bold if `bold_number`, or typed (`number`). It is kept on the page of the next paragraph if
    `keep_next`, stands `indent` mm from both margins, and ends a section that looks like the page `ends`. A `move` has a
    number, the same one where it is moved from and to. `former` is what it was before the changes if its style or place
    in a list is another one.
    """

    style: str
    runs: tuple[Run, ...] = ()
    item: str = ""
    also: tuple[str, ...] = ()
    number: tuple[Run, ...] = ()
    place: ListPlace | None = None
    bold_number: bool = False
    keep_next: bool = False
    indent: float = 0
    ends: WordPage | None = None
    change: TrackedChange = ""
    move: int = 0
    former: "WordParagraph | None" = None

    @property
    def text(self) -> str:
        """What it says without its number and without what is deleted."""
        return "".join([run.text for run in self.runs if run.change not in TAKEN_OUT])


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell over `span` columns of the table's grid, before the changes over `old_span` if that is another number.

    With its column it is inserted or deleted by a `change`.
    """

    paragraphs: tuple[WordParagraph, ...]
    span: int = 1
    change: TrackedChange = ""
    old_span: int = 0

    @property
    def text(self) -> str:
        """What its paragraphs say."""
        return " ".join([paragraph.text.strip() for paragraph in self.paragraphs])


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row; `item` is the id of what it is about; a header is repeated on every page, a long row may go on over the page."""

    cells: tuple[WordCell, ...]
    item: str = ""
    is_header: bool = False
    may_split: bool = False
    change: TrackedChange = ""


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table with the widths of its columns in mm; caption and description are read aloud, not printed."""

    name: str
    style: str
    widths: tuple[float, ...]
    rows: tuple[WordRow, ...]
    caption: str = ""
    description: str = ""

    @property
    def is_layout(self) -> bool:
        """Whether nothing tells it, once it is written, from a table that only places paragraphs side by side."""
        return len(self.widths) <= 2 and not any(row.item for row in self.rows)


WordBlock = WordParagraph | WordTable


@dataclass(frozen=True, slots=True)
class Body:
    """All blocks of a document, the page that its last section looks like, and its footnotes by their ids."""

    blocks: tuple[WordBlock, ...]
    page: WordPage
    footnotes: Mapping[str, WordParagraph] = field(default_factory=dict)
