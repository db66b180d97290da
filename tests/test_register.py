"""The register of tasks and the filters of the calendar in a real browser: what is found, counted, sorted, kept, given out."""

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

from planbook.render.open_data import _cell as guarded
from tests.conftest import PLANS
from tests.libreoffice import converted
from tests.reading_back import page
from tests.test_offline import nginx_headers
from tests.test_word_validity import sdk_findings

ROWS = "table.filtered tbody tr:not(.group)"
SHOWN = f"{ROWS}:not([hidden])"
# Everything that a reader of the page could count for themselves, select by select and option by option.
COUNTS = """() => [...document.querySelectorAll('form.filters select:not([name=xep])')].flatMap((select) =>
    [...select.options].filter((option) => option.value && !option.disabled).map((option) => {
        const said = Number(option.text.match(/\\((\\d+)\\)$/)[1]);
        const before = select.value;
        const change = (value) => { select.value = value; select.dispatchEvent(new Event('input', { bubbles: true })); };
        change(option.value);
        const outcome = parseInt(document.querySelector('.outcome').textContent);
        const rows = document.querySelectorAll('table.filtered tbody tr:not(.group):not([hidden])').length;
        change(before);
        return [select.name, option.value, said, outcome, rows];
    }))"""


@pytest.fixture(scope="module")
def data(project):
    """The open data of the site, which says independently what there is to find."""
    return json.loads((project / "site/du-lieu/du-lieu.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def home(project, serve):
    return serve(project / "site", nginx_headers())


@pytest.fixture
def tab(browser):
    context = browser.new_context(accept_downloads=True)
    tab = context.new_page()
    tab.set_default_timeout(5_000)
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield tab
    context.close()
    assert not errors


def choose(tab, label: str, words: str) -> None:
    """Choose the option that begins with some words, as a person reads them."""
    field = tab.get_by_label(label, exact=True)
    value = field.locator("option", has_text=re.compile(f"^{re.escape(words)}( \\(|$)")).get_attribute("value")
    field.select_option(value)


def found(tab) -> list[str]:
    """The tasks that are shown, as plan#task, in their order; what else is charged to agencies stands behind them."""
    links = tab.locator(
        f"{SHOWN}:not([data-loai=target], [data-loai=duty], [data-loai=report]) a[href*='#']"
    ).evaluate_all("links => links.map((link) => link.href)")
    return [re.sub(r"^.*/ke-hoach/([^/]+)/(?:index.html)?#", r"\1#", link) for link in links]


def told(rows) -> set[str]:
    return {f"{row['plan']}#{row['task']}" for row in rows}


def downloaded(tab, words: str) -> Path:
    with tab.expect_download() as download:
        tab.get_by_role("button", name=words).click()
    return Path(download.value.path()).rename(Path(download.value.path()).with_name(download.value.suggested_filename))


def test_each_filter_finds_what_the_open_data_say(home, tab, data):
    tasks, assignments = data["tasks"], data["assignments"]
    plans = {plan["plan"]: plan for plan in data["plans"]}

    def led(role, agency):
        """The tasks in which an agency has a role, or a group of it where the task does not name the agency itself."""
        own = told(one for one in assignments if one["agency"] == agency and one["role"] == role)
        named = told(one for one in assignments if one["agency"] == agency)
        of_group = [one for one in assignments if one["agency"] in known_as(data, one["plan"], agency) - {agency}]
        shared = told(one for one in of_group if one["role"] == role) - named
        return own | (shared if role == "lead" else shared - told(one for one in of_group if one["role"] == "lead"))

    def of(condition):
        return told(task for task in tasks if condition(plans[task["plan"]], task))

    wanted = {
        "": of(lambda *_: True),
        "?nam=2024": of(lambda plan, _: plan["first_year"] <= 2024 <= plan["last_year"]),
        "?ke-hoach=bac-ha-2022": of(lambda plan, _: plan["plan"] == "bac-ha-2022"),
        "?trang-thai=draft": of(lambda plan, _: plan["status"] == "draft"),
        "?co-quan=so-nn-mt&vai-tro=chu-tri": led("lead", "so-nn-mt"),
        "?co-quan=so-nn-mt&vai-tro=phoi-hop": led("coordinating", "so-nn-mt"),
        "?co-quan=so-nn-mt": led("lead", "so-nn-mt") | led("coordinating", "so-nn-mt"),
        "?vai-tro=chu-tri&co-quan=none": of(lambda _, task: not task["lead"]),
        "?quy=none": of(lambda _, task: not task["deadline"]),
        "?quy=continuous": of(lambda _, task: "thường xuyên" in (task["deadline"] or "").lower()),
        "?nam=2026&co-quan=so-noi-vu&quy=2026-q3": {
            "lao-cai-2026#thieu-hut-nha-o",
            "lao-cai-2026#chinh-sach-nguoi-co-cong",
            "lao-cai-2026#kiem-tra-va-danh-gia",  # given to a group that it belongs to
        },
    }
    for query, rows in wanted.items():
        tab.goto(f"{home}nhiem-vu/{query}")
        assert set(found(tab)) == rows, query
        assert rows, query


def test_a_quarter_finds_what_is_due_in_it_and_what_comes_again(home, tab, data):
    due = {
        f"{one['plan']}#{one['item']}"
        for one in data["deadlines"]
        if one["last_day"].startswith(("2026-07", "2026-08", "2026-09"))
    }
    tab.goto(f"{home}nhiem-vu/?quy=2026-q3")

    assert set(found(tab)) == due & told(data["tasks"])
    assert "lao-cai-2026#kiem-tra-va-danh-gia" in found(tab)  # its report on nine months


def test_money_and_programme_come_from_the_group_of_a_task(home, tab):
    tab.goto(f"{home}nhiem-vu/")
    choose(tab, "Nguồn vốn", "Vốn đầu tư phát triển")
    assert found(tab) == ["bac-ha-2022#ha-tang-lien-ket-vung"]
    money = tab.locator(f"{SHOWN} td[data-label='Kinh phí']").inner_text()
    assert money.startswith("Chung cả nhóm: 72.916 triệu đồng")
    choose(tab, "Nguồn vốn", "Mọi nguồn vốn")
    choose(tab, "Chương trình, đề án", "Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2021-2025")
    assert {task.partition("#")[0] for task in found(tab)} == {"quynh-nhai-2030"}


@pytest.mark.parametrize("query", ["?nam=2026&vai-tro=chu-tri", "?co-quan=so-noi-vu&tu=lao+dong"])
def test_a_count_is_the_rows_that_its_choice_leaves(home, tab, query):
    tab.goto(f"{home}nhiem-vu/{query}")
    counts = tab.evaluate(COUNTS)

    assert len(counts) > 10
    assert [said for _, _, *said in counts] == [[rows] * 3 for *_, rows in counts]
    assert all(rows for *_, rows in counts)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("dao tao nghe", ["lao-cai-2026#dao-tao-nghe-va-viec-lam"]),
        ("ĐÀO TẠO NGHỀ", ["lao-cai-2026#dao-tao-nghe-va-viec-lam"]),
        ("so nnmt kiem tra", ["lao-cai-2026#kiem-tra-va-danh-gia"]),
        ("3000 người", ["lao-cai-2026#dao-tao-nghe-va-viec-lam"]),
        ('"quý II năm 2026"', ["lao-cai-2026#chinh-sach-uy-thac-von"]),
    ],
)
def test_words_find_tasks_as_the_search_does(home, tab, typed, wanted):
    tab.goto(f"{home}nhiem-vu/?ke-hoach=lao-cai-2026")
    tab.get_by_label("Từ cần tìm").fill(typed)
    rows = tab.locator(SHOWN)

    assert wanted[0] in found(tab)
    assert rows.count() < 20
    tab.get_by_label("Từ cần tìm").fill("zzz")
    expect(tab.get_by_role("status").filter(has_text="Không có việc nào khớp")).to_be_visible()


