"""A PDF with text as an original: lines put together, tables by their columns, heads and page numbers taken out."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from planbook.importing.files.broken_lines import BrokenLine, TextBlock, joined_text, paragraphs, text_block
from planbook.importing.files.page_tables import PageRows, beside_lines, grid_of, table_end, without_heads
from planbook.importing.files.page_words import PageWords
from planbook.importing.files.ruled_tables import RuledTable, ruled_tables
from planbook.importing.original import LeftOut, Original, OriginalGrid, Passage, PassageLook, PassagePlace
from planbook.importing.outline.words import OutlineWords
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import Unopened
from planbook.repository.poppler import NO_PDF, NO_READER, poppler

_MOST_LINES = 120_000
_MOST_PAGES = 1_000
_LETTERS = 40  # a page of text has far more; what has fewer is a picture
_EDGE = 0.068  # of the height of a page: the margin of 20 mm, where heads, feet and page numbers stand
_PAGE_NUMBER = re.compile(r"\W{0,3}+[^\W\d]{0,8}+(\d{1,4})(?:/\d{1,4})?\W{0,3}")


class NoPdfReader(Unopened):
    """The machine has no pdftohtml (poppler)."""

    exit_code = 3


def read_pdf_file(path: Path, content: bytes, words: OutlineWords) -> Original:
    """The plan of a PDF; raises `Unopened` where it has no text, or none that may be read."""
    xml, complaint = _xml(content)
    tables = ruled_tables(content)
    pages = _pages(xml, tables, PageWords(content))
    letters = sum(len(line.text) for page in pages for line in page)
    if letters < _LETTERS * max(len(pages), 1):
        raise Unopened(
            Text("the PDF has no text: it is a scan, a picture of every page"),
            Text("have its text recognised (OCR) and save it as .docx, or ask for the Word file"),
        )
    lines, left_out = _without_edges(pages)
    block = text_block(lines)
    blocks, repeated = _Blocks(block, words, tables).read(lines)
    damage = [LeftOut(complaint, Text("the PDF is damaged, parts of it may be missing"))] if complaint else []
    return Original(path, "pdf", tuple(blocks), (*damage, *left_out, *repeated))


def _xml(content: bytes) -> tuple[bytes, str]:
    """The lines of the pages as poppler finds them, and what it says of damage."""
    answer = poppler("pdftohtml", content, "-xml", "-i", "-l", str(_MOST_PAGES))
    if answer is None:
        raise NoPdfReader(*NO_READER)
    if answer.returncode or not answer.stdout.strip():
        raise Unopened(NO_PDF, Text("ask for it without a password, or for the Word file"))
    complaints = answer.stderr.decode("utf-8", "replace").splitlines()
    return answer.stdout, next((line for line in complaints if "Error" in line), "")


def _pages(xml: bytes, tables: Sequence[RuledTable], words: PageWords) -> list[list[BrokenLine]]:
    """The lines of every page in the order in which they are drawn; left, right and top are counted over all pages."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    lines_of_xml = (line for line in xml.split(b"\n") if not line.startswith(b"<!DOCTYPE"))
    root = etree.fromstring(b"\n".join(lines_of_xml), parser)
    sizes: dict[str, float] = {}
    pages: list[list[BrokenLine]] = []
    for page in () if root is None else root.iterfind("page"):
        sizes |= {font.get("id", ""): float(font.get("size", 0)) for font in page.iterfind("fontspec")}
        height = float(page.get("height", 1))
        lines: list[BrokenLine] = []
        elements = (_line(element, sizes, len(pages) + 1, height) for element in page.iterfind("text"))
        for line in (piece for whole in elements if whole for piece in _in_cells(whole, tables, words)):
            if lines and _is_beside(lines[-1], line) and _in_cell(lines[-1], tables) == _in_cell(line, tables):
                lines[-1] = _joined(lines[-1], line)
            else:
                lines.append(replace(line, text=line.text.lstrip()))
        pages.append(lines)
    if sum(map(len, pages)) > _MOST_LINES:
        raise Unopened(Text("the PDF has more lines than any plan"), Text("split the document"))
    return pages


