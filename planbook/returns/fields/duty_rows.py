"""Rows of the sheet of tasks that are duties of agencies: what is edited there goes back into the plan's own text."""

from typing import Any

from planbook.messages.diagnostics import Text
from planbook.model.assigned import Assigned
from planbook.model.plan import Section
from planbook.model.task import Duty, DutyItem, Statement
from planbook.model.work import partners_of
from planbook.reading.agencies import read_agencies
from planbook.reading.context import Context, FieldChanges
from planbook.reading.mentions import LinePart
from planbook.reading.not_taken import NotTaken, Unread
from planbook.returns.fields.task_fields import WORKED_OUT, agencies_field, changed_lines
from planbook.returns.fields.traced import Printed

_SEVERAL = Unread(
    Text("the row is one of several of a duty, which is given to all of its agencies at once"),
    Text("change the agencies of the duty in the data"),
)
_JOINED = Unread(
    Text("the row joins several paragraphs of the plan"), Text("change these in the Word draft, or in the data")
)
_SILENT = Unread(Text("the paragraph names agencies and nothing that they do"), Text("write it behind a colon"))
_BARE = Unread(
    Text("a duty names agencies without what each does"),
    Text("write the names of agencies alone, or give it as a task"),
)


def duty_field(context: Context, entry: Duty | Statement | Section, name: str, text: str) -> FieldChanges:
    """What changes when a column of a duty's row, or of the row above them, now says something else; raises `NotTaken`."""
    if name == "task":
        return changed_lines(context, entry, _parts(entry), text)
    if name not in ("lead", "coordinating") or isinstance(entry, Section):
        raise NotTaken(WORKED_OUT)
    if name == "coordinating" and isinstance(entry, DutyItem):
        return _partners(context, entry, text)
    if isinstance(entry, Statement) or entry.items:
        raise NotTaken(_SEVERAL)
    if name == "coordinating":
        return agencies_field(context, entry, name, entry.coordinating, text)
    return _agencies(context, entry, text)


def _partners(context: Context, item: DutyItem, text: str) -> FieldChanges:
    """What changes when the row of an item names others that coordinate; those of the whole duty must stay."""
    (duty,) = (duty for duty in context.plan.entries(Duty) if item in duty.items)
    read = read_agencies(text, context.register, partners_of(duty, item))
    if not set(duty.coordinating) <= set(read):
        raise NotTaken(_SEVERAL)
    own = tuple(partner for partner in read if partner not in duty.coordinating)
    return context.set(item, "coordinating", item.coordinating, own)


def _parts(entry: Duty | Statement | Section) -> list[LinePart]:
    """What the column of tasks prints of an entry, with the fields that say it; raises `NotTaken`."""
    if isinstance(entry, Statement) and entry.items:
        raise NotTaken(_JOINED)
    fields = {"heading": getattr(entry, "heading", None), "text": getattr(entry, "text", None)}
    parts = [LinePart(text, field) for field, text in fields.items() if text]
    return parts if len(parts) < 2 else [parts[0], LinePart(": "), parts[1]]


def read_duty(text: str, id_: str, context: Context) -> dict[str, Any]:
    """A duty as a data file holds it: the agencies before the colon, and what they do; raises `NotTaken`."""
    head, _, rest = text.partition(":")
    asked_for = next(iter(context.reading.matches("duty_requested", head.strip())), None)
    read = read_agencies(asked_for["agencies"] if asked_for else head, context.register)
    if not rest.strip():
        raise NotTaken(_SILENT)
    agencies = [agency.agency for agency in read]
    requested = {"requested": "true"} if asked_for else {}
    return {"id": id_, "agencies": agencies[0] if len(agencies) == 1 else agencies, **requested, "text": rest.strip()}


def duty_agencies(context: Context, duty: Duty, line: Printed, new: str) -> tuple[FieldChanges, str]:
    """What changes because the line of a duty begins with other agencies, and the line as it prints those of now."""
    label = line.parts[0].text if line.parts and not line.parts[0].field else line.text
    if new == label or (line.fields and new.startswith(label)):
        return (), new
    head, colon, rest = new.partition(":") if duty.text and not duty.items else (new.rstrip(" :"), "", "")
    request = next(iter(context.reading.matches("duty_requested", head.strip())), None) if duty.requested else None
    made = _agencies(context, duty, request["agencies"] if request else head)
    return made, f"{label}{rest.lstrip()}" if colon else label


def _agencies(context: Context, duty: Duty, text: str) -> FieldChanges:
    current = tuple(Assigned.model_construct(agency=agency, requested=duty.requested) for agency in duty.agencies)
    read = read_agencies(text, context.register, current)
    if not read or any(assigned.remark or assigned.requested != duty.requested for assigned in read):
        raise NotTaken(_BARE)
    return context.set(duty, "agencies", duty.agencies, tuple(assigned.agency for assigned in read))
