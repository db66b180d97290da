"""A workbook that was taken over comes back once more: nothing comes in twice, and what is new in it comes in."""

import io
import random
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from planbook.loading.workspace import load_files
from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.repository.files import Files
from planbook.returns.answers.answer import EditChoice
from planbook.returns.fields.trial import DataState
from planbook.returns.workbook.pull_workbook import compared_workbook
from tests.conftest import FIVE
from tests.drafts import state_of
from tests.libreoffice import converted
from tests.returns.workbook_edits import (
    BUDGET,
    GRID,
    NEW,
    TARGETS,
    TASKS,
    Hand,
    commit,
    exported,
    git,
    lines_of,
    random_edits,
    saved,
)

ABOVE = "quan-triet-chu-truong-chinh-sach"


@pytest.fixture(scope="module")
def now() -> DataState:
    return state_of("lao-cai-2026")


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    root = tmp_path_factory.mktemp("again") / "clone"
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, root / name)
    git(root, "init", "-q")
    commit(root)
    return root


@cache
def given_out(root: Path, plan: str) -> bytes:
    """The workbook of a plan as it is made of the commit."""
    state = state_of(plan)
    return exported(state.workspace, state.phrases, plan, git(root, "rev-parse", "--short", "HEAD"))


class Office:
    """The data of an office that takes workbooks over, all made of one commit."""

    def __init__(self, root, plan):
        self.root, self.state, self.plan = root, state_of(plan), plan
        self._made = given_out(root, plan)

    def hand(self) -> Hand:
        return Hand(self.state, self.plan, openpyxl.load_workbook(io.BytesIO(self._made)))

    @property
    def text(self) -> str:
        return self.state.text(self.state.workspace.plans[self.plan])

    def takes(self, hand, accepted=(), content=None):
        book = read_book(read_package(content or saved(hand.book), WORKBOOK))
        answer, text = compared_workbook(self.root, book, self.state, EditChoice(accepted))
        self.writes(self.text, text)
        return answer

    def writes(self, old, new):
        assert self.text.count(old) == 1
        path = self.state.workspace.plans[self.plan].source.path
        files = Files({**self.state.files.contents, path: self.text.replace(old, new).encode()})
        workspace, problems = load_files(files)
        assert problems == []
        self.state = replace(self.state, files=files, workspace=workspace)


@pytest.fixture
def office(repository):
    return lambda plan="lao-cai-2026": Office(repository, plan)


def new_row(hand, below, *values, sheet=TASKS, about="about_tasks"):
    at = hand.row(below, about) + 1
    hand.book[sheet].insert_rows(at)
    for column, value in enumerate(values, 1):
        hand.book[sheet].cell(at, column).value = value
    return at


def groups(hand):
    return list(hand.state.context(hand.state.workspace.plans[hand.plan]).groups)


def an_alias(hand):
    hand.cell(groups(hand)[0], "lead").value = "Sở GD&ĐT; sở y tế"


def days(hand):
    hand.cell(groups(hand)[1], "deadline").value = date(2026, 5, 20)
    hand.cell(groups(hand)[2], "deadline").value = "tháng 6"
    hand.cell("quan-triet-va-lap-ke-hoach", "day").value = date(2026, 4, 20)


def a_month_and_a_rhythm(hand):
    hand.cell(groups(hand)[2], "deadline").value = date(2026, 6, 1)
    hand.cell(groups(hand)[2], "deadline").number_format = "mmm-yy"
    hand.cell(groups(hand)[3], "deadline").value = "hàng năm"


def a_target_in_its_text(hand):
    cell = hand.cell("dao-tao-nghe", "target", "about_targets")
    cell.value = cell.value.replace("3.000", "3.200")


def a_target_in_its_column(hand):
    hand.cell("dao-tao-nghe", "value", "about_targets").value = 3500


def a_shared_assignment(hand):
    plan = hand.state.workspace.plans[hand.plan]
    group = next(one for one in plan.task_groups() if one.assignment and len(one.tasks) > 2
                 and not any(task.assignment or task.deadlines for task in one.tasks))  # fmt: skip
    for task in group.tasks:
        hand.cell(task.id, "lead").value = "sở y tế"


def new_tasks(hand):
    new_row(hand, ABOVE, *NEW[:2], "Việc thứ hai", *NEW[3:])
    new_row(hand, ABOVE, *NEW)


def a_new_task_that_is_not_all_understood(hand):
    new_row(hand, ABOVE, *NEW[:3], "Sở Không có", *NEW[4:])


def a_copied_row(hand):
    sheet, at = hand.book[TASKS], hand.row(ABOVE)
    sheet.insert_rows(at + 1)
    for column in range(1, 11):
        sheet.cell(at + 1, column).value = sheet.cell(at, column).value
    sheet.cell(at + 1, 3).value = "Việc mới"


def a_row_that_is_gone(hand):
    hand.book[TASKS].delete_rows(hand.row(ABOVE))


def texts(hand):
    cell = hand.cell(ABOVE, "task")
    cell.value = cell.value.rstrip(".") + " ở cơ sở"
    hand.cell(ABOVE, "result").value = "Một kế hoạch"


def a_target(hand):
    target = next(iter(hand.state.workspace.plans[hand.plan].targets())).id
    new_row(hand, target, "", "", "Sửa ít nhất 25 cầu", "", "Ít nhất", 25, None, "cầu",
            sheet=TARGETS, about="about_targets")  # fmt: skip


def what_is_refused(hand):
    hand.cell(ABOVE, "lead").value = "Sở Vũ trụ"
    hand.cell(ABOVE, "notes").value = "xem lại"
    hand.book[GRID].cell(3, 5).value = "X"


