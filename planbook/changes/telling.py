"""A change as one sentence: which way a figure went, who comes in and who goes out, by how many days something is later."""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from planbook.changes.change import Change
from planbook.changes.effects import (
    AGENCY_LISTS,
    ONE_FACT,
    WEIGHTY,
    footnotes_of,
    is_in_another_unit,
    matched,
    names_the_same,
)
from planbook.changes.in_force import ASSIGNED
from planbook.changes.terms import ENTRY_TERMS, FIELDS
from planbook.changes.weights import TEXTS, changes_hands
from planbook.changes.words import Side
from planbook.messages.diagnostics import Text
from planbook.model.agency import AgencyGroup
from planbook.model.appendix import AppendixColumn, AppendixRow, cell_number
from planbook.model.assigned import Assigned
from planbook.model.budget import BudgetLine
from planbook.model.legal import LegalDocument
from planbook.model.number import official, without_end_zeros
from planbook.model.period import Deadline
from planbook.model.plan import Footnote, Layout, LegalBasis, Plan, Recipient, Section
from planbook.model.target import Figure, TargetValue
from planbook.model.task import Duty, ReportingDuty, Task, TaskGroup

_Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Telling:
    """A change in words: the sentence, both values, and by how much of which unit they differ, as far as that can be said."""

    sentence: Text
    old: str | Text = ""
    new: str | Text = ""
    delta: Decimal | None = None
    unit: str = ""


def in_one_sentence(change: Change, old: Side, new: Side) -> Telling:
    """What happened, in one sentence."""
    kind = ENTRY_TERMS.get(type(change.entry), Text("item"))
    match change.kind:
        case "add":
            return _tell_whole(
                Text("new {kind}: {name}", {"kind": kind, "name": new.content(change.entry)}), change, new
            )
        case "remove":
            gone = Text("{kind} is gone: {name}", {"kind": kind, "name": old.content(change.entry)})
            return _tell_whole(gone, change, old)
        case "move":
            return _tell_move(change, kind, old, new)
    values: _Values = {"name": new.name(change.entry), "field": FIELDS.get(change.field, change.field), "kind": kind}
    if isinstance(change.entry, Footnote):  # which is called by its words, like any text
        values["field"] = kind
    telling = _tell_fact(change, old, new, values)
    group = change.entry.id if isinstance(change.entry, TaskGroup | Section) and change.field in ASSIGNED else ""
    if group:
        count = sum(task.inherits and task.group.id == group for task in new.force.tasks.values())
        if count < 2:
            return telling
        of_group = Text(
            "{sentence} (tasks of the group that it holds for: {count})", {"sentence": telling.sentence, "count": count}
        )
        return Telling(of_group, telling.old, telling.new, telling.delta, telling.unit)
    return telling


def _tell_whole(sentence: Text, change: Change, on: Side) -> Telling:
    """What is new or gone, with who does it by when and with what result, or with how much stands in it."""
    details: list[Text] = []
    whole = on.content(change.entry)
    if isinstance(change.entry, Task) and on.text:
        task = on.force.tasks[change.entry.id]
        words = {"lead": on.text.assigned(task.leads), "coordinating": on.text.assigned(task.assignment.coordinating)}
        words["deadlines"] = on.text.deadlines(task.fact("deadlines"))  # type: ignore[arg-type]
        words["result"] = on.fill(change.entry.result or "").rstrip(".")
        details = [
            Text("{field}: {value}", {"field": FIELDS[name], "value": value}) for name, value in words.items() if value
        ]
        whole = ". ".join(filter(None, (whole, words["lead"], words["deadlines"])))
    elif isinstance(change.entry, Plan | Section | TaskGroup):
        parts = [part for part in change.entry.walk() if isinstance(part, WEIGHTY)]
        counts = {kind: sum(type(part) is kind for part in parts) for kind in WEIGHTY}
        details = [
            Text("{count} {kind}", {"count": count, "kind": ENTRY_TERMS[kind]})
            for kind, count in counts.items()
            if count
        ]
    elif isinstance(change.entry, LegalDocument):
        related = {"replaces": change.entry.replaces, "amends": change.entry.amends}
        details = [
            Text("{field}: {value}", {"field": FIELDS[name], "value": on.value(change.entry, name, ids)})
            for name, ids in related.items()
            if ids
        ]
    if details:
        sentence = Text("{sentence} ({details})", {"sentence": sentence, "details": reduce(_and, details)})
    return Telling(sentence, *((whole, "") if change.kind == "remove" else ("", whole)))


