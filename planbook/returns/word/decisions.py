"""Open decisions that close in a returned draft: a box ticked, a row deleted, what was asked for filled in, its items gone."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.model.assigned import Assigned
from planbook.model.budget import Budget
from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import Decision, Plan
from planbook.model.target import Figure, Target
from planbook.model.task import Task, TaskGroup
from planbook.reading.amounts import read_figure
from planbook.reading.context import Context
from planbook.reading.edits import edits_of, plain
from planbook.reading.not_taken import NotTaken, Unread
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.mentioned import set_value
from planbook.returns.fields.spots import Outline
from planbook.returns.word.draft import MatchedDraft
from planbook.text.comparing import comparable
from planbook.text.node import Mapping, Node
from planbook.text.node import Sequence as NodeSequence
from planbook.text.writer import Edit, Edits, Insertion, Move
from planbook.views.decisions import TickedAnswer, choices, open_places, passing_deadlines
from planbook.wording.blocks import EMPTY_BOX

_BOX = re.compile(f"[{EMPTY_BOX}\u2611\u2612\u2713\u2714\U0001f5f9]")
_SEVERAL = Unread(Text("several boxes of one decision are ticked"), Text("leave one"))
_TYPED = Unread(
    Text("the sheet of decisions takes ticks and deleted rows, no words"),
    Text("write what was decided into the paragraph that is marked yellow"),
)
_NO_VALUE = Unread(Text("the option states no value that can be read"), Text("write the value into the target"))
_FILLED = Text("what the decision is about was edited in the draft, which may settle it")
_VALUES = {Target: ("value", "upper"), Figure: ("value", "upper"), Budget: ("total",)}
_ALL_GONE = Text("no decision is left on the sheet, which may only have been cut off")


def decided(context: Context, decision: Decision, old: str, new: str) -> Edits:
    """The edits that a ticked row makes; none where no box is ticked. Raises `NotTaken`."""
    cells, typed = old.split("\t"), new.split("\t")
    answers = choices(decision, context.plan, context.text)
    if len(cells) != len(typed) or cells[:-1] != typed[:-1]:
        raise NotTaken(_TYPED)
    boxes = _BOX.findall(typed[-1])
    words = [comparable(part) for part in _BOX.split(typed[-1])]
    if words != ["", *(comparable(answer.words) for answer in answers)]:
        raise NotTaken(_TYPED)
    ticked = [answer for answer, box in zip(answers, boxes, strict=True) if box != EMPTY_BOX]
    if len(ticked) > 1:
        raise NotTaken(_SEVERAL)
    return _made(context, decision, ticked[0]) if ticked else ()


def _made(context: Context, decision: Decision, choice: TickedAnswer) -> Edits:
    """The edits of a choice, the last of which closes the decision."""
    made: Iterable[Edit | Insertion] = ()
    if choice.kind == "drop":
        made = _dropped(context.plan, decision)
    elif choice.kind == "drop-day":
        made = _without_days(context.plan, decision)
    elif choice.kind == "option" and choice.option in context.text.workspace.agencies:
        made = _instead(context, decision, choice.option)
    elif choice.kind == "option":
        target = next(target for target in context.plan.targets() if target.id in decision.at)
        try:
            stated = read_figure(choice.option.partition(" (")[0], context.reading)
        except NotTaken as refusal:
            raise NotTaken(_NO_VALUE) from refusal
        made = edits_of(context.plan, set_value(context, target, stated))
    return (*made, Edit(decision.source))


def _dropped(plan: Plan, decision: Decision) -> Iterator[Edit]:
    """The edits that take the items of a decision out, with a group that has no other tasks."""
    outline, items = Outline(plan), set(decision.at)
    whole = {group.id for group in plan.task_groups() if items.issuperset(task.id for task in group.tasks)}
    for item in decision.at:
        entry = outline.entries.get(item)
        spot = outline.spot(entry) if entry else None
        if entry is None or spot is None:
            continue
        if isinstance(entry, Task) and getattr(spot.parent, "id", "") in whole:
            if isinstance(spot.parent, TaskGroup) and entry is spot.parent.tasks[0]:
                yield Edit(spot.parent.source)
            continue
        yield Edit(entry.source)


def _without_days(plan: Plan, decision: Decision) -> Iterator[Edit]:
    """The edits that take the deadlines of a decision out that end on a day."""
    for owner, ending in passing_deadlines(plan, decision):
        if len(ending) == len(getattr(owner, "deadlines", ())):
            yield Edit(owner.source, "deadlines")
        else:
            yield from (Edit(deadline.source) for deadline in ending)


def _instead(context: Context, decision: Decision, agency: str) -> Iterator[Edit]:
    """The edits that put an agency in the place of the one in question, where the items and the lists of the plan name it."""
    entries = [part for item in decision.at if (entry := context.entries.get(item)) for part in entry.walk()]
    entries += [*context.plan.addressed_to, *context.plan.recipients]
    for entry in entries:
        for key, value in entry:
            new = _replaced(value, str(decision.about), agency)
            if new != value and key in entry.source.entries:
                yield Edit(entry.source, key, _listed(new))


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return re.sub(rf"{{agency:{re.escape(old)}(?=[|}}])", f"{{agency:{new}", value)
    if not isinstance(value, tuple) or not value or not isinstance(value[0], str | Assigned):
        return value
    parts = [
        part.model_copy(update={"agency": new}) if isinstance(part, Assigned) and part.agency == old else part
        for part in value
    ]
    return tuple(dict.fromkeys(new if part == old else part for part in parts)) if old in map(_id, value) else value


def _id(part: object) -> object:
    return part.agency if isinstance(part, Assigned) else part


def _listed(value: Any) -> Any:
    parts = plain(value)
    return parts[0] if isinstance(parts, list) and len(parts) == 1 else parts


def is_ticked(old: str, new: str) -> bool:
    """Whether a row differs from what it was in ticked boxes."""
    return EMPTY_BOX in old and old != new and _BOX.sub(EMPTY_BOX, new) == _BOX.sub(EMPTY_BOX, old)


def ticked_words(row: str) -> str:
    """The answers of a row that are ticked."""
    parts = zip(_BOX.findall(row), _BOX.split(row)[1:], strict=True)
    return "; ".join(comparable(words) for box, words in parts if box != EMPTY_BOX)


def settled(draft: MatchedDraft, edits: Sequence[FileEdit]) -> Iterator[FileEdit]:
    """The decisions that close because the draft has no row of theirs, or says by itself what they ask for.

    Those whose items are deleted close with them.
    """
    plan, indicators = draft.context.plan, draft.context.text.workspace.indicators
    gone = {decision.id for decision in plan.todo if ItemId.row(decision.id) in draft.gone}
    rewordings = [edit for edit in edits if edit.edits and not edit.refused and edit.kind == "changed"]
    ticked = {ItemId(edit.item).entry for edit in edits if edit.kind == "settled"}
    changed = {edit.item for edit in rewordings}
    made = [part for edit in rewordings if edit.is_certain for part in edit.edits]
    at = Text("paragraph {number}", {"number": min((unit.number for unit in draft.units if unit.is_row), default=1)})
    for decision in plan.todo:
        if decision.id in gone:
            doubt = _ALL_GONE if len(gone) == len(plan.todo) > 1 else None
        elif decision.id not in ticked and set(decision.at) & {ItemId(item).entry for item in changed}:
            doubt = None if _is_filled(plan, decision, made, changed, indicators) else _FILLED
        else:
            continue
        yield FileEdit(decision.id, at, decision.what, kind="settled", doubt=doubt, edits=(Edit(decision.source),))


def _is_filled(
    plan: Plan, decision: Decision, made: Sequence[object], changed: set[str], indicators: Container[str]
) -> bool:
    """Whether edits give the very values that a decision asks for: a number, an amount, another agency at each place.

    Of several decisions about one item a number answers the one that quotes the old one; else nobody knows which.
    """
    if decision.about in indicators:
        return False
    if decision.about:
        alone = plan.model_copy(update={"todo": (decision,)})
        places = set(open_places(alone))
        return bool(places) and places <= changed
    entries = Outline(plan).entries
    values = dict(_values(entries, decision))
    numbers = {
        entry.id: str(getattr(part.at.entries.get(part.key), "text", ""))
        for part in made
        for entry in values.values()
        if isinstance(part, Edit) and part.at is entry.source and part.key in _VALUES[type(entry)]
    }
    rivals = [rival for rival in plan.todo if rival is not decision and not rival.about]
    return not decision.proposal and any(
        _quotes(decision.what, number)
        or not any(id_ in (rival.at if id_ in decision.at else dict(_values(entries, rival))) for rival in rivals)
        for id_, number in numbers.items()
    )


def _values(entries: dict[str, Entry], decision: Decision) -> Iterator[tuple[str, Target | Figure | Budget]]:
    """The figures, targets and amounts, by their ids, that stand in the items of a decision."""
    for item in decision.at:
        if item in entries:
            yield from ((part.id, part) for part in entries[item].walk() if isinstance(part, Target | Figure | Budget))


def _quotes(words: str, number: str) -> bool:
    return bool(number and re.search(rf"(?<![\w.,/]){re.escape(number)}(?![\w/])", words))


def with_decisions(plan: Plan, edits: Sequence[Edit | Insertion | Move]) -> list[Edit | Insertion | Move]:
    """Edits with what follows of them for the open decisions: none names an item that goes, or stays open without any."""
    out = {id(edit.at) for edit in edits if isinstance(edit, Edit) and not edit.key}
    ids = {
        id_
        for edit in edits
        if isinstance(edit, Edit) and (not edit.key or edit.value is None)
        for id_ in _ids(edit.at if not edit.key else edit.at.entries.get(edit.key))
    }
    closed = [
        decision
        for decision in plan.todo
        if id(decision.source) in out or (decision.at and ids.issuperset(decision.at) and not decision.about)
    ]
    sources = {id(decision.source) for decision in closed}
    rest = [edit for edit in edits if not (isinstance(edit, Edit) and id(edit.at) in sources)]
    if closed and len(closed) == len(plan.todo):
        return [*rest, Edit(plan.source, "todo")]
    for decision in plan.todo:
        if decision not in closed and ids & set(decision.at):
            left = [item for item in decision.at if item not in ids]
            rest.append(Edit(decision.source, "at", left or None))
    return [*rest, *(Edit(decision.source) for decision in closed)]


def _ids(node: Node | None) -> Iterator[str]:
    """The ids of the mappings below a node."""
    if isinstance(node, Mapping):
        own = node.entries.get("id")
        yield from [getattr(own, "text", "")] if own else []
        yield from (id_ for value in node.entries.values() for id_ in _ids(value))
    elif isinstance(node, NodeSequence):
        yield from (id_ for part in node.items for id_ in _ids(part))
