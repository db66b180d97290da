"""A very long page is folded on a telephone: nothing of it is lost, links open what they lead to, paper shows all."""

import re
import subprocess

import pytest

PLAN, LAST = "ke-hoach/lao-cai-2026/", "lao-cai-2026--budget-appendix"
CLOSED = "document.querySelectorAll('details.section:not([open])').length"


@pytest.fixture
def telephone(browser):
    page = browser.new_page(viewport={"width": 360, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("path", [PLAN, "so-sanh/lao-cai-2026/", "kiem-tra/giai-thich/"])
def test_a_page_of_more_than_60_screens_is_folded_and_paper_shows_all(project, serve, telephone, path):
    telephone.goto(serve(project / "site") + path)
    assert telephone.evaluate(CLOSED) > 1
    assert telephone.evaluate("document.documentElement.scrollHeight") < 60 * 640
    telephone.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert telephone.evaluate(CLOSED) == 0
    telephone.evaluate("dispatchEvent(new Event('afterprint'))")
    assert telephone.evaluate(CLOSED) > 1


def test_a_link_into_a_fold_opens_it_from_outside_and_on_the_page(project, serve, telephone):
    home = serve(project / "site")
    telephone.goto(f"{home}{PLAN}#dao-tao-nghe-va-viec-lam")
    assert telephone.locator("#dao-tao-nghe-va-viec-lam").is_visible()
    assert telephone.evaluate("document.getElementById('dao-tao-nghe-va-viec-lam').getBoundingClientRect().top") < 640
    assert not telephone.locator(f"#{LAST} + *").first.is_visible()
    telephone.locator("details.contents summary").click()
    telephone.locator(f"details.contents a[href='#{LAST}']").click()
    telephone.wait_for_function(f"location.hash === '#{LAST}' && {CLOSED} > 0")
    assert telephone.locator(f"details.section:has(#{LAST})").get_attribute("open") is not None
    telephone.goto(f"{home}{PLAN}#%E0%A4%A")  # no address of anything
    assert telephone.locator("h1").is_visible()


def test_a_page_that_is_not_so_long_and_a_wide_screen_show_all(project, serve, telephone, browser):
    home = serve(project / "site")
    telephone.goto(home + "ke-hoach/bac-ha-2022/")
    assert telephone.evaluate(CLOSED) == 0
    wide = browser.new_page(viewport={"width": 1280, "height": 800})
    wide.goto(home + PLAN)
    assert wide.evaluate(CLOSED) == 0
    wide.close()


@pytest.mark.parametrize("margin", [12, 25])
def test_paper_keeps_tables_and_says_what_is_chosen_and_has_no_controls(project, serve, browser, tmp_path, margin):
    site = project / "site"
    style = (site / "assets/stylesheets/planbook.css").read_text("utf-8")
    assert "@page { margin: 12mm; }" in style  # else Material's own hold, whatever a browser is told
    page = browser.new_page()
    body = style.replace("margin: 12mm", f"margin: {margin}mm")
    page.route("**/planbook.css", lambda route: route.fulfill(body=body, content_type="text/css"))
    page.goto(serve(site) + "nhiem-vu/?co-quan=so-y-te&tu=bao+hiem")
    page.locator("form.filters").wait_for()
    (tmp_path / "a.pdf").write_bytes(page.pdf(format="A4"))
    page.close()

    def read(way):
        command = ["pdftotext", way, tmp_path / "a.pdf", "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    printed = read("-layout")
    words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', read("-bbox"))
    inch = 72 / 25.4
    assert margin - 1 < min(float(left) for left, _ in words) / inch < margin + 2
    assert max(float(right) for _, right in words) / inch < 210 - margin + 1
    # The cells of a row stand side by side, below headings that do too.
    assert re.search(r"Nhiệm vụ +Cơ quan\b.* +Cơ quan\b.* +Thời gian", printed)
    assert "Cơ quan: Sở Y tế" in " ".join(printed.split())
    assert "Từ cần tìm: bao hiem" in " ".join(printed.split())
    assert not re.search(r"Bỏ lọc|Tải kết quả|Hiện \d+ dòng|Mọi cơ quan", printed)
