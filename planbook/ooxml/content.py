"""Blocks written as word/document.xml: as text, which is fast, and in the order that validators want."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from types import MappingProxyType
from typing import Literal
from zlib import crc32

from planbook.ooxml.anchors import LONGEST_TAG, Anchors
from planbook.ooxml.attributes import attribute_value
from planbook.ooxml.blocks import (
    NEW,
    TAKEN_OUT,
    Body,
    Reviser,
    Run,
    TrackedChange,
    WordBlock,
    WordCell,
    WordPage,
    WordParagraph,
    WordRow,
    WordTable,
)
from planbook.ooxml.styles import twips
from planbook.ooxml.unbroken import NO_BREAK_HYPHEN, unbroken, with_whole_numbers

_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
TICKED = "\N{BALLOT BOX WITH X}"
REMARKER = "planbook"  # who writes the comments of a draft; those of people have their names
_BOXES = 1 << 29  # above the numbers of all other controls
_REVISIONS = 1_000_000  # where the numbers of tracked changes begin: bookmarks count from 1 and may not share one


class Content:
    """Writes the body of one document, and remembers the marks of its items for the manifest."""

    def __init__(
        self,
        references: str,
        reviser: Reviser | None = None,
        before_numbers: Collection[str] = frozenset(),
        remarks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take what every section refers to, who makes the changes if there are any, which words numbers belong to.

        `remarks` are what is said in comments at the paragraphs of items.
        """
        self.references = references
        self.before_numbers = before_numbers
        self.remarks = remarks
        self.comments: list[str] = []  # as they are referred to
        self.reviser = reviser
        self.anchors = Anchors()
        self.footnotes: list[str] = []  # as they are referred to
        self._notes: Mapping[str, WordParagraph] = {}
        self._revisions = _REVISIONS
        self._has_section = False

    def body(self, body: Body) -> str:
        """What stands in w:body."""
        self._notes = body.footnotes
        return "".join([*map(self.block, body.blocks), section(body.page, self.references)])

    def block(self, block: WordBlock) -> str:
        """A paragraph or a table."""
        return self.table(block) if isinstance(block, WordTable) else self.paragraph(block)

    def paragraph(self, paragraph: WordParagraph, row: WordRow | None = None, *, is_narrow: bool = False) -> str:
        """A paragraph, in the bookmark of its row if it is the place that marks one; a narrow one keeps only numbers whole."""
        content = self.runs(paragraph.runs, is_narrow=is_narrow)
        if paragraph.item:
            # An editor that takes an insertion back would leave a control around nothing behind.
            is_new = bool(paragraph.runs) and all(run.change in NEW for run in paragraph.runs)
            content = self.anchors.item(paragraph.item, content, paragraph.text, paragraph.also, is_bare=is_new)
            content = self.remarked(content, self.remarks.get(paragraph.item, ""))
        elif row is not None:
            content = self.anchors.row(row.item, content, _row_text(row))
        content = self.runs(paragraph.number) + content
        content = self.moved(paragraph, content) if paragraph.move else content
        return f"<w:p><w:pPr>{self.properties(paragraph)}</w:pPr>{content}</w:p>"

    def remarked(self, content: str, remark: str) -> str:
        """The content of a paragraph with the comment at it, if there is one."""
        if not remark:
            return content
        at = len(self.comments)
        self.comments.append(
            f'<w:comment w:id="{at}" w:author="{REMARKER}" w:initials="pb"><w:p><w:r><w:t xml:space="preserve">'
            f"{escape(remark, quote=False)}</w:t></w:r></w:p></w:comment>"
        )
        start, end = (f'<w:commentRange{edge} w:id="{at}"/>' for edge in ("Start", "End"))
        return f'{start}{content}{end}<w:r><w:commentReference w:id="{at}"/></w:r>'

    def moved(self, paragraph: WordParagraph, content: str) -> str:
        """The content of a paragraph between the marks of where it is moved from or to."""
        mark = self.change(paragraph.change).replace(f"<w:{paragraph.change} ", f"<w:{paragraph.change}RangeStart ")
        start = mark.replace(" w:author", f' w:name="move{paragraph.move}" w:author')
        return f'{start}{content}<w:{paragraph.change}RangeEnd w:id="{self._revisions}"/>'

    def properties(self, paragraph: WordParagraph) -> str:
        """What is said of a paragraph as a whole."""
        # A number looks as the paragraph's end does; under a character style LibreOffice prints it at 10 points.
        end = self.change(paragraph.change) + ("<w:b/>" if paragraph.place and paragraph.bold_number else "")
        end = f"<w:rPr>{end}</w:rPr>" if end else ""
        ends = self.section_end(paragraph, paragraph.ends) if paragraph.ends else ""
        before = ""
        if paragraph.former:
            before = f"{self.change('pPrChange')[:-2]}><w:pPr>{_shape(paragraph.former)}</w:pPr></w:pPrChange>"
        return f"{_shape(paragraph)}{end}{ends}{before}"

    def section_end(self, paragraph: WordParagraph, page: WordPage) -> str:
        """The properties of the section that a paragraph ends.

        Where that end comes or goes the header and footer are those of the section before: LibreOffice would leave lines behind.
        """
        references = "" if paragraph.change and self._has_section else self.references
        self._has_section = True
        return section(page, references)

    def runs(self, runs: Iterable[Run], *, is_narrow: bool = False) -> str:
        """Runs of text, those of one change in one mark; spaces at their ends are kept."""
        written = []
        for change, part in groupby(runs, _change):
            text = "".join([self.run(run, is_narrow=is_narrow) for run in part])
            written.append(f"{self.change(change)[:-2]}>{text}</w:{change}>" if change else text)
        return "".join(written)

    def run(self, run: Run, *, is_narrow: bool = False) -> str:
        """A run of text; a pen's mark that comes or goes is a change of its properties."""
        if not run.text:
            return ""
        if run.footnote:
            self.footnotes.append(self.footnote(self._notes[run.footnote], run.change, len(self.footnotes) + 1))
            return f'<w:r>{_RAISED}<w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'
        if run.box and not run.change:
            return _box(run)
        properties = _looks(run, "yellow" if run.marked else "")
        if run.remarked:
            # LibreOffice takes no mark away that is not said to have been none.
            before = _looks(run, "none" if run.marked else "yellow")
            properties += f"{self.change('rPrChange')[:-2]}><w:rPr>{before}</w:rPr></w:rPrChange>"
        properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        kind = "w:delText" if run.change == "del" else "w:t"
        start, end = f'<{kind} xml:space="preserve">', f"</{kind}>"
        words = with_whole_numbers(run.text) if is_narrow else unbroken(run.text, self.before_numbers)
        text = escape(words, quote=False)
        # The letter for this hyphen is in few fonts; Word has a sign of its own.
        text = f"{start}{text}{end}".replace(NO_BREAK_HYPHEN, f"{end}<w:noBreakHyphen/>{start}").replace(
            start + end, ""
        )
        return f"<w:r>{properties}{text}</w:r>"

    def footnote(self, note: WordParagraph, change: TrackedChange, number: int) -> str:
        """A footnote under its number; one that comes or goes does so with all that it says."""
        opposite = TAKEN_OUT if change in NEW else NEW if change in TAKEN_OUT else ()
        runs = [
            replace(run, change="del" if change in TAKEN_OUT else "ins" if change else run.change)
            for run in note.runs
            if run.change not in opposite
        ]
        content = self.runs(runs)
        if change not in TAKEN_OUT:
            content = self.anchors.item(note.item, content, note.text, is_bare=bool(change))
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val={attribute_value(note.style)}/></w:pPr><w:r>{_RAISED}'
            f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>{content}</w:p></w:footnote>'
        )

    def change(self, change: TrackedChange | Literal["rPrChange", "pPrChange", "tcPrChange"]) -> str:
        """The mark of a change: whose it is, and when it was made."""
        if not change:
            return ""
        assert self.reviser, "a change has somebody who makes it"
        self._revisions += 1
        return (
            f'<w:{change} w:id="{self._revisions}" w:author={attribute_value(self.reviser.name)}'
            f' w:date="{self.reviser.stamp}"/>'
        )

    def table(self, table: WordTable) -> str:
        """A table with columns of fixed widths."""
        described = (
            # A table with a caption has a header row; one that only places paragraphs has none.
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
            f' w:noVBand="1"/><w:tblCaption w:val={attribute_value(table.caption)}/>'
            f"<w:tblDescription w:val={attribute_value(table.description)}/>"
            if table.caption
            else ""
        )
        grid = "".join([f'<w:gridCol w:w="{twips(width)}"/>' for width in table.widths])
        rows = "".join([self.row(row, table.widths) for row in table.rows])
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val={attribute_value(table.style)}/><w:tblW w:w="{twips(sum(table.widths))}"'
            f' w:type="dxa"/><w:tblLayout w:type="fixed"/>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}'
            "</w:tbl>"
        )

    def row(self, row: WordRow, widths: Sequence[float]) -> str:
        """A table row; no page break splits it unless it says so."""
        whole = '<w:cantSplit w:val="off"/>' if row.may_split else "<w:cantSplit/>"
        header = "<w:tblHeader/>" if row.is_header else ""
        return (
            f"<w:tr><w:trPr>{whole}{header}{self.change(row.change)}</w:trPr>{''.join(self.cells(row, widths))}</w:tr>"
        )

    def cells(self, row: WordRow, widths: Sequence[float]) -> Iterator[str]:
        """The cells of a row; the first one with text has the row's bookmark."""
        # LibreOffice mislays a bookmark around nothing.
        marked = next((cell for cell in row.cells if cell.text), None) if row.item else None
        column = 0
        for cell in row.cells:
            width = sum(widths[column : column + cell.span])
            column += cell.span
            yield self.cell(cell, width, row if cell is marked else None)

    def cell(self, cell: WordCell, width: float, row: WordRow | None) -> str:
        """A cell of `width` mm, with the bookmark of its row if it has one."""
        change = self.change(cell.change).replace(f"<w:{cell.change} ", f"<w:cell{cell.change.capitalize()} ")
        if cell.old_span:
            change = (
                f"{self.change('tcPrChange')[:-2]}><w:tcPr>{_cell_size(width, cell.old_span)}</w:tcPr></w:tcPrChange>"
            )
        content = "".join([self.paragraph(paragraph, row, is_narrow=True) for paragraph in cell.paragraphs])
        return f"<w:tc><w:tcPr>{_cell_size(width, cell.span)}{change}</w:tcPr>{content}</w:tc>"


