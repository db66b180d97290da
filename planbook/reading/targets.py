"""A sentence that somebody typed as a target, read: its one number with comparator, range and unit, and whom it is about."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.reading.amounts import Stated, read_figure
from planbook.reading.context import Context
from planbook.reading.not_taken import attempted

_NUMBER = re.compile(r"(?<![\w/.,-])\d[\d.,]*(?<![.,])(?![\w/]|[-–.,]\d)")
_WORD = re.compile(r"\S+")
_BEFORE = 4  # words that may say how a number compares: "từ 1,2% đến"
_YEARS = range(1900, 2200)
SEVERAL = Text("the text states several numbers; as a target it would have none")
NEW_UNIT = Text("as a target it would count {number} “{unit}”, a unit that no target has yet")


def read_target(text: str, context: Context) -> tuple[dict[str, Any], Text | None]:
    """A target as a data file holds it, and why it needs a yes: its text alone where not one number is sure."""
    units = _units(context)
    numbers = [match for match in _NUMBER.finditer(text) if not _is_time(text, match)]
    if not numbers:
        return {"text": text}, None
    stretches = {stretch: stated for match in numbers for stretch, stated in _stretches(text, match, units, context)}
    # Both numbers of a range are one figure; of one that holds another the longer says more.
    whole = [
        stretch
        for stretch in stretches
        if not any(wide != stretch and wide[0] <= stretch[0] and stretch[1] <= wide[1] for wide in stretches)
    ]
    covered = [match for match in numbers if any(begin <= match.start() < end for begin, end in whole)]
    doubt = None
    if not whole and len(numbers) == 1 and (word := _WORD.match(text, numbers[0].end() + 1)):
        # A unit that nobody has used yet may go on.
        unit = word.group().rstrip(".;,")
        guessed = dict(_stretches(text, numbers[0], {unit}, context))
        stretches, whole, covered = guessed, [max(guessed, key=lambda pair: pair[1] - pair[0])], numbers
        doubt = Text(NEW_UNIT.english, {"number": numbers[0].group(), "unit": unit})
    if len(whole) != 1 or len(covered) < len(numbers):
        return {"text": text}, SEVERAL
    (begin, end) = whole[0]
    stated = {key: value for key, value in asdict(stretches[whole[0]]).items() if value is not None}
    if stated["comparator"] == "exactly":
        del stated["comparator"]
    target = {"text": f"{text[:begin]}{{value}}{text[end:]}", **stated}
    scopes = {entry.scope for entry in context.plan.targets() if entry.scope and entry.scope in text}
    if scopes:
        target["scope"] = max(scopes, key=len)
    return target, doubt


def _is_time(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year or part of a day, or what counts a document or an item."""
    digits = match.group()
    word = text[: match.start()].rstrip().rpartition(" ")[2]
    return (digits.isdigit() and int(digits) in _YEARS) or (word[:1].isupper() and match.start() > len(word) + 1)


def _stretches(
    text: str, match: re.Match[str], units: Collection[str], context: Context
) -> Iterator[tuple[tuple[int, int], Stated]]:
    """The stretches around a number that read as a figure with a known unit."""
    words = list(_WORD.finditer(text))
    before = [word.start() for word in words if word.start() < match.start()][-_BEFORE:]
    for unit_end in _unit_ends(text, match.end(), units):
        ends = [unit_end, *(word.end() for word in words if word.start() >= unit_end)][:3]
        for begin in (match.start(), *before):
            for end in ends:
                stated = attempted(read_figure, text[begin:end].rstrip(".;,"), context.reading)
                if isinstance(stated, Stated) and stated.unit in units:
                    yield (begin, begin + len(text[begin:end].rstrip(".;,"))), stated


def _unit_ends(text: str, at: int, units: Collection[str]) -> Iterator[int]:
    """Where the longest unit behind a number ends that the plan or the indicators have."""
    rest = text[at:]
    space = len(rest) - len(rest.lstrip(" "))
    for unit in sorted(units, key=len, reverse=True):
        if re.match(rf"{re.escape(unit)}(?!\w)", rest[space:], re.IGNORECASE) or (
            unit == "%" and rest[space : space + 1] == "%"
        ):
            yield at + space + len(unit)
            return


def _units(context: Context) -> set[str]:
    """The units of all indicators and targets, and the one that needs none of these."""
    workspace = context.text.workspace
    return {"%", *filter(None, (entry.unit for entry in workspace.indicators.values())), *workspace.plan_words.units}
