"""Titles that stand in capitals, with the capitals that their words have elsewhere in the text."""

import re
from collections import Counter

from planbook.wording.blocks import capital

_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATION = 4  # letters of the longest word that is taken as an abbreviation
_BESIDE = 8  # letters on each side that tell whether a line is in capitals


def with_small_letters(title: str, texts: list[str]) -> tuple[str, bool]:
    """A title in capitals with the capitals that its words have where the text repeats them, and whether all of them do."""
    # The longest stretch of words that some passage repeats, again and again from the left.
    words = title.split(" ")
    shapes: list[str] = []
    whole = True
    at = 0
    lowered = [text.casefold() for text in texts]
    while at < len(words):
        for length in range(len(words) - at, 0, -1):
            piece = " ".join(words[at : at + length]).casefold()
            shape = _shape(piece, texts, lowered)
            if shape:
                break
        else:
            length, shape = 1, words[at].lower()
            whole = whole and not _WORD.search(words[at])
        whole = whole and (length > 2 or at + length == len(words) or not _WORD.search(shape))
        shapes.append(shape)
        at += length
    return capital(" ".join(shapes)), whole


def _shape(piece: str, texts: list[str], lowered: list[str]) -> str:
    """How a stretch of small letters stands most often in texts that are not in capitals; nothing where it does not."""
    shapes: Counter[str] = Counter()
    for text, low in zip(texts, lowered, strict=True):
        start = low.find(piece)
        if start >= 0 and len(low) == len(text):
            shape = text[start : start + len(piece)]
            edges = (low[start - 1 : start] if start else "", low[start + len(piece) : start + len(piece) + 1])
            beside = text[max(0, start - _BESIDE) : start] + text[start + len(piece) : start + len(piece) + _BESIDE]
            # In a line of capitals a short word is no abbreviation.
            is_abbreviation = len(shape) <= _ABBREVIATION and any(letter.islower() for letter in beside)
            if not any(edge.isalnum() for edge in edges) and (not shape.isupper() or is_abbreviation):
                shapes[shape] += 1
    return shapes.most_common(1)[0][0] if shapes else ""
