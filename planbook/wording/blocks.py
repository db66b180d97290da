"""The few shapes that a plan's text is made of; every output lays out these and nothing else."""

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from planbook.wording.numbering import UNNUMBERED, ItemNumber


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3, with the permanent id of what it heads; a part, `above` them, is of level 0."""

    id: str
    level: int
    number: ItemNumber
    text: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph with its number, a bold or italic label and text; `level` 0 is body text, 1 a bullet, 2 below it.

    `also` are the ids of further items that the same paragraph prints.
    """

    id: str
    level: int
    number: ItemNumber = UNNUMBERED
    label: str = ""
    text: str = ""
    style: Literal["item", "assignment"] = "item"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, over `span` columns; `value` is what a sheet stores where the text is a number."""

    text: str
    align: Literal["left", "center", "right"] = "left"
    value: int | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a group row heads those below it; `item` is what of the plan the row is about.

    `anchor` is the id of what stands nowhere else.
    """

    id: str
    cells: tuple[Cell, ...]
    is_group: bool = False
    item: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading and its share of the width in per cent."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; its header is repeated on every page."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FootnoteLine:
    """A footnote with the mark that stands before it and where its text mentions it."""

    id: str
    mark: str
    text: str


Block = Heading | Item

EMPTY_BOX = "\N{BALLOT BOX}"  # what somebody ticks, before its words

# The mark of a footnote inside a text: raised figures between signs that show nothing and no data hold.
_AROUND = "\N{VARIATION SELECTOR-15}"
FOOTNOTE_MARK = re.compile(f"{_AROUND}([⁰¹²³⁴-⁹]+){_AROUND}")


def footnote_mark(number: int) -> str:
    """The mark of the n-th footnote as a text holds it."""
    return f"{_AROUND}{str(number).translate(_RAISED)}{_AROUND}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def capital(text: str) -> str:
    """A text with a capital first letter, as a line begins."""
    return text[:1].upper() + text[1:]


def beginning(text: str) -> str:
    """As much of a text as a list shows of what has no heading; all of it stands behind the link."""
    return first_words(text, 110)


@lru_cache(10_000)
def first_words(text: str, letters: int) -> str:
    """The first words of a text, no more than so many letters; what is left out is shown by a mark."""
    text = " ".join(text.split())
    # No letter behind these decides anything, and most texts are short or asked for once for each reader.
    return text if len(text) <= letters else textwrap.shorten(text[: letters + 2], letters, placeholder="…")


def full_stop(text: str) -> str:
    """A text that ends like a sentence; what already ends with a mark stays as it is."""
    return text if not text or text[-1] in '.;:!?…”"' else text + "."


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A paragraph or heading, or a row of a table of data, as it is printed.

    `item` is its permanent id; the template's own words have none. `also` are further items that the same paragraph
    prints. `number` stands before it and is no part of its text.
    """

    item: str
    cells: tuple[str, ...]
    number: str = ""
    is_row: bool = False
    also: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text, of a row with tabs between its cells."""
        return "\t".join(self.cells)
