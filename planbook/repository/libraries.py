"""The libraries that are installed, told by the names of their folders: to open what each says of itself takes longer than a build in which nothing changed."""

import os
import sys
from collections.abc import Iterator
from functools import cache


def installed_libraries() -> Iterator[str]:
    """Every installed library with its version, as its folder is called; first what is found first."""
    for folder in filter(os.path.isdir, sys.path):
        yield from sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


def version_of(library: str) -> str:
    """The version of a library, as this process began with it; raises `PackageNotFoundError`."""
    if version := _versions().get(_folded(library)):
        return version
    from importlib.metadata import version as told  # noqa: PLC0415  # loads what reads mail

    return told(library)


@cache
def _versions() -> dict[str, str]:
    versions: dict[str, str] = {}
    for folder in installed_libraries():
        name, _, rest = folder.rpartition(".")[0].partition("-")
        versions.setdefault(_folded(name), rest.partition("-")[0])  # behind it an .egg-info names its Python
    return versions


def _folded(library: str) -> str:
    return library.replace("-", "_").replace(".", "_").lower()
