"""What the site shows of the results of a plan: pages of periods, what is late first, states to filter by, and no reminder of what is done."""

import re
from datetime import date, datetime

import pytest

from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.outputs.proofs.pages import calendar_of_plan
from planbook.repository.revisions import VIETNAM
from planbook.views.addresses import Address
from tests.conftest import FIVE, ROOT, workspace

SHOWN = {
    *(Address.RESULTS, Address.RESULTS_OF_PERIOD, Address.AGENCY, Address.HOME, Address.TASKS, Address.PLAN),
    Address.CALENDAR_OF_YEAR,
}
PLAN = "ke-hoach/lang-nghe-2026"


def edition_of(root):
    return edition(read_sources(root), datetime(2026, 11, 26, tzinfo=VIETNAM), date(2026, 11, 26), repository=root)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    root = tmp_path_factory.mktemp("year")
    workspace(root, ROOT / "tests/workspaces/year/data")
    return edition_of(root)


@pytest.fixture(scope="module")
def pages(year):
    return page_texts(Site(year, {}), SHOWN)


def test_each_period_has_a_page_and_the_latest_is_that_of_the_plan(pages):
    periods = {f"{PLAN}/ket-qua/2026-q{quarter}/index.html" for quarter in (1, 2, 3, 4)}

    assert {path for path in pages if "ket-qua" in path} == {*periods, f"{PLAN}/ket-qua/index.html"}
    assert "số liệu đến ngày 31/12/2026" in pages[f"{PLAN}/ket-qua/index.html"]
    assert "số liệu đến ngày 31/3/2026" in pages[f"{PLAN}/ket-qua/2026-q1/index.html"]


def test_a_bar_has_its_figure_beside_it(pages):
    page = pages[f"{PLAN}/ket-qua/2026-q1/index.html"]

    assert '<progress max="100" value="37" aria-label="37,3%"></progress> 37,3%' in page
    assert page.count("<progress") == page.count("</progress> ")


def test_an_agency_page_begins_with_what_is_late(pages):
    page = pages["co-quan/so-nn-mt/index.html"]

    assert page.index("Việc quá hạn</h2>") < page.index("## Việc phải làm")
    assert "chậm giải phóng mặt bằng" in page
    assert "Việc quá hạn" not in pages["co-quan/so-noi-vu/index.html"]


def test_who_has_done_its_part_is_not_called_late(year):
    work = year.progress_by_period["lang-nghe-2026"]["2026-q3"].work["mo-lop"]
    after = {"xa-hai": False, "xa-ba": True}

    assert {place: not work.shares[place].is_over for place in after} == after


def test_home_plan_and_register_say_how_far_it_is(pages):
    for path in ("index.html", f"{PLAN}/index.html"):
        assert "2 đang thực hiện quá hạn" in pages[path]
    assert 'data-ket-qua="under-way-late"' in pages["nhiem-vu/index.html"]
    assert '<option value="done-late">Hoàn thành quá hạn</option>' in pages["nhiem-vu/index.html"]


def test_a_calendar_can_be_filtered_by_what_is_done(pages):
    calendar = pages["lich/2026/index.html"]

    assert '<option value="open">Chưa xong</option>' in calendar
    rows = re.findall(r'data-ket-qua="(\w*)".*?<small>\(([^()]*)\)</small></td><td data-label="Chủ trì"', calendar)
    assert {"done", "open"} <= {state for state, _ in rows}
    assert all((state == "done") == told.startswith(("hoàn thành", "dừng")) for state, told in rows if "/" not in told)


def test_calendars_leave_out_what_is_done_or_dropped(year):
    calendar = feed_files(year)[Address.PLAN_CALENDAR.path(plan="lang-nghe-2026")].decode()
    entries = {line.item for line in calendar_of_plan(year, "lang-nghe-2026").lines}

    assert "lang-nghe-2026/tram-xu-ly/" in calendar
    for finished in ("ke-hoach-dao-tao", "hoi-cho", "mo-lop"):
        assert f"lang-nghe-2026/{finished}/" not in calendar
    assert not [item for item in entries if "hoi-cho" in item]


def test_an_agency_that_has_done_all_keeps_its_calendar(year):
    files = feed_files(year)
    agencies = {agency for commitment in year.commitments for agency in commitment.concerned}
    empty = [agency for agency in agencies if b"BEGIN:VEVENT" not in files[Address.AGENCY_CALENDAR.path(agency=agency)]]

    assert sorted(empty) == ["so-noi-vu", "so-tai-chinh"]


def test_plans_without_results_say_that_there_is_nothing_yet_and_nothing_else():
    texts = page_texts(Site(edition_of(FIVE), {}), SHOWN)

    assert [path for path, text in texts.items() if "ket-qua" in path or "data-ket-qua" in text] == []
    assert [path for path, text in texts.items() if "Việc quá hạn" in text] == []
    silent = {path for path, text in texts.items() if "<dt>Kết quả</dt><dd>Chưa có số liệu</dd>" in text}
    assert silent == {path for path in texts if path.startswith("ke-hoach/") and path.count("/") == 2}
