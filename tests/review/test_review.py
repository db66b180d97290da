"""The pack for a review: opens offline, marks what differs, names whom to ask, and is whole or not there."""

import hashlib
import json
import re
import subprocess
import zipfile

import pytest

from tests.clones import PLAN, changed, clone, commit, git
from tests.conftest import run
from tests.word_edits import plain_breaks

EDITS = (
    ("value: 1,5\n", "value: 2\n"),
    ("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: [so-noi-vu, ubnd-xa-phuong]"),
    ("before: 2026-04-10", "before: 2026-07-10"),
    ("amount: 852\n", "amount: 952\n"),
    (
        "          - id: chinh-sach-uy-thac-von\n",
        "          - id: viec-moi\n            text: Việc mới <b>.\n          - id: chinh-sach-uy-thac-von\n",
    ),
)
REDLINE = "lao-cai-2026/lao-cai-2026-sua-doi.docx"
MATRIX = "lao-cai-2026/lao-cai-2026-ma-tran-sua-doi.pdf"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A clone in which a task goes, another comes, and four facts change."""
    root = clone(tmp_path_factory.mktemp("review") / "clone")
    text = (root / PLAN).read_text(encoding="utf-8")
    gone = re.search(r"          - id: kien-toan-bo-may\n(?:            .*\n)+", text)
    (root / PLAN).write_text(text.replace(gone[0], ""), encoding="utf-8")
    changed(root, *EDITS)
    commit(root, "second")
    return root


@pytest.fixture(scope="module")
def pack(repository):
    answer = run(repository, "review", "HEAD~1", "HEAD", "-o", repository / "build/pack")
    assert answer.returncode == 0, answer.stderr
    return repository / "build/pack"


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_pack_holds_everything_and_lists_it_with_its_hashes(pack):
    found = hashes(pack)
    assert {
        *("tom-tat.html", "tom-tat.md", "co-quan.html", "co-quan.pdf", "phat-hien.html", "tham-dinh.zip"),
        *(MATRIX, REDLINE, "co-quan/so-noi-vu.docx"),
    } < set(found)
    listed = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {one["path"]: one["sha256"] for one in listed} == {
        path: digest for path, digest in found.items() if path != "manifest.json"
    }


def test_the_archive_holds_the_same_with_a_manifest_of_its_own(pack):
    with zipfile.ZipFile(pack / "tham-dinh.zip") as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()}
    listed = json.loads(inside.pop("manifest.json"))["files"]
    assert {one["path"]: (one["size"], one["sha256"]) for one in listed} == {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in inside.items()
    }
    assert set(inside) == set(hashes(pack)) - {"tham-dinh.zip", "manifest.json"}


def test_the_redline_tracks_the_new_figure_beside_the_old_one(pack):
    with zipfile.ZipFile(pack / REDLINE) as archive:
        document = archive.read("word/document.xml").decode()
    inserted = re.findall(r"<w:ins\b.*?</w:ins>", document, re.DOTALL)
    deleted = "".join(re.findall(r"<w:delText[^>]*>([^<]*)", document))
    assert any("10/7/2026" in one for one in inserted)
    assert "10/4/2026" in deleted


def test_pages_load_nothing_and_lead_only_to_files_of_the_pack(pack):
    for page in pack.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<b>." not in text, "the text of a plan is no markup"
        for target in re.findall(r'(?:src|href)="([^"#][^"]*)"', text):
            assert (pack / target).is_file()
    assert REDLINE in (pack / "tom-tat.html").read_text(encoding="utf-8")
    assert MATRIX in (pack / "tom-tat.html").read_text(encoding="utf-8")


def test_agencies_to_ask_are_told_what_they_gain_lose_and_confirm(pack):
    page = (pack / "co-quan.html").read_text(encoding="utf-8")
    told = {
        name: re.sub(r"\s*<[^>]+>\s*", "|", rows)
        for name, rows in re.findall(r"<h2[^>]*>(.*?)</h2>\s*(<table>.*?</table>)", page, re.DOTALL)
    }
    assert "|nay chủ trì||III.1 Quán triệt" in told["Sở Nội vụ tỉnh Lào Cai"]
    assert "|thôi chủ trì||III.1 Quán triệt" in told["Sở Nông nghiệp và Môi trường"]
    assert "|thôi chủ trì||III.2(4) Khẩn trương rà soát" in told["Sở Nông nghiệp và Môi trường"]
    assert "|cần xác nhận lại||III.1 Quán triệt" in told["Ủy ban nhân dân các xã, phường"]
    assert (
        "giao chung cho các sở, ban, ngành" in told["Sở Y tế tỉnh Lào Cai"]
    )  # a group that it belongs to is named for one of them
    assert not any("Tỉnh ủy" in name for name in told)


def test_the_cover_names_both_states_with_commit_day_and_branch(repository, pack):
    page = (pack / "tom-tat.html").read_text(encoding="utf-8")
    cover = re.search(r'<table class="cover">.*?</table>', page, re.DOTALL)[0]
    rows = ["|".join(re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)) for row in cover.split("</tr>")[:-1]]
    first, second = git(repository, "log", "--format=%h", "--abbrev=7").split()[:2]
    branch = git(repository, "branch", "--show-current").strip()
    assert rows[0] == "|trước|sau"
    assert rows[1] == f"Bản|HEAD~1 ({second})|HEAD ({first})"
    assert rows[2].startswith(f"Lần ghi|{second} ")
    assert rows[2].endswith(f"|{first} second")
    assert re.fullmatch(r"Ngày ghi(\|\d\d?/\d\d?/\d{4}){2}", rows[3])
    assert rows[4] == f"Nhánh||{branch}"


def test_each_agency_has_a_word_file_to_send_and_a_page_to_print(pack):
    with zipfile.ZipFile(pack / "co-quan/so-noi-vu.docx") as archive:
        text = re.sub(r"<[^>]+>", "|", archive.read("word/document.xml").decode())
    text = plain_breaks(re.sub(r"\|+", "|", text))
    for words in (
        "|Sở Nội vụ tỉnh Lào Cai|",
        "|nay chủ trì|III.1|Quán triệt",
        "So sánh: HEAD~1 (",
        "chủ trì: Sở Nội vụ",
    ):
        assert words in text, words
    printed = subprocess.run(
        ["pdftotext", "-layout", pack / "co-quan.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = [page for page in printed.stdout.split("\f") if "THAY ĐỔI TRONG CÔNG VIỆC CỦA" in page]
    assert len(pages) == len(list((pack / "co-quan").iterdir()))
    assert [
        page
        for page in pages
        if "Sở Nội vụ tỉnh Lào Cai" in page and re.search(r"nay chủ trì +III\.1 +Quán triệt", page)
    ]


def test_findings_say_which_are_new(pack):
    page = (pack / "phat-hien.html").read_text(encoding="utf-8")
    (new,) = re.split(r"<h2>", page)[1:]
    assert new.startswith("Phát hiện mới (1)")
    assert "budget-sum" in new
    assert "5.280: lệch -99 (trước: tổng là 5.181, các phần cộng lại 5.180: do làm tròn)" in new
    assert re.search(r"Phát hiện đã có từ trước và vẫn còn: \d\d</p>", new), "counted only"


def test_the_matrix_marks_cells_and_rows_in_words_and_keeps_the_old_value(pack):
    text = subprocess.run(
        ["pdftotext", "-layout", pack / MATRIX, "-"], capture_output=True, text=True, check=True
    ).stdout
    flat = " ".join(text.split())
    assert len(re.findall(r"\bSỬA\b", flat)) == 2  # the task of the first group, and the one with the money
    assert len(re.findall(r"\bMỚI\b", flat)) == 1
    assert len(re.findall(r"\bBỎ\b", flat)) == 1
    assert "10/4/2026" in flat
    assert "10/7/2026" in flat
    assert re.search(r"Bản HEAD~1 \([0-9a-f]{7}\) so với bản HEAD \([0-9a-f]{7}\)", flat)


def test_the_matrix_is_for_archives_and_screen_readers(pack):
    import page

    for profile in ("3a", "ua1"):
        for path in (MATRIX, "co-quan.pdf"):
            assert page.validate_pdf(pack / path, profile=profile).failures == []


def test_the_same_states_give_the_same_bytes(repository, pack, tmp_path):
    assert run(repository, "review", "HEAD~1", "HEAD", "-o", tmp_path / "again").returncode == 0
    assert hashes(tmp_path / "again") == hashes(pack)


def test_a_new_pack_takes_the_place_of_an_old_one_and_of_nothing_else(repository, tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    answer = run(repository, "review", "HEAD~1", "HEAD", "-o", folder)
    assert answer.returncode == 2
    assert answer.stderr.strip().endswith("đang chứa tệp khác; hãy nêu một thư mục trống hoặc chưa có")
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "mine"

    (folder / "letter.txt").unlink()
    assert run(repository, "review", "HEAD~1", "HEAD", "-o", folder).returncode == 0
    before = hashes(folder)
    assert run(repository, "review", "HEAD~1", "HEAD~1", "-o", folder).returncode == 0
    assert "Không có gì thay đổi" in (folder / "tom-tat.html").read_text(encoding="utf-8")
    assert hashes(folder) != before


@pytest.mark.parametrize(("names", "status"), [(["no-such"], 2), (["broken", "HEAD"], 1)])
def test_a_run_that_fails_leaves_nothing(repository, tmp_path, names, status):
    if names[0] == "broken":
        git(repository, "switch", "-qc", "broken")
        changed(repository, ("value: 2\n", "value: 1.5\n"))
        commit(repository, "broken")
        git(repository, "switch", "-q", "main")
    answer = run(repository, "review", *names, "-o", tmp_path / "pack")
    assert answer.returncode == status
    assert "Traceback" not in answer.stderr
    assert names[0] in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_two_plans_of_different_years_are_reviewed_along_their_tasks(repository, tmp_path):
    assert run(repository, "review", "lao-cai-2026", "-o", tmp_path / "pack").returncode == 0
    assert "Bản lao-cai-2024 so với bản lao-cai-2026" in " ".join(
        subprocess.run(
            ["pdftotext", tmp_path / "pack" / MATRIX, "-"], capture_output=True, text=True, check=True
        ).stdout.split()
    )
