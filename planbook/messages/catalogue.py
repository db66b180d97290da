"""The program's own words in the reader's language: English in the code, Vietnamese in `vi.po` beside this file."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

_spoken = ContextVar("spoken", default="vi")
_MESSAGE = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', re.MULTILINE)


@cache
def _catalogue(language: str) -> dict[str, str]:
    # Every run pays for it, so that no library is asked, which takes ten times as long; a test holds the two together.
    text = (Path(__file__).parent / f"{language}.po").read_text("utf-8")
    pairs = ((_text(message[1]), _text(message[2])) for message in _MESSAGE.finditer(text))
    return {english: own for english, own in pairs if english}  # the head of the file has none


def _text(lines: str) -> str:
    """What the lines of a message say, each between quotation marks."""
    return "".join(json.loads(line, strict=False) if "\\" in line else line[1:-1] for line in lines.split("\n"))


def translate(english: str, language: str) -> str:
    """An English message in `vi` or `en`; blanks in braces stay as they are."""
    return english if language == "en" else _catalogue(language).get(english, english)


def spoken_language() -> str:
    """The language in which whoever runs the program is answered: `vi` or `en`."""
    return _spoken.get()


def speak_in(language: str) -> None:
    """Answer in `vi` or `en` from here on."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in `vi` or `en` for a while."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)
