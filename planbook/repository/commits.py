"""What a command wrote into `data/`, put into the history: one commit for a step, and another that takes it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from planbook.messages.diagnostics import MachineFault, Refusal, Text
from planbook.repository.git import GitRefused, ask
from planbook.repository.revisions import Commit, commit_of, commits_of, edited

DATA = "data"
_MARK = "Planbook-desk: data"  # the line of a commit's message by which `steps` knows it


@dataclass(frozen=True, slots=True)
class DataStep:
    """A commit that `commit_data` made, and whether a later one took it back."""

    commit: Commit
    is_taken_back: bool = False

    @property
    def time(self) -> str:
        """The hour and minute in Vietnam at which it was made."""
        return f"{self.commit.moment:%H:%M}"


def commit_data(root: Path, subject: str, people: Iterable[str] = ()) -> Commit | None:
    """Commit everything in `data/` that is not as the last commit has it; None if nothing is.

    The message names the people whose edits they are. Raises `MachineFault` with what git said (no name of the user, a
    hook that refuses); the files keep what was written.
    """
    if not edited(root, DATA):
        return None
    trailers = "\n".join([*(f"Edited-by: {name}" for name in dict.fromkeys(people)), _MARK])
    try:
        ask(root, "add", "--all", "--", DATA)
        ask(root, "commit", "--quiet", f"--message={subject}\n\n{trailers}", "--only", "--", DATA)
    except GitRefused as refusal:
        raise MachineFault(Text("written, but not put into the history"), *refusal.sentences) from refusal
    return commit_of(root, "HEAD")


def refuse_unsaved(root: Path) -> None:
    """Raise `Refusal` where `data/` has edits that no commit holds: the next step would take them along, its undoing away."""
    if paths := edited(root, DATA):
        raise Refusal(Text("first save what is not in the history yet: {paths}", {"paths": ", ".join(sorted(paths))}))


def steps(root: Path, most: int = 10) -> list[DataStep]:
    """The last commits of `commit_data`, the latest first."""
    options = (f"--grep=^{_MARK}$",)
    made = commits_of(root, DATA, most, *options)
    taken_back = _taken_back(root, most) if made else set()
    return [DataStep(commit, commit.name in taken_back) for commit in made]


def take_back(root: Path, name: str, subject: str) -> Commit:
    """Make a commit that undoes one of `steps`.

    Raises `Refusal` where later edits touched the same lines, or `data/` has edits that no commit holds.
    """
    if name not in {step.commit.name for step in steps(root) if not step.is_taken_back}:
        raise Refusal(Text("{commit} is none of the last steps that can be taken back", {"commit": name[:7]}))
    refuse_unsaved(root)
    try:
        ask(root, "revert", "--no-commit", name)
        message = f"{subject}\n\nThis reverts commit {name}.\n\n{_MARK}"
        ask(root, "commit", "--quiet", f"--message={message}", "--only", "--", DATA)
    except GitRefused as refusal:
        ask(root, "restore", "--source=HEAD", "--staged", "--worktree", "--", DATA)
        ask(root, "revert", "--quit")
        reason = Text("what came later stands on it; take the later steps back first")
        raise Refusal(reason, *refusal.sentences) from refusal
    made = commit_of(root, "HEAD")
    assert made
    return made


def _taken_back(root: Path, most: int) -> set[str]:
    """The full names of the commits that the last `most` steps say to undo."""
    messages = ask(root, "log", f"--max-count={most}", f"--grep=^{_MARK}$", "--format=%b", "--", f":(glob){DATA}")
    behind = messages.stdout.decode("utf-8", "replace").split("This reverts commit ")[1:]
    return {words.partition(".")[0] for words in behind}
