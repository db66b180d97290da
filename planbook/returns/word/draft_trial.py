"""Edits of a draft tried in memory: the new data have no new error, and print what the draft says, or what means the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from planbook.changes.change import Change
from planbook.changes.compare import compare_plans
from planbook.loading.own_places import additions_by_place
from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.model.plan import Plan, Section
from planbook.model.task import TaskGroup
from planbook.model.workspace import Workspace
from planbook.ooxml.blocks import FOOTNOTE_SIGN
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.typed_lines import Responsibility, read_lines, worded
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.figures import says_money
from planbook.returns.fields.listed_lines import unmarked
from planbook.returns.fields.spots import Outline
from planbook.returns.fields.three_way import is_said_by
from planbook.returns.fields.traced import Printed
from planbook.returns.fields.trial import DataState
from planbook.returns.word.decisions import with_decisions
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.word.rewording import is_emptied, reworded, reworded_row
from planbook.returns.word.signature import PART
from planbook.returns.word.units import has_added
from planbook.text.additions import with_additions
from planbook.text.comparing import comparable
from planbook.text.writer import Addition, Edit, Insertion, Move, write
from planbook.wording.outline import has_exceptions

_DAMAGES = Unread(Text("the plan could not be read with this change"), Text("write it in the data"))


@dataclass
class DraftTrial:
    """Tries edits in memory; `order` are the items in the order of the draft."""

    state: DataState
    draft: ReturnedDraft
    order: Sequence[ItemId]
    # What the last trial that went well changed in the data, and what it prints where that is not what the draft says.
    changes: Sequence[Change] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    # What was written last, by its edits: what holds together is tried, and then written.
    _last: tuple[list[int], Mapping[str, str]] | None = None

    def written(self, edits: Sequence[FileEdit]) -> Mapping[str, str]:
        """The plan's file, and the registers that get entries, with edits brought in; byte for byte the old ones where there are none."""
        ids = list(map(id, edits))
        if self._last is None or self._last[0] != ids:
            self._last = ids, self._written(edits)
        return self._last[1]

    def _written(self, edits: Sequence[FileEdit]) -> dict[str, str]:
        plan = self.draft.context.plan
        parts = [part for edit in edits for part in edit.edits]
        made = in_turn(with_decisions(plan, [part for part in parts if not isinstance(part, Addition)]))
        text = self.state.text(plan)
        contents, path = self.state.files.contents, plan.source.path
        additions = additions_by_place((part for part in parts if isinstance(part, Addition)), contents, path)
        return {path: write(text, made) if made else text, **with_additions(contents, additions)}

    def prove(self, edits: list[FileEdit]) -> None:
        """Raise `NotTaken` where edits cannot be brought in together."""
        before = self.draft.context.plan
        workspace = self.state.rewritten(self.written(edits), before)
        plan = workspace.plans.get(before.id)
        if plan is None:
            raise NotTaken(_DAMAGES)
        after = _After(self.state, workspace, plan)
        if reason := next(filter(None, map(after.differs, edits)), None):
            raise NotTaken(reason)
        if self._is_in_disorder(edits, after):
            raise NotTaken(_ELSEWHERE)
        self.changes, self.printed = compare_plans(before, plan), after.printed

    def _is_in_disorder(self, edits: list[FileEdit], after: "_After") -> bool:
        """Whether something would stand behind another item than in the draft."""
        lines = after.lines
        turned = _with_exceptions(self.draft.context.plan) ^ _with_exceptions(after.plan)
        items = [
            item for item in lines if not (item.is_part and item.entry in turned)
        ]  # their lines stand elsewhere now
        kinds = {ItemId(edit.item).kind for edit in edits if edit.kind == "moved" and ItemId(edit.item).ordinal}
        if any(self._is_list_in_disorder(kind, lines) for kind in kinds):
            return True
        new = {edit.item for edit in edits}
        here = [item for item in self.order if (item in new or item in self.draft.ours) and item in set(items)]
        now = [item for item in items if item in set(here)]
        placed_kinds = ("moved", "inserted", "split", "duplicated")
        moved = [edit.item for edit in edits if edit.kind in placed_kinds and not ItemId(edit.item).ordinal]
        return any(item in here and _before(here, item) != _before(now, item) for item in moved)

    def _is_list_in_disorder(self, kind: str, lines: Mapping[ItemId, Printed]) -> bool:
        """Whether a list whose lines are known by their places would have them in another order than the draft."""
        draft = self.draft
        here = [unmarked(draft.units[at].text) for at, item in sorted(draft.placed.items()) if item.kind == kind]
        now = [unmarked(comparable(line.text)) for item, line in lines.items() if item.kind == kind]
        return [text for text in here if text in now] != [text for text in now if text in here]


