"""Edited cells come back exactly; one that is not understood is told by its place, and the rest is taken."""

from datetime import date

import pytest
from openpyxl.styles import Font

from planbook.model.period import Deadline
from planbook.reading.agencies import read_agencies
from planbook.reading.amounts import read_comparator
from planbook.reading.times import read_deadline
from tests.conftest import PLANS
from tests.returns.workbook_edits import GRID, SHEETS, TARGETS, refusals, said, state_text


def test_cells_that_are_not_understood_are_told_by_their_place_and_the_rest_is_taken(hand):
    mine = hand()
    first, second, third = list(mine.state.context(mine.state.workspace.plans[mine.plan]).groups)[:3]
    mine.cell(first, "lead").value = "Sở Y tê"
    mine.cell(first, "result").value = "Một kế hoạch"
    mine.cell(second, "deadline").value = "khi nào rảnh"
    mine.cell(third, "notes").value = "xem lại"
    mine.cell(third, "result").value = '="a"&"b"'
    mine.cell("dao-tao-nghe", "value", "about_targets").value = "1.5"
    mine.cell("dao-tao-nghe", "standard", "about_targets").value = "khác"

    answer, text = mine.pulled()

    rows = [mine.row(first), mine.row(second), mine.row(third), mine.row("dao-tao-nghe", "about_targets")]
    assert refusals(answer) == [
        f"sheet “Nhiệm vụ”, row {rows[0]}, column “Cơ quan chủ trì”: no agency of the plan's day is called “Sở Y tê”",
        f"sheet “Nhiệm vụ”, row {rows[1]}, column “Thời gian hoàn thành”: “khi nào rảnh” is no time that can be read",
        f"sheet “Nhiệm vụ”, row {rows[2]}, column “Kết quả, sản phẩm”: a formula stands here",
        f"sheet “Nhiệm vụ”, row {rows[2]}, column “Ghi chú”: this column is worked out from others, and was edited",
        f"sheet “Chỉ tiêu”, row {rows[3]}, column “Mức phấn đấu”: “1.5” can mean 15 or 1,5",
        f"sheet “Chỉ tiêu”, row {rows[3]}, column “Chuẩn nghèo”: this column is worked out from others, and was edited",
    ]
    assert [one.id for one in answer.proposals] == [first]
    assert "result: Một kế hoạch" in text


def test_what_a_cell_only_shows_is_refused_by_name(hand):
    mine = hand()
    sheet = mine.book[TARGETS]
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 0.02
    mine.cell("dao-tao-nghe", "value", "about_targets").number_format = "0%"
    struck = mine.cell("giai-quyet-viec-lam", "target", "about_targets")
    struck.value, struck.font = "Bỏ", Font(strike=True)
    row = mine.row("ho-tro-san-xuat", "about_targets")
    sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)

    answer, _ = mine.pulled()

    reasons = "\n".join(refusals(answer))
    assert "“2%” is no number" in reasons
    assert "the cell is struck through" in reasons
    assert "cells were merged" in reasons
    assert answer.proposals == ()


def test_a_day_typed_as_a_date_and_a_month_typed_as_one(hand):
    mine = hand()
    first, second = list(mine.state.context(mine.state.workspace.plans[mine.plan]).groups)[1:3]
    mine.cell(first, "deadline").value = date(2026, 5, 20)
    mine.cell(second, "deadline").value = date(2026, 6, 1)
    mine.cell(second, "deadline").number_format = "mmm-yy"

    answer, text = mine.pulled()

    assert refusals(answer) == []
    plan = mine.after(text).plans[mine.plan]
    assert said(plan, first, "deadline") == {"by": "2026-05-20"}
    assert said(plan, second, "deadline") == {"within": "2026-06"}


def test_the_column_of_days_changes_the_one_deadline_that_is_a_day(hand):
    mine = hand()
    id_ = "quan-triet-va-lap-ke-hoach"
    mine.cell(id_, "day").value = date(2026, 4, 20)
    answer, text = mine.pulled()
    assert "before: 2026-04-20}" in text

    mine.cell(id_, "deadline").value = mine.cell(id_, "deadline").value.replace("10/4/2026", "25/4/2026")
    answer, text = mine.pulled()
    assert "does not agree with it" in refusals(answer)[0]
    assert "before: 2026-04-25}" in text


