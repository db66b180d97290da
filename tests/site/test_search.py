"""The site's search in a real browser: what people type leads to the right item, with the hit marked."""

import re
import unicodedata
from functools import cache
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from planbook.text.plain_words import plain_words
from tests.conftest import PLANS, ROOT

WITHIN = 5
BOX = "Tìm kiếm"


@cache
def tables() -> dict[str, list[list[str]]]:
    """The rows of tests/search/queries.md: queries, and wrong spellings."""
    queries, _, misspellings = (ROOT / "tests/search/queries.md").read_text("utf-8").partition("# Wrong spellings")
    row = re.compile(r"^\| (?!typed|---)(.*?) \| (.*?) \| (.*?) ?\|$", re.MULTILINE)
    return {"queries": row.findall(queries), "misspellings": row.findall(misspellings)}


def typed(words: str) -> str:
    return unicodedata.normalize("NFD", words.removesuffix(" (NFD)")) if words.endswith("(NFD)") else words


def place(short: str) -> str:
    """A place as it stands in an address: `lao-cai-2026#x` is ke-hoach/lao-cai-2026/#x."""
    page, _, anchor = short.strip("*").partition("#")
    page = f"ke-hoach/{page}/" if page in PLANS else page
    return f"{page}#{anchor}" if anchor else page


@pytest.fixture(scope="module")
def home(project, serve):
    return serve(project / "site")


@pytest.fixture(scope="module")
def tab(browser, home):
    """A page whose search has its index."""
    tab = browser.new_page()
    tab.goto(home)
    tab.get_by_placeholder(BOX).fill("giảm nghèo")
    tab.locator(".search-result").first.wait_for()
    yield tab
    tab.close()


def results(tab) -> list[tuple[str, list[str]]]:
    """What the box shows: places and marked words, in order."""
    shown = tab.locator(".search-result").evaluate_all(
        "links => links.map(link => [link.href, [...link.querySelectorAll('mark')].map(mark => mark.textContent)])"
    )
    return [(_place(href), marks) for href, marks in shown]


def _place(href: str) -> str:
    url = urlsplit(href)
    return unquote(url.path).lstrip("/") + (f"#{unquote(url.fragment)}" if url.fragment else "")


def test_the_tables_are_as_long_as_promised():
    assert len(tables()["queries"]) >= 80
    assert len(tables()["misspellings"]) >= 20


@pytest.mark.parametrize(("words", "wanted", "marked"), tables()["queries"])
def test_a_query_leads_to_the_item(tab, words, wanted, marked):
    tab.get_by_placeholder(BOX).fill(typed(words))
    if wanted != "-":
        tab.locator(".search-result").first.wait_for()  # what has most of a sentence takes a moment
    tab.evaluate("new Promise((guessed) => setTimeout(guessed))")
    shown = results(tab)
    first = [found for found, _ in shown[:WITHIN]]

    if wanted == "-":
        assert not shown
        return
    for short in wanted.split():
        assert place(short) in (first[:1] if short.startswith("**") else first)
    marks = [" ".join(marks).lower() for found, marks in shown[:WITHIN] if found == place(wanted.split()[0])]
    assert marked.lower() in marks[0]
    assert not tab.locator(".search-meant").count()


@pytest.mark.parametrize(("words", "offered", "unknown"), tables()["misspellings"])
def test_a_wrong_spelling_is_understood_or_refused(tab, words, offered, unknown):
    tab.get_by_placeholder(BOX).fill(words)
    status = tab.locator("#search-status")
    if offered == "-":
        tab.wait_for_timeout(300)
        assert "Không tìm thấy" in status.inner_text()
        assert f"“{unknown}”" in status.inner_text().partition("không có từ")[2]
        assert not tab.locator(".search-meant").count()
        assert not results(tab)
    else:
        tab.locator(".search-meant").wait_for()
        assert "Có phải ý bạn là" in status.inner_text()
        assert tab.locator(".search-meant").inner_text() == offered
        tab.locator(".search-meant").click()
        assert tab.get_by_placeholder(BOX).input_value() == offered
        assert results(tab)


def test_marks_as_typed_come_before_other_marks(tab):
    shown = {}
    for words in ("bò", "bộ", "bo"):
        tab.get_by_placeholder(BOX).fill(words)
        shown[words] = [mark for _, marks in results(tab) for mark in marks[:1]]

    exact = [mark.lower() == "bộ" for mark in shown["bộ"]]
    assert any(exact)
    assert exact == sorted(exact, reverse=True)
    assert len({mark.lower() for mark in shown["bo"]}) > 1