@dataclass
class _After:
    """A plan after some edits; `printed` is what it prints of those that only mean the same."""

    state: DataState
    workspace: Workspace
    plan: Plan
    printed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> dict[ItemId, Printed]:
        """What it prints, by the items."""
        return {line.item: line for line in self.state.lines(self.workspace, self.plan) if line.item}

    @cached_property
    def _words(self) -> set[str]:
        lines = self.state.lines(self.workspace, self.plan)
        return {comparable(line.text).casefold() for line in lines if not line.item}

    @cached_property
    def _after(self) -> DataState:
        return replace(self.state, workspace=self.workspace)

    @cached_property
    def _traced(self) -> dict[ItemId, Printed]:
        return {line.item: line for line in self._after.printed(self.plan) if line.item}

    def differs(self, edit: FileEdit) -> Unread | None:
        """Why an edit is not what the new data print."""
        item = ItemId(edit.item)
        edit = replace(edit, new="".join(FOOTNOTE_SIGN if has_added(letter) else letter for letter in edit.new))
        line = self.lines.get(item)
        if item.part == PART:
            return None if set(edit.new.casefold().splitlines()) <= self._words else _would_print("")
        if (item.ordinal and not item.is_row) or (edit.kind == "inserted" and line is None):
            # Addressees, recipients and legal bases are known by their places, which others take.
            is_as_said = edit.kind in ("deleted", "moved") or self._is_listed(edit)
            return None if is_as_said else _would_print(self._new_line(item))
        if edit.kind in ("deleted", "merged", "settled"):
            return None if line is None or not edit.edits else _DAMAGES
        if edit.kind == "moved" or (line is None and not edit.edits):
            return None
        if line is None and is_emptied(edit.new, item, self._after.context(self.plan)):
            return None
        text = "" if line is None else line.compared
        return None if line and (_says(edit, text, item) or self._means(edit, text, item)) else _would_print(text)

    def _is_listed(self, edit: FileEdit) -> bool:
        """Whether a line of those that are known by their places says what an edit made of one, or means it."""
        listed = [line for line in self.lines.values() if line.item.entry == self.plan.id and line.item.ordinal]
        words = unmarked(edit.new)
        if any(edit.new == comparable(line.text) or words == unmarked(comparable(line.text)) for line in listed):
            return True
        return any(self._means(edit, comparable(line.text), line.item) for line in listed)

    def _new_line(self, item: ItemId) -> str:
        """What is printed now at the place of a line that is known by its place, or of such lines was not printed before."""
        before = self.state.lines(self.state.workspace, self.state.workspace.plans[self.plan.id])
        texts = {unmarked(comparable(line.text)) for line in before}
        listed = (line for line in self.lines.values() if line.item.entry == self.plan.id and line.item.ordinal)
        new = [line for line in listed if unmarked(comparable(line.text)) not in texts]
        return next((line.text for line in new if line.item == item), new[0].text if new else "")

    def _means(self, edit: FileEdit, text: str, item: ItemId) -> bool:
        """Whether the new data would not change if what an edit says was read into them: it means what they print."""
        line = self._traced[item]
        if not edit.old and self._is_new_money(edit, item):
            self.printed[edit.item] = text
            return True
        if item.is_row:
            cells = zip(*(state.split("\t") for state in (edit.old, edit.new, text)), strict=False)
            row = "\t".join(now if old == new else new for old, new, now in cells)
            made = attempted(reworded_row, line, row, self._after.context(self.plan, short_citations=True))
        else:
            holder = Outline(self.plan).holder(item)
            made = attempted(reworded, line, edit.new, self._after.context(self.plan), holder)
        if made == ():
            self.printed[edit.item] = text
        return made == ()

    def _is_new_money(self, edit: FileEdit, item: ItemId) -> bool:
        """Whether a line that was typed below an item says of its money what the new data hold."""
        context = self._after.context(self.plan)
        typed = worded(edit.new, context).lines
        money = attempted(read_lines, typed, context) if typed else None
        budget = self.plan.budgets().get(item.entry)
        return isinstance(money, Responsibility) and money.money is not None and says_money(budget, money.money)


def _says(edit: FileEdit, text: str, item: ItemId) -> bool:
    """Whether a printed line says what an edit made of it; of a row the cells that were edited."""
    if not item.is_row:
        return is_said_by(edit.new, text, is_field=item.is_part)
    cells = [state.split("\t") for state in (edit.old, edit.new, text)]
    if len({*map(len, cells)}) > 1:
        return is_said_by(edit.new, text, is_field=True)
    return all(old == new or is_said_by(new, now, is_field=True) for old, new, now in zip(*cells, strict=True))


def _with_exceptions(plan: Plan) -> set[str]:
    """The sections and groups whose assignment stands above their tasks."""
    owners: list[Section | TaskGroup] = [*plan.sections(), *plan.task_groups()]
    return {owner.id for owner in owners if has_exceptions(owner)}


_ELSEWHERE = Unread(Text("the data would print it at another place than the draft"), Text("move it in the data"))


def _before(items: list[ItemId], item: str) -> str:
    """The item that stands before one."""
    at = items.index(ItemId(item))
    return items[at - 1] if at else ""


def in_turn(edits: Iterable[Edit | Insertion | Move]) -> list[Edit | Insertion | Move]:
    """Edits in the order in which they can be made: moves first, insertions behind one entry from the last on."""
    listed = list({repr(edit): edit for edit in edits}.values())
    moves = [edit for edit in listed if isinstance(edit, Move)]
    insertions = [edit for edit in listed if isinstance(edit, Insertion)]
    return [*moves, *insertions[::-1], *(edit for edit in listed if isinstance(edit, Edit))]


def _would_print(text: str) -> Unread:
    return Unread(Text("the data would print: “{text}”", {"text": text[:200]}), Text("write it in the data"))
