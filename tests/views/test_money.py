"""The money page as a finance officer checks it: what is stated, what it adds up to, and nothing where there is nothing."""

import shutil

import pytest

from planbook.loading.workspace import load
from planbook.views.money import Sum
from planbook.views.once import Views
from tests.agreement.test_parity import load as plain
from tests.conftest import FIVE, PLANS
from tests.reading_back import folded, html_text, walk


@pytest.fixture
def changed(tmp_path, words):
    """The money of one plan, whose text is changed at some places."""

    def change(plan, **changes):
        shutil.copytree(FIVE / "data", tmp_path / "data")
        path = tmp_path / f"data/plans/{plan}.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        workspace, found = load(tmp_path / "data")
        assert found == []
        return next(one for one in Views(workspace, words).money_by_place if one.plan == plan)

    return change


def totals(found) -> dict[str, Sum]:
    return {row.id: row.total for row in found.rows}


@pytest.mark.parametrize("plan", PLANS)
def test_every_amount_stands_on_the_page_as_it_is_written(project, plan):
    text = folded(html_text(project / "site/kinh-phi/index.html"))
    units = {"trieu": "triệu đồng", "ty": "tỷ đồng"}
    budgets = [entry["budget"] for entry in walk(plain(FIVE / f"data/plans/{plan}.yaml")) if "budget" in entry]
    for budget in budgets:
        for entry in (budget, *budget.get("lines", [])):
            amount = entry.get("total") or entry["amount"]
            about = "khoảng " if entry.get("approximate") else ""
            said = budget["note"] if amount == "unallocated" else f"{about}{amount} {units[budget['unit']]}"
            assert said in text


def test_a_plan_without_money_says_so_and_is_no_zero(project):
    text = html_text(project / "site/kinh-phi/index.html")

    assert text.count("Kế hoạch không nêu số tiền.") == 2
    assert "0 đồng" not in text.replace("00 đồng", "")


def test_a_total_that_its_sources_do_not_give_is_marked(project):
    text = folded(html_text(project / "site/kinh-phi/index.html"))

    assert text.count("148,4 tỷ đồng 148,8 tỷ đồng khác số kế hoạch nêu") == 2
    assert text.count("khoảng 5.181 tỷ đồng khoảng 5.180 tỷ đồng khác số kế hoạch nêu") == 2
    assert text.count("khác số kế hoạch nêu") == 4 + 1  # and once where the page explains it


def test_plans_of_one_place_stand_together_and_the_old_province_apart(project):
    years = folded(html_text(project / "site/kinh-phi/index.html").partition("Theo năm")[2])
    old = years.partition("Tỉnh Lào Cai (đến hết ngày 30/6/2025)")[2]

    assert old.index("Giảm nghèo bền vững tỉnh Lào Cai năm 2024") < old.index("10 xã")
    assert "Năm 2026" not in old.partition("Theo dự án")[0]


def test_projects_add_up_to_the_whole_source_by_source(changed):
    (breakdown,) = changed("bac-ha-2022").breakdowns

    assert [(row.source, row.total) for row in breakdown.rows] == [
        ("Vốn đầu tư phát triển", Sum("70.852 triệu đồng", "70.852 triệu đồng")),
        ("Vốn sự nghiệp", Sum("10.837 triệu đồng", "10.837 triệu đồng")),
        ("Tổng kinh phí", Sum("81.689 triệu đồng", "81.689 triệu đồng", left_out=1)),
    ]


def test_unallocated_money_is_said_and_left_out(changed):
    found = changed("bac-ha-2022")

    assert totals(found)["kinh-phi-du-an-5"] == Sum("Trung ương chưa phân bổ")
    assert {row.is_whole for row in found.rows if row.id == "kinh-phi-2022"} == {True}
    assert sum(row.is_whole for row in found.rows) == 1


def test_a_line_that_nobody_allotted_is_counted_and_not_added(changed):
    line = "{id: kinh-phi-du-an-1-su-nghiep, source_of_funds: von-su-nghiep, amount: 2.064}"
    found = changed("bac-ha-2022", **{line: line.replace("2.064", "unallocated")})

    assert totals(found)["kinh-phi-du-an-1"] == Sum("72.916 triệu đồng", "70.852 triệu đồng", 1, differs=True)
    assert found.rows[1].amounts == ("70.852 triệu đồng", "chưa phân bổ")


def test_parts_in_another_unit_are_added_in_that_of_the_whole(changed):
    project = "              unit: trieu\n              total: 88\n"
    line = "source_of_funds: von-su-nghiep, amount: 88}"
    in_ty = {project: '              unit: ty\n              total: "0,0880"\n', line: line.replace("88", '"0,0880"')}
    found = changed("bac-ha-2022", **in_ty)

    assert totals(found)["kinh-phi-du-an-6"].stated == "0,088 tỷ đồng"
    assert found.breakdowns[0].rows[-1].total == Sum("81.689 triệu đồng", "81.689 triệu đồng", left_out=1)


def test_parts_that_are_about_make_a_sum_that_is_about(changed):
    line = "{id: kinh-phi-2024-nhan-dan, source_of_funds: nhan-dan-dong-gop, amount: 65}"
    found = changed("lao-cai-2024", **{line: line.replace("amount: 65", "amount: 65, approximate: true")})

    assert totals(found)["kinh-phi-2024"] == Sum("148,4 tỷ đồng", "khoảng 148,8 tỷ đồng", differs=True)
