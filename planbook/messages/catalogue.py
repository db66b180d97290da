"""The program's own words in the reader's language: English in the code, Vietnamese in `vi.po` beside this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

_spoken = ContextVar("spoken", default="vi")


@cache
def _catalogue(language: str) -> dict[str, str]:
    # Only a program that has something to say pays for reading its words.
    from babel.messages.pofile import read_po

    with (Path(__file__).parent / f"{language}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


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