def test_no_phrase_reaches_over_a_cell_and_marks_in_quotes_are_meant(home, tab):
    tab.goto(f"{home}nhiem-vu/")
    words = tab.get_by_label("Từ cần tìm")
    words.fill('"nha o"')
    assert found(tab)
    words.fill('"nhà ơ"')
    assert not found(tab)
    words.fill('"xã phường thường xuyên"')  # ends of one cell and beginning of the next
    assert not found(tab)


@pytest.mark.parametrize("where", ["http", "file"])
def test_the_address_keeps_what_is_chosen(project, home, tab, where):
    start = f"{home}nhiem-vu/" if where == "http" else (project / "site-offline/nhiem-vu/index.html").as_uri()
    tab.goto(start)
    everything = found(tab)
    choose(tab, "Năm", "2026")
    of_year = found(tab)
    choose(tab, "Cơ quan", "Sở Nội vụ tỉnh Lào Cai")
    tab.get_by_label("Từ cần tìm").press_sequentially("lao động")
    tab.get_by_role("button", name="Nhiệm vụ").first.click()
    last = found(tab)
    assert tab.url == f"{start}?tu=lao+%C4%91%E1%BB%99ng&nam=2026&co-quan=so-noi-vu&xep=nhiem-vu"

    tab.reload()
    assert found(tab) == last
    assert (
        tab.get_by_label("Cơ quan", exact=True)
        .evaluate("field => field.selectedOptions[0].text")
        .startswith("Sở Nội vụ")
    )
    tab.go_back()
    assert set(found(tab)) == set(last)
    assert found(tab) != last
    tab.go_back()  # what was typed is one step
    assert tab.get_by_label("Từ cần tìm").input_value() == ""
    tab.go_back()
    assert found(tab) == of_year
    tab.go_back()
    assert found(tab) == everything
    tab.go_forward()
    assert found(tab) == of_year
    tab.get_by_role("button", name="Bỏ lọc").click()
    assert found(tab) == everything
    assert tab.url == start


