"""Rows that come, go, move or are copied, and what belongs to no table: nothing is lost unsaid."""

from decimal import Decimal

import pytest
from openpyxl.comments import Comment

from planbook.model.budget import Budget, BudgetLine
from planbook.model.target import Target
from planbook.model.task import Task
from tests.returns.workbook_edits import BUDGET, GRID, NEW, TARGETS, TASKS, refusals, state_text


def test_a_new_row_is_a_new_task_below_the_one_above(hand):
    mine = hand()
    at = mine.row("quan-triet-chu-truong-chinh-sach")
    mine.book[TASKS].insert_rows(at + 1, 2)
    for row, name in ((at + 1, NEW[2]), (at + 2, "Việc thứ hai")):
        for column, value in enumerate([*NEW[:2], name, *NEW[3:]], 1):
            mine.book[TASKS].cell(row, column).value = value

    answer, text = mine.pulled()

    assert refusals(answer) == []
    assert [(one.id, one.kind, one.doubt) for one in answer.proposals] == [
        ("ho-tro-nha-ve-sinh-cho-ho", "inserted", None),
        ("viec-thu-hai", "inserted", None),
    ]
    plan = mine.after(text).plans[mine.plan]
    group = next(one for one in plan.task_groups() if "viec-thu-hai" in [task.id for task in one.tasks])
    ids = [task.id for task in group.tasks]
    first = ids.index("quan-triet-chu-truong-chinh-sach") + 1
    assert ids[first : first + 2] == ["ho-tro-nha-ve-sinh-cho-ho", "viec-thu-hai"]
    task = group.tasks[first]
    assert (task.text, task.result) == (NEW[2], NEW[7])
    assert [one.agency for one in task.assignment.lead] == ["so-y-te"]
    assert (task.budget.unit, task.budget.total[0]) == ("ty", Decimal("1.5"))


def test_a_new_row_whose_cells_are_not_all_understood_is_taken_without_those(hand):
    mine = hand()
    at = mine.row("quan-triet-chu-truong-chinh-sach") + 1
    mine.book[TASKS].insert_rows(at)
    for column, value in enumerate([*NEW[:3], "Sở Không có", *NEW[4:]], 1):
        mine.book[TASKS].cell(at, column).value = value

    answer, _ = mine.pulled()

    assert [one.id for one in answer.proposals] == ["ho-tro-nha-ve-sinh-cho-ho"]
    assert refusals(answer) == [
        f"sheet “Nhiệm vụ”, row {at}, column “Cơ quan chủ trì”: no agency of the plan's day is called “Sở Không có”"
    ]


@pytest.mark.parametrize(("column", "field"), [(3, "task"), (8, "result")])
def test_a_line_break_in_a_cell_of_words_is_told_and_does_not_become_a_blank(hand, column, field):
    mine = hand()
    cell = mine.cell("quan-triet-chu-truong-chinh-sach", field)
    cell.value = f"{cell.value or 'Báo cáo'}\nvà gửi các xã"
    at = mine.row("quan-triet-chu-truong-chinh-sach") + 1
    mine.book[TASKS].insert_rows(at)
    for place, value in enumerate(NEW, 1):
        mine.book[TASKS].cell(at, place).value = f"{value}\ntheo quý" if place == column else value
    answer, text = mine.pulled()

    assert answer.proposals == ()
    assert [one.split(": ")[-1] for one in refusals(answer)] == ["a line break inside the cell is not taken back"] * 2
    assert text == state_text(mine)


def test_a_line_break_between_two_agencies_or_at_the_end_of_a_cell_says_nothing(hand):
    mine = hand()
    mine.cell("quan-triet-chu-truong-chinh-sach", "lead").value = "Sở Y tế\nSở Nội vụ"
    mine.cell("quan-triet-chu-truong-chinh-sach", "task").value += "\n"
    answer, _ = mine.pulled()

    assert refusals(answer) == []
    assert len(answer.proposals) == 1


