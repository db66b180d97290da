"""What the data say of a period as the cells of a collection workbook have it, and how a cell is compared with another."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from planbook.model.collection import CollectedKind, ReportedPart, statement_of
from planbook.model.number import without_end_zeros, written_number
from planbook.model.period import When
from planbook.model.results import PeriodResults, PeriodText, WorkState
from planbook.text.comparing import cleaned_line
from planbook.views.workbook.sheets import Value
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText

FormKind = Literal[CollectedKind, "texts"]
# The columns that an agency fills in; each is called as the field of the entry, `value` also for `reached`.
FILLED: Mapping[FormKind, tuple[str, ...]] = {
    "targets": ("value", "as_of", "data_source", "note"),
    "tasks": ("state", "begun", "done", "product", "document", "reason", "note"),
    "money": ("allotted", "disbursed", "as_of", "data_source", "note"),
    "reports": ("date", "document"),
    "texts": ("text",),
}
# The columns beside them, that say what a row is of.
IN_FRONT: Mapping[FormKind, tuple[str, ...]] = {
    "targets": ("target", "scope", "unit", "counted", "goal", "previous"),
    "tasks": ("task", "scope", "deadline", "previous"),
    "money": ("source", "unit", "goal", "allotted_before", "disbursed_before"),
    "reports": ("report", "to", "last_day"),
    "texts": ("text_kind",),
}
NUMBERS, DAYS = frozenset(("allotted", "disbursed")), frozenset(("as_of", "begun", "done", "date"))
TEXT_KINDS = ("difficulties", "causes", "proposals")
STATES: tuple[WorkState, ...] = ("not-begun", "under-way", "done", "dropped")
Facts = Mapping[str, Value]  # by the name of the column


def state_phrase(state: str) -> str:
    """The name of the phrase that says a state in the list of a cell."""
    return f"collect_state_{state.replace('-', '_')}"


def stated_facts(text: PlanText, results: PeriodResults | None, part: ReportedPart) -> dict[str, Value]:
    """What results say of a part, by column; texts with everything filled in that they mention."""
    entry = statement_of(results, part)
    if entry is None:
        return {}
    facts: dict[str, Value] = {}
    for name in FILLED[part.kind]:
        stated = getattr(entry, name, None)
        if name == "value" and stated is None:
            stated = getattr(entry, "reached", None)
        if stated is not None:
            facts[name] = _cell(stated, text)
    return facts


def stated_paragraphs(text: PlanText, results: PeriodResults | None, agency: str) -> dict[str, dict[str, Value]]:
    """The paragraphs that an agency has in the texts of a period, by the ids of their rows: difficulties/1."""
    return {row: {"text": cleaned_line(text.fill(paragraph.text))} for row, paragraph in paragraphs_of(results, agency)}


def paragraphs_of(results: PeriodResults | None, agency: str) -> Iterator[tuple[str, PeriodText]]:
    """The paragraphs of an agency, each by the id of its row."""
    for kind in TEXT_KINDS:
        for paragraph in getattr(results, kind, ()):
            number = paragraph.id.removeprefix(f"{agency}-{kind}-")
            if number.isdecimal():
                yield f"{kind}/{number}", paragraph


def paragraph_id(agency: str, row: str) -> str:
    """The id that the paragraph of a row has in the data."""
    return f"{agency}-{row.replace('/', '-')}"


def _cell(stated: object, text: PlanText) -> Value:
    match stated:
        case When():
            return stated.first
        case bool():
            return str(stated).lower()
        case Decimal():
            return stated
    return cleaned_line(text.fill(str(stated)))


def as_stated(value: Value) -> str:
    """A value as data files write it, by which two cells are compared: 1,50 is 1,5."""
    match value:
        case Decimal():
            return written_number(without_end_zeros(value))
        case date():
            return value.isoformat()
    return "" if value is None else str(value)


def choices_of(name: str, phrases: Phrases) -> Mapping[str, str]:
    """The words of each value of a column that is chosen from a list; none of another."""
    say = phrases.say
    if name == "state":
        return {state: say(state_phrase(state)) for state in STATES}
    return {"true": say("target_met"), "false": say("target_unmet")} if name == "reached" else {}


def given_out(rows: Iterable[tuple[FormKind, str, Facts]]) -> tuple[tuple[str, str, str, str], ...]:
    """What cells hold when a workbook is given out: sheet, row, column and value of each that is not empty."""
    return tuple(
        (kind, row, name, as_stated(value))
        for kind, row, facts in rows
        for name, value in facts.items()
        if value not in (None, "")
    )