def _line(element: etree._Element, sizes: dict[str, float], page: int, height: float) -> BrokenLine | None:
    text = re.sub(r"\s+", " ", "".join(map(str, element.itertext())))
    if not text.strip():
        return None
    bold = "".join("".join(map(str, part.itertext())) for part in element.iter("b"))
    italic = "".join("".join(map(str, part.itertext())) for part in element.iter("i"))
    top, left, width = (float(element.get(name, 0)) for name in ("top", "left", "width"))
    is_bold = len(bold.strip()) >= len(text.strip())
    look = PassageLook(
        bold=is_bold,
        italic=len(italic.strip()) >= len(text.strip()),
        capitals=text.isupper(),
        bold_lead=len(text) if is_bold else len(bold) if bold and text.startswith(bold) else 0,
        size=sizes.get(element.get("font", "")),
        indent=left,
    )
    # The share of the page, so that pages of another size and direction compare with it.
    return BrokenLine(text, left, left + width, look, top, page, round(1000 * top / height))


def _is_beside(before: BrokenLine, line: BrokenLine) -> bool:
    """Whether a piece of a line goes on with the one before: another look begins in it."""
    assert before.top is not None
    assert line.top is not None
    size = line.look.size or 12
    return abs(before.top - line.top) < size * 0.45 and -size * 0.3 < line.left - before.right < size * 0.75


def _in_cells(line: BrokenLine, tables: Sequence[RuledTable], words: PageWords) -> Iterable[BrokenLine]:
    """A line, or its pieces where it goes over the borders of cells."""
    place = _in_cell(line, tables)
    edges = tables[place[0]].edges_in(line) if place else []
    return words.cut(line, edges) if edges else (line,)


def _in_cell(line: BrokenLine, tables: Sequence[RuledTable]) -> tuple[int, int] | None:
    """The table and the cell that a line stands in."""
    first = bisect_left(tables, line.page or 0, key=lambda table: table.page)
    for number in range(first, bisect_right(tables, line.page or 0, key=lambda table: table.page)):
        if (cell := tables[number].cell_of(line)) is not None:
            return number, cell
    return None


def _joined(before: BrokenLine, line: BrokenLine) -> BrokenLine:
    is_apart = line.left - before.right > (line.look.size or 12) * 0.12 or line.text.startswith(" ")
    start = before.text.rstrip() + (" " if is_apart or before.text.endswith(" ") else "")
    text = start + line.text.lstrip()
    look = replace(
        before.look,
        bold=before.look.bold and line.look.bold,
        italic=before.look.italic and line.look.italic,
        capitals=text.isupper(),
        bold_lead=len(start) + line.look.bold_lead if before.look.bold else before.look.bold_lead,
    )
    return replace(before, text=text, right=line.right, look=look)


