"""What a plan gives to a group reaches its members: their pages, sheets, calendars and filters, and never twice."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from planbook.changes.compare import compare
from planbook.changes.report import report
from planbook.loading.workspace import load, load_entry
from planbook.model.period import parse_report_period
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from planbook.views.agency import AgencyView
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.views.register import register
from planbook.views.reported_work import next_work
from planbook.wording.phrases import Phrases, WordingFile
from planbook.wording.results_text import ResultsText
from tests import offices
from tests.checks.test_diagnostics_spec import BASE
from tests.conftest import ROOT
from tests.offices import REGISTERS, written

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


def test_who_receives_what_a_group_reports_does_not_report_to_itself(office, phrases):
    plan = office.plans["mau-2026"]
    (duty,) = plan.entries(ReportingDuty)
    object.__setattr__(duty, "to", ("so-y-te",))
    made = Views(office, phrases)
    reports = {
        id_: [charge.id for work in view.shared for charge in work.reports] for id_, view in made.agencies.items()
    }
    row = next(row for row in register(office, made.matrices, made.charges, plan.day) if row.task.id == "bao-cao-chung")
    (due,) = (commitment for commitment in made.all_commitments if commitment.item == "bao-cao-chung")

    assert reports["so-noi-vu"] == ["bao-cao-chung"]
    assert reports["so-y-te"] == []
    for concerned in (row.leading, due.leading):
        assert "so-noi-vu" in concerned
        assert "so-y-te" not in concerned
    text, period = ResultsText.on_day(made.texts["mau-2026"], plan.day), parse_report_period("2026-Q2")
    asked = {id_: next_work(text, (), plan.day, period, office.agencies[id_]).reports for id_ in reports}
    assert (len(asked["so-noi-vu"]), asked["so-y-te"]) == (1, ())


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
    rows = {
        row.task.id: row
        for row in register(office, matrices, Views(office, phrases).charges, office.plans["mau-2026"].day)
    }

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


def test_whom_a_plan_gives_targets_alone_finds_them_in_its_list_calendar_sheet_and_filter(tmp_path):
    targets = [
        {"id": "chu-tri", "text": "Giảm nghèo {value}.", "value": "1", "unit": "%", "due": "2027", "lead": "so-b"},
        {"id": "phoi-hop", "text": "Việc làm.", "lead": "ubnd-tinh-a", "coordinating": "so-b"},
        {
            "id": "phan",
            "text": "Đào tạo.",
            "unit": "người",
            "values": [{"agency": "so-b", "year": "2027", "value": "20"}],
        },
        {"id": "chung", "text": "Nhà ở.", "coordinating": "cac-so"},
        {"id": "khong-ai", "text": "Không giao ai."},
    ]
    group = {"id": "cac-so", "name": "các sở", "level": "province", "locality": "tinh-a", "members": ["so-b"]}
    root = written(
        tmp_path,
        {"outline": [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": targets}]},
        agencies={**REGISTERS["agencies"], "groups": [group]},
    )
    made = edition(read_sources(root), datetime.fromisoformat("2027-11-26T12:00+07:00"))
    wanted = {"chu-tri": "target-lead", "phoi-hop": "target-coordinating", "phan": "target-share"}
    wanted |= {"chung": "target-coordinating"}

    assert {row.item: row.role for row in made.work["so-b"]} == wanted
    assert {row.item: (str(row.day), row.when, row.group) for row in made.work["so-b"]} == {
        "chu-tri": ("2027-12-31", "Năm 2027", ""),
        "phoi-hop": ("None", "", ""),
        "phan": ("None", "", ""),
        "chung": ("None", "", "giao chung cho các sở"),
    }
    calendar = feed_files(made)["co-quan/so-b/so-b.ics"].decode()
    assert {line.split("/")[1] for line in calendar.split("\r\n") if line.startswith("UID")} == wanted.keys()
    (sheet,) = (sheet for sheet in made.agency_sheets["thu"] if sheet.id == "so-b")
    assert [(heading, [charge.id for charge in part]) for heading, part in sheet.lists] == [
        ("Chỉ tiêu chủ trì", ["chu-tri"]),
        ("Chỉ tiêu phối hợp", ["phoi-hop"]),
        ("Chỉ tiêu được giao", ["phan"]),
        ("Chỉ tiêu phối hợp (giao chung cho các sở)", ["chung"]),
    ]
    assert sheet.lists[2][1][0].text == ("Đào tạo.", "Sở B, năm 2027: 20 người")
    rows = Site(made, {}).tasks
    assert {row.task.id for row in rows if "so-b" in row.agencies} == wanted.keys()
    assert "khong-ai" not in {row.task.id for row in rows}
    page = page_texts(Site(made, {}), (Address.AGENCY,))["co-quan/so-b/index.html"]
    assert re.findall(r'<p class="no-work"( hidden)?>', page) == [" hidden"]


def changed_report(old: Workspace, new: Workspace, phrases: Phrases):
    return report(old, new, compare(old, new), phrases)


def with_group(plans, **group: object) -> Workspace:
    """An office of three departments with a group, as a plan gives it work."""
    more = [
        {"id": id_, "name": name, "level": "province", "locality": "tinh-a"}
        for id_, name in (("so-c", "Sở C"), ("so-d", "Sở D"))
    ]
    agencies = {"agencies": [*REGISTERS["agencies"]["agencies"], *more]}
    entry = {"id": "cac-so", "name": "các sở", "level": "province", "locality": "tinh-a", **group}
    return offices.office(plans, agencies={**agencies, "groups": [entry]})


def of_group(deadline: str = "2027-05-01", text: str = "Giảm nghèo.") -> dict[str, object]:
    task = {"id": "chung", "text": "Rà soát", "assignment": {"lead": "cac-so", "deadlines": [{"before": deadline}]}}
    target = {"id": "chi-tieu", "text": text, "lead": "cac-so"}
    work, aims = {"id": "nhiem-vu", "tasks": [task]}, {"id": "muc-tieu", "targets": [target]}
    return {"outline": [{**section, "heading": "PHẦN"} for section in (work, aims)]}


def test_another_member_of_a_group_is_told_what_comes_and_goes_with_it(phrases):
    old, new = with_group(of_group(), members=["so-b", "so-c"]), with_group(of_group(), members=["so-c", "so-d"])
    told = changed_report(old, new, phrases)
    (plan,) = (part for part in told.plans if part.plan)
    affected = {one.id: one for one in plan.affected}

    assert affected.keys() == {"so-b", "so-d"}
    assert [str(work) for work in affected["so-d"].leads] == ["I Rà soát (giao chung cho các sở)"]
    assert [str(work) for work in affected["so-d"].duties] == ["II Giảm nghèo (giao chung cho các sở)"]
    assert [work.id for work in affected["so-b"].leads_no_more] == ["chung"]
    assert [work.id for work in affected["so-b"].duties_no_more] == ["chi-tieu"]
    (register,) = (part for part in told.plans if not part.plan)
    assert {*register.changes[0].agencies, *register.changes[0].members} == {"cac-so", "so-b", "so-c", "so-d"}


def test_other_work_of_a_group_names_its_members(phrases):
    old, new = (
        with_group(of_group(day, text), members=["so-b", "so-c"])
        for day, text in (("2027-05-01", "Giảm nghèo."), ("2027-04-01", "Giảm nghèo nhanh."))
    )
    (plan,) = changed_report(old, new, phrases).plans

    assert {change.item: {*change.agencies, *change.members} for change in plan.changes} == {
        key: {"cac-so", "so-b", "so-c"} for key in ("chung", "chi-tieu")
    }
    assert {one.id: [work.id for work in one.confirms] for one in plan.affected} == {
        key: ["chung", "chi-tieu"] for key in ("so-b", "so-c", "cac-so")
    }


def test_totals_count_what_is_given_to_a_group_for_each_of_its_members(office, phrases):
    views = Views(office, phrases)

    assert {load.agency: (load.leads, load.coordinates, load.shared) for load in views.overviews["mau-2026"].load} == {
        "so-y-te": (1, 0, 1),
        "hai-so": (1, 0, 0),
        "cac-so": (0, 1, 0),
        **dict.fromkeys(("so-noi-vu", "so-giua", "cong-an", "ubnd-xa-mot"), (0, 0, 1)),
    }
    assert views.grids["mau-2026"].totals[2] == ("grid_shared", (1, 0, 0))
    data = {row["agency"]: [] for row in data_rows(views, office.plans["mau-2026"].day)["work"]}
    for row in data_rows(views, office.plans["mau-2026"].day)["work"]:
        data[row["agency"]].append((row["item"], row["role"], row["group"]))
    assert data["so-y-te"] == [
        ("chung", "lead", None),
        ("rieng", "lead", "hai-so"),
        ("viec-chung", "duty", "cac-so"),
        ("bao-cao-chung", "report", "cac-so"),
    ]
    assert {item for item, *_ in data["cong-an"]} == {row.item for row in views.work["cong-an"]}


PLACES = [
    {"id": "xa-n", "name": "xã N", "level": "commune", "part_of": "tinh-a"},
    {"id": "tinh-uy-dia-ban", "name": "tỉnh Y", "level": "province"},
]


def body(id_: str, name: str, level: str, **fields: object) -> dict[str, object]:
    return {"id": id_, "name": name, "level": level, **fields}


@pytest.mark.parametrize(
    ("bodies", "group", "members"),
    [
        (  # a ministry with its departments and bureaus, beside other ministries
            [
                body("bo-x", "Bộ X", "central"),
                body("bo-y", "Bộ Y", "central"),
                body("cuc-mot", "Cục Một", "central"),
                body("vu-hai", "Vụ Hai", "central"),
                body("van-phong", "Văn phòng Bộ", "central"),
                body("cuc-x", "Cục trưởng", "central", branch="other"),
            ],
            {"level": "central", "member_rule": {"level": "central", "kinds": ["cục", "Vụ"]}},
            {"cuc-mot", "vu-hai"},
        ),
        (  # a commune with its offices and centres
            [
                body("ubnd-xa-n", "Ủy ban nhân dân xã", "commune", locality="xa-n"),
                body("phong-kinh-te", "Phòng Kinh tế", "commune", locality="xa-n"),
                body("trung-tam", "Trung tâm Phục vụ hành chính công", "commune", branch="other", locality="xa-n"),
                body("cong-an-xa", "Công an xã", "commune", branch="armed-forces", locality="xa-n"),
                body("phong-khac", "Phòng Kinh tế", "commune", full_name="Phòng Kinh tế phường C"),
            ],
            {
                "level": "commune",
                "locality": "xa-n",
                "member_rule": {
                    "level": "commune",
                    "branches": ["state", "other"],
                    "kinds": ["Phòng", "Trung tâm"],
                },
            },
            {"phong-kinh-te", "trung-tam"},
        ),
        (  # bodies of the Party
            [
                body("tinh-uy", "Tỉnh ủy", "province", branch="party", locality="tinh-a"),
                body("ban-to-chuc", "Ban Tổ chức Tỉnh ủy", "province", branch="party", locality="tinh-a"),
                body("ban-tuyen-giao", "Ban Tuyên giáo và Dân vận", "province", branch="party", locality="tinh-a"),
                body("bantang", "Bảo tàng tỉnh", "province", branch="party", locality="tinh-a"),
                body("ban-quan-ly", "Ban Quản lý dự án", "province", locality="tinh-a"),
            ],
            {
                "level": "province",
                "branch": "party",
                "locality": "tinh-a",
                "member_rule": {"level": "province", "branches": "party", "kinds": "Ban"},
            },
            {"ban-to-chuc", "ban-tuyen-giao"},
        ),
    ],
)
def test_offices_of_other_shapes_say_who_belongs_to_a_group_by_the_kind_of_body(bodies, group, members, phrases):
    duty = {"id": "chung", "agencies": "nhom", "text": "Làm việc."}
    workspace = offices.office(
        {"outline": [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [duty]}]},
        localities={"localities": [*REGISTERS["localities"]["localities"], *PLACES]},
        agencies={
            "agencies": [*REGISTERS["agencies"]["agencies"], *bodies],
            "groups": [{"id": "nhom", "name": "các đơn vị", **group}],
        },
    )
    work = Views(workspace, phrases).work

    assert {id_ for id_, rows in work.items() if rows} == {"nhom", *members}
    assert {row.group for id_ in members for row in work[id_]} == {"giao chung cho các đơn vị"}


def test_what_two_groups_give_alike_stands_once_on_the_sheet(tmp_path):
    def group(id_, name):
        return {"id": id_, "name": name, "level": "province", "locality": "tinh-a", "members": ["so-b"]}

    groups = [group("cac-so", "các sở"), group("cac-nganh", "các ngành"), group("moi-noi", "mọi nơi")]
    duties = [
        {"id": "hai", "agencies": ["cac-so", "cac-nganh"], "text": "Tuyên truyền."},
        {"id": "mot", "agencies": ["cac-so"], "text": "Rà soát."},
        {"id": "ba", "agencies": ["cac-so", "cac-nganh", "moi-noi"], "text": "Báo cáo."},
        {"id": "rieng", "agencies": ["so-b", "cac-nganh"], "text": "Tổng hợp."},
    ]
    tasks = [{"id": "viec", "text": "Mở lớp.", "assignment": {"lead": ["cac-so", "moi-noi"]}}]
    outline = [
        {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "task_groups": [{"id": "nhom", "heading": "Nhóm", "tasks": tasks}]},
        {"id": "to-chuc", "heading": "TỔ CHỨC", "duties": duties},
    ]
    root = written(tmp_path, {"outline": outline}, agencies={**REGISTERS["agencies"], "groups": groups})
    made = edition(read_sources(root), datetime.fromisoformat("2027-11-26T12:00+07:00"))
    (sheet,) = (sheet for sheet in made.agency_sheets["thu"] if sheet.id == "so-b")
    lists = {
        heading.partition(" (")[2].rstrip(")"): [charge.id for charge in listed] for heading, listed in sheet.lists
    }

    assert lists == {
        "": ["rieng"],
        "giao chung cho các sở": ["mot"],
        "giao chung cho các sở; giao chung cho các ngành": ["hai"],
        "giao chung cho các sở; giao chung cho các ngành; giao chung cho mọi nơi": ["ba"],
    }
    assert [table.caption.partition(" (giao ")[2] for table in sheet.tables] == [
        "chung cho các sở; giao chung cho mọi nơi)"
    ]
    assert len({table.id for table in sheet.tables}) == len(sheet.tables)
