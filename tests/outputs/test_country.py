"""The pages over all places of a site that is cut by places, and the bar that leads through the pages of each place."""

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from lxml import html
from openpyxl import load_workbook

from planbook.model.period import parse_when
from planbook.outputs import agencies_over_places
from planbook.outputs import agency_files as agency_files_module
from planbook.outputs.agencies_over_places import AgencyOverPlaces
from planbook.outputs.agency_files import agency_files
from planbook.outputs.catalogue import FEEDS, PAGES, feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.framing import markdown_reader
from planbook.outputs.pages import country as country_module
from planbook.outputs.pages.former_places import former_pages, plans_of_lists
from planbook.outputs.pages.site import Site
from planbook.outputs.summary import rows_script, summary_of
from planbook.outputs.work_for_several import AgencyPiece, pieces_file, places_of_pieces, read_piece
from planbook.render.page_frame import read_page
from planbook.text.plain_words import plain_words
from planbook.verify.readers import script_lines
from planbook.verify.state import ProofState
from planbook.views.addresses import Address
from planbook.views.country import head_of, provinces_of, row_of
from planbook.views.indicators_of_places import placed_indicators, shared_indicator, shared_indicators
from planbook.views.summary import LastChange
from tests.conftest import FIVE, ROOT
from tests.outputs.over_places import OverPlaces

PLACES = {
    "tinh/lao-cai/": ("lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026"),
    "huyen/bac-ha/": ("bac-ha-2022",),
    "xa/quynh-nhai/": ("quynh-nhai-2030",),
}
AGENCY = "so-nn-mt"  # of several places
SCRIPTS = ROOT / "templates/site/theme/assets/javascripts"


def of_place(whole, folder, plans):
    """The edition of one place."""
    own = {id_: plan for id_, plan in whole.workspace.plans.items() if id_ in plans}
    return replace(whole, workspace=replace(whole.workspace, plans=own), folder=folder, source_findings=[])


@pytest.fixture(scope="module")
def editions():
    whole = edition(read_sources(FIVE), datetime(2026, 11, 1, tzinfo=UTC))
    return {folder: of_place(whole, folder, plans) for folder, plans in PLACES.items()}


@pytest.fixture(scope="module")
def country(editions):
    summaries = {folder: summary_of(part) for folder, part in editions.items()}
    # As if all agencies of several places had too many plans for a page of their own, and one of a single place too.
    named = Counter(agency.id for summary in summaries.values() for agency in summary.agencies)
    without_page = {agency for agency, count in named.items() if count > 1} | {"so-nn-mt", "no-agency"}
    scripts = {folder: rows_script(folder, part.calendar_rows.values).decode() for folder, part in editions.items()}
    whole = of_place(next(iter(editions.values())), "", ())
    return OverPlaces(whole, summaries, scripts, frozenset(without_page))


def articles(country):
    markdown = markdown_reader()
    return {path: read_page(text, markdown) for path, text in country.texts().items()}


@pytest.fixture(scope="module")
def pages(country):
    return articles(country)


def test_each_province_stands_above_its_places(country):
    outer = next(place for place in country.summaries["tinh/lao-cai/"].places if place.id == "tinh-lao-cai")
    commune = replace(country.summaries["xa/quynh-nhai/"], place="xa-x", title="xã X", folder="xa/x/")
    inner = replace(commune.places[0], id="xa-x", name="xã X", level="commune", within=("tinh-lao-cai",))
    commune = replace(commune, places=(inner, outer, *commune.places))
    grouped = articles(replace(country, summaries={**country.summaries, "xa/x/": commune}))["index.html"]
    rows = html.fromstring(f"<div>{grouped.article}</div>").xpath("//table//tbody/tr")
    names = [row[0].text_content().partition(" (")[0] for row in rows]
    heads = [row[0].tag == "th" for row in rows]
    at = names.index("Xã X")
    assert names[at - 2 : at] == ["Tỉnh Lào Cai: 2 địa bàn", "Tỉnh Lào Cai"]
    assert all(heads[at - 1] for at in range(1, len(rows)) if not heads[at] and names[at] != "Xã X")


