"""What is still to be done as results tell: for whom, of which term, by the day of the reader, the same in lists and calendars."""

from datetime import date, datetime

import pytest
from lxml import html

from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.outputs.proofs.pages import calendar_of_agency
from planbook.repository.revisions import VIETNAM
from planbook.verify.readers import calendar_lines
from planbook.views.addresses import Address
from tests.conftest import ROOT, workspace

PLAN = "lang-nghe-2026"
# A task with a day of its own in a measure, and a group with one day for its tasks.
TASKS = """
      - id: hop-tac
        heading: Hợp tác
        assignment: {lead: so-cong-thuong, deadlines: [{by: 2026-08-31}]}
        tasks:
          - {id: ky-ket, text: Ký kết., measures: [{id: du-thao, text: Dự thảo thỏa thuận., deadlines: [{by: 2026-04-30}]}]}
          - {id: trien-khai, text: Triển khai.}
  - id: kinh-phi
"""


def office(root, as_of: date, results: dict[str, str]):
    """The invented office on a day: its plan with two tasks more, and some results instead of its own."""
    workspace(root, ROOT / "tests/workspaces/year/data")
    path = root / f"data/plans/{PLAN}.yaml"
    path.write_text(path.read_text().replace("\n  - id: kinh-phi\n", TASKS))
    for own in (root / f"data/results/{PLAN}").iterdir():
        own.unlink()
    for period, text in results.items():
        (root / f"data/results/{PLAN}/{period}.yaml").write_text(f"plan: {PLAN}\nperiod: {period}\n{text}")
    return edition(read_sources(root), datetime.combine(as_of, datetime.min.time(), VIETNAM), as_of, repository=root)


RESULTS = {
    "2026-Q1": """as_of: 2026-03-31
tasks:
  - {task: kiem-tra-lop, state: done, done: 2026-03-25}
  - {task: tram-xu-ly, state: under-way}
  - {task: mo-lop, place: xa-mot, state: under-way}
reports:
  - {duty: bao-cao-quy, agency: so-nn-mt, date: 2026-03-18}
""",
    "2026-Q3": """as_of: 2026-09-30
tasks:
  - {task: kiem-tra-lop, state: done, done: 2026-09-20}
  - {task: mo-lop, place: xa-hai, state: done, done: 2026-09-10}
  - {task: ky-ket, state: done, done: 2026-08-20}
  - {task: bo-tri-von, state: done, done: 2026-05-10}
""",
}


@pytest.fixture(scope="module")
def autumn(tmp_path_factory):
    return office(tmp_path_factory.mktemp("autumn"), date(2026, 10, 20), RESULTS)


def days(edition, agency: str = "") -> dict[str, list[str]]:
    """The days of each entry of a calendar, read back from the file by the reader of `verify`."""
    address = Address.AGENCY_CALENDAR.path(agency=agency) if agency else Address.PLAN_CALENDAR.path(plan=PLAN)
    lines = calendar_lines(feed_files(edition)[address]).lines
    return {line.item.removesuffix("@planbook"): line.text.split(" | ")[0].split(", ") for line in lines}


def listed(edition, agency: str) -> set[tuple[str, str]]:
    """What the list of an agency's work still holds, with the day."""
    return {(row.item, str(row.day or "")) for row in edition.work[agency]}


def test_of_recurring_work_the_terms_that_are_done_go_and_a_missed_one_between_stays(autumn):
    left = ["2026-06-30", "2026-12-31"]

    assert days(autumn)[f"{PLAN}/kiem-tra-lop/1/quarter"] == left
    assert sorted(day for item, day in listed(autumn, "so-nn-mt") if item == "kiem-tra-lop") == left


def test_a_day_named_in_a_part_of_a_task_goes_with_the_task(autumn):
    assert f"{PLAN}/du-thao/1" not in days(autumn)
    assert "du-thao" not in {item for item, _ in listed(autumn, "so-cong-thuong")}


def test_the_day_of_a_group_stays_while_one_of_its_tasks_is_to_do(autumn, tmp_path):
    done = RESULTS["2026-Q3"] + "  - {task: trien-khai, state: dropped, reason: không còn cần}\n"

    assert f"{PLAN}/hop-tac/1" in days(autumn)
    assert f"{PLAN}/hop-tac/1" not in days(office(tmp_path, date(2026, 10, 20), {"2026-Q3": done}))


