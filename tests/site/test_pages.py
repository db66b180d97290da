"""Pages that answer questions: what the home page, agencies, abbreviations and texts about the site give to who asks."""

import itertools
import re
import shutil
import subprocess
from datetime import UTC, date, datetime

import pytest
from lxml import html

from planbook.changes.lately import ChangeHistory, change_history, last_changes, lately
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.render.site import add_sources, article_markdown, parsed_text
from planbook.views.addresses import Address
from planbook.views.glossary import glossary
from tests.conftest import FIVE, workspace

WRITTEN = ["gioi-thieu", "phuong-phap", "tro-nang", "rieng-tu", "lien-ket"]
KINDS = ["", "viet-tat/", "co-quan/so-nn-mt/", "ke-hoach/lao-cai-2026/tong-quan/", "chi-tieu/", "kinh-phi/"]
PLAN = "data/plans/lao-cai-2026.yaml"


def git(folder, *words: str, day: str = "2026-05-04T10:00:00+07:00") -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    told = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=told)


@pytest.fixture
def history(tmp_path):
    """The project's data in a repository of their own, where the last of three commits raised a target."""
    folder = workspace(tmp_path / "history", FIVE / "data")
    path = folder / PLAN
    whole = path.read_text(encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    for day, text in (
        ("2026-05-04", whole),
        ("2026-05-05", "# another layout\n" + whole),
        ("2026-05-06", whole.replace("value: 2,25", "value: 2,75", 1)),
    ):
        path.write_text(text, encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "x", day=f"{day}T10:00:00+07:00")
    return folder


def told(root, plans, words) -> ChangeHistory:
    return change_history(root, plans, words, date(2026, 6, 1))


def test_what_changed_lately_is_told_with_both_figures_and_its_day(history, plans, words):
    (one,) = lately(told(history, plans, words))

    assert one.plan == "lao-cai-2026"
    assert one.day == date(2026, 5, 6)
    said = one.change.sentence.in_language("vi")
    assert "2,25" in said
    assert "2,75" in said
    days = last_changes(history, ["lao-cai-2026", "bac-ha-2022", "khong-co"])
    assert days == {"lao-cai-2026": date(2026, 5, 6), "bac-ha-2022": date(2026, 5, 4)}


def test_a_shallow_clone_tells_what_it_knows_and_no_more(history, plans, words, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", history.as_uri(), "shallow")

    history = told(tmp_path / "shallow", plans, words)

    assert (history.sets, history.reach) == ((), "shallow")
    assert last_changes(tmp_path / "shallow", ["lao-cai-2026"]) == {}


def test_outside_git_nothing_is_said_of_changes(plans, words, tmp_path):
    shutil.copytree(FIVE / "data", tmp_path / "data")

    history = told(tmp_path, plans, words)

    assert (history.sets, history.reach) == ((), "outside")
    assert last_changes(tmp_path, ["lao-cai-2026"]) == {}


def test_a_state_that_cannot_be_read_any_more_is_told_as_such(history, plans, words):
    path = history / PLAN
    whole = path.read_text(encoding="utf-8")
    for text in ("id: [", whole):
        path.write_text(text, encoding="utf-8")
        git(history, "commit", "-qam", "x")

    raised, unread = lately(told(history, plans, words))

    assert (raised.day, raised.is_unread, raised.more) == (date(2026, 5, 6), False, 0)
    assert (unread.is_unread, unread.change) == (True, None)


def site_of(root) -> Site:
    made = edition(read_sources(root), datetime(2026, 6, 1, tzinfo=UTC))
    return Site(made, {path: len(content) for path, content in feed_files(made).items()})


def test_the_home_page_and_the_plan_tell_of_the_last_change(history):
    found = page_texts(site_of(history), (Address.HOME, Address.PLAN))

    home = found["index.html"]
    assert "06/5/2026" in home
    assert "2,75" in home
    assert home.index("search-field") < home.index("Thời hạn sắp tới") < home.index("Sửa gần đây")
    assert '<dt>Sửa lần cuối</dt><dd>06/5/2026, <a href="thay-doi/">' in found["ke-hoach/lao-cai-2026/index.html"]
    assert 'class="source"' not in found["ke-hoach/lao-cai-2026/index.html"]


def test_items_lead_to_their_line_in_the_data_where_the_office_says_so(history):
    config = history / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "repo_url: https://git.example.org/kh\n", encoding="utf-8")
    found = page_texts(site_of(history), (Address.PLAN,))
    page = found["ke-hoach/lao-cai-2026/index.html"]

    lines = (history / PLAN).read_text(encoding="utf-8").splitlines()
    links = re.findall(r'<p[^>]*data-id="([\w-]+)".*?/data/plans/lao-cai-2026.yaml#L(\d+)" title="Dữ liệu gốc', page)
    assert len(links) > 50
    assert all(f"id: {id_}" in lines[int(line) - 1] + lines[int(line)] for id_, line in links)


def test_a_link_to_the_data_cannot_be_made_of_a_text():
    root = parsed_text('<article><p data-id="a">x</p><p data-id="b">y</p></article>')
    add_sources(root, {"a": ('"><script>', "<b>")})
    shown = article_markdown(root)

    assert "<script>" not in shown
    assert shown.count("<a ") == 1


def test_an_abbreviation_is_told_with_its_meaning_and_the_plans_that_use_it(plans):
    texts = {
        "lao-cai-2024": ["UBND tỉnh, KH&ĐT"],
        "lao-cai-2026": ["UBNDX; Sở", "KH, Sở NN&MTX, (Sở NN&MT)"],
        "lao-cai-2024-10-xa": ["Sở NN", "&MT"],
    }
    found = {
        (one.short, one.kind): one
        for one in glossary(plans, [("UBND", "Ủy ban nhân dân"), ("quý I", "quý 1")], texts, ["so-nn-mt"])
    }

    assert found["UBND", "word"].full == "Ủy ban nhân dân"
    assert found["UBND", "word"].plans == ("lao-cai-2024",)
    assert found["KH", "document_type"].plans == ("lao-cai-2026",)
    assert found["Sở NN&MT", "agency"].agency == "so-nn-mt"
    assert found["Sở NN&MT", "agency"].plans == ("lao-cai-2026",)
    assert found["Sở LĐ-TB&XH", "agency"].agency == ""
    assert not any(short.startswith("quý") for short, _ in found)
    assert next(short for short, _ in found if short in ("Sở CT", "Sở DT&TG", "Sở NN&MT", "BHXH tỉnh")) == "BHXH tỉnh"


def test_the_field_of_the_home_page_opens_the_search_by_keyboard(project, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(project / "site"))
    tab.get_by_role("button", name="Tìm việc, cơ quan").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.type("giam ngheo")

    tab.locator(".md-search-result__item").first.wait_for()
    assert tab.get_by_placeholder("Tìm kiếm").input_value() == "giam ngheo"


def test_the_field_of_the_home_page_opens_the_search_by_a_click_on_a_telephone(project, serve, browser):
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    tab.goto(serve(project / "site"))
    tab.get_by_role("button", name="Tìm việc, cơ quan").click()
    tab.keyboard.type("62-KH/TU")

    tab.locator(".md-search-result__item").first.wait_for()


def test_nothing_is_kept_in_the_browser(project, serve, browser):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(serve(project / "site"))
    tab.get_by_role("button", name="Tìm việc, cơ quan").click()
    tab.keyboard.type("giam ngheo")
    tab.locator(".md-search-result__item").first.click()

    assert context.cookies() == []
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_page_says_where_it_stands(project):
    def crumbs(path: str) -> list[tuple[str, str | None]]:
        items = html.parse(project / f"site/{path}index.html").xpath("//nav[@class='crumbs']//li")
        return [(item.text_content().strip(), next(iter(item.xpath("a/@href")), None)) for item in items]

    assert crumbs("ke-hoach/lao-cai-2026/tong-quan/") == [
        ("Trang chủ", "../../.."),
        ("Kế hoạch", "../../"),
        ("Giảm nghèo bền vững tỉnh Lào Cai năm 2026", "../"),
        ("Tổng quan: Giảm nghèo bền vững tỉnh Lào Cai năm 2026", None),
    ]
    assert [name for name, _ in crumbs("co-quan/so-nn-mt/")] == ["Trang chủ", "Cơ quan", "Sở Nông nghiệp và Môi trường"]
    assert crumbs("") == []


def test_an_agency_has_its_deadlines_of_this_year_in_the_order_of_time(project):
    page = html.parse(project / "site/co-quan/so-nn-mt/index.html")
    rows = page.xpath("//table[contains(@class, 'work')]//tr[td//time]")
    told = [[cell.text_content() for cell in row.xpath("td")] for row in rows]
    days = [re.search(r"trước ngày (\d+)/(\d+)/(\d+)", when) for when, *_ in told]
    dated = [(int(day[3]), int(day[2]), int(day[1])) for day in days if day]

    assert len(dated) >= 4
    assert dated == sorted(dated)
    roles = {re.split(r"[ ;]*[(;]", role)[0] for _, _, role, *_ in told}
    assert roles == {"Chủ trì", "Phối hợp", "Báo cáo"}


def test_an_agency_that_is_no_more_has_its_work_of_other_years(project):
    page = html.parse(project / "site/co-quan/so-ldtbxh/index.html")

    assert page.xpath("//h2[@id='chu-tri']")
    assert not page.xpath("//table[contains(@class, 'work')]")


def test_headings_stand_in_order_on_every_page(project):
    for path in (project / "site").rglob("*.html"):
        if path.name == "404.html":
            continue
        levels = [
            int(heading.tag[1])
            for heading in html.parse(path).xpath(
                "//main//article//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]"
            )
        ]
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


@pytest.mark.parametrize("path", [*KINDS, *(f"{name}/" for name in WRITTEN)])
def test_a_page_fits_a_telephone_and_is_light(project, serve, telephone, path):
    telephone.goto(serve(project / "site") + path)

    assert telephone.evaluate("document.documentElement.scrollWidth") == 360
    # The page of an agency holds what its groups have to do, too.
    assert (project / f"site/{path}index.html").stat().st_size <= (90_000 if path.startswith("co-quan/") else 60_000)


@pytest.mark.parametrize("size", [(1280, 800), (360, 800)])
@pytest.mark.parametrize("path", ["lich/", "nhiem-vu/", "ke-hoach/", "co-quan/"])
def test_the_first_screen_of_a_list_shows_what_it_lists(project, serve, browser, size, path):
    context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)))
    tab = context.new_page()
    tab.clock.set_fixed_time("2026-11-25T09:00:00+07:00")
    tab.goto(serve(project / "site") + path)
    tab.wait_for_load_state("networkidle")
    row = tab.locator("article table tbody tr:visible:has(td) a").first
    others = tab.locator("form.filters details")

    assert row.bounding_box()["y"] < 800
    assert not tab.locator(".md-sidebar--primary:visible").count() or size[0] < 900
    if others.count():
        assert others.evaluate("fold => fold.open") == (size[0] > 900)
    context.close()


def test_choices_that_a_telephone_folds_are_open_where_the_address_sets_them(project, serve, browser):
    context = browser.new_context(viewport={"width": 360, "height": 800})
    tab = context.new_page()
    tab.goto(serve(project / "site") + "nhiem-vu/?vai-tro=chu-tri")

    assert tab.get_by_label("Vai trò").input_value() == "chu-tri"
    assert tab.get_by_label("Vai trò").is_visible()
    context.close()
