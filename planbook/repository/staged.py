"""What a build has made is made ready to be published: listed, with the modes of a site, and on the disk."""

import filecmp
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from os.path import samestat
from pathlib import Path
from stat import S_IMODE, S_ISREG

from planbook.messages.diagnostics import Text
from planbook.repository.durable import sync, sync_all
from planbook.repository.manifest import (
    MANIFEST,
    PART_MANIFEST,
    SIGNATURES,
    FileEntry,
    Manifest,
    PublishError,
    SitePart,
    as_text,
    is_inside,
    list_of_part,
    manifest,
    names_in,
    part_of_list,
    read_lists,
    verify,
    walk,
)
from planbook.repository.output_files import write_files
from planbook.repository.replacing import Replacement

_LINK = ".planbook-link"
_FEW = 1_000  # files and folders that are brought onto the disk one by one, so that nobody else's are waited for
SiteParts = Mapping[str, SitePart | None]


def finish_whole(
    folders: Sequence[Path], targets: Sequence[Path], about: Mapping[str, object], parts: SiteParts, *, is_named: bool
) -> None:
    """Each folder its lists, of which the manifest names the build if that `is_named`, and bring all of it onto the disk."""
    _refuse_own_list(folders)
    on_disk = {number for pair in zip(folders, targets, strict=True) for number in _keep(*pair)}
    listings = [_listed(staging, parts) for staging in folders]
    if not all(listing["files"] for listing in listings):
        raise PublishError(Text("The build made no files, so nothing was published."))
    _write_manifests(folders, targets, about, listings, is_named=is_named)
    for staging in folders:
        if faults := verify(staging):
            raise _changed(*faults)
        os.chmod(staging, 0o755)  # noqa: S103  # a web server reads it
        new: set[int] = set()
        for entry in walk(staging):
            mode = 0o755 if entry.is_dir() else 0o644
            if S_IMODE(entry.stat().st_mode) != mode:
                os.chmod(entry, mode)
            if entry.is_dir() or entry.inode() not in on_disk:
                new.add(entry.inode())
        on_disk |= new
        if len(new) <= _FEW or not sync_all(staging):
            for entry in walk(staging):
                if entry.inode() in new:
                    sync(entry.path)
            sync(str(staging))


def finish_in_part(
    folders: Sequence[Path],
    targets: Sequence[Path],
    about: Mapping[str, object],
    parts: SiteParts,
    standing: Collection[str],
    removed: Collection[Path],
    *,
    is_named: bool,
) -> list[Replacement]:
    """What is to be changed in each target that stands: parts that are None and files of none that are `standing` stay, and nothing of them is opened.

    What else was published and was not made again goes, and so do the files that are to be `removed`.
    """
    _refuse_own_list(folders)
    listings = [_listed(staging, parts) for staging in folders]
    before: list[tuple[set[str], set[str]]] = []
    for target, listing in zip(targets, listings, strict=True):
        rest, old = _published(target, parts, standing)
        before.append((old, {entry["path"] for entry in (*rest["parts"], *rest["files"])}))
        listing["parts"] = _together(rest["parts"], listing["parts"])
        listing["files"] = _together(rest["files"], listing["files"])
        if {part_of_list(entry["path"]) for entry in listing["parts"]} != parts.keys():
            raise _changed(MANIFEST)
    _write_manifests(folders, targets, about, listings, is_named=is_named)
    return [
        _replacement(staging, target, *of_target, removed)
        for staging, target, of_target in zip(folders, targets, before, strict=True)
    ]


def _replacement(staging: Path, target: Path, old: set[str], stays: set[str], removed: Collection[Path]) -> Replacement:
    """What differs between a folder and what will stand there, lists last; what another part has there is never overwritten."""
    made = {os.path.relpath(entry.path, staging) for entry in walk(staging) if not entry.is_dir(follow_symlinks=False)}
    foreign = {path.relative_to(target).as_posix() for path in removed if path.is_relative_to(target)}
    new = sorted(path for path in made if not _is_same(target / path, staging / path))
    if of_another := [
        path for path in new if path not in old | foreign | {MANIFEST} and os.path.lexists(target / path)
    ]:
        raise _changed(*of_another)
    new.sort(key=lambda path: (path == MANIFEST, path.endswith(PART_MANIFEST)))
    gone = (old - stays | foreign | {*SIGNATURES}) - made
    return Replacement(target, gone, {path: staging / path for path in new})


