"""Files that are no Word documents, or that could hurt: refused at once, in one sentence, without a traceback."""

import io
import os
import resource
import subprocess
import sys
import zipfile

import pytest

from planbook.ooxml.opening import NotAWordFile, read_package
from planbook.ooxml.reading import read_document
from planbook.repository.foreign_files import Unopened
from planbook.verify.file import verify_file
from tests.conftest import ROOT
from tests.foreign_word import foreign_plan
from tests.word_edits import packed, parts_of

TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
BOMB = b"<w:p/>" * 3_000_000
LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_part(name: str, content: bytes) -> bytes:
    return packed(parts_of(foreign_plan()) | {name: content})


def document(change) -> bytes:
    parts = parts_of(foreign_plan())
    return packed(parts | {DOCUMENT: change(parts[DOCUMENT])})


def doubled() -> bytes:
    stream = io.BytesIO(foreign_plan())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(DOCUMENT, "<w:document/>")
    return stream.getvalue()


def locked() -> bytes:
    """As Office writes it: an old container with a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def encrypted_entry() -> bytes:
    content = bytearray(foreign_plan())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def workbook() -> bytes:
    import openpyxl

    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def wide(content: bytes) -> bytes:
    """The same XML in another encoding, where a search for bytes finds nothing."""
    text = content.decode().replace("UTF-8", "UTF-16").replace("?>", "?>" + LAUGHS, 1)
    return text.encode("utf-16")


HOSTILE = {
    "an empty file": (b"", "the file is empty"),
    "words": (b"Chao", "this is not a Word document"),
    "a PDF file": (b"%PDF-1.7\n", "this is a PDF file"),
    "an RTF file": (b"{\\rtf1 x}", "this is an RTF file"),
    "a web page": (b"<html></html>", "this is a web page or an XML file"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "a file of old Word"),
    "a password": (locked(), "protected by a password"),
    "an encrypted part": (encrypted_entry(), "protected by a password"),
    "OpenDocument": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "an OpenDocument file (.odt, .ods)",
    ),
    "a workbook": (workbook(), "this is a workbook or a presentation"),
    "an archive": (packed({"a.txt": b"x"}), "this is not a Word document"),
    "cut off": (foreign_plan()[:20_000], "damaged or was cut off"),
    "damaged inside": (foreign_plan().replace(b"PK\x03\x04", b"PK\x03\x05"), "damaged or was cut off"),
    "a part twice": (doubled, "one part twice"),
    "a part twice in other letters": (with_part("WORD/document.xml", b"<x/>"), "one part twice"),
    "a way out": (with_part("word/../../x.xml", b"<x/>"), "written outside of it"),
    "an absolute way": (with_part("/etc/x.xml", b"<x/>"), "written outside of it"),
    "macros": (with_part("word/vbaProject.bin", b"x"), "the file holds macros"),
    "a bomb": (lambda: with_part("word/media/image1.png", BOMB), "grow beyond all measure"),
    "a bomb of XML": (lambda: with_part(DOCUMENT, BOMB), "grow beyond all measure"),
    "too much text": (lambda: with_part("word/big.bin", b"<x>" + os.urandom(26_000_000)), "larger than 24 MB"),
    "too many parts": (lambda: packed({f"{at}.xml": b"" for at in range(5000)}), "too many parts"),
    "entities": (document(lambda xml: xml.replace(b"?>", f"?>{LAUGHS}".encode(), 1)), "entities of its own"),
    "entities in a picture": (with_part("word/media/a.svg", b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>"), "entities"),
    "entities in another encoding": (document(wide), "entities of its own"),
    "an unknown encoding": (document(lambda xml: xml.replace(b"UTF-8", b"UTF-7")), "damaged"),
    "XML that does not end": (document(lambda xml: xml[:5000]), "damaged"),
    "deep nesting": (document(lambda xml: xml.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 9000)), "damaged"),
}


def content_of(what: str) -> bytes:
    content = HOSTILE[what][0]
    return content() if callable(content) else content


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_one_sentence(what):
    said = HOSTILE[what][1]
    with pytest.raises(NotAWordFile) as refusal:
        read_document(read_package(content_of(what)))

    assert said in str(refusal.value.message)
    assert "\n" not in str(refusal.value.message)


@pytest.mark.parametrize(
    "what", ["a bomb", "a bomb of XML", "too much text", "too many parts", "entities", "deep nesting"]
)
def test_it_is_refused_by_the_command_fast_and_small(what, tmp_path):
    path = tmp_path / "hostile.docx"
    path.write_bytes(content_of(what))
    command = [sys.executable, ROOT / "build_docs.py", "check-layout", path]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    limit = 300_000_000
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )

    assert answer.returncode == 2, answer.stderr
    assert answer.stdout.count("error[not-a-word-file]") == 1
    assert "Traceback" not in answer.stdout + answer.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Not by the clock: other programs may share the machine.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_a_folder_and_a_pipe_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.docx")
    for path in (tmp_path, tmp_path / "pipe.docx"):
        command = [sys.executable, ROOT / "build_docs.py", "check-layout", path]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=20)

        assert answer.returncode == 2
        assert "not-a-word-file" in answer.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.docm", with_part("word/vbaProject.bin", b"x"), "the file holds macros"),
        ("x.xlsm", packed(parts_of(workbook()) | {"xl/vbaProject.bin": b"x"}), "the file holds macros"),
        ("x.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "this is a file of old Word or Excel (.doc, .xls)"),
        ("x.XLSB", foreign_plan(), "this is a Word document, a presentation or a binary workbook"),
        ("x.rtf", rb"{\rtf1}", "this is an RTF file, not"),
    ],
)
def test_verify_says_what_another_form_of_word_or_excel_is(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unopened) as refusal:
        verify_file(tmp_path / name, ROOT)
    assert str(refusal.value.message).startswith(message)
