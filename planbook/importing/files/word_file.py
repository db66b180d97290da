"""A Word file of anybody as an original: the numbers of its lists, merged cells, text boxes, footnotes, and what is left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from planbook.importing.original import GridCell, LeftOut, Original, OriginalGrid, Passage, PassageLook, PassagePlace
from planbook.messages.diagnostics import Text
from planbook.ooxml.opening import Package, read_package
from planbook.ooxml.reading import Document, PrintedParagraph, read_document
from planbook.ooxml.values import W, value_of

_COLUMNS = 63  # which Word allows a table
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_word_file(path: Path, content: bytes) -> Original:
    """The plan of a Word file; raises `NotAWordFile` where it is none."""
    package = read_package(content)
    document = read_document(package)
    reader = _Passages()
    blocks = [*reader.blocks(document.paragraphs), *reader.notes(package)]
    return Original(path, "word", tuple(blocks), tuple(_left_out(package, document)))


class _Passages:
    """Counts the passages of one file."""

    def __init__(self) -> None:
        self.counted = 0
        self.tables = 0

    def blocks(self, paragraphs: Sequence[PrintedParagraph]) -> Iterator[Passage | OriginalGrid]:
        """The paragraphs that show something, and the tables; a table within a cell is read as text of that cell."""
        last = {paragraph.cell.table: at for at, paragraph in enumerate(paragraphs) if paragraph.cell}
        at = 0
        while at < len(paragraphs):
            cell = paragraphs[at].cell
            if cell is None:
                yield from self._passage(paragraphs[at], PassagePlace())
                at += 1
            else:
                end = last[cell.table] + 1
                yield self._grid(paragraphs[at:end], cell.table)
                at = end

    def notes(self, package: Package) -> Iterator[Passage]:
        """The footnotes and endnotes, in the order in which the file holds them."""
        folder = package.main.rpartition("/")[0]
        for name, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            root = package.part(f"{folder}/{name}.xml".lstrip("/"))
            for note in () if root is None else root.iterfind(f"{W}{tag}"):
                text = " ".join("".join(part.text or "" for part in note.iter(f"{W}t")).split())
                if text and value_of(note, "type") not in _SEPARATORS:
                    self.counted += 1
                    yield Passage(self.counted, text, PassagePlace(part="note"))

    def _passage(self, paragraph: PrintedParagraph, place: PassagePlace) -> Iterator[Passage]:
        text = "".join(stretch.text for stretch in paragraph.stretches)
        begin = len(text) - len(text.lstrip())
        if text.strip():
            self.counted += 1
            yield Passage(self.counted, text.strip(), place, _look(paragraph, begin), " ".join(paragraph.label.split()))

    def _grid(self, paragraphs: Sequence[PrintedParagraph], table: int) -> OriginalGrid:
        """The cells of a table from the paragraphs in it."""
        self.tables += 1
        rows: dict[int, dict[int, GridCell]] = {}
        open_cells: dict[int, tuple[int, int]] = {}  # by their first column, where a cell stands that may go on below
        place = paragraphs[0].cell
        for paragraph in paragraphs:
            if paragraph.cell and paragraph.cell.table == table:
                place = paragraph.cell
            assert place is not None
            row = rows.setdefault(place.row, {})
            columns = min(place.columns, _COLUMNS)
            cell = row.get(place.left, GridCell((), place.left, columns))
            read = self._passage(paragraph, PassagePlace(None, None, self.tables, place.row, place.left))
            passages = (*cell.passages, *read)
            row[place.left] = GridCell(passages, place.left, columns)
            if not place.goes_on or passages:
                open_cells[place.left] = (place.row, place.left)
            elif place.left in open_cells:
                of_row, left = open_cells[place.left]
                upper = rows[of_row][left]
                rows[of_row][left] = GridCell(upper.passages, left, upper.columns, place.row - of_row + 1)
                del row[place.left]
        return OriginalGrid(tuple(tuple(rows[at].values()) for at in sorted(rows)), self.tables)


def _look(paragraph: PrintedParagraph, begin: int) -> PassageLook:
    """How a paragraph looks, blanks left out; `begin` is how many letters of its text are blank at its beginning."""
    visible = [stretch for stretch in paragraph.stretches if any(letter.isalnum() for letter in stretch.text)]
    lead = 0
    for stretch in paragraph.stretches:
        if not stretch.look.bold and any(letter.isalnum() for letter in stretch.text):
            break
        lead += len(stretch.text)
    text = "".join(stretch.text.upper() if stretch.look.capitals else stretch.text for stretch in visible)
    level = paragraph.shape.outline_level
    return PassageLook(
        bold=bool(visible) and all(stretch.look.bold for stretch in visible),
        italic=bool(visible) and all(stretch.look.italic for stretch in visible),
        capitals=text.isupper(),
        centered=paragraph.shape.alignment == "center",
        bold_lead=max(lead - begin, 0) if visible and visible[0].look.bold else 0,
        size=max((stretch.look.size for stretch in visible), default=None),
        indent=paragraph.shape.first_line,
        style_level=None if level is None else level + 1,
    )


def _left_out(package: Package, document: Document) -> Iterator[LeftOut]:
    """What the file shows beside its text, and what somebody took out with tracked changes."""
    for paragraph in document.edges:
        if text := " ".join(paragraph.text.split()):
            yield LeftOut(text, Text("above or below the pages"))
    root = package.part(package.main)
    for deletion in () if root is None else root.iter(f"{W}del", f"{W}moveFrom"):
        if text := " ".join("".join(part.text or "" for part in deletion.iter(f"{W}delText", f"{W}t")).split()):
            yield LeftOut(text, Text("deleted with tracked changes"))
