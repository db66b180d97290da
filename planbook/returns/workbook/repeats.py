"""Numbers that a workbook changes, with the other places of the plan that say them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from planbook.changes.change import Change
from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.repeated import others_too, repeating, target_left


def with_repeats_in_rows(plan: Plan, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The edits of a workbook, each number with the other places that it has to change, or a question."""
    changes = [change for edit in edits for change in edit.changes if _is_number(change)]
    changed = {change.item for change in changes}
    targets = {target.id: target for target in plan.targets()}
    for edit in edits:
        doubt, more = edit.doubt, list[Change]()
        for change in (change for change in edit.changes if _is_number(change)):
            if isinstance(change.entry, Figure) and change.entry.stands_for:
                target = targets.get(change.entry.stands_for)
                if target is None:
                    continue
                is_other = change.new[1:3] != (target.value, target.upper)  # type: ignore[index]
                doubt = doubt or (target_left(target.id) if is_other and target.id not in changed else None)
                continue
            target = targets.get(getattr(change.entry, "target", None) or change.item)
            repeats = repeating(plan, target) if target else {}
            if target is None or (isinstance(change.entry, Figure) and change.entry not in repeats.values()):
                continue
            left = {item: figure for item, figure in repeats.items() if figure.id not in changed}
            if change.entry is not target and target.id not in changed:
                doubt = doubt or target_left(target.id)
                more.append(_as_well(plan, target, change))
            if change.entry is target or target.id not in changed:
                more += [_as_well(plan, figure, change) for figure in left.values()]
                doubt = doubt or (others_too(left) if left else None)
        yield replace(edit, doubt=doubt, changes=(*edit.changes, *more)) if edit.changes else edit


def _is_number(change: Change) -> bool:
    return change.kind == "set" and change.field == "value" and isinstance(change.entry, Figure | Target)


def _as_well(plan: Plan, figure: Figure | Target, change: Change) -> Change:
    """The change of a figure or target to the number that another place gets."""
    new: Any = change.new
    old = (figure.comparator, figure.value, figure.upper, figure.unit)
    entry: Entry = figure
    return Change("set", plan.id, figure.id, entry, entry, "value", old, (figure.comparator, *new[1:3], figure.unit))
