"""The history of one item of a plan: what every commit made of it, as a comparison of two states tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planbook.changes.change import Change
from planbook.changes.compare import compare_plans
from planbook.changes.in_force import ASSIGNED
from planbook.changes.result_changes import result_sentences
from planbook.changes.sentences import ChangeSentence, change_log
from planbook.changes.words import Side, side
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import Misuse, Text, stop_the_build
from planbook.model.item import PlanTask
from planbook.model.nearness import nearest
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.outputs.office_settings import read_phrases
from planbook.repository.data_paths import ever_of, plan_of
from planbook.repository.files import Files, read_folder
from planbook.repository.git import is_shallow
from planbook.repository.revisions import Commit, NoSuchRevision, commits_of, read_revision
from planbook.review.report import TEXT_MARKS, with_marks
from planbook.review.states import state
from planbook.wording.phrases import Phrases

MOST_COMMITS = 200  # of a plan's file that are looked at


@dataclass(frozen=True, slots=True)
class _HistoryStep:
    """What one commit changed of an item; `commit` is None for what nobody committed yet.

    `is_unread` where the state before it is none that this program reads: then it is told what changed since the last
    that is read, and nothing where there is none.
    """

    commit: Commit | None
    sentences: tuple[ChangeSentence, ...]
    is_unread: bool = False


def item_history(root: Path, plan: str, item: str, phrases: Phrases) -> Iterator[_HistoryStep]:
    """Every change of an item and of what stands in it, the latest first, also under earlier ids of it; what was merged counts as one.

    Where the clone lacks what was before, or more commits than are looked at were, nobody can say how the item came.
    """
    commits = commits_of(root, ever_of(plan), MOST_COMMITS + 1, "--first-parent")
    is_cut = len(commits) > MOST_COMMITS or (bool(commits) and not commits[-1].parents and is_shallow(root))
    after = _state(read_folder(root / "data"), plan)
    commit: Commit | None = None
    is_unread = False
    for earlier in (*commits, None):
        before = _committed(root, earlier, plan) if earlier else None
        if before is None and earlier:
            is_unread = True
            continue
        if before is None and (is_unread or is_cut):
            yield _HistoryStep(commit, (), is_unread=True)
            return
        sentences, item = _of_item(before, after, plan, item, phrases)
        if sentences:
            yield _HistoryStep(commit, sentences, is_unread)
        if before is None or not item:
            return
        after, commit, is_unread = before, earlier, False


def _of_item(
    before: Workspace | None, after: Workspace | None, plan: str, item: str, phrases: Phrases
) -> tuple[tuple[ChangeSentence, ...], str]:
    """What changed of an item from one state to another, and its id in the earlier one; no id where it was not there."""
    if after is None or plan not in after.plans:
        return (), item
    new = side(after, plan, phrases)
    old = side(before or Workspace(), plan, phrases)
    changes = compare_plans(old.plan, after.plans[plan]) if old.plan else []
    earlier = next((str(change.old) for change in changes if change.item == item and change.field == "id"), item)
    if earlier not in old.force.entries:
        added = Change("add", plan, item, new.force.entries[item]) if item in new.force.entries else None
        comes = change_log([added], old, new) if added else ()
        return tuple(sentence for sentence in comes if sentence.item == item), ""
    sentences = (*change_log(changes, old, new), *result_sentences(old, new))
    return tuple(sentence for sentence in sentences if _is_of(sentence, item, earlier, old, new)), earlier


def _is_of(sentence: ChangeSentence, item: str, earlier: str, old: Side, new: Side) -> bool:
    """Whether a change is one of an item, of something that stands in it, or of the assignment that a task has from its group."""
    return any(
        _stands_in(on, sentence.item, id_) or _holds_for(on, sentence, id_) for on, id_ in ((new, item), (old, earlier))
    )


def _holds_for(on: Side, sentence: ChangeSentence, item: str) -> bool:
    task = on.force.tasks.get(item)
    return bool(task and task.inherits and sentence.field in ASSIGNED and sentence.item == task.group.id)


def _stands_in(on: Side, inner: str, outer: str) -> bool:
    while inner and inner != outer:
        inner = on.force.parents.get(inner, "")
    return inner == outer


def _committed(root: Path, commit: Commit, plan: str) -> Workspace | None:
    try:
        return _state(read_revision(root, commit.name), plan)
    except NoSuchRevision:
        return None


def _state(files: Files, plan: str) -> Workspace | None:
    """One plan with its results and the registers; None where they hold errors, or are laid out as no longer read."""
    contents = {path: text for path, text in files.contents.items() if plan_of(path) in ("", plan)}
    workspace, findings = load_files(Files(contents), unread=dict.fromkeys(files.contents.keys() - contents.keys(), ()))
    return None if stop_the_build(findings) else workspace


def written_history(root: Path, name: str) -> str:
    """What every commit made of an item, the latest first; `name` is its id, or plan/id where several plans have it.

    Raises `Misuse`, and what reading the data raises.
    """
    plan, item = _item(state(root, None).workspace, name)
    lines: list[str] = []
    for step in item_history(root, plan, item, read_phrases(root)):
        lines += _lines(step)
    return "".join(f"{line}\n" for line in lines) or Text("Nothing changed").spoken() + "\n"


def _item(workspace: Workspace, name: str) -> tuple[str, str]:
    """The plan and the id of an item that is named."""
    plan, item = PlanTask.as_written(name) if "/" in name else PlanTask("", name)
    items = [(id_, getattr(entry, "id", "")) for id_, own in workspace.plans.items() for entry in own.walk()]
    fitting = list(dict.fromkeys(pair for pair in items if pair[1] == item and plan in ("", pair[0])))
    if len(fitting) == 1:
        return fitting[0]
    values = {"item": name, "plans": ", ".join(f"{id_}/{item}" for id_, _ in fitting)}
    if fitting:
        raise Misuse(Text("several plans have an item {item}; write one of {plans}", values))
    values["close"] = nearest(item, {id_ for _, id_ in items if id_})
    raise Misuse(
        Text("no plan has an item {item}; the nearest name is {close}", values)
        if values["close"]
        else Text("no plan has an item {item}", values)
    )


def _lines(step: _HistoryStep) -> Iterator[str]:
    if step.commit is None:
        yield Text("not committed yet").spoken()
    else:
        yield f"{official_day(step.commit.day)} {step.commit.short} {step.commit.author}: {step.commit.subject}"
    if step.is_unread:
        yield "  " + Text("the state before it cannot be read any more").spoken()
    for sentence in step.sentences:
        yield f"  {f'{sentence.place} {sentence.sentence.spoken()}'.lstrip()}"
        if sentence.marks:
            yield f"    {with_marks(sentence.marks, TEXT_MARKS)}"