def _and(first: Text, second: Text) -> Text:
    return Text("{first}; {second}", {"first": first, "second": second})


def _tell_move(change: Change, kind: Text, old: Side, new: Side) -> Telling:
    earlier = getattr(change.old_entry, "id", "")
    is_figure = isinstance(change.entry, Figure)
    values: _Values = {"kind": kind, "name": new.content(change.entry) if is_figure else new.name(change.entry)}
    if change.old == change.new:
        return Telling(Text("{kind} in another order: {name}", values))
    places = []
    for on, item in ((old, earlier), (new, change.item)):
        parent = on.force.parents.get(item, "")
        place = on.place(parent) or (on.name(on.force.entries[parent]) if parent in on.force.entries else "")
        owners = ", ".join(on.text.agency(agency) for agency in on.force.owners(item)) if on.text else ""
        places.append(f"{place} ({owners})" if owners and changes_hands(change, old, new) else place)
    values |= {"old": places[0], "new": places[1]}
    return Telling(Text("{kind} moved from {old} to {new}: {name}", values), places[0], places[1])


def _tell_fact(change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """What another value means."""
    was, now = _differing(change)
    before = old.value(change.old_entry or change.entry, change.field, was)
    after = new.value(change.entry, change.field, now)
    values |= {"old": before, "new": after}
    is_list = isinstance(change.old or change.new, tuple)
    if isinstance(change.entry, AppendixRow) and change.field == "cells":
        return _tell_cell(change, old, new, values)
    if isinstance(change.entry, AgencyGroup) and change.field == "member_rule":
        return _tell_members(change.entry.id, old, new, values)
    if change.field in AGENCY_LISTS and is_list:
        return Telling(_other_agencies(change, old, new, values), before, after)
    if is_list and change.field not in ONE_FACT:
        return _tell_part(change, old, new, values)
    if (before and after) or (change.field in TEXTS and before == after):
        return _tell_value(change, old, new, values)
    now, no_more = Text("{name}: {field} now {new}", values), Text("{name}: no {field} any more; it was {old}", values)
    return Telling(now if after else no_more, before, after)


def _differing(change: Change) -> tuple[object, object]:
    """Both values; of how a plan is laid out only what differs."""
    was, now = change.old, change.new
    if not (isinstance(was, Layout) and isinstance(now, Layout)):
        return was, now
    as_before = {name: None for name in Layout.model_fields if getattr(was, name) == getattr(now, name)}
    return was.model_copy(update=as_before), now.model_copy(update=as_before)


def _tell_value(change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """What stands in the place of what: a number, a text, anything else."""
    before, after = values["old"], values["new"]
    numbers: tuple[Decimal | None, Decimal | None] = (None, None)
    unit = ""
    if is_in_another_unit(change, old, new):
        return Telling(
            Text("{name}: {field} {old} is now written {new}, the same amount", values), *_words(before, after)
        )
    if change.field in ONE_FACT:
        unit = new.unit(change.entry) or ""
        if old.unit(change.old_entry or change.entry) == unit:
            numbers = _number(change.old), _number(change.new)
    elif change.field in TEXTS and before == after:
        return _tell_footnotes(change, old, new, values)
    elif change.field in TEXTS:
        return Telling(Text("{name}: {field} reads otherwise", values), *_words(before, after))
    elif change.field == "source_of_funds" and isinstance(change.entry, BudgetLine):
        values["name"] = f"{values['name']}, {new.amount(change.entry)}"
    return _tell_number(values, numbers, unit)


def _tell_footnotes(change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """Which footnotes a text of the same words has no more, or has now."""
    sides = [(old, footnotes_of(change.old)), (new, footnotes_of(change.new))]
    gone, come = (
        "; ".join(on.name(on.force.entries[id_]) for id_ in ids if id_ not in opposite)
        for (on, ids), (_, opposite) in zip(sides, sides[::-1], strict=True)
    )
    values["field"] = ENTRY_TERMS[Footnote]
    return _tell_exchange(gone, come, values)


def _tell_cell(change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """What a cell of an appendix says otherwise, under the heading of its column."""
    assert isinstance(change.old, tuple)
    assert isinstance(change.new, tuple)
    (key, before), (_, after) = change.old, change.new
    heading = new.column(change.entry, key) or old.column(change.old_entry, key)
    values |= {"field": heading, "old": before or "–", "new": after or "–"}
    return _tell_number(values, (cell_number(before or ""), cell_number(after or "")), "")


def _tell_members(group: str, old: Side, new: Side, values: _Values) -> Telling:
    """Who belongs to a group by another rule than before."""
    before, after = old.bodies(group), new.bodies(group)
    come, gone = new.agencies(set(after) - set(before)), old.agencies(set(before) - set(after))
    values |= {"field": FIELDS["members"]} if come or gone else {}
    return _tell_exchange(gone, come, values)


def _tell_exchange(gone: str, come: str, values: _Values) -> Telling:
    """What goes out of something and what comes in, of which each may be nothing."""
    values |= {"old": gone, "new": come, "gone": gone, "come": come}
    if come and gone:
        way = Text("{name}: {field}: {new} comes in, {old} goes out", values)
    elif come:
        way = Text("{name}: {field}: {come} comes in", values)
    elif gone:
        way = Text("{name}: {field}: {gone} goes out", values)
    else:
        way = Text("{name}: {field} reads otherwise", values)
    return Telling(way, gone, come)


def _words(old: object, new: object) -> tuple[str | Text, str | Text]:
    return old if isinstance(old, Text) else str(old), new if isinstance(new, Text) else str(new)


def _tell_number(values: _Values, numbers: tuple[Decimal | None, Decimal | None], unit: str) -> Telling:
    """Which way a number went, with the difference where both are of one unit."""
    before, after = numbers
    words = _words(values["old"], values["new"])
    if before is None or after is None or before == after:
        return Telling(Text("{name}: {field} {old} becomes {new}", values), *words, unit=unit)
    values["difference"] = official(without_end_zeros(abs(after - before)))
    raised = Text("{name}: {field} raised from {old} to {new} (+{difference})", values)
    lowered = Text("{name}: {field} lowered from {old} to {new} (-{difference})", values)
    return Telling(raised if after > before else lowered, *words, after - before, unit)


def _number(fact: Any) -> Decimal | None:
    """The number of a figure or amount; a range, or unallocated money, has none."""
    numbers = [part[0] if isinstance(part, tuple) else part for part in fact]
    decimals = [number for number in numbers if isinstance(number, Decimal)]
    return decimals[0] if len(decimals) == 1 else None


def _tell_part(change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """What of a list differs: a part that says otherwise, what is new in it, what is gone, or its order."""
    match change.old, change.new:
        case (Deadline() as was,), (Deadline() as now,):
            return _tell_deadline(was, now, old, new, values)
        case (TargetValue() as was,), (TargetValue() as now,):
            return _tell_share(was, now, change, old, new, values)
        case (AppendixColumn() as was,), (AppendixColumn() as now,) if was.heading == now.heading:
            values |= {"name": f"{values['name']}, {now.heading}", "old": old.adds_up(was, change.old_entry)}
            values |= {"new": new.adds_up(now, change.entry), "field": FIELDS["sum_of"]}
            return Telling(Text("{name}: {field} {old} becomes {new}", values), *_words(values["old"], values["new"]))
        case tuple() as gone, None:
            values["gone"] = old.cited(gone) or values["old"]
            return Telling(Text("{name}: {field}: {gone} goes out", values), str(values["gone"]))
        case None, tuple() as come:
            values["come"] = new.cited(come) or values["new"]
            return Telling(Text("{name}: {field}: {come} comes in", values), "", str(values["come"]))
    return _tell_lists(change, old, new, values)


def _tell_lists(change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """Another order of a list, or what is in it instead of what."""
    words = _words(values["old"], values["new"])
    assert isinstance(change.old, tuple)
    assert isinstance(change.new, tuple)
    if len(change.old) > 1 and not any(matched(change, old, new)):
        return Telling(Text("{name}: {field}: another order: {new}", values), *words)
    if names_the_same(change.old, change.new, old.new_ids):
        return Telling(Text("{name}: {field} {old} becomes {new}", values), *words)
    is_list = len(change.old) != len(change.new) or (len(change.new) > 1 and isinstance(change.new[0], Recipient))
    if is_list and not isinstance(change.old[0], Deadline):
        return Telling(Text("{name}: {field}: {new} comes in, {old} goes out", values), *words)
    if isinstance(change.old[0], LegalBasis):  # whose words begin with what it is: "Căn cứ …", "Thực hiện …"
        return Telling(Text("{name}: {field}: {old} becomes {new}", values), *words)
    return Telling(Text("{name}: {field} {old} becomes {new}", values), *words)


def _tell_deadline(was: Deadline, now: Deadline, old: Side, new: Side, values: _Values) -> Telling:
    """How one deadline moved, to the day."""
    assert old.text
    assert new.text
    if was.work and now.work and old.text.fill(was.work) == new.text.fill(now.work):
        values |= {"name": f"{values['name']}: {new.text.fill(now.work)}"}
        values |= {"old": old.text.deadline(was), "new": new.text.deadline(now)}
    before, after = _words(values["old"], values["new"])
    last = (now.last_day - was.last_day).days if was.last_day and now.last_day else 0
    first = (now.since.first - was.since.first).days if was.since and now.since else 0
    days = last or first
    if not days:
        return Telling(Text("{name}: {field} {old} becomes {new}", values), before, after)
    values["count"] = abs(days)
    ways = {
        (True, True): Text("{name}: {field} {old} becomes {new}, {count} days later", values),
        (True, False): Text("{name}: {field} {old} becomes {new}, {count} days earlier", values),
        (False, True): Text("{name}: {field} {old} becomes {new}, begins {count} days later", values),
        (False, False): Text("{name}: {field} {old} becomes {new}, begins {count} days earlier", values),
    }
    return Telling(ways[bool(last), days > 0], before, after, Decimal(days), "days")


def _tell_share(was: TargetValue, now: TargetValue, change: Change, old: Side, new: Side, values: _Values) -> Telling:
    """How the number of a year, of an agency or of a place went, or to whom."""
    before, after = old.share(was, change.old_entry or change.entry), new.share(now, change.entry)
    unit = new.unit(change.entry) or ""
    if (was.year, was.body) == (now.year, now.body):
        values |= {"field": new.share_of(now), "old": before, "new": after}
        first, second = (share.value if share.upper is None else None for share in (was, now))
        return _tell_number(values, (first, second), unit)
    if before == after:
        values |= {"what": after, "gone": old.share_of(was), "come": new.share_of(now)}
        return Telling(Text("{name}: {what} goes from {gone} to {come}", values), old.share_of(was), new.share_of(now))
    return Telling(Text("{name}: {field} {old} becomes {new}", values), *_words(values["old"], values["new"]))


def _other_agencies(change: Change, old: Side, new: Side, values: _Values) -> Text:
    """Who comes in, who goes out, who carries on what another one had."""
    pairs, gone, come = matched(change, old, new)
    if pairs:
        values |= {"old": old.agencies([pair[0] for pair in pairs]), "new": new.agencies([pair[1] for pair in pairs])}
        return Text("{name}: {field} {old} becomes {new}", values)
    if not (gone or come):
        return Text("{name}: {field}: another order: {new}", values)
    values |= {"come": new.agencies(come), "gone": old.agencies(gone)}
    if gone and come:
        return _instead(change, new.carry_on(_ids(come), _ids(gone)), len(gone), values)
    comes, goes = Text("{name}: {field}: {come} comes in", values), Text("{name}: {field}: {gone} goes out", values)
    return comes if come else goes


def _instead(change: Change, is_successor: bool, gone: int, values: _Values) -> Text:
    """Who stands in whose place."""
    if is_successor:
        return Text("{name}: {field}: {come} carries on what was of {gone}", values)
    is_duty = isinstance(change.entry, Duty | ReportingDuty) and change.field == "agencies"
    if is_duty and isinstance(change.old, tuple) and gone == len(change.old):
        return Text("{name}: goes from {gone} to {come}", values)
    return Text("{name}: {field}: {come} instead of {gone}", values)


def _ids(agencies: tuple[Any, ...]) -> list[str]:
    return [assigned.agency if isinstance(assigned, Assigned) else assigned for assigned in agencies]
