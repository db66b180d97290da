"""A file of any kind that an old plan comes in, as an original: Word, old Word, OpenDocument, RTF, PDF, text, Markdown."""

from pathlib import Path

from planbook.importing.office_conversion import as_word_file
from planbook.importing.original import Original
from planbook.importing.outline_words import OutlineWords
from planbook.importing.pdf_file import read_pdf_file
from planbook.importing.text_file import read_text_file
from planbook.importing.word_file import read_word_file
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import Unopened, content_of

_OLE = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_LONGEST_HEAD = 1024


def read_original(path: Path, words: OutlineWords) -> Original:
    """The plan in a file, by what the file is and not by its name; raises `Unopened` with what to do."""
    content = content_of(path)
    head = content[:_LONGEST_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise Unopened(Text("the file is empty"), Text("ask for it to be sent again"))
    if head.startswith(b"%PDF"):
        return read_pdf_file(path, content, words)
    if head.startswith(b"{\\rtf"):
        return read_word_file(path, as_word_file(content, ".rtf"))
    if content.startswith(b"PK"):
        is_open_document = content[30:].startswith(_OPEN_DOCUMENT)
        return read_word_file(path, as_word_file(content, ".odt") if is_open_document else content)
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in content:
        return read_word_file(path, as_word_file(content, ".doc"))
    if content.startswith(_OLE):
        return read_word_file(path, content)  # which tells of the password
    if content.startswith(_PICTURES):
        raise Unopened(
            Text("this is a picture without text"),
            Text("have its text recognised (OCR) and save it as .docx, or ask for the Word file"),
        )
    return read_text_file(path, content, words)
