"""What is published, made once more of the same data: whatever stands otherwise in a file was changed after it was made.

That a file is what the program makes says nothing of whether the program is right; that is what `differences` asks.
A PDF is also asked for what it holds beside its text.
"""

import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Refusal, Span, Text
from planbook.outputs.build import make
from planbook.outputs.catalogue import document_store, feed_at
from planbook.outputs.edition import Edition
from planbook.outputs.origin import made_by
from planbook.repository.output_files import write_files
from planbook.verify.differences import ANEW, differing_from

_PAGES = ("content", "mkdocs.yml")
_BYTES = Text("the file is not what the program makes, byte for byte")
_ZIPS = (".docx", ".xlsx", ".pptx")
_OTHERWISE = {
    "program": Text("it was made by another version of the program"),
    "pages": Text("it was made with other pages in content/ or another mkdocs.yml than this folder has"),
    "libraries": Text("it was made with other versions of MkDocs, its theme or the libraries"),
    "history": Text("it was made with more or less of the history in git than this folder has"),
    "machine": Text("it was made with other fonts or printing libraries"),
}
_OBJECT = re.compile(rb"\bobj\b(?P<head>.*?)(?:\bendobj|stream\r?\n(?P<stream>.*?)\r?\n?endstream)", re.DOTALL)
_NAME = re.compile(rb"/([!-~]+?)(?=[\s/<>()\[\]{}%]|\Z)")
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ADDRESS = re.compile(rb"/URI\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>)")
# Names of objects that do something, lie over the text, or show it only to some; their number may hang on the fonts.
_MARKS = frozenset(
    b"JavaScript JS OpenAction AA Launch GoToR SubmitForm ImportData AcroForm XFA Widget FreeText Stamp Ink Line Square"
    b" Circle Polygon PolyLine Highlight StrikeOut Underline Squiggly Caret Redact Popup FileAttachment RichMedia Movie"
    b" Sound Screen 3D OCProperties OCG Encrypt Image".split()
)
_MOST = 64 << 20  # bytes of one stream, unpacked


@dataclass(frozen=True)
class MadeAnew:
    """The folder of what was made once more, if it could be, and what was not the same then as in the first place."""

    folder: Path | None
    otherwise: tuple[Text, ...]
    prints_the_same: bool

    def differing(self, path: str, content: bytes) -> Iterator[tuple[int, Text]]:
        """The first place, as line and sentence, where a published file is not what was made once more."""
        if self.folder is None:
            return
        ours = (self.folder / path).read_bytes()
        if path.endswith(".pdf") and not self.prints_the_same:
            extra = sorted(_paper(content) - _paper(ours)) + sorted(_paper(ours) - _paper(content))
            if extra:
                message = Text("beside its text the PDF file holds otherwise than what the program makes: {what}")
                yield 0, Text(message.english, {"what": ", ".join(extra[:3])})
        elif content != ours:
            place = next(_first_place(path, ours, content), None)
            if place or self.prints_the_same:
                yield place or (0, _BYTES)


def copy_pages(root: Path, folder: Path) -> None:
    """Copy what a site is made of beside data and templates: the office's pages and configuration."""
    for name in _PAGES:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, symlinks=True)
        elif (root / name).is_file():
            shutil.copy(root / name, folder)


def made_otherwise(listed: Mapping[str, object], here: Mapping[str, str]) -> tuple[Text, ...]:
    """What a list of files was not made by that would make them here."""
    return tuple(words for part, words in _OTHERWISE.items() if part in here and listed.get(part) != here[part])


def nothing_yet(listed: Mapping[str, object], here: Mapping[str, str]) -> tuple[MadeAnew, bool]:
    """What is not the same here as what a list of files says that made them, and whether they can be made once more all the same."""
    otherwise = made_otherwise(listed, here)
    anew = MadeAnew(None, otherwise, prints_the_same=listed.get("machine") == here["machine"])
    return anew, not otherwise or otherwise == (_OTHERWISE["machine"],)


