"""Letters that look like others, and signs that no font prints: a reader sees no difference, a search finds nothing.

They come from other keyboards, from PDF files and from Word, whose bullets are letters of a font of its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_STROKED = {"\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111", "\u0256": "\u0111"}  # Icelandic, African
_HYPHENS = "\u2043\u2212\ufe63"
_SLASHES = "\u2044\u2215\u29f8"
_WIDE = r"\uff05\uff0b-\uff19\uff21-\uff3a\uff41-\uff5a"  # digits, letters and the signs of numbers
_STYLED = "\U0001d400-\U0001d7ff"  # mathematical letters and digits
_LOST = "\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd"
_FOREIGN = r"\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u13a0-\u13ff"
_LOOKALIKE = re.compile(f"[{''.join(_STROKED)}{_HYPHENS}{_SLASHES}{_WIDE}{_STYLED}{_LOST}{_FOREIGN}]")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_SLASH = re.compile(f"[{_SLASHES}]")
_IS_LOST = re.compile(f"[{_LOST}]")
_IS_FOREIGN = re.compile(f"[{_FOREIGN}]")
_WORD = re.compile(r"[^\W\d_]+")
# Cyrillic and Greek letters with the Latin ones that they are mistaken for.
_TWINS = dict(
    zip(
        "\u0430\u0412\u0441\u0435\u041d\u0456\u0458\u041a\u041c\u043e\u0440\u0455\u0422\u0445\u0443\u0501\u051b\u051d\u04bb"
        "\u0410\u0421\u0415\u0406\u0408\u041e\u0420\u0405\u0425\u0423\u04ae\u051a\u051c"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd",
        "aBceHijKMopsTxydqwhACEIJOPSXYYQWABEZHIKMNOPTYXov",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A letter that is not what it seems, where it stands in a line (from 0), and what is meant: nothing where it is lost."""

    letter: str
    at: int
    intended: str


def may_be_alike(text: str) -> bool:
    """Whether a text holds a letter that `alike` looks at; most files hold none."""
    return not text.isascii() and bool(_LOOKALIKE.search(text))


def alike(line: str) -> Iterator[Alike]:
    """The first of each such letter of a line.

    Words of another alphabet are left alone: Greek and Cyrillic letters count where they stand in a word beside Latin
    ones, or where a Cyrillic word holds nothing else than letters that look Latin.
    """
    reported: set[str] = set()
    end, is_latin = 0, False  # of the word that was looked at last: a long one is read once, not for each letter
    for match in _LOOKALIKE.finditer(line):
        letter, at = match.group(), match.start()
        if _IS_FOREIGN.match(letter) and not letter.isalpha():
            continue  # a sign of theirs is no letter and looks like none
        if at >= end and _IS_FOREIGN.match(letter):
            word = _word(line, at, end)
            end, is_latin = word.end(), _is_meant_latin(word.group())
        if letter not in reported and (intended := _latin_letter(letter, is_latin=is_latin)) is not None:
            reported.add(letter)
            yield Alike(letter, at, intended)


def _latin_letter(letter: str, *, is_latin: bool) -> str | None:
    """The letter that is meant; nothing where it is lost, and None where the letter is what it seems.

    `is_latin` says that a Greek or Cyrillic letter stands in a word that is meant to be Latin.
    """
    if _IS_LOST.match(letter):
        return ""
    if _IS_FOREIGN.match(letter):
        return _TWINS.get(letter, "") if is_latin else None
    for pattern, plain in ((_HYPHEN, "-"), (_SLASH, "/")):
        if pattern.match(letter):
            return plain
    return _STROKED.get(letter) or unicodedata.normalize("NFKC", letter)


def _word(line: str, at: int, after: int) -> re.Match[str]:
    """The word around a letter, which begins behind the last one."""
    begin = at
    while begin > after and _WORD.fullmatch(line[begin - 1]):
        begin -= 1
    word = _WORD.match(line, begin)
    assert word
    return word


def _is_meant_latin(word: str) -> bool:
    """Whether a word with Greek or Cyrillic letters holds Latin ones too, or nothing but Cyrillic that looks Latin."""
    if any(not _IS_FOREIGN.match(letter) for letter in word):
        return True
    return all(letter in _TWINS and letter >= "\u0400" for letter in word)
