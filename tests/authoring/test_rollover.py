"""Next year's draft: what can be known is done, what cannot is asked, and nothing of anybody's work is lost."""

import difflib
import json
from functools import cache

import pytest
import yaml

from planbook.authoring.rollover.times import day_off, moved_by_years
from planbook.loading.workspace import load
from planbook.model.period import parse_when
from tests.changes.test_compare import changed, diff
from tests.conftest import FIVE, LAO_CAI, PLANS, run, workspace

NEXT = {
    "bac-ha-2022": (2026, "bac-ha-2026"),
    "lao-cai-2024": (2026, "lao-cai-2026-moi"),
    "lao-cai-2024-10-xa": (2027, "lao-cai-2027-10-xa"),
    "lao-cai-2026": (2027, "lao-cai-2027"),
    "quynh-nhai-2030": (2031, "quynh-nhai-2039"),
}


@pytest.fixture
def office(tmp_path):
    """The plans of a province, for what a test edits."""
    return workspace(tmp_path / "office", FIVE / "data", LAO_CAI)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory):
    """The drafts of the next years, each made once in an office that tests read and do not touch: folder, draft, what was said."""

    @cache
    def made(plan):
        plans = LAO_CAI if plan in LAO_CAI else (plan,)
        root = workspace(tmp_path_factory.mktemp("rolled") / "office", FIVE / "data", plans)
        return root, *rolled(root, plan)

    return made


def rolled(root, plan, *options):
    year, name = NEXT[plan]
    answer = run(root, "rollover", plan, str(year), "--id", name, *options)
    assert answer.returncode == 0, answer.stderr
    path = root / f"data/plans/{name}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader), answer.stdout


def found(root, plan):
    answer = run(root, "check", "--format", "json", "--lang", "en")
    return [one for one in json.loads(answer.stdout)["diagnostics"] if one["plan"] == plan]


def walk(node):
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for one in node if isinstance(node, list) else ():
        yield from walk(one)


def test_every_plan_is_tried():
    assert set(NEXT) == set(PLANS)


@pytest.mark.parametrize("plan", PLANS)
def test_a_draft_has_no_error_but_its_open_decisions(drafts, plan):
    root, draft, _ = drafts(plan)
    findings = found(root, draft["id"])
    assert [one for one in findings if one["severity"] == "error"] == []
    assert len([one for one in findings if one["check"] == "decision-open"]) == len(draft["todo"])


