"""The files by which git knows a copy of a folder elsewhere as this one: its commits, and which of them it stands on."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from planbook.repository.git import ask, has_commit, is_shallow, outside
from planbook.repository.manifest import walk

_OBJECT = re.compile(r"[0-9a-f]{2}/[0-9a-f]+|pack/pack-[0-9a-f]+\.(?:pack|idx)")


def folder_in_clone(root: Path) -> str:
    """Where a folder lies in its repository, with a slash at the end; empty at the top, and outside git."""
    return "" if outside(root) else _answer(root, "--show-prefix")


def clone_files(root: Path) -> Iterator[tuple[str, Path | bytes]]:
    """Files below the top of a repository, or what they hold: commits as they lie on the disk, so that a later copy gets new ones alone.

    There are no settings and no branches among them, and no way to another repository; a path that ends in a slash is an empty folder.
    """
    if outside(root):
        return
    head = _answer(root, "HEAD") if has_commit(root) else "ref: refs/heads/main"
    yield ".git/HEAD", f"{head}\n".encode()
    kind = _answer(root, "--show-object-format")
    extension = "" if kind == "sha1" else f"[extensions]\n\tobjectFormat = {kind}\n"
    yield ".git/config", f"[core]\n\trepositoryformatversion = {1 if extension else 0}\n{extension}".encode()
    yield ".git/refs/", b""
    yield ".git/objects/", b""
    common = Path(_answer(root, "--path-format=absolute", "--git-common-dir"))
    if is_shallow(root):
        yield ".git/shallow", common / "shallow"
    listed: set[str] = set()
    for folder in _object_folders(common / "objects"):
        for entry in walk(folder):
            path = os.path.relpath(entry.path, folder)
            if _OBJECT.fullmatch(path) and path not in listed:
                listed.add(path)
                yield f".git/objects/{path}", Path(entry.path)


def _object_folders(folder: Path) -> Iterator[Path]:
    """A folder of objects, and those that it borrows from."""
    yield folder
    borrowed = folder / "info/alternates"
    for line in borrowed.read_text("utf-8").splitlines() if borrowed.is_file() else ():
        if line and not line.startswith("#"):
            yield from _object_folders(folder / line)


def _answer(root: Path, *words: str) -> str:
    return ask(root, "rev-parse", *words).stdout.decode("utf-8", "surrogateescape").removesuffix("\n")