def text_of(page) -> str:
    return " ".join(str(html.fromstring(f"<div>{page.article}</div>").text_content()).split())


def test_all_lists_stand_where_they_stood(pages, editions):
    assert {path for path in pages if path.count("/") < 2} >= {
        address.path()
        for address in Address
        if address.is_of_place and address.value.endswith("index.html") and "{" not in address.value
    } - {Address.FINDINGS_OF_REGISTERS.path()}
    assert "trong 5 kế hoạch của 3 địa bàn" in text_of(pages["index.html"])


def test_every_link_leads_to_a_page_of_a_place_or_of_all(pages, editions):
    known = set(pages)
    for part in editions.values():
        site = Site(part, {})
        outputs = (output for output in (*PAGES, *FEEDS) if output.address.is_of_place)
        known |= {
            output.address.path(part.folder, **blanks)
            for output in outputs
            for blanks, _ in output.view(site if output in PAGES else part)
        }
        files = (Address.PLAN, Address.WORD_DRAFT, Address.MATRIX_SHEET, Address.WORKBOOK)
        known |= {kind.path(plan=plan) for plan in part.workspace.plans for kind in files}
        known |= {Address.AGENCY.path(agency=agency) for agency in part.agencies}
        for plan, sheets in part.agency_sheets.items():
            known |= {Address.AGENCY_SHEET.path(plan=plan, agency=sheet.id) for sheet in sheets}
    for path, page in pages.items():
        for link in html.fromstring(f"<div>{page.article}</div>").xpath("//a/@href"):
            target = re.sub(r"[?#].*", "", link)
            depth = path.count("/")
            assert target.count("../") <= depth, (path, link)
            if target and not target.startswith("http"):
                steps = path.split("/")[:-1]
                below = steps[: len(steps) - target.count("../")]
                whole = "/".join([*below, *[part for part in target.split("/") if part not in ("..", ".", "")]])
                assert whole in known or f"{whole}/index.html".lstrip("/") in known, (path, link)


def test_the_home_over_all_places_opens_with_the_work_of_the_agency_that_was_kept(pages):
    """The page of an agency promises it; here nobody chooses among all agencies, so there is no box without one."""
    home = html.fromstring(f"<div>{pages['index.html'].article}</div>")
    (form,) = home.xpath("//form[@class='my-agency' and @data-kept and @hidden]")
    assert form.xpath(".//select/@name") == ["co-quan", "voi"]
    assert home.xpath("//div[@class='my-work']")
    assert {script.rpartition("/")[2] for script in home.xpath("//script/@src")} >= {"worklist.js", "my-agency.js"}


def test_old_addresses_of_a_place_say_what_it_became_and_lead_there(pages, editions):
    """A district that became a commune: whoever kept the address of one of its lists comes to that of the commune."""
    old = "huyen/quynh-nhai/"
    kept = {path for path in pages if path.startswith(old)}
    for address in (Address.HOME, Address.TASKS, Address.CALENDAR, Address.DATA):
        page = html.fromstring(f"<div>{pages[address.path(old)].article}</div>")
        text = " ".join(page.text_content().split())
        assert "Huyện Quỳnh Nhai có đến hết ngày 30/6/2025; từ ngày 01/7/2025 địa bàn này thuộc xã Quỳnh Nhai." in text
        up = "../" * address.path(old).count("/")
        assert f"{up}{address.link('xa/quynh-nhai/')}" in page.xpath("//a/@href")
        assert f"{up}ke-hoach/quynh-nhai-2030/" in page.xpath("//a/@href")
    assert Address.TASKS_OF_YEAR.path(old, year=2027) in kept
    lists = {
        address.path(old)
        for address in Address
        if address.is_of_place and address.value.endswith("index.html") and "{" not in address.value
    }
    assert lists - kept == {Address.FINDINGS_OF_REGISTERS.path(old)}
    indicators = {path for path in kept if Address.INDICATOR.blanks(path)}
    assert len(indicators) == len(editions["xa/quynh-nhai/"].indicators)
    assert "Xã Quỳnh Nhai (cả huyện Quỳnh Nhai)" in text_of(pages["index.html"])  # who types the old name finds the row


