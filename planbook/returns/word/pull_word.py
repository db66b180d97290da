"""A returned file into the data: what it changes against the working tree, and with a yes into the YAML."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.changes.change import Change
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.item import ItemId
from planbook.model.plan import Decision, Plan
from planbook.ooxml.anchors import Anchor, bookmark_name, read_manifest
from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import saved_by
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.repository.revisions import Revision, is_revision
from planbook.returns.answers.answer import TAKE_CERTAIN, Answer, EditChoice, FileEdit, already_held, as_before
from planbook.returns.answers.authors import with_authors
from planbook.returns.answers.other_period import other_period, period_of_file, with_question
from planbook.returns.fields.listed_lines import number_of
from planbook.returns.fields.repeated import following
from planbook.returns.fields.traced import Printed
from planbook.returns.fields.trial import DataState, holding_together
from planbook.returns.word.changed_items import draft_comments, draft_differences, edits_in_data, order, said_otherwise
from planbook.returns.word.draft import number_of_paragraph
from planbook.returns.word.draft_trial import DraftTrial
from planbook.returns.word.extras import broken_sentences
from planbook.returns.word.moving import moved_rows
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.word.units import with_notes
from planbook.text.comparing import comparable

_ENOUGH = 0.3  # the share of a plan's lines that a file without a manifest must hold to be a draft of it


@dataclass(frozen=True)
class Applied:
    """The new text of a plan's file with what was brought into it; `left` is what was not, each with its reason.

    `registers` are the texts of the registers that get entries with it, by path.
    """

    text: str
    done: tuple[FileEdit, ...]
    left: tuple[FileEdit, ...]
    changes: tuple[Change, ...]
    printed: Mapping[str, str]  # by the items, what the data print of those that say it in other words
    registers: Mapping[str, str]


def read_draft(root: Path, package: Package, state: DataState) -> ReturnedDraft:
    """A returned draft beside the plan that it is of; raises `Misuse`."""
    manifest = read_manifest(package)
    returned = read_returned(package)
    if manifest is None:
        plan, lines = _likest(state, {comparable(line.text) for line in final(returned)})
        # What is known by its number may have had another one when the file was made.
        bookmarks = (
            (line, "" if number_of(plan, line.item) else bookmark_name(line.item)) for line in lines if line.item
        )
        anchors = tuple(Anchor(line.item, bookmark, line.text) for line, bookmark in bookmarks)
        return ReturnedDraft(returned, anchors, lines, state.context(plan), origin="none", saved=saved_by(package))
    if manifest.document not in state.workspace.plans:
        names = {"plan": manifest.document, "plans": ", ".join(state.workspace.plans)}
        raise Misuse(Text("the file is a draft of the plan {plan}, which data/plans does not hold: {plans}", names))
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
        saved_by(package),
        period_of_file(package, plan),
    )


def _likest(state: DataState, texts: Collection[str]) -> tuple[Plan, tuple[Printed, ...]]:
    """The plan that has the most lines in common with a file that does not say what it is a draft of."""
    shares: dict[str, float] = {}
    for plan in state.workspace.plans.values():
        lines = [line for line in state.lines(state.workspace, plan) if line.item and not line.is_row]
        shares[plan.id] = sum(comparable(line.text) in texts for line in lines) / len(lines)
    best = max(shares, key=lambda id_: shares[id_], default="")
    if not best or shares[best] < _ENOUGH:
        raise Misuse(
            Text("the file is no draft of a plan of data/plans: it has no manifest, and says what no plan says")
        )
    plan = state.workspace.plans[best]
    return plan, state.printed(plan)


def bring_draft(draft: ReturnedDraft, state: DataState, choice: EditChoice = TAKE_CERTAIN) -> Applied:
    """The plan's file with everything that is certain or chosen, as far as it is proved in memory.

    The new file has no error that the old one did not have, and prints exactly what the draft says wherever it was
    edited, in its order; what would not is left out with the reason. Nothing is written.
    """
    edits = with_question(with_authors(draft_differences(draft), draft.saved, draft.returned), _other_period(draft))
    trial = DraftTrial(state, draft, order(draft, edits))
    groups = _together(edits)
    whole = [group for group in groups if all(choice.takes(edit) for edit in group)]
    done, failed = holding_together(whole, trial.prove)
    reasons = {id(edit): reason for group, reason in failed for edit in group}
    for group in groups:
        # What belongs to something that is refused waits for it.
        if len(group) > 1 and (reason := next((edit.refused for edit in group if edit.refused), None)):
            reasons |= dict.fromkeys(map(id, group), reason)
    made = set(map(id, done))
    waiting = {
        id(edit): _waits_with(group)
        for group in groups
        if not all(edit.is_certain for edit in group)
        for edit in group
        if edit.is_certain
    }
    left = [
        replace(
            edit,
            refused=edit.refused or reasons.get(id(edit)),
            doubt=edit.doubt or waiting.get(id(edit)),
        )
        for edit in edits
        if id(edit) not in made
    ]
    registers = dict(trial.written(done))
    text = registers.pop(draft.context.plan.source.path)
    return Applied(text, tuple(done), tuple(left), tuple(trial.changes), trial.printed, registers)


def _other_period(draft: ReturnedDraft) -> Text | None:
    return other_period(draft.period, draft.context.plan, draft.context.text.wording)


def _waits_with(group: Sequence[FileEdit]) -> Text:
    """Why what is certain of a group is not taken: what it goes with waits for a yes."""
    question = next(edit for edit in group if not edit.is_certain)
    return Text("it goes with “{item}”, which waits for a yes", {"item": question.item})


def _together(edits: Sequence[FileEdit]) -> list[list[FileEdit]]:
    """Edits in groups that are one: what was split or merged, with the item that it went from or to."""
    groups: dict[str, list[FileEdit]] = {}
    for at, edit in enumerate(edits):
        item = edit.with_ if edit.kind in ("split", "merged") else edit.item if edit.kind == "changed" else ""
        if edit.kind == "deleted":
            item = f"-{edit.with_ or edit.item}"
        groups.setdefault(item or f"#{at}", []).append(edit)
    return list(groups.values())


def draft_answer(draft: ReturnedDraft, applied: Applied) -> Answer:
    """What a draft says as every returned file is told: what can be brought into the data, and what is left."""
    changes: dict[str, list[Change]] = {}
    for change in applied.changes:
        changes.setdefault(change.item, []).append(change)
    possible = [replace(edit, ours=None, printed=applied.printed.get(edit.item, "")) for edit in applied.done]
    possible += [edit for edit in applied.left if not edit.refused and not edit.is_conflict]
    brought = (
        replace(
            edit,
            old=with_notes(edit.old, draft.added_notes),
            new=_whole(edit, draft),
            lines=(),
            changes=tuple(changes.get(ItemId(edit.item).entry, ())),
        )
        for edit in sorted(possible, key=number_of_paragraph)
    )
    refused = (
        replace(edit, id=edit.id or "-", new=_whole(edit, draft), lines=())
        for edit in applied.left
        if edit.refused or edit.is_conflict
    )
    notes, comments = (tuple(_notes(draft, applied)), tuple(draft_comments(draft)))
    return Answer(draft.context.plan.id, draft.revision, (*brought, *refused), notes, comments)


def _whole(edit: FileEdit, draft: ReturnedDraft) -> str:
    """What a draft says at an edit, with the lines below it that go with it."""
    return with_notes("\n".join((edit.new, *edit.lines)), draft.added_notes)


def _notes(draft: ReturnedDraft, applied: Applied) -> Iterator[Text]:
    done, left = applied.done, applied.left
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
    if note := _other_period(draft):
        yield note
    if count := broken_sentences(draft):
        yield Text("line breaks within a sentence are read as blanks, in so many paragraphs: {count}", {"count": count})
    if count := edits_in_data(draft):
        yield already_held(count)
    if items_with := following(draft.context.plan, done):
        yield Text(
            "the number of a target changes, and with it what these items print: {items}",
            {"items": ", ".join(items_with)},
        )
    if rows := moved_rows(draft):
        yield Text(
            "rows of tables that are made of the plan stand in another order, which is not taken; move the items "
            "themselves: {items}",
            {"items": ", ".join(dict.fromkeys(row.entry for row in rows))},
        )
    items = {ItemId(edit.item).entry for edit in (*done, *left)}
    closed = [
        change.item for change in applied.changes if isinstance(change.entry, Decision) and change.kind == "remove"
    ]
    if closed := [item for item in closed if item not in items]:
        values = {"items": ", ".join(closed)}
        yield Text("decisions that close because all that they are about is deleted: {items}", values)
    if respelt := said_otherwise(draft, (*done, *left)):
        yield as_before(list(dict.fromkeys(item.without_row for item in respelt)))
