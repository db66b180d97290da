"""Many offices as one site: every figure is that of its office, who is not as now is told everywhere, nothing is guessed or run."""

import json
import re
import shutil
import subprocess
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html

from planbook.gathering.offices import OfficeState
from planbook.gathering.pages import Nation
from planbook.gathering.proof_of_rows import page_findings, row_findings
from planbook.gathering.publication import publication_of
from planbook.gathering.record import kept_files, read_record
from planbook.gathering.remarks import remarks
from planbook.gathering.site import make_gathered
from planbook.verify.proof import Result
from tests.conftest import answered, run
from tests.gathered import DAY, commune, listed, publish, sign
from tests.gathering.offices import EPOCH, HOSTILE, answers, without
from tests.site.test_accessibility import AXE, RULES


def text_of(path: Path) -> str:
    return " ".join("".join(html.parse(str(path)).find(".//main").itertext()).split())


@pytest.fixture(scope="module")
def gathered(published, tmp_path_factory, serve_once):
    """Three communes on a server and in folders, gathered; then one down, one altered, one hostile, one new and of another version."""
    root = tmp_path_factory.mktemp("gathered")
    for name in ("an", "binh", "chi"):
        shutil.copytree(published / name, root / name)
    publish(root / "dan", commune("dan", "5"), without("plans", "wording"))
    entries = [{"id": name, "name": f"UBND xã {name}", "at": name} for name in ("binh", "chi", "dan")]
    address = serve_once(root / "an")
    listed(root, [{"id": "an", "name": f"UBND xã {HOSTILE}", "at": address}, *entries])
    first = run(root, "gather", SOURCE_DATE_EPOCH=EPOCH)

    def hostile(rows):
        rows["tasks"][0]["name"] = HOSTILE
        rows["tasks"][1] |= {"duty": "thẩm định danh sách", "result": "danh sách hộ", "group_name": "Rà soát"}
        rows["plans"][0]["short_title"] = f"# {HOSTILE}\n\n{{{{ 7*7 }}}}"

    shutil.rmtree(root / "binh")  # down
    publish(root / "chi", commune("chi", "4"))
    (root / "chi/du-lieu/du-lieu.json").write_text("{}", "utf-8")  # altered
    shutil.rmtree(root / "an")
    publish(root / "an", commune("an", "6,5"), hostile)
    listed(
        root,
        [
            {"id": "an", "name": f"UBND xã {HOSTILE}", "at": address},
            *entries,
            {"id": "em", "name": "UBND xã em", "at": "em"},
        ],
    )
    second = run(root, "gather", "--format", "json", SOURCE_DATE_EPOCH=str(int(EPOCH) + 86400))
    return root, first, second


@pytest.fixture(scope="module")
def serve_once():
    from functools import partial
    from http.server import SimpleHTTPRequestHandler

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    servers = []

    def start(folder):
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)))
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_address[1]}/"

    yield start
    for one in servers:
        one.shutdown()
        one.server_close()


def test_one_bad_office_spoils_no_other_and_every_list_says_it(gathered):
    root, first, second = gathered

    assert first.returncode == 0, first.stdout
    assert second.returncode == 1
    found = [
        (one["check"], one["line"]) for one in json.loads(second.stdout)["diagnostics"] if one["severity"] == "error"
    ]
    assert found == [("source-unreached", 6), ("source-refused", 9), ("source-unreached", 15)]
    site = root / "site-gathered"
    lists = ["index", "nhiem-vu/index", "ke-hoach/index", "co-quan/index", "chi-tieu/index", "chi-tieu/ho-ngheo/index"]
    for path in site.rglob("index.html"):
        assert "hưa đủ: 2 trong 5 đơn vị" in text_of(path), path
    for name in (*lists, "thay-doi/index", "du-lieu/index", "gioi-thieu/index"):
        text = text_of(site / f"{name}.html")
        assert "UBND xã em: không có trong trang này" in text
        assert "UBND xã binh: là số liệu đọc được lần cuối ngày 16/3/2027" in text
        assert "UBND xã chi: là số liệu đọc được lần cuối ngày 16/3/2027" in text
    assert text_of(site / "nhiem-vu/index.html").count("(số liệu cũ)") == 4


