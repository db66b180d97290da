"""The guides show what happens: their commands and edits, in their order, in a clone."""

import pytest

from pictures.office import open_office
from pictures.walk import Command, DoesNotHold, Edit, Shown, follow, steps
from tests.conftest import ROOT

GUIDES = [
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "content/huong-dan").glob("*.md"))
    # The reviewer's begins with the branch of somebody else, which its own test makes.
    if path.stem != "tham-dinh" and "```console" in path.read_text(encoding="utf-8")
]


def test_the_drafter_s_guide_is_followed():
    assert "content/huong-dan/soan-thao.md" in GUIDES


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_shows_happens(guide, tmp_path):
    office = open_office(tmp_path / "office")
    for step in steps((ROOT / guide).read_text(encoding="utf-8")):
        if not isinstance(step, Shown):
            follow(office, step)


EXAMPLE = """
```console
$ echo một
một
$ ls
…
```

![a page](../hinh-anh/trang.png)

```diff title="a.yaml"
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
    ],
)
def test_what_does_not_happen_is_said(step, tmp_path):
    office = open_office(tmp_path / "office")
    with pytest.raises(DoesNotHold):
        follow(office, step)
