"""Git clones that tests work in: a workspace with its data committed, edits in it, branches that meet."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Collection
from functools import cache
from pathlib import Path

from tests.conftest import FIVE, KEPT, ROOT, workspace

PLAN = "data/plans/lao-cai-2026.yaml"
WHO = {f"GIT_{who}_{what}": "planbook" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(root: Path, *words: str, status: int | None = 0, **environment: str) -> str:
    """What git says, its complaints included; `status` is how it must end, None for any way."""
    answer = subprocess.run(
        ["git", *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", **environment},
    )
    assert status is None or answer.returncode == status, answer.stdout + answer.stderr
    return answer.stdout + answer.stderr


def clone(folder: Path, data: Path = FIVE / "data", plans: Collection[str] = ()) -> Path:
    """A clone on branch main in which the data are committed, of their plans only those that are named, if any are."""
    return Path(shutil.copytree(_committed(data, tuple(plans)), folder, dirs_exist_ok=True))


@cache
def _committed(data: Path, plans: tuple[str, ...]) -> Path:
    """The clone that others are copies of: git has nothing to hash and to pack for these."""
    root = workspace(Path(tempfile.mkdtemp(dir=KEPT)) / "clone", data, plans)
    shutil.copy(ROOT / ".gitattributes", root)
    git(root, "init", "-q", "-b", "main")
    commit(root, "first")
    git(root, "repack", "-adq")
    return root


def commit(root: Path, message: str, **environment: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message, **environment)


def changed(root: Path, *replacements: tuple[str, str], path: str = PLAN) -> None:
    """Replace texts in a file of a workspace, each of which must stand there."""
    text = (root / path).read_text(encoding="utf-8")
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after, 1)
    (root / path).write_text(text, encoding="utf-8")
