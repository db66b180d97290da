"""The parts of an old plan: heading block, bases, sections with items and tables, closing, signature, appendices.

Every part keeps the numbers of its passages, and each passage of the original stands in exactly one part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from planbook.importing.original import OriginalGrid
from planbook.messages.diagnostics import Text

# What a number looks like: a part in words or a letter, I, 1, 1.1, a), (1), nothing (a heading without a number).
SectionKind = Literal["part", "roman", "decimal", "nested", "letter", "bracketed", "unnumbered"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of the original, with the numbers of the passages that they stand in."""

    text: str = ""
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd or could be read in another way at some passages: a number twice, a jump, a heading without one."""

    passages: tuple[int, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """What stands above the text of a plan. `document` is the kind of document; `day` is None where it is blank."""

    superior: Excerpt = Excerpt()
    issuer: Excerpt = Excerpt()
    motto: Excerpt = Excerpt()
    number: Excerpt = Excerpt()
    locality: Excerpt = Excerpt()
    dated: Excerpt = Excerpt()
    day: date | None = None
    document: Excerpt = Excerpt()
    title: Excerpt = Excerpt()
    rest: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A passage below a heading, with what stands below it: `marker` as printed (`a)`, `-`, `+`, `1.`), or "".

    `level` counts from 1 below the section, `text` is without the marker. Words of a passage that was cut into several
    items (a cell with line breaks typed as text) name that passage in each of them.
    """

    marker: str
    level: int
    text: str
    passages: tuple[int, ...]
    items: tuple["OutlineItem", ...] = ()

    def walk(self) -> Iterator["OutlineItem"]:
        """The item and all below it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A heading with all below it; `number` is as printed (`II`, `1.1`, `a`), `title` without it and without its mark.

    Items, grids and sections are in order among themselves; the numbers of passages tell the order over all of them.
    """

    kind: SectionKind
    number: str
    title: str
    passages: tuple[int, ...]
    items: tuple[OutlineItem, ...] = ()
    grids: tuple[OriginalGrid, ...] = ()
    sections: tuple["OutlineSection", ...] = ()

    def walk(self) -> Iterator["OutlineSection"]:
        """The section and all below it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class OutlineSignature:
    """Who signed: `capacity` is what stands above the title of the office (on behalf of, for the chair), line by line."""

    capacity: tuple[Excerpt, ...] = ()
    position: Excerpt = Excerpt()
    name: Excerpt = Excerpt()


@dataclass(frozen=True, slots=True)
class OutlineAppendix:
    """An appendix: its name as printed, its title, the note of what it belongs to, its text and tables."""

    label: Excerpt
    title: Excerpt = Excerpt()
    note: Excerpt = Excerpt()
    items: tuple[OutlineItem, ...] = ()
    grids: tuple[OriginalGrid, ...] = ()
    sections: tuple[OutlineSection, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanOutline:
    """A whole plan: the parts in the order in which they are printed."""

    heading: HeadingBlock = field(default_factory=HeadingBlock)
    bases: tuple[Excerpt, ...] = ()
    preamble: tuple[Excerpt, ...] = ()
    sections: tuple[OutlineSection, ...] = ()
    closing: tuple[Excerpt, ...] = ()
    recipients: tuple[Excerpt, ...] = ()
    signature: OutlineSignature = field(default_factory=OutlineSignature)
    appendices: tuple[OutlineAppendix, ...] = ()
    rest: tuple[Excerpt, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_plan(self) -> bool:
        """Whether anything reads as in a plan: a kind of document, a basis, a heading, an appendix."""
        return bool(self.heading.document.text or self.bases or self.sections or self.appendices)