def test_a_place_that_was_renamed_twice_keeps_both_addresses(country):
    now = country.summaries["xa/quynh-nhai/"]
    register = country.edition.workspace.localities
    ended = parse_when("2026-06-30")
    localities = {
        **register,
        "xa-quynh-nhai": register["xa-quynh-nhai"].model_copy(update={"successors": ("phuong-y",), "end": ended}),
        "phuong-y": register["xa-quynh-nhai"].model_copy(update={"id": "phuong-y", "name": "phường Y"}),
    }
    place = replace(now, folder="phuong/y/", title="phường Y")
    places = [(head_of(place), plans_of_lists(place))]
    homes = {path for path, _ in former_pages(places, localities) if Address.HOME.blanks(path) is not None}
    assert homes == {"huyen/quynh-nhai/index.html", "xa/quynh-nhai/index.html"}


def test_the_address_of_a_place_that_has_plans_is_never_taken(country):
    other = replace(country.summaries["tinh/lao-cai/"], folder="huyen/quynh-nhai/")
    places = [(head_of(place), plans_of_lists(place)) for place in (*country.summaries.values(), other)]
    paths = [path for path, _ in former_pages(places, country.edition.workspace.localities)]
    assert not [path for path in paths if path.startswith("huyen/quynh-nhai/")]


def test_places_stand_below_what_they_lie_in(country):
    commune = replace(country.summaries["xa/quynh-nhai/"], place="xa-x", title="xã X", folder="xa/x/")
    inner = replace(commune.places[0], id="xa-x", name="xã X", level="commune", within=("tinh-lao-cai",))
    outer = next(place for place in country.summaries["tinh/lao-cai/"].places if place.id == "tinh-lao-cai")
    commune = replace(commune, places=(inner, outer))
    summaries = [commune, country.summaries["tinh/lao-cai/"]]
    (province,) = provinces_of(map(head_of, summaries), {summary.folder: row_of(summary) for summary in summaries})
    assert [row.folder for row in province.rows] == ["tinh/lao-cai/", "xa/x/"]
    assert province.total.plans == 4
    assert province.total.tasks == sum(row.tasks for row in province.rows)


def test_only_values_of_one_unit_standard_scope_and_level_stand_in_one_table(country):
    places = {
        folder: {entry.id: entry for entry in placed_indicators(own)} for folder, own in country.summaries.items()
    }
    ids = {id_ for own in places.values() for id_ in own}
    of_indicator = {id_: shared_indicator(own[id_] for own in places.values() if id_ in own) for id_ in ids}
    listed = shared_indicators([entry.counted for entry in own.values()] for own in places.values())
    assert [replace(of_indicator[entry.id], groups=()) for entry in listed] == listed
    values = {}
    for summary in country.summaries.values():
        levels = {plan.id: {place.id: place.level for place in summary.places}[plan.place] for plan in summary.plans}
        for value in [value for entry in summary.indicators for value in entry.values]:
            address = next(plan.address for plan in summary.plans if plan.id == value.plan)
            kind = (value.unit, value.standard, value.scope, levels[value.plan], value.of_whole)
            values[address, value.item, value.period, value.value] = kind
    for group in [group for indicator in of_indicator.values() for group in indicator.groups]:
        kinds = {values[placed.address, placed.item, placed.period, placed.words] for placed in group.values}
        assert kinds == {(group.unit, group.standard, group.scope, group.level, group.of_whole)}
    poverty = of_indicator["muc-giam-ty-le-ho-ngheo"]
    assert {group.unit for group in poverty.groups} == {"%", "%/năm"}
    assert poverty.count == sum(
        len(entry.values)
        for summary in country.summaries.values()
        for entry in summary.indicators
        if entry.id == poverty.id
    )


def test_a_list_that_is_cut_says_so(country, monkeypatch):
    monkeypatch.setattr(country_module, "_LISTED", 2)
    cut = articles(replace(country))
    assert "chỉ chứa được 2 kế hoạch" in text_of(cut["ke-hoach/index.html"])
    assert re.search(r"Bảng này chứa 2 trong \d+ văn bản", text_of(cut["van-ban/index.html"]))
    assert re.search(r"Bảng này chứa \d trong \d+ chữ", text_of(cut["viet-tat/index.html"]))
    assert re.search(r"Trang này chứa 1 trong \d con số", text_of(cut["chi-tieu/muc-giam-ty-le-ho-ngheo/index.html"]))


