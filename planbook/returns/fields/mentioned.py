"""What a mention becomes whose words were edited: another agency, document or item, another figure, another time."""

import re
from dataclasses import replace
from typing import Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.period import Deadline
from planbook.model.target import Figure, Target
from planbook.reading.agencies import read_agency
from planbook.reading.amounts import Stated, read_figure
from planbook.reading.context import Context
from planbook.reading.mentions import Mention
from planbook.reading.not_taken import FOOTNOTE, NotTaken, Unread
from planbook.reading.proposed_documents import cited_document
from planbook.reading.times import read_deadline
from planbook.text.comparing import comparable

_CITE = Text("write the citation with number, day and who issued it, as a legal basis has them")
_NUMBER_IN_UNIT = re.compile(r"(?<![\w/.,])\d+(?:[.,]\d+)*")  # none is "m2", or "giường/10.000 dân"
NEW_DOCUMENT = Unread(
    Text("no register has the document that is cited here"),
    Text("cite it with number, day and who issued it in the text or in a legal basis of the draft"),
)


def mention(context: Context, entry: Any, blank: str, words: str) -> Mention:
    """What a mention becomes whose words were edited; raises `NotTaken`."""
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
    if kind == "document":
        return _document(context, form, words)
    if kind == "item":
        return _item(context, words)
    raise NotTaken(FOOTNOTE)


def _document(context: Context, form: str, words: str) -> Mention:
    """The document whose citation these words are, in the form that prints them; also one that no register has."""
    text = context.wide.text
    numbered = [
        id_ for id_, entry in text.workspace.documents.items() if (entry.number or "\0").casefold() in words.casefold()
    ]
    shapes = [
        (id_, shape)
        for id_ in numbered
        for shape in ("short", "dated", "full")
        if comparable(text.citation(id_, shape)) == comparable(words)
    ]
    if len({id_ for id_, _ in shapes}) > 1:
        raise NotTaken(Text("several documents are called “{words}”", {"words": words}), _CITE)
    if shapes:
        id_, shape = shapes[0]
        as_before = any(shape == form for _, shape in shapes) or (not form and text.short_citations)
        return _cited(id_, form if as_before else shape)
    cited = cited_document(words, context)
    if cited and cited.addition and "date" in cited.addition.value:
        shape = "full" if "title" in cited.addition.value else "dated"
        return replace(_cited(cited.id, "" if (form, shape) == ("", "full") else shape), addition=cited.addition)
    if cited and cited.is_same:
        return _cited(cited.id, form)
    raise NotTaken(
        Text("“{words}” stands where the plan cites a document, and is none that is known", {"words": words[:80]}),
        _CITE,
    )


def _cited(id_: str, form: str) -> Mention:
    return Mention(f"{{document:{id_}{'|' if form else ''}{form}}}")


def _item(context: Context, words: str) -> Mention:
    """The item that stands where these words say; a footnote is none."""
    # What has no number of its own stands where the item around it does, which comes first.
    places = {comparable(context.text.place(item)).casefold(): item for item in reversed(context.text.numbers)}
    if item := places.get(comparable(words).casefold()):
        return Mention(f"{{item:{item}}}")
    raise NotTaken(
        Text("“{words}” stands where the plan mentions another item, and no item stands there", {"words": words[:80]}),
        Text("write where it stands as the other mentions do, or leave these words as they are"),
    )


def _agency(context: Context, form: str, words: str) -> Mention:
    """The agency in the form that prints these words, else in that of the mention before."""
    id_ = read_agency(words, context.register)
    forms = dict.fromkeys((form, "", "full", "short"))
    shape = next((shape for shape in forms if context.register.text.agency(id_, shape or None) == words), form)
    return Mention(f"{{agency:{id_}{'|' if shape else ''}{shape}}}")


def _figure(context: Context, entry: Any, blank: str, words: str) -> Mention:
    assert isinstance(entry, Figure | Target)
    return Mention(blank, set_value(context, entry, read_figure(words, context.reading)))


def set_value(context: Context, entry: Figure | Target, stated: Stated) -> tuple[Change, ...]:
    """The change of the one fact that comparator, number and unit of a figure or target are; raises `NotTaken`."""
    if _NUMBER_IN_UNIT.findall(stated.unit) not in ([], _NUMBER_IN_UNIT.findall(entry.unit or "")):
        raise NotTaken(
            Text("“{unit}” is no unit: a second number stands in it", {"unit": stated.unit[:80]}),
            Text("state one number here, and the other in an item of its own"),
        )
    old = (entry.comparator, entry.value, entry.upper, entry.unit)
    return context.set(entry, "value", old, (stated.comparator, stated.value, stated.upper, stated.unit))


def _time(context: Context, deadline: Deadline, blank: str, words: str) -> Mention:
    read = read_deadline(words, context.reading, context.plan.period)
    owner: Any = next(
        entry
        for entry in context.plan.walk()
        if getattr(entry, "id", None) and deadline in getattr(entry, "deadlines", ())
    )
    unchanged = {"id": deadline.id, "work": deadline.work, "report": deadline.report}
    new = tuple(read.model_copy(update=unchanged) if own is deadline else own for own in owner.deadlines)
    rest = owner.assignment.deadlines if getattr(owner, "assignment", None) else ()
    return Mention(blank, context.set(owner, "deadlines", (*owner.deadlines, *rest), (*new, *rest)))
