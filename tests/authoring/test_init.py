"""From an empty folder to a working office: any place, any subject, and nothing of another office in it."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import yaml
from click.testing import CliRunner

from planbook.authoring.begin import begin
from planbook.authoring.init import make_office
from planbook.authoring.office_place import CannotFound
from planbook.checks import examine
from planbook.cli import main
from planbook.loading.shared_registers import settings, shared
from planbook.loading.workspace import load_files
from planbook.model.period import parse_when
from planbook.model.responsibility import assigned_leads
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.guides import in_office
from planbook.outputs.office_settings import read_phrases
from planbook.outputs.pages.site import Site
from planbook.render.article import article, article_lines
from planbook.render.templates import Templates
from planbook.repository.files import read_folder
from planbook.repository.revisions import commits_of
from planbook.verify.facts import text_facts
from planbook.verify.state import state_of
from planbook.views.addresses import Address
from planbook.views.once import Views
from tests.clones import git
from tests.conftest import EPOCH, FIVE, ROOT
from tests.offices import files, written

NOBODYS = re.compile(r"nghèo|lào cai|lao-cai|bắc hà|bac-ha|quỳnh nhai|quynh-nhai|poverty|yên bái", re.IGNORECASE)


def test_neither_a_place_nor_a_subject_is_assumed_by_the_program():
    """The shared registers name every province and every national programme, the forms of programmes these."""
    suffixes = {".py", ".yaml", ".yml", ".html", ".md", ".css", ".js", ".po", ".toml"}
    named = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for top in ("planbook", "templates", "mkdocs.yml", "pyproject.toml")
        for path in ([ROOT / top] if (ROOT / top).is_file() else sorted((ROOT / top).rglob("*")))
        if path.suffix in suffixes and "registers" not in path.parts and path.name != "forms.yaml"
        for match in NOBODYS.finditer(path.read_text("utf-8"))
    ]
    assert named == []


@pytest.fixture(autouse=True)
def _a_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)  # a day of September 2026


PLACES = {
    "Sơn La": ("tinh-son-la", "province", "Sơn La"),
    "tinh son la": ("tinh-son-la", "province", "Sơn La"),
    "Thành phố Huế": ("thanh-pho-hue", "province", "Huế"),
    "TP. Hồ Chí Minh": ("thanh-pho-ho-chi-minh", "province", "Thành phố Hồ Chí Minh"),
    "xã Trà Tân, tỉnh Lâm Đồng": ("xa-tra-tan", "commune", "Trà Tân"),
    "Phường  Bến Thành, thành phố Hồ Chí Minh": ("phuong-ben-thanh", "commune", "Bến Thành"),
    "đặc khu Phú Quý, Lâm Đồng": ("dac-khu-phu-quy", "commune", "Phú Quý"),
    "phường 1": ("phuong-1", "commune", "Phường 1"),
}


@pytest.mark.parametrize(
    ("body", "is_unit"),
    [
        ("Trường Tiểu học Hoa Mai, xã Trà Tân, tỉnh Lâm Đồng", True),
        ("Phòng Kinh tế xã Trà Tân, tỉnh Lâm Đồng", True),
        ("Trạm Y tế xã Trà Tân, tỉnh Lâm Đồng", True),
        ("Bệnh viện Đa khoa tỉnh Sơn La", True),
        ("Sở Nội vụ tỉnh Sơn La", False),
        ("Đảng ủy xã Trà Tân, tỉnh Lâm Đồng", False),
        ("Hội Nông dân xã Trà Tân, tỉnh Lâm Đồng", False),
        ("Bộ Nội vụ", False),
    ],
)
def test_a_body_that_governs_nobody_begins_with_work_of_its_own(tmp_path, body, is_unit):
    make_office(tmp_path / "office", body, "chuyển đổi số")
    workspace, found = examine(tmp_path / "office/data")
    assert {one.check for one in found} == {"decision-open"}
    (plan,) = workspace.plans.values()
    text = (tmp_path / f"office/data/plans/{plan.id}.yaml").read_text("utf-8")
    assert ("từng bộ phận" in text, is_unit and "trưởng thôn" in text) == (is_unit, False)
    assert {lead.agency for leads in assigned_leads(plan).values() for lead in leads} == {plan.issuer}


@pytest.mark.parametrize("place", PLACES)
def test_an_office_of_any_place_begins_with_a_plan_that_has_nothing_wrong(tmp_path, place):
    id_, level, seat = PLACES[place]
    make_office(tmp_path / "office", place, "")
    workspace, found = examine(tmp_path / "office/data")
    assert {one.check for one in found} == {"decision-open"}
    (plan,) = workspace.plans.values()
    assert (plan.jurisdiction, plan.issuer, plan.place, str(plan.period)) == (id_, f"ubnd-{id_}", seat, "2026")
    assert workspace.localities[id_].level == level


BODIES = {
    "Bộ Giáo dục và Đào tạo": ("bo-gd-dt", "KH-BGDĐT", "Hà Nội", "Bộ trưởng"),
    "Văn phòng Chính phủ": ("van-phong-chinh-phu", "KH-VPCP", "Hà Nội", "Bộ trưởng, Chủ nhiệm"),
    "Sở Nội vụ tỉnh Sơn La": ("so-noi-vu-tinh-son-la", "KH-SNV", "Sơn La", "Giám đốc"),
    "so van hoa, the thao va du lich son la": ("so-vhttdl-tinh-son-la", "KH-SVHTTDL", "Sơn La", "Giám đốc"),
    "Sở GD&ĐT thành phố Huế": ("so-gd-dt-thanh-pho-hue", "KH-SGDĐT", "Huế", "Giám đốc"),
    "Tỉnh ủy Sơn La": ("tinh-uy-tinh-son-la", "KH/TU", "Sơn La", "Bí thư"),
    "Hội đồng nhân dân tỉnh Cà Mau": ("hdnd-tinh-ca-mau", "KH-HĐND", "Cà Mau", "Chủ tịch"),
    "Công an tỉnh Sơn La": ("cong-an-tinh-son-la", "KH-CAT", "Sơn La", "Giám đốc"),
    "UBND tỉnh Sơn La": ("ubnd-tinh-son-la", "KH-UBND", "Sơn La", "Chủ tịch"),
    "Đảng ủy xã Trà Tân, Lâm Đồng": ("dang-uy-xa-tra-tan", "KH/ĐU", "Trà Tân", "Bí thư"),
    "UBMTTQ tỉnh Sơn La": ("ub-mttq-tinh-son-la", "KH-MTTQ-BTT", "Sơn La", "Chủ tịch"),
    "Ủy ban MTTQ xã Trà Tân, Lâm Đồng": ("ub-mttq-xa-tra-tan", "KH-MTTQ-BTT", "Trà Tân", "Chủ tịch"),
    "BGDĐT": ("bo-gd-dt", "KH-BGDĐT", "Hà Nội", "Bộ trưởng"),
    "Bộ NNMT": ("bo-nn-mt", "KH-BNNMT", "Hà Nội", "Bộ trưởng"),
    "NHNN Việt Nam": ("ngan-hang-nha-nuoc", "KH-NHNN", "Hà Nội", "Thống đốc"),
    "SGDĐT Sơn La": ("so-gd-dt-tinh-son-la", "KH-SGDĐT", "Sơn La", "Giám đốc"),
    "UBND TP.HCM": ("ubnd-thanh-pho-ho-chi-minh", "KH-UBND", "Thành phố Hồ Chí Minh", "Chủ tịch"),
    "BCH Quân sự tỉnh Sơn La": ("bo-chqs-tinh-son-la", "KH-BCHQS", "Sơn La", "Chỉ huy trưởng"),
    "Văn phòng Tỉnh ủy Sơn La": ("van-phong-tinh-uy-tinh-son-la", "KH/VPTU", "Sơn La", "Chánh Văn phòng"),
    "Trường Tiểu học Kim Đồng, xã Trà Tân, Lâm Đồng": (
        "truong-tieu-hoc-kim-dong-xa-tra-tan",
        "KH-TTHKĐ",
        "Trà Tân",
        "Hiệu trưởng",
    ),
    "BV Đa khoa tỉnh Sơn La": ("benh-vien-da-khoa-tinh-son-la", "KH-BVĐK", "Sơn La", "Giám đốc"),
    "Phòng Kinh tế xã Trà Tân, tỉnh Lâm Đồng": ("phong-kinh-te-xa-tra-tan", "KH-PKT", "Trà Tân", "Trưởng phòng"),
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_begins_with_a_plan_under_its_own_symbol_and_signature(tmp_path, body):
    issuer, symbol, seat, title = BODIES[body]
    make_office(tmp_path / "office", body, "chuyển đổi số")
    workspace, found = examine(tmp_path / "office/data")
    assert {one.check for one in found} == {"decision-open"}
    (plan,) = workspace.plans.values()
    assert (plan.issuer, plan.symbol, plan.place, plan.signatory.title) == (issuer, symbol, seat, title)
    assert plan.title.startswith("Chuyển đổi số năm 2026 ")
    assert (plan.subject, workspace.office.issuer) == ("chuyển đổi số", issuer)
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "office").rglob("*.*") if path.is_file())
    assert not NOBODYS.search(written)


def test_a_new_plan_is_of_the_offices_body_and_of_another_subject_where_that_is_said(tmp_path):
    make_office(tmp_path / "office", "Sở Nội vụ tỉnh Sơn La", "cải cách hành chính")
    begin(tmp_path / "office", "thi-dua", "", "", parse_when("2027"), subject="thi đua, khen thưởng")
    begin(tmp_path / "office", "cchc", "", "", parse_when("2027"))
    plans = examine(tmp_path / "office/data")[0].plans
    assert {plans[name].issuer for name in ("thi-dua", "cchc")} == {"so-noi-vu-tinh-son-la"}
    assert plans["thi-dua"].title == "Thi đua, khen thưởng năm 2027 của {agency:so-noi-vu-tinh-son-la|full}"
    assert (plans["thi-dua"].subject, plans["cchc"].subject) == ("thi đua, khen thưởng", "cải cách hành chính")


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("Sở Nội vụ tỉnh Sơn La", ("UBND TỈNH SƠN LA", "SỞ NỘI VỤ")),
        ("Phòng Kinh tế xã Trà Tân, Lâm Đồng", ("UBND XÃ TRÀ TÂN", "PHÒNG KINH TẾ")),
        ("Bộ Y tế", ("", "BỘ Y TẾ")),
        ("Sơn La", ("", "ỦY BAN NHÂN DÂN", "TỈNH SƠN LA")),
    ],
)
def test_the_superior_body_stands_above_a_department(tmp_path, body, head):
    make_office(tmp_path / "office", body, "")
    workspace, _ = examine(tmp_path / "office/data")
    (view,) = Views(workspace, read_phrases(tmp_path)).views.values()
    assert (view.superior, *view.issuer) == head


@pytest.mark.parametrize(
    ("body", "name", "full_name"),
    [
        ("Trường THPT Tô Hiệu, tỉnh Sơn La", "Trường THPT Tô Hiệu", "Trường THPT Tô Hiệu, tỉnh Sơn La"),
        ("Bệnh viện Đa khoa tỉnh Sơn La", "Bệnh viện Đa khoa tỉnh Sơn La", "Bệnh viện Đa khoa tỉnh Sơn La"),
        ("Văn phòng Tỉnh ủy Sơn La", "Văn phòng Tỉnh ủy", "Văn phòng Tỉnh ủy Sơn La"),
        ("TT Y tế xã Trà Tân, Lâm Đồng", "Trung tâm Y tế xã Trà Tân", "Trung tâm Y tế xã Trà Tân"),
    ],
)
def test_a_body_that_no_register_lists_is_written_into_the_offices_own(tmp_path, body, name, full_name):
    make_office(tmp_path / "office", body, "")
    (agency,) = yaml.safe_load((tmp_path / "office/data/agencies.yaml").read_text("utf-8"))["agencies"]
    assert (agency["name"], agency["full_name"]) == (name, full_name)


def test_the_front_door_finds_the_program_where_this_python_has_none(tmp_path):
    make_office(tmp_path / "office", "Sơn La", "")
    words = [sys.executable, "-I", "-S", str(tmp_path / "office/build_docs.py"), "--version"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.startswith("planbook ")
    (tmp_path / "office/build/planbook").unlink()
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr.startswith("Chưa cài planbook")) == (1, True)


def test_an_office_without_templates_can_be_proven_by_its_revision(tmp_path):
    """A target that somebody answers for stands in calendars at the end of its year."""
    root = tmp_path / "office"
    make_office(root, "Sơn La", "")
    (path,) = (root / "data/plans").glob("*.yaml")
    target = "text: Tập huấn cho {value}.\n        value: 90\n        unit: người\n        due: 2026\n        lead: so-y-te-tinh-son-la"
    path.write_text(path.read_text("utf-8").replace('text: "[Nêu chỉ tiêu]."', target), "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    (commit,) = commits_of(root, "data", 1)
    state = state_of(root, commit)
    (fact,) = text_facts("31/12/2026")
    assert state.explains(fact.key)


def test_a_plan_of_the_party_has_a_hyphen_behind_its_number(tmp_path):
    make_office(tmp_path / "office", "Tỉnh ủy Sơn La", "")
    workspace, _ = examine(tmp_path / "office/data")
    (plan,) = workspace.plans.values()
    views = Views(workspace, read_phrases(tmp_path))
    assert views.views[plan.id].number_line.endswith("-KH/TU")


@pytest.mark.parametrize(
    "subject", ["", "chuyển đổi số", "an toàn: giao thông", 'lễ hội "Hoa"', "phòng, chống ma túy #1", "a" * 80]
)
def test_a_subject_may_be_anything_that_people_write(tmp_path, subject):
    make_office(tmp_path / "office", "xã Trà Tân, Lâm Đồng", subject)
    workspace, found = examine(tmp_path / "office/data")
    assert not [one for one in found if one.stops_the_build]
    (plan,) = workspace.plans.values()
    assert plan.title.casefold().startswith(subject.casefold() or "thực hiện nhiệm vụ")
    assert workspace.office.plans == f"kế hoạch {subject}".strip()


def test_every_province_can_begin(tmp_path):
    there = [one for one in shared().entries("localities") if one.level == "province" and one.end is None]
    for one in (there[0], there[13], there[33]):
        make_office(tmp_path / one.id, "", "")
        assert (tmp_path / one.id / "data/office.yaml").is_file()


@pytest.mark.parametrize(
    ("folder", "place", "said"),
    [
        ("x", "Yên Bái", "ghi tỉnh Lào Cai"),
        ("x", "tỉnh Hà Tây Ninh", "Tây Ninh"),
        ("x", "Nam Vang", "“Nam Vang” không phải tên nơi nào"),
        ("x", "huyện Mộc Châu, tỉnh Sơn La", "không còn huyện; ghi xã, phường"),
        ("x", "", "xã A, tỉnh Sơn La"),
        ("x", "Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ"),
        ("x", "Sở Thủy sản tỉnh Sơn La", "không có cơ quan thường gặp nào tên “Sở Thủy sản”"),
        ("x", "xã A, tỉnh Bình Dương", "Thành phố Hồ Chí Minh"),
        ("x", "BCT", "Bộ Chính trị, Bộ Công Thương"),
        ("x", "BLĐTBXH", "Bộ Nội vụ"),
        ("x", "Kho bạc Nhà nước tỉnh Sơn La", "không có cơ quan thường gặp nào tên “Kho bạc Nhà nước”"),
        ("x", "ubnd xa Tra Tan, Lam Dong", "ghi có dấu"),
        ("full", "Sơn La", "không trống"),
        ("file", "Sơn La", "không trống"),
        ("link", "Sơn La", "không trống"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(tmp_path, monkeypatch, folder, place, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full/sub").mkdir(parents=True)
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    before = sorted(os.listdir(tmp_path))
    answer = CliRunner().invoke(main, ["init", folder, *(["--place", place] if place else [])])
    assert answer.exit_code == 2
    assert said in answer.output
    assert sorted(os.listdir(tmp_path)) == before


def test_a_plan_that_cannot_be_begun_leaves_no_folder(tmp_path, monkeypatch):
    def broken(*_, **__):
        raise CannotFound("x")

    monkeypatch.setattr("planbook.authoring.init.begin", broken)
    with pytest.raises(CannotFound):
        make_office(tmp_path / "office", "Sơn La", "")
    assert os.listdir(tmp_path) == []


def test_the_ci_files_and_the_rest_can_be_read(tmp_path):
    make_office(tmp_path / "office", "Cà Mau", "")
    folder = tmp_path / "office"
    for name in (".github/workflows/planbook.yml", ".gitlab-ci.yml", "data/office.yaml"):
        assert yaml.safe_load((folder / name).read_text("utf-8"))
    assert "$" not in (folder / "README.md").read_text("utf-8")
    assert "build/planbook" in (folder / "Makefile").read_text("utf-8")
    assert "machine" not in (folder / "requirements.txt").read_text("utf-8")
    assert str(ROOT) not in "".join(
        path.read_text("utf-8") for path in folder.rglob("*") if path.is_file() and path.name != "planbook"
    )


def test_an_office_says_single_lines_and_the_program_the_rest():
    workspace, found = load_files(files({}, office={"plans": "kế hoạch chuyển đổi số", "standard": "chuẩn số"}))
    assert found == []
    assert (workspace.office.plans, workspace.office.standard) == ("kế hoạch chuyển đổi số", "chuẩn số")
    assert workspace.office.new_title == settings().new_title
    assert load_files(files({}))[0].office == settings()


def test_settings_that_are_wrong_are_told_with_their_place():
    _, found = load_files(files({}, office={"plan": "x", "place": "tinh-b"}))
    assert {(one.check, one.span.path) for one in found} == {
        ("unknown-key", "data/office.yaml"),
        ("unknown-reference", "data/office.yaml"),
    }


def test_standards_are_called_as_the_office_calls_them(tmp_path):
    assert read_phrases(FIVE).say("column_standard") == "Chuẩn nghèo"
    assert read_phrases(tmp_path).say("column_standard") == "Chuẩn"


def test_a_fresh_folder_goes_from_the_wheel_to_a_site_a_draft_and_a_matrix(installed, tmp_path):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MAKE"))}

    def at(folder, *words):
        return subprocess.run(words, cwd=folder, env=clean, capture_output=True, text=True, check=False)

    answer = at(tmp_path, str(installed / "planbook"), "init", "xa-moi", "--place", "xã Trà Tân, tỉnh Lâm Đồng")
    assert answer.returncode == 0, answer.stderr
    made = at(tmp_path / "xa-moi", "make")
    assert made.returncode == 0, made.stdout + made.stderr
    site = tmp_path / "xa-moi/site"
    name = "tra-tan-2026"
    for path in (f"{name}.docx", f"{name}-ma-tran.pdf", f"{name}-ma-tran.xlsx", "index.html"):
        assert (site / "ke-hoach" / name / path).stat().st_size > 4000
    home = (site / "index.html").read_text("utf-8")
    assert "<title>Kế hoạch xã Trà Tân</title>" in re.sub(r"<title>.* - ", "<title>", home)
    assert not NOBODYS.search(home)
    assert at(tmp_path / "xa-moi", "make", "check").returncode == 0


def test_an_office_replaces_one_block_of_a_template_and_takes_the_rest_from_the_program(tmp_path):
    make_office(tmp_path / "office", "Sơn La", "")
    own = tmp_path / "office/templates/plan/plan.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        '{% extends "planbook/plan/plan.html" %}\n'
        '{% block closing %}\n{{ super() }}<p class="closing">Đường dây nóng: số 1.</p>\n{% endblock %}\n',
        "utf-8",
    )
    workspace, _ = examine(tmp_path / "office/data")
    views = Views(workspace, read_phrases(tmp_path / "office"))
    (view,) = views.views.values()
    lines, shipped = (
        [line.text for line in article_lines(article(Templates(folder / "templates"), view, views.phrases))]
        for folder in (tmp_path / "office", ROOT)
    )
    at = shipped.index(next(text for text in shipped if text.startswith("Trên đây")))
    assert lines == [*shipped[: at + 1], "Đường dây nóng: số 1.", *shipped[at + 1 :]]


def test_the_first_page_says_of_which_subject_a_year_has_no_plan(tmp_path):
    """A subject that rests for more than a year is not waited for."""
    plans = [
        {"id": f"k-{subject.replace(' ', '-') or 'khac'}-{year}", "subject": subject, "period": str(year)}
        for subject, year in (("so", 2025), ("so", 2026), ("y te", 2025), ("lua", 2021), ("", 2026))
    ]
    root = written(tmp_path, [{**plan, "subject": plan["subject"] or None} for plan in plans])
    (page,) = page_texts(
        Site(edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC)), {}), (Address.HOME,)
    ).values()
    assert re.findall("Chưa có kế hoạch[^.]*", page) == [
        "Chưa có kế hoạch về y te của năm 2026",
        "Chưa có kế hoạch của năm 2027",
        "Chưa có kế hoạch của năm 2028",
    ]


def test_guides_name_the_offices_own_plan_where_they_need_not_the_example():
    workspace, _ = load_files(files([{"id": "cu-2026", "period": "2026"}, {"id": "moi-2027", "period": "2027"}]))
    page = (ROOT / "content/huong-dan/soan-thao.md").read_text("utf-8")
    own = in_office(page, workspace)
    sections = {section.partition("{: #")[2].partition(" ")[0]: section for section in own.split("\n## ")}

    assert "site/ke-hoach/moi-2027/moi-2027.docx" in sections["dung-lai"]
    assert "locality: tinh-a" in sections["nhom"]
    assert {name for name, section in sections.items() if "lao-cai" in section} == {"sua-so", "nam-sau", "moi"}
    for name in ("sua-so", "nam-sau", "moi"):
        assert "Ví dụ này là của kế hoạch lao-cai-2026 đi kèm chương trình" in sections[name]
    five, _ = load_files(read_folder(ROOT / "data"))
    assert in_office(page, five) == page
