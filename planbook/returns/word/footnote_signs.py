"""The signs of footnotes in the texts of a returned draft, and what the footnotes say that somebody added."""

from collections.abc import Iterable, Mapping

from planbook.ooxml.blocks import FIRST_ADDED_SIGN, FOOTNOTE_SIGN
from planbook.ooxml.pieces import Returned
from planbook.ooxml.states import StateLine
from planbook.text.comparing import comparable


def note_texts(returned: Returned, lines: Iterable[StateLine]) -> dict[str, str]:
    """What each added footnote says, by its sign; nothing where it is no plain text, or holds what only mentions have."""
    texts = {}
    for sign, numbers in returned.added_notes.items():
        own = [line for line in lines if line.where == "footnote" and line.number in numbers]
        is_odd = any(piece.deleted is None and piece.text.strip() for line in own for piece in line.odd)
        text = " ".join(filter(None, (comparable(line.text) for line in own))).removesuffix(".")
        texts[sign] = "" if is_odd or set(text) & set("{}") else text
    return texts


def has_added(text: str) -> bool:
    """Whether a text holds the sign of an added footnote."""
    return any(letter >= FIRST_ADDED_SIGN for letter in text)


def without_signs(text: str) -> str:
    """A text without the signs of footnotes."""
    return "".join(letter for letter in text if letter != FOOTNOTE_SIGN and letter < FIRST_ADDED_SIGN)


def with_notes(text: str, notes: Mapping[str, str]) -> str:
    """A text as people read it, with what each added footnote says behind its sign."""
    text = text.replace(FOOTNOTE_SIGN, "[*]")
    return "".join(f"[* {notes[letter] or '…'}]" if letter in notes else letter for letter in text)