def test_a_result_opens_at_the_item_with_the_words_marked(browser, home):
    tab = browser.new_page()
    tab.goto(home)
    tab.get_by_placeholder(BOX).fill("so noi vu dao tao nghe")
    tab.locator(".search-result").first.wait_for()
    tab.get_by_placeholder(BOX).press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ke-hoach/lao-cai-2026/#dao-tao-nghe-va-viec-lam")  # the permanent address, nothing else in it
    item = tab.locator("#dao-tao-nghe-va-viec-lam")

    assert item.is_visible()
    assert {"đào", "tạo", "nghề"} <= {mark.lower() for mark in item.locator("mark").all_inner_texts()}
    assert tab.locator("#dao-tao-nghe-va-viec-lam--lead mark").all_inner_texts() == [
        "Đào",
        "tạo",
        "Sở Nội vụ",
    ]
    assert not tab.locator("#y-thuc-thoat-ngheo mark").count()
    assert "ít nhất 3.000 người" in item.inner_text()
    tab.close()


def test_the_box_works_with_the_keyboard_alone(browser, home):
    tab = browser.new_page()
    tab.goto(home + "ke-hoach/")
    tab.locator("main td a").first.focus()
    tab.keyboard.press("/")
    tab.keyboard.type("ngày vì người nghèo")
    tab.locator(".search-result").first.wait_for()
    assert tab.locator("#search-status").inner_text().endswith("kết quả.")
    for _ in range(2):
        tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement === document.querySelectorAll('.search-result')[1]")
    for _ in range(2):
        tab.keyboard.press("ArrowUp")
    assert tab.evaluate("document.activeElement.matches('.md-search__input')")
    tab.keyboard.press("Escape")
    assert not tab.evaluate("document.querySelector('#__search').checked")
    assert tab.evaluate("document.activeElement === document.querySelector('main td a')")
    tab.keyboard.press("/")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ke-hoach/lao-cai-2026/#ngay-vi-nguoi-ngheo")
    tab.close()


def test_the_build_folds_words_as_the_browser_does(tab):
    texts = ["m² 3.000,5 1.2.3 07/03/2026 00/1 kỹ Quỹ quý ÐẤT đất", "nghe\u0300o e\u0301\u0323 hoà Hòa IV 12a 62-KH/TU"]
    texts += tab.evaluate("searchIndex.entries.flatMap(([, , , ...texts]) => texts)")
    folded = tab.evaluate(
        "texts => texts.map(text => vietnamese.words(text).map(word => vietnamese.plain(vietnamese.canonical(word.text))))",
        texts,
    )

    assert [[*plain_words(text)] for text in texts] == folded


def test_more_results_are_shown_on_demand(tab):
    tab.get_by_placeholder(BOX).fill("giam ngheo")
    count = int(re.match(r"\d+", tab.locator("#search-status").inner_text()).group())
    assert len(results(tab)) == 30 < count
    tab.locator(".search-more").click()

    assert len(results(tab)) == count


def test_every_item_of_every_plan_is_in_the_index(project, tab):
    listed = set(
        tab.evaluate("searchIndex.entries.map(([page, , anchor]) => `${searchIndex.pages[page][0]}#${anchor}`)")
    )
    for plan in PLANS:
        page = html.parse(project / f"site/ke-hoach/{plan}/index.html")
        anchors = page.xpath("//*[self::p or self::h2 or self::h3][@data-id]/@id")
        # What belongs to an item, as its assignment, is told with it.
        items = {f"ke-hoach/{plan}/#{anchor}" for anchor in anchors if "--" not in anchor}

        assert len(items) > 50
        assert items - listed == set()


@pytest.mark.parametrize(
    "code",
    [
        "lao-cai-2026#dao-tao-nghe-va-viec-lam",
        "lao-cai-2026/dao-tao-nghe-va-viec-lam",
        "dao-tao-nghe-va-viec-lam",
        "https://noi.example/ke-hoach/lao-cai-2026/#dao-tao-nghe-va-viec-lam",
    ],
)
def test_a_code_out_of_a_letter_leads_to_its_item(tab, code):
    tab.get_by_placeholder(BOX).fill(code)
    tab.locator(".search-result").first.wait_for()

    assert results(tab)[0][0] == "ke-hoach/lao-cai-2026/#dao-tao-nghe-va-viec-lam"


def test_one_kind_of_page_can_be_looked_at_alone(tab):
    tab.get_by_placeholder(BOX).fill("đào tạo nghề")
    tab.locator(".search-kind").first.wait_for()
    kinds = {place.partition("/")[0] for place, _ in results(tab)}
    tab.get_by_role("button", name=re.compile(r"^Kế hoạch \(\d+\)$")).click()

    assert len(kinds) > 1
    assert {place.partition("/")[0] for place, _ in results(tab)} == {"ke-hoach"}
    tab.get_by_role("button", name="Tất cả").click()
    assert {place.partition("/")[0] for place, _ in results(tab)} == kinds


def test_who_comes_back_finds_the_search_as_it_was(browser, home):
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(home)
    tab.get_by_placeholder(BOX).fill("đào tạo nghề")
    with tab.expect_navigation():
        tab.locator(".search-result").first.click()
    tab.go_back()
    tab.locator(".search-result").first.wait_for()

    assert tab.get_by_placeholder(BOX).input_value() == "đào tạo nghề"
    tab.close()
