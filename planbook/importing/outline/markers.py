"""The numbers and signs that offices type before headings and items: I., 1., 1.1, a), (1), -, +."""

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Literal

from planbook.importing.outline.words import OutlineWords
from planbook.model.number import ROMANS

MarkerLevel = Literal["part", "capital", "roman", "decimal", "nested", "letter", "bracketed", "bullet"]

_D = "\u0111"  # the letter that no other alphabet has
# Every letter that people count with; the Vietnamese alphabet knows no f, j, w, z, the English one no barred d.
_ALPHABET = ascii_lowercase.replace("d", f"d{_D}")
_OPTIONAL = {_D, "f", "j", "w", "z"}
_SHORT = 80  # letters of a part's name that has no look of its own
_MARKERS: tuple[tuple[MarkerLevel, re.Pattern[str]], ...] = (
    ("roman", re.compile(r"([IVX]{1,7})(?:\s?[.):/]+\s*|\s?[-\u2013]\s+)(?=\S)")),
    ("capital", re.compile(r"([A-Z\u0110])(?:[.)/]\s*|\s?[-\u2013]\s+)(?=\S)")),
    ("nested", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})(?:[.):/]\s*(?=[^\W\d]|[\"(\u201c])|[.):/]?\s+(?=\S))")),
    ("nested", re.compile(r"(\d{1,2}\. \d{1,2})\.\s+(?=[^\W\d])")),  # typed with a space too many
    ("decimal", re.compile(r"(\d{1,3})(?:\s?[.):](?!\d)\s*|/\s+|\s?[-\u2013]\s+(?=[^\W\d]))(?=\S)")),
    ("letter", re.compile(r"([a-z\u0111]|([a-z])\2|[a-z\u0111]\d)(?:\)\s*|[.:/]\s+)(?=\S)")),
    ("bracketed", re.compile(r"\((\d{1,3}|[a-z\u0111]|[ivx]{2,5})\)\s*(?=\S)")),
)
_BULLET = re.compile(
    r"([-\u2010-\u2015\u2212+*\u2022\u25cf\u25cb\u25aa\u25a0\u25e6\u2713\u27a2\u00b7\uf0b7\uf02d])(?!\1)\s*(?=\S)"
)
_BARE_ROMAN = re.compile(r"([IVX]{1,5})\s+(?=[^\W\d_])")
_DASHES = re.compile("[\u2010-\u2015\u2212\uf02d]")


@dataclass(frozen=True, slots=True)
class Marker:
    """The number or sign at the beginning of a text: `number` as printed, `values` as it counts, `end` where it ends."""

    level: MarkerLevel
    number: str
    printed: str
    values: tuple[int, ...] = ()
    end: int = 0

    @property
    def kind(self) -> str:
        """What its siblings share: the level, the depth of 1.1.1, the sign of a bullet."""
        if self.level == "nested":
            return f"nested{len(self.values)}"
        return self.number if self.level == "bullet" else self.level

    @property
    def is_first(self) -> bool:
        """Whether it begins a list."""
        return self.values[-1:] == (1,)


def marker_of(text: str, words: OutlineWords, *, heads: bool) -> Marker | None:
    """The marker that a text begins with; `heads` says that the text looks like a heading."""
    if (match := words.marks.part.match(text)) and (heads or len(text) <= _SHORT):
        end = len(text) - len(text[match.end("number") :].lstrip(" .:-\u2013"))
        return Marker("part", match["number"], text[: match.end("number")], (_ordinal(match["number"], words),), end)
    for level, pattern in _MARKERS:
        if (match := pattern.match(text)) and (values := _values(level, match[1])):
            return Marker(level, match[1].replace(" ", ""), match.group().strip(), values, match.end())
    if heads and (match := _BARE_ROMAN.match(text)) and match[1] in ROMANS:
        return Marker("roman", match[1], match[1], (ROMANS[match[1]],), match.end())
    if match := _BULLET.match(text):
        sign = _DASHES.sub("-", match[1])
        return Marker("bullet", sign, sign, (), match.end())
    return None


def follows(before: tuple[int, ...], after: tuple[int, ...], level: MarkerLevel) -> bool:
    """Whether a number is the next one of its list."""
    if not before or before[:-1] != after[:-1]:
        return False
    if level in ("letter", "capital"):
        skipped = _ALPHABET[before[-1] : after[-1] - 1]
        return after[-1] > before[-1] and all(letter in _OPTIONAL for letter in skipped)
    return after[-1] == before[-1] + 1


def _values(level: MarkerLevel, number: str) -> tuple[int, ...]:
    """How a number counts; nothing where it is none of its level."""
    if level == "roman":
        return (ROMANS[number],) if number in ROMANS else ()
    if level == "nested":
        return tuple(int(part) for part in number.split("."))
    if number.isdigit():
        return (int(number),)
    letter = number[0].lower()
    if level == "bracketed" and len(number) > 1:
        return (ROMANS[number.upper()],) if number.upper() in ROMANS else ()
    return (_ALPHABET.index(letter) + 1 + (len(_ALPHABET) if len(number) > 1 else 0),)


def _ordinal(number: str, words: OutlineWords) -> int:
    """A number of a part in digits, Roman digits or words."""
    if number.isdigit():
        return int(number)
    spelled = {word: at for at, ways in enumerate(words.own.ordinals, 1) for word in ways.split()}
    return ROMANS.get(number, spelled.get(number.casefold(), 0))
