"""Two states of the data, fact by fact: models are compared, never texts, so that layout is no change.

An item is known by its id, wherever it stands; one whose id alone changed is known by what it says. Every field
takes part: what has an id is an item of its own, all else is a fact of the item that it stands in.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from planbook.changes.change import Change
from planbook.model.assigned import Assigned
from planbook.model.entry import Entry
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.responsibility import assigned_leads, leads_by_duty
from planbook.model.task import Assignment, Task
from planbook.model.workspace import Workspace

COMPARED_REGISTERS = (
    "localities",
    "agencies",
    "agency_changes",
    "document_types",
    "documents",
    "standards",
    "indicators",
    "programmes",
    "funding_sources",
)
# Fields that say one fact together, by the name of the fact.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "value": ("comparator", "value", "upper", "unit"),
    "total": ("total", "unit", "approximate"),
    "amount": ("amount", "approximate"),
}
_LIKE_ENOUGH = 0.75  # the share of an item's words that must be the same under another id


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry with its facts and where it stands: below which item, as the how-manieth.

    `leads` are those of a task whoever says so: itself, its group, or the duties.
    """

    entry: Entry
    facts: Mapping[str, object]
    parent: str
    index: int
    leads: tuple[Assigned, ...] = ()


def compare(old: Workspace, new: Workspace) -> list[Change]:
    """Every change between two workspaces: registers first, then the plans in the order of the new one."""
    changes: list[Change] = []
    for register in COMPARED_REGISTERS:
        changes += _differences("", _forest(getattr(old, register)), _forest(getattr(new, register)))
    for plan in {**new.plans, **old.plans}:
        before, after = old.plans.get(plan), new.plans.get(plan)
        if before and after:
            changes += compare_plans(before, after)
        elif after:
            changes.append(Change("add", plan, plan, after))
        elif before:
            changes.append(Change("remove", plan, plan, before, before))
    return changes


def compare_plans(old: Plan, new: Plan) -> list[Change]:
    """Every change between two states of a plan, or between a plan and an earlier one that it follows."""
    names = {old.id: new.id, **heirs(old, new)}
    return list(_differences(new.id, _called_anew(_tree(old), names), _tree(new)))


def heirs(old: Plan, new: Plan) -> dict[str, str]:
    """For the tasks of an earlier plan the task of the new one that carries each on; of a split the first."""
    heirs_: dict[str, str] = {}
    for task in new.entries(Task):
        for earlier in task.earlier:
            if earlier.plan == old.id:
                heirs_.setdefault(earlier.task, task.id)
    return heirs_


def _differences(plan: str, before: dict[str, _Item], after: dict[str, _Item]) -> Iterator[Change]:
    """What is set, added, removed and moved, in the order of the new state."""
    renamed = _renamed(before, after)
    before = _called_anew(before, renamed)
    was = {now: then for then, now in renamed.items()}
    moved = set(_moved(before, after))
    for id_, item in after.items():
        earlier = before.get(id_)
        if earlier is None or not _is_same(earlier, item):
            # What stands in something new is new with it.
            if item.parent not in after or item.parent in before:
                yield Change("add", plan, id_, item.entry)
            continue
        if id_ in was:
            yield Change("set", plan, id_, item.entry, earlier.entry, "id", was[id_], id_)
        if id_ in moved:
            yield Change("move", plan, id_, item.entry, earlier.entry, "", earlier.parent, item.parent)
        for name, old, new in _other_facts(earlier, item):
            yield Change("set", plan, id_, item.entry, earlier.entry, name, old, new)
    for id_, item in before.items():
        if not _is_same(item, after.get(id_)) and (item.parent not in before or item.parent in after):
            yield Change("remove", plan, id_, item.entry, item.entry)


def _other_facts(earlier: _Item, item: _Item) -> Iterator[tuple[str, object, object]]:
    """The facts of an item that are not what they were; who leads counts whoever says so."""
    for name in {**item.facts, **earlier.facts}:
        old, new = earlier.facts.get(name), item.facts.get(name)
        if without_places(old) != without_places(new) and name == "lead" and (item.leads or earlier.leads):
            old, new = earlier.leads, item.leads
        if without_places(old) != without_places(new):
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
        if name in facts:
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
        items[id_] = _Item(entry, _facts(entry), "", index)
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


def _called_anew(items: dict[str, _Item], names: Mapping[str, str]) -> dict[str, _Item]:
    return {
        names.get(id_, id_): replace(item, parent=names.get(item.parent, item.parent)) for id_, item in items.items()
    }


def _renamed(before: dict[str, _Item], after: dict[str, _Item]) -> dict[str, str]:
    """The new id of every item that has only another id: of the same kind, with the most words in common."""
    gone = {id_: item.entry for id_, item in before.items() if id_ not in after}
    come = {id_: item.entry for id_, item in after.items() if id_ not in before}
    words = {id_: _words(entry) for id_, entry in (*gone.items(), *come.items())}
    pairs = [(was, now) for was, old in gone.items() for now, new in come.items() if type(old) is type(new)]
    likeness = [(_likeness(words[was], words[now]), was, now) for was, now in pairs]
    names: dict[str, str] = {}
    for ratio, was, now in sorted(likeness, key=lambda pair: -pair[0]):
        if ratio >= _LIKE_ENOUGH and was not in names and now not in names.values():
            names[was] = now
    return names


def _likeness(words: list[str], other_words: list[str]) -> float:
    """The share of words that two texts have in common, in their order."""
    matcher = SequenceMatcher(None, words, other_words, autojunk=False)
    # Most pairs have little in common, which shows without looking at the order.
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _LIKE_ENOUGH else 0


def _words(entry: Entry) -> list[str]:
    """What an entry says in words, with all that stands in it."""
    texts = (value for part in entry.walk() for name, value in part if isinstance(value, str) and name != "id")
    return " ".join(texts).split()


def _moved(before: dict[str, _Item], after: dict[str, _Item]) -> Iterator[str]:
    """The items that stand below another one, or in another order among the same ones: as few as explain it."""
    siblings: dict[str, list[str]] = {}
    for id_, item in after.items():
        if id_ in before:
            if before[id_].parent == item.parent:
                siblings.setdefault(item.parent, []).append(id_)
            else:
                yield id_
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
