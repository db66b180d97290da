"""Edits of several files that meet: which of them can only be taken without each other, and what each file says."""

from collections.abc import Iterator, Sequence

from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.target import Figure
from planbook.returns.answers.answer import Answer, EditChoice, FileEdit, Rival
from planbook.returns.answers.answer_report import authors_and_days
from planbook.text.writer import Insertion, Move

FileAndEdit = tuple[int, FileEdit]  # the place of the file among all, and an edit of it


def edit_key(edit: FileEdit) -> str:
    """What an edit of a file is known by in whatever data it is set against; only what is new may get another id there."""
    item = "" if edit.kind in ("inserted", "split", "duplicated") else edit.id
    return f"{edit.at.english} {sorted(edit.at.values.items())} {item}"


class Rivals:
    """The edits that meet, found one after the other; `alone` is what each file says set against the data without the others."""

    def __init__(self, plan: Plan, files: Sequence[str], alone: Sequence[Answer]) -> None:
        self._plan, self._files = plan, files
        self._alone = [{edit_key(edit): edit for edit in answer.edits} for answer in alone]
        self._met: list[dict[str, dict[str, Rival]]] = [{} for _ in files]

    def __len__(self) -> int:
        """How many edits meet others."""
        return sum(map(len, self._met))

    def may_meet(self) -> bool:
        """Whether any edits of two files are of the same, so that it matters which is brought first."""
        items = [{_about(self._plan, edit) for edit in own.values()} for own in self._alone]
        ties = [{tie for edit in own.values() for tie in _ties(self._plan, edit)} for own in self._alone]
        repeated = [{target for item in own for target in _repeated(self._plan, item)} for own in items]
        parts = [
            {tie for edit in own.values() if edit.kind not in ("changed", "unread") for tie in _ties(self._plan, edit)}
            for own in self._alone
        ]
        pairs = [(at, to) for at in range(len(items)) for to in range(len(items)) if at != to]
        return any(items[at] & ties[to] or parts[at] & parts[to] or repeated[at] & repeated[to] for at, to in pairs)

    def contested(self, at: int) -> frozenset[str]:
        """The keys of the edits of a file that meet others."""
        return frozenset(self._met[at])

    def of(self, at: int, edit: FileEdit) -> tuple[Rival, ...]:
        """What other files make of the same as an edit."""
        return tuple(self._met[at].get(edit_key(edit), {}).values())

    def note(self, at: int, edit: FileEdit, edits_made: Sequence[FileAndEdit]) -> None:
        """Note an edit that cannot be taken on top of those of other files, if some of them are of the same."""
        own = self._alone[at]
        # A clash in one cell is told at the cell, and what its row changes at the row.
        of_row = (part for part in own.values() if part.item == edit.item and part.kind == edit.kind)
        before = own.get(edit_key(edit)) or next(of_row, None)
        if before is None or before.is_conflict or before.refused or not (edit.is_conflict or edit.refused):
            return
        made = [(to, self._alone[to].get(edit_key(rival), rival)) for to, rival in edits_made if to != at]
        touching = [pair for pair in made if _touch(self._plan, before, pair[1])]
        rivals = [pair for pair in touching if not _are_beside(before, pair[1])] or touching
        for to, rival in rivals or [pair for pair in made if _are_neighbours(self._plan, before, pair[1])]:
            self._oppose((at, before), (to, rival))
            self._oppose((to, rival), (at, before))

    def note_wholes(self, choices: Sequence[EditChoice]) -> None:
        """Note whatever else is done in what a file deletes as a whole and cannot, so that no order decides about it."""
        edits = [(at, edit) for at, own in enumerate(self._alone) for edit in own.values() if choices[at].takes(edit)]
        for at, edit in edits:
            if edit.kind == "deleted" and edit_key(edit) in self._met[at]:
                for to, opposite in edits:
                    is_same = opposite.kind == "deleted" and _whole(opposite) == _whole(edit)
                    if to != at and not is_same and _touch(self._plan, edit, opposite):
                        self._oppose((at, edit), (to, opposite))
                        self._oppose((to, opposite), (at, edit))

    def _oppose(self, own: FileAndEdit, opposite: FileAndEdit) -> None:
        """Note what another file makes of the same as an edit, and of all that goes with it."""
        (at, edit), (to, rival) = own, opposite
        sender = ", ".join([self._files[to], *authors_and_days(rival.revisions)])
        keys = [key for key, part in self._alone[at].items() if _whole(part) == _whole(edit)]
        for key in dict.fromkeys((edit_key(edit), *keys)):
            self._met[at].setdefault(key, {})[f"{to} {edit_key(rival)}"] = Rival(sender, rival.new or "–")


def _whole(edit: FileEdit) -> str:
    """What an edit is a part of: what is deleted goes together."""
    return f"-{edit.with_ or edit.item}" if edit.kind == "deleted" else edit_key(edit)


def _touch(plan: Plan, edit: FileEdit, opposite: FileEdit) -> bool:
    """Whether two edits are of one item, of a target and what repeats it, or of a group and a task in it."""
    first, second = _about(plan, edit), _about(plan, opposite)
    is_around = first in _ties(plan, opposite) or second in _ties(plan, edit)
    return is_around or bool(_repeated(plan, first) & _repeated(plan, second))


def _are_beside(edit: FileEdit, opposite: FileEdit) -> bool:
    """Whether two edits only change fields, each others: who leads a task and what number it says."""
    fields, rival_fields = (
        {getattr(part, "key", "") for part in made.edits} | {change.field for change in made.changes}
        for made in (edit, opposite)
    )
    return "" not in fields | rival_fields and bool(fields and rival_fields) and fields.isdisjoint(rival_fields)


def _are_neighbours(plan: Plan, edit: FileEdit, opposite: FileEdit) -> bool:
    """Whether two edits are in one part of the plan, which can be left empty by both and by none alone."""
    parts, rival_parts = (_ties(plan, made) - {_about(plan, made)} for made in (edit, opposite))
    return bool(parts & rival_parts)


def _about(plan: Plan, edit: FileEdit) -> str:
    """What an edit is of: an item, or one of the lists at the head and the foot of the plan."""
    item = ItemId(edit.item)
    return ItemId.of(plan.id, item.kind) if item.entry == plan.id else item.entry


def _ties(plan: Plan, edit: FileEdit) -> set[str]:
    """The item of an edit, and whatever stands around it or around the place that it comes to."""
    item = _about(plan, edit)
    nodes = {id(part.at) for part in edit.edits if isinstance(part, Insertion | Move)}
    into = {
        id_ for entry in plan.walk() if id(entry.source) in nodes and (id_ := getattr(entry, "id", None)) != plan.id
    }
    return {tie for id_ in (item, *into) if id_ for tie in (id_, *_around(plan, id_))}


def _around(plan: Plan, item: str) -> Iterator[str]:
    """The group or section in which an item stands, and whatever else stands around it."""
    for entry in plan.walk():
        id_ = getattr(entry, "id", None)
        if id_ and id_ not in (item, plan.id) and any(getattr(part, "id", None) == item for part in entry.walk()):
            yield id_


def _repeated(plan: Plan, item: str) -> set[str]:
    """The targets whose numbers an item prints, itself where it is a target."""
    own = next((entry for entry in plan.walk() if getattr(entry, "id", None) == item), None)
    figures = (part.stands_for for part in (own.walk() if own else ()) if isinstance(part, Figure) and part.stands_for)
    return {*figures, item}