@pytest.mark.parametrize(
    ("most", "cut"), [(8, ""), (3, ""), (2, "đây là 2 trong 3 địa bàn có lần sửa"), (1, "đây là 1 trong 3")]
)
def test_the_first_page_over_all_places_says_of_how_many_it_tells_the_last_change(country, monkeypatch, most, cut):
    monkeypatch.setattr(country_module, "_CHANGES", most)
    changed = LastChange(date(2026, 5, 4), "thêm một việc")
    summaries = {
        folder: replace(summary, plans=tuple(replace(plan, changed=changed) for plan in summary.plans))
        for folder, summary in country.summaries.items()
    }
    home = text_of(articles(replace(country, summaries=summaries))["index.html"])
    assert home.count("Ngày 04/5/2026, ") == min(most, 3)
    assert ("có lần sửa" in home) == bool(cut)
    assert cut in home


@pytest.fixture(scope="module")
def over_places(country, editions):
    """The agencies that several places name, put together of what each of these gives them."""
    pieces: dict[str, list[AgencyPiece]] = {}
    for part in editions.values():
        content = pieces_file(replace(part, summed=frozenset(country.joint)), None)
        for agency, place in places_of_pieces(content):
            pieces.setdefault(agency, []).append(read_piece(content[place.start : place.start + place.length]))
    return {agency: AgencyOverPlaces(country.edition, agency, own) for agency, own in pieces.items()}


def page_of(agency):
    path = f"co-quan/{agency.id}/index.html"
    files = {path: len(content) for path, content in agency_files(agency).items()}
    text = Site(agency.edition, files).page(path, "site/country/agency.md", agency.page())
    return read_page(text, markdown_reader())


def test_an_agency_of_too_many_plans_has_what_each_place_says_of_it(country, over_places):
    assert {len(folders) for folders in country.joint.values()} == {1, 2}
    assert "no-agency" not in country.joint
    assert {id_: tuple(piece.share.folder for piece in one.pieces) for id_, one in over_places.items()} == country.joint
    for agency, folders in country.joint.items():
        page = page_of(over_places[agency])
        table = html.fromstring(f"<div>{page.article}</div>").xpath("//table[contains(@class, 'counts')]")[0]
        rows = [row for row in table.iter("tr") if row.find("td") is not None]
        of_agency = {
            folder: next(entry for entry in country.summaries[folder].agencies if entry.id == agency)
            for folder in folders
        }
        assert {row.find(".//a").get("href") for row in rows} == {
            f"../../{folder}nhiem-vu/?co-quan={agency}" for folder in folders
        }
        assert sum(int(row[1].text_content()) for row in rows) == sum(entry.leads for entry in of_agency.values())
        count = sum(len(entry.plans) for entry in of_agency.values())
        assert f"{count} kế hoạch của {len(folders)} địa bàn" in text_of(page)


def test_what_cannot_hold_all_work_of_an_agency_says_how_much_it_holds(over_places, monkeypatch):
    whole = over_places[AGENCY]
    rows = sum(len(piece.rows.values["rows"]) for piece in whole.pieces)
    entries = sum(len(piece.entries) for piece in whole.pieces)
    assert "chỉ chứa" not in text_of(page_of(whole))
    for module, name, most in (
        (agencies_over_places, "MOST_LISTED", 1),
        (agencies_over_places, "MOST_ENTRIES", 2),
        (agencies_over_places, "MOST_IN_SHEET", 3),
        (agency_files_module, "MOST_ENTRIES", 2),
        (agency_files_module, "MOST_IN_SHEET", 3),
    ):
        monkeypatch.setattr(module, name, most)
    cut = replace(whole)
    text, files = text_of(page_of(cut)), agency_files(cut)
    assert f"Tệp lịch chỉ chứa 2 trong {entries} mục" in text
    assert f"Bảng Excel chỉ chứa 3 trong {rows} việc" in text
    assert f"Bảng này chỉ chứa {len(cut.listed)} trong {len(cut.work)} việc" in text
    assert len(cut.listed) <= 1
    calendar = Calendar.from_ical(files[f"co-quan/{AGENCY}/{AGENCY}.ics"])
    assert len([*calendar.walk("VEVENT"), *calendar.walk("VTODO")]) == 2
    assert f"2 việc đến hạn trước nhất trong {entries} việc" in str(calendar["X-WR-CALDESC"])
    sheet = load_workbook(io.BytesIO(files[f"co-quan/{AGENCY}/{AGENCY}.xlsx"])).active
    told = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(f"3 việc đến hạn trước nhất trong {rows} việc" in cell for cell in told)


