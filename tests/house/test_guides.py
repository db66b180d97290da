"""The guides show what happens: their commands and edits, in their order, in a clone."""

import contextlib
import shlex
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from markdown import markdown

from pictures.office import Office, open_office, variables
from pictures.typist import type_over
from pictures.walk import Command, DoesNotHold, Edit, Shown, follow, steps
from tests.conftest import FIVE, LAO_CAI, ROOT, answered, workspace
from tests.tracked_changes import printed

GUIDES = [
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "content/huong-dan").glob("*.md"))
    # The reviewer's begins with the branch of somebody else, that of reports is of an invented office: tests of their own make both.
    if path.stem not in ("tham-dinh", "bao-cao") and "```console" in path.read_text(encoding="utf-8")
]
BUILD = Command("python build_docs.py build", ())


class OfficeHere(Office):
    """An office whose commands of ours run in this process, which has loaded the program already."""

    def answer(self, command: str) -> subprocess.CompletedProcess[str]:
        words = shlex.split(command)
        if words[:2] != ["python", "build_docs.py"]:
            return super().answer(command)
        with contextlib.chdir(self.root):
            return answered(*words[2:], **variables())


def test_the_drafter_s_guide_is_followed():
    assert "content/huong-dan/soan-thao.md" in GUIDES


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.stem)
def test_every_block_of_a_page_is_shown_as_a_block(path):
    # The site knows ```{ .diff title="…" }, not ```diff title="…": that would swallow what follows.
    shown = markdown(path.read_text(encoding="utf-8"), extensions=["fenced_code", "attr_list", "admonition", "tables"])
    assert "```" not in shown


def data_of(folder: Path, plans: Collection[str]) -> Path:
    """The data with some of the plans only."""
    return workspace(folder / "data", FIVE / "data", plans) / "data"


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.usefixtures("without_sheets")
def test_what_a_guide_shows_happens(guide, tmp_path):
    office = OfficeHere(open_office(tmp_path / "office", data_of(tmp_path, LAO_CAI)).root)
    taken = [step for step in steps((ROOT / guide).read_text(encoding="utf-8")) if not isinstance(step, Shown)]
    for at, step in enumerate(taken):
        # A build is dear: it is made where the guide goes on with what is published.
        if step != BUILD or any("site/" in str(later) for later in taken[at + 1 :]):
            follow(office, step)


def letter(*runs: str) -> Any:
    """A Word file with one paragraph."""
    document = Document()
    paragraph = document.add_paragraph()
    for text in runs:
        paragraph.add_run(text)
    return document


@pytest.mark.parametrize(
    ("runs", "old", "new"),
    [
        (["trong quý II năm 2027."], "quý II năm", "quý III năm"),
        (["Hạn: ", "trong quý ", "II", " năm 2027."], "trong quý II năm 2027", "trước ngày 01/7/2027"),
        (["Sở Y tế, Sở Xây dựng"], "Y tế, Sở Xây", "Y tế, Sở Nội vụ, Sở Xây"),
        (["Sở Y tế, ", "Sở Xây dựng"], "Sở Y tế, Sở Xây dựng", "Sở Xây dựng"),
        (["Sở Y tế"], "Sở Y tế", "Các Sở Y tế, Nội vụ"),
        (["ngày\u00a010 tháng\u00a04"], "ngày 10 tháng 4", "ngày 12 tháng 4"),
    ],
)
def test_what_is_typed_into_a_word_file_is_recorded_and_can_be_rejected(runs, old, new, tmp_path):
    path = tmp_path / "letter.docx"
    letter(*runs).save(path)
    before = "".join(runs).replace("\u00a0", " ")

    assert type_over(path, old, new)

    texts = [printed(path.read_bytes(), accept=accept)[0].replace("\u00a0", " ") for accept in (True, False)]
    assert texts == [before.replace(old, new), before]


EXAMPLE = """
```console
$ echo một
một
$ ls
…
```

![a page](../hinh-anh/trang.png)

```{ .diff title="a.yaml" }
-old: 1
+new: 2
```
"""


def test_steps_are_taken_in_the_order_of_the_page():
    assert list(steps(EXAMPLE)) == [
        Command("echo một", ("một",)),
        Command("ls", ()),
        Shown("trang.png"),
        Edit("a.yaml", ("old: 1",), ("new: 2",)),
    ]


@pytest.mark.parametrize(
    "step",
    [
        Command("echo một", ("hai",)),
        Command("echo một; echo hai", ("hai", "một")),
        Command("false", ()),
        Edit("mkdocs.yml", ("no such line",), ("x",)),
        Edit("letter.docx", ("no such words",), ("x",)),
        Edit("letter.docx", ("the old words",), ("x", "y")),
    ],
)
def test_what_does_not_happen_is_said(step, tmp_path):
    office = open_office(tmp_path / "office", data_of(tmp_path, LAO_CAI))
    letter("Here are the old words.").save(office.root / "letter.docx")
    with pytest.raises(DoesNotHold):
        follow(office, step)
