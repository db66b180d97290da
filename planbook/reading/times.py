"""Times and deadlines read back: the inverse of `wording.wording`, for every form that people write."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

from pydantic_core import PydanticCustomError

from planbook.messages.diagnostics import Text
from planbook.model.period import Deadline, Rhythm, When, parse_when
from planbook.reading.mentions import LinePart, reread
from planbook.reading.not_taken import NotTaken, Unread, attempted, unread
from planbook.reading.spellings import SpellingReader
from planbook.text.comparing import with_plain_dashes
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


_Value = TypeVar("_Value")


class _NoYear(Exception):
    """A time names no year, and the plan runs for several."""


def read_time(text: str, reading: SpellingReader, period: When) -> When:
    """The time that a text means: "10/4/2026", "tháng 6/2026", "quý II", "năm 2026", "giai đoạn 2026-2030".

    What names no year is of the plan's year, if its `period` is one. Raises `NotTaken`, as every reader here does.
    """
    text = with_plain_dashes(text)
    return _only(text, lambda: _times(text, reading, period))


def read_deadline(text: str, reading: SpellingReader, period: When) -> Deadline:
    """When work is due, without the work itself: "trước ngày 10/4/2026", "quý II", "hằng quý", "thường xuyên"."""
    text = with_plain_dashes(text)
    try:
        return _only(text, lambda: (Deadline.model_validate(way) for way in _ways(text, reading, period)))
    except NotTaken:
        # A name of a time that no calendar has, and words that begin as a condition does; never what only lacks its year.
        if words := _words(text, reading) if reading.says("undated", text) else in_words(text, reading):
            return words
        raise


def read_deadlines(
    text: str, reading: SpellingReader, plan_text: PlanText, current: Sequence[Deadline]
) -> tuple[Deadline, ...]:
    """All deadlines of one line, in its order.

    What is written as one of the `current` deadlines is that one; what names the work of one, or stands alone as one
    did, keeps its id and whether it is a report.
    """
    if reading.is_nothing(text):
        return ()
    if _reads_alike(text, plan_text.deadlines(current)):
        return tuple(current)
    deadlines: list[Deadline] = []
    left = list(current)
    pieces = [piece for piece in map(with_plain_dashes, re.split(r"[;\n]", text)) if piece]
    while pieces:
        equal, length = _as_known(pieces, plan_text, left) or (None, 1)
        deadline, earlier = (
            (equal, equal) if equal else _part(pieces[0].rstrip("."), reading, plan_text, left, alone=len(current) == 1)
        )
        pieces = pieces[length:]
        deadlines.append(deadline)
        left = [deadline for deadline in left if deadline is not earlier]
    return tuple(deadlines)


def _as_known(pieces: list[str], plan_text: PlanText, current: list[Deadline]) -> tuple[Deadline, int] | None:
    """The known deadline that a line goes on with, and how many pieces that takes: its work may hold marks."""
    for length in range(len(pieces), 0, -1):
        text = "; ".join(pieces[:length])
        for deadline in current:
            if _reads_alike(text, plan_text.deadlines([deadline])):
                return deadline, length
    return None


def _part(
    text: str, reading: SpellingReader, plan_text: PlanText, current: list[Deadline], *, alone: bool
) -> tuple[Deadline, Deadline | None]:
    """One deadline of a line, and the known one that it was."""
    work, colon, time = text.rpartition(":")
    work = work.strip()
    if reading.says("deadline_begins", work):
        # "Hoàn thành trước: 30/6/2026" names no work: it says before which day, whatever the colon.
        work, colon, time = "", "", f"{work} {time.strip()}"
    if colon:
        candidates = (deadline for deadline in current if _reads_alike(work, plan_text.fill(deadline.work)))
    else:
        candidates = (deadline for deadline in current if alone and not deadline.work)
    earlier = next(candidates, None)
    when = attempted(read_deadline, time, reading, plan_text.plan.period)
    if earlier and earlier.text and (isinstance(when, Unread) or when.text):
        when = _reworded(earlier, "text", with_plain_dashes(time), plan_text)
    elif isinstance(when, Unread):
        raise NotTaken(when)
    elif earlier and earlier.until_event and when.until_event:
        event = _reworded(earlier, "until_event", when.until_event, plan_text)
        when = when.model_copy(update={"until_event": event.until_event})
    if earlier is None:
        return when.model_copy(update={"work": work or None}), None
    unchanged = {"id": earlier.id, "work": earlier.work, "report": earlier.report}
    return when.model_copy(update=unchanged), earlier


def _reworded(earlier: Deadline, field: str, words: str, plan_text: PlanText) -> Deadline:
    """A deadline in words that now has other ones; what they mention stays mentioned, and the reason stays."""
    text: str = getattr(earlier, field)
    printed = plan_text.fill(text)
    if words[:1] == capital(printed)[:1]:
        words = printed[:1] + words[1:]
    read = reread([LinePart(text, field)], plan_text.fill, words.rstrip(".;"), lambda blank, _: _mentioned(blank))
    return earlier.model_copy(update=read.texts)


def _mentioned(blank: str) -> NoReturn:
    raise NotTaken(
        Text("the deadline mentions {mention} here", {"mention": blank}), Text("change the mention in the data")
    )


def _reads_alike(text: str, line: str) -> bool:
    """Whether a line says what another does; only the plan's own line begins with a capital of its own."""
    return capital(with_plain_dashes(text)).rstrip(".") == capital(with_plain_dashes(line)).rstrip(".")


