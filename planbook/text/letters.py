"""Letters and lines that must not stand in a data file, found before YAML is read.

YAML readers drop, move or merge such text without a word, and a reviewer cannot see it on the screen.
"""

import re
import unicodedata
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.text.alike import Alike, alike, may_be_alike

MAX_BYTES = 1_000_000
CAPITALS = "".join(letter for letter in map(chr, range(ord("A"), 0x1EFA)) if letter.isupper())

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\ufff9-\ufffb"
)
_BREAKS = r"\u2028\u2029"
_UNWANTED = re.compile(f"[{_CONTROL}{_BIDI}{_INVISIBLE}{_BREAKS}]")
_LEADING = re.compile(f"(?P<before>\n *+)[{_BIDI}{_INVISIBLE}]++")
_STAND_IN = "\u200b"  # libyaml reads it, and `cleaned` takes it away again
_LONE_RETURN = re.compile(r"\r(?!\n)")
_BIDI_ONLY = re.compile(f"[{_BIDI}]")
_INVISIBLE_ONLY = re.compile(f"[{_INVISIBLE}]")
# These begin with the line break before: a search for a fixed letter is four times as fast as one for ^.
# Possessive, because a line of a million spaces must not be tried from every place in it.
_INDENTATION = re.compile(r"\n(?P<before>[-? ]*+)(?P<letter>[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])")
_CONFLICT = re.compile(r"\n[ \t]*+(?P<mark><{7}|>{7}|\|{7}|={7})(?=[ \r\n]|\Z)")
_WIDE = re.compile(r"[\uff1a\ufe55\ua789\u2236]")
_WIDE_COLON = re.compile(r"\n *+(?:- ++)*+(?P<key>[A-Za-z_][\w-]*+) ?(?P<colon>[\uff1a\ufe55\ua789\u2236]) ?")


def decode(path: str, content: bytes) -> tuple[str, Diagnostic | None]:
    """The text of a file, or what keeps it from being UTF-8 text of at most 1 MB."""
    if len(content) > MAX_BYTES:
        return "", Diagnostic(
            "file-too-large",
            Span(path),
            Text("the file has more than {limit} bytes", {"limit": MAX_BYTES}),
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
    for letter, place in _places(text):
        yield letter_problem(letter, Span(path, *place))
    lines = "\n" + text
    for match in _INDENTATION.finditer(lines):
        # A tab after the text has begun is only white space; libyaml refuses it where it matters.
        if match["letter"] != "\t" or not match["before"].strip(" "):
            yield odd_indentation(match["letter"], span_at(path, text, match.start("letter") - 1))
    for match in _CONFLICT.finditer(lines):
        yield Diagnostic(
            "merge-conflict",
            span_at(path, text, match.start("mark") - 1, 7),
            Text("git left a merge conflict here: {mark}", {"mark": match["mark"]}),
            Text("keep one of the two versions and delete the lines <<<<<<<, ======= and >>>>>>>"),
        )
    for match in _WIDE_COLON.finditer(lines) if _WIDE.search(text) else ():
        yield Diagnostic(
            "fullwidth-colon",
            span_at(path, text, match.start("colon") - 1),
            Text("{colon} after “{key}” is not a colon", {"colon": match["colon"], "key": match["key"][:60]}),
            Text("write {key}: with an ordinary colon and a space", {"key": match["key"][:60]}),
        )
    yield from _not_what_it_seems(path, text)
    if not unicodedata.is_normalized("NFC", text):
        yield from _decomposed(path, text)


def _places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each unwanted letter with its line and column, once a line."""
    if not (_UNWANTED.search(text) or _LONE_RETURN.search(text)):
        return
    for number, line in enumerate(text.split("\n"), 1):
        first = {match.group(): match.start() for match in reversed([*_UNWANTED.finditer(line)])}
        if lone := _LONE_RETURN.search(line.removesuffix("\r")):
            first["\r"] = lone.start()
        for letter, at in first.items():
            yield letter, (number, at + 1)


def _not_what_it_seems(path: str, text: str) -> Iterator[Diagnostic]:
    """Find letters that look like others; odd indentation and wide colons behind keys have findings of their own."""
    if not may_be_alike(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        own = _INDENTATION.match(f"\n{line}") or _WIDE_COLON.match(f"\n{line}")
        for letter in alike(line):
            if not own or letter.at >= own.end() - 1:
                yield alike_problem(letter, Span(path, number, letter.at + 1))


def alike_problem(letter: Alike, span: Span) -> Diagnostic:
    """The finding about a letter that is not the one that it seems to be, or that is lost."""
    if not letter.intended:
        fact = Text("{letter} is no letter that can be printed", {"letter": _name(letter.letter)})
        return Diagnostic("letter-lost", span, fact, Text("write the letter that was meant, or delete it"))
    fact = Text("{letter} only looks like “{meant}”", {"letter": _name(letter.letter), "meant": letter.intended})
    return Diagnostic("letter-alike", span, fact, Text("write {meant}", {"meant": letter.intended}))


def mended(text: str) -> str:
    """The text as it is probably meant, every letter in its column, so that more can be found in it."""
    text = _LEADING.sub(r"\g<before>", "\n" + text)[1:]
    text = _UNWANTED.sub(lambda match: " " if match.group() in "\x85\u2028\u2029" else _STAND_IN, text)
    text = "\n" + _LONE_RETURN.sub(" ", text)
    text = _INDENTATION.sub(lambda match: match.group() if match["letter"] == "\t" else f"\n{match['before']} ", text)
    return _WIDE_COLON.sub(lambda match: match.group().replace(match["colon"], ": ").rstrip(" ") + " ", text)[1:]


def cleaned(text: str) -> str:
    """A value of a mended text without what must not stand in it."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def _decomposed(path: str, text: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), 1):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            differs_at = next(
                (at for at, pair in enumerate(zip(line, composed, strict=False)) if pair[0] != pair[1]), 0
            )
            yield not_composed(line, Span(path, number, differs_at + 1))


