"""Times and deadlines read back: the inverse of `wording.wording`, for every form that people write."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.period import Deadline, Rhythm, When, parse_when
from planbook.returns.not_taken import Unread, unread
from planbook.returns.spellings import SpellingReader, tidy
from planbook.wording.blocks import capital
from planbook.wording.speech import PlanText

_DAY = re.compile(r"(?P<d>\d{1,2})(?P<mark>[/.-])(?P<m>\d{1,2})(?:(?P=mark)(?P<y>\d{4}))?")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_RHYTHMS: dict[str, Rhythm] = {
    "every_month": "month",
    "every_quarter": "quarter",
    "every_half_year": "half-year",
    "every_nine_months": "nine-months",
    "every_year": "year",
}


class _NoYear(Exception):
    """A time names no year, and the plan runs for several."""


def read_time(text: str, reading: SpellingReader, period: When) -> When | Unread:
    """The time that a text means: 10/4/2026, tháng 6/2026, quý II, năm 2026, giai đoạn 2026-2030.

    What names no year is of the plan's year, if its `period` is one.
    """
    text = tidy(text)
    return cast("When | Unread", _only(text, lambda: _times(text, reading, period)))


def read_deadline(text: str, reading: SpellingReader, period: When) -> Deadline | Unread:
    """When work is due, without the work itself: "trước ngày 10/4/2026", "quý II", "hằng quý", "thường xuyên"."""
    text = tidy(text)
    return cast(
        "Deadline | Unread", _only(text, lambda: (Deadline.model_validate(way) for way in _ways(text, reading, period)))
    )


def read_deadlines(
    text: str, reading: SpellingReader, plan_text: PlanText, known: Sequence[Deadline]
) -> tuple[Deadline, ...] | Unread:
    """All deadlines of one line, in its order, as a tuple; or `Unread` for the first that is not understood.

    What is written as one of the `known` deadlines is that one; what names the work of one, or stands alone as one
    did, keeps its id and whether it is a report.
    """
    if reading.is_nothing(text):
        return ()
    if _same(text, plan_text.deadlines(known)):
        return tuple(known)
    found: list[Deadline] = []
    left = list(known)
    pieces = [piece for piece in map(tidy, re.split(r"[;\n]", text)) if piece]
    while pieces:
        one, taken = _as_known(pieces, plan_text, left) or (None, 1)
        read = (one, one) if one else _part(pieces[0].rstrip("."), reading, plan_text, left, alone=len(known) == 1)
        if isinstance(read, Unread):
            return read
        pieces = pieces[taken:]
        found.append(read[0])
        left = [other for other in left if other is not read[1]]
    return tuple(found)


def _as_known(pieces: list[str], plan_text: PlanText, known: list[Deadline]) -> tuple[Deadline, int] | None:
    """The known deadline that a line goes on with, and how many pieces that takes: its work may hold marks."""
    for taken in range(len(pieces), 0, -1):
        text = "; ".join(pieces[:taken])
        for one in known:
            if _same(text, plan_text.deadlines([one])):
                return one, taken
    return None


def _part(
    text: str, reading: SpellingReader, plan_text: PlanText, known: list[Deadline], *, alone: bool
) -> tuple[Deadline, Deadline | None] | Unread:
    """One deadline of a line, and the known one that it was."""
    work, colon, time = text.rpartition(":")
    when = read_deadline(time, reading, plan_text.plan.period)
    if isinstance(when, Unread):
        return when
    work = work.strip()
    earlier = next((one for one in known if _same(work, plan_text.fill(one.work))), None) if colon else None
    if not colon:
        earlier = next((one for one in known if not one.work), None) if alone else None
    if earlier is None:
        return when.model_copy(update={"work": work or None}), None
    kept = {"id": earlier.id, "work": earlier.work, "report": earlier.report}
    return when.model_copy(update=kept), earlier


def _same(text: str, other: str) -> bool:
    """Whether a line says what another does; only the plan's own line begins with a capital of its own."""
    return capital(tidy(text)).rstrip(".") == capital(tidy(other)).rstrip(".")


def _ways(text: str, reading: SpellingReader, period: When) -> Iterator[dict[str, Any]]:
    """Every way in which a text can be a deadline, by the field of `Deadline` that says it."""
    for way in ("before", "by"):
        for blanks in reading.found(way, text):
            yield from ({way: day} for day in _days(blanks["day"], reading, period))
    for blanks in reading.found("within", text):
        is_bare = blanks["time"] == text
        # A day alone is a day by which work is done, not a time in which.
        times = _times(blanks["time"], reading, period)
        yield from ({"within": time} for time in times if not (is_bare and time.precision == "day"))
    for blanks in reading.found("throughout", text):
        yield from ({"throughout": time} for time in _times(blanks["time"], reading, period))
    if reading.says("throughout_always", text):
        yield {"throughout": "true"}
    if rhythms := _rhythms(text, reading):
        yield {"every": list(rhythms)}


def _rhythms(text: str, reading: SpellingReader) -> list[Rhythm]:
    """The rhythms of "hằng quý, hằng năm"; none if a part is no rhythm."""
    between = "|".join(rf"\s+{re.escape(word)}\s+" for word in reading.words("between") if word[0].isalpha())
    found: list[Rhythm] = []
    for part in re.split(rf",|{between}", text, flags=re.IGNORECASE):
        named = [rhythm for phrase, rhythm in _RHYTHMS.items() if reading.says(phrase, part.strip())]
        if len(named) != 1:
            return []
        found += named
    return found


def _times(text: str, reading: SpellingReader, period: When) -> Iterator[When]:
    """Every time that a text can mean; raises `_NoYear`, and the model's own error for an impossible one."""
    yield from _days(text, reading, period)
    for blanks in reading.found("month", text):
        yield parse_when(f"{_year(blanks, period)}-{int(blanks['month']):02}")
    for blanks in reading.found("quarter", text):
        yield parse_when(f"{_year(blanks, period)}-Q{_QUARTERS[blanks['quarter'].upper()]}")
    for blanks in reading.found("year", text):
        yield parse_when(blanks["year"])
    for blanks in reading.found("years", text):
        yield parse_when(f"{blanks['first']}-{blanks['last']}")


def _days(text: str, reading: SpellingReader, period: When) -> Iterator[When]:
    match = _DAY.fullmatch(text.rstrip(".;,"))
    for blanks in (*([match.groupdict()] if match else []), *reading.found("day", text)):
        yield parse_when(f"{_year(blanks, period, 'y')}-{int(blanks['m']):02}-{int(blanks['d']):02}")


def _year(blanks: Any, period: When, name: str = "year") -> str:
    if year := blanks.get(name):
        return str(year)
    if period.first.year != period.last.year:
        raise _NoYear
    return str(period.first.year)


def _only(text: str, readings: Callable[[], Iterator[Any]]) -> Any:
    """The one value that a text can mean, or why there is none."""
    try:
        values = {str(value): value for value in readings()}
    except PydanticCustomError as error:
        return unread(error)
    except _NoYear:
        return Unread(
            Text("“{text}” does not say which year, and the plan runs for several", {"text": text[:80]}),
            Text("write the year too"),
        )
    if len(values) == 1:
        return next(iter(values.values()))
    if values:
        first, second, *_ = values
        return Unread(
            Text("“{text}” can mean {first} or {second}", {"text": text[:80], "first": first, "second": second}),
            Text("write it in another way"),
        )
    return Unread(
        Text("“{text}” is no time that can be read", {"text": text[:80]}),
        Text("write a day, a month, a quarter or a year (before 10/4/2026, quarter II of 2026), always, or a rhythm"),
    )
