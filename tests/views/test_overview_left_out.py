"""What the overview of a plan has nothing of is said below each picture: tasks without a lead, a time, a day, money."""

import json

import pytest

from planbook.views.once import Views
from tests.offices import AGENCIES, MONEY, SOURCES, office, part, task

DAY = {"by": "2027-06-30"}
WHOLE = {"lead": ["so-b"], "deadlines": [DAY]}


def left_out(words, *tasks, **group) -> dict[str, list[tuple[str, list[str]]]]:
    """What stands below each part of the overview, with the tasks that it leads to."""
    group = {"id": "nhom", "heading": "NHÓM", "tasks": [*tasks], **group}
    outline = deepcopied([part("nhiem-vu", task_groups=[group])])
    views = Views(office({"outline": outline}, agencies=AGENCIES, funding_sources=SOURCES), words)
    told = views.overviews["thu"].left_out
    return {name: [(entry.words, [row.id for row in entry.tasks]) for entry in told[name]] for name in told}


def deepcopied(outline: list) -> list:
    """An outline in which nothing is the same object twice, which YAML would write as an anchor."""
    return json.loads(json.dumps(outline))


PAID = {**MONEY, "id": "von-a", "lines": []}


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("load", {}, ""),
        ("load", {"lead": []}, "1 trong 2 nhiệm vụ không nêu cơ quan chủ trì"),
        ("load", {"lead": [], "coordinating": ["so-c"]}, "1 trong 2 nhiệm vụ không nêu cơ quan chủ trì"),
        ("deadlines", {}, ""),
        ("deadlines", {"deadlines": []}, "1 trong 2 nhiệm vụ không nêu thời hạn"),
        ("deadlines", {"deadlines": [{"throughout": True}]}, "1 trong 2 nhiệm vụ không nêu ngày phải xong"),
        ("deadlines", {"deadlines": [{"since": "2027-02"}]}, "1 trong 2 nhiệm vụ không nêu ngày phải xong"),
        ("deadlines", {"deadlines": [{"every": "month"}]}, ""),
        ("deadlines", {"deadlines": [{"throughout": True}, DAY]}, ""),
    ],
)
def test_tasks_that_a_picture_has_nothing_of_are_counted_and_named(words, name, fields, said):
    told = left_out(words, task("du", assignment=WHOLE), task("thieu", assignment={**WHOLE, **fields}))
    assert [(entry.partition(" (")[0], ids) for entry, ids in told[name]] == ([(said, ["thieu"])] if said else [])


@pytest.mark.parametrize(
    ("group", "own", "without"),
    [({}, {}, ("2 trong 2", [])), ({}, {"budget": PAID}, ("1 trong 2", ["b"])), ({"budget": PAID}, {}, None)],
)
def test_tasks_without_money_of_their_own_or_of_their_group_are_counted(words, group, own, without):
    told = left_out(words, task("a", **own), task("b"), **group)
    assert [(said.partition(" nhiệm")[0], ids) for said, ids in told["money"]] == ([without] if without else [])


def test_what_holds_for_a_group_holds_for_all_its_tasks(words):
    told = left_out(words, task("a"), task("b"), assignment=WHOLE)
    assert (told["load"], told["deadlines"]) == ([], [])


@pytest.mark.parametrize(
    ("total", "part_total", "sum_"),
    [("5.000", "1.500", ""), ("unallocated", "1.500", "1.500"), ("unallocated", "unallocated", "")],
)
def test_what_parts_add_up_to_is_said_of_a_whole_without_a_number(words, total, part_total, sum_):
    money = {"unit": "trieu", "lines": []}
    whole = {**money, "id": "chung", "total": total}
    own = {**money, "id": "rieng", "total": part_total}
    group = {"id": "nhom", "heading": "NHÓM", "budget": whole, "tasks": [task("a", budget=own)]}
    outline = deepcopied([part("nhiem-vu", task_groups=[group])])
    views = Views(office({"outline": outline}, funding_sources=SOURCES), words)
    (shown,) = views.overviews["thu"].money
    assert shown.row.parts.partition(" ")[0] == sum_
