"""What the targets of an old plan measure: an indicator of the register, or a proposed one that somebody confirms."""

import pytest

from planbook.checks import examine
from planbook.importing.import_plans import import_plans
from planbook.importing.plan_drafts import ImportOptions
from planbook.views.decisions import choices
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.importing.test_import import PLAN

GOALS = (
    PLAN.partition("- Trồng ít nhất")[0] + "{targets}\n" + "**III. NHIỆM VỤ**" + PLAN.partition("**III. NHIỆM VỤ**")[2]
)


@pytest.fixture
def imported(tmp_path):
    """Imports plans with these targets one after the other into an office; gives its workspace."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/office.yaml").write_text("place: tinh-son-la\n", encoding="utf-8")

    def all_of(*years, register=""):
        if register:
            (tmp_path / "data/indicators.yaml").write_text(f"indicators:\n{register}", encoding="utf-8")
        follows = ""
        for year, targets in enumerate(years, 2026):
            path = tmp_path / "cu.txt"
            path.write_text(GOALS.replace("{targets}", targets).replace("năm 2026", f"năm {year}"), encoding="utf-8")
            name = f"trong-cay-{year}"
            report, is_whole = import_plans(tmp_path, [path], ImportOptions(plan_id=name, follows=follows))
            assert is_whole, report
            follows = name
        workspace, wrong = examine(tmp_path / "data")
        assert [finding for finding in wrong if finding.stops_the_build] == []
        return workspace

    return all_of


def measured(workspace, year=2026):
    """What the targets of a plan measure."""
    targets = workspace.plans[f"trong-cay-{year}"].targets()
    return [workspace.indicators[target.indicator] for target in targets if target.indicator]


@pytest.mark.parametrize(
    ("target", "name", "unit", "direction"),
    [
        ("- Trồng ít nhất 1.250 cây.", "Trồng cây", "cây", "up"),
        ("- Đến hết năm 2026, tỷ lệ hộ nghèo trên địa bàn tỉnh còn dưới 3%.", "Tỷ lệ hộ nghèo", "%", "down"),
        ("- Giảm tỷ lệ hộ nghèo xuống còn 3%.", "Tỷ lệ hộ nghèo", "%", "down"),
        ("- Tỷ lệ hộ nghèo giảm ít nhất 2%.", "Tỷ lệ hộ nghèo giảm", "%", "up"),
        ("- Giảm 5% số vụ cháy so với năm 2025.", "Mức giảm số vụ cháy", "%", "up"),
        ("- Giảm dưới 5% cây chết.", "Tỷ lệ cây chết", "%", "down"),
        ("- Phấn đấu 100% trường học có vườn cây.", "Tỷ lệ trường học có vườn cây", "%", "up"),
        ("- 12 xã có vườn ươm.", "Số xã có vườn ươm", "xã", "up"),
        ("- Diện tích rừng trồng mới đạt 120 ha; chăm sóc tốt.", "Diện tích rừng trồng mới", "ha", "up"),
        ("- Tỷ lệ dân số từ 15 tuổi trở lên biết trồng cây đạt 80%.", "Tỷ lệ dân số biết trồng cây", "%", "up"),
    ],
)  # fmt: skip
def test_what_no_register_has_is_proposed_in_the_words_of_the_target(imported, target, name, unit, direction):
    workspace = imported(target)
    (indicator,) = measured(workspace)
    decision = next(part for part in workspace.plans["trong-cay-2026"].todo if part.about == indicator.id)
    (stated,) = workspace.plans["trong-cay-2026"].targets()

    assert (indicator.name, indicator.unit, indicator.direction) == (name, unit, direction)
    assert not any(letter.isdigit() for letter in indicator.id)
    assert (decision.at, indicator.name in decision.what) == ((stated.id,), True)
    assert ("càng ít càng tốt" in decision.why) == (direction == "down")


def test_targets_of_one_thing_share_what_they_measure_and_it_is_asked_once(imported):
    workspace = imported("- Trồng ít nhất 1.250 cây trong năm 2026.\n- Phấn đấu trồng 3.000 cây đến năm 2027.")
    first, second = measured(workspace)
    asked = [decision for decision in workspace.plans["trong-cay-2026"].todo if decision.about == first.id]

    assert first is second
    assert [len(decision.at) for decision in asked] == [2]


KNOWN = "  - {id: ho-trong-rung, name: Số hộ trồng rừng phòng hộ, unit: hộ, direction: up}\n"


def test_the_nearest_known_ones_are_the_options_and_none_of_them_is_a_number_to_tick(imported, words):
    workspace = imported("- Có 40 hộ nhận trồng rừng ở xã vùng cao.", register=KNOWN)
    plan = workspace.plans["trong-cay-2026"]
    (indicator,) = measured(workspace)
    decision = next(part for part in plan.todo if part.about == indicator.id)
    text = PlanText(workspace, plan, Wording(words), numbers(plan), short_citations=True)

    assert decision.options == ("Số hộ trồng rừng phòng hộ",)
    assert [choice.kind for choice in choices(decision, plan, text)] == ["keep"]


def test_what_is_like_a_known_one_is_that_and_nothing_is_proposed(imported):
    workspace = imported("- Số hộ trồng rừng phòng hộ đạt 40 hộ.", register=KNOWN)

    assert [indicator.id for indicator in measured(workspace)] == ["ho-trong-rung"]
    assert list(workspace.indicators) == ["ho-trong-rung"]


def test_a_target_goes_on_with_what_last_year_s_measures_and_adds_nothing_to_the_register(imported):
    workspace = imported(
        "- Vận động 40 hộ dân ở vùng cao nhận trồng rừng.", "- Vận động 55 hộ dân ở vùng cao, vùng sâu nhận trồng rừng."
    )

    assert measured(workspace, 2027) == measured(workspace, 2026)
    assert len(workspace.indicators) == 1
    assert [
        decision for decision in workspace.plans["trong-cay-2027"].todo if decision.about in workspace.indicators
    ] == []