def _ways(text: str, reading: SpellingReader, period: When) -> Iterator[dict[str, Any]]:
    """Every way in which a text can be a deadline, by the field of `Deadline` that says it."""
    for way in ("before", "by"):
        for blanks in reading.matches(way, text):
            yield from ({way: day} for day in _days(blanks["day"], reading, period))
        for blanks in reading.matches(f"{way}_time", text):
            times = _times(blanks["time"], reading, period)
            yield from ({way: time} for time in times if time.precision not in ("day", "years"))
    spans = list(_spans(text, reading, period))
    yield from spans
    for blanks in reading.matches("within", text):
        is_bare = blanks["time"] == text
        # A day alone is a day by which work is done, not a time in which; two years with words between them are a span.
        times = _times(blanks["time"], reading, period)
        yield from ({"within": time} for time in times if not spans and not (is_bare and time.precision == "day"))
    for phrase, way in (("since_on", "since"), ("until", "until")):
        for blanks in reading.matches(phrase, text):
            times = _times(blanks["time"], reading, period)
            yield from ({way: time} for time in times if time.precision != "years")
    yield from _events(text, reading, period)
    yield from _recurring(text, reading, period)


def _recurring(text: str, reading: SpellingReader, period: When) -> Iterator[dict[str, Any]]:
    """What comes again or goes on, and from when where that is said too."""
    for blanks in reading.matches("throughout", text):
        yield from ({"throughout": time} for time in _times(blanks["time"], reading, period))
    if reading.says("throughout_always", text):
        yield {"throughout": "true"}
    for blanks in reading.matches("throughout_since", text):
        yield from ({"throughout": "true", "since": time} for time in _beginnings(blanks["time"], reading, period))
    if rhythms := _rhythms(text, reading):
        yield {"every": list(rhythms)}
    for blanks in reading.matches("since_rhythm", text):
        if rhythms := _rhythms(blanks["rhythm"].rstrip(" ,"), reading):
            yield from (
                {"every": list(rhythms), "since": time} for time in _beginnings(blanks["time"], reading, period)
            )


def _beginnings(text: str, reading: SpellingReader, period: When) -> Iterator[When]:
    """The times from which something can go on."""
    return (time for time in _times(text, reading, period) if time.precision != "years")


def _spans(text: str, reading: SpellingReader, period: When) -> Iterator[dict[str, Any]]:
    """The times from and until which a text can mean; where only the end has a year, the beginning has the same."""
    is_said = text.casefold().startswith(reading.words("span")[0].partition("{")[0].casefold())
    for blanks in reading.matches("span", text):
        for last in _times(blanks["end"], reading, period):
            for first in _starts(blanks["start"], reading, last):
                # "2025 - 2026" is one time of two years, "tháng 6-2026" one month; "từ" makes it two.
                is_span = is_said or first.precision == last.precision != "year"
                if is_span and "years" not in (first.precision, last.precision):
                    if wrong := Deadline.shape_problem({"since": first, "until": last}):
                        raise wrong
                    yield {"since": first, "until": last}


def _starts(text: str, reading: SpellingReader, last: When) -> Iterator[When]:
    """The times that the beginning of a span can mean; a day alone is of the month in which the span ends."""
    if last.precision == "day":
        for blanks in reading.matches("day_of_month", text):
            yield parse_when(f"{last.first:%Y-%m}-{int(blanks['d']):02}")
    yield from _times(text, reading, last)


def _events(text: str, reading: SpellingReader, period: When) -> Iterator[dict[str, Any]]:
    """The event until which work goes on, and from when it does where that is said too."""
    for words in reading.words("until_event"):
        begins = words.partition("{")[0].casefold()
        before, mark, event = text.casefold().partition(begins)
        if not mark or len(before) + len(mark) + len(event) != len(text):
            continue
        until = {"until_event": text[len(before) + len(mark) :].rstrip(".;,")}
        if not before:
            yield until
        for blanks in reading.matches("since_time", before.strip()):
            yield from ({"since": time, **until} for time in _times(blanks["time"], reading, period))