def _shape(paragraph: WordParagraph) -> str:
    """The properties of a paragraph that a change of them can hold."""
    place, inset = paragraph.place, twips(paragraph.indent)
    with_next = "<w:keepNext/>" if paragraph.keep_next else ""
    listed = f'<w:numPr><w:ilvl w:val="{place.level}"/><w:numId w:val="{place.list}"/></w:numPr>' if place else ""
    indented = f'<w:ind w:left="{inset}" w:right="{inset}"/>' if paragraph.indent else ""
    return f"<w:pStyle w:val={attribute_value(paragraph.style)}/>{with_next}{listed}{indented}"


def _cell_size(width: float, span: int) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanned}'


def words_around(body: Body) -> Iterator[str]:
    """The paragraphs of a body and the rows of its tables of data that are no items, as far as they are not deleted."""
    for block in body.blocks:
        if isinstance(block, WordParagraph):
            paragraphs: Iterable[WordParagraph] = (block,)
        elif not block.is_layout:
            rows = (row for row in block.rows if not row.item and row.change not in TAKEN_OUT)
            yield from map(_row_text, rows)
            continue
        else:
            paragraphs = (part for row in block.rows for cell in row.cells for part in cell.paragraphs)
        yield from (part.text for part in paragraphs if part.text and not part.item)


