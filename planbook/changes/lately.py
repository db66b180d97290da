"""What changed lately in the plans, as their git history tells it; outside git nothing, in a shallow clone what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planbook.changes.compare import compare_plans
from planbook.changes.sentences import ChangeSentence, change_log
from planbook.changes.words import side
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import stop_the_build
from planbook.model.workspace import Workspace
from planbook.repository.git import is_shallow
from planbook.repository.revisions import NoSuchRevision, commits_of, read_revision
from planbook.wording.phrases import Phrases

LOOKED_AT = 20  # commits; many change only the layout of a file


@dataclass(frozen=True, slots=True)
class Lately:
    """What one commit changed in one plan: the weightiest change in words, and how many more there are.

    A plan that came with the commit `is_new` and has no change.
    """

    plan: str
    day: date
    commit: str
    change: ChangeSentence | None
    more: int

    @property
    def is_new(self) -> bool:
        """Whether the plan came with the commit."""
        return self.change is None


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit by its short name, its day, and the commit before it; none where the history begins or was cut off."""

    name: str
    day: date
    before: str


def last_change(root: Path, path: str) -> date | None:
    """The day on which a file was changed last; None outside git, and where the history is cut off before it."""
    newest = next(_commits(root, path, 1), None)
    return newest.day if newest and (newest.before or not is_shallow(root)) else None


def lately(root: Path, plans: Workspace, phrases: Phrases, most: int = 5) -> list[Lately]:
    """The last changes of plans that there still are, the newest first, at most so many."""
    changes: list[Lately] = []
    for commit in _commits(root, "data/plans", LOOKED_AT):
        if commit.before:
            changes += (change for change in _changes(root, commit, phrases) if change.plan in plans.plans)
        if len(changes) >= most:
            break
    return changes[:most]


def _changes(root: Path, commit: _Commit, phrases: Phrases) -> Iterator[Lately]:
    before, after = _state(root, commit.before), _state(root, commit.name)
    if before is None or after is None:
        return
    for plan in after.plans.values():
        earlier = before.plans.get(plan.id)
        if earlier is None:
            yield Lately(plan.id, commit.day, commit.name, None, 0)
            continue
        changes = compare_plans(earlier, plan)
        sentences = change_log(changes, side(before, plan.id, phrases), side(after, plan.id, phrases))
        if sentences:
            yield Lately(plan.id, commit.day, commit.name, sentences[0], len(sentences) - 1)


def _state(root: Path, revision: str) -> Workspace | None:
    """The data of a revision; None if there is no data yet, or this program reads it no more."""
    try:
        workspace, findings = load_files(read_revision(root, revision))
    except NoSuchRevision:
        return None
    return None if stop_the_build(findings) else workspace


def _commits(root: Path, path: str, most: int) -> Iterator[_Commit]:
    """The last commits that changed a path; what was merged counts as one commit, on the day of the merge."""
    for commit in commits_of(root, path, most, "--first-parent"):
        yield _Commit(commit.short, commit.day, commit.parents[0] if commit.parents else "")
