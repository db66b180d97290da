"""Two states of the data, fact by fact: models are compared, never texts, so that layout is no change.

An item is known by its id, wherever it stands; one whose id alone changed is known by what it says, and what names it by
the old id and by the new one says the same. Every field takes part: what has an id is an item of its own, all else is a
fact of the item that it stands in.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from planbook.changes.change import Change
from planbook.changes.renamed import (
    Names,
    by_new_ids,
    new_ids_of_entries,
    new_ids_of_items,
    new_ids_of_plans,
    with_names,
)
from planbook.loading.data_file import REGISTER_PARTS
from planbook.loading.shared_registers import is_shared_file
from planbook.model.assigned import Assigned
from planbook.model.entry import Entry
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.responsibility import assigned_leads, leads_by_duty
from planbook.model.task import Assignment, Task
from planbook.model.workspace import Workspace

# Fields that say one fact together, by the name of the fact.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "value": ("comparator", "value", "upper", "unit"),
    "total": ("total", "unit", "approximate"),
    "amount": ("amount", "approximate"),
}


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry with its facts and where it stands: below which item, in which file of a register, as the how-manieth.

    `leads` are those of a task whoever says so: itself, its group, or the duties.
    """

    entry: Entry
    facts: Mapping[str, object]
    parent: str
    index: int
    leads: tuple[Assigned, ...] = ()
    file: str = ""


def compare(old: Workspace, new: Workspace) -> list[Change]:
    """Every change between two workspaces: registers first, then the plans in the order of the new one."""
    changes: list[Change] = []
    names: Names = {}
    forests = [
        (_forest(getattr(old, register)), _forest(getattr(new, register)))
        for register in REGISTER_PARTS
        if register != "projects" and getattr(old, register) is not getattr(new, register)
    ]
    renamed = [new_ids_of_entries(*map(_entries, sides)) for sides in forests]
    for (before, _), ids in zip(forests, renamed, strict=True):
        names = with_names(names, ids, _entries(before))
    for (before, after), ids in zip(forests, renamed, strict=True):
        changes += _differences("", before, after, ids, names)
    before, after = (_forest({"office": side.office}) for side in (old, new))
    changes += _differences("", before, after, {}, names)
    plans = new_ids_of_plans(old.plans, new.plans)
    names = with_names(names, plans, old.plans)
    old_plans = {plans.get(id_, id_): plan for id_, plan in old.plans.items()}
    for plan in {**new.plans, **old_plans}:
        before_, after_ = old_plans.get(plan), new.plans.get(plan)
        if before_ and after_ and not names and without_places(before_) == without_places(after_):
            continue
        if before_ and after_:
            changes += compare_plans(before_, after_, names)
            if before_.id != plan:
                changes.append(Change("set", plan, plan, after_, before_, "id", before_.id, plan))
        elif after_:
            changes.append(Change("add", plan, plan, after_))
        elif before_:
            changes.append(Change("remove", plan, plan, before_, before_))
    return changes


def compare_plans(old: Plan, new: Plan, names: Names | None = None) -> list[Change]:
    """Every change between two states of a plan, or between a plan and an earlier one that it follows.

    `names` are the new ids of what the registers had under other ones.
    """
    own = {old.id: new.id, **heirs(old, new)}
    before, after = _called(_tree(old), own), _tree(new)
    ids = new_ids_of_items(
        _entries(before), _entries(after), {id_: item.parent for id_, item in (after | before).items()}
    )
    own = {id_: ids.get(now, now) for id_, now in own.items()} | ids
    return list(_differences(new.id, before, after, ids, with_names(names or {}, own, {})))


def heirs(old: Plan, new: Plan) -> dict[str, str]:
    """For the tasks of an earlier plan the task of the new one that carries each on; of a split the first."""
    heirs_: dict[str, str] = {}
    for task in new.entries(Task):
        for earlier in task.earlier:
            if earlier.plan == old.id:
                heirs_.setdefault(earlier.task, task.id)
    return heirs_


def _differences(
    plan: str, before: dict[str, _Item], after: dict[str, _Item], renamed: Mapping[str, str], names: Names
) -> Iterator[Change]:
    """What is set, added, removed and moved, in the order of the new state; `renamed` are the new ids of these items."""
    before = _called(before, renamed)
    was = {now: then for then, now in renamed.items()}
    moved = set(_moved(before, after))
    for id_, item in after.items():
        earlier = before.get(id_)
        if earlier is None or not _is_same(earlier, item):
            # What stands in something new is new with it.
            if not _is_shared(item) and (item.parent not in after or item.parent in before):
                yield Change("add", plan, id_, item.entry)
            continue
        if id_ in was:
            yield Change("set", plan, id_, item.entry, earlier.entry, "id", was[id_], id_)
        if id_ in moved:
            yield Change("move", plan, id_, item.entry, earlier.entry, "", earlier.parent, item.parent)
        for name, old, new in _other_facts(earlier, item, names):
            yield Change("set", plan, id_, item.entry, earlier.entry, name, old, new)
    for id_, item in before.items():
        if _is_shared(item) or _is_same(item, after.get(id_)):
            continue
        if item.parent not in before or item.parent in after:
            yield Change("remove", plan, id_, item.entry, item.entry)


