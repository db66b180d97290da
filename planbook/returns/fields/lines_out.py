"""A line below an entry that somebody deletes: the edits that take out of the data what it says."""

from collections.abc import Iterator

from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.period import Deadline
from planbook.model.plan import Section
from planbook.model.target import Target
from planbook.model.task import Assignment, Duty, DutyItem, ReportingDuty, Statement, Task, TaskGroup
from planbook.reading.not_taken import NotTaken, Unread
from planbook.returns.fields.sentence import REPORT_TIMES
from planbook.text.writer import Edit, Edits
from planbook.wording.speech import PlanText

OF_ASSIGNMENT = ("lead", "coordinating", "duty", "deadline")
LAST_ONE = Unread(Text("the plan cannot do without this"), Text("edit the text instead of deleting it"))
_OF_ENTRY = ("intro", "text", "assignment", "attachments", "result")


def line_out(text: PlanText, entry: Entry, part: str) -> Edits:
    """The edits that take a line of an entry out; raises `NotTaken`."""
    assignment: Assignment | None = getattr(entry, "assignment", None)
    if part == "deadline" and isinstance(entry, Task | TaskGroup | Section | Duty | Statement):
        return tuple(_deadlines_out(text, entry))
    if part == "reported" and isinstance(entry, ReportingDuty):
        return tuple(Edit(entry.source, key) for key in REPORT_TIMES if key in entry.source.entries)
    if part in OF_ASSIGNMENT and assignment:
        return (Edit(assignment.source, part),)
    if part == "coordinating" and isinstance(entry, Duty | DutyItem) and entry.unsaid == entry.coordinating:
        return (Edit(entry.source, part),)
    if part in ("lead", "coordinating") and isinstance(entry, Target):
        return (Edit(entry.source, part),)
    if part not in _OF_ENTRY:
        raise NotTaken(LAST_ONE)
    return (Edit(entry.source, part),)


def _deadlines_out(text: PlanText, entry: Task | TaskGroup | Section | Duty | Statement) -> Iterator[Edit]:
    """The edits that take out the deadlines of a line, those of an assignment among them; what the texts name stays."""
    below = text.below(entry)
    for owner in (entry, getattr(entry, "assignment", None)):
        listed: tuple[Deadline, ...] = getattr(owner, "deadlines", ())
        gone = [deadline for deadline in listed if deadline in below]
        if owner and gone and len(gone) == len(listed):
            yield Edit(owner.source, "deadlines")
        else:
            yield from (Edit(deadline.source) for deadline in gone)