def test_a_figure_of_each_office_is_in_the_register_and_is_the_office_s_own(gathered):
    site = gathered[0] / "site-gathered"
    table = html.parse(str(site / "chi-tieu/ho-ngheo/index.html")).findall(".//main//tbody/tr")

    cells = [["".join(cell.itertext()) for cell in row.findall("td")][:2] for row in table]
    assert cells == [["xã An", "6,5%"], ["xã Binh", "9%"], ["xã Chi", "8%"], ["xã Dan", "5%"]]
    rows = html.parse(str(site / "nhiem-vu/index.html")).findall(".//tbody/tr")
    assert [row.get("data-don-vi") for row in rows] == ["an", "an", "binh", "binh", "chi", "chi", "dan", "dan"]
    for row in rows:
        source = json.loads((site / f"nguon/{row.get('data-don-vi')}/du-lieu/du-lieu.json").read_bytes())["tasks"]
        cells = ["".join(cell.itertext()) for cell in row.findall("td")]
        assert any([task["name"], task["lead"], task["duty"] or ""] == [*cells[1:3], cells[-1]] for task in source)
        link = row.find("td/a")
        assert (link is None) != (row.get("data-don-vi") == "an")
    changes = text_of(site / "thay-doi/index.html")
    assert "value: 7.5 → 6.5" in changes
    assert "Đọc ngày 17/3/2027" in changes


def test_what_an_office_writes_is_shown_as_text(gathered):
    site = gathered[0] / "site-gathered"
    for path in site.rglob("*.html"):
        page = html.parse(str(path))
        assert not page.xpath("//img[@onerror]"), path
        assert not page.xpath("//script[contains(@src, '//x')]"), path
        assert "49" not in "".join(page.xpath("//h2//text()")), path
    assert HOSTILE in text_of(site / "nhiem-vu/index.html")
    assert HOSTILE in text_of(site / "don-vi/an/xa-an/index.html")


def test_the_page_of_a_place_has_what_agencies_do_and_says_what_stands_at_the_office_alone(gathered):
    path = gathered[0] / "site-gathered/don-vi/an/xa-an/index.html"
    page = html.parse(str(path))
    (table,) = page.findall(".//main//table[@class='data stack tasks']")
    assert [cell.text for cell in table.findall(".//thead//th")][5:] == ["Kinh phí", "Kết quả", "Nội dung thực hiện"]
    assert [row.findall("td")[-1].text for row in table.findall("tbody/tr")] == [None, "thẩm định danh sách"]
    assert "Không có ở đây mà có ở trang của đơn vị: chỉ tiêu ghi bằng lời" in text_of(path)


def test_open_data_of_all_name_office_and_licence(gathered):
    folder = gathered[0] / "site-gathered/du-lieu"
    rows = json.loads((folder / "du-lieu.json").read_bytes())

    assert {row["office"] for row in rows["tasks"]} == {"an", "binh", "chi", "dan"}
    assert [(row["office"], row["state"], row["licence"]) for row in rows["offices"]] == [
        ("an", "current", "Giấy phép MIT"),
        ("binh", "stale", "Giấy phép MIT"),
        ("chi", "stale", "Giấy phép MIT"),
        ("dan", "current", "Giấy phép MIT"),
        ("em", "missing", None),
    ]
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert [licence["name"] for licence in package["licenses"]] == ["MIT"]
    assert {resource["path"] for resource in package["resources"]} == {path.name for path in folder.glob("*.csv")}


def tampered(copy: Path, path: str, old: str, new: str) -> None:
    """A file altered, and the list of files made to fit."""
    text = (copy / path).read_text("utf-8")
    assert old in text
    (copy / path).write_text(text.replace(old, new, 1), "utf-8")
    about = json.loads((copy / "manifest.json").read_bytes())
    del about["files"]
    if path != "index.html":
        about["made_by"] = {}  # so that only what the files say proves them
    sign(copy, **about)


