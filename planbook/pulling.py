"""A returned file into the data: what it changes against the working tree, and with a yes into the YAML."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.changes import Change
from planbook.checks import findings
from planbook.compare import compare_plans
from planbook.diagnostics import BuildStopped, Diagnostic, Refusal, Severity, Text
from planbook.edition import read_phrases
from planbook.importers.fields import Context
from planbook.importers.found import Found, Pulled, answer, chosen
from planbook.importers.matching import tidy, tidy_row
from planbook.importers.printed import Printed, printed
from planbook.importers.proposals import Answer
from planbook.importers.spellings import Reading, SpellingsFile
from planbook.importers.unread import Unread
from planbook.importers.word import Draft, differences, order, remarks
from planbook.loading import load_entry, load_files
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.ooxml.anchors import Anchor, bookmark_name, read_manifest
from planbook.ooxml.opening import Package, open_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.source.files import Files, read_folder
from planbook.source.revisions import is_revision
from planbook.source.writer import Edit, Insertion, Move, write
from planbook.views.fill import PlanText
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording

_ENOUGH = 0.3  # the share of a plan's lines that a file without a manifest must hold to be a draft of it


class NotOfAPlan(Refusal):
    """The file is a Word document, but of no plan that data/plans/ holds."""

    exit_code = 2


@dataclass(frozen=True)
class Words:
    """The words in which plans are printed and read."""

    phrases: Phrases
    reading: Reading


@dataclass(frozen=True)
class State:
    """The data as they are now."""

    files: Files
    workspace: Workspace
    found: list[Diagnostic]


@dataclass(frozen=True)
class Applied:
    """The new text of a plan's file with what was brought into it; `left` is what was not, each with its reason."""

    text: str
    done: tuple[Found, ...]
    left: tuple[Found, ...]
    changes: tuple[Change, ...]


def pull_draft(root: Path, path: Path, accepted: Collection[str] = (), *, apply: bool = False) -> Answer:
    """Give what a returned draft changes; with `apply` what is certain or accepted is written into the plan's file.

    Raises `NotAWordFile`, `NotOfAPlan`, and `BuildStopped` where the data have errors of their own.
    """
    package = open_package(path)
    words, state = read_words(root), read_state(root)
    pulled, draft = read_draft(root, package, state, words)
    applied = bring(pulled, draft, state, words, accepted)
    if apply and applied.done:
        (root / draft.context.plan.source.path).write_text(applied.text, encoding="utf-8")
    return answer(pulled, applied.done, applied.left, applied.changes)


def read_words(root: Path) -> Words:
    """Read the fixed words of plans and their further spellings; raises `BuildStopped`."""
    path = "templates/plan/spellings.yaml"
    spellings, found, lines = load_entry(root / path, path, SpellingsFile)
    if spellings is None:
        raise BuildStopped(found, {path: lines})
    phrases = read_phrases(root)
    return Words(phrases, Reading(phrases, spellings))


def read_state(root: Path) -> State:
    """Read the data; raises `BuildStopped` where they have errors."""
    files = read_folder(root / "data")
    workspace, found = load_files(files)
    if any(one.stops_the_build for one in found):
        raise BuildStopped(found, workspace.lines)
    return State(files, workspace, found)


def read_draft(root: Path, package: Package, state: State, words: Words) -> tuple[Pulled, Draft]:
    """Give what a returned draft changes against the data; raises `NotOfAPlan`."""
    manifest = read_manifest(package)
    returned = read_returned(package)
    if manifest is None:
        plan, lines = _likest(state.workspace, words.phrases, {tidy(one.text) for one in final(returned)})
        anchors = tuple(Anchor(one.item, bookmark_name(one.item), one.text) for one in lines if one.item)
        draft = Draft(returned, anchors, lines, context_of(state.workspace, plan, words), is_certain=False)
        return _pulled(draft, "", "none"), draft
    if manifest.document not in state.workspace.plans:
        said = Text(
            "the file is a draft of the plan {plan}, which data/plans does not hold: {plans}",
            {"plan": manifest.document, "plans": ", ".join(state.workspace.plans)},
        )
        raise NotOfAPlan(said)
    plan = state.workspace.plans[manifest.document]
    lines = printed(state.workspace, plan, words.phrases)
    draft = Draft(returned, manifest.anchors, lines, context_of(state.workspace, plan, words))
    known = bool(manifest.revision) and is_revision(root, manifest.revision.rstrip("+"))
    return _pulled(draft, manifest.revision, "known" if known else "unknown"), draft


