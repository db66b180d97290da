"""Bare WeasyPrint: `python -m bench.bare_pdf FILE.html…` writes a PDF beside each page."""

import sys
from pathlib import Path

import weasyprint


def pdf(html: str) -> bytes:
    """The PDF of a page as WeasyPrint makes it without a word from us."""
    content: bytes = weasyprint.HTML(string=html).write_pdf()
    return content


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        page.with_suffix(".pdf").write_bytes(pdf(page.read_text("utf-8")))
