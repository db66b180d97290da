"""A returned file into the data: what it changes against the working tree, and with a yes into the YAML."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.changes.change import Change
from planbook.changes.compare import compare_plans
from planbook.messages.diagnostics import Diagnostic, Refusal, Text
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.ooxml.anchors import Anchor, bookmark_name, read_manifest
from planbook.ooxml.opening import Package, open_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.repository.data_files import write_data
from planbook.repository.revisions import Revision, is_revision
from planbook.returns.answer import Answer, FileEdit, already_held
from planbook.returns.draft import ReturnedDraft, number_of_paragraph
from planbook.returns.listed import number_of, unmarked
from planbook.returns.not_taken import Unread
from planbook.returns.three_way import is_said_by
from planbook.returns.traced import Printed
from planbook.returns.trial import DataState, holding_together, read_state
from planbook.returns.word import draft_comments, draft_differences, edits_in_data, order
from planbook.text.comparing import comparable, comparable_row
from planbook.text.writer import Edit, Insertion, Move, write

_ENOUGH = 0.3  # the share of a plan's lines that a file without a manifest must hold to be a draft of it


class NotOfAPlan(Refusal):
    """The file is a Word document, but of no plan that data/plans/ holds."""

    exit_code = 2


@dataclass(frozen=True)
class Applied:
    """The new text of a plan's file with what was brought into it; `left` is what was not, each with its reason."""

    text: str
    done: tuple[FileEdit, ...]
    left: tuple[FileEdit, ...]
    changes: tuple[Change, ...]


def pull_draft(root: Path, path: Path, accepted: Collection[str] = (), *, apply: bool = False) -> Answer:
    """What a returned draft changes; with `apply` what is certain or accepted is written into the plan's file.

    Raises `NotAWordFile`, `NotOfAPlan`, and `BuildStopped` where the data have errors of their own.
    """
    package = open_package(path)
    state = read_state(root)
    draft = read_draft(root, package, state)
    applied = bring_draft(draft, state, accepted)
    if apply and applied.done:
        write_data(root, state.files.contents, {draft.context.plan.source.path: applied.text.encode()})
    return _answer(draft, applied)


def read_draft(root: Path, package: Package, state: DataState) -> ReturnedDraft:
    """A returned draft beside the plan that it is of; raises `NotOfAPlan`."""
    manifest = read_manifest(package)
    returned = read_returned(package)
    if manifest is None:
        plan, lines = _likest(state, {comparable(line.text) for line in final(returned)})
        # What is known by its number may have had another one when the file was made.
        bookmarks = (
            (line, "" if number_of(plan, line.item) else bookmark_name(line.item)) for line in lines if line.item
        )
        anchors = tuple(Anchor(line.item, bookmark, line.text) for line, bookmark in bookmarks)
        return ReturnedDraft(returned, anchors, lines, state.context(plan), origin="none")
    if manifest.document not in state.workspace.plans:
        names = {"plan": manifest.document, "plans": ", ".join(state.workspace.plans)}
        raise NotOfAPlan(Text("the file is a draft of the plan {plan}, which data/plans does not hold: {plans}", names))
    plan = state.workspace.plans[manifest.document]
    is_known = bool(manifest.revision) and is_revision(root, Revision.as_written(manifest.revision).commit)
    return ReturnedDraft(
        returned,
        manifest.anchors,
        state.printed(plan),
        state.context(plan),
        manifest.words,
        manifest.revision,
        "known" if is_known else "unknown",
    )


def _likest(state: DataState, texts: Collection[str]) -> tuple[Plan, tuple[Printed, ...]]:
    """The plan that has the most lines in common with a file that does not say what it is a draft of."""
    shares: dict[str, float] = {}
    for plan in state.workspace.plans.values():
        lines = [line for line in state.lines(state.workspace, plan) if line.item and not line.is_row]
        shares[plan.id] = sum(comparable(line.text) in texts for line in lines) / len(lines)
    best = max(shares, key=lambda id_: shares[id_], default="")
    if not best or shares[best] < _ENOUGH:
        raise NotOfAPlan(
            Text("the file is no draft of a plan of data/plans: it has no manifest, and says what no plan says")
        )
    plan = state.workspace.plans[best]
    return plan, state.printed(plan)


