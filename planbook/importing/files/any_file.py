"""A file of any kind that an old plan comes in, as an original: Word, old Word, OpenDocument, RTF, PDF, text, Markdown."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import shorten

from planbook.importing.files.broken_lines import FULL, LONGEST, BrokenLine, joined_text, paragraphs, text_block
from planbook.importing.files.marked_text import blocks_of, is_marked
from planbook.importing.files.pdf_file import read_pdf_file
from planbook.importing.files.word_file import read_word_file
from planbook.importing.original import Original, Passage, PassageLook, PassagePlace
from planbook.importing.outline.words import OutlineWords
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import MEGABYTE, Unopened, content_of
from planbook.repository.foreign_programs import answer_of

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
        return read_word_file(path, _as_word_file(content, ".rtf"))
    if content.startswith(b"PK"):
        is_open_document = content[30:].startswith(_OPEN_DOCUMENT)
        return read_word_file(path, _as_word_file(content, ".odt") if is_open_document else content)
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in content:
        return read_word_file(path, _as_word_file(content, ".doc"))
    if content.startswith(_OLE):
        return read_word_file(path, content)  # which tells of the password
    if content.startswith(_PICTURES):
        raise Unopened(
            Text("this is a picture without text"),
            Text("have its text recognised (OCR) and save it as .docx, or ask for the Word file"),
        )
    return _read_text_file(path, content, words)


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


MOST_TEXT = 8 * MEGABYTE  # a plan of 3,000 items has half a megabyte


def _read_text_file(path: Path, content: bytes, words: OutlineWords) -> Original:
    """The plan of a text file; raises `Unopened` where it is none."""
    if len(content) > MOST_TEXT:
        raise Unopened(
            Text("the file is larger than {most} MB", {"most": MOST_TEXT // MEGABYTE}), Text("split the document")
        )
    lines = _decoded(content).splitlines()
    return Original(path, "text", tuple(_joined(lines, words)) if _is_broken(lines) else blocks_of(lines))


def _is_broken(lines: Sequence[str]) -> bool:
    """Whether lines end where the page did, in the middle of sentences: they are of one length, and few say that they end."""
    if is_marked(lines):
        return False
    texts = [line.strip() for line in lines if line.strip()]
    full = sum(len(text) > FULL for text in texts)
    longest = sorted(map(len, texts))[int(len(texts) * 0.97)] if texts else 0
    open_ends = sum(text[-1].isalnum() or text[-1] in ",-" for text in texts)
    return full > len(texts) / 3 and longest < LONGEST and open_ends > len(texts) / 3


def _joined(lines: Sequence[str], words: OutlineWords) -> Iterator[Passage]:
    """The paragraphs of lines that a page has broken; numbers of pages are none."""
    broken = [
        BrokenLine(text, 0, len(text), PassageLook(capitals=text.isupper()), number=at)
        for at, line in enumerate(lines, 1)
        if (text := line.strip()) and not text.isdigit()
    ]
    for at, group in enumerate(paragraphs(broken, text_block(broken), words), 1):
        text, look = joined_text(group)
        yield Passage(at, text, PassagePlace(line=group[0].number), look)


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


_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}
# Where nobody answers: what a document links to is not fetched.
_NO_NETWORK = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}


class NoOffice(Unopened):
    """The machine has no LibreOffice."""

    exit_code = 3


def _as_word_file(content: bytes, ending: str) -> bytes:
    """The bytes of a .docx that says what a file of another word processor does; raises `Unopened`.

    LibreOffice makes it, where it is installed, with a profile of its own, without macros, links or network, and with limits.
    """
    program = next(filter(None, [*map(shutil.which, _NAMES), *map(shutil.which, _PLACES)]), None)
    if program is None:
        raise NoOffice(
            Text("LibreOffice, which reads {ending} files, is not installed here", {"ending": ending}),
            Text("install LibreOffice, or open the file in Word and save it as .docx"),
        )
    with tempfile.TemporaryDirectory(prefix="planbook-") as name:
        folder = Path(name)
        source = folder / f"plan{ending}"
        source.write_bytes(content)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user/registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        command = (program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore")
        answer_of((*command, "--convert-to", "docx:MS Word 2007 XML", source.name), folder, _NO_NETWORK)
        made = folder / "plan.docx"
        if not made.is_file():
            raise Unopened(
                Text("LibreOffice cannot read the file: it is damaged, or protected by a password"),
                Text("open it in the program that it was written with, and save it as .docx"),
            )
        return content_of(made)


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
