"""The times of a reporting duty whose own text says other ones: "trước ngày 20" edited to "trước ngày 25"."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from pydantic import ValidationError

from planbook.messages.diagnostics import Text
from planbook.model.task import ReportingDuty
from planbook.reading.context import Context, FieldChanges
from planbook.reading.edits import plain
from planbook.reading.not_taken import NotTaken
from planbook.wording.report_times import report_times, said_times

_WORD = re.compile(r"\d+|\w+|[^\w\s]")
_TIMES = ("before_day", "before_days", "months")


def times_of_text(context: Context, duty: ReportingDuty, text: str) -> FieldChanges:
    """What changes in the times of a duty with an edited text: its numbers as they are there now.

    Nothing where the text says what it said, or where words were only deleted: a line below it says the times then. Raises
    `NotTaken` where the text does not say any more what the data have.
    """
    was = said_times(duty, duty.text, context.text)
    if _says(was, said_times(duty, text, context.text)):
        return ()
    old, new = (_WORD.findall(context.text.fill(words)) for words in (duty.text, text))
    numbers = _numbers(old, new)
    if numbers is None:
        return ()
    try:
        moved = ReportingDuty.model_validate({**plain(duty), **_times(duty, numbers), "text": text})
    except ValidationError:
        moved = duty
    if not _says(was, said_times(moved, text, context.text)):
        raise NotTaken(
            Text(
                "the text says other times than the data have: {times}",
                {"times": report_times(duty, context.text.wording.phrases)},
            ),
            Text("say these times in the text as before, or change them in the data with the text"),
        )
    sets = (context.set(duty, key, getattr(duty, key), getattr(moved, key)) for key in _TIMES)
    return tuple(change for changes in sets for change in changes)


def _says(was: list[bool], now: list[bool]) -> bool:
    """Whether all is said that was said."""
    return len(was) == len(now) and all(after or not before for before, after in zip(was, now, strict=True))


def _numbers(old: list[str], new: list[str]) -> dict[int, int] | None:
    """The number that stands in place of each that was edited; None where words were only deleted."""
    numbers: dict[int, int] = {}
    is_edited = False
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_edited = is_edited or tag in ("insert", "replace")
        before, after = ([int(word) for word in part if word.isdecimal()] for part in (old[first:last], new[start:end]))
        if tag == "replace" and len(before) == len(after):
            numbers |= dict(zip(before, after, strict=True))
    return numbers if is_edited else None


def _times(duty: ReportingDuty, numbers: Mapping[int, int]) -> dict[str, object]:
    """The days and months that a duty has, with other numbers, as they are typed."""

    def moved(time: str) -> str:
        return re.sub(r"\d+", lambda number: str(numbers.get(int(number[0]), number[0])), time)

    times = {"before_day": duty.before_day and moved(str(duty.before_day))}
    lists = {key: [moved(str(time)) for time in getattr(duty, key)] for key in ("before_days", "months")}
    return {key: value for key, value in {**times, **lists}.items() if value}
