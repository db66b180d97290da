"""Hashes of the files that something is made of."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from pathlib import Path

from planbook.repository.manifest import walk
from planbook.repository.program_files import program_folder


def program() -> str:
    """A hash of the program itself, its templates and messages included."""
    return _code(fingerprint(program_folder(), "templates/**/*"))  # templates may be edited while it runs


@cache
def _code(templates: str) -> str:
    return fingerprint(Path(__file__).parents[1], "**/*.py", "**/*.po", extra=templates)


def fingerprint(folder: Path, *patterns: str, extra: str = "") -> str:
    """A hash of files with their names, and of what else is said.

    A pattern is the path of a file or of a folder and what the names of its files are like, with "**" between them all below it.
    """
    digest = sha256(extra.encode())
    for name in sorted(name for pattern in patterns for name in _matching(f"{folder}/", pattern)):
        with open(f"{folder}/{name}", "rb") as file:  # many small ones, again and again
            digest.update(sha256(name.encode()).digest() + sha256(file.read()).digest())
    return digest.hexdigest()


def _matching(folder: str, pattern: str) -> Iterator[str]:
    """The paths below a folder of the files that a pattern means."""
    top, _, like = pattern.rpartition("/")
    place = f"{folder}{top.removesuffix('**')}"
    if "*" not in pattern:
        yield from [pattern] if os.path.isfile(f"{folder}{pattern}") else []
    elif os.path.isdir(place):
        with os.scandir(place) as beside:
            for entry in walk(place) if top.endswith("**") else beside:
                if (like == "*" or fnmatchcase(entry.name, like)) and entry.is_file():
                    yield entry.path.removeprefix(folder).replace(os.sep, "/")
