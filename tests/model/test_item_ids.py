"""The ids of printed items: built and taken apart in one place."""

import re

import pytest

from planbook.model.entry import is_id
from planbook.model.item import ItemId, PlanTask, unused_id
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "entry", "part", "kind", "ordinal"),
    [
        ("dao-tao-nghe", "dao-tao-nghe", "", "", 0),
        ("dao-tao-nghe-2026", "dao-tao-nghe-2026", "", "", 0),
        ("dao-tao-nghe--row", "dao-tao-nghe", "row", "row", 0),
        ("dao-tao-nghe--lead", "dao-tao-nghe", "lead", "lead", 0),
        ("quang-tri-2026--basis-12", "quang-tri-2026", "basis-12", "basis", 12),
        ("quang-tri-2026--appendix-title", "quang-tri-2026", "appendix-title", "appendix-title", 0),
    ],
)
def test_an_id_says_which_entry_and_which_part_of_it(text, entry, part, kind, ordinal):
    item = ItemId(text)

    assert (item.entry, item.part, item.kind, item.ordinal) == (entry, part, kind, ordinal)
    assert item.is_part == bool(part)
    assert ItemId.of(entry, kind, ordinal) == text
    assert item.belonging_to(entry) == text


def test_a_row_is_about_its_entry_and_any_other_part_about_itself():
    assert ItemId.row("muc-tieu") == "muc-tieu--row"
    assert ItemId.row("muc-tieu").without_row == "muc-tieu"
    assert ItemId("muc-tieu--lead").without_row == "muc-tieu--lead"


@pytest.mark.parametrize("length", [5, 62, 63, 64])
def test_a_further_id_of_a_name_is_an_id_however_long_the_name_is(length):
    name = ("hoi-nghi-lan-thu-sau-ban-chap-hanh-trung-uong-thanh-pho-can-tho-" * 2)[:length].rstrip("-")
    ids: list[str] = []
    for _ in range(120):
        ids.append(unused_id(name, ids))

    assert len({*ids}) == 120
    assert all(map(is_id, ids))
    assert ids[0] == name


def test_nothing_else_takes_an_id_apart():
    mark = re.compile(r"""partition\("--"|"--" in |["']--(row|lead|basis|recipient)|\}--[{\w]""")
    rest = {"returns"}  # reads the ids of given out files itself
    modules = [path for path in (ROOT / "planbook").rglob("*.py") if not rest & {*path.parts}]

    assert [path.name for path in modules if mark.search(path.read_text("utf-8"))] == []


def test_a_task_of_another_plan_is_named_by_plan_and_task():
    task = PlanTask.as_written("lao-cai-2024/dao-tao-nghe")

    assert (task.plan, task.task) == ("lao-cai-2024", "dao-tao-nghe")
    assert str(task) == "lao-cai-2024/dao-tao-nghe"
    assert PlanTask.as_written("dao-tao-nghe") == ("dao-tao-nghe", "")
