"""A plan whose sentences were newly written says so wherever it is read; a plan in its own words says nothing."""

import json
import re

import openpyxl
import pytest

from planbook.loading.workspace import load_files
from planbook.model.seal import seal
from planbook.outputs.catalogue import print_jobs
from planbook.outputs.documents import word_draft, workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from tests.conftest import run
from tests.offices import PLAN, files, office, written
from tests.reading_word import part

NOTE, FOOT = "Câu chữ của bản này được viết mới", "Câu chữ viết mới, không phải nguyên văn"
TASKS = {
    "id": "nhiem-vu",
    "heading": "NHIỆM VỤ",
    "tasks": [
        {
            "id": "viec",
            "text": "Rà soát hộ nghèo",
            "assignment": {"lead": "so-b", "deadlines": [{"within": "2027-Q2"}]},
        }
    ],
}
WHOLE = {"outline": [TASKS, *PLAN["outline"]]}
OWN = {**WHOLE, "wording": "own"}


def made(root):
    found = edition(read_sources(root), made_at(root))
    return found, found.workspace.plans["thu"]


@pytest.mark.parametrize("status", [{}, {"status": "issued", "number": "7/KH-UBND", "date": "2027-01-15"}])
def test_every_paper_says_it_at_its_foot_and_only_of_such_a_plan(tmp_path, status):
    for wording in (OWN, WHOLE):
        root = tmp_path / wording.get("wording", "as-issued")
        root.mkdir()
        found, plan = made(written(root, {**wording, **status}))
        (root / "draft.docx").write_bytes(word_draft(found, plan))
        with_foot = b"word/footer" in (root / "draft.docx").read_bytes()
        foot = "".join(part(root / "draft.docx", "word/footer1.xml").itertext()) if with_foot else ""
        papers = [job.html for job in print_jobs(found)]
        assert len(papers) >= 4
        feet = [foot, *(re.search(r'<p class="foot">(.*?)</p>', paper)[1] for paper in papers)]
        said = [FOOT in one for one in feet]
        assert said == [wording is OWN] * len(said)


def test_the_note_at_the_foot_is_no_departure_from_the_layout(tmp_path):
    said = []
    signed = {"signatory": {"title": "Chủ tịch"}}
    for name, plan in (("own", OWN | signed), ("as-issued", WHOLE | signed)):
        (tmp_path / name).mkdir()
        root = written(tmp_path / name, plan)
        (root / "draft.docx").write_bytes(word_draft(*made(root)))
        answer = run(root, "check-layout", root / "draft.docx")
        assert answer.returncode == 0, answer.stdout
        said.append(answer.stdout.replace(str(root), ""))
    assert said[0] == said[1]


@pytest.mark.usefixtures("without_sheets")
def test_page_workbook_and_data_say_it(tmp_path, as_built):
    root = written(tmp_path, [{**OWN}, {**WHOLE, "id": "rieng", "short_title": "Riêng"}])
    as_built(root)
    answer = run(root, "build")
    assert answer.returncode == 0, answer.stderr
    page = (root / "site/ke-hoach/thu/index.html").read_text("utf-8")
    # Right under the title, above everything else.
    assert 0 < page.index("</h1>") < page.index(NOTE) < page.index('class="downloads"')
    assert NOTE not in (root / "site/ke-hoach/rieng/index.html").read_text("utf-8")
    rows = json.loads((root / "site/du-lieu/du-lieu.json").read_text("utf-8"))["plans"]
    assert {row["plan"]: row["wording"] for row in rows} == {"thu": "own", "rieng": "as-issued"}
    package = (root / "site/du-lieu/datapackage.json").read_text("utf-8")
    assert "câu chữ viết mới" in package
    assert '"wording"' in package
    for plan, says in (("thu", True), ("rieng", False)):
        data = json.loads((root / f"site/ke-hoach/{plan}/{plan}.json").read_text("utf-8"))
        assert (NOTE in data["printed"]["wording_note"], data["plan"]["wording"] == "own") == (says, says)
        book = openpyxl.load_workbook(root / f"site/ke-hoach/{plan}/{plan}-ma-tran.xlsx")
        cells = [str(cell) for row in book["Nguồn"].iter_rows(values_only=True) for cell in row]
        assert any(NOTE in cell for cell in cells) == says
    for page in ("gioi-thieu", "phuong-phap"):
        assert "viết mới" in (root / f"site/{page}/index.html").read_text("utf-8")
    proof = run(root, "verify", root / "site")
    assert "error[" not in proof.stdout + proof.stderr


def test_an_untouched_draft_with_the_note_changes_nothing(tmp_path):
    root = written(tmp_path, OWN)
    found, plan = made(root)
    (tmp_path / "draft.docx").write_bytes(word_draft(found, plan))
    answer = run(root, "pull", tmp_path / "draft.docx", "--lang", "en")
    assert "changes: 0 (to be confirmed: 0); conflicts: 0; refused: 0" in answer.stdout
    (tmp_path / "book.xlsx").write_bytes(workbook_of_plan(found, plan))
    answer = run(root, "pull", tmp_path / "book.xlsx", "--lang", "en")
    assert "refused: 0" in answer.stdout


def test_a_change_of_it_is_told(tmp_path):
    for name, plan in (("old", WHOLE), ("new", OWN)):
        (tmp_path / name).mkdir()
        written(tmp_path / name, plan)
    said = run(tmp_path / "new", "diff", tmp_path / "old", tmp_path / "new", "--lang", "en").stdout
    assert "whose wording" in said
    assert "newly written" in said


def test_next_years_draft_is_the_offices_own_writing(tmp_path):
    root = written(tmp_path, {**OWN, "id": "thu-2027"})
    answer = run(root, "rollover", "thu-2027", "2028")
    assert answer.returncode == 0, answer.stderr
    assert "wording:" not in (root / "data/plans/thu-2028.yaml").read_text("utf-8")


def test_another_word_is_refused_and_none_is_as_issued():
    _, found = load_files(files({**WHOLE, "wording": "mine"}))
    assert [one.check for one in found] == ["unknown-value"]
    assert office(WHOLE).plans["thu"].wording == "as-issued"


def test_saying_whose_the_sentences_are_breaks_no_seal():
    assert seal(office(OWN).plans["thu"]) == seal(office(WHOLE).plans["thu"])


def test_the_plans_that_came_with_the_program_say_it(plans):
    assert {plan.wording for plan in plans.plans.values()} == {"own"}
