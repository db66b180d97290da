"""Plans of several subjects in one place: each is set beside those of its own series alone."""

import re
from datetime import UTC, datetime

import pytest

from planbook.authoring.begin import begin
from planbook.loading.workspace import load, load_entry
from planbook.model.period import parse_when
from planbook.outputs.catalogue import page_texts, print_jobs
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from planbook.views.lineage import predecessors
from planbook.views.once import Views
from planbook.wording.phrases import WordingFile
from tests.conftest import ROOT
from tests.offices import office, written

PLACES = {
    "localities": [
        {"id": "tinh-a", "name": "tỉnh A", "level": "province"},
        {"id": "tinh-cu", "name": "tỉnh Cũ", "level": "province", "successors": "tinh-a", "end": "2025-06-30"},
        {"id": "xa-x", "name": "xã X", "level": "commune", "part_of": "tinh-a"},
    ]
}


def plan(name: str, period: object, *continues: str, **fields: object) -> dict[str, object]:
    tasks = [{"id": f"viec-{at}", "text": f"Làm việc {at}", "continues": [task]} for at, task in enumerate(continues)]
    tasks = [{"id": "viec", "text": "Làm việc", "assignment": {"lead": "so-b"}}, *tasks]
    outline = [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": tasks}]
    title = f"Kế hoạch {name}"
    return {"id": name, "title": title, "short_title": title, "period": str(period), "outline": outline, **fields}


def before(name: str, *plans: dict[str, object]) -> list[str]:
    """The plans that one is set beside."""
    workspace = office(list(plans), localities=PLACES)
    return [earlier.id for earlier in predecessors(workspace, workspace.plans[name])]


POOR, DIGITAL = {"subject": "giảm nghèo"}, {"subject": "chuyển đổi số"}
LAST = plan("c", 2026, **POOR)


@pytest.mark.parametrize(
    ("plans", "earlier"),
    [
        ([plan("a", 2024, **POOR), plan("b", 2025, **DIGITAL)], ["a"]),
        ([plan("b", 2025, **DIGITAL)], []),
        ([plan("a", 2025, subject="Giảm  nghèo"), plan("b", 2025, **DIGITAL)], ["a"]),
        # A plan of several years beside those of one, the Party's plan of the same subject, a commune's.
        ([plan("a", 2024, **POOR), plan("b", "2021-2025", **POOR)], ["a"]),
        ([plan("a", 2025, **POOR), plan("b", 2025, symbol="KH/TU", **POOR)], ["a"]),
        ([plan("a", 2024, **POOR), plan("b", 2025, jurisdiction="xa-x", **POOR)], ["a"]),
        # The place before it was merged, a plan that another one replaced.
        ([plan("a", 2024, jurisdiction="tinh-cu", **POOR)], ["a"]),
        ([plan("a", 2025, replaced_by="b", **POOR), plan("b", 2025, **POOR)], ["b"]),
        ([plan("a", 2025, **POOR), plan("b", 2025, **POOR)], []),
    ],
)
def test_a_plan_follows_the_last_one_of_its_subject(plans, earlier):
    assert before("c", LAST, *plans) == earlier


def test_a_series_keeps_plans_together_whatever_they_are_called():
    old = plan("a", 2025, series="an-sinh", **POOR)
    new = plan("c", 2026, series="an-sinh", subject="an sinh xã hội")
    apart = plan("b", 2025, series="viec-khac", **POOR)

    assert before("c", old, apart, new) == ["a"]
    # What follows it and says nothing new of a series is of the same.
    workspace = office([old, plan("b", 2027, follows=["c"], subject="bảo trợ"), new], localities=PLACES)
    assert len({workspace.series[each.id] for each in workspace.plans.values()}) == 1


def test_a_plan_of_five_years_follows_one_of_five_years():
    plans = [plan("a", "2021-2025", **POOR), plan("b", 2025, **POOR), plan("c", "2026-2030", **POOR)]

    assert before("c", *plans) == ["a"]


def test_what_replaces_a_plan_is_set_beside_it():
    plans = [plan("a", 2025, **POOR), plan("b", 2026, replaced_by="c", **POOR), LAST]

    assert before("c", *plans) == ["b"]


def test_work_that_comes_from_another_subject_makes_no_predecessor():
    plans = [plan("a", 2025, **POOR), plan("b", 2025, **DIGITAL), plan("c", 2026, "b/viec", **POOR)]

    assert before("c", *plans) == ["a"]


def test_the_office_says_what_all_its_plans_are_about():
    workspace = office([plan("a", 2025), plan("b", 2026, **POOR), plan("c", 2025, **DIGITAL)], office=POOR)

    assert [each.id for each in predecessors(workspace, workspace.plans["b"])] == ["a"]


def test_a_new_plan_is_of_the_series_that_its_subject_has_there(tmp_path):
    root = written(tmp_path / "office", [plan("a", 2026, series="an-sinh", **POOR)], localities=PLACES)
    for name, subject in (("b", "Giảm nghèo"), ("c", "chuyển đổi số")):
        begin(root, name, "", "tinh-a", parse_when("2027"), subject=subject)
    plans = load(root / "data")[0].plans

    assert (plans["b"].series, plans["c"].series) == ("an-sinh", None)


@pytest.fixture(scope="module")
def fourteen(tmp_path_factory):
    """A place with fourteen plans: six years of one subject, five of another, three that stand alone."""
    subjects = {"giảm nghèo": range(2021, 2027), "chuyển đổi số": range(2022, 2027)}
    plans = [
        plan(f"k{at}-{year}", year, *([f"k{at}-{year - 1}/viec"] if year > years[0] else []), subject=subject)
        for at, (subject, years) in enumerate(subjects.items())
        for year in years
    ]
    plans += [plan(f"rieng-{at}", 2026, subject=f"việc riêng {at}") for at in range(3)]
    root = written(tmp_path_factory.mktemp("fourteen") / "office", plans, localities=PLACES)
    return edition(read_sources(root), made_at(root))


def test_each_subject_of_a_place_has_tables_of_its_own(fourteen):
    page = page_texts(Site(fourteen, {}), {Address.LINEAGE})["so-sanh/index.html"]
    headings = [line for line in page.splitlines() if line.startswith("## ")]

    assert [heading.partition("&#58; ")[2].partition(" {")[0] for heading in headings] == [
        "giảm nghèo",
        "chuyển đổi số",
    ]
    assert "việc riêng" not in page
    heads = [part.partition("</thead>")[0].count("<th ") for part in page.split('<table class="data chains">')[1:]]
    assert heads == [3, 3, 5]


def test_work_that_came_from_another_subject_stands_in_both_tables_with_one_anchor(tmp_path):
    own = [plan("a", 2025, **POOR), plan("c", 2026, "a/viec", **POOR)]
    others = [plan("b", 2025, **DIGITAL), plan("d", 2026, "b/viec", "a/viec", **DIGITAL)]
    root = written(tmp_path / "office", [*own, *others], localities=PLACES)
    page = page_texts(Site(edition(read_sources(root), made_at(root)), {}), {Address.LINEAGE})["so-sanh/index.html"]
    anchors = re.findall(r' id="([^"]+)"', page)

    assert sorted(anchors) == sorted({*anchors})
    assert {"a--viec", "b--viec", "c--viec-0", "d--viec-1"} <= {*anchors}
    assert page.count(">Kế hoạch a</a></li>") == 2


def test_the_first_page_lists_plans_by_what_they_are_about(fourteen):
    page = page_texts(Site(fourteen, {}), {Address.HOME})["index.html"]
    listed = page.partition("## Kế hoạch")[2].partition("<details")[0]
    subjects = re.findall(r"^<li[^>]*>([^<]+)<ul", listed, re.MULTILINE)

    assert subjects == ["Việc riêng 2", "Việc riêng 1", "Việc riêng 0", "Chuyển đổi số", "Giảm nghèo"]
    assert listed.count("Tổng quan") == 14


def test_the_sheet_of_a_place_has_a_table_for_each_subject(fourteen):
    (job,) = [job for job in print_jobs(fourteen) if job.path.startswith("so-sanh/")]

    assert job.path == "so-sanh/tinh-a-phan-cong.pdf"
    assert [part.partition("</h2>")[0] for part in job.html.split("<h2>")[1:]] == [
        "Giảm nghèo, 2021-2023",
        "Giảm nghèo, 2024-2026",
        "Chuyển đổi số, 2022-2026",
    ]
    assert job.html.count("Kế hoạch rieng") == 0


def test_values_of_two_subjects_are_never_tied():
    def with_target(entry, value):
        target = {"id": "ct", "indicator": "hoc-nghe", "text": "Dạy {value}", "value": value, "unit": "người"}
        aims = [{"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": [target]}]
        return {**entry, "outline": [*entry["outline"], *aims]}

    indicators = {"indicators": [{"id": "hoc-nghe", "name": "Người học nghề", "unit": "người", "direction": "up"}]}
    plans = [with_target(plan("a", 2025, **POOR), "100"), with_target(plan("b", 2026, **DIGITAL), "200")]
    workspace = office([*plans, with_target(LAST, "300")], localities=PLACES, indicators=indicators)
    phrases, _, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    (indicator,) = Views(workspace, phrases).indicators
    series = {aim.plan: aim.series for aim in indicator.aims}

    assert series["a"] == series["c"] != series["b"]


def test_the_first_page_tells_places_apart_that_have_plans_about_the_same(tmp_path):
    plans = [
        plan("a", 2026, **POOR),
        plan("b", 2026, jurisdiction="xa-b", **POOR),
        plan("c", 2025, jurisdiction="xa-b", **POOR),
        plan("d", 2026, jurisdiction="xa-b", **DIGITAL),
        plan("e", 2027, **POOR),
        plan("f", "2024-2027", jurisdiction="huyen-c", **POOR),
    ]
    own = [
        {"id": "xa-b", "name": "xã B", "level": "commune", "part_of": "tinh-a"},
        {"id": "huyen-c", "name": "huyện C", "level": "district", "part_of": "tinh-a", "end": "2025-07-01"},
    ]
    root = written(tmp_path / "office", plans, localities={"localities": [*PLACES["localities"], *own]})
    made = edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC))
    page = page_texts(Site(made, {}), {Address.HOME})["index.html"]
    listed = page.partition("## Kế hoạch")[2].partition("<details")[0]
    strands = re.findall(r"^<li[^>]*>([^<]+)<ul.*?^</ul>", listed, re.MULTILINE | re.DOTALL)

    assert sorted(strands) == ["Chuyển đổi số", "Giảm nghèo, tỉnh A", "Giảm nghèo, xã B"]
    assert "Chưa có kế hoạch về giảm nghèo của xã B, chuyển đổi số của năm 2027" in page


def test_plans_about_one_thing_of_several_places_are_headed_by_the_place_alone(tmp_path):
    plans = [plan("a", 2026, **POOR), plan("b", 2026, jurisdiction="xa-b", **POOR)]
    places = {
        "localities": [*PLACES["localities"], {"id": "xa-b", "name": "xã B", "level": "commune", "part_of": "tinh-a"}]
    }
    root = written(tmp_path / "office", plans, localities=places)
    page = page_texts(Site(edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC)), {}), {Address.HOME})

    assert sorted(re.findall(r"^<li[^>]*>([^<]+)<ul", page["index.html"], re.MULTILINE)) == ["Tỉnh A", "Xã B"]
