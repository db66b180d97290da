"""Every published file is in the catalogue, once, and there is somebody who can prove it."""

import re
from datetime import UTC, datetime

import pytest

from planbook.messages.diagnostics import Refusal, Text
from planbook.outputs.catalogue import (
    CATALOGUE,
    DOCUMENTS,
    feed_files,
    output_at,
    page_texts,
    print_jobs,
)
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.outputs.proofs.pages import all_tasks
from planbook.render.templates import Templates
from planbook.verify.state import ProofState
from planbook.views import register
from planbook.views.addresses import Address, relative
from tests.conftest import ROOT
from tests.offices import written

BUDGET = {
    "id": "tien",
    "unit": "million_dong",
    "total": "100",
    "lines": [{"id": "t", "source_of_funds": "nsdp", "amount": "100"}],
}
SOURCES = {"sources": [{"id": "nsdp", "name": "ngân sách địa phương"}]}
CODE = [
    *(ROOT / "planbook").rglob("*.py"),
    *(ROOT / "templates/site").glob("*.*"),
    *(ROOT / "templates/pdf").glob("*.*"),
]


def plan(year, *continues):
    deadline = {"work": "xong", "by": f"{year}-06-30"}
    assignment = {"lead": "so-b", "deadlines": [deadline]}
    task = {"id": f"viec-{year}", "text": "Rà soát hộ nghèo.", "assignment": assignment, "continues": list(continues)}
    group = {"id": f"nhom-{year}", "heading": "Rà soát", "tasks": [task]}
    section = {"id": f"muc-{year}", "heading": "VIỆC", "task_groups": [group]}
    return {"id": f"thu-{year}", "short_title": f"Thử {year}", "period": str(year), "outline": [section]}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = written(tmp_path_factory.mktemp("office"), [plan(2026), plan(2027, "thu-2026/viec-2026")])
    return edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def paths(made):
    feeds = feed_files(made)
    pages = page_texts(Site(made, dict.fromkeys(feeds, 1)))
    documents = [output.address.path(**blanks) for output in DOCUMENTS for blanks, _ in output.view(made)]
    return [*feeds, *pages, *documents, *(job.path for job in print_jobs(made))]


def test_every_address_is_an_output_that_somebody_can_prove():
    assert sorted(output.address.name for output in CATALOGUE) == sorted(address.name for address in Address)
    assert all(output.proof for output in CATALOGUE)
    # What only its hash proves is told with the reason.
    hashed = {output.address for output in CATALOGUE if isinstance(output.proof, Text)}
    assert hashed == {
        *(Address.HOME, Address.STATES, Address.FINDINGS_OF_PLAN, Address.FINDINGS_OF_REGISTERS),
        *(Address.DATA, Address.DATA_SCHEMA, Address.DATA_PACKAGE, Address.DATA_CATALOGUE, Address.ATTACHED_FILE),
        *(Address.SUMMARY_SCHEMA, Address.PLACES_WITHIN, Address.REGISTER_PLACES, Address.REGISTER_WORDS),
        *(Address.CALENDAR_PLACES, Address.AGENCY_PLACES, Address.AGENCY_ROWS, Address.AGENCY_WORKBOOK),
        Address.WORK_FOR_SEVERAL,
    }


def test_every_file_of_a_build_is_known_by_its_path_and_has_its_proof(made, paths):
    state = ProofState(made, None)
    assert len(paths) == len(set(paths))
    for path in paths:
        output, blanks = output_at(path)
        assert output.address.path(**blanks) == path
        expected = state.expected(path)
        assert (expected is None) == isinstance(output.proof, Text), path


def test_no_part_of_a_path_stands_anywhere_else():
    folders = {address.value.partition("/")[0] for address in Address if "/" in address.value}
    typed = re.compile(rf"""["'/ {{}}](?:{"|".join(sorted(folders))})/|-ma-tran\.(?:pdf|xlsx)|-luoi|-phan-cong\.""")
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {match[0]}"
        for path in CODE
        if path.name not in ("addresses.py", "explanations.py")
        for match in typed.finditer(path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("link", "page", "written_as"),
    [
        ("ke-hoach/a/", "index.html", "ke-hoach/a/"),
        ("ke-hoach/a/", "co-quan/b/index.html", "../../ke-hoach/a/"),
        ("ke-hoach/a/", "ke-hoach/a/tong-quan/index.html", "../"),
        ("ke-hoach/a/a.docx", "ke-hoach/a/index.html", "a.docx"),
        ("ke-hoach/a/", "ke-hoach/a/index.html", "./"),
        ("", "lich/2026/index.html", "../../"),
        ("", "index.html", "./"),
    ],
)
def test_a_link_is_written_from_the_page_that_it_stands_on(link, page, written_as):
    assert relative(link, page) == written_as


def test_a_word_in_a_path_is_no_id_and_a_path_of_two_ids_is_none():
    assert output_at("kiem-tra/danh-muc/index.html")[0].address is Address.FINDINGS_OF_REGISTERS
    assert output_at("ke-hoach/a/b.docx") is None
    assert output_at("lich/mau/index.html") is None
    assert Address.GRID_SHEET.blanks("ke-hoach/a/a-luoi-2.pdf") == {"plan": "a", "part": "-2"}
    assert Address.GRID_SHEET.blanks("ke-hoach/a/a-luoi.pdf") == {"plan": "a", "part": ""}


@pytest.mark.parametrize("call", ["link('plans_of_all')", "address('plan')", "address('plan', agency='so-b')"])
def test_a_template_that_leads_to_nothing_is_told_with_what_there_is(tmp_path, call):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.md").write_text("x {{ " + call + " }}", "utf-8")
    with pytest.raises(Refusal) as refused:
        Templates(tmp_path / "templates").render("a.md", page_path="index.html")
    said = str(refused.value.sentences[0])
    assert "templates/a.md:1" in said
    assert "plan (ke-hoach/{plan}/index.html)" in said


def test_a_register_that_would_be_too_long_says_whose_work_is_elsewhere(made, monkeypatch):
    monkeypatch.setattr(register, "MOST_ROWS", 1)
    pages = page_texts(Site(made, {}), {Address.TASKS, Address.TASKS_OF_YEAR})
    whole = pages[Address.TASKS.path()]
    assert 'data-ke-hoach="thu-2027"' in whole
    assert 'data-ke-hoach="thu-2026"' not in whole
    assert "việc của 1 trong 2 kế hoạch" in whole
    assert "Nhiệm vụ năm 2026" in whole
    of_year = pages[Address.TASKS_OF_YEAR.path(year=2026)]
    assert "viec-2026" in of_year
    assert "không chứa hết được" not in of_year
    assert [line.item for line in all_tasks(made).lines if line.item.startswith("viec")] == ["viec-2027"]


def test_a_year_of_too_many_tasks_names_the_plans_that_it_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr(register, "MOST_ROWS", 1)
    twin = {**plan(2026), "id": "khac-2026", "short_title": "Khác 2026"}
    made = edition(read_sources(written(tmp_path, [plan(2026), twin])), datetime(2026, 11, 1, tzinfo=UTC))
    page = page_texts(Site(made, {}), {Address.TASKS_OF_YEAR})[Address.TASKS_OF_YEAR.path(year=2026)]
    left_out = page.partition("không chứa hết được")[2]
    assert "Khác 2026" in left_out
    assert "Thử 2026" not in left_out
