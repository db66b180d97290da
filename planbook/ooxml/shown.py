"""What a Word file shows beside the text of its paragraphs: drawings, what fields show, where links lead."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from planbook.messages.diagnostics import Text
from planbook.ooxml.drawing import nested_paragraphs
from planbook.ooxml.opening import WORD
from planbook.ooxml.pieces import What
from planbook.ooxml.values import DRAWING, VML

_O = "{urn:schemas-microsoft-com:office:office}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# Fields that print nothing: marks of indexes and of tables of contents.
_SAY_NOTHING = {"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "NEXT", "PRINT"}
_SCHEME = re.compile(r"(?:https?://|mailto:)?(?:www\.)?")

ShownText = tuple[What, str]


class Fields:
    """The fields that are open at a place of a file: a code that is not shown, then its result."""

    def __init__(self) -> None:
        self._open: list[tuple[list[str], list[str]]] = []  # of each field the parts of its code and of its result
        self._in_result: list[bool] = []
        self._codes = 0  # how many of them are still in their code

    def __bool__(self) -> bool:
        """Whether any field is open."""
        return bool(self._open)

    @property
    def hide(self) -> bool:
        """Whether what stands here is part of a code."""
        return self._codes > 0

    def begin(self, code: str = "") -> None:
        """Begin a field; one whose code is known begins with its result."""
        self._open.append(([code], []))
        self._in_result.append(bool(code))
        self._codes += not code

    def separate(self) -> None:
        """Go on from the code of the last field to its result."""
        if self._in_result and not self._in_result[-1]:
            self._in_result[-1] = True
            self._codes -= 1

    def end(self) -> Iterator[ShownText]:
        """End the last field and give what it shows beside its result."""
        if not self._open:
            return
        self._codes -= not self._in_result.pop()
        code, result = map("".join, self._open.pop())
        name, _, rest = code.strip().partition(" ")
        if name.upper() == "HYPERLINK":
            yield from shown_link(rest.strip().strip('"').partition('"')[0], result)
        elif name and not result.strip() and name.upper() not in _SAY_NOTHING:
            yield "other", code.strip()

    def refuse_open(self) -> None:
        """Refuse a file whose text nobody can tell: what stands behind a field that never ends is not shown."""
        if self._open:
            raise WORD.refused(
                Text("a field of the file begins and does not end, so that the text behind it is not shown"),
                Text("open it in {program}, take the field out and save it anew"),
            )

    def clear(self) -> None:
        """Forget what a part of the file left open."""
        self.__init__()  # type: ignore[misc]

    def code(self, text: str) -> None:
        """Note a part of the code of the last field."""
        if self._open:
            self._open[-1][0].append(text)

    def result(self, text: str) -> None:
        """Note what the last field shows."""
        if self._open:
            self._open[-1][1].append(text)


def shown_link(target: str, text: str) -> Iterator[ShownText]:
    """A link that leads elsewhere than its text says."""
    if target and _address(target) != _address(text):
        yield "link", f"{text.strip()} → {target}"


def _address(text: str) -> str:
    """An address as it is compared: programs write mailto: and a slash at the end that people do not type."""
    return _SCHEME.sub("", unquote(text).strip().casefold(), count=1).rstrip("/")


def drawn(drawing: etree._Element) -> Iterator[ShownText]:
    """What a drawing shows beside its text boxes: pictures, embedded objects, letters that are drawn, ink, lines."""
    strings = [node.get("string", "") for node in drawing.iter(f"{VML}textpath")]
    letters = "".join(node.text or "" for node in drawing.iter(f"{DRAWING}t")) + "".join(strings)
    if letters:
        yield "diagram", letters
    if etree.QName(drawing).localname == "object":
        yield "object", ""
    elif next(drawing.iter(f"{DRAWING}blip", f"{VML}imagedata"), None) is not None:
        yield "picture", ""
    elif next(drawing.iter(f"{_W14}contentPart", f"{_O}ink"), None) is not None:
        yield "ink", ""
    elif not letters and next(nested_paragraphs(drawing), None) is None:
        yield "drawing", ""
