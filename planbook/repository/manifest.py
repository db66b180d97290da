"""The list of the files of a published folder, with their sizes and hashes, and what is not as it says."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from planbook.messages.diagnostics import Refusal, Text

MANIFEST = "manifest.json"
_BESIDE = (MANIFEST, f"{MANIFEST}.sig", f"{MANIFEST}.minisig")  # the list, and what signs it


class PublishError(Refusal):
    """A reason not to publish, as a sentence that can be shown to the user as it is."""


class FileEntry(TypedDict):
    """What the manifest says of one file; the path is relative to the folder, with slashes."""

    path: str
    size: int
    sha256: str


class Manifest(TypedDict):
    """The content of `manifest.json`, beside what a publisher says of the files."""

    files: list[FileEntry]


def manifest(folder: Path) -> Manifest:
    """List path, size and hash of every file in a folder, sorted by path, without the manifest itself and its signatures."""
    files = _recorded(folder)
    for path, entry in files.items():
        if entry is None:
            raise PublishError(
                Text("{path} is neither a file nor a folder, so it cannot be published.", {"path": path})
            )
        if any("\ud800" <= character <= "\udfff" for character in path):
            raise PublishError(Text("The name of the file {path} is not valid UTF-8.", {"path": ascii(path)}))
    return {"files": [entry for _, entry in sorted(files.items()) if entry]}


def verify(folder: Path) -> list[str]:
    """Name what is missing, extra or altered against the folder's own manifest; nothing if it is whole."""
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        listed = {str(entry["path"]): entry for entry in content["files"]}
    except FileNotFoundError:
        return [f"missing: {MANIFEST}"]
    except (IsADirectoryError, ValueError, LookupError, TypeError):
        return [f"altered: {MANIFEST}"]
    present = _recorded(folder, {path: entry.get("size") for path, entry in listed.items()})
    return [
        f"{'extra' if path not in listed else 'missing' if path not in present else 'altered'}: {path}"
        for path in sorted(listed.keys() | present.keys())
        if path not in listed or path not in present or listed[path] != present[path]
    ]


def walk(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and below it; no link is followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from walk(entry.path)


def _recorded(folder: Path, sizes: Mapping[str, object] | None = None) -> dict[str, FileEntry | None]:
    """Measure every file but the top manifest and its signatures; None stands for what is no regular file.

    A file that has not its size of `sizes` is another one already, and may be of any length: its hash stays empty.
    """
    files: dict[str, FileEntry | None] = {}
    for entry in walk(folder):
        path = Path(entry.path).relative_to(folder).as_posix()
        if path in _BESIDE or entry.is_dir(follow_symlinks=False):
            continue
        files[path] = None
        if entry.is_file(follow_symlinks=False):
            with open(entry, "rb") as file:
                size = os.fstat(file.fileno()).st_size
                is_read = sizes is None or sizes.get(path) == size
                digest = hashlib.file_digest(file, "sha256").hexdigest() if is_read else ""
                files[path] = {"path": path, "size": size, "sha256": digest}
    return files
