"""What results of the old plan say to the new one: baselines with day and source, work that goes and work that goes on."""

import shutil

import pytest
import yaml

from planbook.authoring.roll_over import roll_over
from planbook.model.period import parse_when
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from tests.authoring.test_handover import remarks
from tests.conftest import ROOT
from tests.desk.desks import Desk, ticked

OLD, NEW = "lang-nghe-2026", "lang-nghe-2027"
RESULTS = f"data/results/{OLD}"


def office(root, *quarters, **edits):
    """The invented office in a folder, with the results of some quarters alone; texts of files replaced."""
    shutil.copytree(ROOT / "tests/workspaces/year", root, dirs_exist_ok=True)
    for quarter in range(1, 5):
        if quarter not in quarters:
            (root / f"{RESULTS}/2026-Q{quarter}.yaml").unlink()
    for name, pairs in edits.items():
        path = root / f"data/{name.replace('__', '/').replace('_', '-')}.yaml"
        if name.startswith("q"):
            path = root / f"{RESULTS}/2026-{name.upper()}.yaml"
        text = path.read_text("utf-8")
        for old, new in pairs.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return root


def rolled(root, year="2027"):
    roll_over(root, OLD, parse_when(year))
    draft = yaml.load((root / f"data/plans/{OLD[:-4]}{year}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    targets = {target["id"]: target for target in draft["outline"][0]["targets"]}
    return targets, {decision["at"][0]: decision for decision in reversed(draft["todo"]) if "at" in decision}


PLAN = "plans__lang_nghe_2026"


def test_the_last_value_is_where_the_next_target_starts_from_with_its_day_and_source(tmp_path):
    targets, asked = rolled(office(tmp_path, 1, 2))

    start = {key: value for key, value in targets["dao-tao"].items() if key.startswith("baseline")}
    assert start == {
        "baseline": "1.520",
        "baseline_as_of": "2026-06-30",
        "baseline_source": "Báo cáo 77/BC-SNNMT",
    }
    assert asked["dao-tao"]["why"] == (
        "kỳ trước: 1.520 người; đạt 50,7%; chưa đạt; xã Một: 600 người, xã Hai: 520 người, xã Ba: 400 người;"
        " số liệu đến ngày 30/6/2026; Báo cáo 77/BC-SNNMT; lấy làm mức ban đầu"
    )


def test_what_was_missed_and_what_was_passed_is_shown_and_no_value_is_proposed(tmp_path):
    targets, asked = rolled(office(tmp_path, 1, 2, 3, 4))

    assert (
        asked["o-nhiem"]["why"]
        == "kỳ trước: 11%; đạt 87,5%; chưa đạt; số liệu đến ngày 31/12/2026; lấy làm mức ban đầu"
    )
    assert targets["o-nhiem"]["baseline"] == "11"  # no longer the 18 that the old plan began with
    assert asked["doanh-thu-lang-nghe"]["why"].startswith("kỳ trước: 43 tỷ đồng; đạt 107,5%; số liệu")
    assert {asked[target].get("options") for target in targets if target in asked} == {None}
    assert (targets["doanh-thu-lang-nghe"]["value"], targets["doanh-thu-lang-nghe"]["upper"]) == ("40", "45")
    assert "baseline" not in targets["quang-ba"]


def test_periods_that_add_up_and_sums_of_places_are_taken_only_where_they_are_whole(tmp_path):
    targets, _ = rolled(office(tmp_path / "whole", 1, 2, 3))
    assert (targets["cong-nhan"]["baseline"], targets["cong-nhan"]["baseline_as_of"]) == ("2", "2026-09-30")
    assert (targets["dao-tao"]["baseline"], targets["dao-tao"]["baseline_as_of"]) == ("2.240", "2026-09-30")

    lacking = {"  - {target: dao-tao, place: xa-ba, value: 560}\n": ""}
    targets, asked = rolled(office(tmp_path / "part", 3, q3=lacking))
    assert "baseline" not in targets["dao-tao"]
    assert "baseline" not in targets["cong-nhan"]
    assert asked["dao-tao"]["why"].endswith("còn thiếu số liệu: xã Ba; không lấy làm mức ban đầu: số liệu chưa đủ")


STANDARD = """standards:
  - {id: chuan-cu, name: chuẩn làng nghề sạch, period: 2022-2026}
indicators:"""


@pytest.mark.parametrize("named", ["by its indicator", "in its text"])
def test_a_value_by_a_standard_that_is_over_is_shown_and_is_no_baseline(tmp_path, named):
    indicators = {"indicators:": STANDARD}
    text = {}
    if named == "by its indicator":
        indicators["gây ô nhiễm, unit"] = "gây ô nhiễm, standard: chuan-cu, unit"
    else:
        text = {"làng nghề gây ô nhiễm.": "làng nghề gây ô nhiễm theo chuẩn làng nghề sạch giai đoạn 2022-2026."}
    targets, asked = rolled(office(tmp_path, 4, indicators=indicators, **{PLAN: text}))

    assert "baseline" not in targets["o-nhiem"]
    assert asked["o-nhiem"]["why"] == (
        "kỳ trước: 11%; đạt 87,5%; chưa đạt; số liệu đến ngày 31/12/2026; không lấy làm mức ban đầu:"
        " tính theo chuẩn làng nghề sạch, đã hết vào cuối năm 2026"
    )
    assert targets["thu-gom"]["baseline"] == "91"


def test_work_goes_or_goes_on_with_the_result_as_the_reason(tmp_path):
    _, asked = rolled(office(tmp_path, 1, 2, 3, 4))
    told = {item: (decision["what"], decision.get("proposal")) for item, decision in asked.items()}

    done = ("bỏ việc này: đã xong", "drop")
    going_on = ("tiếp tục việc này vì chưa xong: ấn định lại thời hạn", None)
    assert [told[item] for item in ("ke-hoach-dao-tao", "mo-lop", "bo-tri-von", "huong-dan-quyet-toan")] == [done] * 4
    assert [told[item] for item in ("tram-xu-ly", "nhan-hieu")] == [going_on] * 2
    assert told["hoi-cho"] == ("bỏ việc này: đã dừng thực hiện", "drop")
    assert asked["hoi-cho"]["why"] == (
        "kỳ trước: Dừng thực hiện; Quyết định số 45/QĐ-UBND; lý do: không bố trí được kinh phí; số liệu đến ngày 30/9/2026"
    )
    assert "lý do: chậm giải phóng mặt bằng" in asked["tram-xu-ly"]["why"]
    # What comes again, goes on all along or has no end stays, however much of it was done.
    assert not {"kiem-tra-lop", "thu-gom-rac"} & told.keys()
    assert told["quan-trac"] == ("xác nhận thời hạn này cho kế hoạch mới: từ tháng 4 năm 2026 trở đi", None)


def test_who_has_not_finished_is_named(tmp_path):
    _, asked = rolled(office(tmp_path, 3))

    assert asked["mo-lop"]["why"].endswith("xã Ba: đang thực hiện trong hạn (mưa lũ); số liệu đến ngày 30/9/2026")
    assert "còn thiếu số liệu: Ủy ban nhân dân xã Một" in asked["mo-lop"]["why"]


def test_without_results_a_draft_is_what_it_was(tmp_path):
    targets, asked = rolled(office(tmp_path))

    assert targets["o-nhiem"]["baseline"] == "18"
    assert not [decision for decision in asked.values() if "kỳ trước" in decision.get("why", "")]
    assert asked["hoi-cho"]["what"] == "bỏ việc này nếu đã xong; hạn cũ: chậm nhất ngày 15/9/2026"


def test_the_draft_shows_results_at_its_targets_and_work_goes_with_a_tick(tmp_path):
    root = office(tmp_path, 1, 2, 3, 4)
    _, asked = rolled(root)
    made = edition(read_sources(root), made_at(root))
    content = word_draft(made, made.workspace.plans[NEW])

    assert remarks(content)["Còn tối đa 10%"] == (
        "năm 2026: tối đa 10%; kết quả năm 2026: 11%; đạt 87,5%; chưa đạt; số liệu đến ngày 31/12/2026"
    )
    assert remarks(content)["Sản phẩm làng nghề"] == "kết quả năm 2026: đạt; số liệu đến ngày 31/12/2026"
    _, plan = Desk(root, NEW).taken(ticked(asked["hoi-cho"]["id"], 1), ticked(asked["tram-xu-ly"]["id"], 1))
    left = {task.id for task in plan.tasks()}
    assert "hoi-cho" not in left
    assert "tram-xu-ly" in left
    assert not {"hoi-cho", "tram-xu-ly"} & {item for decision in plan.todo for item in decision.at}
