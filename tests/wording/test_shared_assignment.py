"""Where the assignment of several tasks stands: a reader must see whose it is."""

import pytest

from planbook.views.once import Views
from tests.offices import AGENCIES, office, part, task

SHARED, OWN = {"lead": "so-b"}, {"lead": "so-c"}


def group(*tasks: dict, **content) -> dict:
    return part(
        "phan", task_groups=[{"id": "nhom", "heading": "Nhóm", "tasks": [*tasks], "assignment": SHARED, **content}]
    )


def section(*tasks: dict) -> dict:
    return part("nhom", tasks=[*tasks], assignment=SHARED)


@pytest.mark.parametrize("around", [group, section])
@pytest.mark.parametrize(("layout", "end"), [("block", "--lead"), ("sentence", "--assignment")])
@pytest.mark.parametrize(
    ("own", "order"),
    [
        ([False, False], ["mot", "hai", "nhom"]),
        ([False, True], ["nhom", "mot", "hai", "hai"]),
        ([True, False], ["nhom", "mot", "mot", "hai"]),
    ],
    ids=["shared by all", "not the last", "not the first"],
)
def test_it_stands_above_tasks_of_which_some_have_their_own(words, around, layout, end, own, order):
    tasks = [
        task(name, **({"assignment": OWN} if is_own else {})) for name, is_own in zip(("mot", "hai"), own, strict=True)
    ]
    plan = {"layout": {"assignment": layout}, "outline": [around(*tasks)]}
    body = Views(office(plan, agencies=AGENCIES), words).views["thu"].body
    printed = [block.id for block in body if block.id in ("mot", "hai") or block.id.endswith(end)]

    assert [id_.removesuffix(end) for id_ in printed] == order


def test_a_task_that_stands_in_the_appendix_alone_moves_nothing(words):
    hidden = {"id": "hai", "short_text": "Làm hai", "assignment": OWN}
    body = Views(office({"outline": [group(task("mot"), hidden)]}, agencies=AGENCIES), words).views["thu"].body

    assert [block.id for block in body][-2:] == ["mot", "nhom--lead"]


def test_the_parts_of_a_project_and_its_money_stay_below(words):
    money = {"id": "von", "unit": "trieu", "total": 5}
    whole = group(task("mot", heading="Một"), task("hai", heading="Hai", assignment=OWN), budget=money)
    body = Views(office({"outline": [whole]}, agencies=AGENCIES), words).views["thu"].body

    assert [block.id for block in body][2:] == ["nhom--lead", "mot", "hai", "hai--lead", "von"]