def scripts(country):
    files = {path: content.decode() for path, content in country.files().items()}
    del files["lich/noi.js"]
    first = json.loads(files.pop("nhiem-vu/noi.js").removeprefix("const placesFile = ").rstrip(";\n"))
    files = {path: text for path, text in files.items() if "/co-quan-" not in path}
    lines = (line for text in files.values() for line in json.loads(text[text.index(", ") + 1 :].rstrip(");\n")))
    words = {word: {*map(int, numbers)} for word, *numbers in map(str.split, lines)}
    return first, words


def test_a_place_is_passed_over_only_where_it_has_no_such_word(country, editions):
    first, words = scripts(country)
    usual = set(first["common"].split())
    folders = [place[0] for place in first["places"]]
    assert sorted(folders) == sorted(PLACES)
    for folder, part in editions.items():
        values = part.register_rows.values
        texts = [
            *values["texts"],
            *(plan[1] for plan in values["plans"]),
            *(text for row in values["rows"] for text in row if isinstance(text, str)),
        ]
        for word in {word for text in texts for word in plain_words(text)}:
            assert word in usual or folders.index(folder) in words[word], word
    passed_over = [word for word, numbers in words.items() if len(numbers) == 1]
    assert passed_over  # else it leads nowhere


def test_the_rows_of_a_place_are_proved(editions):
    part = editions["huyen/bac-ha/"]
    path = "huyen/bac-ha/nhiem-vu/viec.js"
    content = feed_files(part)[path]
    wanted = {(line.item, line.text) for line in ProofState(part, None).expected(path).lines}
    assert {(line.item, line.text) for line in script_lines(content).lines} == wanted
    changed = content.replace("đào tạo".encode(), "đào bới".encode(), 1)
    assert {(line.item, line.text) for line in script_lines(changed).lines} != wanted
    assert len(part.register_rows.values["rows"]) == summary_of(part).register.rows


def test_each_page_of_a_place_leads_to_its_lists_and_back(editions):
    part = editions["tinh/lao-cai/"]
    texts = page_texts(Site(part, {}), {Address.OVERVIEW, Address.TASKS, Address.HOME})
    markdown = markdown_reader()
    for path in (
        "ke-hoach/lao-cai-2026/tong-quan/index.html",
        "tinh/lao-cai/nhiem-vu/index.html",
        "tinh/lao-cai/index.html",
    ):
        page = read_page(texts[path], markdown)
        bar = html.fromstring(f"<div>{page.article}</div>").find(".//nav[@class='place-bar']")
        up = "../" * path.count("/")
        links = {link.text_content(): link.get("href") for link in bar.iter("a")}
        resolved = {name: re.sub(r"^\./$", "", link) for name, link in links.items()}
        assert [*links] == [
            "Tỉnh Lào Cai",
            "Kế hoạch",
            "Nhiệm vụ",
            "Cơ quan",
            "Lịch",
            "Chỉ tiêu",
            "Kinh phí",
            "Mọi địa bàn",
        ]
        assert resolved["Mọi địa bàn"] in (up, up.removesuffix("/"))
        assert bar.get("data-place") == "tinh/lao-cai/"
    register = read_page(texts["tinh/lao-cai/nhiem-vu/index.html"], markdown)
    assert register.meta["title"] == "Tra cứu nhiệm vụ, tỉnh Lào Cai"
    assert register.meta["parent_title"] == "Tỉnh Lào Cai"
    assert "Tỉnh Lào Cai" in page.headings[0].title


