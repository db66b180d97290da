"""Publishes a folder whole or not at all: staged beside the old one, checked by a manifest, swapped in."""

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from planbook.diagnostics import Refusal

MANIFEST = "manifest.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_REFUSALS = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP, errno.EPERM}


class PublishError(Refusal):
    """A reason not to publish, as a sentence that can be shown to the user as it is."""


class Entry(TypedDict):
    """What the manifest says of one file; the path is relative to the folder, with slashes."""

    path: str
    size: int
    sha256: str


class Manifest(TypedDict):
    """The content of `manifest.json`, beside what a publisher says of the files."""

    files: list[Entry]


@contextmanager
def publishing(target: Path, about: Mapping[str, object] | None = None) -> Iterator[Path]:
    """Lend an empty folder to build in, and put it in the place of `target` if the body ends well.

    The manifest says `about` its files what it is given, in plain data.
    """
    target = Path(os.path.abspath(target))  # the body may change the working directory
    with _locked(_beside(target, "lock")):
        _refuse_odd(target)
        _repair(target)
        staging = Path(tempfile.mkdtemp(prefix=_beside(target, "staging-").name, dir=target.parent))
        try:
            yield staging
            _finish(staging, about or {})
            _refuse_odd(target)
            _swap(staging, target)
        finally:
            # After a swap this is the old folder. What cannot be removed now, the next build tries again;
            # an error here would hide the one from the body, or call a published site a failure.
            shutil.rmtree(staging, ignore_errors=True)


def manifest(folder: Path) -> Manifest:
    """List path, size and hash of every file in a folder, sorted by path, without the manifest itself."""
    files = _recorded(folder)
    for path, entry in files.items():
        if entry is None:
            raise PublishError(f"{path} is neither a file nor a folder, so it cannot be published.")
        if any("\ud800" <= character <= "\udfff" for character in path):
            raise PublishError(f"The name of the file {path!a} is not valid UTF-8.")
    return {"files": [entry for _, entry in sorted(files.items()) if entry]}


def verify(folder: Path) -> list[str]:
    """Name what is missing, extra or altered against the folder's own manifest; nothing if it is whole."""
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        listed = {str(entry["path"]): entry for entry in content["files"]}
    except FileNotFoundError:
        return [f"missing: {MANIFEST}"]
    except (IsADirectoryError, ValueError, LookupError, TypeError):
        return [f"altered: {MANIFEST}"]
    found = _recorded(folder)
    return [
        f"{'extra' if path not in listed else 'missing' if path not in found else 'altered'}: {path}"
        for path in sorted(listed.keys() | found.keys())
        if path not in listed or path not in found or listed[path] != found[path]
    ]


def _beside(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.name}-{purpose}")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    # The file stays: if it were removed, a build that waits on it and one that makes it anew could both run.
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _refuse_odd(target: Path) -> None:
    if target.is_symlink():
        raise PublishError(f"{target} is a symbolic link; remove it, a real folder will be put there.")
    if target.exists() and not target.is_dir():
        raise PublishError(f"{target} is not a folder; move it away, the site will be put there.")


def _repair(target: Path) -> None:
    """Mend what a killed build left; only the holder of the lock may do this."""
    old = _beside(target, "old")
    if old.exists():
        os.rename(old, _beside(target, "staging-old") if target.exists() else target)
    prefix = _beside(target, "staging-").name
    for leftover in target.parent.iterdir():
        if leftover.name.startswith(prefix):
            shutil.rmtree(leftover)


def _finish(staging: Path, about: Mapping[str, object]) -> None:
    if os.path.lexists(staging / MANIFEST):
        raise PublishError(f"The build made a {MANIFEST} of its own, where the list of files must stand.")
    listing = manifest(staging)
    if not listing["files"]:
        raise PublishError("The build made no files, so nothing was published.")
    text = json.dumps({**about, **listing}, ensure_ascii=False, indent=1) + "\n"
    (staging / MANIFEST).write_text(text, "utf-8")
    if faults := verify(staging):
        raise PublishError(f"Files changed while they were published ({', '.join(faults)}).")
    os.chmod(staging, 0o755)  # noqa: S103  # a web server reads it
    for entry in _walk(staging):
        os.chmod(entry, 0o755 if entry.is_dir() else 0o644)
        _sync(entry.path)
    _sync(staging)


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        os.rename(staging, target)
    elif not _exchange(staging, target):
        old = _beside(target, "old")
        try:
            os.rename(target, old)
            os.rename(staging, target)
        except BaseException:
            if not target.exists():
                os.rename(old, target)
            raise
        os.rename(old, staging)  # so that a folder named `old` always means a kill between the two renames
    _sync(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; false where the system or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    if (code := ctypes.get_errno()) in _REFUSALS:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _sync(path: str | Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        # Some network and shared file systems have no fsync for folders.
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
    finally:
        os.close(handle)


def _walk(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)


def _recorded(folder: Path) -> dict[str, Entry | None]:
    """Measure every file but the top manifest; None stands for what is no regular file."""
    files: dict[str, Entry | None] = {}
    for found in _walk(folder):
        path = Path(found.path).relative_to(folder).as_posix()
        if path == MANIFEST or found.is_dir(follow_symlinks=False):
            continue
        files[path] = None
        if found.is_file(follow_symlinks=False):
            with open(found, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                files[path] = {"path": path, "size": os.fstat(file.fileno()).st_size, "sha256": digest}
    return files