def known_as(data, plan: str, agency: str) -> set[str]:
    """An agency, and the groups that it belongs to under a plan."""
    groups = {row["group"] for row in data["members"] if (row["plan"], row["agency"]) == (plan, agency)}
    return {agency, *groups}


def test_the_page_of_an_agency_leads_to_its_tasks(home, tab, data):
    tab.goto(f"{home}co-quan/so-noi-vu/")
    tab.get_by_role("link", name="Lọc, sắp xếp, tải về mọi việc của cơ quan").click()
    tab.locator("form.filters:not([hidden])").wait_for()

    assert set(found(tab)) == told(
        one for one in data["assignments"] if one["agency"] in known_as(data, one["plan"], "so-noi-vu")
    )


@pytest.mark.parametrize("hand", ["touch", "keys"])
def test_what_two_agencies_have_in_common_is_found_on_a_telephone_and_leads_to_their_list(home, browser, data, hand):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.clock.set_fixed_time("2026-09-21T12:00:00+07:00")
    tab = context.new_page()
    tab.goto(f"{home}nhiem-vu/?ke-hoach=lao-cai-2026")
    both = {"Cơ quan": "Sở Nội vụ", "Cùng với cơ quan": "Ngân hàng"}
    for label, words in both.items():
        field = tab.get_by_label(label, exact=True)
        if hand == "touch":
            field.tap()
            choose(
                tab,
                label,
                field.locator("option:not([disabled])", has_text=words).first.inner_text().partition(" (")[0],
            )
        else:
            field.focus()
            while words not in field.evaluate("field => field.selectedOptions[0].text"):
                tab.keyboard.press("ArrowDown")
    items = [
        {row["item"] for row in data["work"] if row["agency"] == id_ and row["plan"] == "lao-cai-2026"}
        for id_ in ("so-noi-vu", "ngan-hang-csxh")
    ]
    links = tab.locator(f"{SHOWN} a[href*='#']").evaluate_all("links => links.map((link) => link.hash.slice(1))")

    assert set(links) == items[0] & items[1]
    assert 1 < len(links) == len(set(links))
    assert "co-quan=so-noi-vu&voi=ngan-hang-csxh" in tab.url
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    other = context.new_page()  # who gets the address sees the same
    other.goto(tab.url)
    assert other.locator(SHOWN).count() == len(links)
    link = tab.get_by_role("link", name="Việc chung của hai cơ quan, theo thời hạn")
    if hand == "touch":
        link.tap()
    else:
        link.focus()
        tab.keyboard.press("Enter")
    tab.locator(".my-work table").wait_for()
    assert "việc chung của hai cơ quan." in tab.locator("output").inner_text()
    listed = tab.locator(".my-work tr[data-item]").evaluate_all(
        "rows => rows.map((row) => row.dataset.item.split('/')[1])"
    )
    assert set(links) <= set(listed)
    context.close()


