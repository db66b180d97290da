"""The files of `data/` as they stand in a git revision, read without checking it out, and what was edited since."""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from planbook.messages.diagnostics import Refusal, Text
from planbook.repository.data_paths import flat, plan_of
from planbook.repository.files import Files, is_read, not_a_file
from planbook.repository.git import (
    GitRefused,
    ask,
    git_refusal,
    has_commit,
    is_installed,
    is_shallow,
    outside,
    without_history,
)
from planbook.repository.manifest import walk
from planbook.repository.output_files import write_files
from planbook.text.letters import MAX_BYTES

VIETNAM = timezone(timedelta(hours=7))
_WHOLE_NAME = re.compile("[0-9a-f]{40,}")
_PLAIN_NAME = re.compile("HEAD|[0-9a-f]{40,}")  # that means one commit or none, however git reads it
_EDITED = "+"
_MOST_PATHS = 1_000  # that one command line can name, whatever the machine
_FILE = ("100644", "100755")
_LOG = ("log", "-z", "--abbrev=7", "--format=%H%x00%h%x00%ct%x00%P%x00%s%x00%an")


class NoSuchRevision(Refusal):
    """A name is no revision of the repository; the text says which, and what may be missing."""

    exit_code = 2


def fixed_time() -> int | None:
    """The time that SOURCE_DATE_EPOCH names for all that is made, in seconds; None where it names none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(epoch) if epoch.isdecimal() else None


def is_revision(root: Path, name: str) -> bool:
    """Whether a name is a revision of the repository that a folder belongs to; raises `GitRefused`."""
    if not name or name.startswith("-"):
        return False
    verify = ("rev-parse", "--quiet", "--verify")
    try:
        if ask(root, *verify, f"{name}^{{commit}}", statuses=(0, 1)).returncode == 0:
            return True
    except GitRefused:
        if outside(root):
            return False
        raise
    if not _WHOLE_NAME.fullmatch(name) and ask(root, *verify, name, statuses=(0, 1)).returncode == 0:
        ask(root, "cat-file", "-t", name)  # a branch whose commit is lost is no unknown name: git says what is wrong
    return False


def _of_commit(root: Path, name: str, words: Iterable[str], paths: Iterable[str]) -> bytes | None:
    """The answer of git about a commit and paths in it; None where it knows none of that name. Raises `GitRefused`."""
    behind = "--", *paths
    if _PLAIN_NAME.fullmatch(name):  # asked at once; where git refuses, `is_revision` knows why
        with suppress(GitRefused):
            return ask(root, *words, f"{name}^{{commit}}", *behind).stdout
    return ask(root, *words, name, *behind).stdout if is_revision(root, name) else None


def is_in_git(root: Path, *paths: str) -> bool:
    """Whether the repository of a folder holds one of some files below it."""
    return is_installed() and bool(ask(root, "ls-files", "--", *paths, statuses=(0, 128)).stdout)


def read_revision(
    root: Path,
    revision: str,
    *,
    plans: Collection[str] | None = None,
    registers: Collection[str] | None = None,
    below: Collection[str] = ("data",),
) -> Files:
    """Read every .yaml file below data/ of a revision, as `read_folder` does from the disk; with `plans` no others' files.

    With `registers` no other files than these are read beside those of plans; what is not `below` some folders and files is not even listed.

    `root` is the folder that holds data/; it may be a part of the repository. Raises `NoSuchRevision` where
    git has no such revision, or no such folder in it.
    """
    entries = list(_listed(root, revision, below))
    if not entries:
        raise NoSuchRevision(
            Text(
                "the revision {revision} holds no {folder}/: there were no plans yet",
                {"revision": revision, "folder": "data"},
            )
        )
    files = Files()
    blobs = []
    for mode, blob, name in entries:
        if mode not in _FILE:
            files.findings.append(not_a_file(name))
        elif (
            is_read(name)
            and (plans is None or plan_of(name) in {"", *plans})
            and (registers is None or plan_of(name) or name in registers)
        ):
            blobs.append((name, blob))
    contents = _blobs(root, [blob for _, blob in blobs])
    files.contents.update((name, content[: MAX_BYTES + 1]) for (name, _), content in zip(blobs, contents, strict=True))
    return files


def _listed(root: Path, revision: str, folders: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Mode, name of the content and path of every file below folders of a revision; raises `NoSuchRevision`."""
    listed = _of_commit(root, revision, ("ls-tree", "-r", "-z"), folders)
    if listed is None:
        raise NoSuchRevision(Text("git knows no revision {revision} here", {"revision": revision}))
    for line in filter(None, listed.decode("utf-8", "surrogateescape").split("\0")):
        about, _, path = line.partition("\t")
        mode, _, blob = about.split()
        yield mode, blob, path


