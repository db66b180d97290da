"""What a draft tells of itself: properties, its mark as a draft with day and revision, change tracking."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.repository.revisions import VIETNAM
from tests.conftest import FIVE, PLANS, workspace
from tests.reading_word import W, manifest, numbered, part


def draft(root: Path, plan: str) -> Path:
    return root / f"site/ke-hoach/{plan}/{plan}.docx"


NOTE = "Câu chữ viết mới, không phải nguyên văn"


def footers(path: Path) -> set[str]:
    """The lines at the foot of the pages, first pages included, without the note of whose words they are."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/footer")]
    referred = {node.get(f"{W}type") for node in part(path, "word/document.xml").iter(f"{W}footerReference")}
    texts = {"".join(node.text for node in part(path, name).iter(f"{W}t")) for name in names}
    assert all(text.endswith(NOTE) for text in texts), "the five plans have it on every page"
    return (
        {text.removesuffix(NOTE).removesuffix(" · ") for text in texts} - {""}
        if referred == {"default", "first"}
        else set()
    )


def tracks(path: Path) -> bool:
    return part(path, "word/settings.xml").find(f"{W}trackRevisions") is not None


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_properties_name_plan_and_office(project):
    properties = part(draft(project, "lao-cai-2026"), "docProps/core.xml")
    found = {node.tag.rpartition("}")[2]: node.text for node in properties}

    assert found["title"] == "Giảm nghèo bền vững tỉnh Lào Cai năm 2026"
    assert found["subject"].startswith("Triển khai thực hiện Kế hoạch số 62-KH/TU ngày 07/3/2026")
    assert found["creator"] == "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"
    assert found["keywords"] == "lao-cai-2026, Lào Cai, 2026"
    assert found["language"] == "vi-VN"


@pytest.mark.parametrize("plan", PLANS)
def test_a_draft_says_so_with_the_day_it_was_made_and_what_is_issued_does_not(project, plans, plan):
    is_draft = plans.plans[plan].status == "draft"

    assert footers(draft(project, plan)) == ({"DỰ THẢO ngày 21/9/2026"} if is_draft else set())
    assert ("DỰ THẢO" in [text for _, text in numbered(draft(project, plan))]) == is_draft


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    answer = subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def test_a_draft_names_its_commit_and_tracks_changes_if_asked_to(tmp_path):
    root = workspace(tmp_path / "office", FIVE / "data", ("bac-ha-2022", "quynh-nhai-2030"))
    edit(root / "data/plans/bac-ha-2022.yaml", "status: issued", "status: draft")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "all")
    commit = git(root, "rev-parse", "--short", "HEAD")

    path = drafted(root, "bac-ha-2022", "bac-ha-2022")
    day = f"{made_at(root).astimezone(VIETNAM):%-d/%-m/%Y}"
    assert footers(path) == {f"DỰ THẢO ngày {day}, bản {commit}"}
    assert manifest(path).get("revision") == commit
    assert tracks(path)
    assert not tracks(drafted(root, "quynh-nhai-2030", "bac-ha-2022"))

    edit(root / "data/plans/bac-ha-2022.yaml", "value: 7,6", "value: 7,5")
    path = drafted(root, "bac-ha-2022")
    assert footers(path) == {f"DỰ THẢO ngày {day}, bản {commit}+"}
    assert not tracks(path)


def drafted(root: Path, plan: str, *tracked: str) -> Path:
    """The draft of a plan of a workspace, without the rest of the site; Word records changes in those of some plans."""
    given = edition(read_sources(root), made_at(root), None, tracked)
    path = root / f"{plan}.docx"
    path.write_bytes(word_draft(given, given.workspace.plans[plan]))
    return path


def test_an_office_switches_the_mark_off_in_the_style_sheet(tmp_path):
    root = workspace(tmp_path, FIVE / "data")
    assert footers(drafted(root, "lao-cai-2026")) != set()
    edit(root / "templates/word/styles.yaml", "draft_mark: true", "draft_mark: false")

    path = drafted(root, "lao-cai-2026")
    assert footers(path) == set()
    assert "DỰ THẢO" not in [text for _, text in numbered(path)]


def test_an_issued_plan_carries_no_mark(tmp_path):
    root = workspace(tmp_path, FIVE / "data", ("bac-ha-2022",))
    edit(root / "data/plans/bac-ha-2022.yaml", "status: issued", "status: issued\nnumber: 5/KH-UBND")
    edit(root / "data/plans/bac-ha-2022.yaml", "date: 2022-07", "date: 2022-07-08")

    path = drafted(root, "bac-ha-2022")
    texts = [text for _, text in numbered(path)]
    assert footers(path) == set()
    assert "DỰ THẢO" not in texts
    assert "Số: 05/KH-UBND" in texts
    assert "Bắc Hà, ngày 08 tháng 7 năm 2022" in texts


def test_every_text_is_vietnamese_for_the_spelling_checker(project):
    styles = part(draft(project, "lao-cai-2026"), "word/styles.xml")
    languages = [value for node in styles.iter(f"{W}lang") for value in node.attrib.values()]

    assert languages
    assert set(languages) == {"vi-VN"}
    assert not list(part(draft(project, "lao-cai-2026"), "word/document.xml").iter(f"{W}lang"))


@pytest.mark.parametrize("plan", PLANS)
def test_the_look_stands_in_styles(project, plan):
    """Only indents of rules, and the weight of a list number, which has no other place, are said directly."""
    document = part(draft(project, plan), "word/document.xml")
    direct = {node.tag.removeprefix(W) for mark in document.iter(f"{W}rPr") for node in mark}
    inside = {node.tag.removeprefix(W) for mark in document.iter(f"{W}pPr") for node in mark}

    assert direct == {"rStyle", "b"}
    assert not [run for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    assert inside <= {"pStyle", "keepNext", "numPr", "ind", "rPr", "sectPr"}


@pytest.mark.parametrize("plan", PLANS)
def test_tables_of_data_can_be_read_aloud(project, plan):
    tables = list(part(draft(project, plan), "word/document.xml").iter(f"{W}tbl"))
    said = [
        (table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val"), table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val"))
        for table in tables
        if table.find(f"{W}tblPr/{W}tblCaption") is not None
    ]

    targets = "STT, Chỉ tiêu, Đơn vị tính, Mức phấn đấu, Thời gian"
    # No target of this plan is measured under a standard.
    assert ("BIỂU CHỈ TIÊU", targets if plan == "quynh-nhai-2030" else f"{targets}, Chuẩn nghèo") in said
    assert len(said) == len(tables) - 2, "all but the heading block and the signature block"
