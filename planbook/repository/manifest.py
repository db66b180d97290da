"""The list of the files of a published folder, with their sizes and hashes, and what is not as it says."""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any, NotRequired, TypedDict

from planbook.messages.diagnostics import Refusal, Text

MANIFEST = "manifest.json"
SIGNATURES = (f"{MANIFEST}.sig", f"{MANIFEST}.minisig")
PART_MANIFEST = "shard-manifest.json"  # not the name of the other: no folder of a part is a site
_BESIDE = (MANIFEST, *SIGNATURES)  # the list, and what signs it
_TICK = 2 * 10**9  # nanoseconds in which a file or a folder may change once more and have the same times


class PublishError(Refusal):
    """A reason not to publish, as a sentence that can be shown to the user as it is."""


class FileEntry(TypedDict):
    """What the manifest says of one file; the path is relative to the folder, with slashes."""

    path: str
    size: int
    sha256: str


class Manifest(TypedDict):
    """The content of `manifest.json`, beside what a publisher says of the files; `parts` are lists of further files."""

    files: list[FileEntry]
    parts: NotRequired[list[FileEntry]]


@dataclass(frozen=True, slots=True)
class SitePart:
    """A part of a site that has a list of its own: what is said there of its files, and their paths from the top of the site."""

    about: Mapping[str, object]
    files: Collection[str]


@dataclass(frozen=True)
class Lists:
    """What a published folder says of its files: its manifest, and those of its parts by their folders, but for the `unread`.

    Of `altered` parts the list is another one than the manifest says.
    """

    top: Mapping[str, Any]
    parts: Mapping[str, Mapping[str, Any]]
    unread: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()

    def files(self) -> Iterator[tuple[str, FileEntry]]:
        """Every file with the folder of the part that lists it, under "" what the top lists; lists of parts are files too."""
        for part, listing in {"": self.top, **self.parts}.items():
            yield from ((part, entry) for entry in (*listing["files"], *listing.get("parts", ())))


def list_of_part(part: str) -> str:
    """Where the list of a part stands."""
    return f"{part}/{PART_MANIFEST}"


def part_of_list(path: str) -> str:
    """The part whose list stands somewhere."""
    return path.removesuffix(f"/{PART_MANIFEST}")


def as_text(about: Mapping[str, object], listing: Manifest) -> str:
    """A list of files with what is said of them, as it is published."""
    return json.dumps({**about, **listing}, ensure_ascii=False, indent=1) + "\n"


def read_lists(folder: Path, is_wanted: Callable[[str], bool] = bool) -> Lists:
    """What a published folder lists, with the parts that are wanted; raises `OSError`, `ValueError`, `LookupError`, `TypeError`."""
    top = _list((folder / MANIFEST).read_bytes())
    lists, unread, altered = {}, [], []
    for path, listing, is_as_listed in _lists_of_parts(folder, top, is_wanted):
        if listing is None:
            unread.append(path)
            continue
        lists[part_of_list(path)] = listing
        if not is_as_listed:
            altered.append(path)
    return Lists(top, lists, tuple(unread), tuple(altered))


def _lists_of_parts(
    folder: Path, top: Mapping[str, Any], is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, Mapping[str, Any] | None, bool]]:
    """The list of each part that is wanted, by its path, None where it cannot be read; and whether it is the one that the manifest names."""
    for entry in top.get("parts", ()):
        path = entry["path"]
        if is_wanted(part_of_list(path)):
            try:
                content = (folder / path).read_bytes() if is_inside(path) else b""
                listing, is_as_listed = _list(content), hashlib.sha256(content).hexdigest() == entry.get("sha256")
            except (OSError, ValueError, LookupError, TypeError):
                listing, is_as_listed = None, False
            yield path, listing, is_as_listed


def lists_for(folder: Path, only: str) -> Lists:
    """What a published folder lists; for `only` one file no more is parsed than its manifest and the list that names it. Raises as `read_lists`."""
    return read_lists(folder, _may_name(folder, only))


def _may_name(folder: Path, only: str) -> Callable[[str], bool]:
    """Which parts may list `only` one file; all where it is none."""
    name = json.dumps(only, ensure_ascii=False).encode()

    def may_name(part: str) -> bool:
        path = folder / list_of_part(part)
        return not only or list_of_part(part) == only or (path.is_file() and name in path.read_bytes())

    return may_name


def _list(content: bytes) -> Mapping[str, Any]:
    listing: Mapping[str, Any] = json.loads(content)
    for entry in (*listing["files"], *listing.get("parts", ())):
        str.encode(entry["path"])
    return listing


def is_inside(path: str) -> bool:
    """Whether a path that a list names stays in its folder."""
    return bool(path) and "\0" not in path and not PurePosixPath(path).is_absolute() and ".." not in path.split("/")


