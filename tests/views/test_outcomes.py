"""Across years: target, actual and next target of an indicator in one line, never two standards, places or units in one."""

from datetime import date, datetime

import pytest

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.repository.revisions import VIETNAM
from planbook.verify.differences import compared_file
from planbook.verify.readers import page_lines
from planbook.verify.state import ProofState
from planbook.views.addresses import Address
from tests.conftest import ROOT, workspace

NEXT = """id: lang-nghe-2027
title: Phát triển làng nghề trên địa bàn tỉnh Mẫu năm 2027
short_title: Phát triển làng nghề năm 2027
subject: phát triển làng nghề
status: draft
symbol: KH-UBND
issuer: ubnd-tinh-mau
jurisdiction: tinh-mau
place: Mẫu
period: 2027
follows: [lang-nghe-2026]
legal_bases:
  - {document: 10-nq-hdnd-2025, role: implements}
preamble: Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau
outline:
  - id: muc-tieu
    heading: MỤC TIÊU
    targets:
      - {id: dao-tao, text: "Đào tạo {value}.", value: 3.600, unit: người, indicator: nguoi-hoc-nghe, values: [{place: xa-mot, value: 1.500}]}
      - {id: doanh-thu, text: "Doanh thu đạt {value}.", value: 48.000, unit: triệu đồng, indicator: doanh-thu}
closing: Trên đây là Kế hoạch
recipients:
  - {agencies: [so-nn-mt]}
archive: VT
signatory: {collective: true, acting_for: Chủ tịch, title: Phó Chủ tịch}
"""
STANDARDS = """standards:
  - {id: chuan-cu, name: chuẩn cũ, period: 2022-2026}
  - {id: chuan-moi, name: chuẩn mới, period: 2027-2030}
"""


def office(root, standards: str = "", plan: str = NEXT):
    workspace(root, ROOT / "tests/workspaces/year/data")
    (root / "data/plans/lang-nghe-2027.yaml").write_text(plan)
    path = root / "data/indicators.yaml"
    path.write_text(standards + path.read_text())
    made = datetime(2027, 1, 5, tzinfo=VIETNAM)
    return edition(read_sources(root), made, date(2027, 1, 5), repository=root)


def lines(made, indicator: str) -> list[tuple]:
    view = next(view for view in made.indicators if view.id == indicator)
    return [
        (
            outcome.aim.period,
            outcome.aim.place,
            outcome.aim.value,
            outcome.reached.value,
            outcome.following and outcome.following.value,
        )
        for outcome in made.outcomes(view)
    ]


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    return office(tmp_path_factory.mktemp("two"))


def test_a_value_stands_with_what_was_reached_and_what_is_wanted_next(two_years):
    assert lines(two_years, "nguoi-hoc-nghe") == [
        ("2026", "tỉnh Mẫu", "ít nhất 3.000 người", "3.050 người", "3.600 người"),
        ("2026", "xã Ba", "800 người", "810 người", None),
        ("2026", "xã Hai", "1.000 người", "1.030 người", None),
        ("2026", "xã Một", "1.200 người", "1.210 người", "1.500 người"),
    ]


def test_values_of_two_units_are_not_set_side_by_side(two_years):
    assert lines(two_years, "doanh-thu") == [("2026", "tỉnh Mẫu", "40 - 45 tỷ đồng", "43 tỷ đồng", None)]


def test_values_of_two_standards_are_not_set_side_by_side(tmp_path):
    assert [line[-1] for line in lines(office(tmp_path, STANDARDS), "nguoi-hoc-nghe")] == [None] * 4


def test_values_of_another_place_are_not_set_side_by_side(tmp_path):
    plan = NEXT.replace("jurisdiction: tinh-mau", "jurisdiction: xa-mot").replace(
        ", values: [{place: xa-mot, value: 1.500}]", ""
    )

    assert [line[-1] for line in lines(office(tmp_path, plan=plan), "nguoi-hoc-nghe")] == [None] * 4


def test_a_value_of_a_year_is_held_against_what_that_year_reached(tmp_path):
    plan = NEXT.replace("period: 2027", "period: 2026-2030").replace(
        "value: 3.600, unit: người, indicator: nguoi-hoc-nghe, values: [{place: xa-mot, value: 1.500}]",
        "value: 9.000, unit: người, indicator: nguoi-hoc-nghe, values: [{year: 2026, value: 1.800}, {year: 2027, value: 2.100}]",
    )
    workspace_ = office(tmp_path, plan=plan)
    path = tmp_path / "data/results/lang-nghe-2027"
    path.mkdir()
    text = "plan: lang-nghe-2027\nperiod: 2026\nas_of: 2026-12-31\ntargets: [{target: dao-tao, value: 1.750}]\n"
    (path / "2026.yaml").write_text(text)
    made = edition(read_sources(tmp_path), workspace_.made, date(2027, 1, 5), repository=tmp_path)

    assert ("2026", "tỉnh Mẫu", "1.800 người", "1.750 người", "2.100 người") in lines(made, "nguoi-hoc-nghe")
    assert not [line for line in lines(made, "nguoi-hoc-nghe") if line[0] == "2026-2030"]


def test_the_page_has_a_bar_beside_its_figure_and_is_proved(two_years):
    path = "chi-tieu/nguoi-hoc-nghe/index.html"
    page = page_texts(Site(two_years, {}), {Address.INDICATOR})[path]
    state = ProofState(two_years, None)

    def told(text: str) -> list:
        reading = page_lines(f'<meta charset="utf-8">{text}'.encode())
        return [*compared_file(path, state.expected(path), reading, state).findings]

    assert '<progress max="100" value="100" aria-label="101,7%"></progress> 101,7%' in page
    assert "số liệu đến ngày 31/12/2026" in page
    assert told(page) == []
    for said, made in (
        (">3.050 người<", ">3.500 người<"),
        (">3.600 người<", ">3.900 người<"),
        ("</progress> 101,7%", "</progress> 107,1%"),
    ):
        assert said in page
        assert told(page.replace(said, made)) != []
