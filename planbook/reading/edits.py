"""Changes as edits of a plan's file: which key of which entry gets what text."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from planbook.changes.change import Change
from planbook.changes.compare import TOGETHER
from planbook.changes.in_force import ASSIGNED
from planbook.model.assigned import Assigned
from planbook.model.budget import Written
from planbook.model.entry import Entry
from planbook.model.number import written_number
from planbook.model.period import WAYS, Deadline, When
from planbook.model.plan import Plan
from planbook.model.target import SHARES, Figure, Target
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.text.writer import Edit, Insertion


def edits_of(plan: Plan, changes: Iterable[Change]) -> Iterator[Edit | Insertion]:
    """The edits of the file of a plan that make changes of it.

    An addition names in `field` where it belongs, in `old` the id of its parent and in `new` that of the entry which
    it follows, or nothing. A task that gets an assignment of its own has that of its group in all that does not change.
    """
    entries = {id_: entry for entry in plan.walk() if (id_ := getattr(entry, "id", None))}
    targets = {target.id: target for target in plan.targets()}
    facts: dict[str, dict[str, object]] = {}
    for change in changes:
        if change.kind == "set":
            facts.setdefault(change.item, {})[change.field] = change.new
        elif change.kind == "remove":
            yield Edit(change.entry.source)
        elif change.kind == "add":
            parent = entries[str(change.old)]
            yield from _added(parent, change, entries)
    for item, own in list(facts.items()):
        entry = entries[item]
        if isinstance(entry, Figure) and entry.stands_for and "value" in own:
            _set_with_target(entry, targets[entry.stands_for], own, facts)
    for item, own in facts.items():
        yield from _set(plan, entries[item], own)


def _set_with_target(
    figure: Figure, target: Target, own: dict[str, object], facts: dict[str, dict[str, object]]
) -> None:
    """The number of a figure to the target that it stands for, where nobody gives that another number.

    How a text says the number, and of what, is its own.
    """
    stated: Any = own["value"]
    there: dict[str, Any] = facts.setdefault(target.id, {})
    value = there.setdefault("value", (target.comparator, *stated[1:3], target.unit))
    if value[1:3] == stated[1:3]:
        own["value"] = (stated[0], figure.value, figure.upper, stated[3])


def plain(value: object) -> Any:
    """A value of the model as data files hold it: texts, lists and mappings."""
    match value:
        case Assigned() if not (value.remark or value.requested):
            return value.agency
        case Entry():
            stated = {name: part for name, part in value if name != "source" and not _is_default(value, name, part)}
            return {name: _one_or_many(name, plain(part)) for name, part in stated.items()}
        case dict():
            return {name: plain(part) for name, part in value.items()}
        case tuple() | list() if not isinstance(value, Written):
            return [plain(part) for part in value]
    return _as_text(value)


def _as_text(value: object) -> object:
    """A single value as data files write it."""
    match value:
        case Written():
            return written_number(value[0])
        case Decimal():
            return written_number(value)
        case When():
            return str(value)
        case bool():
            return "true" if value else "false"
    return value


def _added(parent: Entry, change: Change, entries: Mapping[str, Entry]) -> Iterator[Edit | Insertion]:
    if isinstance(getattr(parent, change.field), tuple):
        behind = entries.get(str(change.new))
        yield Insertion(parent.source, change.field, plain(change.entry), behind.source if behind else None)
    else:
        yield Edit(parent.source, change.field, plain(change.entry), behind=_before(parent, change.field))


def _set(plan: Plan, entry: Entry, facts: Mapping[str, object]) -> Iterator[Edit | Insertion]:
    """The edits of one entry; what belongs to its assignment is set there."""
    assigned = {name: value for name, value in facts.items() if name in ASSIGNED and hasattr(entry, "assignment")}
    for name, value in facts.items():
        if name in assigned:
            continue
        if isinstance(entry, Target) and name.startswith(f"{SHARES}/"):
            yield from _share(entry, name, value)
            continue
        parts = TOGETHER.get(name, (name,))
        values = value if name in TOGETHER and isinstance(value, tuple) else (value,)
        for part, stated in zip(parts, values, strict=True):
            if hasattr(entry, part) and getattr(entry, part) != stated:
                yield _key(entry, part, stated)
    if assigned:
        yield from _assign(plan, entry, assigned)


def _share(target: Target, field: str, new: object) -> Iterator[Edit | Insertion]:
    """The edit of what a target asks of one agency or place."""
    _, body, year = field.split("/")
    current = target.share(body, year)
    if current is None:
        behind = target.values[-1].source if target.values else None
        yield Insertion(target.source, "values", plain(new), behind)
    elif new is None:
        yield Edit(target.source, "values") if len(target.values) == 1 else Edit(current.source)
    else:
        for part in ("comparator", "value", "upper"):
            if getattr(current, part) != getattr(new, part):
                yield _key(current, part, getattr(new, part))


def _assign(plan: Plan, entry: Entry, facts: Mapping[str, object]) -> Iterator[Edit]:
    facts = dict(facts)
    own = getattr(entry, "deadlines", ())
    assignment: Assignment | None = getattr(entry, "assignment", None)
    if "deadlines" in facts and isinstance(facts["deadlines"], tuple) and own:
        # What the task itself names stands before what its assignment says, which most edits leave as it is.
        assigned = (assignment or _inherited(plan, entry) or Assignment()).deadlines
        new, at = facts["deadlines"], len(own)
        if new[len(new) - len(assigned) :] == assigned and (assigned or not assignment):
            at = len(new) - len(assigned)
        yield from _deadlines(entry, own, new[:at])
        facts["deadlines"] = new[at:]
    if assignment is None:
        inherited = _inherited(plan, entry) or Assignment()
        if changed := {name: value for name, value in facts.items() if getattr(inherited, name) != value}:
            yield _key(entry, "assignment", inherited.model_copy(update=changed))
        return
    for name, value in facts.items():
        if name == "deadlines" and isinstance(value, tuple):
            yield from _deadlines(assignment, assignment.deadlines, value)
        elif getattr(assignment, name) != value:
            yield _key(assignment, name, value)


def _inherited(plan: Plan, entry: Entry) -> Assignment | None:
    groups = (group for group in plan.task_groups() if isinstance(entry, Task) and entry in group.tasks)
    group: TaskGroup | None = next(groups, None)
    return group.assignment if group else None


def _deadlines(owner: Entry, old: tuple[Deadline, ...], new: tuple[Deadline, ...]) -> Iterator[Edit]:
    """The edits of a list of deadlines: in place where there are as many, so that the difference stays small."""
    if len(old) != len(new):
        yield _key(owner, "deadlines", new)
        return
    for was, now in zip(old, new, strict=True):
        for name in ("work", *WAYS, "reason"):
            if getattr(was, name) != getattr(now, name):
                yield _key(was, name, getattr(now, name))


def _key(entry: Entry, name: str, value: object) -> Edit:
    """The edit that sets a key, or takes it away where the value is what its absence means."""
    gone = _is_default(entry, name, value)
    return Edit(
        entry.source,
        name,
        None if gone else _one_or_many(name, plain(value)),
        behind="" if gone else _before(entry, name),
    )


def _before(entry: Entry, name: str) -> str:
    """The key of a file behind which a new one stands: the last of those that the model has before it."""
    present = [key for key in type(entry).model_fields if key in entry.source.entries or key == name]
    at = present.index(name)
    return present[at - 1] if at else ""


def _is_default(entry: Entry, name: str, value: object) -> bool:
    if isinstance(entry, Figure) and entry.stands_for:
        return value is None  # what it does not say, its target says
    field = type(entry).model_fields[name]
    return value is None or value == () or (not field.is_required() and value == field.default)


def _one_or_many(name: str, value: Any) -> Any:
    """A list of one as its one value, where files may write it so."""
    listed = name in ("lead", "coordinating", "agencies", "every") and isinstance(value, list)
    return value[0] if listed and len(value) == 1 else value
