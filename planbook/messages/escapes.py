"""Text for places that would take some of its letters for orders: a terminal, an annotation, a comment, JSON."""

import re
from typing import Any, TextIO

# What no place shows as it is: controls, signs that turn or hide what stands around them, lone halves of letters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_MARKS = "\\`*_[]<>|~$&"
# What means something at the beginning of a line only; a slash is an order to GitLab.
_BEGINNINGS = "#+-=/"
# Where a site takes a sign and what follows for a person, an issue, a milestone, a link, a picture.
_CALLS = re.compile(
    r"(?<=[~%])(?=[\w\"])|(?<=[!&$^])(?=\w)|(?<=[@#])(?!\Z)|(?<=:)(?=//)|(?<=:)(?=[\w+-]+:)|(?i:(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)|(?<=\bmailto)(?=:))"
)
_NUMBER = re.compile(r"(?<!\d)(\d++)([.)])")
# What a spreadsheet takes for a formula at the start of a cell (OWASP, CSV Injection), also behind apostrophes: so
# taking one apostrophe away always gives the text back.
_FORMULA = re.compile(r"\A'*+[=+\-@\t\r\n＝＋－＠]")
_RISKY = "'=+-@\t\r\n＝＋－＠"  # with which such a cell begins
_APART = "<!-- -->"  # shows nothing and keeps apart what stands on its sides


def visible(text: str) -> str:
    """The text with every letter that no place shows written as an escape; line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode(), text)


def in_json(text: str) -> str:
    """JSON text with the same letters in the escapes of JSON."""
    return _HIDDEN.sub(lambda match: "".join(f"\\u{unit:04x}" for unit in _units(match[0])), text)


def _units(letter: str) -> list[int]:
    code = ord(letter)
    return [code] if code < 0x10000 else [0xD800 + (code - 0x10000 >> 10), 0xDC00 + (code - 0x10000 & 0x3FF)]


def annotation(text: str) -> str:
    """The message of a workflow annotation."""
    return visible(text.replace("\r\n", "\n")).replace("%", "%25").replace("\n", "%0A")


def annotation_property(text: str) -> str:
    """A property of a workflow annotation: its file, its title."""
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Text as one line of a comment on GitHub or GitLab, with everything escaped that these would take for their own."""
    words = " ".join(visible(" ".join(text.split())).split())
    pieces = _CALLS.split(words)
    safe = _APART.join("".join(f"\\{letter}" if letter in _MARKS else letter for letter in piece) for piece in pieces)
    if words[:1] in _BEGINNINGS:
        return f"\\{safe}" if words else ""
    return _NUMBER.sub(r"\1\\\2", safe, count=1) if _NUMBER.match(words) else safe


def in_csv(text: str) -> str:
    """A text as a cell of CSV: what a spreadsheet would take for a formula has an apostrophe before it."""
    return f"'{text}" if text[:1] in _RISKY and _FORMULA.match(text) else text


class EscapedStream:
    """A stream that writes what its place shows: no text can move the cursor, ring, or turn a line around."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text with its hidden letters as escapes."""
        return self._stream.write(visible(text))

    def writelines(self, lines: list[str]) -> None:
        """Write lines in the same way."""
        self._stream.writelines(map(visible, lines))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
