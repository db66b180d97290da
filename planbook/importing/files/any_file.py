"""A file of any kind that an old plan comes in, as an original: Word, old Word, OpenDocument, RTF, PDF, text, Markdown."""

import re
from pathlib import Path
from textwrap import shorten

from planbook.importing.files.office_conversion import as_word_file
from planbook.importing.files.pdf_file import read_pdf_file
from planbook.importing.files.text_file import read_text_file
from planbook.importing.files.word_file import read_word_file
from planbook.importing.original import Original
from planbook.importing.outline.words import OutlineWords
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import Unopened, content_of

_OLE = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_LONGEST_HEAD = 1024
_QUOTED = 60  # letters
# What stands in a word for the marked letters of TCVN3 and VNI; no word in Unicode has these signs.
_OLD_LETTER = re.compile(
    "[\u00a1-\u00aa\u00ac-\u00af\u00b4-\u00b6\u00b8\u00bc-\u00be\u00c4-\u00c7\u00cb\u00ce\u00cf\u00d1\u00d6\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_LATIN = re.compile("[A-Za-z]")
_FEW, _SHARE = 3, 0.2  # words of a passage that are typed so: fewer may be names of other languages


def read_original(path: Path, words: OutlineWords) -> Original:
    """The plan in a file, by what the file is and not by its name; raises `Unopened` with what to do."""
    original = _read(path, words)
    if not any(letter.isalnum() for passage in original.passages() for letter in passage.text):
        raise Unopened(Text("the file has no text"), Text("ask for it to be sent again"))
    _refuse_old_letters(original)
    return original


def _read(path: Path, words: OutlineWords) -> Original:
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


def _refuse_old_letters(original: Original) -> None:
    """Refuse a text of an old font, whose letters are signs of other alphabets everywhere else, also where only a part is."""
    for passage in original.passages():
        words = passage.text.split()
        old = sum(bool(_OLD_LETTER.search(word) and _LATIN.search(word)) for word in words)
        if old >= _FEW and old > _SHARE * len(words):
            raise Unopened(
                Text(
                    "the text is typed in an old font (TCVN3, VNI), not in Unicode: “{words}”",
                    {"words": shorten(passage.text, _QUOTED, placeholder=" …")},
                ),
                Text("convert it to Unicode, with Unikey for example, and save it as .docx"),
            )
