"""Files that come with a plan as appendices: published as they are, or refused in one sentence with its place."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from planbook.authoring.issue import CannotIssue, Signing, issue
from planbook.loading.attached_files import attached_files
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import BuildStopped
from planbook.model.seal import seal_file
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.repository.files import read_folder
from planbook.verify.state import ProofState
from tests.conftest import run
from tests.offices import files, office, written

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def package(kind, *more):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        types = f'<Types><Override PartName="/main.xml" ContentType="application/{kind}.main+xml"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("main.xml", "<a/>")
        for name in more:
            archive.writestr(name, "x")
    return stream.getvalue()


WORKBOOK, DOCUMENT = package("spreadsheetml.sheet"), package("wordprocessingml.document")


def plan(*names, **fields):
    appendices = [{"id": f"pl-{at}", "title": f"BIỂU {at}", "file": name} for at, name in enumerate(names, 1)]
    return {"appendices": appendices, **fields}


def put(root, **contents):
    folder = root / "data/attachments/thu"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name.replace("_", ".")).write_bytes(content)


def test_the_size_that_a_page_states_of_a_file_is_explained(tmp_path):
    root = written(tmp_path, plan("anh.pdf"))
    put(root, anh_pdf=PDF.ljust(12_345))

    assert ProofState(edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC)), None).explains(("figure", "12,3"))


def test_files_are_published_as_they_are_and_the_page_leads_to_them(tmp_path):
    root = written(tmp_path, plan("so.xlsx", "loi.docx", "anh.pdf"))
    put(root, so_xlsx=WORKBOOK, loi_docx=DOCUMENT, anh_pdf=PDF)
    made = edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC))
    feeds = feed_files(made)
    page = page_texts(Site(made, {path: len(content) for path, content in feeds.items()}))["ke-hoach/thu/index.html"]
    names = {"pl-1.xlsx": WORKBOOK, "pl-2.docx": DOCUMENT, "pl-3.pdf": PDF}

    assert {path: content for path, content in feeds.items() if "/phu-luc/" in path} == {
        f"ke-hoach/thu/phu-luc/{name}": content for name, content in names.items()
    }
    assert 'href="phu-luc/pl-1.xlsx">Phụ lục I: Biểu 1 (Excel, 0,' in page
    assert "Kèm theo: so.xlsx" in page


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("so.xlsx", None, "there is no such file"),
        ("so.xlsx", package("spreadsheetml.sheet", "xl/vbaProject.bin"), "the file holds macros"),
        ("so.xlsx", DOCUMENT, "not an Excel workbook"),
        ("so.docx", PDF, "this is a PDF file, not a Word document"),
        ("so.pdf", DOCUMENT, "this is no PDF file"),
        ("so.pdf", PDF + b"/OpenAction << /S /JavaScript >>", "holds a program"),
        ("so.pdf", PDF + b" " * (20 << 20), "larger than 20 MB"),
        ("so.xlsx", b"", "the file is empty"),
    ],
)
def test_a_file_that_cannot_be_published_is_told_with_its_place(tmp_path, name, content, why):
    workspace = office(plan(name))
    if content is not None:
        put(tmp_path, **{name.replace(".", "_"): content})
    (finding,) = attached_files(tmp_path / "data", workspace)[1]

    assert finding.stops_the_build
    assert finding.check == "attached-file"
    assert why in str(finding.message)
    assert (finding.span.path, finding.span.place[1] > 1) == ("data/plans/thu.yaml", True)


def test_a_link_is_never_followed(tmp_path):
    (tmp_path / "data/attachments").mkdir(parents=True)
    (tmp_path / "data/attachments/thu").symlink_to(tmp_path)
    (tmp_path / "so.pdf").write_bytes(PDF)

    assert [finding.check for finding in attached_files(tmp_path / "data", office(plan("so.pdf")))[1]] == ["not-a-file"]


@pytest.mark.parametrize("name", ["so.xlsm", "so.xls", "../so.pdf", "so", "so.exe"])
def test_another_kind_of_file_is_refused_by_its_name(name):
    _, problems = load_files(files(plan(name)))

    assert [problem.check for problem in problems] == ["wrong-kind"]


def test_a_file_that_nobody_names_is_told(tmp_path):
    root = written(tmp_path, plan("so.pdf"))
    put(root, so_pdf=PDF, thua_pdf=PDF)
    answer = run(root, "check", "--lang", "en")

    assert answer.returncode == 0
    assert "no appendix names data/attachments/thu/thua.pdf" in answer.stdout
    assert read_folder(root / "data").findings == []


def test_an_issued_plan_publishes_the_files_that_it_names(tmp_path):
    root = written(tmp_path, plan("so.pdf", status="issued", number="5/KH-UBND", date="2027-01-05"))
    put(root, so_pdf=PDF)

    assert "ke-hoach/thu/phu-luc/pl-1.pdf" in feed_files(edition(read_sources(root), datetime(2027, 2, 1, tzinfo=UTC)))


@pytest.fixture
def signed(tmp_path):
    """An issued plan with a file beside it."""
    root = written(tmp_path, plan("so.pdf"))
    put(root, so_pdf=PDF)
    issue(root, "thu", Signing("5/KH-UBND", date(2027, 1, 5)))
    return root


def told(root):
    return attached_files(root / "data", load_files(read_folder(root / "data"))[0])[1]


def test_a_file_that_is_not_the_one_that_was_issued_stops_the_build_until_it_is_amended(signed):
    assert told(signed) == []
    put(signed, so_pdf=PDF + b" ")
    (finding,) = told(signed)
    assert (finding.check, finding.stops_the_build) == ("issued-plan-edited", True)
    assert str(finding.message) == "so.pdf is not the file that was issued with 5/KH-UBND"
    issue(signed, "thu", Signing("9/KH-UBND", date(2027, 2, 5), amendment="Thay biểu"))
    assert told(signed) == []
    with pytest.raises(CannotIssue, match="says what was issued"):
        issue(signed, "thu", Signing("10/KH-UBND", date(2027, 3, 5), amendment="Không đổi gì"))


def test_a_seal_of_before_takes_the_files_in_when_the_plan_is_issued_again(signed):
    path = signed / "data/seals/thu.yaml"
    workspace = load_files(read_folder(signed / "data"))[0]
    path.write_text(seal_file(workspace, workspace.plans["thu"], {}), "utf-8")
    (finding,) = told(signed)
    assert (finding.check, finding.stops_the_build) == ("issued-plan-edited", False)
    issue(signed, "thu", Signing("5/KH-UBND", date(2027, 1, 5)))
    assert told(signed) == []


def test_a_plan_whose_file_is_missing_cannot_be_issued(tmp_path):
    root = written(tmp_path, plan("so.pdf"))
    with pytest.raises(BuildStopped) as stopped:
        issue(root, "thu", Signing("5/KH-UBND", date(2027, 1, 5)))
    assert [finding.check for finding in stopped.value.findings] == ["attached-file"]
    assert not (root / "data/seals").exists()