def _without_edges(pages: Sequence[Sequence[BrokenLine]]) -> tuple[list[BrokenLine], list[LeftOut]]:
    """The lines without page numbers and what stands above or below many pages; and what was left out."""
    repeated = Counter(_edge(line) for page in pages for line in page if _at_edge(line))
    often = {edge for edge, count in repeated.items() if count >= max(3, len(pages) // 2)}
    numbers = _page_numbers(pages)
    inner: list[BrokenLine] = []
    left_out: list[LeftOut] = []
    for page in pages:
        edges = {line for line in page if line in numbers or (_at_edge(line) and _edge(line) in often)}
        body = [line.top or 0 for line in page if line not in edges]
        for line in page:
            if line in numbers or (line in edges and _stands_off(line, body)):
                left_out.append(LeftOut(line.text.strip(), Text("above or below the pages"), line.page))
            else:
                inner.append(replace(line, text=line.text.strip()))
    return inner, left_out


def _stands_off(line: BrokenLine, body: Sequence[float]) -> bool:
    """Whether there is room between a line and the text of its page, as there is none above a table that goes on."""
    return all(abs(top - (line.top or 0)) > 1.9 * (line.look.size or 12) for top in body)


def _page_numbers(pages: Sequence[Sequence[BrokenLine]]) -> set[BrokenLine]:
    """The lines that count the pages: numbers above or below a page with nothing beside them, which go up with it."""
    alone: dict[BrokenLine, int] = {}
    for page in pages:
        beside = beside_lines(page)
        for at, line in enumerate(page):
            match = _PAGE_NUMBER.fullmatch(line.text.replace(" ", ""))
            if match and _at_edge(line) and at not in beside:
                alone[line] = int(match[1]) - (line.page or 0)
    ahead = Counter(alone.values()).most_common(1)
    steps = {0, *(step for step, count in ahead if count > 1)}
    return {line for line, step in alone.items() if step in steps}


def _edge(line: BrokenLine) -> tuple[str, int]:
    """What is the same of a head on every page: its words and its height."""
    return line.text.strip(), line.number or 0


def _at_edge(line: BrokenLine) -> bool:
    return not _EDGE < (line.number or 0) / 1000 < 1 - _EDGE


class _Blocks:
    """Passages and tables from lines."""

    def __init__(self, block: TextBlock, words: OutlineWords, ruled: Sequence[RuledTable]) -> None:
        self.block, self.words, self.ruled = block, words, ruled
        self.counted = 0
        self.tables = 0

    def read(self, lines: Sequence[BrokenLine]) -> tuple[list[Passage | OriginalGrid], list[LeftOut]]:
        """The blocks in their order, and the heads of tables that later pages repeat."""
        blocks: list[Passage | OriginalGrid] = []
        repeated: list[LeftOut] = []
        open_lines: list[BrokenLine] = []
        in_table = [_in_cell(line, self.ruled) for line in lines]
        beside = {at for at in beside_lines(lines) if in_table[at] is None}
        at = 0
        while at < len(lines):
            if in_table[at]:
                end, (table, heads) = self._ruled(lines, in_table, at)
            elif (end := table_end(lines, at, beside, self.block)) > at:
                end = next((to for to in range(at, end) if in_table[to]), end)
                table, heads = grid_of(lines[at:end], self.block)
            if end == at:
                open_lines.append(lines[at])
                at += 1
                continue
            blocks += self._passages(open_lines)
            open_lines = []
            self.tables += 1
            blocks.append(self._grid(table))
            repeated += [LeftOut(head, Text("the head of a table comes again")) for head in heads]
            at = end
        return [*blocks, *self._passages(open_lines)], repeated

    def _ruled(
        self, lines: Sequence[BrokenLine], in_table: Sequence[tuple[int, int] | None], at: int
    ) -> tuple[int, tuple[PageRows, list[str]]]:
        """Behind which line the table with borders ends that begins at one, with its rows over all pages."""
        rows: PageRows = []
        before: RuledTable | None = None
        while at < len(lines) and (place := in_table[at]):
            table = self.ruled[place[0]]
            if before and not (table.page == before.page + 1 and table.has_columns_of(before)):
                break
            end = next((to for to in range(at, len(lines)) if (in_table[to] or (None,))[0] != place[0]), len(lines))
            rows += table.rows(lines[at:end])
            before, at = table, end
        return at, without_heads(rows)

    def _passages(self, lines: Sequence[BrokenLine]) -> Iterator[Passage]:
        centered = [replace(line, look=replace(line.look, centered=self.block.is_centered(line))) for line in lines]
        for group in paragraphs(centered, self.block, self.words):
            yield self._passage(group, PassagePlace(page=group[0].page))

    def _passage(self, group: Sequence[BrokenLine], place: PassagePlace) -> Passage:
        self.counted += 1
        text, look = joined_text(group)
        return Passage(self.counted, text, place, look)

    def _grid(self, table: PageRows) -> OriginalGrid:
        """The table with its cells as passages."""
        rows = []
        for at, row in enumerate(table, 1):
            cells = []
            for cell in row:
                place = PassagePlace(None, cell.page, self.tables, at, cell.column)
                block = text_block(cell.lines)
                groups = list(paragraphs(cell.lines, block, self.words)) if cell.lines else []
                cells.append(cell.with_passages(tuple(self._passage(group, place) for group in groups)))
            rows.append(tuple(cells))
        return OriginalGrid(tuple(rows), self.tables)