def test_a_number_in_the_text_of_a_target_and_in_its_column_must_agree(hand):
    mine = hand()
    text = mine.cell("dao-tao-nghe", "target", "about_targets")
    text.value = text.value.replace("3.000", "3.200")
    assert "+value" not in refusals(mine.pulled()[0])
    assert "value: 3.200" in mine.pulled()[1]

    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3300
    answer, _ = mine.pulled()
    assert "two cells of the file say different things" in refusals(answer)[0]


def test_tasks_that_share_an_assignment_and_are_all_changed_change_it_once(hand):
    mine = hand()
    plan = mine.state.workspace.plans[mine.plan]
    group = next(one for one in plan.task_groups() if one.assignment and len(one.tasks) > 2
                 and not any(task.assignment or task.deadlines for task in one.tasks))  # fmt: skip
    for task in group.tasks:
        mine.cell(task.id, "lead").value = "Sở Y tế"

    answer, text = mine.pulled()

    assert [(one.id, [change.field for change in one.changes]) for one in answer.proposals] == [(group.id, ["lead"])]
    assert text.count("assignment:") == state_text(mine).count("assignment:")


@pytest.mark.parametrize("plan", PLANS)
def test_every_choice_that_a_cell_offers_is_understood(hand, plan):
    mine = hand(plan)
    context = mine.state.context(mine.state.workspace.plans[plan], short_citations=True)
    offered = {}
    for about, sheet in SHEETS.items():
        for rule in mine.book[sheet].data_validations.dataValidation if sheet in mine.book.sheetnames else ():
            name = mine.names(about)[next(iter(rule.sqref.ranges)).min_col - 2]
            if "!" in rule.formula1:
                cells = mine.book[GRID][rule.formula1.partition("!")[2].replace("$", "")]
                offered[name] = [cell.value for row in cells for cell in row]
            else:
                offered[name] = rule.formula1.strip('"').split(",")
            assert not rule.showErrorMessage

    for name in {"lead", "coordinating"} & offered.keys():
        assert [len(read_agencies(text, context.register)) for text in offered[name]] == [1] * len(offered[name])
    assert all(isinstance(read_deadline(text, context.reading, context.plan.period), Deadline)
               for text in offered["deadline"])  # fmt: skip
    assert len(offered["deadline"]) == 8
    comparators = [read_comparator(text, context.reading) for text in offered.get("comparator", ())]
    assert comparators in ([], ["about", "at-least", "more-than", "at-most", "less-than"])


def test_a_cell_that_is_only_spelt_otherwise_is_no_edit_and_noise_is_never_written(hand):
    mine = hand()
    before = mine.state.text(mine.state.workspace.plans[mine.plan])
    cell = mine.cell("quan-triet-va-lap-ke-hoach", "task")
    text = cell.value
    cell.value = text.replace(" ", "\u00a0 ", 1).replace(",", "  ,")
    assert cell.value.count("  ,")
    answer, written = mine.pulled()
    assert answer.edits == ()
    assert written == before
    assert [note.values["count"] for note in answer.notes] == [1]

    cell.value = "Rà soát , lập danh sách ( lần đầu )"
    _, written = mine.pulled()
    assert "Rà soát, lập danh sách (lần đầu)" in " ".join(written.split())


def test_a_truth_value_is_no_number_and_a_typed_number_no_word(hand):
    mine = hand()
    mine.cell("dao-tao-nghe", "value", "about_targets").value = True
    cell = mine.cell("quan-triet-chu-truong-chinh-sach", "task")
    cell.value = f"1/ {cell.value}"
    answer, text = mine.pulled()

    assert [one.new for one in answer.refused] == ["TRUE"]
    assert [(one.id, one.doubt is None) for one in answer.proposals] == [("quan-triet-chu-truong-chinh-sach", False)]
    assert text == state_text(mine)


@pytest.mark.parametrize(
    ("about", "item", "column"),
    [("about_tasks", "quan-triet-chu-truong-chinh-sach", "deadline"), ("about_targets", "dao-tao-nghe", "due")],
)
@pytest.mark.parametrize(("typed", "shown"), [(2027, "2027"), (2028.0, "2028"), (2.5, "2,5")])
def test_a_year_typed_as_a_number_is_shown_without_a_dot(hand, about, item, column, typed, shown):
    mine = hand()
    mine.cell(item, column, about).value = typed

    (edit,) = mine.pulled()[0].edits

    assert edit.new.rpartition(": ")[2] == shown
