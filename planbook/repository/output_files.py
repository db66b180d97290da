"""Files that a command was told to write with `-o`, and a new folder: the whole of it or what was there, never a part; and what stands in a folder that is made."""

import fcntl
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from planbook.messages.diagnostics import Misuse, Text

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


def empty_folder(folder: Path) -> None:
    """Raise `Misuse` where a folder cannot be made because something stands there."""
    if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir() or any(folder.iterdir())):
        raise Misuse(
            Text("{folder} is not empty: name a folder that is not there yet, or an empty one", {"folder": folder})
        )


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files by their paths in a folder, which is not published yet, with the folders that they stand in."""
    for parent in {(folder / path).parent for path in contents}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        (folder / path).write_bytes(content)


def zipped(files: Mapping[str, bytes], made: datetime, folder: str = "") -> bytes:
    """Files as one ZIP, below a `folder`, which ends with a slash; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}{path}", made.astimezone(UTC).timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            file.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


@contextmanager
def write_folder(folder: Path, contents: Mapping[str, str | bytes], executable: Collection[str] = ()) -> Iterator[Path]:
    """Write a new folder beside its place; when the body has ended well it stands there, whole, else nothing of it does."""
    folder = Path(os.path.abspath(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(_ENDING, f".{folder.name}.", folder.parent))
    try:
        write_files(staged, {name: text.encode() if isinstance(text, str) else text for name, text in contents.items()})
        for name in contents:
            (staged / name).chmod(0o755 if name in executable else 0o644)
        yield staged
        staged.chmod(0o755)
        os.rename(staged, folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