def _is_shared(item: _Item) -> bool:
    """Whether an entry came with the program: it is there where a plan names it, and nobody wrote it."""
    return bool(item.entry.source) and is_shared_file(item.entry.source.path)


def _other_facts(earlier: _Item, item: _Item, names: Names) -> Iterator[tuple[str, object, object]]:
    """The facts of an item that are not what they were; who leads counts whoever says so."""

    def is_other(name: str, old: object, new: object) -> bool:
        kind = type(item.entry)
        return without_places(by_new_ids(old, names, kind, name)) != without_places(by_new_ids(new, {}, kind, name))

    for name in {**item.facts, **earlier.facts}:
        old, new = earlier.facts.get(name), item.facts.get(name)
        if is_other(name, old, new) and name == "lead" and (item.leads or earlier.leads):
            old, new = earlier.leads, item.leads
        if is_other(name, old, new):
            yield name, old, new


def _is_same(item: _Item, counterpart: _Item | None) -> bool:
    """Whether two items of one id are of one kind; else one is gone and the other new."""
    return counterpart is not None and type(item.entry) is type(counterpart.entry)


def _facts(entry: Entry) -> dict[str, object]:
    """The facts of an entry by name, without the items in it; an assignment's are those of its task."""
    facts: dict[str, object] = {}
    for name, value in entry:
        if name in ("source", "id", "seal") or _is_items(value):  # a seal says nothing of its own
            continue
        if isinstance(value, Assignment):
            for part, fact in _facts(value).items():
                earlier = facts.get(part)
                facts[part] = (*earlier, *fact) if isinstance(earlier, tuple) and isinstance(fact, tuple) else fact
        elif value not in (None, ()):
            facts[name] = value
    for name, parts in TOGETHER.items():
        if name in facts and {*parts} <= type(entry).model_fields.keys():
            facts[name] = tuple(facts.pop(part, None) for part in parts)
    return facts


def _is_items(value: object) -> bool:
    first = next(iter(value), None) if isinstance(value, tuple) else value
    return isinstance(first, Entry) and hasattr(first, "id") and not isinstance(first, Deadline)


def without_places(value: object) -> object:
    """A value without the places where its parts were written."""
    if isinstance(value, tuple):
        return tuple(map(without_places, value))
    return value.model_dump(mode="json") if isinstance(value, Entry) else value


def _tree(plan: Plan) -> dict[str, _Item]:
    items = {plan.id: _Item(plan, _facts(plan), "", 0), **_below(plan, plan.id)}
    by_duty = leads_by_duty(plan)
    for id_, leads in assigned_leads(plan).items():
        # Who leads is a fact of the task also where the plan says so only among the duties.
        facts = {"lead": leads, **items[id_].facts} if id_ in by_duty else items[id_].facts
        items[id_] = replace(items[id_], facts=facts, leads=leads)
    return items


def _forest(register: Mapping[str, Entry]) -> dict[str, _Item]:
    items: dict[str, _Item] = {}
    for index, (id_, entry) in enumerate(register.items()):
        items[id_] = _Item(entry, _facts(entry), "", index, file=entry.source.path if entry.source else "")
        items |= _below(entry, id_)
    return items


def _below(entry: Entry, parent: str) -> dict[str, _Item]:
    """The items in an entry, outer before inner; what has no id of its own holds them for its owner."""
    items: dict[str, _Item] = {}
    for index, child in enumerate(entry.children()):
        id_ = None if isinstance(child, Deadline) else getattr(child, "id", None)
        if id_:
            items[id_] = _Item(child, _facts(child), parent, index)
        items |= _below(child, id_ or parent)
    return items


def _called(items: dict[str, _Item], names: Mapping[str, str]) -> dict[str, _Item]:
    if not names:
        return items
    return {
        names.get(id_, id_): replace(item, parent=names.get(item.parent, item.parent)) for id_, item in items.items()
    }


def _entries(items: Mapping[str, _Item]) -> dict[str, Entry]:
    return {id_: item.entry for id_, item in items.items()}


def _moved(before: dict[str, _Item], after: dict[str, _Item]) -> Iterator[str]:
    """The items that stand below another one, or in another order among the same ones: as few as explain it.

    Which file of a register holds an entry says nothing, nor the order among files.
    """
    siblings: dict[tuple[str, str], list[str]] = {}
    for id_, item in after.items():
        if (earlier := before.get(id_)) and earlier.parent != item.parent:
            yield id_
        elif earlier and earlier.file == item.file:
            siblings.setdefault((item.parent, item.file), []).append(id_)
    for ids in siblings.values():
        staying = longest_rise([before[id_].index for id_ in ids])
        yield from (id_ for at, id_ in enumerate(ids) if at not in staying)


def longest_rise(values: list[int]) -> set[int]:
    """The places of a longest rising series: those that need not move to be in order."""
    lasts: list[int] = []  # for every length of series the smallest value that can be its last
    places: list[int] = []  # where those values stand
    before: list[int | None] = []
    for at, value in enumerate(values):
        length = bisect_left(lasts, value)
        before.append(places[length - 1] if length else None)
        lasts[length : length + 1] = [value]
        places[length : length + 1] = [at]
    rising: set[int] = set()
    last = places[-1] if places else None
    while last is not None:
        rising.add(last)
        last = before[last]
    return rising
