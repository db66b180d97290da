"""One figure in several places: what else changes with the number of a target, and with a number that repeats it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.number import parse_number
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.texts import sentences
from planbook.returns.answer import FileEdit
from planbook.returns.spots import Outline
from planbook.text.comparing import comparable
from planbook.text.writer import Edit

if TYPE_CHECKING:
    from planbook.returns.draft import ReturnedDraft

_NUMBER = ("value", "upper")


def _left(target: str) -> Text:
    """Why a number that stands for a target needs a yes where nobody changed the target."""
    return Text(
        "the number is that of the target “{id}”, which the draft leaves as it is; both would change", {"id": target}
    )


def _too(items: Iterable[str]) -> Text:
    return Text("its number stands in {items} too, and would change there", {"items": ", ".join(dict.fromkeys(items))})


def _repeating(plan: Plan, target: Target) -> dict[str, Figure]:
    """The figures with the number of a target written once more, by the items that print them."""
    outline = Outline(plan)
    figures = [part for part in plan.walk() if isinstance(part, Figure) and part.target == target.id]
    alike = [figure for figure in figures if not figure.stands_for and figure.value == target.value]
    return {_owner(outline, figure): figure for figure in alike if figure.upper == target.upper}


def following(plan: Plan, edits: Iterable[FileEdit]) -> list[str]:
    """The items whose text changes because edits change the target whose number it takes."""
    outline, places = Outline(plan), {id(part.at) for edit in edits for part in _numbers(edit)}
    targets = {target.id for target in plan.targets() if id(target.source) in places}
    figures = (part for part in plan.walk() if isinstance(part, Figure) and part.stands_for in targets)
    return list(dict.fromkeys(_owner(outline, figure) for figure in figures))


def _owner(outline: Outline, figure: Figure) -> str:
    return next((part.id for part in outline.above(figure) if getattr(part, "id", None)), "")  # type: ignore[attr-defined]


def _numbers(edit: FileEdit) -> list[Edit]:
    """The edits of numbers that an edit makes."""
    return [part for part in edit.edits if isinstance(part, Edit) and part.key in _NUMBER and part.value is not None]


def with_repeats(draft: "ReturnedDraft", edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The edits of a draft, each number with the other places that it has to change, or a question.

    Sentences that say the number of a changed target in plain words are further questions.
    """
    plan = draft.context.plan
    targets = {id(target.source): target for target in plan.targets()}
    repeats = {id_: _repeating(plan, target) for id_, target in targets.items()}
    numbers = {id(figure.source): id_ for id_, figures in repeats.items() for figure in figures.values()}
    made = [edit for edit in edits if not edit.refused and edit.kind in ("changed", "settled")]
    places = {id(part.at) for edit in made for part in _numbers(edit)}
    stated = {id(part.at) for edit in made for part in _own(targets, edit)}
    for edit in edits:
        parts = [part for part in _numbers(edit) if edit in made and id(part.at) in {*targets, *numbers}]
        doubt, more = edit.doubt, list[Edit]()
        for part in parts:
            place = numbers.get(id(part.at), id(part.at))
            target = targets[place]
            if place not in stated and edit.kind == "changed":
                doubt = doubt or _left(target.id)
                more += [replace(part, at=target.source)] if place not in places else []
            left = {item: figure for item, figure in repeats[place].items() if id(figure.source) not in places}
            if id(part.at) == place or place not in stated:
                more += [replace(part, at=figure.source) for figure in left.values()]
                doubt = doubt or (_too(left) if left else None)
        yield replace(edit, doubt=doubt, edits=(*edit.edits, *more)) if parts else edit
        for part in parts:
            if part.key == "value" and id(part.at) in stated:
                yield from _typed(draft, targets[id(part.at)], part, edits)


def _own(targets: dict[int, Target], edit: FileEdit) -> list[Edit]:
    """The edits of a number that the draft makes in the line or row of its target itself."""
    entry = ItemId(edit.item).entry
    return [part for part in _numbers(edit) if id(part.at) in targets and targets[id(part.at)].id == entry]


def _typed(draft: "ReturnedDraft", target: Target, part: Edit, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """Questions about the sentences in which somebody typed the number that a target had."""
    if target.value is None or target.upper is not None:
        return
    figure = draft.context.text.wording.figure
    words = [figure("exactly", number, None, target.unit or "") for number in (target.value, parse_number(part.value))]
    pattern = re.compile(rf"(?<![\w.,]){re.escape(words[0])}(?!\w)", re.IGNORECASE)
    homes = {item: at for at, item in draft.placed.items()}
    edited = {ItemId(edit.item).entry for edit in edits}
    for entry, field, text in sentences(draft.context.plan):
        item = ItemId(getattr(entry, "id", ""))
        if item in homes and item not in edited and entry is not target and pattern.search(text):
            old = comparable(draft.ours[item].text)
            yield draft.edit(
                "changed",
                item,
                homes[item],
                old=old,
                new=pattern.sub(words[1], old),
                doubt=Text("the target “{id}” does not say this number any more", {"id": target.id}),
                edits=(Edit(entry.source, field, pattern.sub(words[1], text)),),
            )


def with_repeats_in_rows(plan: Plan, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The same of the rows of a workbook."""
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
                doubt = doubt or (_left(target.id) if is_other and target.id not in changed else None)
                continue
            target = targets.get(getattr(change.entry, "target", None) or change.item)
            repeats = _repeating(plan, target) if target else {}
            if target is None or (isinstance(change.entry, Figure) and change.entry not in repeats.values()):
                continue
            left = {item: figure for item, figure in repeats.items() if figure.id not in changed}
            if change.entry is not target and target.id not in changed:
                doubt = doubt or _left(target.id)
                more.append(_as_well(plan, target, change))
            if change.entry is target or target.id not in changed:
                more += [_as_well(plan, figure, change) for figure in left.values()]
                doubt = doubt or (_too(left) if left else None)
        yield replace(edit, doubt=doubt, changes=(*edit.changes, *more)) if edit.changes else edit


def _is_number(change: Change) -> bool:
    return change.kind == "set" and change.field == "value" and isinstance(change.entry, Figure | Target)


def _as_well(plan: Plan, figure: Figure | Target, change: Change) -> Change:
    """The change of a figure or target to the number that another place gets."""
    new: Any = change.new
    old = (figure.comparator, figure.value, figure.upper, figure.unit)
    entry: Entry = figure
    return Change("set", plan.id, figure.id, entry, entry, "value", old, (figure.comparator, *new[1:3], figure.unit))
