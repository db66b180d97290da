"""The site without a server and under a strict policy: it works from a folder, asks nobody, and runs nothing of a plan's."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree
from playwright.sync_api import expect

from planbook.model.office import Office
from planbook.model.workspace import Workspace
from planbook.outputs.build import is_made_for_folders, write_offline
from planbook.repository.manifest import verify
from tests.browsing import at_rest
from tests.conftest import ROOT
from tests.reading_back import html_text, page
from tests.site.test_accessibility import kinds

BOX = "Tìm kiếm"
POLICY = (ROOT / "content/csp.txt").read_text("utf-8").strip()


def nginx_headers() -> dict[str, str]:
    text = (ROOT / "content/huong-dan/nginx.conf").read_text("utf-8")
    return dict(re.findall(r'^    add_header (\S+) "(.*)" always;$', text, re.MULTILINE))


def iis_headers() -> dict[str, str]:
    root = etree.parse(ROOT / "content/web.config")
    return {header.get("name"): header.get("value") for header in root.findall(".//customHeaders/add")}


@pytest.fixture
def watched(browser):
    """A page that notes whatever it and others beside it ask for, and whatever a policy or a script complains of."""
    context = browser.new_context(accept_downloads=True)
    tab = context.new_page()
    tab.asked, tab.complaints = [], []
    context.on("request", lambda request: tab.asked.append(request.url))
    context.on("weberror", lambda error: tab.complaints.append(str(error.error)))
    context.on("dialog", lambda dialog: tab.complaints.append(dialog.message))
    context.on("console", lambda message: tab.complaints.append(message.text) if message.type == "error" else None)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
    )
    yield tab
    context.close()


def find(tab, words: str, anchor: str) -> None:
    """Search as a person does, and follow the result that leads to an anchor."""
    tab.get_by_placeholder(BOX).fill(words)
    tab.locator(f".search-result[href$='#{anchor}']").first.click()
    tab.wait_for_function("anchor => location.hash === '#' + anchor && !location.search", arg=anchor)


def test_the_folder_opens_by_double_click_and_everything_works_without_a_network(project, watched):
    folder = project / "site-offline"
    watched.context.set_offline(True)
    watched.goto((folder / "index.html").as_uri())
    watched.get_by_role("link", name="Giảm nghèo bền vững tỉnh Lào Cai năm 2026").first.click()
    watched.wait_for_url("**/ke-hoach/lao-cai-2026/index.html")
    with watched.expect_download() as download:
        watched.get_by_role("link", name="Bản Word").click()
    word = (project / "site/ke-hoach/lao-cai-2026/lao-cai-2026.docx").read_bytes()
    assert Path(download.value.path()).read_bytes() == word

    find(watched, "so nnmt kiem tra giam sat", "chu-tri-kiem-tra-danh-gia")
    assert watched.locator("#chu-tri-kiem-tra-danh-gia mark").count()
    find(watched, "10,77%", "giam-ty-le-ho-ngheo-binh-quan")
    assert watched.url == (
        folder / "ke-hoach/lao-cai-2024-10-xa/index.html#giam-ty-le-ho-ngheo-binh-quan"
    ).as_uri().replace("%23", "#")
    assert all(url.startswith(folder.as_uri()) for url in watched.asked)
    assert not watched.complaints


def test_the_folder_says_what_the_site_says_and_is_whole(project):
    site, folder = project / "site", project / "site-offline"
    names = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    copied = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}

    assert {path.as_posix() for path in names - copied} == {
        "404.html",
        "sitemap.xml",
        "sitemap.xml.gz",
        "web.config",
    }
    assert copied <= names
    assert verify(folder) == []
    for path in copied - {Path("manifest.json")}:
        if path.suffix == ".html":
            assert html_text(folder / path) == html_text(site / path)
        else:
            assert (folder / path).read_bytes() == (site / path).read_bytes()


def test_what_is_no_page_is_on_the_disk_once(tmp_path):
    site, folder = tmp_path / "site", tmp_path / "site-offline"
    (site / "ke-hoach/a").mkdir(parents=True)
    (site / "ke-hoach/a/a.docx").write_bytes(b"a")
    (site / "ke-hoach/a/index.html").write_text('<a href="../">')
    folder.mkdir()
    write_offline(site, folder)
    assert (site / "ke-hoach/a/a.docx").samefile(folder / "ke-hoach/a/a.docx")
    assert (folder / "ke-hoach/a/index.html").read_text() == '<a href="../index.html">'
    assert (site / "ke-hoach/a/index.html").read_text() == '<a href="../">'


def test_a_disk_without_hard_links_gets_copies(tmp_path, monkeypatch):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.docx").write_bytes(b"a")

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    write_offline(tmp_path / "site", tmp_path / "folder")
    assert (tmp_path / "folder/a.docx").read_bytes() == b"a"
    assert not (tmp_path / "site/a.docx").samefile(tmp_path / "folder/a.docx")


@pytest.mark.parametrize(
    ("plans", "setting", "made"),
    [(50, None, True), (51, None, False), (51, "true", True), (1, "false", False), (0, None, True)],
)
def test_many_plans_are_made_for_folders_only_where_the_office_says_so(plans, setting, made):
    workspace = Workspace(plans={str(number): None for number in range(plans)}, office=Office(offline=setting))
    assert is_made_for_folders(workspace.office, workspace.plans) == made


def test_an_office_that_says_no_is_not_taken_for_one_that_says_nothing():
    assert Office(offline="false").over(Office(offline="true")).offline is False
    assert Office().over(Office(offline="true")).offline is True


def test_every_link_in_the_folder_names_a_file_in_it(project):
    folder = project / "site-offline"
    shown = {path: page(path) for path in folder.rglob("*.html")}
    broken = [
        (path.relative_to(folder).as_posix(), link)
        for path, article in shown.items()
        for link in article.links
        if (target := urlsplit(urljoin(path.as_uri(), link))).scheme == "file"
        and not Path(unquote(target.path)).is_file()
    ]

    assert not broken


def test_a_plan_that_looks_like_a_link_is_left_as_it_is():
    from planbook.render.offline import offline_page

    said = '<p title="a > b">&lt;a href="../x/"&gt; &lt;a href="./"&gt; href="y/"</p>'
    assert offline_page(said) == said
    assert offline_page('<a class="b" href="../x/#y">z</a>') == '<a class="b" href="../x/index.html#y">z</a>'
    assert offline_page('<a href=".">z</a><a href="x.docx">') == '<a href="./index.html">z</a><a href="x.docx">'
    assert offline_page('<a href="https://example.org/x/">') == '<a href="https://example.org/x/">'


def test_the_samples_for_servers_set_the_same_headers():
    wanted = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")
    assert iis_headers() == wanted
    assert nginx_headers() == {**wanted, "Cache-Control": "no-cache"}


def test_the_policy_is_published_with_the_site(project):
    assert (project / "site/csp.txt").read_text("utf-8").strip() == POLICY
    assert (project / "site/web.config").is_file()
    assert (project / "site/huong-dan/nginx.conf").is_file()


def test_every_kind_of_page_works_under_the_policy(project, serve, watched):
    home = serve(project / "site", nginx_headers())
    pages = [f"{path}/".removeprefix("./") for path in kinds(project / "site")]
    assert len(pages) > 20
    assert watched.goto(home).headers["content-security-policy"] == POLICY
    for _, tab in at_rest([watched.context.new_page() for _ in range(6)], [home + path for path in pages]):
        assert "js" in tab.locator("html").get_attribute("class").split()  # Material's own script ran
    watched.goto(home)
    find(watched, "đào tạo nghề 3.000", "dao-tao-nghe")
    widths = (
        watched.locator("#lao-cai-2026--targets tr")
        .first.locator("th")
        .evaluate_all("cells => cells.map(cell => cell.offsetWidth)")
    )

    assert widths[1] > 3 * widths[0]  # the widths that the table asks for, without inline styles
    assert watched.locator("#dao-tao-nghe mark").count()
    assert {urlsplit(url).netloc for url in watched.asked} == {urlsplit(home).netloc}
    assert not watched.complaints


def test_nothing_in_a_hostile_plan_runs_under_the_policy_and_nothing_is_lost(hostile, serve, watched):
    home = serve(hostile / "site", nginx_headers())
    paths = (
        "",
        "ke-hoach/",
        "ke-hoach/hostile/",
        "co-quan/",
        "co-quan/ubnd-tinh-thu/",
        "co-quan/cac-xa-thu/",
        "kiem-tra/",
    )
    for _, tab in at_rest([watched.context.new_page() for _ in paths], [home + path for path in paths]):
        assert tab.evaluate("window.executed") is None
    watched.goto(home + "ke-hoach/hostile/")
    shown = watched.locator("main article").inner_text()
    for words in ("5*3*2 = 30", "A | B | 60", "1986. Năm tốt 61", "<script>window.executed = 5</script> 62 </script>"):
        assert words in shown
    find(watched, "window executed 62", "m-4")
    assert "<script>window.executed = 5</script> 62" in watched.locator("#m-4").inner_text()
    watched.get_by_placeholder(BOX).fill("CDATA")
    results = watched.locator("#search-results")
    expect(results).to_contain_text("<!-- 66 --> &amp; &#54;7 &lt;68&gt; ]]> <![CDATA[69]]>", use_inner_text=True)

    assert watched.evaluate("window.executed") is None
    assert {urlsplit(url).netloc for url in watched.asked} == {urlsplit(home).netloc}
    assert not watched.complaints


def test_a_script_in_a_page_would_be_noticed(project, serve, watched, tmp_path):
    """The policy holds, and the two tests above would fail without it."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><script>window.executed = 1</script><p style='color:red'>x", "utf-8"
    )
    watched.goto(serve(tmp_path, nginx_headers()))

    assert watched.evaluate("window.executed") is None
    assert any("script-src" in complaint for complaint in watched.complaints)
    assert any("style-src" in complaint for complaint in watched.complaints)


def test_what_a_page_does_late_is_noticed_in_each_of_several_tabs(serve, watched, tmp_path):
    late = "<!doctype html><script>setTimeout(() => fetch('/late-{0}').then(() => window.executed = {0}), 50)</script>"
    for name in ("1", "2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(late.format(name), "utf-8")
    home = serve(tmp_path)
    tabs = [watched.context.new_page() for _ in range(2)]
    ran = [tab.evaluate("window.executed") for _, tab in at_rest(tabs, [f"{home}1/", f"{home}2/"])]

    assert ran == [1, 2]
    assert {f"{home}late-1", f"{home}late-2"} <= {*watched.asked}
    assert any("404" in complaint for complaint in watched.complaints)
