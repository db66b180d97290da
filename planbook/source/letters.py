"""Letters and lines that must not stand in a data file, found before YAML is read.

YAML readers drop, move or merge such text without a word, and a reviewer cannot see it on the screen.
"""

import re
import unicodedata
from collections.abc import Iterator

from planbook.diagnostics import Diagnostic, Span, Text

MAX_BYTES = 1_000_000

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\ufff9-\ufffb"
)
_BREAKS = r"\u2028\u2029"
_UNWANTED = re.compile(f"[{_CONTROL}{_BIDI}{_INVISIBLE}{_BREAKS}]|\r(?!\n)")
_BIDI_ONLY = re.compile(f"[{_BIDI}]")
_INVISIBLE_ONLY = re.compile(f"[{_INVISIBLE}]")
_INDENTATION = re.compile(r"^ *[-? ]*(?P<letter>[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE)
_CONFLICT = re.compile(r"^[ \t]*(?P<mark><{7}|>{7}|\|{7}|={7})(?=[ \r\n]|\Z)", re.MULTILINE)
_WIDE_COLON = re.compile(r"^ *(?:- +)*(?P<key>[A-Za-z_][\w-]*) ?(?P<colon>[\uff1a\ufe55\ua789\u2236])", re.MULTILINE)


def decode(path: str, content: bytes) -> tuple[str, Diagnostic | None]:
    """Give the text of a file, or what keeps it from being UTF-8 text of at most 1 MB."""
    if len(content) > MAX_BYTES:
        return "", Diagnostic(
            "file-too-large",
            Span(path),
            Text("the file has {size} bytes, the limit is {limit}", {"size": len(content), "limit": MAX_BYTES}),
            Text("split the plan, or keep the big table outside data/"),
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        return "", Diagnostic(
            "encoding",
            Span(path),
            Text("the file is UTF-16 or UTF-32, not UTF-8"),
            Text("save the file again with the encoding UTF-8"),
        )
    try:
        return content.decode("utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return "", Diagnostic(
            "encoding",
            Span(path, before.count(b"\n") + 1, column),
            Text("byte 0x{byte:02X} is not UTF-8", {"byte": content[error.start]}),
            Text("save the file again with the encoding UTF-8"),
        )


def unwanted(path: str, text: str) -> Iterator[Diagnostic]:
    """Find control, invisible and direction-changing letters, odd indentation, NFD, merge leftovers."""
    for match in _UNWANTED.finditer(text):
        yield letter_problem(match.group(), span_at(path, text, match.start()))
    for match in _INDENTATION.finditer(text):
        at = match.start("letter")
        # A tab after the text has begun is only white space; libyaml refuses it where it matters.
        if match.group("letter") == "\t" and text[text.rfind("\n", 0, at) + 1 : at].strip(" "):
            continue
        yield Diagnostic(
            "indentation",
            span_at(path, text, at),
            Text("the line is indented with {letter}, not with spaces", {"letter": _name(match.group("letter"))}),
            Text("indent with two spaces a level"),
        )
    for match in _CONFLICT.finditer(text):
        yield Diagnostic(
            "merge-conflict",
            span_at(path, text, match.start("mark"), 7),
            Text("git left a merge conflict here: {mark}", {"mark": match.group("mark")}),
            Text("keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>"),
        )
    for match in _WIDE_COLON.finditer(text):
        yield Diagnostic(
            "fullwidth-colon",
            span_at(path, text, match.start("colon")),
            Text("{colon} after “{key}” is not a colon", {"colon": match["colon"], "key": match["key"]}),
            Text("write {key}: with an ordinary colon and a space", {"key": match["key"]}),
        )
    if not unicodedata.is_normalized("NFC", text):
        yield from _decomposed(path, text)


def _decomposed(path: str, text: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), 1):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            same = next((at for at, pair in enumerate(zip(line, composed, strict=False)) if pair[0] != pair[1]), 0)
            yield Diagnostic(
                "not-nfc",
                Span(path, number, same + 1),
                Text("letters and their marks stand apart (NFD); searches and comparisons would miss them"),
                Text("write the line as: {line}", {"line": composed.strip()[:120]}),
            )


def letter_problem(letter: str, span: Span) -> Diagnostic:
    """Say what is wrong with one unwanted letter."""
    if _BIDI_ONLY.match(letter):
        check, fact = "bidi-control", Text("{letter} changes the reading direction", {"letter": _name(letter)})
    elif letter == "\ufeff":
        check, fact = "byte-order-mark", Text("a byte order mark (U+FEFF) stands inside the file")
    elif _INVISIBLE_ONLY.match(letter):
        check, fact = "invisible-letter", Text("{letter} cannot be seen", {"letter": _name(letter)})
    else:
        check, fact = "control-character", Text("{letter} is a control character", {"letter": _name(letter)})
    return Diagnostic(check, span, fact, Text("delete it"))


def unwanted_letter(text: str) -> str | None:
    """Give the first unwanted letter of a value that was written with escapes, or None."""
    found = _UNWANTED.search(text)
    return found.group() if found else None


def span_at(path: str, text: str, offset: int, length: int = 1) -> Span:
    """Give the place of an offset in the text."""
    return Span(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), length)


def _name(letter: str) -> str:
    name = unicodedata.name(letter, "TAB" if letter == "\t" else "")
    return f"U+{ord(letter):04X} {name}".strip()
