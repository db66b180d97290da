"""The site in a real browser and file by file: nothing from other hosts, nothing runs, every link and anchor leads somewhere."""

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml

from tests.browsing import at_rest
from tests.conftest import FIVE, PLANS
from tests.reading_back import page, walk


def search(tab, words: str) -> None:
    """Type into the search box as a person does, and wait for what is found."""
    box = tab.get_by_placeholder("Tìm kiếm")
    box.click()
    box.press_sequentially(words)
    tab.locator(".md-search-result__item").first.wait_for()


def test_pages_ask_no_other_host_for_anything(project, serve, browser):
    home = serve(project / "site")
    hosts = set()
    context = browser.new_context()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    paths = ("", "ke-hoach/", "ke-hoach/lao-cai-2026/", "co-quan/so-noi-vu/", "huong-dan/tra-cuu/")
    for _, tab in at_rest([context.new_page() for _ in paths], [home + path for path in paths]):
        assert tab.title()
    search(tab, "giảm nghèo")

    assert hosts == {urlsplit(home).netloc}


def test_a_page_finds_nothing_that_another_kept(project, serve, browser):
    home = serve(project / "site")
    keep = "localStorage.setItem('kept', 'x'), sessionStorage.setItem('kept', 'x'), document.cookie = 'kept=x'"
    found = "[localStorage.getItem('kept'), sessionStorage.getItem('kept'), document.cookie, innerWidth, matchMedia('print').matches]"
    for _ in range(2):
        tab, asked = browser.new_page(), []
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        tab.goto(home)
        assert tab.title()
        assert tab.evaluate(found) == [None, None, "", 1280, False]
        tab.evaluate(keep)
        tab.set_viewport_size({"width": 500, "height": 500})
        tab.emulate_media(media="print")
        assert tab.evaluate(found) == ["x", "x", "kept=x", 500, True]
        tab.route("**/*", lambda route: route.fulfill(body=""))
        heard = len(asked)
        tab.close()
        browser.new_page().goto(home)
        assert len(asked) == heard


def test_a_clerk_gets_from_the_home_page_to_a_task_and_its_word_draft(project, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(project / "site"))
    tab.get_by_role("link", name="Giảm nghèo bền vững tỉnh Lào Cai năm 2026").first.click()
    tab.wait_for_url("**/ke-hoach/lao-cai-2026/")

    assert "ít nhất 3.000 người" in tab.locator("#dao-tao-nghe-va-viec-lam").inner_text()
    assert "DỰ THẢO" in tab.locator(".heading-block").inner_text()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Bản Word").click()
    assert download.value.suggested_filename == "lao-cai-2026.docx"
    assert (
        Path(download.value.path()).read_bytes()
        == (project / "site/ke-hoach/lao-cai-2026/lao-cai-2026.docx").read_bytes()
    )


def test_an_agency_page_leads_to_the_task_in_its_plan(project, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(project / "site") + "co-quan/so-noi-vu/")
    tab.locator("tr", has_text="1.200 lao động").get_by_role("link").first.click()
    tab.wait_for_url("**/ke-hoach/lao-cai-2026/#dao-tao-nghe-va-viec-lam")

    assert tab.locator("#dao-tao-nghe-va-viec-lam").is_visible()


def test_a_reviewer_follows_a_finding_to_the_sum_that_does_not_add_up(project, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(project / "site") + "kiem-tra/#lao-cai-2024--budget-sum")
    tab.locator("#lao-cai-2024--budget-sum").get_by_role("link").click()
    tab.wait_for_url("**/kiem-tra/lao-cai-2024/#lao-cai-2024--budget-sum")
    finding = tab.locator("#lao-cai-2024--budget-sum ~ ul.findings").first

    assert "148,4" in finding.inner_text()
    assert "Lý do chấp nhận: in như bản đã ban hành" in finding.inner_text()
    finding.get_by_role("link", name="Khoản 1, mục V").click()
    tab.wait_for_url("**/ke-hoach/lao-cai-2024/#kinh-phi-2024")
    assert "148,4 tỷ đồng" in tab.locator("#kinh-phi-2024").inner_text()


def test_a_task_of_2024_is_told_with_the_three_of_2026_that_carry_it_on(project, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(project / "site") + "so-sanh/")
    told = tab.locator("#lao-cai-2024--dao-tao-nghe-viec-lam")

    assert "Tách thành 3 nhiệm vụ: (3) III.6(2); (3) III.6(6); (3) III.8(1)" in told.inner_text()
    assert "Chủ trì: Sở Lao động - Thương binh và Xã hội" in told.inner_text()
    told.get_by_role("link", name="(3) III.6(2)").click()
    merged = tab.locator("#lao-cai-2026--dao-tao-nghe-va-viec-lam")
    assert "Gộp 2 nhiệm vụ: (1) III.2.a; (2) II.9" in merged.inner_text()
    merged.get_by_role("link", name="III.6(2)", exact=True).click()
    tab.wait_for_url("**/ke-hoach/lao-cai-2026/#dao-tao-nghe-va-viec-lam")


def test_nothing_in_a_hostile_plan_runs(hostile, serve, browser):
    home = serve(hostile / "site")
    context = browser.new_context()
    asked, dialogs, errors = set(), [], []
    context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    context.on("dialog", lambda dialog: dialogs.append(dialog.message))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    paths = (
        "",
        "ke-hoach/",
        "ke-hoach/hostile/",
        "ke-hoach/hostile/tong-quan/",
        "viet-tat/",
        "co-quan/",
        "co-quan/ubnd-tinh-thu/",
        "co-quan/cac-xa-thu/",
        "kiem-tra/",
        "kiem-tra/hostile/",
        "chi-tieu/",
        "lich/",
        "kinh-phi/",
        "du-lieu/",
    )
    for _, tab in at_rest([context.new_page() for _ in range(5)], [home + path for path in paths]):
        assert tab.evaluate("window.executed") is None
    search(tab, "Sở")

    assert tab.evaluate("window.executed") is None
    assert asked == {urlsplit(home).netloc}
    assert not dialogs
    assert not errors


@pytest.mark.parametrize("plan", PLANS)
def test_every_item_has_its_permanent_anchor(project, plan):
    content = yaml.load((FIVE / f"data/plans/{plan}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    anchors = set(page(project / f"site/ke-hoach/{plan}/index.html").ids)
    inside_others = {
        entry["id"]
        for owner in walk(content)
        for key in ("figures", "deadlines", "as_printed")
        for entry in owner.get(key, [])
        if isinstance(entry, dict) and "id" in entry
    }

    # An appendix that is made of the data has the anchor of what it is made of.
    made = {entry["id"] for entry in content.get("appendices", []) if "made" in entry}
    ids = {entry["id"] for entry in walk(content) if "id" in entry} - inside_others - made

    assert ids - anchors == set()


def test_every_link_leads_to_a_page_and_an_anchor_that_exist(project):
    site = project / "site"
    pages = {path: page(path) for path in site.rglob("*.html")}
    broken = []
    for path, shown in pages.items():
        here = "http://site/" + path.relative_to(site).as_posix().removesuffix("index.html")
        for link in shown.links:
            target = urlsplit(urljoin(here, link))
            if target.netloc != "site":
                continue
            file = site / unquote(target.path).lstrip("/")
            file = file / "index.html" if target.path.endswith("/") else file
            anchor = unquote(target.fragment)
            exists = file.is_file() and (not anchor or file.suffix != ".html" or anchor in pages[file].ids)
            if not exists and anchor != "__skip":
                broken.append((path.relative_to(site).as_posix(), link))

    assert not broken
