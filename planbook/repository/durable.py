"""Single steps on the disk that are done, or not, when they return: a file beside another one, a folder made sure."""

import ctypes
import errno
import os
from contextlib import suppress
from pathlib import Path

# What file systems answer that do not know a call at all: no fsync of folders, no links, no exchange.
UNKNOWN_HERE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP, errno.EPERM, errno.EMLINK}


def sync(path: str | Path) -> None:
    """Bring a file or folder onto the disk; some network and shared file systems cannot do it for folders."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _sync(handle)
    finally:
        os.close(handle)


def sync_all(folder: str | Path) -> bool:
    """Bring all that was written to the file system of a folder onto the disk, in one step; false where the system knows no such step."""
    step = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if step is None:
        return False
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if step(handle) == 0:
            return True
        code = ctypes.get_errno()
    finally:
        os.close(handle)
    if code in UNKNOWN_HERE:
        return False
    raise OSError(code, os.strerror(code), str(folder))


def write_new(path: Path, content: bytes, like: Path | None = None) -> None:
    """Write a file that is not there yet, onto the disk, with the rights of another one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        if like is not None:
            _take_rights(handle, like)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        _sync(handle)
    finally:
        os.close(handle)


def link(path: Path, name: Path) -> bool:
    """A file a second name; false where the file system knows no such thing."""
    try:
        os.link(path, name, follow_symlinks=False)
    except OSError as error:
        if error.errno not in UNKNOWN_HERE:
            raise
        return False
    return True


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def _sync(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in UNKNOWN_HERE:
            raise


def _take_rights(handle: int, like: Path) -> None:
    """A file the mode, the owner and the access list of another one, the last two as far as we may."""
    about = os.stat(like)
    with suppress(OSError):
        os.fchown(handle, about.st_uid, about.st_gid)
    os.fchmod(handle, about.st_mode & 0o7777)
    with suppress(OSError):
        for name in os.listxattr(like):
            os.setxattr(handle, name, os.getxattr(like, name))
