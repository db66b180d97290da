"""A Word or Excel file from anywhere, opened safely: looked over before anything of it is unpacked or parsed.

A file that is not what it says, or that could hurt, is refused with one sentence: password, macros, an old
.doc, a bomb, a damaged archive, a document type that changes what is read. What is read is bounded.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planbook.messages.diagnostics import Text
from planbook.ooxml.values import RELATION
from planbook.repository.foreign_files import MEGABYTE, Unopened, content_of

# Far above what an office writes (a plan of 3,000 items and rows has 12 MB of XML), far below what hurts.
MAX_ENTRIES = 4096
MAX_UNPACKED = 256 * MEGABYTE
MAX_XML = 24 * MEGABYTE
MAX_RATIO = 200  # deflated XML reaches 30; a bomb passes 1,000
_SMALL = MEGABYTE  # below this no ratio does harm

_TAGS = 800_000  # of one part of a workbook: more cells than any plan has, less than what fills the memory
_MAIN = re.compile(rb"<[^<>]*\bPartName\s*=\s*[\"']/?(?P<part>[^\"'<>]+)[\"'][^<>]*>", re.IGNORECASE)
_STRICT = b"http://purl.oclc.org/ooxml/"
_DECLARED = re.compile(r"\A<\?xml[^>]*encoding\s*=\s*[\"'](?P<name>[^\"']+)")

_DAMAGED = Text("the file is damaged or was cut off")
_PROTECTED = Text("the file is protected by a password")
_MACROS = Text("the file holds macros")
_ENTITIES = Text("the file defines entities of its own (DOCTYPE)")
_OF_OTHER_FORM = Text("this is not {wanted}")
_SAVE_ANEW = Text("open it in {program} and save it anew")
_SEND_AGAIN = Text("ask for it to be sent again")
_UNPROTECT = Text("take the password off in {program} and save it")
_WITHOUT_MACROS = Text("save it without macros ({ending})")
_ASK = Text("do not open it; ask who sent it")


class NotAWordFile(Unopened):
    """The file cannot be read as a Word document."""


class NotAWorkbook(Unopened):
    """The file cannot be read as an Excel workbook."""


@dataclass(frozen=True)
class FileForm:
    """A form of file: what people call it, its ending, its program, and the content types of its main part.

    `other_types` are the types of the other forms, `is_other` says that the file has one of those.
    """

    called: Text
    ending: str
    program: str
    types: tuple[bytes, ...]
    other_types: tuple[bytes, ...]
    is_other: Text
    refusal: type[Unopened]

    def refused(self, message: Text, mend: Text | None = None) -> Unopened:
        """The refusal of a file, with its form in the blanks of both sentences."""
        blanks = {"wanted": self.called, "ending": self.ending, "program": self.program}
        mend = mend or Text("save it as {wanted} ({ending}) and try again")
        return self.refusal(Text(message.english, blanks), Text(mend.english, blanks))


WORD = FileForm(
    Text("a Word document"),
    ".docx",
    "Word",
    (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"),
    (b"spreadsheetml", b"presentationml"),
    Text("this is a workbook or a presentation, not a Word document"),
    NotAWordFile,
)
WORKBOOK = FileForm(
    Text("an Excel workbook"),
    ".xlsx",
    "Excel",
    (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml"),
    (b"wordprocessingml", b"presentationml", b"ms-excel.sheet.binary"),
    Text("this is a Word document, a presentation or a binary workbook, not an Excel workbook (.xlsx)"),
    NotAWorkbook,
)


@dataclass(frozen=True)
class Package:
    """The XML of an Office file: parts by their name without a leading slash, parsed when they are asked for."""

    contents: dict[str, bytes]
    main: str
    form: FileForm = WORD

    def part(self, name: str) -> etree._Element | None:
        """The root of a part, None where the file has none; raises `Unopened` if it cannot be parsed."""
        content = self.contents.get(name)
        return None if content is None else parsed_xml(content, self.form)

    def targets(self, part: str) -> dict[str, str]:
        """What a part refers to, by the ids of its relations: names of parts as they are written, and addresses."""
        folder, _, name = part.rpartition("/")
        root = self.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
        relations = () if root is None else root.iter(RELATION)
        return {relation.get("Id", ""): relation.get("Target", "") for relation in relations}


def open_package(path: Path, form: FileForm = WORD) -> Package:
    """The parts of a file of a form; raises the refusal of the form (`NotAWordFile`, `NotAWorkbook`)."""
    try:
        content = content_of(path)
    except Unopened as refusal:
        raise form.refusal(refusal.message, refusal.mend) from refusal
    return read_package(content, form)


def read_package(content: bytes, form: FileForm = WORD) -> Package:
    """The parts of a file from its bytes; raises the refusal of its form."""
    if not content.startswith(b"PK"):
        raise _other_kind(content, form)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_over(archive, form)
            entries = [entry for entry in archive.infolist() if _is_xml(archive, entry)]
            if sum(entry.file_size for entry in entries) > MAX_XML:
                raise form.refused(Text("the text of the file is larger than 24 MB"), Text("split the document"))
            contents = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise form.refused(_DAMAGED, _SEND_AGAIN) from error
    for name, xml in contents.items():
        _refuse_odd_xml(name, xml, form)
    return Package(contents, _main_part(contents, form), form)


_OTHER_KINDS = {
    b"{\\rtf": Text("this is an RTF file, not {wanted}"),
    b"%PDF": Text("this is a PDF file, not {wanted}"),
    b"<": Text("this is a web page or an XML file, not {wanted}"),
}


def _other_kind(content: bytes, form: FileForm) -> Unopened:
    """The refusal of a file that is no archive."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return form.refused(_PROTECTED, _UNPROTECT)
        return form.refused(Text("this is a file of old Word or Excel (.doc, .xls)"))
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content:
        return form.refused(Text("the file is empty"), _SEND_AGAIN)
    kinds = (kind for begin, kind in _OTHER_KINDS.items() if head.startswith(begin))
    return form.refused(next(kinds, _OF_OTHER_FORM))


