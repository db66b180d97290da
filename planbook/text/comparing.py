"""Texts as they are compared: what stays of them, from what a data file holds to what may only say the same."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Spaces and hyphens that only say where a line may break, which no text of a plan means.
_BREAKING = re.compile("[\u00a0\u1680\u2000-\u200a\u2010\u2011\u202f\u205f\u3000]")
_UNBROKEN = re.compile("[\u2010\u2011]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"\w+|\s|[^\w\s]")
# Blanks that slip in before the sign behind a word, or inside of brackets; "3 ,5" may be a figure and stays.
_STRAY_BLANKS = re.compile(
    r"(?<=\S)[^\S\t\n]+(?=[,;:.](?:[\s)”\"]|$))|(?<=\()[^\S\t\n]+(?=\S)|(?<=[^\s(])[^\S\t\n]+(?=\))"
)
# What programs put in the place of typed quotation marks and dots.
_TYPED = str.maketrans({**dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛", "'"), "…": "..."})


def has_odd_breaks(text: str) -> bool:
    """Whether a text holds a space or hyphen that only says where a line may break."""
    return bool(_BREAKING.search(text))


def with_plain_breaks(text: str) -> str:
    """A text with ordinary spaces and hyphens, as a search and every comparison knows it."""
    return _BREAKING.sub(lambda match: "-" if match.group() in "\u2010\u2011" else " ", text)


def without_unseen(text: str) -> str:
    """A text with composed letters and without what nobody sees, as every comparison takes it."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def cleaned_line(text: str) -> str:
    """A text of one line as a data file holds it: composed letters, single spaces, nothing unseen."""
    return " ".join(without_unseen(text).split())


def composed(text: str) -> str:
    """A text with composed letters, hyphens of one kind and nothing unseen, its spaces and line breaks as they are."""
    return _UNBROKEN.sub("-", without_unseen(text))


@lru_cache(maxsize=16384)  # a plan has the same words again and again, and is compared several times
def comparable(text: str) -> str:
    """A text as a returned file is compared: composed letters, single spaces of one kind, hyphens of one, nothing unseen."""
    return " ".join(composed(text).split())


def comparable_row(text: str) -> str:
    """The same of a row, with tabs between its cells."""
    return "\t".join(map(comparable, text.split("\t")))


def with_plain_dashes(text: str) -> str:
    """A text as spellings are read: as a data file holds it, with hyphens for dashes and minus signs of every kind."""
    return " ".join(_DASH.sub("-", without_unseen(text)).split())


def as_compared(text: str) -> str:
    """A text as it is compared with another that may say the same: capitals, kinds of spaces and dashes, the place of a
    tone mark within its syllable and a point at the end make no difference.
    """
    return " ".join(_tones_last(_DASH.sub("-", with_plain_breaks(text)).casefold().rstrip(".; ")).split())


def _tones_last(text: str) -> str:
    """A text with the tone of each syllable behind its letters, wherever it was written."""
    words = re.split(r"(\s+)", unicodedata.normalize("NFD", text))
    return "".join(_TONE.sub("", word) + "".join(_TONE.findall(word)) for word in words)


def without_stray_blanks(text: str) -> str:
    """A text without blanks that nobody means: before a comma, colon or full stop, and inside of brackets."""
    return _STRAY_BLANKS.sub("", text)


@lru_cache(maxsize=16384)
def plainly_typed(text: str) -> str:
    """A text without what programs and keyboards decide: kinds of dashes, quotation marks and dots, places of tone marks,
    stray blanks.
    """
    return _tones_last(_DASH.sub("-", without_stray_blanks(text)).translate(_TYPED))


def words_in_common(words: Sequence[str], other_words: Sequence[str], least: float) -> float:
    """The share of words that two texts have in common, in their order; 0 below the `least` that counts."""
    matcher = SequenceMatcher(None, words, other_words, autojunk=False)
    # Most pairs have little in common, which shows without looking at the order.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < least:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0


def spelt_as(text: str, earlier: str) -> str:
    """A text with the spelling of an earlier one wherever the two only differ in what programs and keyboards decide."""
    new, old = _WORD.findall(text), _WORD.findall(earlier)
    matcher = SequenceMatcher(None, [*map(plainly_typed, new)], [*map(plainly_typed, old)], autojunk=False)
    for at, before, length in matcher.get_matching_blocks():
        new[at : at + length] = old[before : before + length]
    return "".join(new)
