"""Lines printed as a sentence, read back: an assignment, and how often and before which days a reporting duty is due.

"X chủ trì, phối hợp với Y tổ chức thực hiện; trước ngày 30/6/2027", "hằng quý; trước ngày 20; khi có yêu cầu".
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.mentions import mentions
from planbook.model.task import Assignment, ReportingDuty, Task, TaskGroup
from planbook.reading.context import Context, FieldChanges
from planbook.reading.edits import plain
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.times import read_deadline
from planbook.returns.fields.task_fields import assignment_field

_ROLES = (("lead", "coordinating"), ("lead",), ("coordinating",))
_ANY = {"lead": "(?P<lead>.+?)", "coordinating": "(?P<coordinating>.+?)"}
_LONGEST = 3000  # letters; where agencies end is looked for at every place
_NO_SENTENCE = Unread(
    Text("the sentence does not say who leads, who coordinates and by when as such sentences do"),
    Text("write it like the other ones: who leads, who coordinates, then behind a semicolon by when"),
)
REPORT_TIMES = ("every", "on_request", "before_day", "before_days", "months", "months_after")
_DAYS = re.compile(r"\d{1,2}(?:/\d{1,2})?")
_NO_TIMES = Unread(
    Text("the line does not say how often, before which days, in which months or when asked for as such lines do"),
    Text("write it like the other ones, with semicolons between its parts"),
)


def read_sentence(context: Context, id_: str, new: str) -> FieldChanges:
    """What changes when the sentence about who does a task or the tasks of a group says something else."""
    owner = context.entries[id_]
    assert isinstance(owner, Task | TaskGroup)
    assert owner.assignment
    label = context.text.wording.phrases.say("assignment") + ":"
    texts = _texts(context, owner.assignment, new.removeprefix(label).strip().rstrip("."))
    if texts is None:
        raise NotTaken(_NO_SENTENCE)
    changes: list[Change] = []
    for name, text in texts.items():
        field = "deadlines" if name == "deadline" else name
        current = getattr(owner.assignment, field)
        if name == "duty":
            changes += context.set(owner, "duty", current, text or None)
        elif text:
            changes += assignment_field(context, id_, name, text)
        else:
            changes += context.set(owner, field, current, ())
    return tuple(changes)


def _texts(context: Context, assignment: Assignment, sentence: str) -> dict[str, str] | None:
    """What a sentence says in each of its parts, as a line of its own would; None where it cannot be told."""
    assigned = context.text.assigned
    remarked = assigned([partner for partner in assignment.coordinating if partner.remark])
    unremarked = assigned([partner for partner in assignment.coordinating if not partner.remark])
    for pattern in _patterns(context, assignment, remarked) if len(sentence) < _LONGEST else ():
        if match := pattern.fullmatch(sentence):
            texts = {"lead": "", "coordinating": "", "deadline": "", **match.groupdict(default="")}
            if remarked and texts["coordinating"] == unremarked:
                del texts["coordinating"]  # in the order of the data, which is not that of the sentence
            elif remarked:
                texts["coordinating"] = "; ".join(filter(None, (texts["coordinating"], remarked)))
            return texts
    return None


def _patterns(context: Context, assignment: Assignment, remarked: str) -> Iterator[re.Pattern[str]]:
    """The forms of a sentence: with the same duty, without agencies, then with the same of these and another duty."""
    text, say = context.text, context.text.wording.phrases.say
    duty, also = text.fill(assignment.duty), re.escape(f"; {remarked}") if remarked else ""
    when = "(?:; (?P<deadline>.+))?"
    for roles in _ROLES:
        form = _form(say(f"sentence_{'_'.join(roles)}", **{role: f"\0{role}\0" for role in roles}), _ANY)
        yield re.compile(form + (re.escape(f" {duty}") if duty else "") + also + when, re.IGNORECASE)
    if not duty:
        yield re.compile(re.escape(remarked) + when if remarked else "(?P<deadline>.+)")
    partners = [partner for partner in assignment.coordinating if not partner.remark]
    names = {"lead": text.assigned(assignment.lead), "coordinating": text.assigned(partners)}
    filled = tuple(role for role, name in names.items() if name)
    if filled and duty and not any(mentions(assignment.duty or "")):
        phrases = {role: f"(?P<{role}>{re.escape(names[role])})" for role in filled}
        form = _form(say(f"sentence_{'_'.join(filled)}", **{role: f"\0{role}\0" for role in filled}), phrases)
        due = text.deadlines(assignment.deadlines)
        due = f"; (?P<deadline>{re.escape(due)})" if due else ""
        yield re.compile(f"{form} (?P<duty>.+){also}{due}", re.IGNORECASE)


def _form(sentence: str, names: dict[str, str]) -> str:
    """The pattern of a sentence whose blanks are patterns themselves."""
    form = re.escape(sentence)
    for role, name in names.items():
        form = form.replace(re.escape(f"\0{role}\0"), name)
    return form


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
