"""What is still to be decided in a draft: as a list, as a table, and at which places of its text."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model.entry import Entry, mentions
from planbook.model.item import ItemId
from planbook.model.plan import Decision, Plan
from planbook.wording.blocks import Cell, Column, Row, Table, capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """What is to be decided, why, between which options, and at which items: each with its id and its number."""

    id: str
    what: str
    why: str
    options: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


def open_decisions(plan: Plan, text: PlanText) -> tuple[OpenDecision, ...]:
    """The open decisions of a draft; an issued plan has none."""
    return tuple(_decision(decision, text) for decision in plan.todo) if plan.status == "draft" else ()


def _decision(decision: Decision, text: PlanText) -> OpenDecision:
    agencies = text.workspace.agencies
    return OpenDecision(
        decision.id,
        capital(decision.what),
        capital(decision.why or ""),
        tuple(text.agency(option) if option in agencies else option for option in decision.options),
        tuple((item, text.numbers[item].place) for item in decision.at if item in text.numbers),
    )


def open_places(plan: Plan) -> Iterator[str]:
    """The ids of the paragraphs that a decision of a draft is about.

    Those are its items; where an agency or a document is in question, the lines of the items that name it, the legal
    bases, the addressees and the recipients.
    """
    for decision in plan.todo if plan.status == "draft" else ():
        if decision.about:
            yield from _naming(plan, decision.about, decision.at)
        else:
            yield from decision.at


def _naming(plan: Plan, about: str, at: tuple[str, ...]) -> Iterator[str]:
    """The paragraphs that name an agency or a document: of some items, and at the head and the foot of the plan."""
    for index, basis in enumerate(plan.legal_bases, 1):
        if basis.document == about:
            yield ItemId.of(plan.id, "basis", index)
    for kind, listed in (("addressee", plan.addressed_to), ("recipient", plan.recipients)):
        for index, recipient in enumerate(listed, 1):
            if about in recipient.agencies:
                yield ItemId.of(plan.id, kind, index)
    for entry in plan.walk():
        item = getattr(entry, "id", "")
        if item in at:
            assignment = getattr(entry, "assignment", None)
            lines = {
                key: {assigned.agency for assigned in getattr(assignment, key, ())} for key in ("lead", "coordinating")
            }
            roles = [key for key, agencies in lines.items() if about in agencies]
            if plan.layout.assignment == "sentence" and roles:
                yield ItemId.of(item, "assignment")
            yield from (ItemId.of(item, key) for key in roles)
            if not roles or _is_mentioned(entry, about):
                yield item


def _is_mentioned(entry: Entry, about: str) -> bool:
    """Whether the texts of an item itself mention an agency or a document."""
    texts = (value for value in entry.__dict__.values() if isinstance(value, str))
    return any(mention["id"] == about for text in texts for mention in mentions(text))


def decisions_table(plan: Plan, text: PlanText) -> Table:
    """The open decisions as the rows of an appendix."""
    rows = []
    for index, decision in enumerate(open_decisions(plan, text), 1):
        cells = (
            Cell(str(index), "center", index),
            Cell(decision.what),
            Cell(decision.why),
            Cell("; ".join(decision.options)),
            Cell("; ".join(dict.fromkeys(place for _, place in decision.places))),
        )
        rows.append(Row(ItemId.row(decision.id), cells))
    say = text.wording.phrases.say
    columns = (
        Column(say("column_index"), 6),
        Column(say("column_decision"), 38),
        Column(say("column_reason"), 18),
        Column(say("column_options"), 24),
        Column(say("column_place"), 14),
    )
    return Table(ItemId.of(plan.id, "decisions"), say("appendix_decisions"), columns, tuple(rows))