def _pulled(draft: Draft, revision: str, origin: str) -> Pulled:
    found = differences(draft)
    return Pulled(draft.context.plan.id, revision, origin, found, remarks(draft), order(draft, found))  # type: ignore[arg-type]


def context_of(workspace: Workspace, plan: Plan, words: Words) -> Context:
    """Give a plan with the words that it is printed and read in."""
    text = PlanText(workspace, plan, Wording(words.phrases), numbers(plan))
    return Context(plan, text, words.reading)


def _likest(workspace: Workspace, phrases: Phrases, texts: Collection[str]) -> tuple[Plan, tuple[Printed, ...]]:
    """Give the plan that has the most lines in common with a file that does not say what it is a draft of."""
    held: dict[str, tuple[Printed, ...]] = {
        plan.id: printed(workspace, plan, phrases) for plan in workspace.plans.values()
    }
    shares = {
        id_: sum(tidy(one.text) in texts for one in lines if one.item and not one.is_row)
        / sum(bool(one.item) and not one.is_row for one in lines)
        for id_, lines in held.items()
    }
    best = max(shares, key=lambda id_: shares[id_], default="")
    if not best or shares[best] < _ENOUGH:
        said = Text("the file is no draft of a plan of data/plans: it has no manifest, and says what no plan says")
        raise NotOfAPlan(said)
    return workspace.plans[best], held[best]


def bring(pulled: Pulled, draft: Draft, state: State, words: Words, accepted: Collection[str] = ()) -> Applied:
    """Give the plan's file with everything that is certain or accepted, as far as it is proved in memory.

    The new file has no error that the old one did not have, and prints exactly what the draft says wherever it was
    edited, in its order; what would not is left out with the reason. Nothing is written.
    """
    path = draft.context.plan.source.path
    text = state.files.contents[path].decode()
    trial = _Trial(path, text, state, words, draft, pulled)
    together = [group for group in _together(pulled.found) if len(chosen(group, accepted)) == len(group)]
    done = [one for group in together for one in group]
    reasons: dict[int, Unread] = {}
    if done and trial.failures(done):
        # Not all at once: then one after the other, each on top of those that went well.
        done = []
        for group in together:
            if failed := trial.failures([*done, *group]):
                reasons |= dict.fromkeys(map(id, group), next(iter(failed.values())))
            else:
                done += group
        if done:
            trial.failures(done)
    for group in _together(pulled.found):
        # What belongs to something that is refused waits for it.
        if len(group) > 1 and (reason := next((one.refused for one in group if one.refused), None)):
            reasons |= dict.fromkeys(map(id, group), reason)
    kept = set(map(id, done))
    left = [replace(one, refused=one.refused or reasons.get(id(one))) for one in pulled.found if id(one) not in kept]
    return Applied(trial.written(done), tuple(done), tuple(left), tuple(trial.changes))


