"""An office's own copy of the project, in which commands are run as its people run them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent
# The day on which everything happens, so that the same data give the same pictures.
EPOCH = 1_795_000_000
PARTS = ("data", "templates", "content", "mkdocs.yml", "build_docs.py", "planbook")


@dataclass(frozen=True)
class Office:
    """A folder with the project in it, under git, as somebody has who cloned it."""

    root: Path

    def run(self, command: str) -> str:
        """Run a command line of a guide in the office and give what it prints; raises `CalledProcessError`."""
        found = self.answer(command)
        found.check_returncode()
        return found.stdout + found.stderr

    def answer(self, command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command line of a guide, whether it succeeds or not; `python` is the one that runs us."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(  # noqa: S602 - guides show shell commands
            command,
            shell=True,
            cwd=self.root,
            env=os.environ | {"PATH": path} | variables(),
            capture_output=True,
            text=True,
            check=False,
        )


def open_office(root: Path, data: Path = PROJECT / "data") -> Office:
    """An office whose folder holds the project as it stands here with these data, committed; it must not exist yet."""
    root.mkdir()
    for name in PARTS:
        source = data if name == "data" else PROJECT / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root / name)
    (root / ".gitignore").write_text("/build/\n/site/\n/site-offline/\n/.site-*\n__pycache__/\n", encoding="utf-8")
    office = Office(root)
    # Outputs print the last commit of data/ and templates/: one of them alone is the same until they change.
    office.run("git init --quiet && git add data templates && git commit --quiet --message data")
    office.run("git add --all && git commit --quiet --message program")
    return office


def variables() -> dict[str, str]:
    """The day, and whoever commits in the office; both are fixed, so that commits have the same names each time."""
    when = f"{EPOCH} +0700"
    return {
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "NO_MKDOCS_2_WARNING": "1",
        "GIT_AUTHOR_NAME": "planbook",
        "GIT_AUTHOR_EMAIL": "planbook@localhost",
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_NAME": "planbook",
        "GIT_COMMITTER_EMAIL": "planbook@localhost",
        "GIT_COMMITTER_DATE": when,
    }
