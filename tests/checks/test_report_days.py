"""A report is too early until the day before the figures of its term are closed: the 13th, the 14th and the 15th of each way to say it."""

import pytest

from planbook.checks import findings
from tests.offices import office

DUTY = {"id": "bc", "agencies": "so-b", "to": "ubnd-tinh-a", "text": "Báo cáo."}


def is_told(**content) -> bool:
    workspace = office({"outline": [{"id": "a", "heading": "A", **content}]})
    return [found.check for found in findings(workspace)].count("report-before-data") == 1


def of_deadline(work: str, **when: str) -> bool:
    deadline = {"work": work, **when}
    return is_told(tasks=[{"id": "viec", "text": "Làm việc.", "assignment": {"lead": "so-b", "deadlines": [deadline]}}])


@pytest.mark.parametrize(
    ("work", "months"),
    [
        ("báo cáo quý I", [3]),
        ("báo cáo quý III", [9]),
        ("báo cáo quý", []),  # which one is not said
        ("báo cáo 6 tháng", [6]),
        ("báo cáo 9 tháng", [9]),
        ("báo cáo cả năm", [12]),
        ("báo cáo ước cả năm", []),
        ("báo cáo", []),
        ("rà soát quý I", []),
    ],
)
def test_a_deadline_for_a_report_is_early_in_the_month_that_ends_its_term(work, months):
    early = [month for month in range(1, 13) if of_deadline(work, by=f"2027-{month:02}-13")]

    assert early == months


@pytest.mark.parametrize(
    ("when", "day", "is_early"),
    [
        *(("by", 13, True), ("by", 14, False), ("by", 15, False)),
        *(("before", 14, True), ("before", 15, False), ("before", 16, False)),
        *(("until", 13, True), ("until", 14, False), ("until", 15, False)),
    ],
)
def test_a_report_by_the_day_on_which_its_figures_are_closed_is_possible(when, day, is_early):
    assert of_deadline("báo cáo quý I", **{when: f"2027-03-{day}"}) is is_early


@pytest.mark.parametrize(("before_day", "is_early"), [(14, True), (15, False), (16, False)])
@pytest.mark.parametrize(("every", "months_after"), [("quarter", None), ("quarter", 1), (["quarter", "year"], None)])
def test_so_is_what_is_reported_again_and_again(before_day, is_early, every, months_after):
    later = {"months_after": months_after} if months_after else {}
    told = is_told(reporting=[{**DUTY, "every": every, "before_day": before_day, **later}])

    assert told is (is_early and not later)
