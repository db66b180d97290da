"""Whether git would make a commit in a folder now: asked before anything is written for one."""

from pathlib import Path

from planbook.messages.diagnostics import Refusal, Text
from planbook.repository.git import GitRefused, ask

_LOCKS = ("index.lock", "HEAD.lock")
_BEGUN = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}


class Unready(Refusal):
    """git would make no commit now; the text says why, and what helps."""


def refuse_unready(root: Path) -> None:
    """Raise `Unready` where git is at work or was stopped, is in the middle of something, on no branch, or does not know whose commit it is."""
    refuse_locked(root)
    for place, name in zip(git_paths(root, *_BEGUN), _BEGUN.values(), strict=True):
        if place.exists():
            raise Unready(
                Text("somebody has begun a {operation} with git in this folder and not ended it", {"operation": name}),
                Text("whoever began it ends it, or gives it up with git {operation} --abort", {"operation": name}),
            )
    if ask(root, "symbolic-ref", "--quiet", "HEAD", statuses=(0, 1)).returncode:
        raise Unready(
            Text("the folder shows an old state and no branch; what would be saved here would belong to none"),
            Text("whoever set it up goes back to the branch: git switch - or git switch main"),
        )
    try:
        for who in ("AUTHOR", "COMMITTER"):
            ask(root, "var", f"GIT_{who}_IDENT")
    except GitRefused as refusal:
        raise Unready(
            Text("git does not know who you are, and saves nothing without a name"),
            Text('set both once: git config --global user.name "…" and git config --global user.email "…"'),
        ) from refusal


def refuse_locked(root: Path) -> None:
    """Raise `Unready` where another program is at work in git's own folder, or was stopped while it was."""
    for place in git_paths(root, *_LOCKS):
        if place.exists():
            raise Unready(
                Text("another program works with git in this folder, or was stopped while it did"),
                Text("wait a minute and try again; where no other program runs, delete {path}", {"path": place}),
            )


def git_paths(root: Path, *names: str) -> list[Path]:
    """Where files of git's own stand, by their names."""
    words = [word for name in names for word in ("--git-path", name)]
    return [
        root / line for line in ask(root, "rev-parse", *words).stdout.decode("utf-8", "surrogateescape").splitlines()
    ]
