"""The search of a site of many places: it looks where a query points, says where it looked, and goes on where somebody wants it to."""

import json
import re

import pytest

from bench.search_places import answers
from tests.conftest import ROOT
from tests.site.sixty_places import leads, queries, short, write_site

BOX = "Tìm kiếm"
FIRST_ANSWER = 300_000  # bytes, uncompressed
FOUND = 0.94  # of the queries among the first three results


@pytest.fixture(scope="module")
def sixty(project, once):
    def fill(folder):
        (folder / "shorts.json").write_text(json.dumps(write_site(project, folder)))

    return once("sixty", fill)


@pytest.fixture(scope="module")
def shorts(sixty):
    return json.loads((sixty / "shorts.json").read_text())


@pytest.fixture
def tab(browser, serve, sixty):
    policy = " ".join((ROOT / "content/csp.txt").read_text("utf-8").split())
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    tab.site = serve(sixty, {"Content-Security-Policy": policy.removeprefix("Content-Security-Policy: ")})
    tab.loaded = []
    tab.on("request", lambda request: tab.loaded.append(request.url.removeprefix(tab.site)))
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    tab.close()
    assert errors == []


def results(tab) -> list[str]:
    links = tab.locator(".search-result").evaluate_all("links => links.map(link => link.href)")
    return [re.sub(r"\?h=[^#]*", "", link).removeprefix(tab.site) for link in links]


def ask(tab, query, page="") -> str:
    """Type a query on a page; what the box says of it."""
    tab.goto(tab.site + page)
    tab.get_by_placeholder(BOX).fill(query)
    tab.locator(".search-on, .search-result").first.wait_for()
    return tab.locator("#search-status").inner_text()


def parts(tab) -> list[str]:
    return [url.removesuffix("search-index.js") for url in tab.loaded if re.match(r"(?!assets).*search-index", url)]


def test_queries_lead_to_their_place_with_one_answer(sixty, shorts):
    folders = {name: folder for folder, name in shorts.items()}
    rows = queries()
    given = answers(sixty, [(folders.get(where, ""), query) for where, query, _ in rows])
    missed = [
        (query, wanted, [short(address, shorts) for address in answer.shown[:3]])
        for (_, query, wanted), answer in zip(rows, given, strict=True)
        if not any(leads(address, wanted, shorts) for address in answer.shown[:3])
    ]

    assert len(rows) > 80
    assert len(missed) <= (1 - FOUND) * len(rows), missed
    assert max(sum(answer.loaded.values()) for answer in given) <= FIRST_ANSWER


def test_a_place_that_is_named_is_searched_and_no_other(tab):
    said = ask(tab, "nhà ở xã Quỳnh Nhai", "tinh/lao-cai/")

    assert parts(tab) == ["xa/quynh-nhai/"]
    assert "Đã tìm ở 1/60 nơi: xã Quỳnh Nhai." in said
    assert results(tab)[0].startswith("ke-hoach/quynh-nhai-2026/#")
    assert "xã Quỳnh Nhai › " in tab.locator(".search-path").first.inner_text()


def test_without_a_place_that_of_the_page_comes_first_then_that_of_the_last_page(tab):
    ask(tab, "trợ giúp pháp lý", "tinh/son-la/")
    of_page = parts(tab)
    tab.loaded.clear()
    ask(tab, "đào tạo nghề")

    assert of_page == parts(tab) == ["tinh/son-la/"]


def test_further_places_are_searched_on_demand_below_what_stands_there(tab):
    said = ask(tab, "trợ giúp pháp lý", "tinh/son-la/")
    before = results(tab)
    button = tab.locator("#search-status .search-on")
    button.focus()
    tab.keyboard.press("Enter")
    tab.locator(".search-added").wait_for()

    assert "Đã tìm ở 1/60 nơi: tỉnh Sơn La." in said
    assert results(tab)[: len(before)] == before
    assert len(results(tab)) > len(before)
    added = tab.locator(".search-added").inner_text()
    assert tab.locator("#search-status").inner_text().startswith(added)
    assert re.match(r"Thêm \d+ kết quả ở ", added)
    assert tab.evaluate("document.activeElement.matches('.search-added + li a')")


def test_a_search_that_finds_nothing_goes_on_by_itself(tab):
    ask(tab, "phòng tài chính kế hoạch", "tinh/lao-cai/")
    tab.locator(".search-added").wait_for()

    assert parts(tab)[:2] == ["tinh/lao-cai/", "xa/bac-ha/"]
    # Places that are asked together answer in any order.
    assert any(place.startswith("xa/bac-ha/co-quan/") for place in results(tab))


def test_a_place_whose_index_does_not_come_is_said_and_can_be_asked_again(tab):
    tab.route("**/xa/bac-ha/search-index.js", lambda route: route.abort())
    said = ask(tab, "nhà ở xã Bắc Hà")

    assert "Không mở được mục lục của xã Bắc Hà, nên chưa tìm ở đó." in said
    assert "Đã tìm ở 0/60 nơi" in said
    tab.unroute("**/xa/bac-ha/search-index.js")
    tab.get_by_role("button", name="Thử lại").click()
    tab.locator(".search-result").first.wait_for()
    said = tab.locator("#search-status").inner_text()
    assert "Đã tìm ở 1/60 nơi: xã Bắc Hà." in said
    assert "Không mở được" not in said


def test_a_word_that_no_place_has_is_named(tab):
    said = ask(tab, "zzblockchain")

    assert "không có từ “zzblockchain”" in said
    assert not results(tab)


def test_words_that_only_other_places_have_are_not_called_unknown(tab):
    tab.route("**/tinh/dien-bien/search-index.js", lambda route: route.abort())

    assert "không có từ" not in ask(tab, "mắc ca 4.812", "tinh/son-la/")


def test_places_are_searched_on_pages_opened_from_a_folder(browser, sixty):
    tab = browser.new_page()
    tab.goto((sixty / "index.html").as_uri())
    tab.get_by_placeholder(BOX).fill("mận tam hoa")
    tab.locator(".search-result").first.wait_for()

    assert "/ke-hoach/bac-ha-2026/index.html?" in tab.locator(".search-result").first.get_attribute("href")