def _together(found: Sequence[Found]) -> list[list[Found]]:
    """Give findings in groups that are one edit: what was split or merged, with the item that it went from or to."""
    groups: dict[str, list[Found]] = {}
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

    path: str
    text: str
    state: State
    words: Words
    draft: Draft
    pulled: Pulled
    changes: Sequence[Change] = ()  # what the last trial changed in the data

    def written(self, found: Iterable[Found]) -> str:
        """Give the file with findings brought in; byte for byte the old one where there are none."""
        edits = in_turn(edit for one in found for edit in one.edits)
        return write(self.text, edits) if edits else self.text

    def failures(self, found: list[Found]) -> dict[str, Unread]:
        """Give why findings cannot be brought in together, by item; nothing where they can."""
        text = self.written(found)
        files = Files({**self.state.files.contents, self.path: text.encode()})
        workspace, problems = load_files(files)
        plan = workspace.plans.get(self.draft.context.plan.id)
        if wrong := _errors(problems) or plan is None:
            return {"": _unread(wrong) if isinstance(wrong, list) else _DAMAGES}
        assert plan is not None
        before = {(one.check, str(one.message)) for one in findings(self.state.workspace)}
        new = [one for one in _errors(findings(workspace)) if (one.check, str(one.message)) not in before]
        if new:
            return {"": _unread(new)}
        self.changes = compare_plans(self.draft.context.plan, plan)
        lines = {line.item: line for line in printed(workspace, plan, self.words.phrases) if line.item}
        return {one.item: reason for one in found if (reason := self._differs(one, lines))} or self._disorder(
            found, list(lines)
        )

    def _differs(self, one: Found, lines: Mapping[str, Printed]) -> Unread | None:
        """Give why a finding is not what the new data print."""
        line = lines.get(one.item)
        if (one.item.rpartition("-")[2].isdigit() and "--" in one.item) or (one.kind == "inserted" and line is None):
            # Recipients and legal bases are known by their places, which others take.
            texts = {tidy(line.text) for line in lines.values()}
            return None if one.kind in ("deleted", "moved") or one.new in texts else _would_print("")
        if one.kind in ("deleted", "merged"):
            return None if line is None or not one.edits else _DAMAGES
        if one.kind == "moved":
            return None
        if line is None:
            return None if not one.edits else _would_print("")
        said = tidy_row(line.text) if line.is_row else tidy(line.text)
        return None if said.rstrip(".") == one.new.rstrip(".") else _would_print(said)

    def _disorder(self, found: list[Found], ids: list[str]) -> dict[str, Unread]:
        """Give the findings that would stand in another order than the draft has them."""
        new = {one.item for one in found}
        known = [one for one in self.pulled.order if one in new or one in self.draft.ours]
        wanted = [one for one in known if one in set(ids)]
        printed_ = [one for one in ids if one in set(wanted)]
        moved = [one for one in found if one.kind in ("moved", "inserted", "split", "duplicated")]
        wrong = {}
        for one in moved:
            if one.item in wanted and _before(wanted, one.item, new) != _before(printed_, one.item, new):
                wrong[one.item] = _ELSEWHERE
        return wrong


_ELSEWHERE = Unread(Text("the data would print it at another place than the draft"), Text("move it in the data"))


def _before(ids: list[str], item: str, new: Collection[str]) -> str:
    """Give the item that stands before one."""
    del new
    at = ids.index(item)
    return ids[at - 1] if at else ""


def in_turn(edits: Iterable[Edit | Insertion | Move]) -> list[Edit | Insertion | Move]:
    """Give edits in the order in which they can be made: moves first, insertions behind one entry from the last on."""
    listed = list({repr(one): one for one in edits}.values())
    moves = [one for one in listed if isinstance(one, Move)]
    insertions = [one for one in listed if isinstance(one, Insertion)]
    return [*moves, *insertions[::-1], *(one for one in listed if isinstance(one, Edit))]


def _errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [one for one in found if one.severity is Severity.ERROR and not one.allowed]


def _unread(found: list[Diagnostic]) -> Unread:
    first = found[0]
    said = Text(
        "{path}:{line}: {message}", {"path": first.span.path, "line": first.span.line, "message": first.message}
    )
    return Unread(said, first.help or Text("write it in the data"))


def _would_print(said: str) -> Unread:
    return Unread(Text("the data would print: “{text}”", {"text": said[:200]}), Text("write it in the data"))
