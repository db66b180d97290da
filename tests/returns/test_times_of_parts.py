"""Deadlines of the measures of a task, which its row says too: edited in the cell, they come back to the measure."""

import pytest

from tests.agreement.random_plan import OFFICE
from tests.offices import written
from tests.returns.test_pull_appendices import from_excel, from_word, in_cell, plan_of

MEASURES = [
    {"id": "mo", "text": "Mở lớp {deadline:lop}.", "deadlines": [{"id": "lop", "within": "2027-Q2"}]},
    {"id": "cap", "heading": "Cấp máy", "text": "Cấp đủ", "deadlines": [{"work": "bàn giao", "by": "2027-03-31"}]},
]
TASK = {
    "id": "viec",
    "heading": "Dạy nghề",
    "measures": MEASURES,
    "assignment": {"lead": "so-b", "deadlines": [{"before": "2027-12-15"}]},
}
ROW = "Mở lớp: trong quý II năm 2027; bàn giao: chậm nhất ngày 31/3/2027; trước ngày 15/12/2027"


@pytest.fixture
def root(tmp_path):
    plan = {"outline": [{"id": "nv", "heading": "NHIỆM VỤ", "tasks": [TASK]}], "layout": {"assignment": "table"}}
    return written(tmp_path, plan, **OFFICE)


def times(root):
    (task,) = plan_of(root)["outline"][0]["tasks"]
    return [part["deadlines"] for part in task["measures"]] + [task["assignment"]["deadlines"]]


WAYS = {
    "word": lambda root, text: from_word(root, in_cell(["1", "Dạy nghề"], 3, text)),
    "excel": lambda root, text: from_excel(root, ("Nhiệm vụ", "viec", 5, text)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "first", "second", "own"),
    [
        (ROW.replace("quý II", "quý III"), {"within": "2027-Q3"}, {"by": "2027-03-31"}, {"before": "2027-12-15"}),
        (ROW.replace("31/3", "30/4"), {"within": "2027-Q2"}, {"by": "2027-04-30"}, {"before": "2027-12-15"}),
        (ROW.replace("15/12", "20/12"), {"within": "2027-Q2"}, {"by": "2027-03-31"}, {"before": "2027-12-20"}),
    ],
)
def test_a_time_that_is_edited_in_the_row_is_that_of_its_measure(root, way, text, first, second, own):
    answer = WAYS[way](root, text)
    assert answer.returncode == 0, answer.stdout
    assert times(root) == [[{"id": "lop", **first}], [{"work": "bàn giao", **second}], [own]]


def test_a_time_that_is_taken_out_of_the_row_goes_from_its_measure(root):
    answer = WAYS["excel"](root, ROW.replace("bàn giao: chậm nhất ngày 31/3/2027; ", ""))
    assert answer.returncode == 0, answer.stdout
    (task,) = plan_of(root)["outline"][0]["tasks"]
    assert "deadlines" not in task["measures"][1]
    assert task["assignment"]["deadlines"] == [{"before": "2027-12-15"}]
