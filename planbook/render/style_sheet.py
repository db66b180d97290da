"""templates/word/styles.yaml: fonts, sizes and page of the Word drafts, for an office to edit."""

from functools import cached_property
from typing import Annotated

from pydantic import Field

from planbook.messages.diagnostics import Refusal, Text
from planbook.model.entry import Entry, Flag, Words
from planbook.model.length import Length
from planbook.ooxml.blocks import WordPage
from planbook.ooxml.styles import Style


class UnknownElement(Refusal):
    """The plan template holds an element for which templates/word/styles.yaml has no style."""


class PageEntry(Entry):
    """Paper and margins in mm."""

    width: Length
    height: Length
    top: Length
    bottom: Length
    left: Length
    right: Length

    def page(self, *, landscape: bool = False) -> WordPage:
        """The page upright or turned."""
        return WordPage(self.width, self.height, self.top, self.bottom, self.left, self.right, landscape)


class StyleEntry(Style):
    """One style; `for` names what it dresses, `rule` the length of a line below it as a share of the text's."""

    selector: Annotated[Words | None, Field(alias="for")] = None
    rule: Length | None = None


class StyleSheet(Entry):
    """templates/word/styles.yaml; `draft_mark` says whether drafts say on every page that they are drafts.

    `party` are the styles that documents of the Party have otherwise. `before_numbers` are words, in small letters, that no line
    ends with before the number that belongs to them.
    """

    font: Words
    language: Words
    draft_mark: Flag
    before_numbers: frozenset[Words]
    page: PageEntry
    styles: tuple[StyleEntry, ...]
    party: tuple[StyleEntry, ...] = ()

    @cached_property
    def by_selector(self) -> dict[str, StyleEntry]:
        """Each style by what it dresses."""
        return {style.selector: style for style in self.styles if style.selector}

    def of_party(self) -> "StyleSheet":
        """The styles of documents of the Party, those of the office with what the Party has otherwise."""
        own = {entry.id: entry for entry in (*self.styles, *self.party)}
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return StyleSheet.model_construct(**{**fields, "styles": tuple(own.values())})

    def style_for(self, selector: str) -> StyleEntry:
        """The style for a selector; raises `UnknownElement`."""
        if selector not in self.by_selector:
            raise UnknownElement(
                Text("templates/word/styles.yaml has no style `for: {selector}`; add one", {"selector": selector})
            )
        return self.by_selector[selector]

    def inherited(self, style: StyleEntry, field: str) -> float:
        """A length of a style, or of the nearest style that it is based on and that has one; else 0."""
        by_id = {entry.id: entry for entry in self.styles}
        entry: StyleEntry | None = style
        while entry:
            value = getattr(entry, field)
            if value is not None:
                return float(value)
            entry = by_id.get(entry.based_on or "")
        return 0
