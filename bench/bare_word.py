"""Bare python-docx: `python -m bench.bare_word FILE.json…` writes a .docx beside each list of blocks."""

import io
import json
import sys
from html import escape
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

# A paragraph as its text and style, a table as the texts of its rows.
Block = tuple[str, str] | list[list[str]]


def blocks_of(draft: bytes) -> list[Block]:
    """The paragraphs and tables of a Word file, in styles that python-docx's own template has."""
    known = {style.name for style in Document().styles}
    blocks: list[Block] = []
    for block in Document(io.BytesIO(draft)).iter_inner_content():
        if isinstance(block, Table):
            blocks.append(_rows(block))
        else:
            style = block.style.name if block.style else None
            # python-docx's own `text` leaves out what stands in content controls, that is every item.
            text = "".join(node.text or "" for node in block._p.iter(qn("w:t")))  # noqa: SLF001
            blocks.append((text, style if style in known and style else "Normal"))
    return blocks


def _rows(table: Table) -> list[list[str]]:
    # python-docx gives a cell over several columns once for each of them; its text counts once.
    return [
        ["" if index and cells[index - 1]._tc is cell._tc else cell.text for index, cell in enumerate(cells)]  # noqa: SLF001
        for cells in (row.cells for row in table.rows)
    ]


def word(blocks: list[Block]) -> bytes:
    """A Word file with these paragraphs and tables, and nothing else."""
    document = Document()
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    if text:
                        cell.text = text
        else:
            document.add_paragraph(*block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def html(blocks: list[Block]) -> str:
    """The same paragraphs and tables as a page, for programs that read one."""
    parts = []
    for block in blocks:
        if isinstance(block, list):
            rows = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in block)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append(f"<p>{escape(block[0])}</p>")
    return "\n".join(parts)


def read(path: Path) -> list[Block]:
    """The blocks that a file holds as JSON."""
    return [tuple(block) if isinstance(block[0], str) else block for block in json.loads(path.read_text("utf-8"))]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).with_suffix(".docx").write_bytes(word(read(Path(name))))
