"""The pages for everybody: axe-core finds nothing, the keyboard reaches all, paper shows the text, a telephone no sideways page."""

import os
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planbook.outputs import framing
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.render.page_frame import read_page
from planbook.views.addresses import Address
from tests.conftest import PLANS, ROOT, sampled, workspace

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# As people look at pages: narrow and wide, enlarged four times with the colours of their system, by night. A page is opened
# on the telephone and then shown in each.
LOOKS = {
    "telephone": {"viewport": {"width": 360, "height": 800}},
    "enlarged": {"viewport": {"width": 320, "height": 256}, "forced_colors": "active"},
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "night": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
# What makes a page hard to read on a telephone: more than 60 screens of it, tables that have to be pushed aside.
LONG_OR_SCROLLING = """() => [
    ...(document.documentElement.scrollHeight > 60 * innerHeight ? ["longer than 60 screens"] : []),
    ...[...document.querySelectorAll("article table")]
        .filter((table) => table.checkVisibility() && table.scrollWidth > table.clientWidth + 1)
        .map((table) => `a table is wider: ${table.className}`),
]"""
# Colours that still move from those of one look to those of the next.
SETTLED = "document.getAnimations().forEach((moving) => { if (moving instanceof CSSTransition) moving.finish() })"
# Of rows, entries and paragraphs with the same tags, classes and attributes three are looked at.
MARK_ALIKE = """() => {
    const counts = new Map();
    for (const part of document.querySelectorAll("article tr, article li, article p, article dd")) {
        const parts = [part, ...part.querySelectorAll("*")];
        const form = parts.map((one) => [one.tagName, one.className, ...one.getAttributeNames()].join(" ")).join();
        counts.set(form, (counts.get(form) ?? 0) + 1);
        part.toggleAttribute("data-alike", counts.get(form) > 3);
    }
}"""
LAY_OUT = """(article) => {
    document.querySelector("article").innerHTML = article;
    document.querySelector(".md-skip").hash = document.querySelector("h1").id;
}"""
# Folders whose pages are alike, beside pages of one plan each.
ALIKE = ("co-quan", "lich", "chi-tieu", "nhiem-vu/nam", "huong-dan", "developing")


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


def in_every_look(tab, open_page: Callable[[], object], looks: Collection[str] = (*LOOKS,)) -> Iterator[str]:
    """The looks of a page that is opened once; once more where it folds itself for a telephone. Wide ones show all folds."""
    for name, look in ((name, look) for name, look in LOOKS.items() if name in looks):
        tab.set_viewport_size(look["viewport"])
        tab.emulate_media(
            color_scheme=look.get("color_scheme", "light"), forced_colors=look.get("forced_colors", "none")
        )
        if name == "telephone" or (name == "desk" and tab.locator("summary h2").count()):
            open_page()
        elif name == "desk":
            tab.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        tab.evaluate(SETTLED)
        yield name


def faults(tab, look: str = "desk") -> list[str]:
    """What axe-core says of the page that is shown: rule, and the first place; of other looks what can differ there."""
    if tab.evaluate("typeof axe === 'undefined'"):
        tab.evaluate(AXE)
    differing = {"night": ["color-contrast"], "enlarged": ["scrollable-region-focusable", "target-size"]}
    rules = {"type": "rule", "values": differing[look]} if look in differing else {"type": "tag", "values": RULES}
    if not os.environ.get("ALL_CASES"):
        tab.evaluate(MARK_ALIKE)
    # What it passed is as long as the page, and nobody reads it.
    run = """(runOnly) => axe.run({ exclude: [["[data-alike]"]] }, { runOnly, resultTypes: ['violations'] })
        .then((told) => told.violations)"""
    found = tab.evaluate(run, rules)
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]]


def wider_than_the_screen(tab) -> list[str]:
    return ["wider than the screen"] * tab.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture(scope="module")
def other_articles(tmp_path_factory):
    """What stands on pages that the five plans have none of: results of a year, the first page of an office of six subjects."""
    articles = {}
    for office, shown in {"year": {Address.RESULTS}, "six-subjects": {Address.HOME}}.items():
        root = workspace(tmp_path_factory.mktemp(office), ROOT / "tests/workspaces" / office / "data")
        of_now = edition(read_sources(root), datetime(2026, 11, 26, tzinfo=UTC), date(2026, 11, 26), repository=root)
        markdown = framing.markdown_reader()
        texts = page_texts(Site(of_now, {}), shown)
        articles |= {f"{office}: {path}": read_page(text, markdown).article for path, text in texts.items()}
    return articles