def manifest(folder: Path, paths: Collection[str] | None = None) -> Manifest:
    """List path, size and hash of every file in a folder, or of those at some paths, sorted by path, without the manifest itself and its signatures."""
    files = _recorded(folder, sorted(names_in(folder) if paths is None else paths))
    for path, entry in files.items():
        if entry is None:
            raise PublishError(
                Text("{path} is neither a file nor a folder, so it cannot be published.", {"path": path})
            )
        if any("\ud800" <= character <= "\udfff" for character in path):
            raise PublishError(Text("The name of the file {path} is not valid UTF-8.", {"path": ascii(path)}))
    return {"files": [entry for entry in files.values() if entry]}


def names_in(folder: Path) -> set[str]:
    """The paths of what stands in a folder and is no folder, but for its manifest and what signs that."""
    above = len(f"{folder}/")
    there = (entry.path[above:] for entry in walk(folder) if not entry.is_dir(follow_symlinks=False))
    return {path for path in there if path not in _BESIDE}


def verify(folder: Path, only: str = "") -> list[str]:
    """Name what is missing, extra or altered against the folder's own lists, of all or of `only` one file; nothing if it is whole."""
    try:
        top = _list((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return [f"missing: {MANIFEST}"]
    except (IsADirectoryError, ValueError, LookupError, TypeError, AttributeError):
        return [f"altered: {MANIFEST}"]
    lists, of_file = _lists_of_parts(folder, top, _may_name(folder, only)), None
    if only:
        lists = iter(rows := [*lists])
        of_file = {only, *(path for path, _, _ in rows)}
    there = names_in(folder) if of_file is None else _standing(folder, of_file)
    extra, faults = {*there}, dict[str, str]()
    for path, listing, is_as_listed in chain(
        lists, [(MANIFEST, top, True)]
    ):  # one after the other: all of many are large
        if not is_as_listed:
            faults[path] = "altered"
        entries = _entries(listing or {"files": ()}, of_file)
        faults |= _faults(folder, entries, there)
        extra.difference_update(entry["path"] for entry in entries)
    faults |= dict.fromkeys(extra, "extra")
    return [f"{fault}: {path}" for path, fault in sorted(faults.items())]


def _entries(listing: Mapping[str, Any], of_file: Collection[str] | None) -> list[FileEntry]:
    """What a list says of files, or of some of them."""
    entries = (*listing["files"], *listing.get("parts", ()))
    return [entry for entry in entries if of_file is None or entry["path"] in of_file]


def _faults(folder: Path, entries: Collection[FileEntry], there: Collection[str]) -> dict[str, str]:
    """Which of some files are not as a list says, of those that are `there`."""
    sizes: dict[str, list[object]] = {}
    for entry in entries:
        sizes.setdefault(entry["path"], []).append(entry.get("size"))
    present = _recorded(folder, [path for path in sizes if path in there], sizes)
    missing = {path: "missing" for path in sizes if path not in there}
    return missing | {
        path: "altered" for entry in entries if (path := entry["path"]) in present and present[path] != entry
    }


def as_listed(folder: Path, entries: Collection[FileEntry]) -> set[str]:
    """The paths of the files that stand in a folder as it lists them."""
    sizes = {entry["path"]: [entry.get("size")] for entry in entries}
    present = _recorded(folder, _standing(folder, sizes), sizes)
    return {entry["path"] for entry in entries if present.get(entry["path"]) == entry}


def walk(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and below it; no link is followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from walk(entry.path)


def is_settled(of: os.stat_result, now: int) -> bool:
    """Whether a file or a folder is so old that another change would show in its times; `now` in nanoseconds."""
    return now - max(of.st_mtime_ns, of.st_ctime_ns) > _TICK


def _recorded(
    folder: Path, paths: Iterable[str], sizes: Mapping[str, Collection[object]] | None = None
) -> dict[str, FileEntry | None]:
    """Measure what stands at some paths; None stands for what is no regular file.

    A file that has none of its `sizes` is another one already, and may be of any length: its hash stays empty.
    """
    files: dict[str, FileEntry | None] = {}
    for path in paths:
        files[path] = None
        place = f"{folder}/{path}"
        if S_ISREG(os.lstat(place).st_mode):
            with open(place, "rb") as file:
                size = os.fstat(file.fileno()).st_size
                is_read = sizes is None or size in sizes[path]
                digest = hashlib.file_digest(file, "sha256").hexdigest() if is_read else ""
                files[path] = {"path": path, "size": size, "sha256": digest}
    return files


def _standing(folder: Path, paths: Iterable[str]) -> set[str]:
    """Those of some paths at which something stands that is no folder."""
    there = ((path, folder / path) for path in paths if is_inside(path) and os.path.lexists(folder / path))
    return {path for path, place in there if place.is_symlink() or not place.is_dir()}
