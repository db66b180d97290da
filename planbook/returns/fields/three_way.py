"""One text in three states: as a file was given out with it, as the file says it now, as the data print it now."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import partial

from planbook.model.item import ItemId
from planbook.returns.fields.listed_lines import unmarked
from planbook.text.merging import PartChange, merged_parts

_WORD = re.compile(r"\w+|\s|[^\w\s]")
_BEGINNINGS = re.compile(r"(?:^|\t|: )\w")  # of the cells of a row, of what stands behind the label of a line
_SIGNS = ",;:."  # what ends a part of a sentence
_NUMBER = re.compile(r"\d|^[IVX]+\b")

_Step = tuple[int, int, tuple[str, ...]]  # the words of the first state from, to, and what stands there instead


def is_said_by(text: str, printed: str, *, is_field: bool) -> bool:
    """Whether a printed text says another one, but for a full stop and capitals that the program sets itself."""
    return as_said(text, is_field=is_field) == as_said(printed, is_field=is_field)


def as_said(text: str, *, is_field: bool) -> str:
    """The text without a full stop at its end, in a field with small letters where it begins."""
    text = text.rstrip(".")
    return _BEGINNINGS.sub(lambda letter: letter[0].lower(), text) if is_field else text


def combined(item: ItemId, text: str, base: str, ours: str) -> tuple[str, bool]:
    """What the data have to print of an item after a draft, and whether both changed the same of it.

    The text is `ours` where the draft brings nothing. Each cell of a row stands for itself.
    """
    if item.kind == "addressee" and unmarked(text) == unmarked(base):
        return ours, False
    cells, old, now = (state.split("\t") for state in (text, base, ours))
    if not item.is_row or not len(cells) == len(old) == len(now):
        return _merged(text, base, ours, is_field=item.is_part)
    merged = [_merged(*states, is_field=True) for states in zip(cells, old, now, strict=True)]
    return "\t".join(cell for cell, _ in merged), any(is_conflict for _, is_conflict in merged)


def _merged(text: str, base: str, ours: str, *, is_field: bool) -> tuple[str, bool]:
    if text in (base, ours) or ours in (base, ""):
        return (ours if text == base else text), False
    is_only_dressed = is_said_by(text, base, is_field=is_field)
    if not is_only_dressed and (is_said_by(text, ours, is_field=is_field) or _holds_edits(base, ours, text)):
        return ours, False
    if _holds_edits(base, text, ours):
        return text, False
    words = base.split()
    merged = merged_parts(words, ours.split(), text.split(), partial(_touch, words))
    return (text, True) if merged is None else (" ".join(merged), False)


def _touch(words: Sequence[str], change: PartChange, step: PartChange) -> bool:
    """Whether two changes of a text are of one matter: no word stays between them, or both are of one fact.

    Two numbers without a sign between them are one: a day and its year, both ends of a range.
    """
    before, behind = sorted((change, step))
    if before.end >= behind.begin:
        return True
    if any(word[-1] in _SIGNS for word in words[max(before.end - 1, 0) : behind.begin]):
        return False
    return all(any(map(_NUMBER.search, (*words[begin:end], *new))) for begin, end, new in (before, behind))


def _holds_edits(base: str, text: str, edited: str) -> bool:
    """Whether a text holds every edit that made another one of `base`, so that nothing of that is lost with it.

    What was put in at one place may be longer by now; a number must be the same.
    """
    mine = {step[:2]: step[2] for step in _steps(base, text)}
    return all(_is_in(words, mine.get((begin, end))) for begin, end, words in _steps(base, edited))


def _is_in(words: tuple[str, ...], wider: tuple[str, ...] | None) -> bool:
    if wider is None or words == wider:
        return wider is not None
    if not words or any(letter.isdigit() for letter in "".join(wider)):
        return False
    return any(wider[at : at + len(words)] == words for at in range(len(wider) - len(words) + 1))


def _steps(base: str, text: str) -> list[_Step]:
    old, new = _WORD.findall(base), _WORD.findall(text)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(i, j, tuple(new[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
