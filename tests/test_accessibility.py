"""The pages for everybody: axe-core finds nothing, the keyboard reaches all, paper shows the text, a telephone no sideways page."""

from pathlib import Path

import pytest

from tests.conftest import PLANS, ROOT

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# As people look at pages: narrow and wide, enlarged four times with the colours of their system, by night.
LOOKS = {
    "telephone": {"viewport": {"width": 360, "height": 800}},
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "enlarged": {"viewport": {"width": 320, "height": 256}, "forced_colors": "active"},
    "night": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
# What makes a page hard to read on a telephone: more than 60 screens of it, tables that have to be pushed aside.
LONG_OR_SCROLLING = """() => [
    ...(document.documentElement.scrollHeight > 60 * innerHeight ? ["longer than 60 screens"] : []),
    ...[...document.querySelectorAll("article table")]
        .filter((table) => table.checkVisibility() && table.scrollWidth > table.clientWidth + 1)
        .map((table) => `a table is wider: ${table.className}`),
]"""
# Folders whose pages are alike, beside pages of one plan each.
ALIKE = ("co-quan", "lich", "chi-tieu", "nhiem-vu/nam")


def kind(path: str) -> str:
    """What a page is one of; a plan in full is one of its own."""
    folder, _, name = path.rpartition("/")
    if folder.rpartition("/")[2] in PLANS:
        return f"ke-hoach/*/{name}"
    return f"{folder}/*" if folder in ALIKE or (name in PLANS and folder != "ke-hoach") else path


def kinds(site: Path) -> list[str]:
    """The pages of a site, of many that are alike the longest one."""
    pages = sorted(site.rglob("index.html"), key=lambda page: (page.stat().st_size, page))
    paths = [page.parent.relative_to(site).as_posix() for page in pages]
    return sorted({kind(path): path for path in paths}.values())


def look_of(tab) -> str:
    """The look of a page, as far as it decides which rules can say anything that the others do not."""
    asked = {"night": "(prefers-color-scheme: dark)", "enlarged": "(forced-colors: active)"}
    return next((name for name, query in asked.items() if tab.evaluate(f"matchMedia('{query}').matches")), "")


def faults(tab) -> list[str]:
    """What axe-core says of the page that is shown: rule, and the first place; of other looks what can differ there."""
    tab.evaluate(AXE)
    differing = {"night": ["color-contrast"], "enlarged": ["scrollable-region-focusable", "target-size"]}
    look = look_of(tab)
    rules = {"type": "rule", "values": differing[look]} if look else {"type": "tag", "values": RULES}
    # What it passed is as long as the page, and nobody reads it.
    run = "(runOnly) => axe.run(document, { runOnly, resultTypes: ['violations'] }).then((told) => told.violations)"
    found = tab.evaluate(run, rules)
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]]


@pytest.fixture(params=LOOKS)
def tab(request, browser):
    """A page of one look; the policy of the site is set aside, for axe-core is a script of ours."""
    context = browser.new_context(**LOOKS[request.param], bypass_csp=True)
    yield context.new_page()
    context.close()


def test_a_page_with_faults_is_noticed(tab):
    tab.set_content(
        "<html><body><main><img src='data:,x'><h1>a</h1><h4>b</h4><p style='color:#bbb'>pale words on white</p>"
        f"<div style='overflow:auto;height:40px;width:200px'>{'words ' * 200}</div></main></body></html>"
    )
    found = {fault.partition(":")[0] for fault in faults(tab)}
    expected = {"night": {"color-contrast"}, "enlarged": {"scrollable-region-focusable"}}

    assert expected.get(look_of(tab), {"html-has-lang", "image-alt", "color-contrast", "heading-order"}) <= found


