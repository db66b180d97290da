"""Page, register, JSON, CSV, calendar and workbook say the same of all work: before its day, on it, after it, and done late."""

import csv
import io
import json
import re
from datetime import date, datetime

import openpyxl
import pytest
from lxml import html

from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.documents import plan_data, workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.repository.revisions import VIETNAM
from planbook.verify.readers import calendar_lines
from planbook.views.addresses import Address
from tests.conftest import ROOT, workspace

PLAN = "lang-nghe-2026"
# A task that is due on 30 November, with what is told of it on the closing day of the year's last file, and its state then.
DAYS = {
    "before": ("2026-11", "2026-11-29", "state: under-way", "Đang thực hiện trong hạn"),
    "due day": ("2026-11", "2026-11-30", "state: under-way", "Đang thực hiện trong hạn"),
    "after": ("2026-12", "2026-12-01", "state: under-way", "Đang thực hiện quá hạn"),
    "done late": ("2026-12", "2026-12-02", "state: done, done: 2026-12-01", "Hoàn thành quá hạn"),
}


@pytest.fixture(scope="module", params=DAYS)
def told(request, tmp_path_factory):
    """The invented office on the closing day of one more period, and the state of the task then."""
    period, day, result, state = DAYS[request.param]
    root = tmp_path_factory.mktemp("agree")
    workspace(root, ROOT / "tests/workspaces/year/data")
    (root / f"data/results/{PLAN}/2026-Q4.yaml").unlink()
    text = f"plan: {PLAN}\nperiod: {period}\nas_of: {day}\ntasks:\n  - {{task: tram-xu-ly, {result}}}\n"
    (root / f"data/results/{PLAN}/{period}.yaml").write_text(text)
    path = root / "data/office.yaml"
    path.write_text(f"{path.read_text().rstrip()}\nmatrix_states: true\n")
    today = date.fromisoformat(day)
    made = datetime.combine(today, datetime.min.time(), VIETNAM)
    return edition(read_sources(root), made, today, repository=root), period, state


def of_page(made) -> dict[str, str]:
    """The states of the tasks on the page of results."""
    page = page_texts(Site(made, {}), {Address.RESULTS})[f"ke-hoach/{PLAN}/ket-qua/index.html"]
    rows = html.fromstring(f"<div>{page}</div>").xpath("//tbody[@id]/tr[td]")
    texts = {
        row.xpath(".//a/@href")[0].rpartition("#")[2]: row.xpath("./td[@data-label='Trạng thái']/text()")[0]
        for row in rows
    }
    return {task: text.strip() for task, text in texts.items()}


def of_register(made) -> dict[str, str]:
    page = page_texts(Site(made, {}), {Address.TASKS})["nhiem-vu/index.html"]
    rows = html.fromstring(f"<div>{page}</div>").xpath("//tr[@data-ket-qua][@data-loai='task']")
    names = {state: name for state, name, _ in made.progress[PLAN].counts}
    states = {row.xpath(".//a/@href")[0].rpartition("#")[2]: names[row.get("data-ket-qua")] for row in rows}
    shown = {row.xpath(".//a/@href")[0].rpartition("#")[2]: row.xpath("./td[5]/small/text()")[-1][1:-1] for row in rows}
    assert shown == {task: name.lower() for task, name in states.items()}
    return states


def of_rows(rows, period) -> dict[str, str]:
    """The states that rows of open data tell of a period, of work as a whole."""
    return {row["item"]: row["state_in_words"] for row in rows if row["period"] == period and not row["body"]}


def of_workbook(made) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of_plan(made, made.workspace.plans[PLAN])))
    return {row[0]: row[-1] for row in book["Nhiệm vụ"].iter_rows(values_only=True) if row[0] and row[-1]}


def test_all_say_the_same(told):
    made, period, state = told
    files = feed_files(made)
    tasks = of_page(made)
    data = json.loads(plan_data(made, made.workspace.plans[PLAN]))["results"]["work_states"]
    table = csv.DictReader(io.StringIO(files["du-lieu/trang-thai-nhiem-vu.csv"].decode("utf-8-sig")))
    all_data = json.loads(files["du-lieu/du-lieu.json"])["work_states"]

    assert tasks["tram-xu-ly"] == state
    assert of_register(made) == tasks
    for rows in (data, [*table], all_data):
        assert {item: words for item, words in of_rows(rows, period).items() if item in tasks} == tasks
    assert {item: words for item, words in of_workbook(made).items() if item in tasks} == tasks


def test_calendars_and_lists_hold_what_is_not_over_and_nothing_else(told):
    made, _, state = told
    is_over = not state.startswith("Đang")
    files = feed_files(made)
    calendars = [f"ke-hoach/{PLAN}/{PLAN}.ics", "co-quan/so-nn-mt/so-nn-mt.ics", "co-quan/ubnd-cac-xa/ubnd-cac-xa.ics"]
    entries = [{line.item for line in calendar_lines(files[path]).lines} for path in calendars]
    pages = page_texts(Site(made, {}), {Address.AGENCY, Address.CALENDAR_OF_YEAR})
    agency, year = pages["co-quan/so-nn-mt/index.html"], pages["lich/2026/index.html"]
    row = next(row for row in year.split("<tr ") if "Xây dựng trạm" in row)

    assert [f"{PLAN}/tram-xu-ly/1@planbook" in uids for uids in entries] == [not is_over] * 3
    assert (f'data-item="{PLAN}/tram-xu-ly"' in agency) == (not is_over)
    assert ("tram-xu-ly" in {row_.item for row_ in made.work["so-nn-mt"]}) == (not is_over)
    assert f"({state.lower().removesuffix(' trong hạn')})" in row  # its day may have gone by since
    assert ("data-done" in row) == is_over
    late = re.search(r'<li data-after="2026-11-30"( hidden)?><a', agency)
    assert (late is None) == is_over
    assert late is None or (late[1] is None) == (state == "Đang thực hiện quá hạn")
