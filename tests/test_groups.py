"""What a plan gives to a group reaches its members: their pages, sheets, calendars and filters, and never twice."""

from pathlib import Path

import pytest

from planbook.loading.workspace import load, load_entry
from planbook.model.workspace import Workspace
from planbook.views.agency import AgencyView
from planbook.views.once import Views
from planbook.views.register import register
from planbook.wording.phrases import Phrases, WordingFile
from tests.conftest import ROOT
from tests.test_diagnostics_spec import BASE

LOCALITIES = """\
localities:
  - {id: tinh-mau, name: tỉnh Mẫu, level: province}
  - {id: tinh-ban, name: tỉnh Bạn, level: province}
  - {id: xa-mot, name: xã Một, level: commune, part_of: tinh-mau}
  - {id: xa-ban, name: xã Bạn, level: commune, part_of: tinh-ban}
"""
AGENCIES = """\
agencies:
  - {id: ubnd-tinh, name: Ủy ban nhân dân tỉnh, level: province, locality: tinh-mau}
  - {id: so-y-te, name: Sở Y tế, level: province, locality: tinh-mau}
  - {id: so-noi-vu, name: Sở Nội vụ, level: province, locality: tinh-mau}
  - {id: so-cu, name: Sở Cũ, level: province, locality: tinh-mau}
  - {id: so-giua, name: Sở Giữa, level: province, locality: tinh-mau}
  - {id: cong-an, name: Công an tỉnh, level: province, branch: armed-forces, locality: tinh-mau}
  - {id: ban-to-chuc, name: Ban Tổ chức, level: province, branch: party, locality: tinh-mau}
  - {id: so-ban, name: Sở Bạn, level: province, locality: tinh-ban}
  - {id: ubnd-xa-mot, name: Ủy ban nhân dân xã Một, level: commune, locality: xa-mot}
  - {id: ubnd-xa-ban, name: Ủy ban nhân dân xã Bạn, level: commune, locality: xa-ban}
groups:
  - id: cac-so
    name: các sở, ban, ngành
    level: province
    locality: tinh-mau
    member_rule: {level: province, branches: [state, armed-forces], without: ubnd-tinh}
  - {id: ubnd-xa, name: UBND các xã, level: commune, locality: tinh-mau, member_rule: {level: commune, below: true}}
  - {id: hai-so, name: hai sở, level: province, locality: tinh-mau, members: [so-y-te, ubnd-xa], open: true}
"""
CHANGES = """\
changes:
  - {id: cu, kind: dissolve, date: 2025-12-31, original: so-cu}
  - {id: giua, kind: dissolve, date: 2026-07-01, original: so-giua}
"""
PLAN = """\
outline:
  - id: nhiem-vu
    heading: Nhiệm vụ
    tasks:
      - id: chung
        text: Rà soát hộ nghèo
        assignment: {lead: so-y-te, coordinating: cac-so, deadlines: [{before: 2026-05-01}]}
      - {id: rieng, text: Tuyên truyền, assignment: {lead: hai-so, deadlines: [{within: 2026-Q3}]}}
  - id: to-chuc
    heading: Tổ chức
    duties: [{id: viec-chung, agencies: cac-so, text: Lồng ghép chương trình}]
  - id: bao-cao
    heading: Báo cáo
    reporting: [{id: bao-cao-chung, agencies: [cac-so], to: ubnd-tinh, every: quarter, before_day: 10, text: Báo cáo}]
"""


@pytest.fixture
def office(tmp_path) -> Workspace:
    files = dict(BASE) | {"data/localities.yaml": LOCALITIES, "data/agencies.yaml": AGENCIES}
    files["data/agency-changes.yaml"] = CHANGES
    plan = files["data/plans/mau-2026.yaml"]
    files["data/plans/mau-2026.yaml"] = plan[: plan.index("outline:")] + plan[plan.index("closing:") :] + PLAN
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    workspace, problems = load(tmp_path / "data")
    assert problems == []
    return workspace