def _is_same(published: Path, made: Path) -> bool:
    """Whether a published file is as a new one would be."""
    with suppress(OSError):
        status = published.lstat()
        return (
            S_ISREG(status.st_mode) and S_IMODE(status.st_mode) == 0o644 and filecmp.cmp(published, made, shallow=False)
        )
    return False


def _together(rest: Iterable[FileEntry], made: Iterable[FileEntry]) -> list[FileEntry]:
    entries = {entry["path"]: entry for entry in (*rest, *made)}
    return [entries[path] for path in sorted(entries)]


def _published(target: Path, parts: SiteParts, standing: Collection[str]) -> tuple[Manifest, set[str]]:
    """What stays of the lists of a folder, and the paths that it and those of parts that do not stay name."""
    try:
        lists = read_lists(target, lambda part: parts.get(part, part) is not None)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _changed(MANIFEST) from error
    if odd := (*lists.unread, *lists.altered):
        raise _changed(*odd)
    rows = lists.top.get("parts", ())
    rest = Manifest(
        parts=[entry for entry in rows if parts.get(part := part_of_list(entry["path"]), part) is None],
        files=[entry for entry in lists.top["files"] if entry["path"] in standing],
    )
    return rest, {path for _, entry in lists.files() if is_inside(path := entry["path"])}


def _refuse_own_list(folders: Sequence[Path]) -> None:
    for staging in folders:
        if os.path.lexists(staging / MANIFEST):
            raise PublishError(
                Text("The build made a {file} of its own, where the list of files must stand.", {"file": MANIFEST})
            )


def _changed(*files: str) -> PublishError:
    return PublishError(Text("Files changed while they were published ({files}).", {"files": ", ".join(files)}))


def _listed(staging: Path, parts: SiteParts) -> Manifest:
    """The list of a folder; that of each part is written, and has a row there."""
    rest, rows = names_in(staging), []
    for name, part in parts.items():
        if part is not None:
            own = rest.intersection(part.files)  # the offline form lacks some
            rest -= own
            content, path = as_text(part.about, manifest(staging, own)).encode(), list_of_part(name)
            write_files(staging, {path: content})
            rows.append(FileEntry(path=path, size=len(content), sha256=sha256(content).hexdigest()))
    top = manifest(staging, rest)
    return {"parts": sorted(rows, key=lambda row: row["path"]), **top} if parts else top


def _write_manifests(
    folders: Sequence[Path],
    targets: Sequence[Path],
    about: Mapping[str, object],
    listings: Sequence[Manifest],
    *,
    is_named: bool,
) -> None:
    # The same content is the same build, so that two builds of the same sources give the same bytes.
    build = sha256(json.dumps([about, listings]).encode()).hexdigest()
    for staging, target, listing in zip(folders, targets, listings, strict=True):
        beside = [neighbour.name for neighbour in targets if neighbour != target]
        together = {"build": build, "beside": beside} if is_named else {}
        (staging / MANIFEST).write_text(as_text({**about, **together}, listing), "utf-8")


def _keep(staging: Path, target: Path) -> Iterator[int]:
    """Put published files in the place of new ones that are the same, so that what did not change stays untouched on the disk.

    It gives the numbers of their inodes, which the build that published them has brought onto the disk.
    """
    for folder, _, names in os.walk(staging):  # each folder is read before anything in it is another one
        beside = os.path.join(target, os.path.relpath(folder, staging))
        for name in names:
            made, published = f"{folder}/{name}", f"{beside}/{name}"
            with suppress(OSError):
                status, status_of_made = os.lstat(published), os.lstat(made)
                if not S_ISREG(status.st_mode) or not S_ISREG(status_of_made.st_mode):
                    continue
                if samestat(status, status_of_made):
                    yield status.st_ino
                elif filecmp.cmp(published, made, shallow=False):
                    link = f"{made}{_LINK}"
                    os.link(published, link)
                    os.replace(link, made)
                    yield status.st_ino
