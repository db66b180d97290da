"""templates/word/styles.yaml: fonts, sizes and page of the Word drafts, for an office to edit."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from planbook.model.entry import Entry, Flag, Words, problem
from planbook.ooxml.content import Page
from planbook.ooxml.styles import ParagraphStyle


def _length(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 1000:
        raise problem("wrong-kind", "“{value}” is no length", "write a number like 12.7", value=value)
    return number


Length = Annotated[float, PlainValidator(_length)]


class PageEntry(Entry):
    """Paper and margins in mm."""

    width: Length
    height: Length
    top: Length
    bottom: Length
    left: Length
    right: Length

    def page(self, *, landscape: bool = False) -> Page:
        """Give the page upright or turned."""
        return Page(self.width, self.height, self.top, self.bottom, self.left, self.right, landscape)


class StyleEntry(Entry):
    """One paragraph style; `for` names the paragraphs it dresses, `rule` the mm of a line below them."""

    id: Words
    name: Words
    selector: Annotated[Words | None, Field(alias="for")] = None
    based_on: Words | None = None
    size: Length | None = None
    bold: Flag | None = None
    italic: Flag | None = None
    align: Literal["left", "center", "right", "both"] | None = None
    first_line: Length | None = None
    before: Length | None = None
    after: Length | None = None
    line: Length | None = None
    keep_next: Flag | None = None
    outline: Annotated[int | None, PlainValidator(lambda value: int(_length(value)))] = None
    rule: Length | None = None

    def style(self) -> ParagraphStyle:
        """Give the style as the Word plumbing takes it."""
        return ParagraphStyle(**self.model_dump(exclude={"source", "selector", "rule"}))


class StyleSheet(Entry):
    """templates/word/styles.yaml"""

    font: Words
    language: Words
    page: PageEntry
    styles: tuple[StyleEntry, ...]

    def by_selector(self) -> dict[str, StyleEntry]:
        """Give each style by the paragraphs that it dresses."""
        return {style.selector: style for style in self.styles if style.selector}
