"""A workbook that comes back: edited cells and rows exactly, everything else not at all, and nothing lost unsaid."""

import io
import random
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from planbook.loading.workspace import load_files
from planbook.model.period import Deadline
from planbook.model.task import Assignment, Task
from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.render.sheet import workbook
from planbook.repository.files import Files
from planbook.returns.pull_workbook import NoPlansWorkbook, compared_workbook, pull_workbook
from planbook.returns.read_agencies import Register, folded_name, read_agencies
from planbook.returns.read_amounts import read_comparator
from planbook.returns.read_times import read_deadline
from planbook.returns.tables import COLUMNS, names_of
from planbook.returns.trial import DataState, read_state
from planbook.views.once import Views
from planbook.views.workbook.assembly import Origin, workbook_view
from tests.conftest import FIVE, PLANS
from tests.libreoffice import converted

MADE = datetime(2026, 11, 21, tzinfo=UTC)
TASKS, GRID, BUDGET, TARGETS = "Nhiệm vụ", "Phân công", "Kinh phí", "Chỉ tiêu"
SHEETS = {"about_tasks": TASKS, "about_budget": BUDGET, "about_targets": TARGETS}


def exported(workspace, words, plan, revision="") -> bytes:
    found = workspace.plans[plan]
    origin = Origin(revision, MADE.date())
    views = Views(workspace, words)
    return workbook(workbook_view(views.texts[found.id], views.views[found.id], views.sheets[found.id], origin), MADE)


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass
class Hand:
    """A workbook in somebody's hand: cells are named by the id of their row and the name of their column."""

    state: DataState
    plan: str
    book: openpyxl.Workbook

    def row(self, id_, about="about_tasks") -> int:
        return next(cell.row for cell in self.book[SHEETS[about]]["A"] if cell.value == id_)

    def cell(self, id_, name, about="about_tasks"):
        return self.book[SHEETS[about]].cell(self.row(id_, about), COLUMNS[about].index(name) + 2)

    def pulled(self, accepted=()):
        return compared_workbook(FIVE, read_book(read_package(saved(self.book), WORKBOOK)), self.state, accepted)

    def after(self, text):
        path = f"data/plans/{self.plan}.yaml"
        workspace, found = load_files(Files({**self.state.files.contents, path: text.encode()}))
        assert found == []
        return workspace


@pytest.fixture(scope="session")
def state() -> DataState:
    return read_state(FIVE)


@pytest.fixture
def hand(state, plans, words):
    def take(plan="lao-cai-2026") -> Hand:
        return Hand(state, plan, openpyxl.load_workbook(io.BytesIO(exported(plans, words, plan))))

    return take


def lines_of(answer):
    return [(one.id, one.old, one.new) for one in answer.proposals]


def refusals(answer) -> list[str]:
    return [f"{one.at}: {one.refused.message}" for one in answer.refused]


