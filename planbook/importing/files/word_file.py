"""A Word file of anybody as an original: the numbers of its lists, merged cells, text boxes, footnotes, and what is left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from planbook.importing.original import GridCell, LeftOut, Original, OriginalGrid, Passage, PassageLook, PassagePlace
from planbook.messages.diagnostics import Text
from planbook.ooxml.opening import Package, read_package
from planbook.ooxml.reading import Document, PrintedParagraph, read_document
from planbook.ooxml.values import W, is_on, value_of

_COLUMNS = 63  # which Word allows a table
# What a file shows that has no text to read, by the folder of its part.
_NO_TEXT = {
    "media": Text("a picture: words and figures in it cannot be read"),
    "embeddings": Text("a table or drawing of another program: words and figures in it are not read"),
    "charts": Text("a chart: words and figures in it are not read"),
    "diagrams": Text("a diagram: words and figures in it are not read"),
}
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
    """What the file shows beside its text or hides, and what somebody took out with tracked changes."""
    for paragraph in document.edges:
        if text := " ".join(paragraph.text.split()):
            yield LeftOut(text, Text("above or below the pages"))
    root = package.part(package.main)
    if root is not None:
        yield from _deleted_or_hidden(root)
    comments = package.part(f"{package.main.rpartition('/')[0]}/comments.xml".lstrip("/"))
    for comment in () if comments is None else comments.iter(f"{W}comment"):
        if text := _words(comment, "t"):
            yield LeftOut(text, Text("a comment"))
    for target in package.targets(package.main).values():
        folder, _, name = target.rpartition("/")
        if why := _NO_TEXT.get(folder.rpartition("/")[2]):
            yield LeftOut(name, why)


def _deleted_or_hidden(root: etree._Element) -> Iterator[LeftOut]:
    """What stands in the main part of a file and is not shown."""
    for deletion in root.iter(f"{W}del", f"{W}moveFrom"):
        if text := _words(deletion, "delText", "t"):
            yield LeftOut(text, Text("deleted with tracked changes"))
    for properties in root.iter(f"{W}vanish"):
        run = next(properties.iterancestors(f"{W}r"), None)
        if run is not None and is_on(properties) and (text := _words(run, "t")):
            yield LeftOut(text, Text("hidden text"))


def _words(element: etree._Element, *tags: str) -> str:
    """The words below an element that stand in elements of some tags."""
    return " ".join("".join(part.text or "" for part in element.iter(*(f"{W}{tag}" for tag in tags))).split())
