"""What a PDF holds beside its text, however its fonts set it: addresses, attached files, and all that acts, is drawn over or hides."""

import re
import zlib
from collections.abc import Iterator
from hashlib import sha256

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


def paper(content: bytes) -> frozenset[str]:
    """What a PDF holds beside its text, each as a word of its own."""
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
