"""What is known of a plan on a day: states and lateness, values and per cents, sums, money, reports."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planbook.checks import examine
from planbook.loading.workspace import load_entry
from planbook.model.achieved import achievements, share, spending
from planbook.model.lateness import report_statuses, work_statuses
from planbook.model.period import parse_when
from planbook.model.results import PeriodResults
from planbook.views.once import Views
from planbook.views.progress import plan_progress
from planbook.wording.phrases import WordingFile
from planbook.wording.results_text import ResultsText
from tests.conftest import ROOT
from tests.model.random_year import RandomYear

YEAR = ROOT / "tests/workspaces/year/data"
CLOSED = {quarter: date(2026, *day) for quarter, day in enumerate(((3, 31), (6, 30), (9, 30), (12, 31)), 1)}

# The state of each task at the end of each quarter, read off plan and results by hand.
STATES = {
    "ke-hoach-dao-tao": ["done-in-time"] * 4,
    "mo-lop": ["under-way-in-time"] * 3 + ["done-late"],
    "kiem-tra-lop": ["under-way-in-time"] * 2 + ["under-way-late"] * 2,
    "giao-vien": ["not-begun-in-time", "under-way-in-time", "done-late", "done-late"],
    "tram-xu-ly": ["under-way-in-time"] * 3 + ["under-way-late"],
    "thu-gom-rac": ["under-way-in-time"] * 3 + ["done-in-time"],
    "quan-trac": ["unreported", "under-way", "under-way", "done"],
    "hoi-cho": ["not-begun-in-time"] * 2 + ["dropped"] * 2,
    "nhan-hieu": ["under-way"] * 4,
    "cho-vay": ["unreported"] * 4,
    "trang-thong-tin": ["under-way-in-time"] + ["done-in-time"] * 3,
    "bo-tri-von": ["under-way-in-time"] + ["done-late"] * 3,
    "huong-dan-quyet-toan": ["unreported"] * 3 + ["done"],
}
VALUES = {
    "dao-tao": [("1120", "37.3"), ("1520", "50.7"), ("2240", "74.7"), ("3050", "101.7")],
    "cong-nhan": [("1", "25.0"), ("2", "50.0"), ("2", "50.0"), ("4", "100.0")],
    "o-nhiem": [("17", "12.5"), ("15", "37.5"), ("12", "75.0"), ("11", "87.5")],
    "doanh-thu-lang-nghe": [("9.5", "23.8"), ("20", "50.0"), ("31.5", "78.8"), ("43", "107.5")],
    "thu-gom": [("None", "None")] * 3 + [("91", "101.1")],
    "quang-ba": [("None", "None")] * 4,
}


@pytest.fixture(scope="module")
def year():
    workspace, findings = examine(YEAR)
    assert [finding for finding in findings if finding.stops_the_build] == []
    return workspace


@pytest.fixture(scope="module")
def plan(year):
    return year.plans["lang-nghe-2026"]


@pytest.mark.parametrize("quarter", CLOSED)
def test_lateness_is_worked_out_for_every_kind_of_deadline(year, plan, quarter):
    statuses = work_statuses(year, plan, CLOSED[quarter])

    assert {task: status.name for task, status in statuses.items()} == {
        task: states[quarter - 1] for task, states in STATES.items()
    }


@pytest.mark.parametrize("quarter", CLOSED)
def test_values_are_held_against_what_the_plan_asks_for(year, plan, quarter):
    reached = achievements(year, plan, CLOSED[quarter])

    assert {target: (str(one.value), str(one.percent)) for target, one in reached.items()} == {
        target: values[quarter - 1] for target, values in VALUES.items()
    }


def test_the_day_of_looking_makes_it_late_and_not_the_closing_day(year, plan):
    day, next_day = (work_statuses(year, plan, date(2026, 9, day))["mo-lop"] for day in (29, 30))
    later = work_statuses(year, plan, date(2026, 10, 1))["mo-lop"]

    assert (day.name, next_day.name, later.name) == ("under-way-in-time", "under-way-in-time", "under-way-late")
    assert later.as_of == date(2026, 6, 30)  # xã Một told of it last in June


def test_what_is_closed_later_is_not_known_yet(year, plan):
    assert {status.name for status in work_statuses(year, plan, date(2026, 3, 30)).values()} == {"unreported"}
    assert achievements(year, plan, date(2026, 3, 30))["dao-tao"].value is None


def test_a_target_not_reached_is_never_at_100():
    assert share(Decimal(2999), Decimal(3000)) == Decimal("99.9")
    assert share(Decimal(3000), Decimal(3000)) == 100
    assert share(Decimal(29999), Decimal(30000)) == Decimal("99.9")
    assert share(Decimal(1), Decimal(0)) is None


def test_less_than_asked_is_better_where_things_fall(year, plan):
    reached = {quarter: achievements(year, plan, day)["o-nhiem"] for quarter, day in CLOSED.items()}

    assert [one.is_met for one in reached.values()] == [False] * 4
    assert reached[1].as_of == date(2026, 3, 20)


def test_money_of_lines_adds_up_to_the_budget(year, plan):
    whole = spending(year, plan, CLOSED[3])["tong-kinh-phi"]

    assert (whole.allotted, whole.disbursed, whole.percent, whole.is_sum) == (5000, 2700, Decimal("54.0"), True)


def test_a_sum_of_money_of_which_a_line_is_not_known_is_not_known(year, plan):
    results = year.results[plan.id]
    first = results[0].model_copy(update={"money": results[0].money[:1]})
    known = spending(_with(year, plan, (first,)), plan, CLOSED[1])["tong-kinh-phi"]

    assert (known.allotted, known.disbursed, known.percent) == (None, None, None)


def test_who_reported_when_and_who_did_not(year, plan):
    reports = {(one.due, one.agency): one for one in report_statuses(year, plan, CLOSED[2])}
    first, second = date(2026, 3, 19), date(2026, 6, 19)

    late = {who for who, report in reports.items() if report.is_late and report.result}
    assert late == {(first, "so-cong-thuong"), (second, "ubnd-xa-hai")}
    assert {who for who, report in reports.items() if not report.result} == {(first, "ubnd-xa-ba")}
    assert len(reports) == 10


def test_a_period_that_is_left_out_makes_no_sum(year, plan):
    results = year.results[plan.id]
    reached = achievements(_with(year, plan, (results[0], results[2])), plan, CLOSED[3])["cong-nhan"]

    assert (reached.value, reached.percent, reached.is_met) == (1, None, None)
    assert reached.missing == ("2026-04-01/2026-06-30",)


def test_of_two_periods_that_end_together_the_longer_one_counts(year, plan):
    half = PeriodResults.model_validate(
        {
            "plan": plan.id,
            "period": "2026-H1",
            "as_of": "2026-06-30",
            "targets": [{"target": "cong-nhan", "value": "3"}],
        }
    )
    results = sorted((*year.results[plan.id], half), key=PeriodResults.order)

    assert achievements(_with(year, plan, tuple(results)), plan, CLOSED[4])["cong-nhan"].value == 5


def test_shares_without_one_body_make_no_whole(year, plan):
    results = [
        one.model_copy(
            update={"targets": tuple(result for result in one.targets if result.body != "xa-ba" and result.body)}
        )
        for one in year.results[plan.id]
    ]
    reached = achievements(_with(year, plan, tuple(results)), plan, CLOSED[3])["dao-tao"]

    assert (reached.value, reached.percent, reached.missing) == (1680, None, ("xa-ba",))


def test_nine_months_are_a_period():
    results = PeriodResults.model_validate({"plan": "x", "period": "2026-9M", "as_of": "2026-09-14"})

    assert (str(results.period), results.period.last) == ("2026-9M", date(2026, 9, 30))
    with pytest.raises(Exception, match="is no time"):
        parse_when("2026-9M")


@pytest.mark.parametrize("seed", [*range(60), 1889])
def test_random_plans_and_results_give_what_another_computation_gives(seed):
    case = RandomYear(seed)

    assert case.computed() == case.expected()


def _with(workspace, plan, results):
    return replace(workspace, results={plan.id: results})


@pytest.fixture(scope="module")
def text(year, plan):
    phrases, diagnostics, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    assert diagnostics == []
    return Views(year, phrases).texts[plan.id]


@pytest.mark.parametrize("quarter", CLOSED)
def test_progress_reads_as_its_golden_text(text, golden, quarter):
    progress = plan_progress(text, CLOSED[quarter])
    lines = [f"{progress.period}, {progress.until}", *(f"{number} {name}" for _, name, number in progress.counts)]
    for work in progress.work.values():
        lines += [
            f"{work.id}: {work.name} [{work.as_of}] {'; '.join((*work.remarks, *map(': '.join, work.parts)))}".strip()
        ]
    for row in (*progress.targets, *progress.money):
        for one in (row, *row.parts):
            lines.append(
                f"{one.id}: {one.name}: {one.value}/{one.goal} {one.percent} {one.verdict} [{one.as_of}] {one.note}"
            )
    lines += [f"{report.name} {report.due}: {report.reported} {report.verdict}" for report in progress.reports]
    golden(f"progress-{quarter}.txt", "".join(f"{line.strip()}\n" for line in lines))


def test_texts_of_a_period_mention_what_came_of_the_plan(year, text):
    first = year.results["lang-nghe-2026"][0]
    filled = ResultsText.on_day(text, CLOSED[1])

    assert filled.fill(first.difficulties[0].text).endswith("mới đào tạo được 1.120 người, bằng 37,3% kế hoạch năm.")
    assert filled.fill(first.proposals[0].text).endswith("mới giao 3.000 triệu đồng.")
    assert filled.fill("{result:thu-gom}") == "chưa có số liệu"


def test_a_plan_without_results_has_no_progress(year, text, plan):
    assert plan_progress(text, date(2026, 1, 31)) is None
