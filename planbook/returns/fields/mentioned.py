"""What a mention becomes whose words were edited: another agency, another figure, another time."""

from typing import Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.period import Deadline
from planbook.model.target import Figure, Target
from planbook.reading.agencies import read_agency
from planbook.reading.amounts import Stated, read_figure
from planbook.reading.context import Context
from planbook.reading.mentions import Mention
from planbook.reading.not_taken import Unread
from planbook.reading.times import read_deadline


def mention(context: Context, entry: Any, blank: str, words: str) -> Mention | Unread:
    """What a mention becomes whose words were edited: another agency, another figure, another time."""
    kind, _, rest = blank.strip("{}").partition(":")
    id_, _, form = rest.partition("|")
    if kind == "value":
        return _figure(context, entry, blank, words)
    if kind == "figure":
        return _figure(context, context.entries[id_], blank, words)
    if kind == "agency":
        return _agency(context, form, words)
    if kind == "deadline":
        mentioned = next(due for due in context.plan.walk() if isinstance(due, Deadline) and due.id == id_)
        return _time(context, mentioned, blank, words)
    return Unread(
        Text("“{words}” stands where the plan mentions a document or another item", {"words": words[:80]}),
        Text("change the mention {mention} in the data", {"mention": blank}),
    )


def _agency(context: Context, form: str, words: str) -> Mention | Unread:
    """The agency in the form that prints these words, else in that of the mention before."""
    id_ = read_agency(words, context.register)
    if isinstance(id_, Unread):
        return id_
    forms = dict.fromkeys((form, "", "full", "short"))
    shape = next((shape for shape in forms if context.text.agency(id_, shape or None) == words), form)
    return Mention(f"{{agency:{id_}{'|' if shape else ''}{shape}}}")


def _figure(context: Context, entry: Any, blank: str, words: str) -> Mention | Unread:
    assert isinstance(entry, Figure | Target)
    stated = read_figure(words, context.reading)
    if isinstance(stated, Unread):
        return stated
    return Mention(blank, set_value(context, entry, stated))


def set_value(context: Context, entry: Figure | Target, stated: Stated) -> tuple[Change, ...]:
    """The change of the one fact that comparator, number and unit of a figure or target are."""
    old = (entry.comparator, entry.value, entry.upper, entry.unit)
    return context.set(entry, "value", old, (stated.comparator, stated.value, stated.upper, stated.unit))


def _time(context: Context, deadline: Deadline, blank: str, words: str) -> Mention | Unread:
    read = read_deadline(words, context.reading, context.plan.period)
    if isinstance(read, Unread):
        return read
    owner: Any = next(
        entry
        for entry in context.plan.walk()
        if getattr(entry, "id", None) and deadline in getattr(entry, "deadlines", ())
    )
    unchanged = {"id": deadline.id, "work": deadline.work, "report": deadline.report}
    new = tuple(read.model_copy(update=unchanged) if own is deadline else own for own in owner.deadlines)
    rest = owner.assignment.deadlines if getattr(owner, "assignment", None) else ()
    return Mention(blank, context.set(owner, "deadlines", (*owner.deadlines, *rest), (*new, *rest)))
