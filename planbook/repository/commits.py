"""Steps that write into `data/`: one after the other, each one commit, and another commit that takes it back."""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from planbook.messages.diagnostics import MachineFault, Refusal, Text
from planbook.repository.data_files import folder_lock, undisturbed
from planbook.repository.git import GitRefused, ask, without_history
from planbook.repository.git_state import refuse_unready
from planbook.repository.revisions import Commit, commit_of, commits_of, edited
from planbook.repository.unfinished import DATA, begun_step, end_step, note_step, settle_undoing

_MARK = "Planbook-desk: data"  # the line of a commit's message by which `steps` knows it
_MOST = 10  # steps that are looked at

_Report = TypeVar("_Report")


@dataclass(frozen=True, slots=True)
class DataStep:
    """A commit that a step made, and whether a later one took it back."""

    commit: Commit
    is_taken_back: bool = False

    @property
    def time(self) -> str:
        """The hour and minute in Vietnam at which it was made."""
        return f"{self.commit.moment:%H:%M}"


@dataclass(frozen=True, slots=True)
class DataHistory:
    """What the first page says of the history: what no commit holds, of which step that is (empty where of none), the last steps."""

    unsaved: tuple[str, ...] = ()
    unfinished: str = ""
    steps: tuple[DataStep, ...] = ()
    no_history: Text | None = None


def take_step(
    root: Path, subject: str, write: Callable[[], _Report], people: Iterable[str] = ()
) -> tuple[_Report, Commit | None]:
    """Let `write` write into `data/` and commit that: what it tells, and the commit; None outside a history or where nothing is new.

    The message names the people whose edits they are. Raises `Refusal` before anything is written where `data/` has edits
    that no commit holds, which the commit would take along and its undoing away, or where git would make no commit;
    `MachineFault` with what git said (a hook that refuses) when the files hold already what was written.
    """
    with _alone(root):
        if without_history(root):
            return write(), None
        settle_undoing(root)
        _refuse_unsaved(root)
        refuse_unready(root)
        note_step(root, _message(subject, people))
        try:
            report = write()
        except BaseException:
            end_step(root)
            raise
        return report, _commit(root)


def save_data(root: Path, subject: str) -> Commit | None:
    """Commit what in `data/` no commit holds: the step that was begun, or under a subject what somebody edited; None where nothing is."""
    with _alone(root):
        if without_history(root):
            return None
        settle_undoing(root)
        refuse_unready(root)
        if not begun_step(root):
            note_step(root, _message(subject, ()))
        return _commit(root)


def take_back(root: Path, name: str, subject: str) -> Commit:
    """Make a commit that undoes one of `steps`.

    Raises `Refusal` where later edits touched the same lines, and where `take_step` does; `data/` is as before then.
    """
    with _alone(root):
        settle_undoing(root)
        if name not in {step.commit.name for step in steps(root) if not step.is_taken_back}:
            raise Refusal(Text("{commit} is none of the last steps that can be taken back", {"commit": name[:7]}))
        _refuse_unsaved(root)
        refuse_unready(root)
        message = f"{subject}\n\nThis reverts commit {name}.\n\n{_MARK}"
        note_step(root, message, name)
        try:
            _revert(root, name)
            ask(root, "commit", "--quiet", f"--message={message}", "--only", "--", DATA)
        except Refusal:
            with suppress(GitRefused):  # what git does not put back now, the next step does
                ask(root, "restore", "--source=HEAD", "--staged", "--worktree", "--", DATA)
                ask(root, "revert", "--quit")
                end_step(root)
            raise
        end_step(root)
    made = commit_of(root, "HEAD")
    assert made
    return made


def steps(root: Path, most: int = _MOST) -> list[DataStep]:
    """The last steps, the latest first."""
    made = commits_of(root, DATA, most, f"--grep=^{_MARK}$")
    undone = _undone(root, most) if made else {}
    taken_back = set[str]()
    for commit in made:  # what an undoing that was undone itself had taken back holds again
        if commit.name in undone and commit.name not in taken_back:
            taken_back.add(undone[commit.name])
    return [DataStep(commit, commit.name in taken_back) for commit in made]


def data_history(root: Path) -> DataHistory:
    """What the first page says of the history, once what a stopped undoing left is put back."""
    with _alone(root):
        if no_history := without_history(root):
            return DataHistory(no_history=no_history)
        settle_undoing(root)
        history = DataHistory(tuple(sorted(edited(root, DATA))), steps=tuple(steps(root)))
        step = begun_step(root)
        return replace(history, unfinished=step.subject) if step and history.unsaved else history


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let other desks over the same folder wait: what one of them has written and not committed yet is no edit of somebody."""
    with folder_lock(root, fcntl.LOCK_EX):
        yield


def _revert(root: Path, name: str) -> None:
    # Whoever reads the data waits; a hook of the commit, which may read them, must not.
    with undisturbed(root / DATA, fcntl.LOCK_EX):
        if ask(root, "revert", "--no-commit", name, statuses=(0, 1)).returncode:
            raise Refusal(Text("what came later stands on it; take the later steps back first"))


def _refuse_unsaved(root: Path) -> None:
    if paths := edited(root, DATA):
        raise Refusal(Text("first save what is not in the history yet: {paths}", {"paths": ", ".join(sorted(paths))}))


def _message(subject: str, people: Iterable[str]) -> str:
    trailers = "\n".join([*(f"Edited-by: {name}" for name in dict.fromkeys(people)), _MARK])
    return f"{subject}\n\n{trailers}"


def _commit(root: Path) -> Commit | None:
    """Commit the step that was begun; it stays noted where git refuses, so that it can be saved as what it is."""
    step = begun_step(root)
    if not step or not edited(root, DATA):
        end_step(root)
        return None
    try:
        ask(root, "add", "--all", "--", DATA)
        ask(root, "commit", "--quiet", f"--message={step.message}", "--only", "--", DATA)
    except GitRefused as refusal:
        help_ = Text("nothing of it is lost: mend what git says, then save it on the first page")
        raise MachineFault(Text("written, but not put into the history"), *refusal.sentences, help_) from refusal
    end_step(root)
    return commit_of(root, "HEAD")


def _undone(root: Path, most: int) -> dict[str, str]:
    """Which commit each of the last `most` steps says to undo, if any: both by their full names."""
    answer = ask(
        root, "log", f"--max-count={most}", f"--grep=^{_MARK}$", "-z", "--format=%H%n%b", "--", f":(glob){DATA}"
    )
    entries = (entry.partition("\n") for entry in answer.stdout.decode("utf-8", "replace").split("\0"))
    return {
        name: words.partition(".")[0]
        for name, _, body in entries
        if (words := body.partition("This reverts commit ")[2])
    }