def test_the_documents_of_a_place_are_those_that_its_plans_cite(editions):
    part = editions["huyen/bac-ha/"]
    texts = page_texts(Site(part, dict.fromkeys(feed_files(part), 1)), {Address.DOCUMENTS, Address.PLAN})
    listed = set(re.findall(r'<tr id="([a-z0-9-]+)">', texts["huyen/bac-ha/van-ban/index.html"]))
    cited = {document.id for document in part.documents if document.cited_by}
    assert cited <= listed < {document.id for document in part.documents}  # and what these replace, amend, carry out
    assert set(re.findall(r'href="#([a-z0-9-]+)"', texts["huyen/bac-ha/van-ban/index.html"])) <= listed
    linked = set(re.findall(r"van-ban/#([a-z0-9-]+)", texts["ke-hoach/bac-ha-2022/index.html"]))
    assert cited & linked
    assert linked <= listed


def test_a_site_that_is_not_cut_has_no_bar_and_no_rows(editions):
    whole = replace(editions["huyen/bac-ha/"], folder="")
    assert "nhiem-vu/viec.js" not in feed_files(whole)
    assert "place-bar" not in page_texts(Site(whole, {}), {Address.PLANS})["ke-hoach/index.html"]
    assert summary_of(whole).register is None


@pytest.fixture
def site(country, editions, pages, tmp_path):
    """The register over all places as a bare page with its scripts."""
    names = (
        "load-script",
        "vietnamese",
        "search-query",
        "places-register",
        "places-table",
        "table-sort",
        "xlsx",
        "table-export",
    )
    files = country.files()
    for part in editions.values():
        files |= {path: content for path, content in feed_files(part).items() if path.endswith("viec.js")}
    files |= {f"assets/javascripts/{name}.js": (SCRIPTS / f"{name}.js").read_bytes() for name in names}
    tags = "".join(f'<script src="../assets/javascripts/{name}.js" defer></script>' for name in names)
    article = pages["nhiem-vu/index.html"].article.split("<script")[0]
    files["nhiem-vu/index.html"] = f'<!doctype html><meta charset="utf-8"><article>{article}</article>{tags}'.encode()
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def names(part, row) -> set[str]:
    """The ids of the agencies of a row."""
    return {part.register_rows.values["agencies"][number][0] for number in (*row[16], *row[17])}


def asked(tab, address, words):
    tab.goto(f"{address}?{words}")
    outcome = tab.locator(".outcome")
    outcome.filter(has_text=re.compile(r"nơi\.|đó\.")).filter(has_not_text="Đang tìm").wait_for()
    return outcome.inner_text()