@pytest.fixture(scope="session")
def saved_by_libreoffice(plans, words, tmp_path_factory):
    """Every workbook as it is given out, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("calc")
    files = [folder / f"{plan}.xlsx" for plan in PLANS]
    for path in files:
        path.write_bytes(exported(plans, words, path.stem))
    return {path.stem: path.read_bytes() for path in converted(files, "xlsx", folder / "saved")}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("program", ["as it is", "openpyxl", "LibreOffice"])
def test_a_workbook_that_was_only_opened_and_saved_changes_nothing(
    state, plans, words, saved_by_libreoffice, plan, program
):
    content = exported(plans, words, plan)
    if program == "openpyxl":
        content = saved(openpyxl.load_workbook(io.BytesIO(content)))
    elif program == "LibreOffice":
        content = saved_by_libreoffice[plan]

    answer, text = compared_workbook(FIVE, read_book(read_package(content, WORKBOOK)), state)

    assert (answer.plan, answer.proposals, answer.refused, answer.conflicts, answer.notes) == (plan, (), (), (), ())
    assert text.encode() == state.files.contents[f"data/plans/{plan}.yaml"]


# What people write, and what it means.
TIMES = {
    "trước ngày {d}/{m}/{y}": lambda day: {"before": day.isoformat()},
    "{d}/{m}/{y}": lambda day: {"by": day.isoformat()},
    "chậm nhất ngày {d:02}/{m:02}/{y}": lambda day: {"by": day.isoformat()},
    "tháng {m} năm {y}": lambda day: {"within": f"{day:%Y-%m}"},
    "Quý {q}/{y}": lambda day: {"within": f"{day.year}-Q{(day.month + 2) // 3}"},
    "hằng quý": lambda _: {"every": ["quarter"]},
    "hàng năm": lambda _: {"every": ["year"]},
    "Thường xuyên": lambda _: {"throughout": True},
    "thường xuyên năm {y}": lambda day: {"throughout": f"{day.year}"},
}
WORDS = ["rà soát", "danh sách", "hộ nghèo,", "đối thoại;", "vay vốn:", "mỗi xã", "(nếu có)", "100%", "kịp thời"]


def a_time(chance):
    day = date(2026, chance.randint(1, 12), chance.randint(1, 28))
    form = chance.choice(list(TIMES))
    quarter = ("I", "II", "III", "IV")[(day.month - 1) // 3]
    return form.format(d=day.day, m=day.month, y=day.year, q=quarter), TIMES[form](day)


def some_agencies(chance, register):
    """Names, short names and aliases of one to three agencies, with their ids."""
    clear = [name for name, ids in register.names.items() if len(ids) == 1 and not register.ended(ids[0])]
    spelled = {}
    for id_, agency in register.text.workspace.agencies.items():
        for name in {*agency.names, register.text.agency(id_, "full")}:
            if folded_name(name) in clear and register.names[folded_name(name)] == (id_,):
                spelled.setdefault(id_, []).append(name)
    ids = chance.sample(sorted(spelled), chance.randint(1, 3))
    names = [chance.choice(sorted(spelled[id_])) for id_ in ids]
    if chance.random() < 0.2:
        names = [name.upper() for name in names]
    return chance.choice([", ", "; ", "\n", " + ", ", và "]).join(names), ids


def random_edits(chance, hand, count):
    """Edit some cells; give what each now has to say: by row and column, as a function of the entry."""
    plan = hand.state.workspace.plans[hand.plan]
    context = hand.state.context(plan)
    register = Register(context.text, context.reading)
    edited = {}
    cells = [(id_, name) for id_ in context.groups for name in ("lead", "coordinating", "deadline", "result", "task")]
    cells += [(target.id, name) for target in plan.targets() for name in ("value", "target")]
    cells += [(line.id, "amount") for entry in context.entries.values() for line in getattr(entry, "lines", ())]
    for id_, name in chance.sample(cells, min(count, len(cells))):
        entry = context.entries[id_]
        if name in ("lead", "coordinating"):
            if name == "lead" and id_ in context.led_by_duty:
                continue
            text, wanted = some_agencies(chance, register)
            hand.cell(id_, name).value = text
            edited[id_, name] = wanted
        elif name == "deadline" and not entry.deadlines:
            text, wanted = a_time(chance)
            hand.cell(id_, name).value = text
            edited[id_, name] = wanted
        elif name == "result" and "{figure" not in (entry.result or ""):
            text = " ".join(chance.sample(WORDS, 6)).capitalize()
            hand.cell(id_, name).value = text
            edited[id_, name] = text
        elif name == "task" and (entry.text or entry.heading):
            cell = hand.cell(id_, name)
            added = " ".join(chance.sample(WORDS, 4))
            cell.value = f"{cell.value.rstrip('.')} {added}"
            edited[id_, name] = f"{(entry.text or entry.heading).rstrip('.')} {added}"
        elif name == "value" and entry.value is not None and entry.upper is None and not entry.unit.startswith("%"):
            wanted = Decimal(chance.randint(1, 99_999))
            hand.cell(id_, name, "about_targets").value = int(wanted)
            edited[id_, name] = wanted
        elif name == "target" and entry.text.endswith("."):
            cell = hand.cell(id_, name, "about_targets")
            added = " ".join(chance.sample(WORDS, 3))
            cell.value = f"{cell.value[:-1]} {added}."
            edited[id_, name] = f"{entry.text[:-1]} {added}."
        elif name == "amount" and entry.amount != "unallocated":
            wanted = Decimal(chance.randint(1, 9_999_999)).scaleb(-chance.randint(0, 2))
            hand.cell(id_, name, "about_budget").value = float(wanted)
            edited[id_, name] = wanted
    return edited


def said(plan, id_, name):
    """What an entry of a plan says in a column, as the random edits write it."""
    entries = {entry.id: entry for entry in plan.walk() if getattr(entry, "id", None)}
    entry = entries[id_]
    group = next((one for one in plan.task_groups() if entry in one.tasks), None)
    assignment = getattr(entry, "assignment", None) or (group and group.assignment) or Assignment()
    if name in ("lead", "coordinating"):
        return [one.agency for one in getattr(assignment, name)]
    if name == "deadline":
        (deadline,) = assignment.deadlines
        return deadline.model_dump(mode="json", exclude_none=True, exclude={"report", "id", "work"})
    if name == "task":
        return entry.text or entry.heading
    if name == "amount":
        return entry.amount[0]
    return getattr(entry, {"target": "text"}.get(name, name))


def differing(old, new) -> set[tuple[str, str]]:
    """The cells of two states of the sheets that differ, by row and column."""
    found = set()
    for about in SHEETS.keys() & old.keys():
        rows = {row.id: row.cells for row in new[about].rows}
        for row in old[about].rows:
            pairs = zip(names_of(about, old[about]), row.cells, rows[row.id], strict=True)
            found |= {(row.id, name) for name, one, other in pairs if one != other}
    return found


def check_edits(hand, edited, answer, text, words):
    assert refusals(answer) == []
    assert answer.conflicts == ()
    after = hand.after(text)
    plan = after.plans[hand.plan]
    assert {cell: said(plan, *cell) for cell in edited} == edited
    old = Views(hand.state.workspace, words).sheets[hand.plan]
    # Beside the edited cells only what follows from them: the day of a deadline, the number in a target's text,
    # the money of a line in the row of its task.
    follows = {(id_, "day") for id_, name in edited if name == "deadline"}
    follows |= {(id_, "target") for id_, name in edited if name == "value"}
    # What stands for a target says the target's number, in the rows of tasks too.
    targets = {id_ for id_, name in edited if name in ("value", "target")}
    follows |= {
        (task.id, name)
        for task in plan.walk() if isinstance(task, Task)
        for entry in task.walk() if getattr(entry, "stands_for", "") in targets
        for name in ("task", "result")
    }  # fmt: skip
    shown = {cell for cell in differing(old, Views(after, words).sheets[plan.id]) if cell[1] != "money"}
    assert shown <= edited.keys() | follows


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("seed", range(2))
def test_random_edits_of_cells_come_back_exactly(hand, words, plan, seed):
    mine = hand(plan)
    edited = random_edits(random.Random(f"{plan} {seed}"), mine, 60)

    answer, text = mine.pulled()

    assert len(edited) > 10
    check_edits(mine, edited, answer, text, words)


def test_random_edits_saved_by_libreoffice_come_back_exactly(hand, words, tmp_path):
    hands = {plan: hand(plan) for plan in PLANS}
    edits = {plan: random_edits(random.Random(plan), mine, 30) for plan, mine in hands.items()}
    for plan, mine in hands.items():
        (tmp_path / f"{plan}.xlsx").write_bytes(saved(mine.book))
    files = converted([tmp_path / f"{plan}.xlsx" for plan in PLANS], "xlsx", tmp_path / "saved")
    for path in files:
        mine = hands[path.stem]
        answer, text = compared_workbook(FIVE, read_book(read_package(path.read_bytes(), WORKBOOK)), mine.state)
        check_edits(mine, edits[path.stem], answer, text, words)


def test_cells_that_are_not_understood_are_told_by_their_place_and_the_rest_is_taken(hand):
    mine = hand()
    first, second, third = list(mine.state.context(mine.state.workspace.plans[mine.plan]).groups)[:3]
    mine.cell(first, "lead").value = "Sở Y tê"
    mine.cell(first, "result").value = "Một kế hoạch"
    mine.cell(second, "deadline").value = "cuối năm"
    mine.cell(third, "notes").value = "xem lại"
    mine.cell(third, "result").value = '="a"&"b"'
    mine.cell("dao-tao-nghe", "value", "about_targets").value = "1.5"
    mine.cell("dao-tao-nghe", "standard", "about_targets").value = "khác"

    answer, text = mine.pulled()

    rows = [mine.row(first), mine.row(second), mine.row(third), mine.row("dao-tao-nghe", "about_targets")]
    assert refusals(answer) == [
        f"sheet “Nhiệm vụ”, row {rows[0]}, column “Cơ quan chủ trì”: no agency of the plan's day is called “Sở Y tê”",
        f"sheet “Nhiệm vụ”, row {rows[1]}, column “Thời gian hoàn thành”: “cuối năm” is no time that can be read",
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


def state_text(hand) -> str:
    return hand.state.files.contents[f"data/plans/{hand.plan}.yaml"].decode()


NEW = ["", "", "Hỗ trợ nhà vệ sinh cho hộ nghèo", "Sở Y tế", "UBND các xã, phường", "trước ngày 30/9/2026", None,
       "Báo cáo kết quả", "1,5 tỷ đồng"]  # fmt: skip


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
    answer, text = mine.pulled()

    (new,) = answer.proposals
    entries = {one.id: one for one in mine.after(text).plans[mine.plan].walk() if getattr(one, "id", None)}
    assert (entries[new.id].amount[0], entries[new.id].approximate) == (12500, True)


def test_new_targets_and_lines_of_money(hand):
    mine = hand("bac-ha-2022")
    at = mine.row("kinh-phi-du-an-1-su-nghiep", "about_budget") + 1
    mine.book[BUDGET].insert_rows(at)
    for column, value in enumerate(["", "", "", "", "Vốn sự nghiệp", 12.5, "tỷ đồng"], 1):
        mine.book[BUDGET].cell(at, column).value = value
    target = next(iter(mine.state.workspace.plans[mine.plan].targets())).id
    below = mine.row(target, "about_targets") + 1
    mine.book[TARGETS].insert_rows(below)
    for column, value in enumerate(["", "", "Sửa ít nhất 25 cầu", "", "Ít nhất", 25, None, "cầu"], 1):
        mine.book[TARGETS].cell(below, column).value = value

    answer, text = mine.pulled()

    assert refusals(answer) == []
    entries = {one.id: one for one in mine.after(text).plans[mine.plan].walk() if getattr(one, "id", None)}
    line, new = (entries[one.id] for one in answer.proposals)
    assert (line.source_of_funds, line.amount[0]) == ("von-su-nghiep", 12500)
    assert (new.text, new.comparator, new.value, new.unit) == ("Sửa {value}", "at-least", 25, "cầu")


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


@pytest.fixture
def repository(tmp_path):
    """A clone with data and templates in git."""
    root = tmp_path / "clone"
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, root / name)
    git(root, "init", "-q")
    commit(root)
    return root


def git(root, *words) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def commit(root) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "data")
    return git(root, "rev-parse", "--short", "HEAD")


def path_of(root):
    return root / "data/plans/lao-cai-2026.yaml"


def rewrite(root, old, new):
    path = path_of(root)
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_what_the_data_and_the_file_changed_apart_is_merged_and_clashes_are_listed(hand, words, repository):
    revision = git(repository, "rev-parse", "--short", "HEAD")
    mine = hand()
    mine.book.custom_doc_props["Revision"].value = revision
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    mine.cell("ho-tro-san-xuat", "value", "about_targets").value = 9000
    (repository / "back.xlsx").write_bytes(saved(mine.book))
    rewrite(repository, "value: 12.000", "value: 13.000")
    rewrite(repository, "value: 8.000", "value: 8.500")
    commit(repository)

    answer = pull_workbook(repository, repository / "back.xlsx", apply=True)

    assert not any("nobody knows" in str(note) for note in answer.notes)
    assert [(one.id, one.old, one.new, one.ours) for one in answer.conflicts] == [
        ("ho-tro-san-xuat.value", "8.000", "9.000", "8.500")
    ]
    text = path_of(repository).read_text("utf-8")
    assert all(f"value: {number}" in text for number in ("3.500", "13.000", "8.500"))


def test_a_workbook_of_an_unknown_state_needs_a_yes_for_every_edit(hand, repository):
    mine = hand()
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    (repository / "back.xlsx").write_bytes(saved(mine.book))
    rewrite(repository, "value: 12.000", "value: 13.000")

    answer = pull_workbook(repository, repository / "back.xlsx", ["dao-tao-nghe"], apply=True)

    assert "nobody knows what the workbook was made of" in str(answer.notes[0])
    assert {one.id for one in answer.proposals if one.doubt} > {"dao-tao-nghe", "giai-quyet-viec-lam"}
    text = path_of(repository).read_text("utf-8")
    assert "value: 3.500" in text
    assert "value: 13.000" in text


def test_what_an_edit_leaves_to_be_mended_is_said_once(hand, repository):
    rewrite(
        repository,
        "- {id: ho-duoc-vay-von, target: vay-von-uu-dai}",
        "- {id: ho-duoc-vay-von, comparator: about, value: 10.000, target: vay-von-uu-dai}",
    )
    mine = hand()
    mine.cell("vay-von-uu-dai", "value", "about_targets").value = 11000
    (repository / "back.xlsx").write_bytes(saved(mine.book))

    answer = pull_workbook(repository, repository / "back.xlsx")

    (note,) = answer.notes
    assert str(note).startswith("to be mended after this: the figure is about 10.000")


def test_an_edit_that_would_break_the_data_is_refused_and_the_others_are_taken(hand):
    mine = hand()
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    mine.cell("giam-ty-le-ho-ngheo", "value", "about_targets").value = 250

    answer, text = mine.pulled()

    assert [str(one.refused.message) for one in answer.refused] == ["250% is more than 100%"]
    assert [one.id for one in answer.proposals] == ["dao-tao-nghe"]
    assert "value: 3.500" in text


def test_a_workbook_of_no_plan_and_of_an_unknown_plan_are_said_so(hand):
    mine = hand()
    for name in ("Plan", "Revision", "Content"):
        del mine.book.custom_doc_props[name]
    answer, _ = mine.pulled()
    assert answer.plan == "lao-cai-2026"

    del mine.book["Nguồn"]
    with pytest.raises(NoPlansWorkbook, match="does not say which plan"):
        mine.pulled()
    mine = hand()
    mine.book.custom_doc_props["Plan"].value = "yen-bai-2020"
    with pytest.raises(NoPlansWorkbook, match="yen-bai-2020"):
        mine.pulled()


@pytest.mark.parametrize("plan", PLANS)
def test_every_choice_that_a_cell_offers_is_understood(hand, plan):
    mine = hand(plan)
    context = mine.state.context(mine.state.workspace.plans[plan], short_citations=True)
    offered = {}
    for about, sheet in SHEETS.items():
        for rule in mine.book[sheet].data_validations.dataValidation if sheet in mine.book.sheetnames else ():
            name = COLUMNS[about][next(iter(rule.sqref.ranges)).min_col - 2]
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


def test_a_truth_value_is_no_number_and_a_typed_number_no_word(hand):
    mine = hand()
    mine.cell("dao-tao-nghe", "value", "about_targets").value = True
    cell = mine.cell("quan-triet-chu-truong-chinh-sach", "task")
    cell.value = f"1/ {cell.value}"
    answer, text = mine.pulled()

    assert [one.new for one in answer.refused] == ["TRUE"]
    assert [(one.id, one.doubt is None) for one in answer.proposals] == [("quan-triet-chu-truong-chinh-sach", False)]
    assert text == state_text(mine)
