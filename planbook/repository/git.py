"""git: the one module that runs it, so that no setting of a user, a hook or a machine changes what it answers."""

import os
import shutil
import subprocess
from pathlib import Path

from planbook.messages.diagnostics import Refusal, Text

# What people set for their own eyes, or for other work, and what git would else heed in its answers to programs.
_SETTINGS = {
    "advice.statusHints": "false",
    "color.ui": "false",
    "core.fsmonitor": "false",  # would run a program of its own
    "core.pager": "cat",
    "core.quotePath": "false",
    "core.safecrlf": "false",
    "diff.external": "",
    "diff.noprefix": "false",
    "diff.mnemonicPrefix": "false",
    "diff.renames": "false",
    "format.pretty": "medium",
    "i18n.logOutputEncoding": "UTF-8",
    "log.date": "default",
    "log.decorate": "false",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showSignature": "false",
    "status.showUntrackedFiles": "all",
}
# What a hook or a shell may have set for another repository, index or form of answer.
_MISLEADING = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PAGER",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_TRACE",
    "GIT_WORK_TREE",
)
_FIXED = {
    "LC_ALL": "C",  # its messages are read here
    "GIT_NO_REPLACE_OBJECTS": "1",  # a revision holds what it holds everywhere
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
}


class GitRefused(Refusal):
    """git could not answer; the text is what it said itself."""

    exit_code = 3


def ask(
    root: Path, *words: str, content: bytes = b"", statuses: tuple[int, ...] = (0,)
) -> subprocess.CompletedProcess[bytes]:
    """The answer of git in a folder; raises `GitRefused` where it ends with another status than the expected ones."""
    if not is_installed():
        raise GitRefused(Text("git is not installed"))
    answer = _run(root, words, content)
    if answer.returncode not in statuses:
        raise git_refusal(root, answer)
    return answer


def is_installed() -> bool:
    """Whether there is a git on this machine."""
    return bool(shutil.which("git"))


def outside(root: Path) -> Text | None:
    """Why a folder belongs to no repository: git is not there, or finds none; None in a repository.

    Raises `GitRefused` where there is a repository that git does not open.
    """
    if not is_installed():
        return Text("git is not installed")
    answer = _run(root, ("rev-parse", "--git-dir"))
    if answer.returncode == 0:
        return None
    if b"not a git repository (or any" not in answer.stderr:
        raise git_refusal(root, answer)
    if broken := _broken(root):
        raise git_refusal(root, answer, broken)
    return Text("git finds no repository in {folder}", {"folder": root.resolve()})


def has_commit(root: Path) -> bool:
    """Whether anything was ever committed on the branch of a repository."""
    if ask(root, "rev-parse", "--quiet", "--verify", "HEAD", statuses=(0, 1)).returncode == 0:
        return True
    # A branch that names a commit which is not there is broken, not new.
    ask(root, "symbolic-ref", "--quiet", "HEAD")
    return False


def without_history(root: Path) -> Text | None:
    """Why nothing of a folder goes into a history: it belongs to no repository, or to one in which nothing was ever committed.

    Raises `GitRefused` where there is a repository that git does not open.
    """
    try:
        if has_commit(root):
            return None
    except GitRefused:
        if reason := outside(root):
            return reason
        raise
    return Text("the repository has no commit yet: whoever set it up makes the first one")


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks older revisions."""
    return ask(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _run(root: Path, words: tuple[str, ...], content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return subprocess.run(
        ["git", *settings, *words], cwd=root, env=_environment(root), input=content, capture_output=True, check=False
    )


def _environment(root: Path) -> dict[str, str]:
    """The variables of this process without those that name another repository than the folder's own."""
    variables = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    tree = os.environ.get("GIT_WORK_TREE", "")
    if os.environ.get("GIT_DIR") and tree and root.resolve().is_relative_to(Path(tree).resolve()):
        # Somebody keeps the history elsewhere, and says so of this very folder.
        variables |= {"GIT_DIR": str(Path(os.environ["GIT_DIR"]).resolve()), "GIT_WORK_TREE": str(Path(tree).resolve())}
    return variables | _FIXED


def _broken(root: Path) -> Path | None:
    """The nearest .git that git takes for no repository: a file, or a folder with something in it."""
    for folder in (root.resolve(), *root.resolve().parents):
        path = folder / ".git"
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            return path
    return None


def git_refusal(root: Path, answer: subprocess.CompletedProcess[bytes], broken: Path | None = None) -> GitRefused:
    """The words of git that did not answer; `broken` is what it does not take for a repository."""
    words = answer.stderr.decode("utf-8", "replace").strip() or f"exit {answer.returncode}"
    values = {"folder": root.resolve(), "words": words, "path": broken}
    if broken:
        return GitRefused(Text("git takes {path} for no repository, it is broken or not whole:\n{words}", values))
    return GitRefused(Text("git refuses to answer in {folder}:\n{words}", values))
