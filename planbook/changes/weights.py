"""What a change is about: figures, responsibility, deadlines, legal bases, the plan as a document, wording, structure."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from planbook.changes.change import Change
from planbook.changes.effects import is_in_another_unit, matched, names_the_same
from planbook.changes.renamed import Names
from planbook.changes.words import Side
from planbook.messages.diagnostics import Text
from planbook.model.agency import Agency, AgencyChange, AgencyGroup, Locality
from planbook.model.appendix import AppendixRow, PlanAppendix
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.legal import LegalDocument
from planbook.model.plan import Attachment, Decision, Plan, Section
from planbook.model.programme import FundingSource, Indicator, Standard
from planbook.model.target import Figure, Target
from planbook.model.task import Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.wording.tokens import other_matters

Weight = Literal["figures", "responsibility", "deadlines", "legal-bases", "standing", "wording", "structure"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
WEIGHT_WORDS: dict[Weight, Text] = {
    "figures": Text("Figures"),
    "responsibility": Text("Responsibility"),
    "deadlines": Text("Deadlines"),
    "legal-bases": Text("Legal bases"),
    "standing": Text("Standing of the plan"),
    "wording": Text("Wording"),
    "structure": Text("Structure"),
}
LIGHT: tuple[Weight, ...] = ("wording", "structure")  # what no office has to act on

TEXTS = (
    "text",
    "short_text",
    "heading",
    "title",
    "short_title",
    "intro",
    "preamble",
    "closing",
    "note",
    "scope",
    "result",
    "duty",
    "name",
    "full_name",
    "short_name",
    "what",
    "why",
)
_OF_FIELD: dict[str, Weight] = {
    **dict.fromkeys(("value", "total", "amount", "baseline", "cells", "values", "unit", "comparator"), "figures"),
    **dict.fromkeys(("baseline_as_of", "baseline_source"), "figures"),
    **dict.fromkeys(("source_of_funds", "indicator", "target"), "figures"),
    **dict.fromkeys(("lead", "coordinating", "agencies", "requested", "leads", "to", "role"), "responsibility"),
    **dict.fromkeys(("issuer", "addressed_to", "recipients", "signatory"), "responsibility"),
    **dict.fromkeys(("deadlines", "due", "every", "on_request"), "deadlines"),
    **dict.fromkeys(("before_day", "before_days", "months", "months_after"), "deadlines"),
    **dict.fromkeys(("legal_bases", "programmes"), "legal-bases"),
    **dict.fromkeys(("status", "number", "date", "period", "replaced_by", "follows", "symbol"), "standing"),
    **dict.fromkeys(("amendments", "amended_by", "issued_with", "document_type", "jurisdiction"), "standing"),
    **dict.fromkeys(
        ("id", "layout", "numbering", "run_in", "made", "columns", "file", "group", "appendices"), "structure"
    ),
}
_OF_ENTRY: dict[type[Entry], Weight] = {
    **dict.fromkeys((Target, Figure, Budget, BudgetLine, AppendixRow, Indicator, Standard, FundingSource), "figures"),
    **dict.fromkeys((Task, Duty, ReportingDuty), "responsibility"),
    **dict.fromkeys((Agency, AgencyGroup, AgencyChange, Locality), "responsibility"),
    **dict.fromkeys((TaskGroup, Section, PlanAppendix, Attachment), "structure"),
    **dict.fromkeys((Plan, Decision), "standing"),
    LegalDocument: "legal-bases",
}
_OF_MATTER: Mapping[str, Weight] = {
    "figure": "figures",
    "agency": "responsibility",
    "time": "deadlines",
    "document": "legal-bases",
}
_ASIDE = ("aliases", "note", "archive_name")  # what of a register nobody prints


def weight_of(change: Change, old: Side, new: Side) -> Weight:
    """What a change is about."""
    match change.kind:
        case "move":
            return "responsibility" if changes_hands(change, old, new) else "structure"
        case "set":
            return _of_fact(change, old, new)
    if _is_work(change.item, old if change.kind == "remove" else new):
        return "responsibility"
    texts = (str(text) for part in change.entry.walk() for name, text in part if name in TEXTS)
    has_figures = "figure" in other_matters("", " ".join(texts), _times(new))
    return _OF_ENTRY.get(type(change.entry), "figures" if has_figures else "wording")


def _is_work(item: str, on: Side) -> bool:
    """Whether a statement says what somebody has to do: an item of a duty, a measure of a task."""
    parent = on.force.parents.get(item, "")
    match on.force.entries.get(parent), on.force.entries.get(item):
        case Duty(), Statement():
            return True
        case Task() as task, Statement() as statement:
            return any(measure.id == statement.id for measure in task.measures)
        case Statement(), Statement():
            return _is_work(parent, on)
    return False


def _of_fact(change: Change, old: Side, new: Side) -> Weight:
    if change.field == "id":
        return "structure"
    if not change.plan:
        is_aside = change.field in _ASIDE
        return "wording" if is_aside else _OF_ENTRY.get(type(change.entry), "wording")
    if change.field in TEXTS:
        before, after = (value if isinstance(value, str) else "" for value in (change.old, change.new))
        return weight_of_texts(before, after, _times(new))
    if isinstance(change.old, tuple) and isinstance(change.new, tuple):
        is_order = change.field in ("legal_bases", "recipients") and not any(matched(change, old, new))
        weight = "structure" if is_order else _of_list(change, change.old, change.new, old.new_ids)
        if weight:
            return weight
    if is_in_another_unit(change, old, new):
        return "wording"
    is_sum_of_rows = isinstance(change.entry, AppendixRow) and change.field == "total"
    return "structure" if is_sum_of_rows else _OF_FIELD.get(change.field, "wording")


def _of_list(change: Change, old: Sequence[Any], new: Sequence[Any], new_ids: Names) -> Weight | None:
    """What of a list weighs otherwise than its field: a column that adds up others, a share that changes hands."""
    if names_the_same(old, new, new_ids):
        return "wording"
    if change.field == "columns" and old[0].heading == new[0].heading:
        return "figures"
    return "responsibility" if change.field == "values" and len(old) == 1 and old[0].body != new[0].body else None


def _times(on: Side) -> list[str]:
    """How times are written that name no year: "ngày 20", "tháng 6", "quý II"."""
    say = on.wording.phrases.say
    return [say("on_day", day="{}"), say("month_alone", month="{}"), say("quarter_alone", quarter="{}")]


def weight_of_texts(old: str, new: str, times: Sequence[str] = ()) -> Weight:
    """What two texts speak of otherwise, the weightiest."""
    matters = other_matters(old, new, times)
    return next((weight for matter, weight in _OF_MATTER.items() if matter in matters), "wording")


def changes_hands(change: Change, old: Side, new: Side) -> bool:
    """Whether an item that moves is somebody else's then; who leads a task that moves is told by itself."""
    earlier = getattr(change.old_entry, "id", "")
    owners = old.force.owners(earlier), new.force.owners(change.item)
    return change.old != change.new and not isinstance(change.entry, Task) and set(owners[0]) != set(owners[1])
