"""A .txt or .md file as an original."""

from pathlib import Path

from planbook.importing.marked_text import blocks_of
from planbook.importing.original import Original
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import MEGABYTE, Unopened, content_of

MOST_TEXT = 8 * MEGABYTE  # a plan of 3,000 items has half a megabyte


def read_text_file(path: Path) -> Original:
    """The plan of a text file; raises `Unopened` where it is none."""
    return Original(path, "text", blocks_of(_decoded(content_of(path, MOST_TEXT)).splitlines()))


def _decoded(content: bytes) -> str:
    """The text of the bytes; Windows Notepad writes UTF-16 where somebody chose "Unicode"."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unopened(Text("the text is in no encoding of Unicode"), Text("save it as UTF-8 and try again")) from error
    if "\0" in text:
        raise Unopened(Text("this is not a text file"), Text("name a Word, PDF or text file"))
    return text