def test_an_address_of_another_time_shows_everything(home, tab, data):
    tab.goto(f"{home}nhiem-vu/?co-quan=no-such-agency&nam=1999&xep=nothing")

    assert len(found(tab)) == len(data["tasks"])


def test_vietnamese_order(home, tab):
    """The alphabet, then the tones: CLDR's vi.xml, and ICU's order of whole texts."""
    tab.goto(f"{home}nhiem-vu/")
    wanted = [
        ["an", "ăn", "ân", "bàn", "cân", "dân", "đan", "đi", "em", "ê"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "me", "mê", "mô", "mơ", "mu", "mư", "my"],
        ["Dân tộc", "Du lịch", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Uông Bí", "Ủy ban", "Yên Bái"],
        ["làng a", "lãng b", "lang c"],
        ["hoa", "hòa bình", "hòa giải", "xã 2", "xã 10"],
    ]
    for words in wanted:
        shuffled = sorted(words, reverse=True)
        ordered = tab.evaluate(
            "words => words.sort((one, other) => vietnamese.inOrder(...[one, other].map(vietnamese.sortable)))",
            shuffled,
        )
        assert ordered == words
    for one, other in (("Uỷ ban", "Ủy ban"), ("hoà", "hòa"), ("toán", "toán"), ("THUỶ LỢI", "thủy lợi")):
        same = tab.evaluate("pair => pair.map(vietnamese.sortable)", [one, other])
        assert same[0] == same[1]


def test_a_column_is_sorted_both_ways_and_back(home, tab):
    tab.goto(f"{home}nhiem-vu/?loai=task")
    as_planned = found(tab)
    heading = tab.get_by_role("columnheader", name="Cơ quan chủ trì")

    def leads():
        return [text.strip() for text in tab.locator(f"{SHOWN} td:nth-child(3)").all_text_contents()]

    heading.get_by_role("button").click()
    up = leads()
    filled = [one for one in up if one]
    assert heading.get_attribute("aria-sort") == "ascending"
    assert filled[0] == "Phòng Kinh tế - Hạ tầng"
    assert up == filled + [""] * (len(up) - len(filled))
    assert filled.index("Sở Y tế") > filled.index("Sở Xây dựng")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert [one for one in leads() if one] == filled[::-1]
    assert leads()[-1] == ""  # what is not said stands at the end, up and down
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") is None
    assert found(tab) == as_planned
    choose(tab, "Xếp theo", "Thời hạn, sớm trước")
    days = tab.locator(f"{SHOWN} td:nth-child(5)").evaluate_all("cells => cells.map((cell) => cell.dataset.key)")
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[len(dated) :] == [""] * (len(days) - len(dated))


FIELDS = {
    "Mục": "place",
    "Nhiệm vụ": "name",
    "Cơ quan chủ trì": "lead",
    "Cơ quan phối hợp": "coordinating",
    "Thời gian hoàn thành": "deadline",
    "Nhóm nhiệm vụ": "group_name",
    "Ngày cuối cùng còn kịp": "last_day",
    "Kết quả, sản phẩm": "result",
}


@pytest.mark.parametrize("where", ["http", "file"])
def test_what_is_found_can_be_taken_as_csv(project, home, tab, data, where):
    folder = home + "nhiem-vu/" if where == "http" else (project / "site-offline/nhiem-vu/index.html").as_uri()
    tab.goto(f"{folder}?ke-hoach=lao-cai-2026&co-quan=so-noi-vu&loai=task")
    content = downloaded(tab, "CSV").read_bytes()
    rows = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig").to_dict("records")
    tasks = {f"{task['plan']}#{task['task']}": task for task in data["tasks"]}

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert 5 < len(rows) == len(found(tab)) < 36
    for row, task in zip(rows, found(tab), strict=True):
        assert {name: row[name] for name in FIELDS} == {
            name: guarded(tasks[task][field]) for name, field in FIELDS.items()
        }
        assert row["Kế hoạch"] == "Giảm nghèo bền vững tỉnh Lào Cai năm 2026"
        assert (row["Năm"], row["Trạng thái kế hoạch"]) == ("2026", "Dự thảo")
        base = home if where == "http" else ""
        assert row["Liên kết"].replace("index.html", "") == f"{base}ke-hoach/{task.replace('#', '/#')}"


@pytest.fixture
def workbook(home, tab):
    tab.goto(f"{home}nhiem-vu/?ke-hoach=lao-cai-2026&loai=task&quy=2026-q3&xep=-nhiem-vu")
    return downloaded(tab, "Excel")


def test_what_is_found_can_be_taken_as_a_workbook_with_days_that_are_days(tab, workbook):
    book = openpyxl.load_workbook(workbook)
    sheet = book["Nhiệm vụ"]
    headings, *rows = sheet.iter_rows(values_only=True)
    day = headings.index("Ngày cuối cùng còn kịp")
    by_place = {row[0]: row for row in rows}

    assert [row[0] for row in rows] == [text.strip() for text in tab.locator(f"{SHOWN} td.place").all_text_contents()]
    assert {type(row[day]) for row in rows} == {datetime}
    assert by_place["III.8(4)"][day].date() == date(2026, 7, 26)
    assert [cell.data_type for cell in sheet[2]].count("d") == 1
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sdk_findings(workbook) == []
    assert sheet.auto_filter.ref == f"A1:P{len(rows) + 1}"
    assert ("Kế hoạch", "Giảm nghèo bền vững tỉnh Lào Cai năm 2026") in list(book["Bộ lọc"].iter_rows(values_only=True))
    assert ("Số việc", len(rows)) in list(book["Bộ lọc"].iter_rows(values_only=True))
    assert pd.read_excel(workbook, sheet_name="Nhiệm vụ")["Ngày cuối cùng còn kịp"].dtype.kind == "M"


def test_libreoffice_opens_the_workbook_and_prints_the_days_as_an_office_does(workbook, tmp_path):
    (opened,) = converted([workbook], "html", tmp_path)
    text = opened.read_text("utf-8")

    assert "26/7/2026" in text
    assert "Bộ lọc" in text


def test_nothing_that_a_hostile_plan_says_is_lost_or_a_formula(hostile, serve, tab, tmp_path):
    tab.goto(serve(hostile / "site", nginx_headers()) + "nhiem-vu/?loai=task")
    data = json.loads((hostile / "site/du-lieu/du-lieu.json").read_text("utf-8"))
    assert tab.evaluate("window.executed") is None
    file = downloaded(tab, "Excel")
    sheet = openpyxl.load_workbook(file)["Nhiệm vụ"]
    headings, *rows = sheet.iter_rows(values_only=True)
    given = [dict(zip(headings, row, strict=True)) for row in rows]
    text = downloaded(tab, "CSV").read_text("utf-8-sig")
    as_csv = list(csv.DictReader(io.StringIO(text)))
    (opened,) = converted([file], "xlsx", tmp_path)

    assert len(rows) == len(as_csv) == len(data["tasks"])
    assert any(str(task["name"]).startswith("=") for task in data["tasks"])
    for task in data["tasks"]:
        says = {name: " ".join(str(task[field] or "").split()) for name, field in FIELDS.items() if field != "last_day"}
        assert any({name: " ".join(str(row[name] or "").split()) for name in says} == says for row in given), says
        assert any(
            {name: " ".join(row[name].split()) for name in says} == {n: guarded(v) for n, v in says.items()}
            for row in as_csv
        )
    for book in (file, opened):
        cells = [cell for row in openpyxl.load_workbook(book)["Nhiệm vụ"].iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


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
