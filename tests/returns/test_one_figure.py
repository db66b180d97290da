"""A number that stands in several places changes in all of them or in none, from Word as from Excel."""

import io
from decimal import Decimal

import openpyxl
import pytest

from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.outputs.documents import workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.returns.answers.answer import EditChoice
from planbook.returns.workbook.pull_workbook import compared_workbook
from tests.desk.desks import FOLDER, desk, in_cell, read, retyped, told
from tests.returns.workbook_edits import saved

TARGET = retyped("day-nghe", "Đào tạo nghề cho khoảng 3.200 lao động thuộc hộ nghèo.")
TASK = retyped("mo-lop", "Mở lớp dạy nghề cho khoảng 3.200 lao động ở các xã.")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The office with a figure that writes its target's number once more, and a sentence that says it."""
    outline = read(FOLDER / "plan.yaml")["outline"]
    figure = outline[1]["task_groups"][0]["tasks"][0]["figures"][0]
    figure |= {"value": "3.000", "comparator": "about", "unit": "lao động"}
    outline[2]["sections"][1]["solutions"][0]["text"] = "Tập huấn cho 3.000 lao động."
    return desk(tmp_path_factory.mktemp("twice"), plan={"outline": outline, "todo": None})


@pytest.mark.parametrize(
    ("edits", "signs", "number"),
    [
        ([TARGET], [("*", "day-nghe")], 3200),
        ([TASK], [("?", "mo-lop")], 3000),
        ([TARGET, TASK], [("*", "day-nghe"), ("*", "mo-lop")], 3200),
    ],
)
def test_a_figure_that_stands_for_its_target_follows_it_and_does_not_move_it_alone(office, edits, signs, number):
    answer, plan = office.taken(*edits)

    assert told(answer) == signs
    assert plan.outline[0].targets[0].value == number
    followed = [note.values["items"] for note in answer.notes if "with it what these items" in note.english]
    assert followed == (["mo-lop"] if number == 3200 else [])


@pytest.mark.parametrize(
    ("edits", "signs"),
    [
        ([TARGET], [("?", "day-nghe"), ("?", "nguoi-mot")]),
        ([TASK], [("?", "mo-lop")]),
        ([TARGET, TASK], [("*", "day-nghe"), ("*", "mo-lop"), ("?", "nguoi-mot")]),
    ],
)
def test_a_number_that_is_written_twice_is_a_question_that_changes_both(twice, edits, signs):
    answer, _ = twice.pulled(*edits)
    assert told(answer) == signs

    _, plan = twice.taken(*edits, accept=[id_ for _, id_ in signs])
    figure = next(part for part in plan.walk() if getattr(part, "id", None) == "hoc-vien")
    assert plan.outline[0].targets[0].value == figure.value == 3200


def test_two_numbers_for_one_target_are_both_refused(office):
    answer, _ = office.pulled(TARGET, retyped("mo-lop", "Mở lớp dạy nghề cho khoảng 3.300 lao động ở các xã."))

    assert told(answer) == [("x", "day-nghe"), ("x", "mo-lop")]


def from_excel(place, cells, accept=()):
    made = edition(read_sources(place.root), made_at(place.root))
    book = openpyxl.load_workbook(io.BytesIO(workbook_of_plan(made, made.workspace.plans["thu"])))
    for sheet, id_, column, value in cells:
        page = book[sheet]
        row = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == id_)
        page.cell(row, column).value = value
    return compared_workbook(
        place.root, read_book(read_package(saved(book), WORKBOOK)), place.state, EditChoice(accept)
    )


VALUE = ("Chỉ tiêu", "day-nghe", 6, 3200)
NAME = ("Nhiệm vụ", "mo-lop", 3, "Mở lớp dạy nghề cho khoảng 3.200 lao động ở các xã.")


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        ([VALUE], [("?", "day-nghe")]),
        ([NAME], [("?", "mo-lop")]),
        ([VALUE, NAME], [("*", "mo-lop"), ("*", "day-nghe")]),
    ],
)
def test_the_same_from_excel(twice, cells, signs):
    answer, text = from_excel(twice, cells)
    assert told(answer) == signs
    twice.after(text)

    _, text = from_excel(twice, cells, [id_ for _, id_ in signs])
    plan = twice.after(text).workspace.plans["thu"]
    figure = next(part for part in plan.walk() if getattr(part, "id", None) == "hoc-vien")
    assert plan.outline[0].targets[0].value == figure.value == 3200


def test_a_figure_that_stands_for_its_target_does_not_move_it_alone_from_excel(office):
    answer, text = from_excel(office, [NAME])
    assert told(answer) == [("?", "mo-lop")]
    assert text == office.state.text(office.state.workspace.plans["thu"])

    _, text = from_excel(office, [NAME], ["mo-lop"])
    assert office.after(text).workspace.plans["thu"].outline[0].targets[0].value == 3200