@pytest.mark.parametrize("plan", PLANS)
def test_every_task_and_target_is_carried_on(drafts, plan):
    before = yaml.load((FIVE / f"data/plans/{plan}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    root, draft, _ = drafts(plan)
    ids = [node["id"] for node in walk(before["outline"]) if "id" in node]
    assert [node["id"] for node in walk(draft["outline"]) if "id" in node] == ids
    carried = {one for node in walk(draft["outline"]) for one in node.get("continues", ())}
    workspace_, _ = load(root / "data")
    assert carried == {f"{plan}/{task.id}" for group in workspace_.plans[plan].task_groups() for task in group.tasks}


@pytest.mark.parametrize("plan", PLANS)
def test_last_year_s_money_signer_number_and_date_do_not_pass_for_the_new_year_s(drafts, plan):
    _, draft, _ = drafts(plan)
    amounts = [node[key] for node in walk(draft) for key in ("total", "amount") if key in node]
    assert set(amounts) <= {"unallocated"}
    assert draft["status"] == "draft"
    assert not {"number", "date", "as_printed"} & set(draft)
    assert "name" not in draft.get("signatory", {})


def test_days_quarters_and_titles_move_a_year(drafts):
    root, draft, _ = drafts("lao-cai-2026")
    text = (root / "data/plans/lao-cai-2027.yaml").read_text(encoding="utf-8")
    assert draft["title"].endswith("năm 2027")
    assert draft["follows"] == ["lao-cai-2026"]
    assert "before: 2027-07-27" in text
    assert "within: 2027-Q3" in text
    assert "giai đoạn 2021-2025" in text
    assert "2026-0" not in text.partition("todo:")[0]


def test_a_day_off_is_pointed_out(drafts):
    _, draft, _ = drafts("lao-cai-2026")
    off = {one["what"].split()[1]: one["at"] for one in draft["todo"] if "là ngày nghỉ" in one["what"]}
    assert off == {
        "10/4/2027": ["lanh-dao-chi-dao", "ke-hoach-cua-xa-phuong"],
        # The 20th of a month is the day of reports.
        "20/3/2027": ["bao-cao-cua-so-nn-mt"],
        "20/6/2027": ["bao-cao-cua-so-nn-mt"],
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2027-04-10", True), ("2027-04-12", False), ("2027-02-08", True), ("2027-09-02", True), ("2027-04-16", True)],
)
def test_weekends_and_holidays_also_lunar_ones_are_days_off(day, expected):
    assert day_off(parse_when(day).first) is expected


def test_who_ends_on_the_way_of_the_new_year_is_to_be_decided(office):
    """Four departments ended on 1/3/2025, the districts and the old province on 1/7/2025."""
    answer = run(office, "rollover", "lao-cai-2024", "2025")
    assert answer.returncode == 0, answer.stderr
    draft = yaml.load((office / "data/plans/lao-cai-2025.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    asked = {one["about"]: one for one in draft["todo"] if "giữa kỳ" in one.get("why", "")}

    assert {"so-ldtbxh", "so-khdt", "so-nnptnt", "so-tttt", "ubnd-huyen-thi-xa-thanh-pho"} <= set(asked)
    assert asked["so-khdt"]["options"] == ["so-tai-chinh"]
    assert "01/3/2025" in asked["so-khdt"]["why"]
    assert "01/7/2025" in asked["ubnd-huyen-thi-xa-thanh-pho"]["why"]
    assert "tỉnh Lào Cai kết thúc giữa kỳ" in asked["ubnd-tinh-lao-cai"]["what"]
    assert "so-tai-chinh" not in asked
    assert any("so-khdt" in node.get("agencies", ()) for node in walk(draft["outline"]))
    # What is asked is not found once more.
    assert not [one for one in found(office, "lao-cai-2025") if one["check"] == "agency-dissolved"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("before: 2026-07-27", "before: 2027-07-27"),
        ("before: 2027-01-01", "before: 2028-01-01"),
        ("by: 2027-01-15", "by: 2028-01-15"),
        ("by: 2025-12-31", "by: 2025-12-31"),
        ("before: 2026-01-01", "before: 2026-01-01"),
        ("by: 2028-12-31", "by: 2028-12-31"),
    ],
)
def test_a_day_moves_with_the_plan_if_its_last_day_is_of_it(office, old, new):
    path = office / "data/plans/lao-cai-2026.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("before: 2026-07-27", old, 1).replace("date: 2026-03\n", ""), encoding="utf-8")
    rolled(office, "lao-cai-2026")

    assert new + "\n" in (office / "data/plans/lao-cai-2027.yaml").read_text(encoding="utf-8")


def test_29_february_becomes_the_28th():
    assert str(moved_by_years(parse_when("2024-02-29"), 2)) == "2026-02-28"


def test_one_successor_is_put_in_and_the_right_one_of_several_by_function(drafts):
    root, draft, said = drafts("lao-cai-2024")
    assert "Sở Kế hoạch và Đầu tư tỉnh Lào Cai → Sở Tài chính" in said
    assert draft["jurisdiction"] == "tinh-lao-cai"
    assert "Sở Thông tin và Truyền thông tỉnh Lào Cai → Sở Khoa học và Công nghệ tỉnh Lào Cai" in said
    text = (root / "data/plans/lao-cai-2026-moi.yaml").read_text(encoding="utf-8")
    assert "agencies: so-nnptnt" not in text
    # A duty of several functions is nobody's yet; a text that names one function is.
    assert next(one for one in draft["todo"] if one.get("about") == "so-ldtbxh")["at"][1] == "nhiem-vu-so-ldtbxh"


def test_who_has_no_single_successor_is_asked_for(drafts):
    _, draft, _ = drafts("bac-ha-2022")
    asked = {one.get("about"): one for one in draft["todo"]}
    assert draft["todo"][0]["options"][0] == "xã Bắc Hà"
    assert set(asked["phong-ldtbxh-bac-ha"]["options"]) == {"phong-kinh-te-cac-xa", "phong-van-hoa-xa-hoi-cac-xa"}
    assert asked["phong-ldtbxh-bac-ha"]["at"]


LONGER = """
id: lao-cai-2026-2030
title: về giảm nghèo giai đoạn 2026-2030
short_title: Giảm nghèo cả giai đoạn
status: draft
symbol: KH-UBND
issuer: ubnd-tinh-lao-cai
jurisdiction: tinh-lao-cai
place: Lào Cai
period: 2026-2030
legal_bases: []
preamble: Thực hiện
outline:
  - id: chi-tieu
    heading: Chỉ tiêu
    targets:
      - {id: giam, indicator: muc-giam-ty-le-ho-ngheo, comparator: at-least, value: 2, unit: "%/năm", text: "Giảm {value}"}
      - {id: nghe, indicator: lao-dong-duoc-dao-tao-nghe, value: 16.000, unit: lao động, text: "Dạy nghề cho {value}"}
      - {id: vay, indicator: ho-duoc-vay-von-uu-dai, value: 11.500, unit: hộ, due: 2027, text: "Cho {value} vay"}
      - {id: cu, indicator: ho-duoc-ho-tro-san-xuat, value: 9.000, unit: hộ, due: 2026, text: "Cho {value} vay"}
      - id: con-lai
        indicator: muc-giam-ty-le-ho-ngheo-dtts
        comparator: less-than
        value: 2
        unit: "%"
        due: 2030
        baseline: 12
        text: Còn {value}
closing: Yêu cầu thực hiện
recipients: []
archive: VT
"""


def test_a_target_is_confirmed_against_last_year_s_value_and_the_path_of_a_longer_plan(office):
    (office / "data/plans/lao-cai-2026-2030.yaml").write_text(LONGER, encoding="utf-8")
    draft, _ = rolled(office, "lao-cai-2026")
    asked = {one["at"][0]: one for one in draft["todo"] if "xác nhận" in one["what"]}
    assert asked["giam-ty-le-ho-ngheo"]["what"] == (
        "xác nhận “Mức giảm tỷ lệ hộ nghèo trong năm” năm 2027; năm 2026: từ 1,5% trở lên"
    )
    implied = {item: one.get("options", []) for item, one in asked.items()}
    assert implied["giam-ty-le-ho-ngheo"] == ["từ 2%/năm trở lên (Giảm nghèo cả giai đoạn, giai đoạn 2026-2030)"]
    # A sum of five years is a fifth of it a year; what is due in the year itself is the value.
    assert implied["dao-tao-nghe"] == ["3.200 lao động (Giảm nghèo cả giai đoạn: 16.000 lao động, giai đoạn 2026-2030)"]
    assert implied["vay-von-uu-dai"] == ["11.500 hộ (Giảm nghèo cả giai đoạn, năm 2027)"]
    # From 12% before 2026 straight to 2% in 2030: 8% at the end of the second of five years.
    assert implied["giam-ty-le-ho-ngheo-dan-toc-thieu-so"] == ["dưới 8% (Giảm nghèo cả giai đoạn: dưới 2%, năm 2030)"]
    assert implied["ho-tro-san-xuat"] == []  # it was due last year


def test_one_off_work_that_is_done_is_proposed_for_removal_and_recurring_work_kept(drafts):
    _, draft, _ = drafts("lao-cai-2026")
    asked = [one for one in draft["todo"] if one["what"].startswith("bỏ việc")]
    assert [(one["at"], one["what"]) for one in asked] == [
        (["chinh-sach-uy-thac-von"], "bỏ việc này nếu đã xong; hạn cũ: trong quý II năm 2026"),
        (["ke-hoach-cua-xa-phuong"], "bỏ việc này nếu đã xong; hạn cũ: trước ngày 10/4/2026"),
    ]


def test_an_id_that_is_none_is_written_nowhere(office):
    before = sorted((office / "data/plans").iterdir())
    answer = run(office, "rollover", "lao-cai-2026", "2027", "--id", "Kế hoạch 2027")

    assert answer.returncode == 2
    assert "Kế hoạch 2027" in answer.stderr
    assert sorted((office / "data/plans").iterdir()) == before


def test_times_that_a_text_states_by_hand_are_pointed_out_with_all_places(drafts):
    _, draft, _ = drafts("lao-cai-2026")
    asked = {one["what"]: one["at"] for one in draft["todo"] if one["what"].startswith("đọc lại")}
    assert asked["đọc lại: câu còn ghi 2027-2030"] == ["quan-ly-danh-sach-ho-ngheo", "ra-soat-ho-ngheo"]
    assert "giam-ty-le-ho-ngheo" in asked["đọc lại: câu còn ghi 2021-2025"]


def test_agencies_that_became_one_stand_once_and_their_duties_are_to_be_joined(drafts):
    root, draft, _ = drafts("lao-cai-2024")
    text = (root / "data/plans/lao-cai-2026-moi.yaml").read_text(encoding="utf-8")
    assert "{agency:so-tai-chinh}, {agency:so-tai-chinh}" not in " ".join(text.split())
    joined = next(one for one in draft["todo"] if one["what"].startswith("gộp trách nhiệm của Sở Tài chính"))
    assert set(joined["at"]) == {"nhiem-vu-so-khdt", "nhiem-vu-so-tai-chinh"}


def test_a_few_communes_do_not_become_all_of_them_and_words_of_recipients_are_not_lost(drafts):
    _, draft, _ = drafts("lao-cai-2024-10-xa")
    assert "ubnd-10-xa-ty-le-ho-ngheo-cao" in {one.get("about") for one in draft["todo"]}
    assert any("“Huyện ủy, UBND các huyện, thị xã, thành phố”" in one["what"] for one in draft["todo"])


def test_a_district_that_is_no_more_does_not_become_one_commune_unasked(drafts):
    _, draft, _ = drafts("quynh-nhai-2030")
    assert draft["jurisdiction"] == "huyen-quynh-nhai"
    assert draft["todo"][0]["options"] == ["xã Quỳnh Nhai"]
    assert draft["todo"][1]["what"] == "xác nhận thời kỳ 2031-2039: dài bằng 2022-2030"
    assert "đến năm 2039" in draft["short_title"]


def test_what_was_accepted_for_the_issued_plan_is_not_accepted_for_the_draft(drafts):
    root, _, _ = drafts("lao-cai-2024")
    assert "allow:" not in (root / "data/plans/lao-cai-2026-moi.yaml").read_text(encoding="utf-8")


def test_the_difference_is_as_small_as_the_change(drafts):
    root, _, _ = drafts("lao-cai-2026")
    before = (root / "data/plans/lao-cai-2026.yaml").read_text(encoding="utf-8").splitlines()
    after = (root / "data/plans/lao-cai-2027.yaml").read_text(encoding="utf-8").partition("todo:")[0].splitlines()
    touched = [line for line in difflib.ndiff(before, after) if line.startswith("- ")]
    assert len(touched) < len(before) * 0.09
    # Comments stay, but for one about a sum that is no longer there.
    gone = "              total: 5.181  # as printed; the two lines add up to 5.180"
    assert [line for line in before if "#" in line and line != gone] == [line for line in after if "#" in line]


def test_an_edited_draft_is_never_written_over(office):
    rolled(office, "lao-cai-2026")
    path = "data/plans/lao-cai-2027.yaml"
    changed(office, ("value: 1,5\n", "value: 2\n"), path=path)
    mine = (office / path).read_bytes()
    again = run(office, "rollover", "lao-cai-2026", "2027")
    assert again.returncode == 1
    assert "data/plans/lao-cai-2027.yaml đã có" in again.stderr
    assert "--id" in again.stderr
    assert "--merge" in again.stderr
    merged = run(office, "rollover", "lao-cai-2026", "2027", "--merge")
    assert merged.returncode == 0
    assert (office / path).read_bytes() == mine


def test_merge_says_what_the_plan_has_got_since(office):
    rolled(office, "lao-cai-2026")
    changed(
        office,
        ("          - id: chinh-sach-uy-thac-von\n", "          - {id: viec-moi, text: Làm việc mới.}\n          - id: chinh-sach-uy-thac-von\n"),
    )  # fmt: skip
    assert "viec-moi" in run(office, "rollover", "lao-cai-2026", "2027", "--merge").stdout


@pytest.mark.parametrize(("plan", "year"), [("no-such-plan", "2027"), ("lao-cai-2026", "2026"), ("lao-cai-2026", "x")])
def test_a_wrong_plan_or_year_is_a_usage_error(office, plan, year):
    answer = run(office, "rollover", plan, year)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_the_year_change_is_told_by_diff(drafts):
    root, _, _ = drafts("lao-cai-2026")
    said = diff(root, "lao-cai-2026", "lao-cai-2027")
    assert "trước ngày 27/7/2026 → " in said
