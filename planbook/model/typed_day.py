"""A day as people in Vietnam type it, or as the data hold it."""

import re
from datetime import date

from planbook.messages.diagnostics import Refusal, Text

_DAY = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})|(?P<iso>\d{4}-\d{1,2}-\d{1,2})", re.ASCII
)


class NotADay(Refusal):
    """What was typed for a day is none."""

    exit_code = 2


def typed_day(text: str) -> date:
    """The day of 15/3/2027, 15-3-2027, 15.3.2027 or 2027-03-15; raises `NotADay` for every other text."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise NotADay(Text("“{text}” is no day; write it like 15/3/2027 or 2027-03-15", {"text": text}))
    year, month, day = map(
        int, match["iso"].split("-") if match["iso"] else (match["year"], match["month"], match["day"])
    )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay(Text("the calendar has no day “{text}”", {"text": text})) from error
