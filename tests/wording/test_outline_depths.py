"""How deep in a plan the headings of its parts, groups and duties stand, from the first level to the last."""

from typing import Any

import pytest

from planbook.views.once import Views
from planbook.wording.blocks import Heading
from tests.offices import office, part, task

GROUP = {"task_groups": [{"id": "viec", "heading": "Nhóm", "tasks": [task("lam")]}]}
DUTY = {"duties": [{"id": "viec", "agencies": "so-b", "items": [{"id": "y", "text": "Làm."}]}]}


@pytest.mark.parametrize("content", [GROUP, DUTY], ids=["group", "duty"])
@pytest.mark.parametrize(("parts", "levels"), [(1, [1, 2]), (2, [1, 2, 3]), (3, [1, 2, 3, 3]), (4, [1, 2, 3, 3, 3])])
def test_each_heading_is_below_the_one_around_it_and_the_last_is_the_third(words, content, parts, levels):
    around: dict[str, Any] = part(f"phan-{parts}", **content)
    for number in range(parts - 1, 0, -1):
        around = part(f"phan-{number}", sections=[around])
    body = Views(office({"outline": [around]}), words).views["thu"].body
    headings = [(block.id, block.level) for block in body if isinstance(block, Heading)]

    assert headings == [*zip([*(f"phan-{number}" for number in range(1, parts + 1)), "viec"], levels, strict=True)]
