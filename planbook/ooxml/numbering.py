"""word/numbering.xml: lists whose numbers Word counts itself, so that a drafter who inserts an item gets the next one."""

from collections.abc import Sequence
from dataclasses import dataclass

from planbook.ooxml.attributes import attribute_value
from planbook.ooxml.styles import DECLARATION, NAMESPACE, twips


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list counts (`decimal`, `upperRoman`, `bullet`) and prints: `(%1)`, `%1.%2.`, `-`."""

    count: str
    text: str


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands: the number of its list in the document, and the level from 0."""

    list: int
    level: int


class ListDefinitions:
    """The lists of one document, each with a definition of its own.

    Lists of one definition go on counting where another one ended, unless their first paragraph says otherwise; in
    LibreOffice that is lost when the paragraph is deleted.
    """

    def __init__(self, kinds: Sequence[tuple[ListLevel, ...]], first_line: float) -> None:
        """Take the kinds of lists with their levels; numbers stand `first_line` mm from the margin."""
        self.kinds = kinds
        self.first_line = first_line
        self._lists: list[tuple[int, int]] = []

    def new(self, kind: int, start: int = 1) -> int:
        """Begin a list of a kind at a number and give its own number."""
        self._lists.append((kind, start))
        return len(self._lists)

    def xml(self) -> str:
        """The part."""
        definitions = "".join(self._definition(number, *of) for number, of in enumerate(self._lists, 1))
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            for number, _ in enumerate(self._lists, 1)
        )
        return f'{DECLARATION}<w:numbering xmlns:w="{NAMESPACE}">{definitions}{lists}</w:numbering>'

    def _definition(self, number: int, kind: int, start: int) -> str:
        levels = self.kinds[kind]
        written = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="{1 if depth else start}"/>'
            f"<w:numFmt w:val={attribute_value(level.count)}/>"
            # A space behind the number, as official plans have it; Word's own choice would be a tab.
            f'<w:suff w:val="space"/><w:lvlText w:val={attribute_value(level.text)}/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="0" w:firstLine="{twips(self.first_line)}"/></w:pPr></w:lvl>'
            for depth, level in enumerate(levels)
        )
        multi = "multilevel" if len(levels) > 1 else "singleLevel"
        return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="{multi}"/>{written}</w:abstractNum>'
