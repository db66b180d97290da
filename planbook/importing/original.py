"""An old plan as its file has it: passages of text and tables in reading order, every one with a number of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from planbook.messages.diagnostics import Text

Kind = Literal["text", "word", "pdf"]


@dataclass(frozen=True, slots=True)
class PassageLook:
    """How a passage looks, as far as its file tells.

    `bold` and `italic` are said of all its letters, `bold_lead` is how many characters at its beginning are bold;
    `size` is in points, `indent` in mm from the margin to the first letter, both None where the file says nothing;
    `style_level` is the level of a heading style of Word, from 1.
    """

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    centered: bool = False
    bold_lead: int = 0
    size: float | None = None
    indent: float | None = None
    style_level: int | None = None


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """Where a passage stands, all counted from 1: line (text) or page (PDF), table with row and column, part.

    `part` is empty in the body: "box" is a text box, "note" a footnote.
    """

    line: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a paragraph of a cell: `number` counts from 1 over the whole file, in reading order.

    `listed` is the number that Word's list prints before the text, "" where it is typed or there is none.
    """

    number: int
    text: str
    place: PassagePlace = field(default_factory=PassagePlace)
    look: PassageLook = field(default_factory=PassageLook)
    listed: str = ""

    @property
    def printed(self) -> str:
        """The text with the number that a list prints before it."""
        return f"{self.listed} {self.text}" if self.listed else self.text


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its passages; `columns` and `rows` are how many it covers, `column` its first one, from 1."""

    passages: tuple[Passage, ...]
    column: int
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """The passages, one a line."""
        return "\n".join(passage.printed for passage in self.passages)


@dataclass(frozen=True, slots=True)
class OriginalGrid:
    """A table: its rows of cells; a cell that is covered from above or from the left has none of its own."""

    rows: tuple[tuple[GridCell, ...], ...]
    number: int

    def passages(self) -> Iterator[Passage]:
        """The passages of all cells, row by row."""
        for row in self.rows:
            for cell in row:
                yield from cell.passages

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((cell.column + cell.columns - 1 for row in self.rows for cell in row), default=0)

    def cells_of_row(self, at: int) -> dict[int, GridCell]:
        """What stands in each column of a row (`at` counts from 0), cells that reach into it included."""
        reaching: dict[int, GridCell] = {}
        for above in range(at + 1):
            for cell in self.rows[above]:
                if above + cell.rows > at:
                    reaching |= dict.fromkeys(range(cell.column, cell.column + cell.columns), cell)
        return reaching


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the file that is no part of the plan's own (a page number, a header, a deletion), with the reason."""

    text: str
    why: Text
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """A whole file: its blocks in reading order, and what was left out of them."""

    path: Path
    kind: Kind
    blocks: tuple[Passage | OriginalGrid, ...]
    left_out: tuple[LeftOut, ...] = ()

    def passages(self) -> Iterator[Passage]:
        """Every passage in the order of its number, those of cells too."""
        for block in self.blocks:
            if isinstance(block, Passage):
                yield block
            else:
                yield from block.passages()