def bring_draft(draft: ReturnedDraft, state: DataState, accepted: Collection[str] = ()) -> Applied:
    """The plan's file with everything that is certain or accepted, as far as it is proved in memory.

    The new file has no error that the old one did not have, and prints exactly what the draft says wherever it was
    edited, in its order; what would not is left out with the reason. Nothing is written.
    """
    edits = draft_differences(draft)
    trial = _Trial(state, draft, order(draft, edits))
    groups = _together(edits)
    whole = [group for group in groups if all(edit.is_taken(accepted) for edit in group)]
    done, failed = holding_together(whole, trial.why_not)
    reasons = {id(edit): reason for group, reason in failed for edit in group}
    for group in groups:
        # What belongs to something that is refused waits for it.
        if len(group) > 1 and (reason := next((edit.refused for edit in group if edit.refused), None)):
            reasons |= dict.fromkeys(map(id, group), reason)
    made = set(map(id, done))
    left = [replace(edit, refused=edit.refused or reasons.get(id(edit))) for edit in edits if id(edit) not in made]
    return Applied(trial.written(done), tuple(done), tuple(left), tuple(trial.changes))


def _together(edits: Sequence[FileEdit]) -> list[list[FileEdit]]:
    """Edits in groups that are one: what was split or merged, with the item that it went from or to."""
    groups: dict[str, list[FileEdit]] = {}
    for at, edit in enumerate(edits):
        item = edit.with_ if edit.kind in ("split", "merged") else edit.item if edit.kind == "changed" else ""
        groups.setdefault(item or f"#{at}", []).append(edit)
    return list(groups.values())


def _answer(draft: ReturnedDraft, applied: Applied) -> Answer:
    """What a draft says as every returned file is told: what can be brought into the data, and what is left."""
    changes: dict[str, list[Change]] = {}
    for change in applied.changes:
        changes.setdefault(change.item, []).append(change)
    possible = [replace(edit, ours=None) for edit in applied.done]
    possible += [edit for edit in applied.left if not edit.refused and not edit.is_conflict]
    brought = (
        replace(edit, new="\n".join((edit.new, *edit.lines)), changes=tuple(changes.get(ItemId(edit.item).entry, ())))
        for edit in sorted(possible, key=number_of_paragraph)
    )
    refused = (replace(edit, id=edit.id or "-") for edit in applied.left if edit.refused or edit.is_conflict)
    notes, comments = tuple(_notes(draft)), tuple(draft_comments(draft))
    return Answer(draft.context.plan.id, draft.revision, (*brought, *refused), notes, comments)


def _notes(draft: ReturnedDraft) -> Iterator[Text]:
    if draft.origin == "none":
        yield Text(
            "the file does not say what it was made of; it is compared with the plan {plan} as it is now, and every "
            "edit needs a yes",
            {"plan": draft.context.plan.id},
        )
    elif draft.origin == "unknown":
        yield Text(
            "the file was made of revision {revision}, which this repository does not know; it is compared with the texts "
            "that it was given out with",
            {"revision": draft.revision or "-"},
        )
    if count := edits_in_data(draft):
        yield already_held(count)


_DAMAGES = Unread(Text("the plan could not be read with this change"), Text("write it in the data"))


