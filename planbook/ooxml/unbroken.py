"""Where a line of a text may not end: inside a name, between a number and what it counts, at the hyphen of a number."""

import re
from collections.abc import Collection
from itertools import pairwise

NO_BREAK_SPACE = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = re.compile(r"(\d|[IVXLC]+(?![^\W\d_]))")
_MARKS = ".,;:()“”\"'"


def unbroken(text: str, before_numbers: Collection[str]) -> str:
    """The text with no-break spaces and hyphens, which every reader takes for plain ones.

    `before_numbers` are the words, in small letters, that a number belongs to: of an article, a quarter, a year.
    """
    words = with_whole_numbers(text).split(" ")
    spaces: list[str] = []
    for left, right in pairwise(words):
        is_second = bool(spaces) and spaces[-1] == NO_BREAK_SPACE and not _is_name(left)
        spaces.append(NO_BREAK_SPACE if not is_second and _belong(left, right, before_numbers) else " ")
    return words[0] + "".join(space + word for space, word in zip(spaces, words[1:], strict=True))


def with_whole_numbers(text: str) -> str:
    """The text with no-break hyphens in numbers: of years, of a document."""
    if "-" not in text:
        return text
    return " ".join(
        [word.replace("-", NO_BREAK_HYPHEN) if "-" in word and _has_digit(word) else word for word in text.split(" ")]
    )


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _belong(left: str, right: str, before_numbers: Collection[str]) -> bool:
    if left.lower() in before_numbers:
        return bool(_COUNTED.match(right))
    if left[:1].islower():  # as most words
        return False
    if _NUMBER.fullmatch(left):
        return right.rstrip(_MARKS).isalpha() and right[0].islower()
    return _is_name(left) and _is_name(right.rstrip(_MARKS))


def _is_name(word: str) -> bool:
    """Whether a word is a syllable of a name: a capital, then small letters."""
    return word.istitle() and word.isalpha()