def test_the_register_says_what_it_has_looked_through(browser, serve, site, editions):
    tab = browser.new_page()
    mistakes = []
    tab.on("pageerror", lambda mistake: mistakes.append(str(mistake)))
    all_rows = sum(len(part.register_rows.values["rows"]) for part in editions.values())
    for address in (
        f"{serve(site, {'Content-Security-Policy': (ROOT / 'content/csp.txt').read_text().strip()})}nhiem-vu/index.html",
        f"file://{site}/nhiem-vu/index.html",
    ):
        assert f"{all_rows} việc ở 3 nơi" in asked(tab, address, "tu=").replace(".", "")
        assert asked(tab, address, "tu=khongcotunay").startswith("Không có việc nào khớp. Đã tìm đủ 3 nơi")
        # An agency by its id, as addresses of other pages have it, and by its name.
        mine = [
            row
            for part in editions.values()
            for row in part.register_rows.values["rows"]
            if names(part, row) & {AGENCY}
        ]
        name = editions["tinh/lao-cai/"].agencies[AGENCY].title
        assert asked(tab, address, f"co-quan={AGENCY}").startswith(f"{len(mine)} việc. Đã tìm đủ 3 nơi.")
        assert tab.locator("select[name=co-quan]").evaluate("one => one.selectedOptions[0].text") == name
        tab.goto(f"{address}?co-quan=khong-co")
        tab.locator(".outcome", has_text="Trang này không có cơ quan “khong-co”.").wait_for()
        # Marks in quotes are meant, and no phrase reaches from one cell into the next.
        assert asked(tab, address, 'tu="đào+tạo"') == asked(tab, address, 'tu="dao+tao"') != asked(tab, address, "tu=")
        for phrase in ("đào+táo", "Bắc+Hà+Tỉnh"):
            assert asked(tab, address, f'tu="{phrase}"').startswith("Không có việc nào khớp.")
        answer = asked(tab, address, "noi=huyen/bac-ha/&tu=dao+tao")
        assert answer.endswith("Đã tìm đủ 1 nơi.")
        rows = tab.locator("table.filtered tbody tr")
        assert rows.count() == int(answer.split()[0]) > 0
        assert rows.first.locator("a").first.inner_text() == "Huyện Bắc Hà"
        assert (
            tab.locator("p.chosen").text_content() == f"Từ cần tìm: dao tao; Địa bàn: Huyện Bắc Hà. {answer}"
        )  # on paper
    # What could not be loaded is named, and its place is not counted.
    tab.route("**/huyen/bac-ha/nhiem-vu/viec.js", lambda route: route.abort())
    address = f"{serve(site)}nhiem-vu/index.html"
    answer = asked(tab, address, "tu=dao+tao")
    assert "Đã tìm 2/3 nơi" in answer
    assert "Không tải được số liệu của Huyện Bắc Hà" in answer
    with tab.expect_download() as download:
        tab.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "tra-cuu-nhiem-vu-chua-du.csv"
    tab.unroute("**/huyen/bac-ha/nhiem-vu/viec.js")
    tab.get_by_role("button", name="Thử lại").click()
    tab.locator(".outcome", has_text="Đã tìm đủ 3 nơi").wait_for()
    assert mistakes == []


def test_what_plans_state_stands_beside_their_names_in_one_order(country):
    summary = country.summaries["tinh/lao-cai/"]
    running, older = summary.plans[:2]
    money = tuple(
        replace(summary.money[0], plan=plan, stated=stated) for plan, stated in [("a", "1 tỷ đồng"), ("b", "2 tỷ đồng")]
    )
    plans = tuple(
        replace(running, id=plan, title=f"Kế hoạch {plan}", address=f"ke-hoach/{plan}/", is_over=False) for plan in "ab"
    )
    (own,) = (place for place in summary.places if place.id == summary.place)
    names = (*summary.places, replace(own, name="xã Đồng", id="xa-d", level="commune", within=()))
    over = replace(
        older,
        id="c",
        place="xa-d",
        title="Kế hoạch c",
        address="ke-hoach/c/",
        is_over=True,
        status_name="Hết thời gian",
    )
    ended = replace(summary, place="xa-d", title="xã Đồng", folder="xa/d/", plans=(over,), places=names, indicators=(),
                    money=(replace(money[0], plan="c", stated="3 tỷ đồng"),))  # fmt: skip
    summaries = {"tinh/lao-cai/": replace(summary, plans=plans, money=money, indicators=()), "xa/d/": ended}
    both = articles(replace(country, summaries=summaries, summed=frozenset()))
    rows = html.fromstring(f"<div>{both['kinh-phi/index.html'].article}</div>").xpath("//tbody/tr[td]")
    told = {row[0].text_content(): " ".join(row[1].text_content().split()) for row in rows}
    of_one = told["Tỉnh Lào Cai"]
    assert of_one.index("Kế hoạch b") < of_one.index("2 tỷ") < of_one.index("Kế hoạch a") < of_one.index("1 tỷ")
    assert "Kế hoạch c (Hết thời gian)" in told["Xã Đồng"]
    assert "3 tỷ đồng" in told["Xã Đồng"]
    rows = html.fromstring(f"<div>{both['index.html'].article}</div>").xpath("//tbody/tr[td]")
    assert {row[0].text_content(): row[2].text_content() for row in rows} == {
        "Tỉnh Lào Cai": "Kế hoạch b; Kế hoạch a", "Xã Đồng": "–",
    }  # fmt: skip
