"""A returned file into the data: what it changes against the working tree, and with a yes into the YAML."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.changes.change import Change
from planbook.changes.compare import compare_plans
from planbook.messages.diagnostics import Diagnostic, Refusal, Text
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.ooxml.anchors import Anchor, bookmark_name, read_manifest
from planbook.ooxml.opening import Package, open_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.repository.data_files import write_data
from planbook.repository.revisions import Revision, is_revision
from planbook.returns.answer import Answer
from planbook.returns.found import FileEdit, Pulled, answer, chosen
from planbook.returns.listed import number_of
from planbook.returns.matching import comparable, tidy_row
from planbook.returns.not_taken import Unread
from planbook.returns.three_way import is_said_by
from planbook.returns.traced import Printed
from planbook.returns.trial import DataState, holding_together, read_state
from planbook.returns.word import ReturnedDraft, draft_differences, draft_remarks, held, order
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
    pulled, draft = read_draft(root, package, state)
    applied = bring_draft(pulled, draft, state, accepted)
    if apply and applied.done:
        write_data(root, state.files.contents, {draft.context.plan.source.path: applied.text.encode()})
    return answer(pulled, applied.done, applied.left, applied.changes)


def read_draft(root: Path, package: Package, state: DataState) -> tuple[Pulled, ReturnedDraft]:
    """What a returned draft changes against the data; raises `NotOfAPlan`."""
    manifest = read_manifest(package)
    returned = read_returned(package)
    if manifest is None:
        plan, lines = _likest(state, {comparable(one.text) for one in final(returned)})
        # What is known by its number may have had another one when the file was made.
        named = ((one, "" if number_of(plan, one.item) else bookmark_name(one.item)) for one in lines if one.item)
        anchors = tuple(Anchor(one.item, bookmark, one.text) for one, bookmark in named)
        draft = ReturnedDraft(returned, anchors, lines, state.context(plan), is_certain=False)
        return _pulled(draft, "", "none"), draft
    if manifest.document not in state.workspace.plans:
        said = Text(
            "the file is a draft of the plan {plan}, which data/plans does not hold: {plans}",
            {"plan": manifest.document, "plans": ", ".join(state.workspace.plans)},
        )
        raise NotOfAPlan(said)
    plan = state.workspace.plans[manifest.document]
    lines = state.printed(plan)
    draft = ReturnedDraft(returned, manifest.anchors, lines, state.context(plan), given_out=manifest.words)
    known = bool(manifest.revision) and is_revision(root, Revision.as_written(manifest.revision).commit)
    return _pulled(draft, manifest.revision, "known" if known else "unknown"), draft


def _pulled(draft: ReturnedDraft, revision: str, origin: str) -> Pulled:
    found = draft_differences(draft)
    said = draft_remarks(draft), order(draft, found), held(draft)
    return Pulled(draft.context.plan.id, revision, origin, found, *said)  # type: ignore[arg-type]


def _likest(state: DataState, texts: Collection[str]) -> tuple[Plan, tuple[Printed, ...]]:
    """The plan that has the most lines in common with a file that does not say what it is a draft of."""
    plans = state.workspace.plans
    held = {plan.id: state.lines(state.workspace, plan) for plan in plans.values()}
    shares = {
        id_: sum(comparable(one.text) in texts for one in lines if one.item and not one.is_row)
        / sum(bool(one.item) and not one.is_row for one in lines)
        for id_, lines in held.items()
    }
    best = max(shares, key=lambda id_: shares[id_], default="")
    if not best or shares[best] < _ENOUGH:
        said = Text("the file is no draft of a plan of data/plans: it has no manifest, and says what no plan says")
        raise NotOfAPlan(said)
    return plans[best], state.printed(plans[best])


def bring_draft(pulled: Pulled, draft: ReturnedDraft, state: DataState, accepted: Collection[str] = ()) -> Applied:
    """The plan's file with everything that is certain or accepted, as far as it is proved in memory.

    The new file has no error that the old one did not have, and prints exactly what the draft says wherever it was
    edited, in its order; what would not is left out with the reason. Nothing is written.
    """
    trial = _Trial(state, draft, pulled)
    whole = [group for group in _together(pulled.found) if len(chosen(group, accepted)) == len(group)]
    done, failed = holding_together(whole, trial.why_not)
    reasons = {id(one): reason for group, reason in failed for one in group}
    for group in _together(pulled.found):
        # What belongs to something that is refused waits for it.
        if len(group) > 1 and (reason := next((one.refused for one in group if one.refused), None)):
            reasons |= dict.fromkeys(map(id, group), reason)
    kept = set(map(id, done))
    left = [replace(one, refused=one.refused or reasons.get(id(one))) for one in pulled.found if id(one) not in kept]
    return Applied(trial.written(done), tuple(done), tuple(left), tuple(trial.changes))


def _together(found: Sequence[FileEdit]) -> list[list[FileEdit]]:
    """Findings in groups that are one edit: what was split or merged, with the item that it went from or to."""
    groups: dict[str, list[FileEdit]] = {}
    for at, one in enumerate(found):
        belongs = one.kind in ("split", "merged") or (one.kind == "changed" and one.item)
        groups.setdefault(
            (one.with_ if one.kind in ("split", "merged") else one.item) if belongs else f"#{at}", []
        ).append(one)
    return list(groups.values())


_DAMAGES = Unread(Text("the plan could not be read with this change"), Text("write it in the data"))


@dataclass
class _Trial:
    """Tries edits in memory."""

    state: DataState
    draft: ReturnedDraft
    pulled: Pulled
    changes: Sequence[Change] = ()  # what the last trial that went well changed in the data

    def written(self, found: Iterable[FileEdit]) -> str:
        """The file with findings brought in; byte for byte the old one where there are none."""
        edits = in_turn(edit for one in found for edit in one.edits)
        text = self.state.text(self.draft.context.plan)
        return write(text, edits) if edits else text

    def why_not(self, found: list[FileEdit]) -> Unread | None:
        """Why findings cannot be brought in together; None where they can."""
        before = self.draft.context.plan
        workspace, wrong = self.state.rewritten(before, self.written(found))
        plan = workspace.plans.get(before.id)
        if wrong or plan is None:
            return _unread(wrong[0]) if wrong else _DAMAGES
        if new := self.state.new_errors(workspace):
            return _unread(new[0])
        lines = {line.item: line for line in self.state.lines(workspace, plan) if line.item}
        reason = next(filter(None, (self._differs(one, lines) for one in found)), None)
        reason = reason or (_ELSEWHERE if self._is_in_disorder(found, list(lines)) else None)
        changes = compare_plans(before, plan)
        reason = reason or next(filter(None, (_is_elsewhere_too(one, found) for one in changes)), None)
        if reason is None:
            self.changes = changes
        return reason

    def _differs(self, one: FileEdit, lines: Mapping[str, Printed]) -> Unread | None:
        """Why a finding is not what the new data print."""
        line = lines.get(one.item)
        if (one.item.rpartition("-")[2].isdigit() and "--" in one.item) or (one.kind == "inserted" and line is None):
            # Recipients and legal bases are known by their places, which others take.
            texts = {comparable(line.text) for line in lines.values()}
            return None if one.kind in ("deleted", "moved") or one.new in texts else _would_print("")
        if one.kind in ("deleted", "merged"):
            return None if line is None or not one.edits else _DAMAGES
        if one.kind == "moved":
            return None
        if line is None:
            return None if not one.edits else _would_print("")
        said = tidy_row(line.text) if line.is_row else comparable(line.text)
        return None if _says(one, said, is_row=line.is_row) else _would_print(said)

    def _is_in_disorder(self, found: list[FileEdit], ids: list[str]) -> bool:
        """Whether something would stand behind another item than in the draft."""
        new = {one.item for one in found}
        known = [one for one in self.pulled.order if one in new or one in self.draft.ours]
        wanted = [one for one in known if one in set(ids)]
        now = [one for one in ids if one in set(wanted)]
        moved = [one for one in found if one.kind in ("moved", "inserted", "split", "duplicated")]
        return any(one.item in wanted and _before(wanted, one.item) != _before(now, one.item) for one in moved)


def _says(one: FileEdit, said: str, *, is_row: bool) -> bool:
    """Whether a printed line says what a finding made of it; of a row the cells that were edited."""
    if not is_row:
        return is_said_by(one.new, said, is_field="--" in one.item)
    cells = [text.split("\t") for text in (one.old, one.new, said)]
    if len({*map(len, cells)}) > 1:
        return is_said_by(one.new, said, is_field=True)
    return all(old == new or is_said_by(new, now, is_field=True) for old, new, now in zip(*cells, strict=True))


def _is_elsewhere_too(change: Change, found: Iterable[FileEdit]) -> Unread | None:
    """Why a target cannot change: the draft does so only where the number stands for it, not in the target."""
    if not isinstance(change.entry, Target) or change.field != "value":
        return None
    if any(one.item.partition("--")[0] == change.item for one in found):
        return None
    said = Text("the number is that of the target “{id}”, which the draft leaves as it is", {"id": change.item})
    return Unread(said, Text("change the target too, or give the figure a value: of its own in the data"), change.item)


_ELSEWHERE = Unread(Text("the data would print it at another place than the draft"), Text("move it in the data"))


def _before(ids: list[str], item: str) -> str:
    """The item that stands before one."""
    at = ids.index(item)
    return ids[at - 1] if at else ""


def in_turn(edits: Iterable[Edit | Insertion | Move]) -> list[Edit | Insertion | Move]:
    """Edits in the order in which they can be made: moves first, insertions behind one entry from the last on."""
    listed = list({repr(one): one for one in edits}.values())
    moves = [one for one in listed if isinstance(one, Move)]
    insertions = [one for one in listed if isinstance(one, Insertion)]
    return [*moves, *insertions[::-1], *(one for one in listed if isinstance(one, Edit))]


def _unread(first: Diagnostic) -> Unread:
    said = Text(
        "{path}:{line}: {message}", {"path": first.span.path, "line": first.span.line, "message": first.message}
    )
    return Unread(said, first.help or Text("write it in the data"), f"{first.span.path}:{first.span.line}")


def _would_print(said: str) -> Unread:
    return Unread(Text("the data would print: “{text}”", {"text": said[:200]}), Text("write it in the data"))
