"""The filters of the register find what the open data say, in every way that they can be asked."""

import pytest
from playwright.sync_api import expect

from tests.site.register.register_page import COUNTS, SHOWN, choose, found, known_as, told


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
            # Not by its first letters: a browser forgets those of a slow machine.
            while words not in field.evaluate("select => select.selectedOptions[0].text"):
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
