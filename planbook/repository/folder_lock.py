"""The lock of a published folder: a file beside it that a build holds, and that goes with the build."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planbook.messages.diagnostics import Text

_OURS = b"planbook holds this file while it publishes\n"
_LOG = logging.getLogger("planbook")  # commands print it in their user's language


@contextmanager
def lock(path: Path) -> Iterator[int]:
    """Hold a lock once nobody else does, and remove its file at the end; that of a stopped build is there for the next one.

    Gives the open file, for programs that work on. Raises `OSError` where the file cannot be opened.
    """
    file = _open_alone(path)
    try:
        with _removing(path):
            yield file
    finally:
        os.close(file)


def _open_alone(path: Path) -> int:
    """The open file of a lock once nobody else holds it; of one that its holder has removed meanwhile, the one that is there now."""
    file = _open(path)
    if not _is_free(file):
        _LOG.warning(Text("another build is at work here; this one waits for its end"))
        fcntl.flock(file, fcntl.LOCK_EX)
    if _is_at(file, path):
        return file
    os.close(file)
    return _open_alone(path)


@contextmanager
def abandoned_lock(path: Path) -> Iterator[bool]:
    """Hold a lock that a stopped build left, and remove its file at the end; false where it is no lock or somebody holds it."""
    with open(path, "rb") as file:
        if file.read(len(_OURS)) == _OURS and _is_free(file.fileno()) and _is_at(file.fileno(), path):
            with _removing(path):
                yield True
        else:
            yield False


@contextmanager
def _removing(path: Path) -> Iterator[None]:
    """Remove the file of a lock that is held; where another user made it, it may have to stay."""
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()


def _open(path: Path) -> int:
    """Open a file to lock, marked as ours; another user's is good enough to read."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except PermissionError as refusal:
        try:
            return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            raise refusal from None
    with suppress(OSError):
        if os.fstat(file).st_size == 0:
            os.write(file, _OURS)
    return file


def _is_at(file: int, path: Path) -> bool:
    """Whether an open file is the one at a path."""
    try:
        return os.path.samestat(os.fstat(file), os.lstat(path))
    except FileNotFoundError:
        return False


def _is_free(file: int) -> bool:
    """Take a lock that nobody holds; false where somebody does."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