def test_a_copied_row_needs_a_yes_and_a_mere_copy_is_refused(hand):
    mine = hand()
    sheet, at = mine.book[TASKS], mine.row("quan-triet-chu-truong-chinh-sach")
    sheet.insert_rows(at + 1, 2)
    for row in (at + 1, at + 2):
        for column in range(1, 11):
            sheet.cell(row, column).value = sheet.cell(at, column).value
    sheet.cell(at + 2, 3).value = "Việc mới"

    answer, text = mine.pulled()
    _, accepted = mine.pulled(["viec-moi"])

    assert [(one.id, one.doubt is not None) for one in answer.proposals] == [("viec-moi", True)]
    assert refusals(answer) == [f"sheet “Nhiệm vụ”, row {at + 1}: the row repeats another one"]
    assert text == state_text(mine)
    assert "id: viec-moi" in accepted


@pytest.mark.parametrize(
    ("amount", "unit", "about"),
    [("khoảng 12,5 tỷ đồng", "", ""), ("khoảng 12,5", "tỷ đồng", ""), (12.5, "tỷ đồng", "khoảng")],
)
def test_a_new_line_of_money_is_about_where_its_amount_says_so(hand, amount, unit, about):
    mine = hand("bac-ha-2022")
    at = mine.row("kinh-phi-du-an-1-su-nghiep", "about_budget") + 1
    mine.book[BUDGET].insert_rows(at)
    for column, value in enumerate(["", "", "", "", "Vốn sự nghiệp", amount, unit, about], 1):
        mine.book[BUDGET].cell(at, column).value = value
    mine.cell("kinh-phi-du-an-1", "amount", "about_budget").value = 85416
    mine.cell("kinh-phi-2022", "amount", "about_budget").value = 94189
    mine.cell("kinh-phi-2022-su-nghiep", "amount", "about_budget").value = 23337
    answer, text = mine.pulled()

    *_, new = answer.proposals
    entries = {one.id: one for one in mine.after(text).plans[mine.plan].walk() if getattr(one, "id", None)}
    assert (entries[new.id].amount[0], entries[new.id].approximate) == (12500, True)


def test_new_targets_and_lines_of_money(hand):
    mine = hand("bac-ha-2022")
    at = mine.row("kinh-phi-du-an-1-su-nghiep", "about_budget") + 1
    mine.book[BUDGET].insert_rows(at)
    for column, value in enumerate(["", "", "", "", "Vốn sự nghiệp", 12.5, "tỷ đồng"], 1):
        mine.book[BUDGET].cell(at, column).value = value
    mine.cell("kinh-phi-du-an-1", "amount", "about_budget").value = 85416
    mine.cell("kinh-phi-2022", "amount", "about_budget").value = 94189
    mine.cell("kinh-phi-2022-su-nghiep", "amount", "about_budget").value = 23337
    target = next(iter(mine.state.workspace.plans[mine.plan].targets())).id
    below = mine.row(target, "about_targets") + 1
    mine.book[TARGETS].insert_rows(below)
    for column, value in enumerate(["", "", "Sửa ít nhất 25 cầu", "", "Ít nhất", 25, None, "cầu"], 1):
        mine.book[TARGETS].cell(below, column).value = value

    answer, text = mine.pulled()

    assert refusals(answer) == []
    entries = {one.id: one for one in mine.after(text).plans[mine.plan].walk() if getattr(one, "id", None)}
    *_, line, new = (entries[one.id] for one in answer.proposals)
    assert (line.source_of_funds, line.amount[0]) == ("von-su-nghiep", 12500)
    assert (new.text, new.comparator, new.value, new.unit) == ("Sửa {value}", "at-least", 25, "cầu")