def test_the_longest_page_of_each_kind_is_looked_at(tmp_path):
    pages = {
        "chi-tieu": 1,
        "chi-tieu/dai": 9,
        "chi-tieu/ngan": 5,
        "kiem-tra/bac-ha-2022": 2,
        "kiem-tra/danh-muc": 1,
        "kiem-tra/lao-cai-2026": 3,
        "ke-hoach/bac-ha-2022": 1,
        "ke-hoach/bac-ha-2022/tong-quan": 8,
        "ke-hoach/lao-cai-2026": 4,
        "ke-hoach/lao-cai-2026/tong-quan": 7,
        "nhiem-vu/nam/2022": 2,
        "nhiem-vu/nam/2026": 1,
        "so-sanh/lao-cai-2026": 1,
    }
    for path, length in pages.items():
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "index.html").write_text("x" * length)
    alike = {"chi-tieu/ngan", "kiem-tra/bac-ha-2022", "ke-hoach/lao-cai-2026/tong-quan", "nhiem-vu/nam/2026"}

    assert set(kinds(tmp_path)) == pages.keys() - alike


def test_no_kind_of_page_has_a_fault_or_is_wider_than_the_screen(project, serve, tab):
    site = project / "site"
    home = serve(site)
    found = {}
    for path in kinds(site):
        assert tab.goto(f"{home}{path}/").ok
        found[path] = faults(tab)
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("wider than the screen")
        if tab.viewport_size["width"] == 360:
            found[path] += tab.evaluate(LONG_OR_SCROLLING)

    assert len(found) > 20
    assert {path: said for path, said in found.items() if said} == {}


def test_a_plan_of_hostile_texts_has_no_fault_and_is_no_wider_than_the_screen(hostile, serve, tab):
    home = serve(hostile / "site")
    found = {}
    for path in ("", "ke-hoach/hostile/", "co-quan/ubnd-tinh-thu/", "kiem-tra/", "kinh-phi/", "chi-tieu/"):
        assert tab.goto(home + path).ok
        found[path] = faults(tab)
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("wider than the screen")

    assert {path: said for path, said in found.items() if said} == {}


def test_the_open_search_has_no_fault(project, serve, tab):
    tab.goto(serve(project / "site") + "ke-hoach/lao-cai-2026/")
    if tab.viewport_size["width"] < 900:
        tab.locator("label.md-header__button[for=__search]").click()
    tab.get_by_placeholder("Tìm kiếm").fill("dao tao nghe 3.000")
    tab.locator(".search-result").first.wait_for()

    assert faults(tab) == []


def test_with_the_keyboard_alone_from_the_skip_link_over_a_search_to_a_download(project, serve, browser):
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(serve(project / "site"))
    focused = "document.activeElement.textContent.trim()"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('.md-skip')")
    tab.keyboard.press("/")
    tab.keyboard.type("dao tao nghe 3.000 nguoi")
    tab.locator(".search-result").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ke-hoach/lao-cai-2026/*")
    for _ in range(400):  # what the text names are links
        tab.keyboard.press("Tab")
        if tab.evaluate(focused) == "Bản Word":
            break
    visible = tab.evaluate("document.activeElement.matches(':focus-visible')")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")

    assert visible
    assert download.value.suggested_filename == "lao-cai-2026.docx"


@pytest.mark.parametrize("path", ["ke-hoach/lao-cai-2026/", "co-quan/so-noi-vu/"])
def test_paper_shows_the_text_and_nothing_to_click(project, serve, browser, path):
    tab = browser.new_page()
    tab.goto(serve(project / "site") + path)
    on_screen = tab.locator("main table.data").count()
    tab.emulate_media(media="print")
    shown = "elements => elements.filter(one => one.checkVisibility()).map(one => one.textContent.trim())"

    assert on_screen
    assert tab.locator("main table.data:not(details table)").evaluate_all(shown)
    assert tab.locator(".downloads a, .jump a, details, .md-header, .md-tabs, .md-sidebar").evaluate_all(shown) == []
    wide = "tables => tables.map(table => getComputedStyle(table).display)"
    assert set(tab.locator("main table.data:not(details table)").evaluate_all(wide)) == {"table"}