def anything(hand):
    random_edits(random.Random("again"), hand, 60)


EDITS = [an_alias, days, a_month_and_a_rhythm, a_target_in_its_text, a_target_in_its_column, a_shared_assignment,
         new_tasks, a_new_task_that_is_not_all_understood, a_copied_row, a_row_that_is_gone, texts, a_target,
         what_is_refused, anything]  # fmt: skip
YES = ["viec-moi", ABOVE]


def told(answer):
    return [(one.id, str(one.refused.message)) for one in answer.refused]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_was_taken_over_is_not_found_again(office, edit):
    mine = office()
    before, hand = mine.text, mine.hand()
    edit(hand)
    first = mine.takes(hand, YES)
    text = mine.text
    again = mine.takes(hand, YES)

    assert (again.proposals, again.conflicts, mine.text) == ((), (), text)
    assert [why for _, why in told(again)] == [why for _, why in told(first)]
    if edit is not what_is_refused:
        assert first.proposals
        assert first.conflicts == ()
        assert text != before
        assert any("hold already" in str(note) for note in again.notes)
    if edit not in (what_is_refused, a_new_task_that_is_not_all_understood):
        assert told(first) == []


def test_new_lines_of_money_come_in_once_whatever_their_unit(office):
    mine = office("bac-ha-2022")
    hand = mine.hand()
    part_of_a_line(hand, 1.0, 1_064)
    assert len(mine.takes(hand).proposals) == 2
    text = mine.text
    again = mine.takes(hand)
    assert (again.proposals, again.refused, mine.text) == ((), (), text)

    # With another amount it may be the same line or one more.
    other = mine.hand()
    part_of_a_line(other, 1.5, 1_064)
    asked = mine.takes(other)
    assert [(one.kind, one.doubt is not None) for one in asked.proposals] == [("changed", True), ("inserted", True)]
    assert mine.text == text


def part_of_a_line(hand, billions, rest):
    """A new line of money, and what is left of the one that it was part of, so that the totals stay."""
    hand.cell("kinh-phi-du-an-1-su-nghiep", "amount", "about_budget").value = rest
    new_row(hand, "kinh-phi-du-an-1-su-nghiep", "", "", "", "", "Vốn sự nghiệp", billions, "tỷ đồng",
            sheet=BUDGET, about="about_budget")  # fmt: skip


def test_a_later_version_of_a_workbook_brings_only_what_is_new_in_it(office):
    mine = office()
    hand = mine.hand()
    new_tasks(hand)
    texts(hand)
    mine.takes(hand)
    new_row(hand, ABOVE, *NEW[:2], "Việc của lần hai", *NEW[3:])
    hand.cell(ABOVE, "task").value += " và cấp xã"
    hand.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    later = mine.takes(hand)

    assert [one.id for one in later.proposals] == [ABOVE, "viec-cua-lan-hai", "dao-tao-nghe"]
    assert (later.conflicts, later.refused) == ((), ())
    assert mine.takes(hand).proposals == ()
    assert mine.text.count("Hỗ trợ nhà vệ sinh") == 1


def test_what_somebody_wrote_after_the_workbook_was_taken_over_is_neither_undone_nor_doubled(office):
    mine = office()
    hand = mine.hand()
    new_tasks(hand)
    texts(hand)
    mine.takes(hand)
    mine.writes("result: Một kế hoạch", "result: Một kế hoạch có lịch")
    mine.writes("text: Hỗ trợ nhà vệ sinh cho hộ nghèo", "text: Hỗ trợ nhà vệ sinh cho hộ nghèo vùng cao")
    text = mine.text
    again = mine.takes(hand)

    assert mine.text == text
    assert {one.item for one in again.proposals if one.doubt} == {
        "ho-tro-nha-ve-sinh-cho-ho", "ho-tro-nha-ve-sinh-cho-ho-2",
    }  # fmt: skip
    assert all(one.doubt for one in again.proposals)
    assert again.conflicts == ()


def test_two_people_who_add_the_same_task_add_it_once_and_other_tasks_are_both_there(office):
    mine = office()
    first, second = mine.hand(), mine.hand()
    new_row(first, ABOVE, *NEW)
    new_row(second, ABOVE, *NEW[:2], "Tặng quà dịp Tết", *NEW[3:])
    new_row(second, ABOVE, *NEW)
    mine.takes(first)
    answer = mine.takes(second)

    assert [(one.id, one.doubt) for one in answer.proposals] == [("tang-qua-dip-tet", None)]
    assert mine.text.count("Hỗ trợ nhà vệ sinh") == 1


def test_a_workbook_of_an_unknown_state_puts_no_row_in_twice(office):
    mine = office()
    hand = mine.hand()
    hand.book.custom_doc_props["Revision"].value = ""
    new_tasks(hand)
    mine.takes(hand)
    text = mine.text
    again = mine.takes(hand)

    assert mine.text == text
    assert [one for one in again.proposals if one.kind == "inserted"] == []


def test_a_workbook_that_libreoffice_saved_after_it_was_taken_over_brings_nothing(office, tmp_path):
    mine = office()
    hand = mine.hand()
    for edit in (an_alias, days, a_target_in_its_column, new_tasks, texts):
        edit(hand)
    mine.takes(hand)
    text = mine.text
    path = tmp_path / "back.xlsx"
    path.write_bytes(saved(hand.book))
    (back,) = converted([path], "xlsx", tmp_path / "saved")
    again = mine.takes(hand, content=back.read_bytes())

    assert (lines_of(again), told(again), again.conflicts, mine.text) == ([], [], (), text)
