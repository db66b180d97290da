"""The pictures of guides and README: each is shown somewhere, and each is made by `make pictures`."""

import re

from pictures.album import NAMES
from tests.conftest import ROOT

SHOWN = re.compile(r"!\[[^\]]+\]\(([^)]*hinh-anh/[^)]+)\)")


def test_every_picture_is_made_by_command_and_shown_with_words_for_who_cannot_see_it():
    pages = [ROOT / "README.md", *(ROOT / "content").rglob("*.md")]
    shown = {page.parent / path for page in pages for path in SHOWN.findall(page.read_text(encoding="utf-8"))}
    there = {path.name for path in (ROOT / "content/hinh-anh").iterdir()}
    assert {path.name for path in shown} == set(NAMES) == there
    assert all(path.resolve().is_file() for path in shown)
