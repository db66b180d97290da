"""What the last build was made of: while all of it is as it was, and what was published too, there is nothing to make.

The key says everything that a build reads, as a whole and not page by page, so that nothing can be forgotten. Where that
cannot be said (a program of the office's own in mkdocs.yml, a machine that does not tell its fonts) every build is made.
"""

import json
import os
import sys
from collections.abc import Collection, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR

from planbook.messages.diagnostics import Refusal
from planbook.outputs.origin import made_at, made_by
from planbook.outputs.site_config import runs_own_programs
from planbook.render.store import machine
from planbook.repository.files import read_own_file
from planbook.repository.git import ask
from planbook.repository.manifest import walk
from planbook.repository.revisions import commit_of, edited

RECORD = "build/last-build.json"
_FOLDERS = ("data", "templates", "content")
PUBLISHED = ("site", "site-offline")


def key_of_inputs(
    root: Path,
    as_of: date | None = None,
    tracked: Collection[str] = (),
    *,
    history: bool = False,
    offline: bool | None = None,
) -> str:
    """A hash of all that a build of a folder reads, with its options; empty where that cannot be said."""
    options = (as_of, sorted({*tracked}), history, offline)
    try:
        return "" if not machine() or runs_own_programs(root) else _key(root, options)
    except (OSError, Refusal):  # the build itself says what is wrong
        return ""


def _key(root: Path, options: tuple[object, ...]) -> str:
    digest = sha256(repr((made_at(root), made_by(root), sorted(_installed()), options)).encode())
    if last := commit_of(root, "HEAD"):
        commits = ask(root, "rev-list", "--count", "HEAD").stdout
        digest.update(repr((last.name, commits, sorted(edited(root, "data", "templates")))).encode())
    for name, content in _files(root):
        digest.update(sha256(name.encode("utf-8", "surrogateescape")).digest() + sha256(content).digest())
    return digest.hexdigest()


def _installed() -> Iterator[str]:
    """Every installed library with its version."""
    for folder in filter(os.path.isdir, sys.path):
        yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    """What stands in the folder of an office and is read, with its kind: links and folders too, which are refused or copied."""
    for folder in (root / name for name in _FOLDERS):
        entries = sorted(walk(folder), key=lambda entry: entry.path) if folder.is_dir() else []
        for entry in entries:
            name = os.path.relpath(entry.path, root)
            if entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path).read_bytes()
            else:
                yield f"{name}/" if entry.is_dir(follow_symlinks=False) else f"{name}@", b""
        yield f"{folder.is_symlink()}", b""
    yield (
        "mkdocs.yml",
        read_own_file(root / "mkdocs.yml", "mkdocs.yml") or b"" if (root / "mkdocs.yml").exists() else b"",
    )


def stands(root: Path, key: str) -> bool:
    """Whether the published folders are as the build of a key left them."""
    try:
        record = json.loads((root / RECORD).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(key) and record == {"key": key, "published": _state(root)}


def record_build(root: Path, key: str) -> None:
    """Write down that the published folders are of a key."""
    (root / RECORD).parent.mkdir(exist_ok=True)
    (root / RECORD).write_text(json.dumps({"key": key, "published": _state(root)}), "utf-8")


def _state(root: Path) -> str:
    """A hash of the published files as the disk knows them: an edit leaves the time of the last change of no file as it was."""
    digest = sha256()
    folders = [str(root / name) for name in PUBLISHED if (root / name).is_dir()]
    for folder in folders:  # grows while it is read
        with os.scandir(folder) as entries:
            listed = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
        states = [
            (
                name,
                of.st_mode,
                of.st_ino,
                *(() if S_ISDIR(of.st_mode) else (of.st_size, of.st_mtime_ns, of.st_ctime_ns)),
            )
            for name, of in listed
        ]
        digest.update(repr((folder, states)).encode())
        folders += [f"{folder}/{name}" for name, of in listed if S_ISDIR(of.st_mode)]
    return digest.hexdigest()