SPLIT = "Đào tạo nghề cho khoảng 2.000 lao động thuộc hộ nghèo, 1.200 lao động thuộc hộ cận nghèo."


@pytest.mark.parametrize(
    ("edit", "signs"),
    [
        (retyped("day-nghe", SPLIT), [("?", "day-nghe")]),
        (
            retyped("day-nghe", "Đào tạo nghề cho khoảng 2.000 lao động nữ và 1.200 lao động thuộc hộ nghèo."),
            [("x", "day-nghe")],
        ),
        (retyped("nha-o", "Xây 100 căn nhà cho hộ nghèo, sửa 20 căn nhà cho hộ cận nghèo."), [("?", "nha-o")]),
        (in_cell("nha-o--row", 3, "100 căn nhà và 20 căn nhà sửa"), [("x", "nha-o--row")]),
        (retyped("nha-o", "Xây 100 - 130 căn nhà cho hộ nghèo."), [("*", "nha-o")]),
        (retyped("nha-o", "Xây 100 căn nhà cho hộ nghèo ở 20 xã."), [("*", "nha-o")]),
        (retyped("nha-o", "Xây 120 căn nhà, sửa 20 căn nhà cho hộ nghèo."), [("x", "nha-o")]),
    ],
)
def test_a_number_split_in_two_is_not_taken_as_its_first_part(office, edit, signs):
    answer, _ = office.pulled(edit)

    assert told(answer) == signs


BUILT = {
    "id": "xay",
    "text": "Xây {value}, sửa {figure:sua} cho hộ nghèo.",
    "value": "120",
    "comparator": "about",
    "unit": "căn nhà",
}
REPAIRED = [{"id": "sua", "value": "20", "unit": "căn nhà"}]
TWO_IN_UNIT = {"id": "xay", "text": "Xây {value} cho hộ nghèo.", "value": "120", "unit": "căn nhà, sửa 20 căn nhà"}


def with_target(folder, target):
    outline = read(FOLDER / "plan.yaml")["outline"]
    outline[0]["targets"].append(target)
    return desk(folder, plan={"outline": outline, "todo": None})


@pytest.mark.parametrize(
    ("typed", "text", "units"),
    [
        ("Xây mới khoảng 120 nhà, sửa 20 căn nhà cho hộ nghèo.", "Xây mới {value}, sửa {figure:sua} cho hộ nghèo.", ["nhà", "căn nhà"]),
        ("Xây khoảng 120 căn nhà, sửa chữa 20 ngôi nhà cho hộ nghèo.", "Xây {value}, sửa chữa {figure:sua} cho hộ nghèo.", ["căn nhà", "ngôi nhà"]),
        ("Hỗ trợ xây mới khoảng 120 ngôi nhà, cải tạo, sửa chữa 20 ngôi nhà cho hộ nghèo.", "Hỗ trợ xây mới {value}, cải tạo, sửa chữa {figure:sua} cho hộ nghèo.", ["ngôi nhà", "ngôi nhà"]),
        ("Xây khoảng 120 căn nhà, sửa nốt 20 nhà cho hộ nghèo, hộ cận nghèo.", "Xây {value}, sửa nốt {figure:sua} cho hộ nghèo, hộ cận nghèo.", ["căn nhà", "nhà"]),
    ],
)  # fmt: skip
def test_a_line_with_other_words_and_the_same_numbers_is_taken(tmp_path, typed, text, units):
    answer, plan = with_target(tmp_path, {**BUILT, "figures": REPAIRED}).taken(retyped("xay", typed))
    assert told(answer) == [("*", "xay")]
    target = plan.outline[0].targets[-1]
    (figure,) = target.figures
    assert (target.text, target.comparator, target.value, figure.value) == (text, "about", 120, 20)
    assert [target.unit, figure.unit] == units


