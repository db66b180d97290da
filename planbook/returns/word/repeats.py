"""Numbers that a draft changes, with the other places of the plan that say them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.model.number import parse_number
from planbook.model.target import Figure, Target
from planbook.model.texts import sentences
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.other_time import TimeQuestions
from planbook.returns.fields.other_unit import UnitQuestions
from planbook.returns.fields.repeated import (
    beside_kept,
    number_edits,
    others_too,
    repeating,
    second_figure,
    target_left,
)
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.text.comparing import comparable
from planbook.text.writer import Edit


def with_repeats(draft: ReturnedDraft, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The edits of a draft, each number with the other places that it has to change, or a question.

    Sentences that say the number of a changed target in plain words are further questions.
    """
    plan = draft.context.plan
    targets = {id(target.source): target for target in plan.targets()}
    repeats = {id_: repeating(plan, target) for id_, target in targets.items()}
    numbers = {id(figure.source): id_ for id_, figures in repeats.items() for figure in figures.values()}
    made = [edit for edit in edits if not edit.refused and edit.kind in ("changed", "settled")]
    places = {id(part.at) for edit in made for part in number_edits(edit)}
    stated = {id(part.at) for edit in made for part in _own(targets, edit)}
    figures = {id(part.source): part for part in plan.walk() if isinstance(part, Figure | Target)}
    unit_questions, time_questions = UnitQuestions(draft.context), TimeQuestions(draft.context)
    for edit in edits:
        parts = [part for part in number_edits(edit) if edit in made and id(part.at) in {*targets, *numbers}]
        doubt, more = edit.doubt, list[Edit]()
        for part in parts:
            place = numbers.get(id(part.at), id(part.at))
            target = targets[place]
            if place not in stated and edit.kind == "changed":
                doubt = doubt or target_left(target.id)
                more += [replace(part, at=target.source)] if place not in places else []
            left = {item: figure for item, figure in repeats[place].items() if id(figure.source) not in places}
            if id(part.at) == place or place not in stated:
                more += [replace(part, at=figure.source) for figure in left.values()]
                doubt = doubt or (others_too(left) if left else None)
        stated_in_line = [parse_number(part.value) for part in number_edits(edit) if edit.kind == "changed"]
        units = {figures[id(part.at)].unit for part in number_edits(edit) if id(part.at) in figures}
        split = (second_figure(edit.old, edit.new, unit, stated_in_line) for unit in units if stated_in_line)
        beside = (beside_kept(edit.old, edit.new, target) for target in _reworded(targets, edit))
        doubt = doubt or next(filter(None, (*split, *beside)), None) or unit_questions.of(edit.edits)
        doubt = doubt or time_questions.of(edit.edits)
        yield replace(edit, doubt=doubt, edits=(*edit.edits, *more))
        for part in parts:
            if part.key == "value" and id(part.at) in stated:
                yield from _typed(draft, targets[id(part.at)], part, edits)


def _own(targets: dict[int, Target], edit: FileEdit) -> list[Edit]:
    """The edits of a number that the draft makes in the line or row of its target itself."""
    entry = ItemId(edit.item).entry
    return [part for part in number_edits(edit) if id(part.at) in targets and targets[id(part.at)].id == entry]


def _reworded(targets: dict[int, Target], edit: FileEdit) -> Iterator[Target]:
    """The targets of which an edit changes words and not the number."""
    changed = {id(part.at) for part in number_edits(edit)}
    texts = (part for part in edit.edits if isinstance(part, Edit) and part.key == "text")
    return (targets[id(part.at)] for part in texts if id(part.at) in targets.keys() - changed)


def _typed(draft: ReturnedDraft, target: Target, part: Edit, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
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
                made=(Edit(entry.source, field, pattern.sub(words[1], text)),),
            )