def _look_over(archive: zipfile.ZipFile, form: FileForm) -> None:
    """Refuse an archive by its table of contents alone."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        raise form.refused(Text("this is an OpenDocument file (.odt, .ods), not {wanted}"))
    if len(entries) > MAX_ENTRIES or len({name.casefold() for name in names}) < len(names):
        raise form.refused(Text("the file holds too many parts, or one part twice"), _SAVE_ANEW)
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise form.refused(Text("the file holds a part that would be written outside of it"), _ASK)
    if any(entry.flag_bits & 1 for entry in entries):
        raise form.refused(_PROTECTED, _UNPROTECT)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size) for entry in entries
    )
    if unpacked > MAX_UNPACKED or swollen:
        raise form.refused(Text("the file would grow beyond all measure when unpacked"), _ASK)
    if any(name.casefold().startswith("xl/externallinks/") for name in names):
        raise form.refused(
            Text("the file takes values from other workbooks"), Text("break its links to other files in Excel")
        )
    if any(name.casefold().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise form.refused(_MACROS, _WITHOUT_MACROS)


def _is_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part is XML, by its name or by how it begins."""
    if entry.filename.casefold().endswith((".xml", ".rels", ".vml")):
        return True
    if entry.is_dir():
        return False
    with archive.open(entry) as part:
        return part.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _refuse_odd_xml(name: str, content: bytes, form: FileForm) -> None:
    """Refuse XML that could name entities, or that hides from this look behind another encoding."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError:
        text = "\0"
    declared = _DECLARED.match(text.lstrip("\ufeff"))
    if "\0" in text or (declared and declared["name"].lower() not in {"utf-8", "utf-16", "us-ascii"}):
        raise form.refused(_DAMAGED, _SAVE_ANEW)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise form.refused(_ENTITIES, _ASK)
    if name == "[Content_Types].xml" and "macroEnabled" in text:
        raise form.refused(_MACROS, _WITHOUT_MACROS)


def _main_part(contents: dict[str, bytes], form: FileForm) -> str:
    """The name of the document's main part."""
    types = contents.get("[Content_Types].xml", b"")
    for override in _MAIN.finditer(types):
        if any(kind in override.group() for kind in form.types):
            name = override["part"].decode("utf-8", "replace")
            if name in contents:
                if _STRICT in contents[name][:4096]:
                    raise form.refused(
                        Text("the file is in the strict form of Open XML"), Text("save it as an ordinary {ending}")
                    )
                return name
    if any(kind in types for kind in form.other_types):
        raise form.refused(form.is_other)
    raise form.refused(_OF_OTHER_FORM)


def parsed_xml(content: bytes, form: FileForm = WORD) -> etree._Element:
    """The root of XML that was looked over; nothing outside of it is ever fetched."""
    if form is WORKBOOK and content.count(b"<") > _TAGS:
        raise form.refused(Text("the file has more cells than any plan"), _ASK)
    # Without huge_tree libxml2 itself stops at a depth of 256 and at very long texts.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise form.refused(_DAMAGED, _SAVE_ANEW) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise form.refused(_ENTITIES, _ASK)
    return root
