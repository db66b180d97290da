"""The line below a reporting duty that says how often and before which days, read back: "hằng quý; trước ngày 20; khi có yêu cầu"."""

import re
from typing import Any

from pydantic import ValidationError

from planbook.messages.diagnostics import Text
from planbook.model.task import ReportingDuty
from planbook.reading.context import Context, FieldChanges
from planbook.reading.edits import plain
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.times import read_deadline

REPORT_TIMES = ("every", "on_request", "before_day", "before_days", "months", "months_after")
_DAYS = re.compile(r"\d{1,2}(?:/\d{1,2})?")
_NO_TIMES = Unread(
    Text("the line does not say how often, before which days, in which months or when asked for as such lines do"),
    Text("write it like the other ones, with semicolons between its parts"),
)


def read_report_times(context: Context, id_: str, new: str) -> FieldChanges:
    """What changes when the line below a duty says something else; what it says no more goes."""
    duty = context.entries[id_]
    assert isinstance(duty, ReportingDuty)
    label = context.text.wording.phrases.say("reported") + ":"
    times: dict[str, Any] = {}
    for piece in new.removeprefix(label).strip().rstrip("./ ").split(";"):
        read = _read(context, piece.strip())
        if not read or times.keys() & read.keys():
            raise NotTaken(_NO_TIMES)
        times |= read
    stated = {key: value for key, value in plain(duty).items() if key not in REPORT_TIMES}
    try:
        read_duty = ReportingDuty.model_validate({**stated, **times})
    except ValidationError as error:
        raise NotTaken(_NO_TIMES) from error
    sets = (context.set(duty, key, getattr(duty, key), getattr(read_duty, key)) for key in REPORT_TIMES)
    return tuple(change for made in sets for change in made)


def _read(context: Context, piece: str) -> dict[str, Any]:
    """The fields that a part of the line is about; none where it is no such part."""
    reading = context.reading
    if reading.says("reported_on_request", piece):
        return {"on_request": "true"}
    for blanks in reading.matches("reported_before", piece):
        days = _DAYS.findall(blanks["times"])
        is_one = len(days) == 1 and "/" not in days[0]
        return {"before_day": days[0]} if is_one else {"before_days": days} if days else {}
    for blanks in reading.matches("reported_months", piece):
        return {"months": re.findall(r"\d+", blanks["times"])}
    for blanks in reading.matches("reported_after", piece):
        return {"months_after": blanks["times"]}
    deadline = attempted(read_deadline, piece, reading, context.plan.period)
    return {} if isinstance(deadline, Unread) or not deadline.every or deadline.since else {"every": [*deadline.every]}
