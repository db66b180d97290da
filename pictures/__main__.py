"""Write the pictures into content/hinh-anh/: all of them, or those that are named."""

import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from pictures.album import NAMES, OF_GUIDES, OF_THE_PROJECT
from pictures.camera import Camera, camera
from pictures.office import PROJECT, open_office
from pictures.walk import Shown, follow, steps

FOLDER = PROJECT / "content/hinh-anh"


def main(wanted: list[str]) -> None:
    """Take the pictures that are wanted, all if none is named."""
    if unknown := set(wanted) - set(NAMES):
        sys.exit(f"{', '.join(sorted(unknown))}? {', '.join(NAMES)}")
    with tempfile.TemporaryDirectory() as folder, camera() as taking:
        of_the_project(taking, Path(folder), wanted or NAMES)
        for guide, names in OF_GUIDES.items():
            if set(names) & set(wanted or NAMES):
                of_a_guide(taking, Path(folder), guide, wanted or NAMES)


def of_the_project(taking: Camera, folder: Path, wanted: Collection[str]) -> None:
    """Take pictures of the five plans as they are built."""
    names = [name for name in OF_THE_PROJECT if name in wanted]
    if names:
        office = open_office(folder / "project")
        office.run("python build_docs.py")
        for name in names:
            taking.take(office.root, OF_THE_PROJECT[name], FOLDER / name)
            print(name)


def of_a_guide(taking: Camera, folder: Path, guide: str, wanted: Collection[str]) -> None:
    """Take the pictures of a guide at the places where it shows them, doing before what it says."""
    office = open_office(folder / Path(guide).stem)
    for name in OF_GUIDES[guide]:
        # The guide is built before its new pictures are taken.
        (office.root / "content/hinh-anh" / name).touch()
    for step in steps((PROJECT / "content" / guide).read_text(encoding="utf-8")):
        if not isinstance(step, Shown):
            follow(office, step)
        elif step.name in wanted and step.name in OF_GUIDES[guide]:
            taking.take(office.root, OF_GUIDES[guide][step.name], FOLDER / step.name)
            print(step.name)


main(sys.argv[1:])
