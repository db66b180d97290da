"""The semantic text of templates/plan/plan.html as paragraphs and tables of a Word draft, element by element."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lxml import etree

from planbook.messages.diagnostics import Text
from planbook.ooxml.blocks import (
    FOOTNOTE_SIGN,
    Body,
    Run,
    WordBlock,
    WordCell,
    WordPage,
    WordParagraph,
    WordRow,
    WordTable,
)
from planbook.ooxml.metrics import text_width
from planbook.render.article import in_one_line
from planbook.render.style_sheet import StyleEntry, StyleSheet, UnknownElement
from planbook.render.word_lists import WordLists
from planbook.wording.blocks import EMPTY_BOX

HEADING_BLOCK = (0.39, 0.61)  # the share of the two columns; the right one holds the long name of the state
SIGNATURE_BLOCK = (0.5, 0.5)
CELL_MARGINS = 3.0  # mm, both sides together, as the table styles have them
_LONG_CELL = 8  # lines of a cell above which its row may be split, that no page ends a third empty
_MOST_FOR_WORD = 35.0  # mm that a column is at least wide for a long word of its cells
BORDERS = 1.0  # mm, what a cell loses to its lines, with some slack

# Classes that change a paragraph beside its style: a line below it, kept with the next, marked as not decided yet.
MODIFIERS = ("rule", "leads", "open")


class WordBlocks:
    """Reads the children of one article after the other; a draft says that it is one if `is_marked`."""

    def __init__(self, sheet: StyleSheet, lists: WordLists, *, is_marked: bool) -> None:
        self.sheet = sheet
        self.lists = lists
        self.is_marked = is_marked and sheet.draft_mark

    def body(self, article: etree._Element) -> Body:
        """The body of the document; every appendix is a section of its own with page numbers of its own."""
        # In a document that begins with a table LibreOffice does not keep the headings of page 1 with their text.
        spacer = WordParagraph("PlanSpacer")
        blocks: list[WordBlock] = [spacer]
        footnotes: dict[str, WordParagraph] = {}
        page, has_sections = self.sheet.page.page(), False
        for element in article:
            if "footnote" in _classes(element):
                footnotes |= {note.item: note for note in self.paragraph(element, page.text_width)}
                continue
            follower = element.getnext()
            ends = follower is not None and ("appendix" in _classes(follower) or "data-page" in follower.attrib)
            # Word keeps what a section looks like in its last paragraph.
            blocks += self.element(element, page, page if ends else None)
            if follower is not None and ends:
                page = self.sheet.page.page(landscape=follower.get("data-page") == "landscape")
                blocks.append(spacer)
                has_sections = True
        # Where an appendix comes or goes, LibreOffice needs a paragraph on either side of it that stays.
        blocks += [spacer] if has_sections else [spacer, spacer]
        return Body(tuple(blocks), page, footnotes)

    def element(self, element: etree._Element, page: WordPage, ends: WordPage | None) -> Iterator[WordBlock]:
        """One child of the article, which may end a section."""
        if element.tag != "table":
            yield from self.paragraph(element, page.text_width, ends)
            return
        classes = _classes(element)
        if "data" in classes:
            yield self.data_table(element, page)
        else:
            shares = HEADING_BLOCK if "heading-block" in classes else SIGNATURE_BLOCK
            yield self.layout_table(element, tuple(share * page.text_width for share in shares))
        if ends:
            yield WordParagraph("PlanSpacer", ends=ends)

    def paragraph(
        self, element: etree._Element, available: float, ends: WordPage | None = None
    ) -> Iterator[WordParagraph]:
        """A heading or paragraph in its style, with the rule below it if its class asks for one."""
        entry, classes = self.style(element), _classes(element)
        number = element.find(".//span[@class='number']")
        if number is not None and "data-kind" not in number.attrib:
            number = None  # of a footnote, which Word counts by itself
        printed = (number.text or "") if number is not None else ""
        place = self.lists.place(dict(number.attrib), printed.strip()) if number is not None else None  # type: ignore[arg-type]
        number_style = self.dress(number.getparent()) if number is not None else ""
        paragraph = WordParagraph(
            entry.id,
            self.runs(element, marked="open" in classes),
            element.get("data-id", ""),
            tuple(part.get("id", "") for part in element.findall("span[@class='also']")),
            () if place or not printed else (Run(printed, number_style),),
            place,
            bold_number=bool(number_style),
            keep_next="leads" in classes,
            ends=ends,
        )
        yield paragraph
        if entry.rule and "rule" in classes:
            width = min(text_width(paragraph.text, self.sheet.inherited(entry, "size"), bold=True), available)
            # A centred line: an empty paragraph whose style has a border, which no editor moves about.
            yield WordParagraph("PlanRule", indent=max(0, (available - entry.rule * width) / 2))

    def style(self, element: etree._Element) -> StyleEntry:
        """The style of an element by its tag and classes."""
        return self.sheet.style_for(
            ".".join([str(element.tag), *(name for name in _classes(element) if name not in MODIFIERS)])
        )

    def dress(self, element: etree._Element | None) -> str:
        """The character style of an element's text, if it stands in one."""
        return self.sheet.style_for(str(element.tag)).id if element is not None and element.tag in ("b", "i") else ""

    def runs(self, element: etree._Element, *, marked: bool = False) -> tuple[Run, ...]:
        """The text of an element as runs, without its number and without the lines that the template is written in."""
        runs = [replace(run, marked=True) if marked else run for run in self.inline(element)]
        if runs:
            runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
        return tuple(run for run in runs if run.text)

    def inline(self, element: etree._Element) -> Iterator[Run]:
        """The runs of an element and of those inside it."""
        if element.text:
            yield Run(in_one_line(element.text), self.dress(element))
        for child in element:
            if note := child.get("data-note"):
                yield Run(FOOTNOTE_SIGN, footnote=note)
            elif child.get("class") != "number":
                yield from self.inline(child)
            if child.tail:
                yield Run(in_one_line(child.tail), self.dress(element))

    def layout_table(self, element: etree._Element, widths: tuple[float, ...]) -> WordTable:
        """A table that only places paragraphs side by side, without lines."""
        rows = []
        for line in element.iter("tr"):
            if len(line) != len(widths):
                raise UnknownElement(
                    Text(
                        "a row of the table {name} in the template of plans has {number} cells, not {wanted}",
                        {"name": element.get("class"), "number": len(line), "wanted": len(widths)},
                    )
                )
            cells = [tuple(self.placed(place, width)) for width, place in zip(widths, line, strict=True)]
            rows.append(WordRow(tuple(WordCell(paragraphs or (WordParagraph("PlanHead"),)) for paragraphs in cells)))
        return WordTable(element.get("class", ""), "TableNormal", widths, tuple(rows))

    def placed(self, place: etree._Element, width: float) -> Iterator[WordParagraph]:
        """The paragraphs of a cell of such a table; that of a draft stands there if the draft is to be marked."""
        for part in place:
            if self.is_marked or "draft" not in _classes(part):
                yield from self.paragraph(part, width - CELL_MARGINS)

    def data_table(self, element: etree._Element, page: WordPage) -> WordTable:
        """A table of data in a grid, its header repeated on every page."""
        lines = list(element.iter("tr"))
        widths = tuple(self.column_widths(element, page.text_width))
        size = self.sheet.inherited(self.sheet.style_for("td"), "size")
        # A group row stays with the first row below it; between groups alone a page may end.
        # The last row takes the end mark behind the table along, which would be lonely on a page.
        stays = [_is_group(line) and not _is_group(below) for line, below in pairwise(lines)]
        rows = tuple(
            self.data_row(line, widths, size, keep_next=stay) for line, stay in zip(lines, [*stays, True], strict=False)
        )
        headings = ", ".join(_text(heading) for heading in element.iter("th"))
        return WordTable(
            element.get("data-id", ""), "TableGrid", widths, rows, element.findtext("caption") or "", headings
        )

    def data_row(self, line: etree._Element, widths: Sequence[float], size: float, *, keep_next: bool) -> WordRow:
        """A row of such a table, in letters of a size; a long one may go on over the page."""
        is_group = _is_group(line)
        cells = tuple(
            WordCell(
                tuple(
                    WordParagraph(self.cell_style(place, is_group=is_group).id, runs, keep_next=keep_next)
                    for runs in _by_box(self.runs(place), line.get("id", ""))
                ),
                int(place.get("colspan", "1")),
            )
            for place in line
        )
        parent = line.getparent()
        is_header = parent is not None and parent.tag == "thead"
        is_long = len(cells) == len(widths) and any(
            text_width(cell.text, size, bold=True) > _LONG_CELL * (width - CELL_MARGINS)
            for cell, width in zip(cells, widths, strict=True)
        )
        return WordRow(cells, line.get("id", ""), is_header, may_split=is_long and not is_header)

    def column_widths(self, element: etree._Element, available: float) -> list[float]:
        """The widths in mm by the shares of the columns, none too narrow for a word of its heading or, with room, its cells."""
        shares = [float(column.get("data-width", "1")) for column in element.iter("col")]
        size = self.sheet.inherited(self.sheet.style_for("th"), "size")
        least = [
            max(text_width(word, size, bold=True) for word in [*_text(heading).split(), ""]) + CELL_MARGINS + BORDERS
            for heading in element.iter("th")
        ]
        rows = [line for line in element.iter("tr") if len(line) == len(least)]
        wide = [
            max(width, min(_MOST_FOR_WORD, text_width(word, size, bold=True) + CELL_MARGINS + BORDERS))
            for width, word in zip(least, map(_longest_word, zip(*rows, strict=True)), strict=bool(rows))
        ]
        least = wide if rows and sum(wide) <= available else least
        spare = max(0, available - sum(least))
        extra = [max(0, share / sum(shares) * available - width) for share, width in zip(shares, least, strict=True)]
        return [width + spare * part / (sum(extra) or 1) for width, part in zip(least, extra, strict=True)]

    def cell_style(self, place: etree._Element, *, is_group: bool) -> StyleEntry:
        """The style of a cell by its tag, its place in a group row and its side."""
        sides = [name for name in _classes(place) if name != "left"]
        return self.sheet.style_for(".".join([str(place.tag), *(["group"] if is_group else []), *sides]))


def _is_group(line: etree._Element) -> bool:
    return "group" in _classes(line)


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()


def _by_box(runs: tuple[Run, ...], row: str) -> list[tuple[Run, ...]]:
    """The runs of a cell, one paragraph for each box that can be ticked and the words behind it."""
    text = "".join(run.text for run in runs)
    if not text.startswith(EMPTY_BOX):
        return [runs]
    words = text.split(EMPTY_BOX)[1:]
    return [(Run(EMPTY_BOX, box=f"{row}-{at}"), Run(answer)) for at, answer in enumerate(words, 1)]


def _longest_word(cells: Iterable[etree._Element]) -> str:
    return max((word for cell in cells for word in _text(cell).split()), key=len, default="")


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))
