"""The register by keys alone, aloud, without scripts, with two thousand tasks; and the calendar beside it."""

import re
from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.conftest import PLANS
from tests.reading_back import page
from tests.site.register.register_page import COUNTS, ROWS, SHOWN, choose, downloaded, found, known_as, told


def test_from_the_search_over_a_filter_to_the_file_by_keys_alone(home, tab):
    tab.goto(f"{home}nhiem-vu/?loai=task")

    def to(words: str) -> None:
        for _ in range(60):
            tab.keyboard.press("Tab")
            name = tab.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
            if name.startswith(words):
                return
        raise AssertionError(f"{words} is not reached by Tab")

    to("Từ cần tìm")
    tab.keyboard.type("lao dong")
    tab.keyboard.press("Enter")  # sends nothing
    to("Năm")
    tab.keyboard.type("2026")
    to("Vai trò")
    tab.keyboard.press("ArrowDown")
    shown = found(tab)
    assert "vai-tro=chu-tri" in tab.url
    assert "nam=2026" in tab.url
    assert shown
    to("Tải kết quả lọc (CSV)")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    rows = pd.read_csv(download.value.path(), dtype=str)
    assert len(rows) == len(shown)
    to("Cơ quan chủ trì")  # the heading of the column
    tab.keyboard.press("Space")
    assert tab.get_by_role("columnheader", name="Cơ quan chủ trì").get_attribute("aria-sort") == "ascending"
    to(tab.locator(f"{SHOWN} a").first.inner_text())
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ke-hoach/**")


def test_it_reads_well_aloud(home, tab, data):
    tab.goto(f"{home}nhiem-vu/?quy=2026-q2&xep=chu-tri")
    form = tab.get_by_role("form", name="Bộ lọc")
    heard = form.aria_snapshot() + tab.get_by_role("table", name="Tra cứu nhiệm vụ").aria_snapshot()

    for words in (
        'searchbox "Từ cần tìm"',
        'combobox "Năm"',
        'combobox "Cơ quan"',
        'combobox "Vai trò"',
        'combobox "Thời hạn"',
        'button "Bỏ lọc"',
        'button "Tải kết quả lọc (Excel)"',
        'option "Quý II năm 2026 (',
        "status: ",
        'columnheader "Cơ quan chủ trì"',
        'columnheader "Thời gian hoàn thành"',
    ):
        assert words in heard, words
    assert re.search(r"- status: \d+ trong \d+ việc\.", heard)
    assert tab.get_by_role("columnheader", name="Cơ quan chủ trì").get_attribute("aria-sort") == "ascending"
    expect(tab.get_by_role("columnheader")).to_have_count(7)  # what is only for the files is silent


def test_without_scripts_every_task_is_reached(project, browser, data):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((project / "site-offline/nhiem-vu/index.html").as_uri())

    assert set(found(tab)) == told(data["tasks"])
    assert not tab.locator("form.filters").is_visible()
    tab.get_by_text("Danh sách lập sẵn").click()
    years = tab.get_by_role("link", name=re.compile(r"^Nhiệm vụ năm \d{4}$"))
    reached = set()
    for url in years.evaluate_all("links => links.map((link) => link.href)"):
        one = context.new_page()
        one.goto(url)
        links = one.locator("table.data a[href*='#']").evaluate_all("links => links.map((link) => link.href)")
        reached |= {re.sub(r"^.*/ke-hoach/([^/]+)/index.html#", r"\1#", link) for link in links}
    assert reached == told(data["tasks"])
    tab.get_by_role("link", name="Quý III năm 2026").click()
    assert tab.url.endswith("lich/2026/index.html#2026-q3")
    assert tab.locator("[id='2026-q3']").is_visible()
    context.close()


def test_two_thousand_tasks_are_laid_out_a_hundred_at_a_time_and_given_out_whole(project, home, tab):
    text = (project / "site/nhiem-vu/index.html").read_text("utf-8")
    start, end = text.index("<tbody>") + len("<tbody>"), text.index("</tbody>")
    copies = 19
    many = text[:start] + text[start:end] * copies + text[end:]
    tab.route(f"{home}nhiem-vu/", lambda route: route.fulfill(body=many, content_type="text/html"))
    tab.set_default_timeout(30_000)
    tab.goto(f"{home}nhiem-vu/")
    laid_out = tab.locator(f"{ROWS}:visible")
    all_rows = tab.locator(ROWS).count()

    assert all_rows > 2_000
    expect(laid_out).to_have_count(100)
    tab.get_by_label("Từ cần tìm").fill("giam ngheo")
    count = int(tab.get_by_role("status").filter(has_text="việc.").inner_text().split()[0])
    assert count % copies == 0
    expect(laid_out).to_have_count(100)
    assert len(pd.read_csv(downloaded(tab, "CSV"), dtype=str)) == count
    tab.get_by_role("button", name=f"Hiện {count - 100} dòng còn lại").click()
    expect(laid_out).to_have_count(count)


# ---- the calendar


def test_the_calendar_is_filtered_by_agency_month_and_quarter(home, tab, data):
    tab.goto(f"{home}lich/2026/")
    of_agency = [
        one
        for one in data["deadlines"]
        if one["last_day"].startswith("2026")
        and one["item"] != "bao-cao-ve-so-nn-mt"  # what others report to it
        and known_as(data, one["plan"], "so-nn-mt")
        & {*f"{one['lead_agencies']};{one['coordinating_agencies']}".split(";")}
    ]
    choose(tab, "Cơ quan", "Sở Nông nghiệp và Môi trường")
    assert tab.locator(SHOWN).count() == len(of_agency) > 3
    choose(tab, "Quý", "Quý III năm 2026")
    third = [one for one in of_agency if date.fromisoformat(one["last_day"]).month in (7, 8, 9)]
    assert tab.locator(SHOWN).count() == len(third)
    assert tab.locator("h2:visible").all_text_contents() == ["Quý III năm 2026¶"]
    assert tab.url.endswith("?co-quan=so-nn-mt&quy=2026-q3")
    choose(tab, "Quý", "Mọi quý")
    choose(tab, "Tháng", "Tháng 4 năm 2026")
    assert all(row.startswith("trước ngày 10/4/2026") for row in tab.locator(SHOWN).all_inner_texts())
    assert tab.locator("tr.group:visible").all_inner_texts() == ["Tháng 4 năm 2026 (trước ngày 10/4/2026)"]
    assert [said for _, _, *said in tab.evaluate(COUNTS)] == [[rows] * 3 for *_, rows in tab.evaluate(COUNTS)]


def test_the_calendar_without_scripts_shows_everything(project, browser, data):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((project / "site-offline/lich/2026/index.html").as_uri())

    assert tab.locator(SHOWN).count() == sum(one["last_day"].startswith("2026") for one in data["deadlines"])
    assert not tab.locator("form.filters").is_visible()
    context.close()


@pytest.mark.parametrize("path", ["nhiem-vu/nam/2026/", "nhiem-vu/nam/2024/", "lich/2026/", "lich/"])
def test_the_pages_made_beforehand_are_light(project, path):
    assert (project / "site" / path / "index.html").stat().st_size <= 64_000


def test_every_plan_is_in_the_register(project):
    links = page(project / "site/nhiem-vu/index.html").links

    assert all(any(f"ke-hoach/{plan}/" in link for link in links) for plan in PLANS)