@pytest.mark.parametrize(
    ("typed", "signs", "numbers"),
    [
        ("Xây khoảng 120 căn nhà, sửa 1.020 căn nhà cho hộ nghèo.", [("*", "xay")], [120, 1020]),
        ("Xây khoảng 120 căn nhà, sửa -20 căn nhà cho hộ nghèo.", [("x", "xay")], [120, 20]),
        ("Xây khoảng 120 căn nhà, sửa −20 căn nhà cho hộ nghèo.", [("x", "xay")], [120, 20]),
        ("Xây khoảng 20 căn nhà, sửa 120 căn nhà cho hộ nghèo.", [("*", "xay")], [20, 120]),
        ("Xây khoảng 120 căn nhà, sửa 1,20 căn nhà cho hộ nghèo.", [("*", "xay")], [120, Decimal("1.2")]),
        ("Xây khoảng 120 căn nhà - sửa 20 căn nhà cho hộ nghèo.", [("*", "xay")], [120, 20]),
    ],
)
def test_what_is_typed_against_a_number_is_of_the_number(tmp_path, typed, signs, numbers):
    outline = with_target(tmp_path, {**BUILT, "figures": REPAIRED})
    answer, plan = (
        outline.taken(retyped("xay", typed)) if signs[0][0] == "*" else (outline.pulled(retyped("xay", typed))[0], None)
    )
    assert told(answer) == signs
    if plan:
        target = plan.outline[0].targets[-1]
        assert [target.value, target.figures[0].value] == numbers


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("Xây từ 120 căn nhà lên 150 căn nhà cho hộ nghèo.", "x"),
        ("Xây 120 căn nhà (năm trước 90 căn nhà) cho hộ nghèo.", "?"),
        ("Xây 120 căn nhà, mỗi xã 3 căn nhà cho hộ nghèo.", "x"),
        ("Còn 120 căn nhà, trước đó 150 căn nhà, xây cho hộ nghèo.", "?"),
        ("Xây 120 căn nhà cho hộ nghèo ở 12 xã.", "*"),
    ],
)
def test_a_number_typed_beside_that_of_a_target_is_never_taken_for_certain(tmp_path, typed, sign):
    target = {"id": "xay", "text": "Xây {value} cho hộ nghèo.", "value": "120", "unit": "căn nhà"}
    answer, _ = with_target(tmp_path, target).pulled(retyped("xay", typed))
    assert told(answer) == [(sign, "xay")]


@pytest.mark.parametrize(
    "typed",
    [
        "Xây mới chừng 120 nhà, sửa 20 căn nhà cho hộ nghèo.",
        "Xây khoảng 120 căn nhà, sửa chữa 25 ngôi nhà cho hộ nghèo.",
        "Xây khoảng 120 căn nhà, sửa 18 hay 20 ngôi nhà cho hộ nghèo.",
    ],
)
def test_words_before_another_number_are_no_mere_words(tmp_path, typed):
    answer, _ = with_target(tmp_path, {**BUILT, "figures": REPAIRED}).pulled(retyped("xay", typed))
    assert told(answer) == [("x", "xay")]


@pytest.mark.parametrize(
    ("unit", "sign"),
    [
        ("căn nhà, sửa chữa 20 căn nhà", "?"),
        ("căn nhà mới, sửa 20 căn nhà", "?"),
        ("nhà; sửa 20 nhà", "?"),
        ("căn nhà, sửa 25 căn nhà", "x"),
        ("ngôi nhà, sửa 20 ngôi nhà, bán 5 ngôi nhà", "x"),
    ],
)
def test_a_unit_with_a_number_of_its_own_may_have_other_words_but_no_other_number(tmp_path, unit, sign):
    answer, _ = with_target(tmp_path, TWO_IN_UNIT).pulled(retyped("xay", f"Xây 120 {unit} cho hộ nghèo."))
    assert told(answer) == [(sign, "xay")]


def test_a_number_split_in_two_is_not_taken_from_excel_either(office):
    split = ("Nhiệm vụ", "mo-lop", 3, "Mở lớp dạy nghề cho khoảng 2.000 lao động nữ, 1.000 lao động nam ở các xã.")
    unit = ("Chỉ tiêu", "nha-o", 8, "căn nhà và 20 căn nhà sửa")

    answer, text = from_excel(office, [split, unit])

    assert [sign for sign, _ in told(answer)] != ["*", "*"]
    assert text == office.state.text(office.state.workspace.plans["thu"])


@pytest.mark.parametrize(
    ("row", "number", "sign"),
    [
        ("day-nghe", 3.2, "?"),
        ("day-nghe", 3.25, "?"),
        ("day-nghe", 3250, "*"),
        ("day-nghe", 300.5, "*"),
        ("nha-o", 2.5, "*"),
    ],
)
def test_a_number_that_a_sheet_may_have_read_otherwise_is_a_question(office, row, number, sign):
    answer, _ = from_excel(office, [("Chỉ tiêu", row, 6, number)])

    assert told(answer) == [(sign, row)]


@pytest.mark.parametrize(
    ("typed", "sign"),
    [("15/7/2027", "*"), ("15.7.2027", "*"), ("2027-07-15", "*"), ("31/6/2027", "x"), ("tháng 7", "x")],
)
def test_a_day_typed_as_text_is_that_day(office, typed, sign):
    answer, text = from_excel(office, [("Nhiệm vụ", "mo-lop", 7, typed)])

    assert told(answer) == [(sign, "mo-lop")]
    assert ("2027-07-15" in text) == (sign == "*")
