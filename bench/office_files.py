"""Old plans as offices keep them, made from their texts: Word with direct formatting and typed numbers, .doc, PDF.

A text is Markdown (one paragraph a line, marks for bold and italic, `|` alone on a line as the border of a cell), or what a
PDF gives, whose lines are broken anywhere.
"""

import io
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from planbook.importing.files.marked_text import end_of_borders, rows_of_borders

FORMS = ("docx", "broken.docx", "doc", "pdf")
_BORDER = "|"
_BEGINS = re.compile(
    r"(?:[IVX]+\.|\d+(?:\.\d+)*[.)]|[a-zđ][.)]|\(\d+\)|[-+–•])\s|Căn cứ|Nơi nhận|TM\.|KT\.|Số:|\(Kèm|Trên đây"
)
_ENDS = re.compile(r"(?:[.;:]|\./\.)$")
_RUN = re.compile(r"(\*\*\*|\*\*|\*)(.+?)\1")
_HEADING = re.compile(r"#+\s+")
_TAG = re.compile(r"</?su[bp]>")
_BODY = 14  # points
_LINE = 90  # letters of a line of a page


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as somebody typed it: pieces of text, each with `b` and `i` where it is bold or italic."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.pieces)

    @property
    def is_centered(self) -> bool:
        """Whether offices set it in the middle: a title in capitals, a note in italics."""
        text = self.text.strip()
        return (text == text.upper() and len(text) < _LINE and not _BEGINS.match(text)) or text.startswith("(Kèm")


Table = tuple[tuple[tuple[Paragraph, ...], ...], ...]  # rows of cells


def blocks_of(text: str) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a text."""
    lines = [_TAG.sub("", line).strip() for line in text.splitlines()]
    if not any(line == _BORDER or line.startswith(("#", "**")) for line in lines):
        full = [line for line in lines if line]
        lines = _joined(full) if median(map(len, full)) < _LINE + 10 else full
    at = 0
    while at < len(lines):
        if lines[at] == _BORDER:
            end = end_of_borders([*enumerate(lines)], at)
            rows = rows_of_borders([*enumerate(lines[at:end])])
            if table := tuple(tuple((_paragraph(cell[1]),) if cell else () for cell in row) for row in rows):
                yield table
            at = end
            continue
        if lines[at].strip("* "):
            yield _paragraph(lines[at])
        at += 1


def _joined(lines: Sequence[str]) -> list[str]:
    """Broken lines as paragraphs."""
    joined: list[str] = []
    for line in lines:
        is_words = joined and all(any(map(str.isalpha, text)) for text in (line, joined[-1]))  # a rule ends a paragraph
        goes_on = is_words and not _BEGINS.match(line) and not _ENDS.search(joined[-1])
        if goes_on and not joined[-1].isupper() and (line[:1].islower() or len(joined[-1]) > _LINE // 2):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _paragraph(line: str) -> Paragraph:
    heading = _HEADING.match(line)
    rest = line[heading.end() :] if heading else line
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in _RUN.finditer(rest):
        pieces += [(rest[at : match.start()], ""), (match[2], {"***": "bi", "**": "b", "*": "i"}[match[1]])]
        at = match.end()
    pieces.append((rest[at:], ""))
    return Paragraph(tuple((text, dress or ("b" if heading else "")) for text, dress in pieces if text))


def word(text: str, *, breaks_lines: bool = False) -> bytes:
    """The Word file of a text: no styles, typed numbers, page numbers; with broken lines as a converter leaves them."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])
    for block in blocks_of(text):
        if isinstance(block, Paragraph):
            for line in _broken(block) if breaks_lines else [block]:
                _write(document, line)
        else:
            _write_table(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _broken(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph as the lines of a page, each of them a paragraph."""
    words, line = paragraph.text.split(), ""
    dress = paragraph.pieces[0][1] if paragraph.pieces else ""
    for part in words:
        if len(line) + len(part) >= _LINE:
            yield Paragraph(((line, dress),))
            line = ""
        line = f"{line} {part}".strip()
    yield Paragraph(((line, dress),))


def _write_table(document: Any, rows: Table) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    if len(rows[0]) > 2:
        table.style = "Table Grid"
    for row in rows:
        for cell, paragraphs in zip(table.add_row().cells, row, strict=False):
            for paragraph in paragraphs:
                _write(cell, paragraph, size=12)
            if paragraphs:
                cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001  # python-docx removes none
        if len(row) == 2 < len(table.columns):  # a number and a heading over all other columns
            table.rows[-1].cells[1].merge(table.rows[-1].cells[-1])


def _write(place: Any, paragraph: Paragraph, size: int = _BODY) -> None:
    written = place.add_paragraph()
    written.alignment = ALIGN.CENTER if paragraph.is_centered else ALIGN.JUSTIFY
    written.paragraph_format.space_after = Pt(6)
    if size == _BODY and not paragraph.is_centered:  # cells have no indent
        written.paragraph_format.first_line_indent = Cm(1.27)
    for text, dress in paragraph.pieces:
        run = written.add_run(text)
        run.font.name, run.font.size = "Times New Roman", Pt(size)
        run.bold, run.italic = "b" in dress or None, "i" in dress or None


def page_number(header: Any) -> Any:
    """The number of the page in the middle of a header, as Word writes a field; the run that it stands in."""
    header.alignment = ALIGN.CENTER
    run = header.add_run()
    for name, value in (("fldChar", "begin"), ("instrText", "PAGE"), ("fldChar", "end")):
        mark = OxmlElement(f"w:{name}")
        if name == "fldChar":
            mark.set(qn("w:fldCharType"), value)
        else:
            mark.text = value
        run._r.append(mark)  # noqa: SLF001  # nor does it write fields
    return run


def write_forms(originals: Iterable[Path], folder: Path, forms: Sequence[str] = FORMS) -> dict[tuple[str, str], Path]:
    """The file of each original in each form, by the name of the original and the form."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {path.stem: path.read_text("utf-8") for path in originals}
    plain = {name: folder / f"{name}.docx" for name in texts}
    for name, path in plain.items():
        path.write_bytes(word(texts[name]))
        if "broken.docx" in forms:
            (folder / f"{name}.broken.docx").write_bytes(word(texts[name], breaks_lines=True))
    for form in forms:
        if "docx" not in form:
            _convert(plain.values(), form, folder)
    return {(name, form): folder / f"{name}.{form}" for name in texts for form in forms}


def _convert(paths: Iterable[Path], form: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", form]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=600
        )
