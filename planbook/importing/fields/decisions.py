"""What somebody must decide of an imported plan: every doubt, an item a decision, and the entries that registers lack."""

from collections.abc import Iterator, Mapping
from typing import Any

from planbook.authoring.rollover.question import Question
from planbook.importing.fields.notes import ImportedValue, ImportNotes, Proposal
from planbook.importing.fields.plan_values import ids_of
from planbook.messages.diagnostics import Text
from planbook.model.mentions import mentions
from planbook.model.workspace import Workspace

PREFIX = "nhap"  # ids of decisions that an import leaves begin so
_QUOTED = 90  # letters of the original in a decision
_LANGUAGE = "vi"  # decisions stand in the data, which are Vietnamese
_OPTIONS = 4


def decisions(keys: Mapping[str, Any], notes: ImportNotes, workspace: Workspace) -> list[dict[str, Any]]:
    """The decisions of a plan as its file has them."""
    ids = set(ids_of(dict(keys)))
    questions = [*_of_values(notes, ids, workspace), *_of_proposals(notes, ids, keys, workspace)]
    return [{**question.entry(index), "id": f"{PREFIX}-{index}"} for index, question in enumerate(questions, 1)]


def _of_values(notes: ImportNotes, ids: set[str], workspace: Workspace) -> Iterator[Question]:
    doubts: dict[str, list[ImportedValue]] = {}
    for value in notes.values:
        if value.certainty != "certain" and not _is_of_indicator(value, notes):
            doubts.setdefault(value.path.partition(".")[0], []).append(value)
    indicators = [item for item, listed in doubts.items() if all(value.path.endswith(".indicator") for value in listed)]
    if indicators:
        yield Question(
            Text("confirm the indicators of the targets, each of which is the one most like its sentence"),
            tuple(indicators),
        )
    for item, listed in doubts.items():
        if item in indicators:
            continue
        names = ", ".join(dict.fromkeys(field_name(value.path) for value in listed))
        words = next((value.origin.words for value in listed if value.origin.words), "")
        what = Text("see {fields}: “{words}”", {"fields": names, "words": _quoted(words)})
        reasons = dict.fromkeys(value.why.in_language(_LANGUAGE) for value in listed if value.why)
        alternatives = listed[0].alternatives if len(listed) == 1 else ()
        options = dict.fromkeys(name_of_option(option, workspace) for option in alternatives)
        note = Text("{note}", {"note": "; ".join(reasons)}) if reasons else None
        yield Question(what, (item,) if item in ids else (), note, tuple(options)[:_OPTIONS])


def _is_of_indicator(value: ImportedValue, notes: ImportNotes) -> bool:
    """Whether a value is asked for with a proposed indicator: it names that, or is one of its own fields."""
    _, _, field = value.path.partition(".")
    return field == "direction" or (field == "indicator" and value.value in notes.proposals)


def _of_proposals(
    notes: ImportNotes, ids: set[str], keys: Mapping[str, Any], workspace: Workspace
) -> Iterator[Question]:
    items: dict[str, list[str]] = {}
    for name, item in _names(keys):
        if name in notes.proposals and item in ids:
            items.setdefault(name, []).append(item)
    for id_, proposal in notes.proposals.items():
        if proposal.register in ("agencies", "groups"):
            yield Question(
                Text("confirm the agency “{name}”, which the register lacked", {"name": proposal.entry["name"]}),
                tuple(dict.fromkeys(items.get(id_, ()))),
                options=tuple(name_of_option(option, workspace) for option in proposal.nearest),
                about=id_,
            )
        elif proposal.register == "indicators":
            why = next(value.why for value in notes.values if value.path == f"{id_}.direction")
            yield Question(
                Text("confirm the indicator “{name}” ({unit}), which the register lacked", proposal.entry),
                tuple(dict.fromkeys(items.get(id_, ()))),
                why,
                tuple(name_of_option(option, workspace) for option in proposal.nearest),
                about=id_,
            )
        elif proposal.register == "localities":
            yield Question(
                Text("complete the place “{name}”, which the register lacked", {"name": proposal.entry["name"]})
            )
    documents = [proposal for proposal in notes.proposals.values() if proposal.register == "documents"]
    if documents:
        names = "; ".join(_document(proposal, notes) for proposal in documents)
        yield Question(
            Text(
                "confirm {count} documents that the register lacked: {names}", {"count": len(documents), "names": names}
            )
        )


def _names(keys: Any, item: str = "") -> Iterator[tuple[str, str]]:
    """The ids and texts that the own fields of each item of a plan hold, each with the item."""
    if isinstance(keys, dict):
        own = keys.get("id", item)
        for field, value in keys.items():
            if field != "id":
                yield from _names(value, own)
    elif isinstance(keys, list):
        for value in keys:
            yield from _names(value, item)
    elif isinstance(keys, str) and item:
        yield keys, item


def _document(proposal: Proposal, notes: ImportNotes) -> str:
    """What a proposed document is called; documents in its title by their own names."""
    name = str(proposal.entry.get("number") or proposal.entry.get("title", ""))
    for mention in mentions(name):
        inner = notes.proposals.get(mention["id"])
        name = name.replace(mention.group(), _document(inner, notes) if inner else mention["id"])
    return name


def field_name(path: str) -> str:
    """What a drafter calls the field of a value, by its path."""
    field = path.split(".")[1] if "." in path else path
    return _FIELDS[field].in_language(_LANGUAGE) if field in _FIELDS else field


def _quoted(words: str) -> str:
    plain = words.replace("{", "(").replace("}", ")")
    return plain if len(plain) <= _QUOTED else f"{plain[: _QUOTED - 1]}…"


def name_of_option(option: Any, workspace: Workspace) -> str:
    """An alternative as people call it: the name of an agency, a document, an indicator, else what it is."""
    text = str(option)
    if text in workspace.agencies:
        return workspace.agencies[text].called
    if text in workspace.indicators:
        return workspace.indicators[text].name
    return text.replace("{", "(").replace("}", ")")


_FIELDS: Mapping[str, Text] = {
    "title": Text("title of the plan"), "short_title": Text("short title"), "period": Text("period"), "number": Text("number of the document"), "date": Text("day"),
    "symbol": Text("symbol"), "issuer": Text("issuer"), "jurisdiction": Text("place"), "signatory": Text("signatory"), "lead": Text("who leads"),
    "coordinating": Text("who coordinates"), "deadlines": Text("deadline"), "agencies": Text("agencies"), "value": Text("figure"), "unit": Text("unit"),
    "due": Text("year"), "indicator": Text("indicator"), "direction": Text("wanted direction"), "text": Text("text"), "rows": Text("table"), "framework": Text("content"), "intro": Text("content"),
    "tasks": Text("content"), "outline": Text("content"), "budget": Text("money"), "note": Text("note"), "type": Text("kind of document"),
    "to": Text("receiver of the reports"), "every": Text("rhythm"), "before_day": Text("day of the month"), "before_days": Text("days of the reports"),
    "months": Text("months"), "total": Text("money"), "amount": Text("money"), "source_of_funds": Text("funding source"), "heading": Text("heading"),
    "cells": Text("row of the table"), "recipients": Text("recipients"), "legal_bases": Text("legal bases"), "continues": Text("task of last year"),
}  # fmt: skip
