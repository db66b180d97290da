"""What the last build left in the published folders, as the disk knows it: no edit leaves number, size and times of a file as they were.

Every file is looked at each time; which ones a folder holds is read anew only where the disk says that names came or went.
"""

import json
import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from planbook.repository.kept_file import read_kept, with_hash
from planbook.repository.limits import uncollected
from planbook.repository.manifest import MANIFEST, SIGNATURES, as_listed, is_settled, list_of_part, read_lists
from planbook.repository.output_files import write_output

RECORD = "build/last-build.json"
PUBLISHED = ("site", "site-offline")
_state_of_folder = attrgetter("st_ino", "st_mtime_ns", "st_ctime_ns")
_state_of_file = attrgetter("st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")


# What the disk says of a folder (nothing where names may still come or go unseen), the files in it as names with slashes between,
# and a hash of what it says of these; plain tuples, of which there are as many as a site has folders.
_Folder = tuple[str, str, str]
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
    """What stands in the published folders now, what the last build left there if anybody knows, and the folders that do not hold this."""

    folders: _Folders = field(default_factory=dict)
    last: _Record | None = None
    edited: frozenset[str] = frozenset()


@uncollected()
def published_state(root: Path) -> PublishedState:
    """What stands in the published folders now."""
    return _state(root, _record(root))


@uncollected()
def stands(root: Path, key: str, state: PublishedState | None = None) -> bool:
    """Whether the published folders are as the build of a key left them; who knows what they are says it."""
    record = state.last if state else _record(root, key) if key else None
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
            for file in _names(state.folders[folder][1])
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
        folders = dict(before.folders)
        for name in (path.relative_to(root).as_posix() for path in touched):
            folders.pop(name, None)
            if (root / name).is_dir():
                folders[name], _ = _look(root, name)
        folders = _without(folders, [name for name in PUBLISHED if not (root / name).is_dir()])
    rows = "\0".join(chain(folders, *zip(*folders.values(), strict=True)))  # column by column
    head = json.dumps({"key": key, "lists": _hashes_of_lists(root), "folders": len(folders)})
    (root / RECORD).parent.mkdir(exist_ok=True)
    write_output(root / RECORD, with_hash(head.encode() + b"\n" + rows.encode("utf-8", "surrogateescape")))


def _record(root: Path, of_key: str = "") -> _Record | None:
    """What the last build left, if anybody knows; that of another key is not read to its end where one is asked for."""
    try:
        text, _, content = (read_kept(root / RECORD) or b"").partition(b"\n")
        head: dict[str, Any] = json.loads(text)
        if of_key not in ("", head["key"]):
            return None
        fields, count = content.decode("utf-8", "surrogateescape").split("\0"), head["folders"]
        names, *columns = (fields[at : at + count] for at in range(0, len(fields), count))
        folders = dict(zip(names, zip(*columns, strict=True), strict=True))
        return _Record(head["key"], head["lists"], folders)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _state(root: Path, last: _Record | None) -> PublishedState:
    before = last.folders if last else {}
    waiting = [*(name for name in PUBLISHED if name not in before), *_differences(root, before)]
    anew: dict[str, _Folder] = {}
    gone = []
    for name in waiting:  # grows while it is read
        if _is_folder(root / name):
            anew[name], inner = _look(root, name)
            waiting += [path for path in inner if path not in before]
        else:
            gone.append(name)
    folders = _without({**before, **anew}, gone)
    edited = {name for name in anew.keys() & folders.keys() if name not in before or before[name][1:] != anew[name][1:]}
    return PublishedState(folders, last, frozenset(edited | (before.keys() - folders.keys())))


def _without(folders: dict[str, _Folder], gone: Collection[str]) -> dict[str, _Folder]:
    """Folders without some and what is below these."""
    above = tuple(f"{name}/" for name in gone if name in folders)
    return {name: of for name, of in folders.items() if not f"{name}/".startswith(above)} if above else folders


def _differences(root: Path, before: _Folders) -> Iterator[str]:
    """The folders of which, or of a file in which, the disk does not say what it said before."""
    for name, (own, files, digest) in before.items():
        place = f"{root}/{name}"
        try:
            if str(hash(_state_of_folder(os.lstat(place)))) == own and _hash_of_files(place, files) == digest:
                continue
        except OSError:  # it is none any more, or whoever looks at it anew is told why
            pass
        yield name


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _look(root: Path, name: str) -> tuple[_Folder, list[str]]:
    """What stands in a folder, and the paths of the folders in it."""
    place = f"{root}/{name}"
    of = os.lstat(place)
    own = str(hash(_state_of_folder(of))) if is_settled(of, time.time_ns()) else ""
    folders, files = _listed(place, SIGNATURES if name in PUBLISHED else ())  # who signs edits nothing
    return (own, files, _hash_of_files(place, files)), [f"{name}/{folder}" for folder in folders]


def _hash_of_files(place: str, files: str) -> str:
    """A hash of what the disk says of the files in a folder."""
    lstat, state_of_file = os.lstat, _state_of_file  # of many files: every step counts
    return str(hash(tuple([state_of_file(lstat(f"{place}/{file}")) for file in _names(files)])))


def _listed(place: str, beside: Collection[str]) -> tuple[list[str], str]:
    """The folders in a folder by their names, and all else, as these are kept."""
    folders, files = [], []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.name not in beside:
                files.append(entry.name)
    return folders, "/".join(sorted(files))


def _names(joined: str) -> list[str]:
    return joined.split("/") if joined else []


def _hashes_of_lists(root: Path) -> dict[str, str]:
    """The hash of the list of files of each published folder."""
    lists = {name: root / name / MANIFEST for name in PUBLISHED}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in lists.items() if path.is_file()}
