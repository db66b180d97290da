"""Offices of many places, each with a plan and agencies of its own, made of the project's data."""

import re
import shutil
import subprocess
from pathlib import Path

from bench.inputs import PARTS, PROJECT
from bench.nation import nation

_ENDING = re.compile(r"-[0-9]{5}$")


def project(folder: Path, places: int, *, split: bool = False) -> Path:
    """A copy of the project with the data of so many places, of each in folders of its own where they are `split`."""
    folder.mkdir()
    for name in PARTS:
        if (PROJECT / name).is_file():
            shutil.copy2(PROJECT / name, folder)
        elif name == "data":
            nation(PROJECT / name, folder / name, places, split=split)
        else:
            shutil.copytree(PROJECT / name, folder / name)
    return folder


def office(folder: Path, places: int) -> Path:
    """A project of so many places whose site is cut by them, in git."""
    root = project(folder, places, split=True)
    with (root / "data/office.yaml").open("a", encoding="utf-8") as settings:
        settings.write("by_place: true\n")
    for words in (
        ["init", "--quiet"],
        ["add", "data", "templates", "content"],
        ["commit", "--quiet", "--message", "places"],
    ):
        subprocess.run(
            ["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", *words], cwd=root, check=True
        )
    return root


def ending(place: str) -> str:
    """What tells a place of `project` from the others; nothing of what is no such place."""
    match = _ENDING.search(place)
    return match[0] if match else ""
