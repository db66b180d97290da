"""The files of `data/` as they stand in a git revision, read without checking it out."""

import io
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from planbook.diagnostics import Refusal, Text
from planbook.source.files import Files, not_a_file
from planbook.source.letters import MAX_BYTES


class NoSuchRevision(Refusal):
    """A name is no revision of the repository; the text says which, and what may be missing."""

    exit_code = 2


def is_revision(root: Path, name: str) -> bool:
    """Say whether a name is a revision of the repository that a folder belongs to."""
    return (
        not name.startswith("-")
        and _git(root, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}").returncode == 0
    )


def is_repository(root: Path) -> bool:
    """Say whether a folder belongs to a git repository."""
    return _git(root, "rev-parse", "--git-dir").returncode == 0


def is_shallow(root: Path) -> bool:
    """Say whether the clone lacks older revisions."""
    return _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def read_revision(root: Path, revision: str, folder: str = "data") -> Files:
    """Read every .yaml file below a folder of a revision, as `read_folder` does from the disk.

    `root` is the folder that holds `folder`; it may be a part of the repository. Raises `NoSuchRevision` where
    git has no such revision, or no such folder in it.
    """
    listed = _git(root, "ls-tree", "-r", "-z", "--full-name", f"{revision}", "--", folder)
    entries = [line.split("\t", 1) for line in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if line]
    if listed.returncode or not entries:
        raise NoSuchRevision(
            Text(
                "the revision {revision} holds no {folder}/: there were no plans yet",
                {"revision": revision, "folder": folder},
            )
        )
    prefix = _git(root, "rev-parse", "--show-prefix").stdout.decode().strip()
    files = Files()
    wanted = []
    for about, path in entries:
        mode, _, blob = about.split()
        name = path.removeprefix(prefix)
        if mode not in ("100644", "100755"):
            files.found.append(not_a_file(name))
        elif name.endswith(".yaml") and name.count("/") < 3:
            wanted.append((name, blob))
    files.contents.update(zip((name for name, _ in wanted), _blobs(root, [blob for _, blob in wanted]), strict=True))
    return files


def _blobs(root: Path, blobs: list[str]) -> list[bytes]:
    """Give the contents of blobs through one run of git."""
    answer = _git(root, "cat-file", "--batch", given="\n".join(blobs).encode()).stdout
    contents = []
    for _ in blobs:
        head, _, answer = answer.partition(b"\n")
        if head.endswith(b" missing") or not head:
            raise NoSuchRevision(Text("this clone lacks files of that revision; fetch them: git fetch --refetch"))
        size = int(head.rsplit(b" ", 1)[1])
        contents.append(answer[: min(size, MAX_BYTES + 1)])
        answer = answer[size + 1 :]
    return contents


def _git(root: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *words], cwd=root, input=given, capture_output=True, check=False)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit by its full name, with its time in seconds of the epoch and the first line of what it says."""

    name: str
    time: int
    subject: str


def commit_of(root: Path, revision: str, *paths: str) -> Commit | None:
    """Give the commit that a name means, or the last one up to it that touched some paths; None where there is none."""
    if not is_revision(root, revision):
        return None
    said = _git(root, "log", "-1", "--format=%H %ct %s", revision, "--", *paths).stdout.decode("utf-8", "replace")
    name, _, rest = said.strip().partition(" ")
    time, _, subject = rest.partition(" ")
    return Commit(name, int(time), subject) if name else None


def commits_of(root: Path, path: str, most: int) -> list[Commit]:
    """Give the last commits that touched a path, the latest first; none outside git."""
    answer = _git(root, "log", f"--max-count={most}", "--format=%H", "--", path)
    names = answer.stdout.decode().split()
    return [commit for name in names if (commit := commit_of(root, name))]


def unpack(root: Path, revision: str, folders: Iterable[str], target: Path) -> None:
    """Write folders of a revision into another folder; raises `NoSuchRevision` where it lacks one of them."""
    answer = _git(root, "archive", "--format=tar", revision, "--", *folders)
    if answer.returncode:
        raise NoSuchRevision(f"{revision}: {', '.join(folders)}?")
    with tarfile.open(fileobj=io.BytesIO(answer.stdout)) as archive:
        archive.extractall(target, filter="data")
