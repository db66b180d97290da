"""Edits of several files that meet: which of them can only be taken without each other, and what each file says."""

from collections.abc import Iterator, Sequence

from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.target import Figure
from planbook.returns.answers.answer import Answer, FileEdit, Rival
from planbook.returns.answers.answer_report import authors_and_days

FileAndEdit = tuple[int, FileEdit]  # the place of the file among all, and an edit of it


def edit_key(edit: FileEdit) -> str:
    """What an edit of a file is known by in whatever data it is set against; only what is new may get another id there."""
    item = "" if edit.kind in ("inserted", "split", "duplicated") else edit.id
    return f"{edit.at.english} {sorted(edit.at.values.items())} {item}"


class Rivals:
    """The edits that meet, found one after the other; `alone` is what each file says set against the data without the others."""

    def __init__(self, plan: Plan, files: Sequence[str], alone: Sequence[Answer]) -> None:
        self._plan, self._files, self._alone = plan, files, alone
        self._met: list[dict[str, dict[str, Rival]]] = [{} for _ in files]

    def __len__(self) -> int:
        """How many edits meet others."""
        return sum(map(len, self._met))

    def may_meet(self) -> bool:
        """Whether any edits of two files are of the same, so that it matters which is brought first."""
        items = [{_about(self._plan, edit) for edit in answer.edits} for answer in self._alone]
        ties = [{tie for item in own for tie in (item, *_around(self._plan, item))} for own in items]
        repeated = [{target for item in own for target in _repeated(self._plan, item)} for own in items]
        pairs = [(at, to) for at in range(len(items)) for to in range(len(items)) if at != to]
        return any(items[at] & ties[to] or repeated[at] & repeated[to] for at, to in pairs)

    def contested(self, at: int) -> frozenset[str]:
        """The keys of the edits of a file that meet others."""
        return frozenset(self._met[at])

    def of(self, at: int, edit: FileEdit) -> tuple[Rival, ...]:
        """What other files make of the same as an edit."""
        return tuple(self._met[at].get(edit_key(edit), {}).values())

    def note(self, at: int, edit: FileEdit, edits_made: Sequence[FileAndEdit]) -> None:
        """Note an edit that cannot be taken on top of those of other files, if some of them are of the same."""
        if self._is_met(at, edit):
            for to, opposite in edits_made:
                if to != at and _touch(self._plan, edit, opposite):
                    self._oppose((at, edit), (to, opposite))
                    self._oppose((to, opposite), (at, edit))

    def _is_met(self, at: int, edit: FileEdit) -> bool:
        """Whether an edit clashes or is refused only because other files were taken over before it."""
        if not edit.is_conflict and not edit.refused:
            return False
        before = next((own for own in self._alone[at].edits if edit_key(own) == edit_key(edit)), None)
        return before is not None and not before.is_conflict and not before.refused

    def _oppose(self, own: FileAndEdit, opposite: FileAndEdit) -> None:
        """Note what another file makes of the same as an edit, and of all that goes with it."""
        (at, edit), (to, rival) = own, opposite
        sender = ", ".join([self._files[to], *authors_and_days(rival.revisions)])
        keys = [edit_key(part) for part in self._alone[at].edits if _whole(part) == _whole(edit)]
        for key in dict.fromkeys((edit_key(edit), *keys)):
            self._met[at].setdefault(key, {})[f"{to} {edit_key(rival)}"] = Rival(sender, rival.new or "–")


def _whole(edit: FileEdit) -> str:
    """What an edit is a part of: what is deleted goes together."""
    return f"-{edit.with_ or edit.item}" if edit.kind == "deleted" else edit_key(edit)


def _touch(plan: Plan, edit: FileEdit, opposite: FileEdit) -> bool:
    """Whether two edits are of one item, of a target and what repeats it, or of a group and a task in it."""
    first, second = _about(plan, edit), _about(plan, opposite)
    ties, other_ties = ({id_, *_around(plan, id_)} for id_ in (first, second))
    return first in other_ties or second in ties or bool(_repeated(plan, first) & _repeated(plan, second))


def _about(plan: Plan, edit: FileEdit) -> str:
    """What an edit is of: an item, or one of the lists at the head and the foot of the plan."""
    item = ItemId(edit.item)
    return ItemId.of(plan.id, item.kind) if item.entry == plan.id else item.entry


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
