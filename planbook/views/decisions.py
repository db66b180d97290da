"""What is still to be decided in a draft: as a list, as a sheet to tick, and at which places of its text."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.mentions import mentions
from planbook.model.period import Deadline
from planbook.model.plan import Decision, Plan
from planbook.views.fitting import fitted
from planbook.wording.blocks import EMPTY_BOX, Cell, Row, Table, capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """What is to be decided, why, between which options, and at which items: each with its id and its number."""

    id: str
    what: str
    why: str
    options: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TickedAnswer:
    """One answer to a decision: to keep the draft as it is, to drop the items or the days by which they end, to take an option."""

    kind: Literal["keep", "drop", "drop-day", "option"]
    words: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """The sheet in front of a draft on which decisions are ticked; no part of the plan."""

    id: str
    heading: str
    title: str
    note: str
    table: Table

    @property
    def fixed(self) -> tuple[str, ...]:
        """Its words around the decisions, rows with tabs between their cells."""
        return (self.heading, self.title, self.note, "\t".join(column.heading for column in self.table.columns))


def choices(decision: Decision, plan: Plan, text: PlanText) -> tuple[TickedAnswer, ...]:
    """The answers that can be ticked: options that stand for an agency or the value of a target, what is proposed, and none of these."""
    say, agencies = text.wording.phrases.say, text.workspace.agencies
    has_target = not decision.about and any(
        target.id in decision.at and target.value is not None for target in plan.targets()
    )
    tickable = [
        TickedAnswer("option", text.agency(option) if option in agencies else option, option)
        for option in decision.options
        if (option in agencies if decision.about in agencies else has_target)
    ]
    dropped = [TickedAnswer("drop", say("choice_drop"))] if decision.proposal == "drop" and decision.at else []
    if decision.proposal == "drop-day" and passing_deadlines(plan, decision):
        dropped = [TickedAnswer("drop-day", say("choice_drop_day"))]
    return (*tickable, *dropped, TickedAnswer("keep", say("choice_keep")))


def passing_deadlines(plan: Plan, decision: Decision) -> list[tuple[Entry, tuple[Deadline, ...]]]:
    """Those of a decision's deadlines that end on a day, each list with the entry that has it; nothing where no others go on."""
    items = set(decision.at)
    owners: list[Entry] = [part for part in plan.walk() if getattr(part, "id", None) in items]
    owners += [assignment for part in owners if (assignment := getattr(part, "assignment", None))]
    shared: list[Deadline] = []
    for group in plan.task_groups():
        sharing = {task.id for task in group.tasks if not task.assignment}
        if group.assignment and group.id not in items and sharing & items:
            owners += [group.assignment] if sharing <= items else []
            shared += group.assignment.deadlines
    listed = [(owner, getattr(owner, "deadlines", ())) for owner in owners]
    if all(deadline.last_day for deadline in (*shared, *chain(*(deadlines for _, deadlines in listed)))):
        return []
    ending = [(owner, tuple(deadline for deadline in deadlines if deadline.last_day)) for owner, deadlines in listed]
    return [(owner, deadlines) for owner, deadlines in ending if deadlines]


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
        # The tasks of a table that stands in an appendix have no number that could be named.
        tuple((item, place) for item in decision.at if item in text.numbers and (place := text.numbers[item].place)),
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


def decision_sheet(plan: Plan, text: PlanText) -> DecisionSheet | None:
    """The open decisions on a sheet of their own, each with a box for every answer, without columns that none of them fills.

    None where there are none.
    """
    rows: list[tuple[ItemId, tuple[Cell, ...]]] = []
    for index, (decision, entry) in enumerate(zip(open_decisions(plan, text), plan.todo, strict=False), 1):
        answers = choices(entry, plan, text)
        ticked = {choice.words for choice in answers}
        cells = (
            Cell(str(index), "center", index),
            Cell(decision.what),
            Cell(decision.why),
            Cell("; ".join(dict.fromkeys(place for _, place in decision.places))),
            Cell("; ".join(option for option in decision.options if option not in ticked)),
            Cell(" ".join(f"{EMPTY_BOX} {choice.words}" for choice in answers)),
        )
        rows.append((ItemId.row(decision.id), cells))
    if not rows:
        return None
    say = text.wording.phrases.say
    names = ("index", "decision", "reason", "place", "options", "choice")
    filled = [at for at in range(len(names)) if any(cells[at].text for _, cells in rows)]
    headings = [say(f"column_{names[at]}") for at in filled]
    lines = tuple(Row(item, tuple(cells[at] for at in filled)) for item, cells in rows)
    id_, title = ItemId.of(plan.id, "decisions"), say("appendix_decisions")
    table = Table(id_, title, fitted(headings, lines), lines)
    return DecisionSheet(f"{id_}-sheet", say("decisions_apart"), title, say("decisions_note"), table)
