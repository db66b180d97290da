"""A unit that changes without its number is a question with both values, from Word as from Excel."""

import pytest

from tests.desk.desks import FOLDER, desk, in_cell, read, retyped, told
from tests.returns.test_one_figure import from_excel

SOURCES = [
    {"id": "trung-uong", "kind": "source", "name": "Ngân sách trung ương"},
    {"id": "dia-phuong", "kind": "source", "name": "Ngân sách địa phương"},
]
LINES = [
    {"id": "von-tw", "source_of_funds": "trung-uong", "amount": "1.200"},
    {"id": "von-dp", "source_of_funds": "dia-phuong", "amount": "3.800"},
]
MONEY = {"id": "von", "heading": "Tổng kinh phí", "unit": "trieu", "total": "5.000", "lines": LINES}


@pytest.fixture(scope="module")
def counting(tmp_path_factory):
    """The office with money of a part and of a task, and with a share."""
    outline = read(FOLDER / "plan.yaml")["outline"]
    outline[0]["targets"].append({"id": "ty-le", "text": "Giảm hộ nghèo {value}.", "value": "3", "unit": "%"})
    outline[1]["task_groups"][0]["tasks"][1]["budget"] = {"id": "tien-viec", "unit": "trieu", "total": "45"}
    outline.insert(2, {"id": "kinh-phi", "heading": "KINH PHÍ", "budget": MONEY})
    registers = {"funding_sources": {"sources": SOURCES}}
    return desk(tmp_path_factory.mktemp("counting"), plan={"outline": outline, "todo": None}, **registers)


def cell(sheet, id_, value):
    return (sheet, id_, {"Kinh phí": 7, "Chỉ tiêu": 8}[sheet], value)


OTHER_UNITS = [
    ("Kinh phí", "von-tw", "tỷ đồng", "1.200 triệu đồng", "1.200.000 triệu đồng"),
    ("Kinh phí", "von", "đồng", "5.000 triệu đồng", "0,005 triệu đồng"),
    ("Kinh phí", "tien-viec", "tỷ đồng", "45 triệu đồng", "45.000 triệu đồng"),
    ("Chỉ tiêu", "nha-o", "nghìn căn nhà", "120 căn nhà", "120 nghìn căn nhà"),
    ("Chỉ tiêu", "ty-le", "‰", "3%", "3‰"),
]


def doubts(answer):
    return [tuple(edit.doubt.values.get(name) for name in ("old", "new")) for edit in answer.edits if edit.doubt]


@pytest.mark.parametrize(("sheet", "id_", "unit", "old", "new"), OTHER_UNITS)
def test_another_unit_alone_is_a_question_in_excel(counting, sheet, id_, unit, old, new):
    answer, text = from_excel(counting, [cell(sheet, id_, unit)])

    assert told(answer) == [("?", id_)]
    assert doubts(answer) == [(old, new)]
    assert text == counting.state.text(counting.state.workspace.plans["thu"])


IN_WORD = [
    (retyped("von-tw", "Ngân sách trung ương: 1.200 tỷ đồng."), "1.200 triệu đồng", "1.200.000 triệu đồng"),
    (in_cell("von-tw--row", 2, "1.200 tỷ đồng"), "1.200 triệu đồng", "1.200.000 triệu đồng"),
    (retyped("tien-viec", "Tổng kinh phí: 45 đồng."), "45 triệu đồng", "0,000045 triệu đồng"),
    (in_cell("gioi-thieu-viec--row", 5, "45 tỷ đồng"), "45 triệu đồng", "45.000 triệu đồng"),
    (retyped("nha-o", "Xây 120 nghìn căn nhà cho hộ nghèo."), "120 căn nhà", "120 nghìn căn nhà"),
    (in_cell("ty-le--row", 2, "‰"), "3%", "3‰"),
    (
        retyped("mo-lop", "Mở lớp dạy nghề cho khoảng 3.000 nghìn lao động ở các xã."),
        "khoảng 3.000 lao động",
        "khoảng 3.000 nghìn lao động",
    ),
]


@pytest.mark.parametrize(("edit", "old", "new"), IN_WORD)
def test_another_unit_alone_is_a_question_in_word(counting, edit, old, new):
    answer, _ = counting.pulled(edit)

    assert [sign for sign, _ in told(answer)] == ["?"]
    assert doubts(answer) == [(old, new)]


def test_another_unit_alone_is_taken_with_a_yes(counting):
    answer, plan = counting.taken(retyped("tien-viec", "Tổng kinh phí: 45 tỷ đồng."), accept=["tien-viec"])

    assert told(answer) == [("?", "tien-viec")]
    assert plan.budgets()["tien-viec"].total[0] == 45_000


@pytest.mark.parametrize(
    "edit",
    [
        retyped("tien-viec", "Tổng kinh phí: 55 triệu đồng."),
        retyped("tien-viec", "Tổng kinh phí: 0,055 tỷ đồng."),
        retyped("nha-o", "Xây 130 hộ cho hộ nghèo."),
        retyped("nha-o", "Xây 120 ngôi nhà cho hộ nghèo."),
        in_cell("nha-o--row", 2, "nhà"),
    ],
)
def test_another_number_is_taken_with_its_unit_and_another_word_for_the_same_unit(counting, edit):
    answer, _ = counting.pulled(edit)

    assert [sign for sign, _ in told(answer)] == ["*"]


def test_the_same_amount_in_another_unit_is_no_edit(counting):
    answer, _ = counting.pulled(retyped("von-tw", "Ngân sách trung ương: 1,2 tỷ đồng."))

    assert told(answer) == []