def in_words(text: str, reading: SpellingReader) -> Deadline | None:
    """What stands where no time can be said: "theo lộ trình của …"; nothing where a text begins otherwise."""
    folded = text.casefold()
    ends = (len(words) for words in reading.words("condition_begins") if folded.startswith(words.casefold()))
    if set(text) & set("{}") or not any(folded[end : end + 1].strip(" ,") != folded[end : end + 1] for end in ends):
        return None
    return _words(text, reading)


def _words(text: str, reading: SpellingReader) -> Deadline:
    """A deadline in words, with the reason that they came so."""
    return Deadline(text=text[:1].lower() + text[1:].rstrip(".;,"), reason=reading.phrases.say("as_returned"))


def _rhythms(text: str, reading: SpellingReader) -> list[Rhythm]:
    """The rhythms of "hằng quý, hằng năm"; none if a part is no rhythm."""
    between = "|".join(rf"\s+{re.escape(word)}\s+" for word in reading.words("between") if word[0].isalpha())
    # A slash divides two rhythms, or belongs to one: "hằng quý/hằng năm", "quý/lần".
    pieces = [
        piece.strip()
        for part in re.split(rf",|{between}", text, flags=re.IGNORECASE)
        for piece in ([part] if _meanings(part.strip(), reading) else part.split("/"))
    ]
    meanings = [_meanings(piece, reading, is_beside=at > 0) for at, piece in enumerate(pieces)]
    if any(len(meaning) != 1 for meaning in meanings):
        return []
    return list(dict.fromkeys(rhythm for meaning in meanings for rhythm in meaning))


def _meanings(text: str, reading: SpellingReader, *, is_beside: bool = False) -> list[Rhythm]:
    """The rhythms that a text can mean; behind another one a bare word is enough: "hằng tháng, quý, năm"."""
    return [
        rhythm
        for phrase, rhythm in _RHYTHMS.items()
        if reading.says(phrase, text) or (is_beside and reading.says(f"{phrase}_beside", text))
    ]


def _times(text: str, reading: SpellingReader, period: When) -> Iterator[When]:
    """Every time that a text can mean; raises `_NoYear`, and the model's own error for an impossible one."""
    yield from _days(text, reading, period)
    for blanks in reading.matches("month", text):
        yield parse_when(f"{_year(blanks, period)}-{int(blanks['month']):02}")
    for blanks in reading.matches("quarter", text):
        yield parse_when(f"{_year(blanks, period)}-Q{_QUARTERS[blanks['quarter'].upper()]}")
    for at, half in enumerate(("first_half_year", "second_half_year"), 1):
        for blanks in reading.matches(half, text):
            yield parse_when(f"{_year(blanks, period)}-H{at}")
    for blanks in reading.matches("year", text):
        yield parse_when(blanks["year"])
    for blanks in reading.matches("years", text):
        yield parse_when(f"{blanks['first']}-{blanks['last']}")


def _days(text: str, reading: SpellingReader, period: When) -> Iterator[When]:
    match = _DAY.fullmatch(text.rstrip(".;,"))
    for blanks in (*([match.groupdict()] if match else []), *reading.matches("day", text)):
        yield parse_when(f"{_year(blanks, period, 'y')}-{int(blanks['m']):02}-{int(blanks['d']):02}")


def _year(blanks: Any, period: When, name: str = "year") -> str:
    if year := blanks.get(name):
        return str(year)
    if period.first.year != period.last.year:
        raise _NoYear
    return str(period.first.year)


def _only(text: str, readings: Callable[[], Iterator[_Value]]) -> _Value:
    """The one value that a text can mean."""
    try:
        values = {str(value): value for value in readings()}
    except PydanticCustomError as error:
        raise NotTaken(unread(error)) from error
    except _NoYear as error:
        raise NotTaken(
            Text("“{text}” does not say which year, and the plan runs for several", {"text": text[:80]}),
            Text("write the year too"),
        ) from error
    if len(values) == 1:
        return next(iter(values.values()))
    if values:
        first, second, *_ = values
        raise NotTaken(
            Text("“{text}” can mean {first} or {second}", {"text": text[:80], "first": first, "second": second}),
            Text("write it in another way"),
        )
    raise NotTaken(
        Text("“{text}” is no time that can be read", {"text": text[:80]}),
        Text("write a day, a month, a quarter or a year (before 10/4/2026, quarter II of 2026), always, or a rhythm"),
    )