def _blobs(root: Path, blobs: list[str]) -> list[bytes]:
    """The contents of blobs, through one run of git."""
    answer = ask(root, "cat-file", "--batch", content="".join(f"{blob}\n" for blob in blobs).encode())
    output = answer.stdout
    contents = []
    start = 0
    for _ in blobs:
        end = output.find(b"\n", start)
        head = output[start:end]
        if head.endswith(b" missing") or not head:
            if answer.stderr:  # it is there, and broken
                raise git_refusal(root, answer)
            raise NoSuchRevision(Text("this clone lacks files of that revision; fetch them: git fetch --refetch"))
        size = int(head.rsplit(b" ", 1)[1])
        contents.append(output[end + 1 : end + 1 + size])
        start = end + 1 + size + 1
    return contents


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit by its full name, with its time in seconds of the epoch and the first line of what it says.

    `short` is as much of its name as tells it from all others of the repository, `author` who made it.
    """

    name: str
    time: int
    subject: str
    parents: tuple[str, ...] = ()
    short: str = ""
    author: str = ""

    @property
    def moment(self) -> datetime:
        """When it was made, by the clocks of Vietnam."""
        return datetime.fromtimestamp(self.time, VIETNAM)

    @property
    def day(self) -> date:
        """The day on which it was made, in Vietnam."""
        return self.moment.date()


@dataclass(frozen=True, slots=True)
class Revision:
    """The last commit of some files, when it was made, and whether they were edited since; the empty one outside git.

    Files that are made of it carry it as text: with + for edits since.
    """

    commit: str = ""
    moment: datetime | None = None
    is_edited: bool = False

    def __str__(self) -> str:
        return f"{self.commit}{_EDITED}" if self.is_edited else self.commit

    @property
    def day(self) -> date | None:
        """The day of the commit, in Vietnam."""
        return self.moment and self.moment.date()

    @classmethod
    def as_written(cls, text: str, moment: datetime | None = None) -> "Revision":
        """The revision that a file names."""
        return cls(text.removesuffix(_EDITED), moment, text.endswith(_EDITED))


def commit_of(root: Path, revision: str, *paths: str) -> Commit | None:
    """The commit that a name means, or the last one up to it that touched some paths; None where there is none.

    A path is that of a file or a folder, and may have `*` in its last part.
    """
    answer = _of_commit(root, revision, (*_LOG, "--max-count=1"), map(_glob, paths))
    return next(_commits(answer), None) if answer else None


def commits_of(root: Path, paths: str | tuple[str, ...], most: int, *options: str) -> list[Commit]:
    """The last commits that touched a path, or one of several, the latest first; none outside git and before the first commit."""
    try:
        globs = map(_glob, (paths,) if isinstance(paths, str) else paths)
        return list(_commits(ask(root, *_LOG, f"--max-count={most}", *options, "--", *globs).stdout))
    except GitRefused:
        if without_history(root):
            return []
        raise


def _glob(path: str) -> str:
    return f":(glob){path}"


def _commits(answer: bytes) -> Iterator[Commit]:
    """The commits that git lists."""
    fields = iter(answer.decode("utf-8", "replace").split("\0"))
    for name, short, time, parents, subject, author in zip(*(fields,) * 6, strict=False):
        yield Commit(name, int(time), subject, tuple(parents.split()), short, author)


def branch_of(root: Path, revision: str) -> str:
    """The branch that a name of a revision means; of HEAD the one that is checked out; nothing for a tag or a commit."""
    name = (
        ask(root, "rev-parse", "--quiet", "--symbolic-full-name", revision, statuses=(0, 1, 128))
        .stdout.decode()
        .strip()
    )
    return re.sub("^refs/(?:heads|remotes)/", "", name) if name.startswith(("refs/heads/", "refs/remotes/")) else ""


def merge_base(root: Path, first: str, second: str) -> str:
    """The commit from which two revisions went apart; empty where they have none in common."""
    answer = ask(root, "merge-base", f"{first}^{{commit}}", f"{second}^{{commit}}", statuses=(0, 1))
    return answer.stdout.decode().strip()


def unpack(root: Path, revision: str, folders: Iterable[str], target: Path) -> None:
    """Write folders of a revision into another folder; raises `NoSuchRevision` where it lacks one of them."""
    entries = [(blob, path) for mode, blob, path in _listed(root, revision, folders) if mode in _FILE]
    for folder in folders:
        if not any(path.startswith(f"{folder}/") for _, path in entries):
            values = {"revision": revision, "folder": folder}
            raise NoSuchRevision(Text("the revision {revision} holds no folder {folder}/", values))
    for (_, path), content in zip(entries, _blobs(root, [blob for blob, _ in entries]), strict=True):
        write_files(target, {path: content})


def contents_of(root: Path, revision: str, *folders: str) -> dict[str, bytes]:
    """The contents of every file below folders of a revision, by path."""
    blobs = {path: blob for mode, blob, path in _listed(root, revision, folders) if mode in _FILE}
    return dict(zip(blobs, _blobs(root, [*blobs.values()]), strict=True))


def touched_by(root: Path, commit: Commit, paths: Iterable[str]) -> list[str]:
    """Which files of some paths a commit changed, against the first that it came from; all of them where it is the first."""
    options = ("--root", "--no-commit-id", "--name-only", "-r", "-z", "--no-renames", "--relative")
    names = (*commit.parents[:1], commit.name)
    listed = ask(root, "diff-tree", *options, *names, "--", *map(_glob, paths)).stdout
    return [path for path in listed.decode("utf-8", "surrogateescape").split("\0") if path]


def edited(root: Path, *folders: str, blobs: Mapping[str, str] | None = None) -> frozenset[str]:
    """The files below folders that are not as the last commit has them: edited, new or gone.

    Contents are compared, and not what git remembers of the folder, so that no setting and no list of what to
    ignore hides an edit. Left out are new files that git is told to ignore, unless they are data, and what only stands in
    another folder now. Who knows the files that stand there, and under which names git would hold them, says it as `blobs`.
    """
    if without_history(root):
        return frozenset()
    committed = {path: blob for mode, blob, path in _listed(root, "HEAD", folders) if mode in _FILE}
    below = tuple(f"{folder}/" for folder in folders)
    present = [path for path in (_files(root, folders) if blobs is None else blobs) if path.startswith(below)]
    blobs = blobs or {}
    moved = {flat(path): path for path in committed.keys() - {*present}}
    before = {path: moved.get(flat(path), path) for path in present}  # where the last commit has it
    new = [path for path, earlier in before.items() if earlier not in committed]
    ignored = _ignored(root, [path for path in new if not path.endswith(".yaml")])
    differing = [
        path
        for path, earlier in before.items()
        if (blob := committed.get(earlier)) and (blobs.get(path) or blob_name((root / path).read_bytes(), blob)) != blob
    ]
    names = dict(zip(differing, _blobs_of(root, differing), strict=True))
    return frozenset(
        ({*new} - ignored)
        | (committed.keys() - {*present, *before.values()})
        | {path for path, name in names.items() if name != committed[before[path]]}
    )


def _files(root: Path, folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        if (root / folder).is_dir():
            files = (entry for entry in walk(root / folder) if entry.is_file(follow_symlinks=False))
            yield from (entry.path.removeprefix(f"{root}/") for entry in files)


def _ignored(root: Path, paths: list[str]) -> set[str]:
    """Those of some files that git is told to ignore; none behind a link or in another repository."""
    if not paths:
        return set()
    names = "\0".join(paths).encode("utf-8", "surrogateescape")
    answer = ask(root, "check-ignore", "-z", "--stdin", content=names, statuses=(0, 1, 128)).stdout
    return {*answer.decode("utf-8", "surrogateescape").split("\0")}


def blob_name(content: bytes, like: str = "") -> str:
    """The name under which git holds a content byte by byte, made `like` another one of its names, or by SHA-1."""
    kind = hashlib.sha256 if len(like) == 64 else hashlib.sha1  # git's own names, no secret
    return kind(b"blob %d\0" % len(content) + content).hexdigest()


def _blobs_of(root: Path, paths: list[str]) -> list[str]:
    """The names under which git would hold files, with the ends of lines that it keeps in commits."""
    parts = (paths[start : start + _MOST_PATHS] for start in range(0, len(paths), _MOST_PATHS))
    return [name for part in parts for name in ask(root, "hash-object", "--", *part).stdout.decode().split()]


def revision_remarks(root: Path, *folders: str) -> Iterator[Text]:
    """What people must know of the revision that files made here carry: that they have none, or too late a one."""
    if reason := outside(root):
        if not is_installed():
            yield Text("{reason}: the documents carry no revision", {"reason": reason})
        return
    last = commit_of(root, "HEAD", *folders) if has_commit(root) else None
    if last is None:
        yield Text("git holds no commit of {folders} yet: the documents carry no revision",
                   {"folders": ", ".join(f"{folder}/" for folder in folders)})  # fmt: skip
    elif not last.parents and is_shallow(root):
        yield Text(
            "this clone lacks older revisions: documents name {commit} where the last change may be older; "
            "fetch them: git fetch --unshallow",
            {"commit": last.name[:7]},
        )
