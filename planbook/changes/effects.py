"""What the changes of written fields come to: what holds otherwise than before, each effect once and in its own place.

A group that goes takes all in it along, a task that moves has what its new group says, an own assignment that repeats
the group's is none, of a list only what differs counts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planbook.changes.change import Change
from planbook.changes.compare import heirs, without_places
from planbook.changes.in_force import ASSIGNED
from planbook.changes.renamed import Names, by_new_ids
from planbook.changes.words import Side
from planbook.model.agency import FunctionMove
from planbook.model.appendix import NOTHING, AppendixColumn, AppendixRow, PlanAppendix
from planbook.model.assigned import Assigned
from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.made_appendices import made_appendices
from planbook.model.mentions import mentions
from planbook.model.period import Deadline
from planbook.model.plan import Amendment, LegalBasis, Plan, Recipient, Section
from planbook.model.target import Figure, Target, TargetValue
from planbook.model.task import Duty, ReportingDuty, Task, TaskGroup

ONE_FACT = ("value", "total", "amount")  # tuples that say one thing together; all others are lists
OF_ONE_FACT = ("comparator", "upper", "unit", "approximate")  # of which a fact that came or went is told as a whole
AGENCY_LISTS = ("lead", "coordinating", "agencies", "to", "members", "without", "original", "resulting")
# Told by themselves where what they stand in comes or goes.
WEIGHTY = (Target, Figure, Budget, Task, Duty, ReportingDuty)


def effects(changes: Iterable[Change], old: Side, new: Side) -> Iterator[Change]:
    """What holds otherwise in one plan (or in the registers), change by change."""
    listed = list(_as_they_go_out(changes, old, new))
    shared = _on_both_sides(listed, old, new)
    figures = {change.item for change in listed if change.field in ONE_FACT}
    listed = [change for change in listed if not (change.field in OF_ONE_FACT and change.item in figures)]
    own = [effect for change in listed for effect in _of(change, old, new, shared)]
    whole: set[tuple[str, str]] = set()  # what came or went by itself, or with what it stands in
    for change in (*own, *_of_tasks(listed, old, new)):
        if change.kind in ("add", "remove"):
            if (change.kind, change.item) in whole:
                continue
            whole.add((change.kind, change.item))
        if isinstance(change.entry, BudgetLine) and is_in_another_unit(change, old, new):
            continue  # told once, with the total
        if isinstance(change.entry, AppendixRow) and change.field == "cells":
            yield from _cells(change, old, new)
            continue
        is_list = change.kind == "set" and isinstance(change.old or change.new, tuple)
        if is_list and change.field not in (*ONE_FACT, *AGENCY_LISTS):
            yield from _parts(change, old, new)
        elif change.kind != "set" or change.field == "id" or not is_as_printed(change, old, new):
            yield change
            yield from _footnotes(change, old, new)


def _as_they_go_out(changes: Iterable[Change], old: Side, new: Side) -> Iterator[Change]:
    """The changes, those of appendices by what goes out with the plan: tables of its data go out with a draft unlisted too."""
    listed = list(changes)
    if not old.plan or not new.plan:
        yield from listed
        return
    written = [change for change in listed if isinstance(change.entry, PlanAppendix)]
    relisted = {change.entry.made for change in written if change.kind in ("add", "remove")} - {None}  # type: ignore[attr-defined]
    yield from (change for change in listed if change not in written or change.entry.made not in relisted)  # type: ignore[attr-defined]
    before, after = map(made_appendices, (old.plan, new.plan))
    for kind in {**after, **before}:
        if kind not in before:
            yield Change("add", new.plan.id, after[kind].id, after[kind])
        elif kind not in after:
            yield Change("remove", new.plan.id, before[kind].id, before[kind], before[kind])
        elif kind in relisted and [*before].index(kind) != [*after].index(kind):
            yield Change("move", new.plan.id, after[kind].id, after[kind], before[kind], "", new.plan.id, new.plan.id)


def _on_both_sides(changes: Iterable[Change], old: Side, new: Side) -> set[str]:
    """The ids of all items that the other side has too, under whatever id."""
    ids = {str(change.old): change.item for change in changes if change.field == "id"}
    if old.plan and new.plan and old.plan.id != new.plan.id:
        ids |= heirs(old.plan, new.plan)
    return (old.force.entries.keys() & new.force.entries.keys()) | {*ids, *ids.values()}


def _cells(change: Change, old: Side, new: Side) -> Iterator[Change]:
    """The cells of a row of an appendix that read otherwise, each with the key of its column."""
    before, after = old.cells(change.old_entry), new.cells(change.entry)
    for key in {**before, **after}:
        if before.get(key, NOTHING[0]) != after.get(key, NOTHING[0]):  # an empty cell goes with its column
            yield replace(change, old=(key, before.get(key)), new=(key, after.get(key)))


def is_as_printed(change: Change, old: Side, new: Side) -> bool:
    """Whether a fact reads as before, though it is written otherwise."""
    before, after = (change.old, change.new)
    if not isinstance(before or after, str) or before is None or after is None:
        return False
    if footnotes_of(before) != footnotes_of(after):
        return False
    return str(old.value(change.old_entry or change.entry, change.field, before)) == str(
        new.value(change.entry, change.field, after)
    )


def is_in_another_unit(change: Change, old: Side, new: Side) -> bool:
    """Whether money is the amount that it was, and only written in another unit."""
    before, after = change.old_entry, change.entry
    if change.field not in ("total", "amount") or not isinstance(after, Budget | BudgetLine):
        return False
    return (
        isinstance(before, type(after)) and old.unit(before) != new.unit(after) and old.dong(before) == new.dong(after)
    )


def _footnotes(change: Change, old: Side, new: Side) -> Iterator[Change]:
    """What a text has of footnotes where these are others and its words are too; with the same words it is the change itself."""
    before, after = change.old, change.new
    if change.kind != "set" or not (isinstance(before, str) and isinstance(after, str)):
        return
    was, now = footnotes_of(before), footnotes_of(after)
    on_old = change.old_entry or change.entry
    if was != now and old.value(on_old, change.field, before) != new.value(change.entry, change.field, after):
        marks = ("".join(f"{{footnote:{id_}}}" for id_ in ids) for ids in (was, now))
        yield replace(change, old=next(marks), new=next(marks))


def footnotes_of(text: object) -> list[str]:
    """The ids of the footnotes that a text has; its words in a comparison are without them."""
    return [mention["id"] for mention in mentions(str(text)) if mention["kind"] == "footnote"]


def _of(change: Change, old: Side, new: Side, shared: Collection[str]) -> Iterator[Change]:
    """What one change comes to; those of assignments of tasks are looked at together."""
    entry = change.entry
    if change.kind in ("add", "remove"):
        yield change
        if not isinstance(entry, Plan):
            yield from _inside(change, shared)
    elif change.kind == "set" and change.field == "id" and new.holds(str(change.old)):
        return  # exchanged with another one
    elif change.kind == "set" and isinstance(entry, Task) and change.field in ASSIGNED:
        return
    elif change.kind == "set" and isinstance(entry, TaskGroup | Section) and change.field in ASSIGNED:
        if _holds_for_its_tasks(entry.id, old, new):
            yield change
    elif change.kind == "set" and isinstance(entry, Duty) and change.field == "leads":
        return
    else:
        yield change
        if change.kind == "set" and isinstance(entry, Budget) and change.field == "total":
            yield from _lines_in_another_unit(change)


def _inside(change: Change, shared: Collection[str]) -> Iterator[Change]:
    """What of weight comes or goes with an item; what only repeats a target is none of it, nor what stands elsewhere now."""
    for part in change.entry.walk():
        if part is change.entry or not isinstance(part, WEIGHTY) or part.id in shared:
            continue
        if not (isinstance(part, Figure) and part.stands_for):
            yield Change(change.kind, change.plan, part.id, part, part if change.old_entry else None)


def _holds_for_its_tasks(group: str, old: Side, new: Side) -> bool:
    """Whether what a group says holds for a task of it before and now, or is said of none."""
    inheriting = [{id_ for id_, task in side.force.tasks.items() if task.group.id == group and task.inherits}
                  for side in (old, new)]  # fmt: skip
    return bool(inheriting[0] & inheriting[1]) or not any(inheriting)


def _lines_in_another_unit(change: Change) -> Iterator[Change]:
    before, after = change.old_entry, change.entry
    if isinstance(before, Budget) and isinstance(after, Budget) and before.unit != after.unit:
        earlier = {line.id: line for line in before.lines}
        for line in after.lines:
            if (was := earlier.get(line.id)) and was.amount == line.amount:
                amounts = ((part.amount, part.approximate) for part in (was, line))
                yield Change("set", change.plan, line.id, line, was, "amount", *amounts)


def _of_tasks(changes: Sequence[Change], old: Side, new: Side) -> Iterator[Change]:
    """What holds otherwise for tasks that were written otherwise, or moved; what their group says is told there."""
    groups = {(change.item, change.field) for change in changes if isinstance(change.entry, TaskGroup | Section)}
    written = {
        change.item: change
        for change in changes
        if isinstance(change.entry, Task) and (change.kind == "move" or change.field in ASSIGNED) and change.old_entry
    }
    for change in written.values():
        earlier, task = change.old_entry, change.entry
        assert isinstance(earlier, Task)
        assert isinstance(task, Task)
        before, after = old.force.tasks[earlier.id], new.force.tasks[task.id]
        for field in ASSIGNED:
            was, now = before.fact(field), after.fact(field)
            of_group = before.inherits and after.inherits and before.group.id == after.group.id
            if without_places(by_new_ids(was, old.new_ids)) != without_places(now) and not (
                of_group and (after.group.id, field) in groups
            ):
                yield Change("set", change.plan, task.id, task, earlier, field, was or None, now or None)


def _parts(change: Change, old: Side, new: Side) -> Iterator[Change]:
    """What of a list differs, one by one where both sides have it; else what is new and what is gone together."""
    pairs, gone, come = matched(change, old, new)
    if not (pairs or gone or come):
        yield change  # another order
        return
    for before, after in pairs:
        yield replace(change, old=(before,), new=(after,))
    if isinstance((gone or come or ("",))[0], Deadline) and gone and come:
        yield replace(change, old=gone, new=come)
        return
    if gone or come:
        yield replace(change, old=gone or None, new=come or None)


def matched(change: Change, old: Side, new: Side) -> tuple[list[tuple[Any, Any]], tuple[Any, ...], tuple[Any, ...]]:
    """What two lists have of the same thing and say otherwise, and what only the one, only the other has."""
    sides = [_flat(value if isinstance(value, tuple) else ()) for value in (change.old, change.new)]
    kind = type(change.entry)
    plain = [
        [without_places(by_new_ids(part, on.new_ids, kind, change.field)) for part in side]
        for on, side in zip((old, new), sides, strict=True)
    ]
    words = [
        ["" if isinstance(part, AppendixColumn) else str(on.value(entry, change.field, (part,))) for part in side]
        for on, entry, side in zip((old, new), (change.old_entry or change.entry, change.entry), sides, strict=True)
    ]
    rest = [
        [
            part
            for part, as_data, printed in zip(sides[at], plain[at], words[at], strict=True)
            if as_data not in plain[1 - at] and (not printed or printed not in words[1 - at])
        ]
        for at in (0, 1)
    ]
    pairs = []
    for before in list(rest[0]):
        after = next((part for part in rest[1] if _key(part) and _key(part) == _key(before)), None)
        if after is not None:
            pairs.append((before, after))
            rest[0].remove(before)
            rest[1].remove(after)
    if len(rest[0]) == len(rest[1]) == 1 and change.field not in AGENCY_LISTS:
        pairs.append((rest[0].pop(), rest[1].pop()))
    return pairs, tuple(rest[0]), tuple(rest[1])


def names_the_same(old: Iterable[Any], new: Iterable[Any], new_ids: Names) -> bool:
    """Whether lines of recipients name the same agencies in other lines or words."""
    known_as = new_ids.get("agency", {})
    before, after = (
        [agency for line in lines if isinstance(line, Recipient) for agency in line.agencies] for lines in (old, new)
    )
    agencies = {known_as.get(agency, agency) for agency in before}, {*after}
    return bool(agencies[0]) and agencies[0] == agencies[1]


def _flat(values: Iterable[Any]) -> list[Any]:
    """The parts of a list; of recipients every agency that is printed by itself."""
    flat: list[Any] = []
    for value in values:
        if isinstance(value, Recipient) and not value.text:
            flat += [Recipient.model_construct(agencies=(agency,)) for agency in value.agencies]
        else:
            flat.append(value)
    return flat


_KEYS: Mapping[type[Entry], Callable[[Any], object]] = {
    Deadline: lambda part: part.id or part.work,
    LegalBasis: lambda part: part.document,
    Assigned: lambda part: part.agency,
    TargetValue: lambda part: (str(part.year), part.body),
    Amendment: lambda part: part.number,
    AppendixColumn: lambda part: part.key,
    FunctionMove: lambda part: part.function,
}


def _key(part: Entry | str) -> object:
    """What a part of a list is about, by which it is the same thing as before; nothing where only its words say it."""
    key = _KEYS.get(type(part))  # type: ignore[arg-type]
    return key(part) if key else None
