"""Tasks that were split or merged in Word carry on what they did, and what others name stays."""

import copy

import pytest

from tests.desk.desks import (
    FOLDER,
    deleted,
    desk,
    paragraph_of,
    read,
    retyped,
    told,
)
from tests.returns.test_structure import TASK, entry
from tests.word_edits import W


def halved(parts):
    """Enter in the middle of a task: the bookmark reaches into the second half."""
    place = paragraph_of(parts, "viec-mot")
    retyped("viec-mot", "Tuyên truyền ở xã.")(parts)
    rest = copy.deepcopy(place)
    for child in list(rest)[1:]:
        rest.remove(child)
    run = place.find(f".//{W}r")
    rest.append(copy.deepcopy(run))
    next(rest.iter(f"{W}t")).text = "Tuyên truyền ở thôn."
    rest.append(place.findall(f"{W}bookmarkEnd")[-1])
    place.addnext(rest)


def joined(parts):
    """Backspace before a task: it goes on behind the one before."""
    place, following = paragraph_of(parts, "viec-mot"), paragraph_of(parts, "viec-hai")
    for child in list(following)[1:]:
        place.append(child)
    following.getparent().remove(following)


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """The office with an earlier plan whose tasks two tasks carry on."""
    plan = read(FOLDER / "plan.yaml")
    for task, earlier in zip(plan["outline"][1]["task_groups"][2]["tasks"], ("a", "b"), strict=True):
        task["continues"] = [f"cu-2026/viec-{earlier}"]
    tasks = [{"id": f"viec-{letter}", "text": f"Việc {letter}."} for letter in "ab"]
    group = {"id": "nhom", "heading": "Nhóm", "tasks": tasks}
    before = {"id": "cu-2026", "period": "2026", "outline": [{"id": "phan", "heading": "Phần", "task_groups": [group]}]}
    place = tmp_path_factory.mktemp("carried")
    return desk(place, plan=plan | {"todo": None}, earlier=before)


@pytest.mark.parametrize(
    ("edit", "items", "continues"),
    [
        (halved, ["viec-mot", "tuyen-truyen-o-thon"], [["cu-2026/viec-a"], ["cu-2026/viec-a"]]),
        (joined, ["viec-mot"], [["cu-2026/viec-a", "cu-2026/viec-b"]]),
    ],
)
def test_what_was_split_or_merged_carries_on_what_the_tasks_did(carried, edit, items, continues):
    answer, plan = carried.taken(edit)

    assert {sign for sign, _ in told(answer)} == {"*"}
    assert [list(entry(plan, item).continues) for item in items] == continues


def test_what_is_still_named_elsewhere_stays_with_all_its_lines(tmp_path):
    outline = read(FOLDER / "plan.yaml")["outline"]
    outline[3]["duties"][0]["leads"] = ["gioi-thieu-viec"]
    place = desk(tmp_path / "office", plan={"outline": outline, "todo": None})
    answer, text = place.pulled(deleted(*TASK))

    assert told(answer) == [("x", item) for item in TASK]
    assert text == place.state.text(place.state.workspace.plans["thu"])
