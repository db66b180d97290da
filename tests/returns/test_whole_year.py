"""A whole year by Word and Excel files alone: rolled over, answered by agencies, decided, issued and sealed, no YAML by hand."""

import io
import re
from datetime import date

import openpyxl
import pytest

from planbook.authoring.issue import Signing, issue
from planbook.authoring.roll_over import roll_over
from planbook.checks import findings
from planbook.model.period import parse_when
from planbook.model.seal import is_intact, sealed
from planbook.ooxml.opening import read_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.outputs.documents import word_draft, workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.returns.answers.answer import EditChoice
from planbook.returns.pull_files import pull_files
from planbook.text.comparing import comparable
from tests.desk.desks import deleted, desk, retyped, ticked, told, typed
from tests.libreoffice import converted
from tests.returns.workbook_edits import commit, git, saved
from tests.word_edits import edited

TASK = ("gioi-thieu-viec", *(f"gioi-thieu-viec--{line}" for line in ("lead", "coordinating", "deadline")))
GROUP = (
    ("Nhóm nước sạch", "nhom-nha-o"),
    ("Lắp bể nước cho hộ nghèo.", "mo-lop"),
    ("Cơ quan chủ trì: Sở Y tế.", "mo-lop--lead"),
    ("Thời gian hoàn thành: Quý II/2028.", "mo-lop--lead"),
)
# Of five agencies that answer the draft: two of them edit one sentence, each in its own way, one does it in Excel.
ANSWERS = {
    "so-b": [retyped("nguoi-mot", "Tập huấn cán bộ xã, thôn."), ticked("quyet-dinh-1", 1), ticked("quyet-dinh-2", 1)],
    "so-c": [retyped("nguoi-mot", "Tập huấn cán bộ các xã nghèo."), retyped("thu-2028--basis-2", "Căn cứ Quyết định số 55/QĐ-TTg ngày 01/4/2026;")],
    "so-d": [typed("nhom-nha-o--deadline", *GROUP), retyped("nha-o", "Xây 150 căn nhà cho hộ nghèo.")],
    "so-e": [deleted(*TASK), typed("so-b-lam", "Sở Y tế: Khám bệnh cho hộ nghèo."), ticked("quyet-dinh-4", 2), ticked("quyet-dinh-6", 1)],
}  # fmt: skip


def made(root):
    return edition(read_sources(root), made_at(root))


def word(root):
    return word_draft(made(root), made(root).workspace.plans["thu-2028"])


def paragraphs(content):
    return [text for line in final(read_returned(read_package(content))) if (text := comparable(line.text))]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """The office after the rollover, and what its agencies sent back, saved by LibreOffice."""
    root = tmp_path_factory.mktemp("year")
    desk(root, plan={"todo": None})
    roll_over(root, "thu", parse_when("2028"), new_name="thu-2028")
    git(root, "init", "-q")
    commit(root)
    given_out, folder = word(root), tmp_path_factory.mktemp("sent")
    for agency, edits in ANSWERS.items():
        (folder / f"{agency}.docx").write_bytes(edited(given_out, *edits))
    book = openpyxl.load_workbook(io.BytesIO(workbook_of_plan(made(root), made(root).workspace.plans["thu-2028"])))
    sheet = book["Nhiệm vụ"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "mo-lop")
    sheet.cell(row, 6).value = "trước ngày 30/9/2028"
    (folder / "quy-f.xlsx").write_bytes(saved(book))
    words = converted([folder / f"{agency}.docx" for agency in ANSWERS], "docx", folder / "saved")
    return root, {path.stem: path for path in (*words, *converted([folder / "quy-f.xlsx"], "xlsx", folder / "saved"))}


def test_a_year_passes_without_a_line_of_yaml(answers):
    root, files = answers
    signs = {}
    for agency, path in files.items():
        ((_, answer, _),) = pull_files(root, [path], apply=True).answers
        signs[agency] = told(answer)

    assert signs == {
        "so-b": [("*", "quyet-dinh-1--row"), ("*", "quyet-dinh-2--row"), ("*", "nguoi-mot")],
        "so-c": [("?", "quyet-dinh-6"), ("*", "thu-2028--basis-2"), ("!", "nguoi-mot")],
        "so-d": [("*", "quyet-dinh-3"), ("*", "nha-o"), ("*", "nhom-nuoc-sach")],
        "so-e": [
            ("*", "quyet-dinh-4--row"),
            ("*", "quyet-dinh-6--row"),
            *(("*", item) for item in TASK),
            ("*", "so-y-te-kham-benh-cho-ho"),
        ],
        "quy-f": [("*", "mo-lop")],
    }
    pull_files(root, [files["so-c"]], EditChoice(("nguoi-mot",)), apply=True)
    plan = made(root).workspace.plans["thu-2028"]
    assert plan.todo == ()
    assert [task.id for task in plan.tasks()] == [
        "mo-lop",
        "xay-nha",
        "lap-be-nuoc-cho-ho-ngheo",
        "viec-mot",
        "viec-hai",
    ]
    assert [target.value for target in plan.targets()] == [3000, 150]
    assert [basis.document for basis in plan.legal_bases] == ["nq-1", "qd-3"]
    assert str(plan.outline[1].task_groups[0].tasks[0].assignment.deadlines[0].before) == "2028-09-30"

    to_be_signed = paragraphs(word(root))
    issue(root, "thu-2028", Signing("12/KH-UBND", date(2028, 1, 14), "Nguyễn Văn An"))
    workspace = made(root).workspace
    issued, published = workspace.plans["thu-2028"], paragraphs(word(root))

    assert sealed(issued)
    assert is_intact(issued)
    assert [finding for finding in findings(workspace) if finding.stops_the_build] == []
    # What signing brings: number, day and name in the place of blanks, and no mark of a draft.
    brought = re.compile("12/KH-UBND|ngày 14|Nguyễn Văn An|/KH-UBND|ngày +tháng|DỰ THẢO")
    for here, there in ((to_be_signed, published), (published, to_be_signed)):
        assert [text for text in here if text not in there and not brought.search(text)] == []
    assert [text for text in to_be_signed if text in published] == [text for text in published if text in to_be_signed]
