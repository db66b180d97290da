"""Write the pictures into content/hinh-anh/: all of them, or those that are named."""

import sys
import tempfile
from pathlib import Path

from pictures.album import NAMES, OF_THE_PROJECT
from pictures.camera import camera
from pictures.office import PROJECT, open_office

FOLDER = PROJECT / "content/hinh-anh"


def main(wanted: list[str]) -> None:
    """Take the pictures that are wanted, all if none is named."""
    if unknown := set(wanted) - set(NAMES):
        sys.exit(f"{', '.join(sorted(unknown))}? {', '.join(NAMES)}")
    with tempfile.TemporaryDirectory() as folder, camera() as taking:
        office = open_office(Path(folder) / "office")
        if of_project := [name for name in OF_THE_PROJECT if name in (wanted or NAMES)]:
            office.run("python build_docs.py")
            for name in of_project:
                taking.take(office.root, OF_THE_PROJECT[name], FOLDER / name)
                print(name)


main(sys.argv[1:])
