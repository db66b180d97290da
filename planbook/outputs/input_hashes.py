"""The files that a build of an office reads, each with a hash: it is read again only where the disk says that it may be another one."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from planbook.repository.manifest import is_settled, walk
from planbook.repository.output_files import write_output

_HASHES = "build/input-hashes.json"
_FOLDERS = ("data", "templates", "content")

_Hashes = dict[str, list[int | str]]


def input_hashes(root: Path) -> list[tuple[str, str]]:
    """What stands in the folder of an office and is read: the path and hash of every file; links and folders too, with their kind."""
    last = _read(root)
    current: _Hashes = {}
    listed = list(_listed(root, last, current))
    if current != last:
        with suppress(OSError):  # it only takes longer the next time
            (root / _HASHES).parent.mkdir(exist_ok=True)
            write_output(root / _HASHES, json.dumps(current).encode())
    return listed


def _listed(root: Path, last: _Hashes, current: _Hashes) -> Iterator[tuple[str, str]]:
    now = time.time_ns()
    for folder in (root / name for name in _FOLDERS):
        entries = sorted(walk(folder), key=lambda entry: entry.path) if folder.is_dir() else []
        for entry in entries:
            name = entry.path.removeprefix(f"{root}/")
            if not entry.is_file(follow_symlinks=False):
                yield f"{name}/" if entry.is_dir(follow_symlinks=False) else f"{name}@", ""
                continue
            of = entry.stat(follow_symlinks=False)
            state: list[int | str] = [of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns]
            *before, digest = last.get(name, [""])
            if before != state:
                digest = sha256(Path(entry.path).read_bytes()).hexdigest()
            if is_settled(of, now):
                current[name] = [*state, digest]
            yield name, str(digest)
        yield f"{folder.is_symlink()}", ""


def _read(root: Path) -> _Hashes:
    try:
        last = json.loads((root / _HASHES).read_bytes())
    except (OSError, ValueError):
        return {}
    return last if isinstance(last, dict) else {}