@pytest.fixture
def tab(browser):
    """A page whose site's policy is set aside, for axe-core is a script of ours."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def test_a_page_with_faults_is_noticed(tab):
    page = (
        "<html><body><main><img src='data:,x'><h1>a</h1><h4>b</h4>"
        f"<article>{'<p>words</p>' * 5}<p style='color:#bbb'>pale words on white</p></article>"
        f"<div style='overflow:auto;height:40px;width:200px'>{'words ' * 200}</div></main></body></html>"
    )
    expected = {"night": {"color-contrast"}, "enlarged": {"scrollable-region-focusable"}}
    looks = []
    for look in in_every_look(tab, lambda: tab.set_content(page)):
        found = {fault.partition(":")[0] for fault in faults(tab, look)}
        assert expected.get(look, {"html-has-lang", "image-alt", "color-contrast", "heading-order"}) <= found
        looks.append(look)

    assert looks == list(LOOKS)


def test_the_longest_page_of_each_kind_is_looked_at(tmp_path):
    pages = {
        "chi-tieu": 1,
        "chi-tieu/dai": 9,
        "chi-tieu/ngan": 5,
        "huong-dan/dai": 9,
        "huong-dan/ngan": 5,
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
    alike = {
        "chi-tieu/ngan",
        "huong-dan/ngan",
        "kiem-tra/bac-ha-2022",
        "ke-hoach/lao-cai-2026/tong-quan",
        "nhiem-vu/nam/2026",
    }

    assert set(kinds(tmp_path)) == pages.keys() - alike


def test_no_kind_of_page_has_a_fault_or_is_wider_than_the_screen(project, serve, tab, other_articles):
    site = project / "site"
    home = serve(site)
    of_two = "?co-quan=so-noi-vu&voi=so-tai-chinh"
    paths = [*(f"{path}/" for path in kinds(site)), "404.html", of_two, *other_articles]
    found = {}

    def open_page(path):
        tab.goto(home if path in other_articles else home + path)
        if path in other_articles:
            tab.evaluate(LAY_OUT, other_articles[path])
        if path == of_two:
            tab.locator(".my-work table").wait_for()

    # A desk shows all that there is; what can be wrong in another look alone is asked on some pages, the width on all.
    asked = {look: sampled([*paths[at:], *paths[:at]], 5) for at, look in enumerate(LOOKS)} | {"desk": paths}
    for path in paths:
        # A night is as wide as a desk.
        looks = [look for look in LOOKS if look != "night" or path in asked[look]]
        for look in in_every_look(tab, lambda path=path: open_page(path), looks):
            said = [*(faults(tab, look) if path in asked[look] else ()), *wider_than_the_screen(tab)]
            if look == "telephone":
                said += tab.evaluate(LONG_OR_SCROLLING)
            found[path, look] = said

    assert len(found) > 20 * (len(LOOKS) - 1)
    assert {page: said for page, said in found.items() if said} == {}


def test_a_plan_of_hostile_texts_has_no_fault_and_is_no_wider_than_the_screen(hostile, serve, tab):
    home = serve(hostile / "site")
    found = {}
    paths = ("ke-hoach/hostile/", "", "co-quan/ubnd-tinh-thu/", "kiem-tra/", "kinh-phi/", "chi-tieu/")
    for path in paths:
        for look in in_every_look(tab, lambda path=path: tab.goto(home + path)):
            asked = look == "desk" or path in sampled(paths, 3)
            found[path, look] = [*(faults(tab, look) if asked else ()), *wider_than_the_screen(tab)]

    assert len(found) == 6 * len(LOOKS)
    assert {page: said for page, said in found.items() if said} == {}


def test_the_open_search_has_no_fault(project, serve, tab):
    def search():
        tab.goto(serve(project / "site") + "viet-tat/")
        tab.locator("label.md-header__button[for=__search]").click()
        tab.get_by_placeholder("Tìm kiếm").fill("dao tao nghe 3.000")
        tab.locator(".search-result").first.wait_for()

    found = {}
    for look in in_every_look(tab, search):
        assert tab.locator(".search-result").first.is_visible()
        found[look] = faults(tab, look)

    assert found == {look: [] for look in LOOKS}


def test_with_the_keyboard_alone_from_the_skip_link_over_a_search_to_a_download(small, serve, browser):
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(serve(small / "site"))
    focused = "document.activeElement.textContent.trim()"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('.md-skip')")
    tab.keyboard.press("/")
    tab.keyboard.type("san giao dich viec lam phien dau tien")
    tab.locator(".search-result").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/ke-hoach/viec-lam-2027/*")
    for _ in range(200):  # what the text names are links
        tab.keyboard.press("Tab")
        if tab.evaluate(focused) == "Bản Word":
            break
    visible = tab.evaluate("document.activeElement.matches(':focus-visible')")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")

    assert visible
    assert download.value.suggested_filename == "viec-lam-2027.docx"


@pytest.mark.parametrize("path", ["ke-hoach/lao-cai-2026/", "co-quan/so-noi-vu/"])
def test_paper_shows_the_text_and_nothing_to_click(project, serve, browser, path):
    tab = browser.new_page()
    tab.goto(serve(project / "site") + path)
    on_screen = tab.locator("main table.data").count()
    tab.emulate_media(media="print")
    shown = "elements => elements.filter(one => one.checkVisibility()).map(one => one.textContent.trim())"

    assert on_screen
    assert tab.locator("main table.data:not(details table)").evaluate_all(shown)
    controls = ".downloads a, .jump a, details, form, button, .md-header, .md-tabs, .md-sidebar"
    assert tab.locator(controls).evaluate_all(shown) == []
    underlined = "links => links.filter(link => getComputedStyle(link).textDecorationLine !== 'none').length"
    assert not tab.locator("main a").evaluate_all(underlined)
    wide = "tables => tables.map(table => getComputedStyle(table).display)"
    assert set(tab.locator("main table.data:not(details table)").evaluate_all(wide)) == {"table"}