@pytest.mark.parametrize(
    ("path", "old", "new", "check"),
    [
        ("du-lieu/du-lieu.json", '"value": 9', '"value": 2', "fact-differs"),
        ("chi-tieu/ho-ngheo/index.html", ">9%<", ">2%<", "fact-unexplained"),
        ("nhiem-vu/index.html", "Làm đường thôn", "Làm cầu", "fact-unexplained"),
        ("don-vi/binh/xa-binh/index.html", "Làm đường thôn", "Làm cầu", "fact-differs"),
        ("don-vi/an/xa-an/index.html", "thẩm định danh sách", "lập danh sách", "fact-differs"),
        ("don-vi/an/xa-an/index.html", "danh sách hộ<", "sổ hộ<", "fact-differs"),
        ("don-vi/binh/xa-binh/index.html", ">9%<", ">2%<", "fact-differs"),
        ("nhiem-vu/index.html", "thẩm định danh sách", "lập danh sách", "fact-unexplained"),
        ("nhiem-vu/index.html", ">Rà soát<", ">Giám sát<", "fact-unexplained"),
        ("nguon/binh/du-lieu/du-lieu.json", "Làm đường", "Làm cầu", "file-differs"),
        ("index.html", "Chưa đủ", "Đã đủ", "file-differs"),
    ],
)
def test_verify_proves_a_gathered_site_and_finds_what_was_changed(gathered, tmp_path, path, old, new, check):
    copy = shutil.copytree(gathered[0] / "site-gathered", tmp_path / "copy")
    if path == "index.html":
        whole = answered("verify", str(copy), "--root", str(tmp_path), "--lang", "en")
        assert (whole.returncode, whole.stderr) == (0, ""), whole.stdout
        assert "of 4 of 5 offices" in whole.stdout
        assert "compared byte for byte" in whole.stdout

    tampered(copy, path, old, new)
    answer = answered("verify", str(copy), "--root", str(tmp_path), "--format", "json")

    assert answer.returncode == 1
    assert check in {one["check"] for one in json.loads(answer.stdout)["diagnostics"]}
    if path.startswith("chi-tieu"):
        alone = answered("verify", str(copy / path), "--format", "json")
        assert {one["path"] for one in json.loads(alone.stdout)["diagnostics"]} == {str(copy / path)}
        assert answered("verify", str(copy / "ke-hoach/index.html")).returncode == 0


def test_check_publishes_nothing_and_a_wrong_list_is_told_whole(offices):
    answer = run(offices, "gather", "--check", "--lang", "en", SOURCE_DATE_EPOCH=EPOCH)

    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    assert "3 of 3 offices can be shown as they are now" in answer.stdout
    assert not (offices / "site-gathered").exists()

    listed(offices, [{"id": "A B", "name": "", "at": "an"}, {"id": "b", "at": "x"}])
    wrong = run(offices, "gather")
    assert wrong.returncode == 1
    assert wrong.stderr.count("offices.yaml:") == 3
    (offices / "offices.yaml").unlink()
    assert run(offices, "gather").returncode == 1


def test_an_office_that_is_down_is_shown_as_of_last_time_even_where_the_record_is_gone(offices):
    site = offices / "site-gathered/nguon"
    for name in ("an", "binh"):
        shutil.copytree(offices / name, site / name)
        shutil.rmtree(offices / name)
    path = site / "binh/du-lieu/du-lieu.json"
    path.write_text(path.read_text("utf-8").replace("Làm đường", "Làm cầu"), "utf-8")  # touched, so nothing is believed

    states = answers(offices)

    assert [state.state for state in states] == ["stale", "missing", "current"]
    assert str(remarks(states, 30, DAY)[0].message).startswith(
        "UBND xã an is shown as of 15/3/2027: there is no folder"
    )


def test_a_signature_and_the_places_of_an_office_are_asked_for(offices):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", offices / "key"], check=True)
    entry = {"id": "an", "name": "A", "at": "an", "key": "key.pub"}
    listed(offices, [entry, {"id": "binh", "name": "B", "at": "binh", "places": ["xa-an"]}])
    assert [state.state for state in answers(offices)] == ["missing", "missing"]

    signed = answered("sign", str(offices / "key"), str(offices / "an"))
    assert signed.returncode == 0, signed.stderr
    listed(offices, [entry, {"id": "binh", "name": "B", "at": "binh", "places": ["xa-binh"]}])
    assert [state.state for state in answers(offices)] == ["current", "current"]