def not_composed(text: str, span: Span) -> Diagnostic:
    """The finding about letters that stand apart from their marks, with how the text is written instead."""
    return Diagnostic(
        "not-nfc",
        span,
        Text("letters and their marks stand apart (NFD); searches and comparisons would miss them"),
        Text("write the line as: {line}", {"line": unicodedata.normalize("NFC", text).strip()[:120]}),
    )


def letter_problem(letter: str, span: Span) -> Diagnostic:
    """The finding about one unwanted letter."""
    if _BIDI_ONLY.match(letter):
        check, fact = "bidi-control", Text("{letter} changes the reading direction", {"letter": _name(letter)})
    elif letter == "\ufeff":
        check, fact = "byte-order-mark", Text("a byte order mark (U+FEFF) stands inside the file")
    elif _INVISIBLE_ONLY.match(letter):
        check, fact = "invisible-letter", Text("{letter} cannot be seen", {"letter": _name(letter)})
    else:
        check, fact = "control-character", Text("{letter} is a control character", {"letter": _name(letter)})
    return Diagnostic(check, span, fact, Text("delete it"))


def odd_indentation(letter: str, span: Span) -> Diagnostic:
    """The finding about a line that is indented with something that is no space."""
    return Diagnostic(
        "indentation",
        span,
        Text("the line is indented with {letter}, not with spaces", {"letter": _name(letter)}),
        Text("indent with two spaces a level"),
    )


def unwanted_letter(text: str) -> str | None:
    """The first unwanted letter of a value that was written with escapes, or None."""
    match = _UNWANTED.search(text)
    return match.group() if match else None


def span_at(path: str, text: str, offset: int, length: int = 1) -> Span:
    """The place of an offset in the text."""
    return Span(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), length)


def _name(letter: str) -> str:
    name = unicodedata.name(letter, "TAB" if letter == "\t" else "")
    return f"U+{ord(letter):04X} {name}".strip()
