"""The step that was begun: noted in git's own folder before `data/` is written, forgotten when the commit is made.

What a step has written, `data_files` has written whole; so a step that was stopped needs its commit alone. An undoing is
written by git, file by file: one that was stopped is taken back.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from planbook.messages.diagnostics import Text
from planbook.repository.durable import remove
from planbook.repository.git import ask
from planbook.repository.git_state import git_paths, refuse_locked
from planbook.repository.journal import bytes_of
from planbook.repository.output_files import write_output
from planbook.repository.revisions import contents_of, edited

DATA = "data"
_NOTE = "planbook-step"
_LOG = logging.getLogger("planbook")  # commands print it in their user's language, the desk on its next page


@dataclass(frozen=True, slots=True)
class BegunStep:
    """The last commit before a step, the message of its own, and the commit that it undoes (empty where it undoes none)."""

    head: str
    message: str
    undoes: str = ""

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


def note_step(root: Path, message: str, undoes: str = "") -> None:
    """Write down that a step begins: the message of its commit, and the commit that it undoes."""
    step = BegunStep(_head(root), message, undoes)
    write_output(_place(root), json.dumps(asdict(step), ensure_ascii=False).encode())


def end_step(root: Path) -> None:
    """The step has ended."""
    remove(_place(root))


def begun_step(root: Path) -> BegunStep | None:
    """The step that was begun and has no commit; None where another commit was made since, which may be its own."""
    try:
        step = BegunStep(**json.loads(_place(root).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return step if _head(root) == step.head else None


def settle_undoing(root: Path) -> None:
    """Take back what an undoing that was stopped has written, and say so; what somebody edited since stays. Raises `Unready`.

    Only what the history holds, or git marked as not to be brought together, is put away.
    """
    step = begun_step(root)
    if step is None or not step.undoes:
        return
    refuse_locked(root)
    unmerged = ask(root, "ls-files", "--unmerged", "-z", "--", DATA).stdout.decode("utf-8", "replace").split("\0")
    marked = {line.partition("\t")[2] for line in unmerged}
    earlier = contents_of(root, f"{step.undoes}^", DATA)
    changed = sorted(edited(root, DATA))
    ours = [path for path in changed if path in marked or bytes_of(root / path) == earlier.get(path)]
    _put_back(root, ours)
    ask(root, "revert", "--quit")
    end_step(root)
    if ours:
        values = {"subject": step.subject, "paths": ", ".join(ours)}
        _LOG.warning(Text("“{subject}” was stopped in the middle; these files are as before: {paths}", values))


def _put_back(root: Path, paths: list[str]) -> None:
    """Let files be as the last commit has them, in the folder and in what git has prepared."""
    committed = contents_of(root, "HEAD", DATA)
    for is_there in (True, False):
        specs = [f":(literal){path}" for path in paths if (path in committed) is is_there]
        words = (
            ("restore", "--source=HEAD", "--staged", "--worktree")
            if is_there
            else ("rm", "--quiet", "--cached", "--ignore-unmatch")
        )
        if specs:
            ask(root, *words, "--", *specs)
    for path in paths:
        if path not in committed:
            remove(root / path)


def _head(root: Path) -> str:
    return ask(root, "rev-parse", "HEAD").stdout.decode("ascii").strip()


def _place(root: Path) -> Path:
    return git_paths(root, _NOTE)[0]