def states_of_site(site: Path) -> list[OfficeState]:
    """The offices as a gathered site keeps them."""
    files = {one.id: kept_files(site, one.id) for one in read_record(site).offices}
    return [
        OfficeState(one, files[one.id], publication_of(files[one.id]) if files[one.id] else None)
        for one in read_record(site).offices
    ]


@pytest.fixture(scope="module")
def cut(gathered, tmp_path_factory) -> Path:
    """The same gathered as if its plans were many: register and search are cut by places."""
    root, site = tmp_path_factory.mktemp("cut"), gathered[0] / "site-gathered"
    (root / "site").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planbook.gathering.pages.WHOLE_UP_TO", 2)
        make_gathered(root, Nation(states_of_site(site), read_record(site)), root / "site")
    return root / "site"


def test_every_row_of_a_register_cut_by_places_is_proved(cut):
    result = Result()
    states = states_of_site(cut)

    assert [*row_findings(cut, states, result), *page_findings(cut, states, result)] == []
    path = cut / "don-vi/binh/xa-binh/nhiem-vu/viec.js"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("Làm đường", "Làm cầu"), "utf-8")
    assert [one.check for one in page_findings(cut, states, result)] == ["fact-unexplained"]
    path.write_text(whole, "utf-8")


def looked_at(tab, address) -> None:
    """axe-core finds nothing wrong with a page, and it does not scroll sideways."""
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.add_script_tag(content=AXE)
    found = tab.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == [], address


def searched(tab, home) -> str:
    """The first page that the search finds of a task."""
    tab.goto(home)
    tab.get_by_placeholder("Tìm kiếm").fill("mo lop day nghe binh")
    result = tab.locator(".search-result").first
    result.wait_for()
    return re.sub(r"\?h=[^#]*", "", result.get_attribute("href").removeprefix(home))


def test_search_and_register_work_on_a_telephone(gathered, serve, browser):
    home = serve(gathered[0] / "site-gathered")
    tab = browser.new_page(viewport={"width": 360, "height": 800}, bypass_csp=True)
    tab.goto(f"{home}nhiem-vu/?don-vi=binh")
    tab.locator("form.filters").wait_for()
    assert tab.locator("tbody tr:visible").count() == 2
    tab.locator("#loc-tu").fill("lop day nghe o binh")
    assert tab.locator("tbody tr:visible").count() == 1
    looked_at(tab, home)
    looked_at(tab, f"{home}nhiem-vu/")
    assert searched(tab, home) == "don-vi/binh/xa-binh/#binh_binh-2027_mo-lop"
    tab.close()


def test_search_and_register_of_many_places_load_what_is_asked_for(cut, gathered, serve, browser):
    home = serve(cut)
    tab = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    loaded = []
    tab.on("request", lambda request: loaded.append(request.url.removeprefix(home)))
    tab.goto(f"{home}nhiem-vu/")
    tab.locator("form.filters").wait_for()
    tab.locator("#loc-tu").fill("lam duong")
    tab.locator(".outcome", has_text="Đã tìm đủ 4 nơi").wait_for()
    assert tab.locator("tbody tr").count() == 4
    assert tab.get_by_text("(số liệu cũ)").count() >= 2
    own = json.loads((cut / "nguon/ghi-chep.json").read_bytes())["offices"][0]["address"]
    links = tab.locator("tbody td:nth-child(3) a").evaluate_all("links => links.map(link => link.href)")
    assert links == [f"{own}ke-hoach/an-2027/#lam-duong"]
    looked_at(tab, f"{home}nhiem-vu/")
    loaded.clear()
    assert searched(tab, home) == "don-vi/binh/xa-binh/#binh_binh-2027_mo-lop"
    assert "don-vi/binh/xa-binh/search-index.js" in loaded
    tab.close()
