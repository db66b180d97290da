"""Files that a command was told to write with `-o`: the whole file or the old one, never a part."""

import fcntl
import os
import tempfile
from contextlib import suppress
from pathlib import Path

_ENDING = ".planbook-part"


def write_output(path: Path, content: bytes) -> None:
    """Write a file in the place of what stands there; a link is followed, a pipe or a device is written into."""
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    _remove_parts(path)
    handle, part = tempfile.mkstemp(_ENDING, f".{path.name}.", path.parent)
    try:
        with open(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            os.fchmod(handle, _mode(path))
            file.write(content)
            file.flush()
            os.fsync(handle)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _remove_parts(path: Path) -> None:
    """Remove what commands that were stopped have left of the same file; who still writes holds a lock."""
    for name in os.listdir(path.parent):
        if name.startswith(f".{path.name}.") and name.endswith(_ENDING):
            with suppress(OSError), open(path.parent / name, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(file.name)