def test_an_amount_comes_back_with_every_total_above_it_and_not_alone(hand):
    mine = hand("bac-ha-2022")
    mine.cell("kinh-phi-du-an-1-su-nghiep", "amount", "about_budget").value = 3064
    mine.cell("kinh-phi-du-an-1", "amount", "about_budget").value = 73916

    answer, text = mine.pulled()
    assert [edit.refused.check for edit in answer.refused] == ["budget-sum", "budget-sum"]
    assert text == state_text(mine)

    mine.cell("kinh-phi-2022", "amount", "about_budget").value = 82689
    mine.cell("kinh-phi-2022-su-nghiep", "amount", "about_budget").value = 11837
    mine.cell("kinh-phi-du-an-2", "amount", "about_budget").value = 1
    answer, text = mine.pulled()
    assert [edit.id for edit in answer.refused] == ["kinh-phi-du-an-2"]
    totals = {
        budget.id: budget.total for budget in mine.after(text).plans[mine.plan].walk() if isinstance(budget, Budget)
    }
    assert (totals["kinh-phi-2022"][0], totals["kinh-phi-du-an-1"][0], totals["kinh-phi-du-an-2"][0]) == (
        82689,
        73916,
        3695,
    )


def test_a_row_that_is_gone_needs_a_yes(hand):
    mine = hand()
    mine.book[TASKS].delete_rows(mine.row("quan-triet-chu-truong-chinh-sach"))

    answer, text = mine.pulled()
    _, accepted = mine.pulled(["quan-triet-chu-truong-chinh-sach"])

    assert [(one.id, one.kind, one.doubt is not None) for one in answer.proposals] == [
        ("quan-triet-chu-truong-chinh-sach", "deleted", True)
    ]
    assert text == state_text(mine)
    assert "quan-triet-chu-truong-chinh-sach" not in accepted