@pytest.fixture
def phrases() -> Phrases:
    phrases, problems, _ = load_entry(Path(ROOT / "templates/plan/wording.yaml"), "wording.yaml", WordingFile)
    assert problems == []
    assert phrases
    return phrases


def views(workspace: Workspace, phrases: Phrases) -> dict[str, AgencyView]:
    return Views(workspace, phrases).agencies


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("cac-so", ["so-y-te", "so-noi-vu", "so-giua", "cong-an"]),
        ("ubnd-xa", ["ubnd-xa-mot"]),
        ("hai-so", ["so-y-te", "ubnd-xa-mot"]),
        ("so-y-te", []),
    ],
)
def test_members_follow_from_lists_rules_exceptions_places_and_days(office, group, members):
    assert list(office.members(group, office.plans["mau-2026"])) == members


def test_an_agency_finds_the_work_of_its_groups_beside_its_own(office, phrases):
    view = views(office, phrases)["so-noi-vu"]

    assert view.leads == view.coordinates == view.duties == view.reports == []
    (work,) = view.shared
    assert [task.id for task in work.coordinates] == ["chung"]
    assert [said.id for said in (*work.duties, *work.reports)] == ["viec-chung", "bao-cao-chung"]
    assert (work.name, work.is_open) == ("các sở, ban, ngành", False)
    assert view.is_named
    assert view.plans == ("mau-2026",)


def test_work_that_an_agency_has_itself_is_not_told_again_for_its_group(office, phrases):
    view = views(office, phrases)["so-y-te"]
    by_group = {work.group: work for work in view.shared}

    assert [task.id for task in view.leads] == ["chung"]
    assert by_group["cac-so"].coordinates == ()
    assert [task.id for task in by_group["hai-so"].leads] == ["rieng"]
    assert by_group["hai-so"].is_open
    assert [task.id for task in view.tasks] == ["chung", "rieng"]


@pytest.mark.parametrize(
    ("agency", "works"),
    [
        ("cong-an", {"chung": "helping", "bao-cao-chung": "leading"}),
        ("so-y-te", {"chung": "leading", "rieng": "leading", "bao-cao-chung": "leading"}),
        ("ubnd-xa-mot", {"rieng": "leading"}),
        ("ban-to-chuc", {}),
        ("so-ban", {}),
        ("so-cu", {}),
    ],
)
def test_calendars_hold_what_groups_have_to_do(office, phrases, agency, works):
    due = Views(office, phrases).commitments

    roles = {one.item: role for one in due for role in ("helping", "leading") if agency in getattr(one, role)}
    assert roles == works
    assert {one.item for one in due if agency in one.concerned} == set(works)


def test_the_register_is_filtered_by_members_too(office, phrases):
    matrices = Views(office, phrases).matrices
    rows = {row.task.id: row for row in register(office, matrices, office.plans["mau-2026"].day)}

    assert rows["chung"].leading == ("so-y-te",)
    assert rows["chung"].helping == ("cac-so", "so-noi-vu", "so-giua", "cong-an")
    assert rows["rieng"].leading == ("hai-so", "so-y-te", "ubnd-xa-mot")


def test_the_sheet_for_the_wall_names_the_group(office, phrases):
    plan = office.plans["mau-2026"]
    sheets = {sheet.id: sheet for sheet in Views(office, phrases).agency_sheets[plan.id]}

    assert set(sheets) == {"so-y-te", "so-noi-vu", "so-giua", "cong-an", "ubnd-xa-mot", "cac-so", "hai-so"}
    assert [table.caption for table in sheets["cong-an"].tables] == [
        "Phối hợp (1 nhiệm vụ) (giao chung cho các sở, ban, ngành)"
    ]
    assert [heading for heading, _ in sheets["cong-an"].lists] == [
        "Trách nhiệm trong tổ chức thực hiện (giao chung cho các sở, ban, ngành)",
        "Chế độ báo cáo (giao chung cho các sở, ban, ngành)",
    ]
    assert "kế hoạch không nêu rõ cơ quan nào" in sheets["ubnd-xa-mot"].tables[0].caption
