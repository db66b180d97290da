"""The files that a build of an office reads, each with a hash: it is read again only where the disk says that it may be another one."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from planbook.repository.manifest import is_settled, walk
from planbook.repository.output_files import write_output
from planbook.repository.revisions import blob_name

_HASHES = "build/input-hashes.json"
_FOLDERS = ("data", "templates", "content")

_Hashes = dict[str, list[int | str]]


class InputHash(NamedTuple):
    """A file by its path with a hash of what it holds, and the `blob` that git has of that (by SHA-1); links and folders too, with their kind."""

    path: str
    digest: str = ""
    blob: str = ""


def input_hashes(root: Path) -> list[InputHash]:
    """What stands in the folder of an office and is read."""
    last = _read(root)
    current: _Hashes = {}
    listed = list(_listed(root, last, current))
    if current != last:
        with suppress(OSError):  # it only takes longer the next time
            (root / _HASHES).parent.mkdir(exist_ok=True)
            write_output(root / _HASHES, json.dumps(current).encode())
    return listed


def _listed(root: Path, last: _Hashes, current: _Hashes) -> Iterator[InputHash]:
    now = time.time_ns()
    for folder in (root / name for name in _FOLDERS):
        entries = sorted(walk(folder), key=lambda entry: entry.path) if folder.is_dir() else []
        for entry in entries:
            name = entry.path.removeprefix(f"{root}/")
            if not entry.is_file(follow_symlinks=False):
                yield InputHash(f"{name}/" if entry.is_dir(follow_symlinks=False) else f"{name}@")
                continue
            of = entry.stat(follow_symlinks=False)
            state: list[int | str] = [of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns]
            *before, digest, blob = last.get(name, ["", ""])
            if before != state:
                content = Path(entry.path).read_bytes()
                digest, blob = sha256(content).hexdigest(), blob_name(content)
            if is_settled(of, now):
                current[name] = [*state, digest, blob]
            yield InputHash(name, str(digest), str(blob))
        yield InputHash(f"{folder.is_symlink()}")


def _read(root: Path) -> _Hashes:
    try:
        last = json.loads((root / _HASHES).read_bytes())
    except (OSError, ValueError):
        return {}
    return last if isinstance(last, dict) else {}
