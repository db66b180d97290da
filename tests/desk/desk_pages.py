"""How tests ask the local page, as its own forms do."""

import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from planbook.desk.application import make_desk
from tests.conftest import KEPT, SMALL, git, workspace
from tests.desk.desks import Desk, desk, with_own_data

HOST = "127.0.0.1:8765"


def in_git(root, monkeypatch):
    """A folder as a repository with one commit, for somebody whom git knows."""
    known_to_git(monkeypatch)
    return _committed(root)


def small_office(folder: Path, monkeypatch) -> Path:
    """Three short plans in git."""
    known_to_git(monkeypatch)
    return Path(shutil.copytree(_small_office(), folder))


def committed_desk(folder: Path, monkeypatch) -> Desk:
    """The small office with a draft that nothing is left to decide in, in git."""
    known_to_git(monkeypatch)
    return with_own_data(_committed_desk(), folder)


def known_to_git(monkeypatch) -> None:
    """Let git know who commits."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Văn thư")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "vanthu@example.org")


def _committed(root: Path) -> Path:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "data: as they came")
    return root


@cache
def _small_office() -> Path:
    return _committed(workspace(Path(tempfile.mkdtemp(dir=KEPT)) / "office", SMALL))


@cache
def _committed_desk() -> Desk:
    house = desk(Path(tempfile.mkdtemp(dir=KEPT)), plan={"todo": None})
    _committed(house.root)
    return house


def asking(root: Path, folder: Path):
    """How a page is asked for, or a form sent: below the token, unless the path begins with a slash."""
    folder.mkdir()
    desk = make_desk(root, folder, "token")
    desk.config["HOSTS"] = [HOST]
    client = desk.test_client()

    def ask(path, form=None, **headers):
        address = path if path.startswith("/") else f"/token/{path}"
        options = {"base_url": f"http://{HOST}", "headers": headers}
        if form is None:
            return client.get(address, **options)
        return client.post(address, data=form, content_type="multipart/form-data", **options)

    return ask


def words(answer) -> str:
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text))
