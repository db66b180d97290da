"""Bare docxtpl: a Word file as template, filled with lists of paragraphs and rows."""

import io

from docx import Document
from docxtpl import DocxTemplate

from bench.bare_word import Block


def template(columns: int) -> bytes:
    """A template that repeats a paragraph, and a table row of so many cells."""
    document = Document()
    for line in ("{%p for text in texts %}", "{{ text }}", "{%p endfor %}"):
        document.add_paragraph(line)
    table = document.add_table(3, columns)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    for column in range(columns):
        table.cell(1, column).text = f"{{{{ row[{column}] }}}}"
    table.cell(2, 0).text = "{%tr endfor %}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(filled: bytes, blocks: list[Block]) -> bytes:
    """The template filled with the paragraphs and the rows of the longest table."""
    texts = [block[0] for block in blocks if isinstance(block, tuple)]
    rows = max((block for block in blocks if isinstance(block, list)), key=len)
    document = DocxTemplate(io.BytesIO(filled))
    document.render({"texts": texts, "rows": rows}, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
