"""The column of states in lists of tasks: only where the office wants it, under the day of the figures, and nothing to edit."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.outputs.documents import sheet_html, sheets_of_agencies, task_lists, word_draft, workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.proofs.documents import matrix_rows, sheet_of_agency, workbook_rows
from planbook.repository.revisions import VIETNAM
from planbook.returns.fields.trial import read_state
from planbook.returns.workbook.pull_workbook import compared_workbook
from planbook.verify.readers import workbook_lines
from tests.conftest import ROOT, workspace

PLAN = "lang-nghe-2026"
HEADING = "Trạng thái (số liệu đến ngày 31/12/2026)"


def office(root, setting: str = ""):
    workspace(root, ROOT / "tests/workspaces/year/data")
    path = root / "data/office.yaml"
    path.write_text(f"{path.read_text().rstrip()}\n{setting}\n")
    made = datetime(2027, 1, 5, tzinfo=VIETNAM)
    return edition(read_sources(root), made, date(2027, 1, 5), repository=root)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return office(tmp_path_factory.mktemp("asked"), "matrix_states: true")


@pytest.fixture(scope="module")
def silent(tmp_path_factory):
    return office(tmp_path_factory.mktemp("silent"))


def matrix_html(made) -> str:
    (_, sheet) = next(task_lists(made))
    return sheet_html(made, "pdf/matrix.html", sheet)


def rows(made) -> dict[str, tuple]:
    """The rows of the sheet of tasks by their ids, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of_plan(made, made.workspace.plans[PLAN])))
    return {row[0]: row[1:] for row in book["Nhiệm vụ"].iter_rows(values_only=True) if row[0]}


def test_lists_have_states_only_where_the_office_wants_them(asked, silent):
    assert HEADING in matrix_html(asked)
    assert "Trạng thái" not in matrix_html(silent)
    assert rows(asked)["tram-xu-ly"][-1] == "Đang thực hiện quá hạn"
    assert HEADING not in str(rows(silent))
    assert [row[:-1] for row in rows(asked).values()] == [*rows(silent).values()]


def test_the_draft_is_the_same_with_and_without_them(asked, silent):
    plans = [made.workspace.plans[PLAN] for made in (asked, silent)]

    assert asked.articles[PLAN] == silent.articles[PLAN]
    assert word_draft(asked, plans[0]) == word_draft(silent, plans[1])


def test_the_sheet_of_an_agency_has_the_state_of_its_own_part(silent):
    sheets = {blanks["agency"]: sheet for blanks, sheet in sheets_of_agencies(silent)}

    assert HEADING in sheet_html(silent, "pdf/agency.html", sheets["so-nn-mt"])
    tables = sheets["ubnd-xa-hai"].values["sheet"].tables
    states = {row.item: row.cells[-1].text for table in tables for row in table.rows}
    assert states["mo-lop"] == "Hoàn thành đúng hạn"
    assert silent.progress[PLAN].work["mo-lop"].name == "Hoàn thành quá hạn"


def test_states_are_proved(asked):
    wanted = [line.text for line in workbook_rows(asked, PLAN).lines if line.item == "tram-xu-ly"]
    lines = workbook_lines(workbook_of_plan(asked, asked.workspace.plans[PLAN])).lines

    assert wanted[0].endswith("| Đang thực hiện quá hạn")
    assert [line.text for line in lines if line.item == "tram-xu-ly"] == wanted
    assert "Đang thực hiện quá hạn" in str(matrix_rows(asked, PLAN).lines)
    assert "Hoàn thành đúng hạn" in str(sheet_of_agency(asked, PLAN, "ubnd-xa-hai").lines)


def pulled(made, edit):
    content = workbook_of_plan(made, made.workspace.plans[PLAN])
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Nhiệm vụ"]
    columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=3) for cell in row}
    number = next(cell.row for cell in sheet["A"] if cell.value == "tram-xu-ly")
    edit(lambda heading: sheet.cell(number, columns[heading]))
    stream = io.BytesIO()
    book.save(stream)
    state = read_state(made.root)
    return compared_workbook(made.root, read_book(read_package(stream.getvalue(), WORKBOOK)), state)


def test_an_untouched_file_changes_nothing_and_an_edited_state_is_refused(asked):
    answer, _ = pulled(asked, lambda _: None)
    assert (answer.edits, answer.refused) == ((), ())

    answer, _ = pulled(asked, lambda cell: setattr(cell(HEADING), "value", "Hoàn thành đúng hạn"))
    assert [edit.item for edit in answer.refused] == ["tram-xu-ly"]


def test_a_deadline_edited_beside_its_state_comes_back(asked):
    answer, text = pulled(
        asked, lambda cell: setattr(cell("Thời gian hoàn thành"), "value", "đến hết tháng 12 năm 2026")
    )

    assert answer.refused == ()
    assert "deadlines: [until: 2026-12]" in text
