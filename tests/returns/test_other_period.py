"""A file that was given out while the plan was for another period says so, and nothing of it is taken without a yes."""

import io

import openpyxl
import pytest

from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.outputs.documents import workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.returns.answers.answer import EditChoice
from planbook.returns.workbook.pull_workbook import compared_workbook
from tests.desk.desks import retyped, told
from tests.returns.workbook_edits import saved

OTHER = "the file was given out for {then}, and the plan is for {now} by now"
HOUSES = retyped("nha-o", "Xây 130 căn nhà cho hộ nghèo.")


@pytest.fixture(scope="module")
def moved_on(office):
    """The data once the plan is for the years that follow, under the same id."""
    text = office.state.text(office.state.workspace.plans["thu"])
    return office.after(text.replace("period: '2027'", "period: 2028-2030"))


def test_a_draft_for_another_period_is_asked_about(office, moved_on):
    answer, text = office.pulled(HOUSES, retyped("von-hai", "Tuyên {truyền}"), state=moved_on)

    assert sorted(told(answer)) == [("?", "nha-o"), ("x", "von-hai")]
    assert [note.values for note in answer.notes if note.english == OTHER] == [
        {"then": "năm 2027", "now": "giai đoạn 2028-2030"}
    ]
    assert text == moved_on.text(moved_on.workspace.plans["thu"])

    _, text = office.pulled(HOUSES, state=moved_on, accept=["nha-o"])
    assert "130" in text


def test_a_workbook_for_another_period_is_asked_about(office, moved_on):
    made = edition(read_sources(office.root), made_at(office.root))
    book = openpyxl.load_workbook(io.BytesIO(workbook_of_plan(made, made.workspace.plans["thu"])))
    page = book["Chỉ tiêu"]
    page.cell(next(cell.row for cell in page["A"] if cell.value == "nha-o"), 6).value = 130
    file = read_book(read_package(saved(book), WORKBOOK))
    answer, _ = compared_workbook(office.root, file, moved_on, EditChoice(), earlier=office.state)

    assert told(answer) == [("?", "nha-o")]
    assert OTHER in [note.english for note in answer.notes]


def test_a_file_for_the_same_period_is_taken(office):
    answer, _ = office.pulled(HOUSES)

    assert told(answer) == [("*", "nha-o")]
    assert OTHER not in [note.english for note in answer.notes]