def _row_text(row: WordRow) -> str:
    """What a row says, without the cells that are deleted."""
    return "\t".join([cell.text for cell in row.cells if cell.change not in TAKEN_OUT])


def _change(run: Run) -> TrackedChange:
    return run.change


def _looks(run: Run, pen: str) -> str:
    """The properties of a run of text under a pen."""
    style = f"<w:rStyle w:val={attribute_value(run.style)}/>" if run.style else ""
    return style + (f'<w:highlight w:val="{pen}"/>' if pen else "")


def _box(run: Run) -> str:
    """A box that Word and LibreOffice tick under a click."""
    states = "".join(
        f'<w14:{state} w14:val="{ord(sign):X}" w14:font="MS Gothic"/>'
        for state, sign in (("checkedState", TICKED), ("uncheckedState", run.text))
    )
    number = _BOXES + crc32(run.box.encode()) % _BOXES
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val={attribute_value(run.box[-LONGEST_TAG:])}/><w:id w:val="{number}"/>'
        f'<w14:checkbox><w14:checked w14:val="0"/>{states}</w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
        f"<w:t>{run.text}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def section(page: WordPage, references: str) -> str:
    """Section properties: headers and footers, page numbers from 1, the header not on the first page."""
    width, height = (page.height, page.width) if page.landscape else (page.width, page.height)
    turned = ' w:orient="landscape"' if page.landscape else ""
    lengths = {side: getattr(page, side) for side in ("top", "right", "bottom", "left")}
    lengths |= {"header": page.top / 2, "footer": page.bottom / 2}
    margins = " ".join(f'w:{side}="{twips(length)}"' for side, length in lengths.items())
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar {margins} w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