@dataclass
class _Trial:
    """Tries edits in memory; `order` are the items in the order of the draft."""

    state: DataState
    draft: ReturnedDraft
    order: Sequence[ItemId]
    changes: Sequence[Change] = ()  # what the last trial that went well changed in the data

    def written(self, edits: Iterable[FileEdit]) -> str:
        """The file with edits brought in; byte for byte the old one where there are none."""
        made = in_turn(part for edit in edits for part in edit.edits)
        text = self.state.text(self.draft.context.plan)
        return write(text, made) if made else text

    def why_not(self, edits: list[FileEdit]) -> Unread | None:
        """Why edits cannot be brought in together; None where they can."""
        before = self.draft.context.plan
        workspace, wrong = self.state.rewritten(before, self.written(edits))
        plan = workspace.plans.get(before.id)
        if wrong or plan is None:
            return _unread(wrong[0]) if wrong else _DAMAGES
        if new := self.state.new_errors(workspace):
            return _unread(new[0])
        lines = {line.item: line for line in self.state.lines(workspace, plan) if line.item}
        changes = compare_plans(before, plan)
        reason = next(filter(None, (_differs(edit, lines) for edit in edits)), None)
        reason = reason or (_ELSEWHERE if self._is_in_disorder(edits, list(lines)) else None)
        reason = reason or next(filter(None, (_is_elsewhere_too(change, edits) for change in changes)), None)
        if reason is None:
            self.changes = changes
        return reason

    def _is_in_disorder(self, edits: list[FileEdit], items: list[ItemId]) -> bool:
        """Whether something would stand behind another item than in the draft."""
        new = {edit.item for edit in edits}
        here = [item for item in self.order if (item in new or item in self.draft.ours) and item in set(items)]
        now = [item for item in items if item in set(here)]
        moved = [edit.item for edit in edits if edit.kind in ("moved", "inserted", "split", "duplicated")]
        return any(item in here and _before(here, item) != _before(now, item) for item in moved)


def _differs(edit: FileEdit, lines: Mapping[ItemId, Printed]) -> Unread | None:
    """Why an edit is not what the new data print."""
    item = ItemId(edit.item)
    line = lines.get(item)
    if (item.ordinal and not item.is_row) or (edit.kind == "inserted" and line is None):
        # Addressees, recipients and legal bases are known by their places, which others take.
        texts = {comparable(printed.text) for printed in lines.values()}
        addressees = {
            unmarked(comparable(printed.text)) for printed in lines.values() if printed.item.kind == "addressee"
        }
        is_printed = edit.new in texts or unmarked(edit.new) in addressees
        return None if edit.kind in ("deleted", "moved") or is_printed else _would_print("")
    if edit.kind in ("deleted", "merged"):
        return None if line is None or not edit.edits else _DAMAGES
    if edit.kind == "moved" or (line is None and not edit.edits):
        return None
    text = "" if line is None else comparable_row(line.text) if line.is_row else comparable(line.text)
    return None if line and _says(edit, text, item) else _would_print(text)


def _says(edit: FileEdit, text: str, item: ItemId) -> bool:
    """Whether a printed line says what an edit made of it; of a row the cells that were edited."""
    if not item.is_row:
        return is_said_by(edit.new, text, is_field=item.is_part)
    cells = [state.split("\t") for state in (edit.old, edit.new, text)]
    if len({*map(len, cells)}) > 1:
        return is_said_by(edit.new, text, is_field=True)
    return all(old == new or is_said_by(new, now, is_field=True) for old, new, now in zip(*cells, strict=True))


def _is_elsewhere_too(change: Change, edits: Iterable[FileEdit]) -> Unread | None:
    """Why a target cannot change: the draft does so only where the number stands for it, not in the target."""
    if not isinstance(change.entry, Target) or change.field != "value":
        return None
    if any(ItemId(edit.item).entry == change.item for edit in edits):
        return None
    fact = Text("the number is that of the target “{id}”, which the draft leaves as it is", {"id": change.item})
    return Unread(fact, Text("change the target too, or give the figure a value: of its own in the data"), change.item)


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


def _unread(first: Diagnostic) -> Unread:
    place = {"path": first.span.path, "line": first.span.line}
    fact = Text("{path}:{line}: {message}", {**place, "message": first.message})
    return Unread(fact, first.help or Text("write it in the data"), f"{first.span.path}:{first.span.line}")


def _would_print(text: str) -> Unread:
    return Unread(Text("the data would print: “{text}”", {"text": text[:200]}), Text("write it in the data"))
