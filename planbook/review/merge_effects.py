"""What a merged file makes hold that neither side meant: who leads, what was signed, which agency ends."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from planbook.changes.in_force import ASSIGNED, InForce, TaskInForce
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.model.agency import AgencyChange, AgencyChangeFile
from planbook.model.budget import Budget
from planbook.model.entry import Entry
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.seal import is_intact, seal
from planbook.model.target import Figure, Target
from planbook.review.merge_blocks import Sides


def clashes_of_effects(base: Plan, ours: Plan, theirs: Plan, merged: Plan, names: Sides) -> Iterator[Diagnostic]:
    """Find what neither side meant: another assignment, a number in another unit, an issued plan that nobody signed so."""
    yield from _units([InForce(plan).entries for plan in (base, ours, theirs, merged)], names)
    yield from _assignments(merged, [InForce(plan).tasks for plan in (base, ours, theirs)], names)
    yield from _issue(base, ours, theirs, merged, names)


def _units(versions: list[dict[str, Entry]], names: Sides) -> Iterator[Diagnostic]:
    """Find figures and money of which one side changed the unit, and the other the number that was of the earlier unit."""
    for id_, entry in versions[-1].items():
        units = [_unit(version.get(id_)) for version in versions[:-1]]
        numbers = [_numbers(version.get(id_)) for version in versions[:-1]]
        for side, rival, branch, rival_branch in ((1, 2, names.ours, names.theirs), (2, 1, names.theirs, names.ours)):
            if units[side] not in (units[0], units[rival]) and numbers[rival] not in (numbers[0], numbers[side]):
                values = {"id": id_, "name": branch, "unit": units[side], "other": rival_branch, "before": units[0]}
                values["number"] = "; ".join(official(part) for part in numbers[rival] if part not in numbers[0])
                text = Text(
                    "“{id}”: {name} made the unit “{unit}”, {other} made the number {number} of “{before}”", values
                )
                help_ = Text("write the number and the unit that belong together")
                assert entry.source
                yield Diagnostic("unit-of-one-side", entry.source.span("unit"), text, help_)


def _unit(entry: Entry | None) -> str:
    return (isinstance(entry, Figure | Target | Budget) and entry.unit) or ""


def _numbers(entry: Entry | None) -> tuple[Decimal, ...]:
    """The numbers that a unit is that of."""
    parts: tuple[object, ...] = ()
    if isinstance(entry, Budget):
        parts = (entry.total, *(line.amount for line in entry.lines))
    elif isinstance(entry, Figure | Target):
        parts = entry.value, entry.upper
    numbers = (part[0] if isinstance(part, tuple) else part for part in parts)
    return tuple(number for number in numbers if isinstance(number, Decimal))


def _assignments(merged: Plan, versions: list[dict[str, TaskInForce]], names: Sides) -> Iterator[Diagnostic]:
    """Find what holds for a task otherwise than the side that changed it wants, or than each of both wants."""
    for id_, task in InForce(merged).tasks.items():
        states = [tasks.get(id_) for tasks in versions]
        places = {(state.inherits, state.group.id) for state in states if state}
        # Two changes of one place are told by its lines.
        for field in ASSIGNED if len(places) > 1 or None in states else ():
            before, own, brought = (_fact(state, field) for state in states)
            intent = own if brought in (before, None) else brought if own in (before, None) else None
            holds = _fact(task, field)
            if own != brought and (intent is None or holds != intent) and not (own == brought == holds):
                values = {
                    "id": id_,
                    "field": field,
                    "base": before or "-",
                    "ours": names.ours,
                    "own": own or "-",
                    "theirs": names.theirs,
                    "brought": brought or "-",
                    "holds": holds or "-",
                }
                yield Diagnostic(
                    "assignment-of-both-sides",
                    task.task.source.span("id"),
                    Text(
                        "{field} of “{id}”: {own} on {ours}, {brought} on {theirs}, {base} before; together they make it {holds}",
                        values,
                    ),
                    Text("write the assignment that is meant, in the task or in its group"),
                    plan=merged.id,
                )


def _fact(state: TaskInForce | None, field: str) -> str | None:
    """What a task has, in a form that can be compared and read; None where there is no such task."""
    if state is None:
        return None
    fact: Any = state.fact(field)
    if fact is None or isinstance(fact, str):
        return fact or ""
    return ", ".join(" ".join(map(str, part.model_dump(mode="json", exclude_defaults=True).values())) for part in fact)


def _issue(base: Plan, ours: Plan, theirs: Plan, merged: Plan, names: Sides) -> Iterator[Diagnostic]:
    """Find that one side issued the plan, or sealed an amendment, and the other one changed what it says."""
    sides = ((ours, names.ours, names.theirs), (theirs, names.theirs, names.ours))
    for side, name, rival in sides:
        is_new = side.status == "issued" != base.status
        if (is_new and seal(merged) != seal(side)) or (not is_new and is_intact(side) and not is_intact(merged)):
            yield Diagnostic(
                "issued-and-changed",
                merged.source.span("status"),
                Text("the plan is issued on {name}, and {other} changed what it says: nobody signed this text",
                     {"name": name, "other": rival}),
                Text("keep the text that was signed; what is to change after that is an amendment"),
                plan=merged.id,
            )  # fmt: skip
            return


def endings_of_both(ours: AgencyChangeFile, theirs: AgencyChangeFile, merged: AgencyChangeFile) -> Iterator[Diagnostic]:
    """Find agencies that end twice, once on each side."""
    counts = [Counter(agency for change in file.changes for agency in _ended(change)) for file in (ours, theirs)]
    ended: set[str] = set()
    for change in merged.changes:
        for agency in _ended(change):
            if agency in ended and all(count[agency] < 2 for count in counts):
                yield Diagnostic(
                    "agency-ends-twice",
                    change.source.span("original"),
                    Text("“{agency}” ends here and in an event above: each branch brought one", {"agency": agency}),
                    Text("keep the event that is right"),
                )
            ended.add(agency)


def _ended(change: AgencyChange) -> list[str]:
    """The agencies that are no more after an event."""
    if change.kind not in ("merge", "split", "dissolve"):
        return []
    return [agency for agency in change.original if agency not in change.resulting]
