"""Published files are held against the data of their revision: whatever is altered in any of them is found and told."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planbook.messages.diagnostics import Diagnostic, Refusal, Text
from planbook.outputs.catalogue import print_jobs
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.proofs.lines import ExpectedLine
from planbook.repository.manifest import MANIFEST, manifest
from planbook.verify import anew
from planbook.verify.differences import compared_file
from planbook.verify.file import verify_file
from planbook.verify.readers import page_lines, script_lines
from planbook.verify.site import verify_site
from planbook.verify.state import working_tree
from tests.conftest import EPOCH, git, run

PLAN = "bac-ha-2022"
FOLDER = f"ke-hoach/{PLAN}"
pytestmark = pytest.mark.usefixtures("made_once")


@pytest.fixture
def site(committed, tmp_path) -> Path:
    """A copy of the site that may be altered."""
    return Path(shutil.copytree(committed / "site", tmp_path / "site"))


@pytest.fixture
def bare_site(committed, tmp_path) -> Path:
    """A copy of the list of files alone, with the calendar of the plan: enough where the list is what matters."""
    for path in (MANIFEST, f"{FOLDER}/{PLAN}.ics"):
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(committed / "site" / path, tmp_path / "site" / path)
    return tmp_path / "site"


def verified(root: Path, path: Path) -> list[Diagnostic]:
    """What is found, without a process of its own for each case."""
    return (verify_site if path.is_dir() else verify_file)(path, root).findings


def said(found: list[Diagnostic]) -> str:
    return "\n".join(str(one.message) for one in found)


def listed_anew(site: Path) -> None:
    """Mend the list of files as somebody would who hides what they did."""
    about = json.loads((site / MANIFEST).read_text("utf-8"))
    (site / MANIFEST).write_text(json.dumps({**about, **manifest(site)}), "utf-8")


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def in_zip(path: Path, part: str, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def in_book(path: Path, old: object, new: object) -> None:
    book = openpyxl.load_workbook(path)
    cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == old)
    cell.value = new
    book.save(path)


def in_pdf(committed: Path) -> Callable[[Path, str, str], None]:
    """Print a matrix anew with another text, as somebody could who has the program."""
    from planbook.render.pdf import pdf

    def alter(path: Path, old: str, new: str) -> None:
        given = edition(read_sources(committed), made_at(committed))
        (job,) = (job for job in print_jobs(given) if job.path.endswith(f"{PLAN}-ma-tran.pdf"))
        assert old in job.html
        path.write_bytes(pdf(job.html.replace(old, new, 1)))

    return alter


def test_the_form_for_a_shared_folder_is_verified_too(committed):
    assert verified(committed, committed / "site-offline") == []


def test_what_was_built_is_what_the_revision_says_and_the_answer_names_it_and_how_much_was_compared(committed):
    assert json.loads((committed / "site" / MANIFEST).read_text("utf-8"))["made"].startswith("2026-09-21")
    assert EPOCH == "1790000000", "the day that the list names is not the day of the test"
    answer = run(committed, "verify", str(committed / "site"))

    head = git(committed, "rev-parse", "--short=7", "HEAD")
    assert answer.returncode == 0
    assert re.fullmatch(
        rf"Đọc lại \d+ tệp: [1-9]\d{{3,}} số liệu.* đúng với bản {head} ngày .* \(data: first edition\)\nLập lại \d+ tệp từ cùng dữ liệu và so từng byte\n",
        answer.stdout,
    )


ALTERED = {
    "a page": (f"{FOLDER}/index.html", replaced, "72.916 triệu", "72.961 triệu"),
    "a part of the data": (f"{FOLDER}/kinh-phi.csv", replaced, "72916000000", "72961000000"),
    "a page of money": ("kinh-phi/index.html", replaced, "72.916 triệu", "72.961 triệu"),
    "a page of targets": ("chi-tieu/index.html", replaced, "0,9%", "0,8%"),
    "an agency's page": ("co-quan/phong-tc-kh-bac-ha/index.html", replaced, "II.4.1.a</a>", "II.4.1.b</a>"),
    "a Word draft": (f"{FOLDER}/{PLAN}.docx", lambda p, o, n: in_zip(p, "word/document.xml", o, n), "3.695", "3.659"),
    "a workbook": (f"{FOLDER}/{PLAN}-ma-tran.xlsx", in_book, 3695, 3659),
    "the data of a plan": (f"{FOLDER}/{PLAN}.json", replaced, "72916", "72961"),
    "a table of data": ("du-lieu/kinh-phi.csv", replaced, "72916000000", "72961000000"),
    "all data": ("du-lieu/du-lieu.json", replaced, "72916000000", "72961000000"),
    "the data's workbook": ("du-lieu/du-lieu.xlsx", in_book, 72916000000, 72961000000),
    "a register": ("van-ban/index.html", replaced, "90/QĐ-TTg", "91/QĐ-TTg"),
}


def test_one_altered_fact_in_each_kind_of_file_is_found_where_it_stands_though_the_list_was_mended(committed, site):
    pdf = f"{FOLDER}/{PLAN}-ma-tran.pdf"
    for path, alter, old, new in ALTERED.values():
        alter(site / path, old, new)
    in_pdf(committed)(site / pdf, "72.916 triệu", "72.961 triệu")
    listed_anew(site)

    found: dict[Path, list[Diagnostic]] = {}
    for one in verified(committed, site):
        found.setdefault(Path(one.span.path), []).append(one)

    assert found.keys() == {site / pdf, *(site / path for path, *_ in ALTERED.values())}
    for path, _, _, new in ALTERED.values():
        here = found[site / path]
        assert re.findall(r"[\d./]{2,}|\d%|II[.\w]+", str(new))[0] in said(here), path
        assert {one.check for one in here} <= {"fact-differs", "fact-unexplained", "wording-differs"}, path
        assert any(one.span.line > 0 for one in here), path
    assert "fact-differs" in {one.check for one in found[site / pdf]}
    assert "the data say 72.916, the file says 72.961" in said(found[site / pdf])


def test_an_altered_day_in_a_calendar_is_all_that_is_found_though_outside_git_nothing_proves_the_rest(
    small, tmp_path, as_built
):
    as_built(small)
    site = Path(shutil.copytree(small / "site", tmp_path / "site"))
    path = site / "ke-hoach/viec-lam-2027/viec-lam-2027.ics"
    replaced(path, "DTSTART;VALUE=DATE:20270314", "DTSTART;VALUE=DATE:20270313")
    listed_anew(site)

    found = verified(small, site)

    (differs,) = [one for one in found if one.check == "fact-differs"]
    assert [one.check for one in found if one is not differs] == ["origin-unproven"], "and nothing else of three plans"
    assert {one.severity for one in found} == {"warning", "error"}
    assert differs.span.path == str(path)
    assert "the data say 2027-03-14, the file says 2027-03-13" in str(differs.message)


def test_a_part_of_a_page_in_a_script_is_read_with_its_letters():
    script = 'myAgency.receive("so-y-te", "<table><tr><td>trước ngày 10/3/2026</td><td>Sở Y tế</td></tr></table>");'

    assert [line.text for line in script_lines(script.encode()).lines] == ["trước ngày 10/3/2026 | Sở Y tế"]


def test_a_figure_that_is_added_where_no_line_of_ours_stands_is_found(committed, site):
    replaced(site / f"{FOLDER}/index.html", '<dl class="facts">', "<p>Thêm 4.321 triệu đồng</p><dl>")
    listed_anew(site)

    found = verified(committed, site / f"{FOLDER}/index.html")

    assert [(one.check, str(one.message).split(" ")[0]) for one in found] == [("fact-unexplained", "4.321")]


def test_another_word_is_told_as_wording(committed, site):
    in_zip(site / f"{FOLDER}/{PLAN}.docx", "word/document.xml", "Hỗ trợ đầu tư", "Hỗ trợ xây dựng")
    listed_anew(site)

    found = verified(committed, site / f"{FOLDER}/{PLAN}.docx")

    assert {one.check for one in found} == {"wording-differs"}
    assert "“…" in str(found[0].message)
    assert "xây dựng" in str(found[0].message)


def test_files_that_are_missing_extra_or_other_ones_are_told(committed, site):
    (site / "404.html").unlink()
    (site / "them.txt").write_text("x")
    (site / "csp.txt").write_text("default-src *")

    found = verified(committed, site)

    assert {(Path(one.span.path).name, one.check) for one in found} == {
        (name, "file-differs") for name in ("404.html", "them.txt", "csp.txt")
    }
    assert any("was published and is not there" in str(one.message) for one in found)
    assert any("was not published" in str(one.message) for one in found)
    assert any("its hash is" in str(one.message) for one in found)


def test_a_list_that_names_another_revision_is_told_also_where_nothing_can_be_made_anew(
    committed, site, tmp_path, monkeypatch
):
    def refuse(*_, **__):
        raise Refusal(Text("MkDocs could not make the site:\n{words}", {"words": "-"}))

    monkeypatch.setattr("planbook.verify.anew.make", refuse)
    other = Path(
        shutil.copytree(
            committed, tmp_path / "other", ignore=shutil.ignore_patterns("build", "site-offline", ".site-*")
        )
    )
    replaced(other / f"data/plans/{PLAN}.yaml", "value: 7,6", "value: 7,5")
    git(other, "commit", "--quiet", "--all", "--message", "data: a figure")
    old, new = git(committed, "rev-parse", "--short=7", "HEAD"), git(other, "rev-parse", "--short=7", "HEAD")
    replaced(site / MANIFEST, f'"": "{old}"', f'"": "{new}"')

    found = verified(other, site)

    assert {"origin-differs", "fact-differs", "origin-unproven"} <= {one.check for one in found}
    assert "MkDocs could not make the site" in said(found)


def test_a_list_that_cannot_be_read_is_told(committed, bare_site):
    (bare_site / MANIFEST).write_text("{")

    found = verified(committed, bare_site)

    assert "file-differs" in {one.check for one in found}


def test_what_was_made_of_edited_data_cannot_be_proven(committed, bare_site):
    head = git(committed, "rev-parse", "--short=7", "HEAD")
    replaced(bare_site / MANIFEST, f'"": "{head}"', f'"": "{head}+"')

    found = verified(committed, bare_site)

    assert "origin-unproven" in {one.check for one in found}
    assert "edited after revision" in " ".join(str(one.message) for one in found)


def test_a_revision_that_the_repository_lacks_is_told(committed, bare_site):
    head = git(committed, "rev-parse", "--short=7", "HEAD")
    replaced(bare_site / MANIFEST, f'"": "{head}"', '"": "abcdef0"')

    found = verified(committed, bare_site)

    assert "revision abcdef0 is not in this repository" in " ".join(str(one.message) for one in found)


@pytest.mark.parametrize("name", [f"{PLAN}.docx", f"{PLAN}-ma-tran.xlsx", f"{PLAN}-ma-tran.pdf", f"{PLAN}-luoi.pdf"])
def test_a_file_by_itself_says_which_revision_it_came_from(committed, tmp_path, name):
    handed_on = Path(shutil.copy(committed / "site" / FOLDER / name, tmp_path / f"ban-cua-toi{Path(name).suffix}"))

    answer = run(committed, "verify", str(handed_on), "--lang", "en")

    head = git(committed, "rev-parse", "--short=7", "HEAD")
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.startswith(f"{FOLDER}/{name}: made of revision {head} of ")
    assert "0 places differ" in answer.stdout


def test_what_somebody_changed_by_hand_in_a_draft_is_told_item_by_item(committed, tmp_path):
    draft = Path(shutil.copy(committed / "site" / FOLDER / f"{PLAN}.docx", tmp_path))
    in_zip(draft, "word/document.xml", "3.695", "3.659")
    tracked = '<w:ins w:id="9001" w:author="Nguoi Duyet" w:date="2026-11-20T08:00:00Z"><w:r><w:t>Thêm 12 hộ. </w:t></w:r></w:ins>'
    in_zip(draft, "word/document.xml", "<w:sdtContent>", f"<w:sdtContent>{tracked}")

    answer = run(committed, "verify", str(draft), "--lang", "en")

    assert answer.returncode == 1
    assert "the data say 3.695, the file says 3.659" in answer.stdout
    assert "Word tracked a change here: Nguoi Duyet 2026-11-20" in answer.stdout


LOOKS = {
    "struck": ("<w:r><w:t ", "<w:r><w:rPr><w:strike/></w:rPr><w:t ", "is struck through in the file"),
    "drawn over": (
        "</w:sdt>",
        "</w:sdt><w:r><w:drawing/></w:r>",
        "the file shows something that is no text of the plan",
    ),
}


@pytest.mark.parametrize("what", LOOKS)
def test_letters_that_agree_do_not_agree_when_they_are_struck_through_or_drawn_over(committed, tmp_path, what):
    old, new, told = LOOKS[what]
    draft = Path(shutil.copy(committed / "site" / FOLDER / f"{PLAN}.docx", tmp_path))
    document = zipfile.ZipFile(draft).read("word/document.xml").decode()
    item = next(one for one in document.split("</w:p>") if "<w:sdtContent><w:r><w:t " in one)
    in_zip(draft, "word/document.xml", item, item.replace(old, new, 1))

    answer = run(committed, "verify", str(draft), "--lang", "en")

    assert answer.returncode == 1
    assert answer.stdout.count(told) == 1
    assert "1 places differ" in answer.stdout


def test_an_item_whose_every_word_was_changed_is_found_by_its_mark(committed, tmp_path):
    draft = Path(shutil.copy(committed / "site" / FOLDER / f"{PLAN}.docx", tmp_path))
    paragraphs = zipfile.ZipFile(draft).read("word/document.xml").decode().split("</w:p>")
    found = (re.search(r'<w:tag w:val="([a-z-]+[a-z])"/>.*>([^<>]{60,})</w:t>', one) for one in paragraphs)
    item, text = next(one.groups() for one in found if one and "--" not in one[1])
    in_zip(draft, "word/document.xml", f">{text}<", ">Nội dung này do người khác viết lại hoàn toàn.<")

    answer = run(committed, "verify", str(draft), "--lang", "en")

    assert answer.returncode == 1
    assert "is not in the file" not in answer.stdout
    assert "is in the file, not in the data" not in answer.stdout
    assert f"{item}: the data say “" in answer.stdout


def test_a_page_is_verified_in_the_folder_that_it_stands_in(committed, site):
    replaced(site / "kinh-phi/index.html", "72.916 triệu", "72.961 triệu")
    listed_anew(site)

    found = verified(committed, site / "kinh-phi/index.html")

    assert {Path(one.span.path).parent.name for one in found} == {"kinh-phi"}
    assert verified(committed, site / "chi-tieu/index.html") == []


def test_of_a_file_that_is_asked_for_alone_no_more_is_made_than_it_needs(committed, bare_site, monkeypatch):
    calendar, without_documents = bare_site / f"{FOLDER}/{PLAN}.ics", []

    def make(*_, only_pages):
        without_documents.append(only_pages)
        raise Refusal(Text("not made"))

    monkeypatch.setattr(anew, "make", make)
    assert verified(committed, calendar) == []
    replaced(calendar, "END:VCALENDAR", "X-A:1\r\nEND:VCALENDAR")
    listed_anew(bare_site)
    assert len(verified(committed, calendar)) == 1
    assert without_documents == []
    verified(committed, committed / "site/lich/index.html")
    verified(committed, bare_site)
    assert without_documents == [True, False]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.html", b"<p>1</p>"), ("a.docx", b"PK"), ("a.xlsx", b"PK"), ("a.pdf", b"%PDF-"), ("a.csv", b"1"), ("a", b"")],
)
def test_what_is_no_published_file_is_refused_in_a_sentence(committed, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    answer = run(committed, "verify", str(tmp_path / name))

    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    assert run(committed, "verify", str(tmp_path)).returncode == 2


def test_a_view_that_loses_a_figure_on_both_sides_is_found_by_the_data_alone(committed, site):
    state = working_tree(committed)
    path = f"{FOLDER}/index.html"
    content = (site / path).read_bytes().replace(b"72.916", b"72.961").replace(b"72916", b"72961")
    given = page_lines(content)
    expected = state.expected(path)
    assert expected
    agreeing = type(expected)(
        tuple(ExpectedLine("", (line.text,)) for line in given.lines), plan=PLAN, holds=expected.holds
    )

    found = compared_file(path, agreeing, given, state).findings

    assert {str(one.message).split(": ")[1] for one in found} == {"the data say 72.916, the file does not"}
