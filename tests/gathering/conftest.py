"""Three communes that publish, and a folder that gathers them."""

import shutil
from pathlib import Path

import pytest

from tests.gathered import commune, listed, publish


@pytest.fixture(scope="session")
def published(once) -> Path:
    """The sites of three communes."""

    def fill(folder: Path) -> None:
        for name, poor in (("an", "7,5"), ("binh", "9"), ("chi", "8")):
            publish(folder / name, commune(name, poor))

    return once("published-communes", fill)


@pytest.fixture
def offices(published, tmp_path) -> Path:
    """A folder that gathers copies of them."""
    for name in ("an", "binh", "chi"):
        shutil.copytree(published / name, tmp_path / name)
    names = ("an", "binh", "chi")
    return listed(tmp_path, [{"id": name, "name": f"UBND xã {name}", "at": name} for name in names])
