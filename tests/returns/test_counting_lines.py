"""A line that only counts or heads a list, typed into a draft or a workbook, is no item of it."""

import pytest

from tests.desk.desks import told, typed
from tests.returns.test_one_figure import from_excel

LISTS = ("nha-o", "viec-hai", "von-hai", "so-c-hai")
COUNTING = [
    "Tổng 5 chỉ tiêu",
    "Tổng số: 12 nhiệm vụ.",
    "Gồm 3 chỉ tiêu sau:",
    "- Tổng cộng 02 mục tiêu của Kế hoạch.",
    "Trong đó có 2 chỉ tiêu chủ yếu.",
    "03 nhiệm vụ:",
]


@pytest.mark.parametrize("text", COUNTING)
@pytest.mark.parametrize("behind", LISTS)
def test_a_line_that_counts_a_list_is_none_of_its_items(office, behind, text):
    answer, written = office.pulled(typed(behind, text), accept=["all"])

    assert [sign for sign, _ in told(answer)] == ["x"]
    assert "how many items" in answer.edits[0].refused.message.english
    assert written == office.state.text(office.state.workspace.plans["thu"])


def test_no_row_of_a_workbook_counts_the_others(office):
    answer, _ = from_excel(office, [("Chỉ tiêu", "nha-o", 3, "Tổng 5 chỉ tiêu"), ("Chỉ tiêu", "nha-o", 1, None)])

    assert sorted(told(answer)) == [("?", "nha-o"), ("x", "-")]
    assert any("how many items" in edit.refused.message.english for edit in answer.refused)


@pytest.mark.parametrize("text", ["Tổng số 3.120 lao động.", "Cộng: 120 căn nhà cho các xã nghèo của tỉnh."])
def test_a_total_of_the_targets_is_a_question(office, text):
    answer, _ = office.pulled(typed("nha-o", text))

    assert [sign for sign, _ in told(answer)] == ["?"]


@pytest.mark.parametrize(
    ("behind", "text"),
    [
        ("nha-o", "Hoàn thành 140 căn nhà cho hộ nghèo ở các xã."),
        ("viec-hai", "Có 5 dự án được phê duyệt và giao cho các xã."),
        ("von-hai", "Thực hiện 3 nhiệm vụ trọng tâm của tỉnh về vốn."),
    ],
)
def test_an_item_that_counts_something_is_taken(office, behind, text):
    answer, _ = office.pulled(typed(behind, text))

    assert [sign for sign, _ in told(answer)] == ["*"]