def test_rows_in_another_order_change_nothing_but_have_no_place_for_a_new_one(hand):
    mine = hand()
    sheet = mine.book[TASKS]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: str(row[2]))
    for number, row in enumerate([*rows, NEW], 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value

    answer, text = mine.pulled()

    assert text == state_text(mine)
    assert answer.proposals == ()
    assert "the rows stand in another order" in refusals(answer)[0]


def test_what_does_not_belong_to_the_tables_is_told(hand):
    mine = hand()
    mine.book[GRID].cell(3, 5).value = "X"
    mine.book[TASKS].cell(1, 11).value = "Ý kiến"
    mine.book[TASKS].cell(3, 11).value = "Đồng ý"
    mine.book.create_sheet("Góp ý")["A1"] = "Nên thêm một việc"
    mine.book[TARGETS].delete_cols(1)
    mine.cell("quan-triet-chu-truong-chinh-sach", "lead").comment = Comment("Hỏi lại Sở", "A")

    answer, _ = mine.pulled()

    told = "\n".join(refusals(answer))
    for words in ("only repeats who leads", "no such column", "was added to the file", "lost its ids"):
        assert words in told
    assert "Hỏi lại Sở" in str(answer.comments[0])


@pytest.mark.parametrize(
    ("sheet", "name"), [(TASKS, "Nhiệm vụ 2026"), (TARGETS, "Sheet1"), (GRID, "Bảng chéo"), ("Nguồn", "Thông tin")]
)
def test_a_renamed_sheet_is_told_as_such_and_once(hand, sheet, name):
    mine = hand()
    mine.book[sheet].title = name

    answer, text = mine.pulled()

    assert refusals(answer) == [
        f"sheet “{sheet}”: the sheet is gone from the file; “{name}” has its columns and rows: was it renamed?"
    ]
    assert str(answer.edits[0].refused.mend) == f"call the sheet “{sheet}” again"
    assert text == state_text(mine)


def test_a_sheet_that_is_gone_is_not_taken_for_another_one_that_came(hand):
    mine = hand()
    del mine.book[TARGETS]
    mine.book.create_sheet("Góp ý")["A1"] = "Nên thêm một việc"
    copied = mine.book.copy_worksheet(mine.book[TASKS])
    copied.title = "Bản chép"

    answer, _ = mine.pulled()

    assert [line.partition(": ")[2] for line in refusals(answer)] == [
        "the sheet is gone from the file",
        "the sheet was added to the file; nothing of it is read",
        "the sheet was added to the file; nothing of it is read",
    ]


def test_two_sheets_that_changed_names_are_told_each(hand):
    mine = hand()
    mine.book[TASKS].title, mine.book[TARGETS].title = "A", "B"

    answer, _ = mine.pulled()

    assert [("“A” has" in line, "“B” has" in line) for line in refusals(answer)] == [(True, False), (False, True)]


def test_what_the_workbook_says_of_itself_and_numbers_that_nobody_counts_are_refused_by_their_place(hand):
    mine = hand()
    origin = mine.book["Nguồn"]
    status = next(cell for cell in origin["B"] if cell.value == "Trạng thái")
    origin.cell(status.row, 3).value = "Đã ban hành ngày 7/1"
    origin["E4"] = "xem lại"
    mine.book.properties.contentStatus = "Đã duyệt"
    mine.cell("quan-triet-chu-truong-chinh-sach", "index").value = "2a"
    mine.book[TASKS]["M2"] = "ghi chú bên lề"

    answer, text = mine.pulled()

    assert text == state_text(mine)
    row = mine.row("quan-triet-chu-truong-chinh-sach")
    assert [str(one.at) for one in answer.refused] == [
        "sheet “Nhiệm vụ”, cell M2",
        f"sheet “Nhiệm vụ”, row {row}, column “STT”",
        "the properties of the file",
        "sheet “Nguồn”, cell E4",
        f"sheet “Nguồn”, row {status.row}",
    ]


def test_edits_below_a_title_are_found_and_the_title_is_told(hand):
    mine = hand()
    sheet = mine.book[TARGETS]
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    sheet.insert_rows(1)
    sheet["B1"] = "BIỂU CHỈ TIÊU GỬI CÁC SỞ"

    answer, text = mine.pulled()

    assert refusals(answer) == ["sheet “Chỉ tiêu”, cell B1: the cell is outside of the table of the sheet"]
    assert "value: 3.500" in text


def _moved(page, rows, columns):
    """Cells of a sheet put into other rows, the hidden ids left where they are."""
    cells = {row: [page.cell(row, column).value for column in columns] for row in rows}
    for row, source in zip(rows, (*rows[1:], rows[0]), strict=True):
        for column, value in zip(columns, cells[source], strict=True):
            page.cell(row, column).value = value


@pytest.mark.parametrize("sheet", [TASKS, TARGETS, BUDGET])
def test_cells_that_were_sorted_without_their_hidden_ids_give_no_row_the_figures_of_another(hand, sheet):
    mine = hand()
    page = mine.book[sheet]
    entries = {getattr(entry, "id", ""): entry for entry in mine.state.workspace.plans[mine.plan].walk()}
    kinds = {TASKS: Task, TARGETS: Target, BUDGET: BudgetLine}
    rows = [cell.row for cell in page["A"] if isinstance(entries.get(cell.value), kinds[sheet])][:3]
    _moved(page, rows, range(2, page.max_column + 1))

    answer, text = mine.pulled()

    assert answer.proposals == ()
    assert {one.at.values["row"] for one in answer.refused} == set(rows)
    assert text == state_text(mine)


def test_a_row_that_says_the_words_of_another_which_still_says_them_is_only_written_so(hand):
    mine = hand()
    page = mine.book[TASKS]
    entries = {getattr(entry, "id", ""): entry for entry in mine.state.workspace.plans[mine.plan].walk()}
    first, second = [cell.row for cell in page["A"] if isinstance(entries.get(cell.value), Task)][:2]
    page.cell(second, 8).value = "Báo cáo kết quả khác"
    page.cell(second, 3).value = page.cell(first, 3).value

    answer, _ = mine.pulled()

    assert [one.id for one in answer.proposals] == [page.cell(second, 1).value]
