"""What changed, in sentences, the weightiest first: figures, responsibility, deadlines, legal bases, wording, order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, get_args

from planbook.changes.change import Change
from planbook.changes.compare import without_places
from planbook.changes.terms import ENTRY_TERMS, FIELDS
from planbook.changes.words import Side
from planbook.messages.diagnostics import Span, Text
from planbook.model.agency import Agency, AgencyChange, AgencyGroup, Locality
from planbook.model.assigned import Assigned
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.legal import LegalDocument
from planbook.model.number import official
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.responsibility import named_agencies
from planbook.model.target import Figure, Target
from planbook.model.task import Duty, ReportingDuty, Task, TaskGroup

Weight = Literal["figures", "responsibility", "deadlines", "legal-bases", "wording", "order"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
WEIGHT_WORDS: dict[Weight, Text] = {
    "figures": Text("Figures"),
    "responsibility": Text("Responsibility"),
    "deadlines": Text("Deadlines"),
    "legal-bases": Text("Legal bases"),
    "wording": Text("Wording"),
    "order": Text("Order"),
}

_WEIGHT_OF_FIELD: dict[str, Weight] = {
    **dict.fromkeys(
        (
            "value",
            "total",
            "amount",
            "baseline",
            "before_day",
            "before_days",
            "months",
            "months_after",
            "cells",
            "values",
        ),
        "figures",
    ),
    **dict.fromkeys(("lead", "coordinating", "agencies", "requested", "leads", "to", "role"), "responsibility"),
    **dict.fromkeys(("issuer", "addressed_to", "recipients", "signatory"), "responsibility"),
    **dict.fromkeys(("original", "resulting", "functions", "successors"), "responsibility"),
    **dict.fromkeys(("deadlines", "due", "period", "date", "every", "on_request", "start", "end"), "deadlines"),
    **dict.fromkeys(("legal_bases", "legal_basis", "number", "programmes"), "legal-bases"),
    **dict.fromkeys(("implements", "replaces", "amends"), "legal-bases"),
}
_WEIGHT_OF_ENTRY: dict[type[Entry], Weight] = {
    **dict.fromkeys((Target, Figure, Budget, BudgetLine), "figures"),
    **dict.fromkeys((Task, TaskGroup, Duty, ReportingDuty, Plan), "responsibility"),
    **dict.fromkeys((Agency, AgencyGroup, AgencyChange, Locality), "responsibility"),
    LegalDocument: "legal-bases",
}
_TEXTS = (
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
)
_ONE_FACT = ("value", "total", "amount")  # tuples that say one thing together; all others are lists
_DAYS_OF_A_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class ChangeSentence:
    """One change in words, with the item, its number in the plan, and the agencies whose work it touches.

    `anchor` is the id under which the plan's page shows it, empty where it does not. `old` and `new` are the two texts of a change of wording, for a reader to compare.
    """

    weight: Weight
    kind: str
    plan: str
    item: str
    anchor: str
    place: str
    sentence: Text
    agencies: tuple[str, ...]
    span: Span | None
    old: str = ""
    new: str = ""


def change_log(changes: Iterable[Change], old: Side, new: Side) -> list[ChangeSentence]:
    """The changes of one plan (or of the registers) in words, by weight, else in the order of the plan."""
    return list(by_weight(_change_sentence(change, old, new) for change in changes))


def by_weight(sentences: Iterable[ChangeSentence]) -> tuple[ChangeSentence, ...]:
    """Changes with the weightiest first, else in their order."""
    return tuple(sorted(sentences, key=lambda sentence: WEIGHTS.index(sentence.weight)))


def _change_sentence(change: Change, old: Side, new: Side) -> ChangeSentence:
    is_text = change.kind == "set" and change.field in _TEXTS
    before = str(old.value(change.old_entry or change.entry, change.field, change.old)) if is_text else ""
    after = str(new.value(change.entry, change.field, change.new)) if is_text else ""
    here = old if change.kind == "remove" else new
    return ChangeSentence(
        weight=_weight(change),
        kind=change.kind,
        plan=change.plan,
        item=change.item,
        anchor="" if change.kind == "remove" else new.anchor(change.item),
        place=here.place(change.item),
        sentence=_sentence(change, old, new),
        agencies=tuple(dict.fromkeys((*_agencies(change.old_entry, old), *_agencies(change.entry, new)))),
        span=change.span,
        old=before if after else "",
        new=after if before else "",
    )


def _weight(change: Change) -> Weight:
    if change.kind == "move":
        return "responsibility" if change.old != change.new and isinstance(change.entry, Task) else "order"
    if change.kind == "set":
        return _WEIGHT_OF_FIELD.get(change.field, "wording")
    return _WEIGHT_OF_ENTRY.get(type(change.entry), "wording")


def _agencies(entry: Entry | None, on: Side) -> Iterator[str]:
    """The agencies that an item names, also through what stands in it; of a group its members too."""
    agencies = [*named_agencies(entry)] if entry and not isinstance(entry, Plan) else []
    plans = [on.plan] if on.plan else [*on.workspace.plans.values()]
    if isinstance(entry, AgencyGroup):
        agencies.append(entry.id)
    yield from agencies
    yield from (member for plan in plans for id_ in agencies for member in on.workspace.members(id_, plan))


def _sentence(change: Change, old: Side, new: Side) -> Text:
    """What happened as one sentence."""
    kind = ENTRY_TERMS.get(type(change.entry), Text("item"))
    if change.kind == "add":
        return Text("new {kind}: {name}", {"kind": kind, "name": new.content(change.entry)})
    if change.kind == "remove":
        return Text("{kind} is gone: {name}", {"kind": kind, "name": old.content(change.entry)})
    name = new.name(change.entry)
    if change.kind == "move":
        if change.old == change.new:
            return Text("{kind} in another order: {name}", {"kind": kind, "name": name})
        places = {"old": old.place(str(change.old)), "new": new.place(str(change.new)) or change.new}
        if not places["old"]:
            return Text("{kind} moved to {new}: {name}", {"kind": kind, "name": name, **places})
        return Text("{kind} moved from {old} to {new}: {name}", {"kind": kind, "name": name, **places})
    return _new_value(change, old, new, name)


def _new_value(change: Change, old: Side, new: Side, name: str) -> Text:
    """What another value means: raised or lowered, who comes in and who goes out, how much later."""
    is_list = isinstance(change.old or change.new, tuple) and change.field not in _ONE_FACT
    whole = change
    if is_list and (differing := _apart(change.old or (), change.new or ())) != ((), ()):
        # Of a list only that is told which differs.
        change = replace(change, old=differing[0], new=differing[1])
    before = old.value(change.old_entry or change.entry, change.field, change.old)
    after = new.value(change.entry, change.field, change.new)
    field = FIELDS.get(change.field, change.field)
    values: dict[str, object] = {"name": name, "field": field, "old": before, "new": after}
    if change.field in ("lead", "coordinating"):
        return _other_agencies(change, old, new, values)
    if change.field in _TEXTS and before and after:
        return Text("{name}: {field} reads otherwise", values)
    if not (before and after):
        return _on_one_side(whole, before, after, values)
    if change.field in _ONE_FACT:
        return _other_number(change, old, new, values)
    if change.field == "deadlines" and (days := _days_later(change.old, change.new)):
        return _other_day(days, values)
    return (
        Text("{name}: {field}: {new} comes in, {old} goes out", values)
        if is_list
        else Text("{name}: {field} {old} becomes {new}", values)
    )


def _on_one_side(change: Change, before: str | Text, after: str | Text, values: dict[str, object]) -> Text:
    """What only one state has: the whole of a field, or a part of its list."""
    if not before:
        if change.old:
            return Text("{name}: {field}: {come} comes in", {**values, "come": after})
        return Text("{name}: {field} now {new}", values)
    if change.new:
        return Text("{name}: {field}: {gone} goes out", {**values, "gone": before})
    return Text("{name}: no {field} any more; it was {old}", values)


def _other_day(days: int, values: dict[str, object]) -> Text:
    """By how much later or earlier something is due."""
    months = round(abs(days) / _DAYS_OF_A_MONTH)
    values |= {"count": months or abs(days), "unit": Text("months") if months else Text("days")}
    if days > 0:
        return Text("{name}: {field} {old} becomes {new}, {count} {unit} later", values)
    return Text("{name}: {field} {old} becomes {new}, {count} {unit} earlier", values)


def _other_agencies(change: Change, old: Side, new: Side, values: dict[str, object]) -> Text:
    """Who comes in and who goes out of a lead or coordination."""
    before, after = _assigned(change.old), _assigned(change.new)
    come = new.text.assigned([after[id_] for id_ in after if id_ not in before]) if new.text else ""
    gone = old.text.assigned([before[id_] for id_ in before if id_ not in after]) if old.text else ""
    values |= {"come": come, "gone": gone}
    if come and gone:
        return Text("{name}: {field}: {come} instead of {gone}", values)
    if come:
        return Text("{name}: {field}: {come} comes in", values)
    if gone:
        return Text("{name}: {field}: {gone} goes out", values)
    return Text("{name}: {field} {old} becomes {new}", values)


def _assigned(value: Any) -> dict[str, Assigned]:
    return {assigned.agency: assigned for assigned in value or ()}


def _other_number(change: Change, old: Side, new: Side, values: dict[str, object]) -> Text:
    """Which way a figure or an amount went, with the difference where both are of one unit."""
    before, after = _number(change.old), _number(change.new)
    same_unit = old.unit(change.old_entry or change.entry) == new.unit(change.entry)
    if before is None or after is None or before == after or not same_unit:
        return Text("{name}: {field} {old} becomes {new}", values)
    values["difference"] = official(abs(after - before))
    if after > before:
        return Text("{name}: {field} raised from {old} to {new} (+{difference})", values)
    return Text("{name}: {field} lowered from {old} to {new} (-{difference})", values)


def _number(fact: Any) -> Decimal | None:
    """The number of a figure or amount; a range, or unallocated money, has none."""
    numbers = [part[0] if isinstance(part, tuple) else part for part in fact]
    decimals = [number for number in numbers if isinstance(number, Decimal)]
    return decimals[0] if len(decimals) == 1 else None


def _apart(old: Any, new: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What of two lists only one side has."""
    before, after = (list(map(without_places, side)) for side in (old, new))
    return (
        tuple(item for item, plain in zip(old, before, strict=True) if plain not in after),
        tuple(item for item, plain in zip(new, after, strict=True) if plain not in before),
    )


def _days_later(old: Any, new: Any) -> int:
    """By how many days a single deadline moved; 0 where that cannot be said."""
    if len(old) == len(new) == 1 and isinstance(old[0], Deadline) and isinstance(new[0], Deadline):
        before, after = old[0].last_day, new[0].last_day
        return (after - before).days if before and after else 0
    return 0