def test_who_has_done_its_part_has_nothing_to_do_any_more(autumn):
    items = {agency: {item for item, _ in listed(autumn, agency)} for agency in ("ubnd-xa-mot", "ubnd-xa-hai")}

    assert {agency: "mo-lop" in left for agency, left in items.items()} == {"ubnd-xa-mot": True, "ubnd-xa-hai": False}
    for agency, left in items.items():
        assert (f"{PLAN}/mo-lop/1" in days(autumn, agency)) == ("mo-lop" in left)
    assert f"{PLAN}/mo-lop/1" in days(autumn, "ubnd-cac-xa")


def test_an_item_of_a_duty_that_is_done_is_in_no_list(autumn):
    assert f"{PLAN}/bo-tri-von/1" not in days(autumn)
    assert "bo-tri-von" not in {item for item, _ in listed(autumn, "so-tai-chinh")}


def test_a_report_is_asked_only_of_those_who_have_not_sent_it(autumn):
    key = f"{PLAN}/bao-cao-quy/quarter"
    first = {agency: days(autumn, agency)[key][0] for agency in ("so-nn-mt", "so-cong-thuong", "ubnd-cac-xa")}

    assert first == {"so-nn-mt": "2026-06-19", "so-cong-thuong": "2026-03-19", "ubnd-cac-xa": "2026-03-19"}
    assert days(autumn)[key][0] == "2026-03-19"


def test_lists_and_calendars_of_all_agencies_agree_and_can_be_proved(autumn):
    for agency in autumn.work:
        calendar, entries = days(autumn, agency), calendar_of_agency(autumn, agency).lines
        dated = {day for times in calendar.values() for day in times if day}

        assert dated >= {day for _, day in listed(autumn, agency) if day}
        assert {line.item.removesuffix("@planbook") for line in entries} == {*calendar}


def test_what_was_under_way_is_late_from_the_day_behind_its_own_on_by_the_clock_of_the_reader(autumn):
    page = page_texts(Site(autumn, {}), {Address.AGENCY})["co-quan/so-nn-mt/index.html"]
    late = page[page.index('<h2 id="qua-han"') : page.index("## Việc phải làm")]

    # What was missed at the closing day shows at once, what comes later with its day.
    assert '<section data-after="2026-06-30">\n' in page
    assert '<li data-after="2026-06-30"><a' in late
    assert '<li data-after="2026-11-30" hidden><a' in late
    assert "Xây dựng trạm xử lý nước thải</a>: đang thực hiện quá hạn, hạn 30/11/2026 (" in late
    assert "số liệu đến ngày 31/3/2026" in late


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)])
def test_the_site_of_a_day_shows_as_late_what_its_deadlines_say(tmp_path, day):
    page = page_texts(Site(office(tmp_path, day, RESULTS), {}), {Address.AGENCY})["co-quan/so-nn-mt/index.html"]

    assert ('<li data-after="2026-11-30"><a' in page) == (day > date(2026, 11, 30))
    (row,) = html.fromstring(page).xpath("//table[contains(@class,'tasks')]//tr[contains(., 'trạm xử lý nước thải')]")
    told = {" ".join(small.text_content().split()): "hidden" in small.attrib for small in row.iter("small")}
    is_late = day > date(2026, 11, 30)
    assert told == {"(đang thực hiện trong hạn)": is_late, "(đang thực hiện quá hạn)": not is_late}


def test_a_calendar_does_not_call_open_work_in_time_by_earlier_results(tmp_path):
    pages = page_texts(Site(office(tmp_path, date(2026, 12, 1), RESULTS), {}), {Address.CALENDAR_OF_YEAR})
    assert "(đang thực hiện)" in pages["lich/2026/index.html"]
    assert "trong hạn" not in pages["lich/2026/index.html"]


def test_done_work_is_not_past_its_day_on_home_and_calendar(autumn):
    pages = page_texts(Site(autumn, {}), {Address.HOME, Address.CALENDAR_OF_YEAR})
    year = pages["lich/2026/index.html"]
    rows = {row: row.split("</tr>")[0] for row in year.split("<tr data-quy")}
    mended = next(row for row in rows.values() if "Bố trí kinh phí" in row)
    missed = next(row for row in rows.values() if "Triển khai" in row or "Ký kết" in row)

    assert "(hoàn thành quá hạn)" in mended
    assert "đã qua" not in mended
    assert "data-done" in mended
    assert "(1/2 nhiệm vụ đã xong)" in missed
    assert "đã qua" in missed
    assert "số liệu đến ngày 30/9/2026" in year


def test_plans_without_results_keep_every_day(tmp_path):
    silent = office(tmp_path, date(2026, 10, 20), {})

    assert [due for due in silent.deadlines if due.state or due.is_done or due.finished] == []
    assert silent.unfinished == silent.commitments
