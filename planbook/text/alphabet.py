"""The order of the Vietnamese alphabet: letters with a mark follow those without; tones count where the letters are the same."""

import re
from functools import cache
from unicodedata import normalize

_LETTER_MARKS = "\u0306\u0302\u031b"  # breve, circumflex, horn: the order in which their letters follow the plain ones
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_NUMBER = re.compile(r"\d+")


@cache
def in_alphabet(text: str) -> tuple[tuple[str, ...], str, str]:
    """A text as it is sorted: by its letters, then by its tones; numbers count as such, as in the lists that pages sort."""
    letters: list[str] = []
    tones: list[str] = []
    padded = _NUMBER.sub(lambda number: number[0].zfill(12), text.casefold())
    for mark in normalize("NFD", padded.replace("\u0111", "d~")):
        if mark in _TONES:
            tones[-1:] = [str(_TONES.index(mark) + 1)]
        elif letters and (mark in _LETTER_MARKS or mark == "~"):
            letters[-1] += f"~{_LETTER_MARKS.find(mark)}"
        else:
            letters.append(mark)
            tones.append("0")
    return tuple(letters), "".join(tones), text
