"""What of a text changes as a whole: words, dates, numbers, amounts, symbols of documents; and two texts as one."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

from planbook.model.mentions import mentions

# A word with what joins its parts: 62-KH/TU, 07/3/2026, 1.234,5, 2026-2030; a symbol whose number is still blank.
_WORD = r"(?:(?<!\w)[-−+](?=\d))?(?:\w+|\u00a0{2,})(?:[-–/.,:]\w+)*(?:[\u00a0 ]?%)?"
_NUMBER = r"\d[\d.,]{0,40}"
_BLANK = r"(?:\d+|[IVX]+|\u00a0+)"
_TIME = re.compile(r"(?:\d{1,2}/)?\d{1,2}/\d{4}|(?:19|20)\d\d(?:[-–/](?:19|20)\d\d)?|\d{1,2}/\d{1,2}")
_AMOUNT = re.compile(r"[-−+]?\d[\d.,]*(?:[-–]\d[\d.,]*)?[\u00a0 ]?%?")

WordMark = Literal["", "old", "new"]
MarkedText = tuple[WordMark, str]
Matter = Literal["figure", "agency", "time", "document"]  # what a text speaks of beside its words


def token_pattern(units: Iterable[str] = (), times: Iterable[str] = ()) -> re.Pattern[str]:
    """The pattern of tokens; `units` make an amount of the number before them, `times` are words with {} for numbers."""
    amount = f"{_NUMBER} (?:{'|'.join(sorted(map(re.escape, units), key=len, reverse=True))})\\b"
    written = [_BLANK.join(map(re.escape, time.split("{}"))) for time in times]
    whole = [*written, *([amount] if units else []), _WORD, r"\s+", r"."]
    return re.compile("|".join(f"(?:{pattern})" for pattern in whole), re.DOTALL)


_TOKENS = token_pattern()
_ALIKE = 0.4  # the share of their tokens that two texts must have in common to be shown word by word


def marked_words(old: str, new: str) -> list[MarkedText]:
    """Two texts as one: what stays, what is gone, what is new; a number or a date is never taken apart."""
    before, after = (_TOKENS.findall(text) for text in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps: list[tuple[bool, str, str]] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        gone, come = "".join(before[first:last]), "".join(after[begin:end])
        # A blank or a comma between two changes belongs to both; texts with little in common are shown one after the other.
        between = first > 0 and last < len(before) and not re.search(r"\w", come)
        stays = kind == "equal" and not between and (old == new or matcher.ratio() >= _ALIKE)
        if steps and not stays and not steps[-1][0]:
            gone, come = steps[-1][1] + gone, steps.pop()[2] + come
        steps.append((stays, gone, come))
    pieces = (((("", come),) if stays else (("old", gone), ("new", come))) for stays, gone, come in steps)
    return [piece for step in pieces for piece in step if piece[1]]  # type: ignore[misc]


def other_matters(old: str, new: str, times: Iterable[str] = ()) -> set[Matter]:
    """Of what two texts, as their files hold them, speak otherwise: numbers, agencies, times, documents.

    `times` are words with {} for a number, which is a time then: "ngày {}".
    """
    written = "|".join(_BLANK.join(map(re.escape, time.split("{}"))) for time in times)
    pattern = re.compile(rf"\b(?:{written})(?![\w/])", re.IGNORECASE) if written else None
    before, after = _matters(old, pattern), _matters(new, pattern)
    return {matter for matter, _ in (before - after) + (after - before)}


def _matters(text: str, times: re.Pattern[str] | None) -> Counter[tuple[Matter, str]]:
    counted: Counter[tuple[Matter, str]] = Counter()
    kinds: dict[str, Matter] = {"figure": "figure", "agency": "agency", "deadline": "time", "document": "document"}
    for mention in mentions(text):
        if mention["kind"] in kinds:
            counted[kinds[mention["kind"]], mention["id"]] += 1
        text = text.replace(mention.group(), " ")
    for time in times.findall(text) if times else ():
        counted["time", time.lower()] += 1
    text = times.sub(" ", text) if times else text
    for token in _TOKENS.findall(text):
        if _TIME.fullmatch(token):
            counted["time", token] += 1
        elif _AMOUNT.fullmatch(token):
            counted["figure", token] += 1
        elif token[0].isdigit() and {"-", "/"} & {*token} and any(map(str.isupper, token)):
            counted["document", token] += 1
    return counted