def made_anew(
    edition: Edition, listed: Mapping[str, object], target: Path, only: str = "", *, offline: bool
) -> MadeAnew:
    """Make what a list of files says was made of an edition; nothing where this program, folder or machine makes it otherwise.

    Of what is asked for alone (`only`) a page is made with all pages, which know one another, anything else by itself.
    """
    anew, can_be_made = nothing_yet(listed, {**made_by(edition.root), "history": edition.changes.reach})
    if not can_be_made:
        return anew
    folders = target / "site", target / "site-offline"
    for folder in folders:
        folder.mkdir(parents=True)
    if (content := feed_at(edition, only)) is not None:
        write_files(folders[offline], {only: content})
        return replace(anew, folder=folders[offline])
    beside = folders[1] if offline else None
    try:
        make(edition, document_store(edition.repository), folders[0], beside, only_pages=only.endswith(".html"))
    except Refusal as refusal:
        return replace(anew, otherwise=tuple(refusal.sentences[:1]))
    return replace(anew, folder=folders[offline])


def _first_place(path: str, ours: bytes, content: bytes) -> Iterator[tuple[int, Text]]:
    """The first place where a file differs; how a part is packed makes no difference."""
    try:
        parts = _parts(path, ours, ours), _parts(path, content, ours)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError):
        yield 0, Text("the file is not packed as the program packs it")
        return
    for (name, our_part), (its_name, their_part) in zip_longest(*parts, fillvalue=("", b"")):
        if name != its_name:
            values = {"part": its_name or "-", "wanted": name or "-"}
            yield 0, Text("“{part}” stands in the file where the program has “{wanted}”", values)
            return
        if our_part != their_part:
            yield _first_line(name, our_part, their_part)
            return


def _parts(path: str, packed: bytes, limit: bytes) -> list[tuple[str, bytes]]:
    """What a file is made of, by name; no more is unpacked than a little over what the wanted one has."""
    if path.endswith(".gz"):
        return [("", zlib.decompressobj(31).decompress(packed, 1000 * len(limit)))]
    if not path.endswith(_ZIPS):
        return [("", packed)]
    with zipfile.ZipFile(io.BytesIO(limit)) as archive:
        sizes = [info.file_size for info in archive.infolist()]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        entries = archive.infolist()[: len(sizes) + 1]
        return [(entry.filename, archive.open(entry).read(max(sizes) + 1)) for entry in entries]


def _first_line(part: str, ours: bytes, theirs: bytes) -> tuple[int, Text]:
    """The first line that differs, with both texts from a little before it."""
    try:
        lines = ours.decode().splitlines(), theirs.decode().splitlines()
    except UnicodeDecodeError:
        return 0, _BYTES
    pairs: Iterable[tuple[str, str]] = zip_longest(*lines, fillvalue="")
    number, pair = next(((at, pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, ("", "")))
    _, our_words, their_words = differing_from(*pair)
    values = {"wanted": our_words, "found": their_words, "part": part}
    if part:
        return number, Text("{part}: the program makes “{wanted}”, the file says “{found}”", values)
    return number, Text("the program makes “{wanted}”, the file says “{found}”", values)


def not_as_made(path: str, place: tuple[int, Text]) -> Diagnostic:
    """The finding that a file is not what was made once more."""
    line, message = place
    return Diagnostic("file-differs", Span(path, line), message, ANEW)


def _paper(content: bytes) -> frozenset[str]:
    """What a PDF holds beside its text: addresses, attached files, all that acts, is drawn over or hides."""
    return frozenset(_holdings(content))


def _holdings(content: bytes) -> Iterator[str]:
    for match in _OBJECT.finditer(content):
        head = _CODE.sub(lambda code: bytes([int(code[1], 16)]), match["head"])
        names = {name[1] for name in _NAME.finditer(head)}
        packed = match["stream"] or b""
        if b"EmbeddedFile" in names:
            yield f"EmbeddedFile {sha256(_unpacked(packed)).hexdigest()[:12]}"
        if b"ObjStm" in names:
            head = _CODE.sub(lambda code: bytes([int(code[1], 16)]), _unpacked(packed))
            names |= {name[1] for name in _NAME.finditer(head)}
        yield from (name.decode() for name in names & _MARKS)
        yield from (f"URI {address[1].decode('latin-1')}" for address in _ADDRESS.finditer(head))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _MOST)
    except zlib.error:
        return stream
