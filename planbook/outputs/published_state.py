"""What the last build left in the published folders, as the disk knows it: no edit leaves number, size and times of a file as they were."""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from planbook.repository.manifest import MANIFEST, SIGNATURES, list_of_part, read_lists
from planbook.repository.output_files import write_output

RECORD = "build/last-build.json"
PUBLISHED = ("site", "site-offline")
_BESIDE = frozenset(f"{name}/{file}" for name in PUBLISHED for file in SIGNATURES)  # who signs edits nothing

# A hash of what the disk says of the files of each folder, by its path below that of the office.
FolderStates = Mapping[str, str]


@dataclass(frozen=True)
class PublishedEdits:
    """What was done to published files since the last build: parts (of manifest.json) of which some are others, and files that nobody published."""

    parts: frozenset[str] = frozenset()
    foreign: frozenset[Path] = frozenset()


def published_state(root: Path) -> FolderStates:
    """What stands in the published folders now."""
    return dict(_states(root, [name for name in PUBLISHED if (root / name).is_dir()]))


def stands(root: Path, key: str, state: FolderStates | None = None) -> bool:
    """Whether the published folders are as the build of a key left them; who knows what they are says it."""
    record = _record(root)
    if not key or record is None or record["key"] != key:
        return False
    return record["published"] == (published_state(root) if state is None else state)


def edits_since(root: Path, state: FolderStates) -> PublishedEdits | None:
    """What was done to published files since the last build; None where that cannot be told."""
    record = _record(root)
    if record is None or record["lists"] != _hashes_of_lists(root):
        return None
    before = record["published"]
    folders = {folder for folder in before.keys() | state.keys() if before.get(folder) != state.get(folder)}
    if not folders:
        return PublishedEdits()
    parts: set[str] = set()
    foreign: set[Path] = set()
    for name in record["lists"]:
        try:
            lists = read_lists(root / name)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        if lists.unread or lists.altered:
            return None
        lists_of_parts = {list_of_part(part): part for part in lists.parts}
        listed = {f"{name}/{entry['path']}": lists_of_parts.get(entry["path"], part) for part, entry in lists.files()}
        parts |= {part for path, part in listed.items() if os.path.dirname(path) in folders}
        there = {path for folder in folders for path in _files(root, folder) if path.startswith(f"{name}/")}
        foreign |= {root / path for path in there - listed.keys() - _BESIDE - {f"{name}/{MANIFEST}"}}
    return PublishedEdits(frozenset(parts), frozenset(foreign))


def record_build(root: Path, key: str, before: FolderStates | None = None, touched: Collection[Path] = ()) -> None:
    """Write down that the published folders are of a key, which is empty where nobody can tell.

    Where it is known what they were `before`, no more is looked at than the folders that were `touched`.
    """
    if before is None:
        state = dict(published_state(root))
    else:
        names = {path.relative_to(root).as_posix() for path in touched}
        there = [name for name in sorted(names) if (root / name).is_dir()]
        gone = tuple(f"{name}/" for name in PUBLISHED if not (root / name).is_dir())
        rest = {
            name: digest for name, digest in before.items() if name not in names and not f"{name}/".startswith(gone)
        }
        state = {**rest, **dict(_states(root, there, with_those_below=False))}
    content = json.dumps({"key": key, "published": state, "lists": _hashes_of_lists(root)})
    (root / RECORD).parent.mkdir(exist_ok=True)
    write_output(root / RECORD, content.encode())


class _Record(TypedDict):
    """The key of the last build, what it left, and the hash of the list of files of each published folder."""

    key: str
    published: dict[str, str]
    lists: dict[str, str]


def _record(root: Path) -> "_Record | None":
    try:
        record: _Record = json.loads((root / RECORD).read_bytes())
    except (OSError, ValueError):
        return None
    is_whole = isinstance(record, dict) and record.keys() == _Record.__annotations__.keys()
    return record if is_whole else None


def _states(root: Path, folders: list[str], *, with_those_below: bool = True) -> Iterator[tuple[str, str]]:
    for folder in folders:  # grows while it is read
        rows = []
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    rows.append(f"{entry.name}/")
                    if with_those_below:
                        folders.append(f"{folder}/{entry.name}")
                elif f"{folder}/{entry.name}" not in _BESIDE:
                    of = entry.stat(follow_symlinks=False)
                    rows.append(f"{entry.name}/{of.st_ino} {of.st_size} {of.st_mtime_ns} {of.st_ctime_ns}")
        yield folder, sha256("\n".join(sorted(rows)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _files(root: Path, folder: str) -> Iterator[str]:
    """What stands in a folder and is no folder, by its path below that of the office."""
    if (root / folder).is_dir():
        with os.scandir(root / folder) as entries:
            yield from (f"{folder}/{entry.name}" for entry in entries if not entry.is_dir(follow_symlinks=False))


def _hashes_of_lists(root: Path) -> dict[str, str]:
    """The hash of the list of files of each published folder."""
    lists = {name: root / name / MANIFEST for name in PUBLISHED}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in lists.items() if path.is_file()}
