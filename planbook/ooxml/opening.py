"""A Word file from anywhere, opened safely: looked over before anything of it is unpacked or parsed.

A file that is not what it says, or that could hurt, is refused with one sentence: password, macros, an old
.doc, a bomb, a damaged archive, a document type that changes what is read. What is read is bounded.
"""

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planbook.diagnostics import Refusal, Text

MEGABYTE = 1 << 20
# Far above what an office writes (a plan of 3,000 items and rows has 12 MB of XML), far below what hurts.
MAX_FILE = 64 * MEGABYTE
MAX_ENTRIES = 4096
MAX_UNPACKED = 256 * MEGABYTE
MAX_XML = 24 * MEGABYTE
MAX_RATIO = 200  # deflated XML reaches 30; a bomb passes 1,000
_SMALL = MEGABYTE  # below this no ratio does harm

_MAIN = re.compile(rb"<[^<>]*\bPartName\s*=\s*[\"']/?(?P<part>[^\"'<>]+)[\"'][^<>]*>", re.IGNORECASE)
_DOCUMENT_TYPES = (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")
_STRICT = b"http://purl.oclc.org/ooxml/"
_DECLARED = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?P<name>[^\"']+)")
# What a file is that is no Word file, by its first bytes.
_KINDS = {
    b"{\\rtf": Text("this is an RTF file, not a Word document"),
    b"%PDF": Text("this is a PDF file, not a Word document"),
    b"<": Text("this is a web page or an XML file, not a Word document"),
}


class NotAWordFile(Refusal):
    """The file cannot be read as a Word document; `message` says why, `mend` what to do."""

    exit_code = 2

    def __init__(self, message: Text, mend: Text | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend or Text("save it as a Word document (.docx) and try again")


@dataclass(frozen=True)
class Package:
    """The XML of a Word file: parts by their name without a leading slash, parsed when they are asked for."""

    contents: dict[str, bytes]
    main: str

    def part(self, name: str) -> etree._Element | None:
        """Give the root of a part, None where the file has none; raises `NotAWordFile` if it cannot be parsed."""
        content = self.contents.get(name)
        return None if content is None else parsed(content)


def open_package(path: Path) -> Package:
    """Read a Word file; raises `NotAWordFile`, and `OSError` where the machine refuses."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotAWordFile(
            Text("this is a folder, a pipe or a device, not a file"), Text("name a file that ends in .docx")
        )
    if status.st_size > MAX_FILE:
        raise NotAWordFile(
            Text("the file is larger than 64 MB"), Text("take the pictures out, or compress them in Word")
        )
    return read_package(path.read_bytes())


def read_package(content: bytes) -> Package:
    """Give the parts of a Word file from its bytes; raises `NotAWordFile`."""
    if not content.startswith(b"PK"):
        raise _other_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_over(archive)
            entries = [entry for entry in archive.infolist() if _is_xml(archive, entry)]
            if sum(entry.file_size for entry in entries) > MAX_XML:
                raise NotAWordFile(Text("the text of the file is larger than 24 MB"), Text("split the document"))
            contents = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise NotAWordFile(Text("the file is damaged or was cut off"), Text("ask for it to be sent again")) from error
    for name, xml in contents.items():
        _refuse_odd_xml(name, xml)
    return Package(contents, _main_part(contents))


def _other_kind(content: bytes) -> NotAWordFile:
    """Give the refusal of a file that is no archive."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return NotAWordFile(
                Text("the file is protected by a password"), Text("take the password off in Word and save it")
            )
        return NotAWordFile(Text("this is a document of old Word (.doc), or another old Office file"))
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((words for start, words in _KINDS.items() if head.startswith(start)), None)
    if not content:
        return NotAWordFile(Text("the file is empty"), Text("ask for it to be sent again"))
    return NotAWordFile(kind or Text("this is not a Word document"))


def _look_over(archive: zipfile.ZipFile) -> None:
    """Refuse an archive by its table of contents alone."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        raise NotAWordFile(Text("this is an OpenDocument file (.odt), not a Word document"))
    if len(entries) > MAX_ENTRIES or len({name.casefold() for name in names}) < len(names):
        raise NotAWordFile(
            Text("the file holds too many parts, or one part twice"), Text("open it in Word and save it anew")
        )
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise NotAWordFile(
            Text("the file holds a part that would be written outside of it"), Text("do not open it; ask who sent it")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotAWordFile(
            Text("the file is protected by a password"), Text("take the password off in Word and save it")
        )
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size) for entry in entries
    )
    if unpacked > MAX_UNPACKED or swollen:
        raise NotAWordFile(
            Text("the file would grow beyond all measure when unpacked"), Text("do not open it; ask who sent it")
        )
    if any(name.casefold().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise NotAWordFile(Text("the file holds macros"), Text("save it as a Word document without macros (.docx)"))


def _is_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Say whether a part is XML, by its name or by how it begins."""
    if entry.filename.casefold().endswith((".xml", ".rels", ".vml")):
        return True
    if entry.is_dir():
        return False
    with archive.open(entry) as part:
        return part.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _refuse_odd_xml(name: str, content: bytes) -> None:
    """Refuse XML that could name entities, or that hides from this look behind another encoding."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError:
        text = "\0"
    declared = _DECLARED.match(text.lstrip("\ufeff"))
    if "\0" in text or (declared and declared["name"].lower() not in {"utf-8", "utf-16", "us-ascii"}):
        raise NotAWordFile(Text("the file is damaged or was cut off"), Text("open it in Word and save it anew"))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotAWordFile(
            Text("the file defines entities of its own (DOCTYPE)"), Text("do not open it; ask who sent it")
        )
    if name == "[Content_Types].xml" and "macroEnabled" in text:
        raise NotAWordFile(Text("the file holds macros"), Text("save it as a Word document without macros (.docx)"))


def _main_part(contents: dict[str, bytes]) -> str:
    """Give the name of the document's main part."""
    types = contents.get("[Content_Types].xml", b"")
    for override in _MAIN.finditer(types):
        if any(kind in override.group() for kind in _DOCUMENT_TYPES):
            name = override["part"].decode("utf-8", "replace")
            if name in contents:
                if _STRICT in contents[name][:4096]:
                    raise NotAWordFile(
                        Text("the file is in the strict form of Open XML"), Text("save it as an ordinary .docx")
                    )
                return name
    if any(kind in types for kind in (b"spreadsheetml", b"presentationml")):
        raise NotAWordFile(Text("this is a workbook or a presentation, not a Word document"))
    raise NotAWordFile(Text("this is not a Word document"))


def parsed(content: bytes) -> etree._Element:
    """Give the root of XML that was looked over; nothing outside of it is ever fetched."""
    # Without huge_tree libxml2 itself stops at a depth of 256 and at very long texts.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAWordFile(
            Text("the file is damaged or was cut off"), Text("open it in Word and save it anew")
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAWordFile(
            Text("the file defines entities of its own (DOCTYPE)"), Text("do not open it; ask who sent it")
        )
    return root
