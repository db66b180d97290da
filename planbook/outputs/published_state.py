"""What the last build left in the published folders, as the disk knows it: no edit leaves number, size and times of a file as they were.

Every file is looked at each time; which ones a folder holds is read anew only where the disk says that names came or went.
"""

import json
import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from planbook.repository.kept_file import read_kept, with_hash
from planbook.repository.limits import uncollected
from planbook.repository.manifest import MANIFEST, SIGNATURES, as_listed, is_settled, list_of_part, read_lists
from planbook.repository.output_files import write_output

RECORD = "build/last-build.json"
PUBLISHED = ("site", "site-offline")
_state_of_folder = attrgetter("st_ino", "st_mtime_ns", "st_ctime_ns")
_state_of_file = attrgetter("st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")


class _Folder(NamedTuple):
    """The folders and the files in a folder, both as names with slashes between, and a hash of what the disk says of these files.

    `own` is what it says of the folder; nothing where names may still come or go unseen.
    """

    own: str
    folders: str
    files: str
    digest: str


_Folders = Mapping[str, _Folder]  # by the path of each below that of the office


@dataclass(frozen=True)
class PublishedEdits:
    """What was done to published files since the last build: parts (of manifest.json) of which some are others, and files that nobody published."""

    parts: frozenset[str] = frozenset()
    foreign: frozenset[Path] = frozenset()


@dataclass(frozen=True)
class _Record:
    """The key of the last build, the hash of the list of files of each published folder, and what it left in them."""

    key: str
    lists: Mapping[str, str]
    folders: _Folders


@dataclass(frozen=True)
class PublishedState:
    """What stands in the published folders now, and what the last build left there if anybody knows."""

    folders: _Folders = field(default_factory=dict)
    last: _Record | None = None

    @cached_property
    def edited(self) -> set[str]:
        """The folders that do not hold what the last build left."""
        before, now = self.last.folders if self.last else {}, self.folders
        anew = (name for name, folder in now.items() if before.get(name) is not folder)  # most are the very same
        return (before.keys() - now.keys()) | {name for name in anew if name not in before or before[name][2:] != now[name][2:]}  # fmt: skip


@uncollected()
def published_state(root: Path) -> PublishedState:
    """What stands in the published folders now."""
    return _state(root, _record(root))


@uncollected()
def stands(root: Path, key: str, state: PublishedState | None = None) -> bool:
    """Whether the published folders are as the build of a key left them; who knows what they are says it."""
    record = state.last if state else _record(root) if key else None
    if not key or record is None or record.key != key:
        return False
    return not (state or _state(root, record)).edited


def edits_since(root: Path, state: PublishedState) -> PublishedEdits | None:
    """What was done to published files since the last build; None where that cannot be told.

    A file that is another one to the disk is read: that of an office that was copied or restored holds what its list says.
    """
    if state.last is None or state.last.lists != _hashes_of_lists(root):
        return None
    folders = state.edited
    if not folders:
        return PublishedEdits()
    parts: set[str] = set()
    foreign: set[Path] = set()
    for name in state.last.lists:
        try:
            lists = read_lists(root / name)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        if lists.unread or lists.altered:
            return None
        lists_of_parts = {list_of_part(part): part for part in lists.parts}
        listed = {f"{name}/{entry['path']}": (part, entry) for part, entry in lists.files()}
        doubtful = [(part, entry) for path, (part, entry) in listed.items() if os.path.dirname(path) in folders]
        whole = as_listed(root / name, [entry for _, entry in doubtful])
        differing = ((part, entry["path"]) for part, entry in doubtful if entry["path"] not in whole)
        parts |= {lists_of_parts.get(path, part) for part, path in differing}
        there = {
            f"{folder}/{file}"
            for folder in folders & state.folders.keys()
            if f"{folder}/".startswith(f"{name}/")
            for file in _names(state.folders[folder].files)
        }
        foreign |= {root / path for path in there - listed.keys() - {f"{name}/{MANIFEST}"}}
    return PublishedEdits(frozenset(parts), frozenset(foreign))


def record_build(root: Path, key: str, before: PublishedState | None = None, touched: Collection[Path] = ()) -> None:
    """Write down that the published folders are of a key, which is empty where nobody can tell.

    Where it is known what they were `before`, no more is looked at than the folders that were `touched`.
    """
    if before is None:
        folders = _state(root, None).folders
    else:
        names = {path.relative_to(root).as_posix() for path in touched}
        gone = tuple(f"{name}/" for name in PUBLISHED if not (root / name).is_dir())
        rest = {
            name: folder
            for name, folder in before.folders.items()
            if name not in names and not f"{name}/".startswith(gone)
        }
        folders = rest | {name: _look(root, name) for name in sorted(names) if (root / name).is_dir()}
    rows = "\0".join(part for name, folder in folders.items() for part in (name, *folder))
    head = json.dumps({"key": key, "lists": _hashes_of_lists(root)})
    (root / RECORD).parent.mkdir(exist_ok=True)
    write_output(root / RECORD, with_hash(head.encode() + b"\n" + rows.encode("utf-8", "surrogateescape")))


def _record(root: Path) -> _Record | None:
    try:
        text, _, content = (read_kept(root / RECORD) or b"").partition(b"\n")
        head: dict[str, Any] = json.loads(text)
        fields = iter(content.decode("utf-8", "surrogateescape").split("\0"))
        folders = {name: _Folder(*folder) for name, *folder in zip(*(fields,) * 5, strict=True)} if content else {}
        return _Record(head["key"], head["lists"], folders)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _state(root: Path, last: _Record | None) -> PublishedState:
    there = [name for name in PUBLISHED if (root / name).is_dir()]
    return PublishedState(dict(_with_those_below(root, there, last.folders if last else {})), last)


def _with_those_below(root: Path, folders: list[str], before: _Folders) -> Iterator[tuple[str, _Folder]]:
    for name in folders:  # grows while it is read
        folder = _look(root, name, before.get(name))
        if folder.folders:
            folders += [f"{name}/{inner}" for inner in folder.folders.split("/")]
        yield name, folder


def _look(root: Path, name: str, before: _Folder | None = None) -> _Folder:
    """What stands in a folder, which holds the same names as `before` where the disk says so; `before` itself if all is as it was."""
    place, lstat = f"{root}/{name}", os.lstat
    of = lstat(place)
    own = str(hash(_state_of_folder(of)))
    if before is None or before.own != own:
        own = own if is_settled(of, time.time_ns()) else ""
        before = _Folder(own, *_listed(place, SIGNATURES if name in PUBLISHED else ()), "")  # who signs edits nothing
    paths = [f"{place}/{file}" for file in before.files.split("/")] if before.files else ()
    digest = str(hash(tuple([_state_of_file(lstat(path)) for path in paths])))
    return before if digest == before.digest else _Folder(before.own, before.folders, before.files, digest)


def _listed(place: str, beside: Collection[str]) -> tuple[str, str]:
    """The folders in a folder, and all else, by their names."""
    folders, files = [], []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.name not in beside:
                files.append(entry.name)
    return "/".join(sorted(folders)), "/".join(sorted(files))


def _names(joined: str) -> list[str]:
    return joined.split("/") if joined else []


def _hashes_of_lists(root: Path) -> dict[str, str]:
    """The hash of the list of files of each published folder."""
    lists = {name: root / name / MANIFEST for name in PUBLISHED}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in lists.items() if path.is_file()}
