"""An agency of very many plans, and the calendar, over all places: everything that the pages and files of one site of all plans say."""

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from icalendar import Calendar
from lxml import etree, html
from openpyxl import load_workbook

from planbook.outputs import agencies_over_places
from planbook.outputs import build as pipeline
from planbook.outputs.agency_files import news_file
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.outputs.shards import building, office
from planbook.outputs.work_for_several import places_of_pieces, read_piece
from planbook.render.press import Workers
from planbook.verify.site import verify_site
from planbook.views.addresses import Address
from planbook.views.worklist import WorkRow
from tests.outputs.edited_sites import differences, published, without_what_is_dear
from tests.small_country import FIRST, commit, small_country
from tests.working_here import Here

AGENCY = "so-b"
WORK_FOR_SEVERAL = Path(Address.WORK_FOR_SEVERAL.path("xa/m/"))
MADE = FIRST + 250 * 86_400  # the 29th of May 2027


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The folder of an office with its site; three of its places give work to one department."""
    with pytest.MonkeyPatch.context() as patch:
        few_joint(patch)
        folder = small_country(tmp_path_factory.mktemp("agencies") / "office")
        plan = folder / "data/plans/viec-xa-n-2027.yaml"
        plan.write_text(re.sub("lead: .*", f"lead: {AGENCY}", plan.read_text("utf-8")), "utf-8")
        commit(folder, MADE)
        pipeline.build(folder)
    return folder


def few_joint(patch) -> None:
    """Let no edition hold the plans of an agency of several places, and this process make all parts: others load everything anew."""
    without_what_is_dear(patch)
    patch.setattr(building, "workers", lambda *_, **__: Here())
    patch.setattr(office, "MOST_JOINT", 0)


@pytest.fixture
def root(built, monkeypatch) -> Path:
    few_joint(monkeypatch)
    return built


def whole_of(root: Path):
    """All plans of the same office as one site."""
    made = edition(read_sources(root), datetime.fromtimestamp(MADE, UTC))
    files = feed_files(made)
    return made, files, page_texts(Site(made, {path: len(content) for path, content in files.items()}))


def rows_of_scripts(content: str) -> list[tuple[str, dict]]:
    """What each call of a script hands over, by the folder of the place."""
    return [
        (json.loads(name), json.loads(values))
        for name, values in re.findall(r'^placesRegister\.receive\((".*?"), (.*)\);$', content, re.MULTILINE)
    ]


def cells(row) -> list[str]:
    return [" ".join(str(cell.text_content()).split()) for cell in row]


def work_on(text: str) -> list[tuple[str, list[str]]]:
    """The rows of a list of work: the plan and the item, and the cells but for the place."""
    rows = html.fromstring(f"<div>{text}</div>").xpath("//table[contains(@class, 'work')]//tr[@data-item]")
    return sorted((row.get("data-item"), [*cells(row)[:3], cells(row)[-1]]) for row in rows)


def test_all_that_a_site_of_all_plans_says_of_an_agency_is_said_over_places(root):
    made, files, pages = whole_of(root)
    site, own = root / "site", f"co-quan/{AGENCY}"
    joint = {path.relative_to(site).as_posix(): path.read_bytes() for path in (site / own).rglob("*") if path.is_file()}
    # The calendar: the same entries, byte for byte.
    name = Address.AGENCY_CALENDAR.path(agency=AGENCY)
    events = re.compile(rb"BEGIN:V(?:EVENT|TODO).*?END:V(?:EVENT|TODO)", re.DOTALL)
    assert sorted(events.findall(joint[name])) == sorted(events.findall(files[name])) != []
    assert str(Calendar.from_ical(joint[name])["NAME"]) == str(Calendar.from_ical(files[name])["NAME"])
    # The tables.
    for table in ("nhiem-vu", "thoi-han"):
        name = Address.AGENCY_TABLE.path(agency=AGENCY, table=table)
        ours, theirs = ([*csv.reader(io.StringIO(content[name].decode()))] for content in (joint, files))
        assert ours[0] == theirs[0]
        assert sorted(ours[1:]) == sorted(theirs[1:]) != []
    # What changed for it.
    name = Address.AGENCY_FEED.path(agency=AGENCY)
    news = [
        {
            entry.findtext("{*}id"): entry.findtext("{*}title")
            for entry in etree.fromstring(content[name]).iter("{*}entry")
        }
        for content in (joint, files)
    ]
    assert news[0] == news[1] != {}
    # The list of work on its page, and the one that other pages load.
    name = Address.AGENCY.path(agency=AGENCY)
    whole = work_on(pages[name])
    assert work_on(joint[name].decode()) == whole != []
    script = joint[Address.AGENCY_WORK.path(agency=AGENCY)].decode()
    assert work_on(json.loads(re.search(r", (\".*\")\);", script)[1])) == whole
    # Its rows of the register, and the work sheet.
    registered = html.fromstring(pages["nhiem-vu/index.html"]).xpath("//table[contains(@class, 'register')]/tbody/tr")
    mine = [row for row in registered if AGENCY in f"{row.get('data-chu-tri')} {row.get('data-phoi-hop')}".split()]
    expected = sorted(
        (
            row.get("data-ke-hoach"),
            row.xpath("td[2]/a/@href")[0].partition("#")[2],
            *cells(row)[2:4],
            *cells(row)[5:6],
            *cells(row)[8:10],
        )
        for row in mine
    )
    loaded = []
    for path in (path for path in joint if re.search(r"/viec/\d+\.js$", path)):
        for _, values in rows_of_scripts(joint[path].decode()):
            for row in values["rows"]:
                money = f"Chung cả nhóm: {row[10]}" if row[11] and row[10] else row[10]
                loaded.append(
                    (
                        values["plans"][row[1]][0],
                        row[2],
                        values["texts"][row[6]],
                        values["texts"][row[7]],
                        money,
                        row[9],
                        values["texts"][row[13]],
                    )
                )
    assert sorted(loaded) == expected != []
    sheet = load_workbook(io.BytesIO(joint[Address.AGENCY_WORKBOOK.path(agency=AGENCY)])).active
    table = [[cell if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(number for number, row in enumerate(table) if row[1] == "Địa bàn")
    listed = [(row[5], row[6], row[10], str(row[9])[:10], row[11]) for row in table[head + 1 :] if row[0]]
    assert sorted(listed) == sorted(row[2:] for row in expected)
    # And how much of how many places it counts.
    text = " ".join(str(html.fromstring(joint[name if name in joint else f"{own}/index.html"]).text_content()).split())
    plans = len(made.agencies[AGENCY].plans)
    assert f"{len(expected)} việc mà {plans} kế hoạch của 3 địa bàn giao" in text
    assert f"chủ trì {len(made.agencies[AGENCY].leads)} nhiệm vụ" in text


def test_the_calendar_over_places_has_what_the_calendars_of_all_places_have(root):
    site = root / "site"
    _, files, pages = whole_of(root)
    first = json.loads((site / "lich/noi.js").read_text("utf-8").removeprefix("const placesFile = ").rstrip(";\n"))
    dues, events = [], []
    for folder, *_ in first["places"]:
        ((name, values),) = rows_of_scripts((site / folder / "lich/viec.js").read_text("utf-8"))
        assert name == folder
        plan_of = [plan for plan, *_ in values["plans"]]
        dues += [(row[9], plan_of[row[1]], row[2], row[8]) for row in values["rows"] if row[9]]
        events += Calendar.from_ical((site / folder / "lich/lich.ics").read_bytes()).walk("VEVENT")
    years = [text for path, text in pages.items() if re.fullmatch(r"lich/\d+/index.html", path)]
    rows = [row for text in years for row in html.fromstring(text).xpath("//tr[@data-thang]")]
    expected = [
        (
            row.xpath(".//time/@datetime")[0],
            row.get("data-ke-hoach"),
            row.xpath("td[2]/a/@href")[0].partition("#")[2],
            row.xpath(".//time")[0].text,
        )
        for row in rows
    ]
    assert sorted(dues) == sorted(expected) != []
    plans = [content for path, content in files.items() if re.fullmatch(r"ke-hoach/([a-z0-9-]+)/\1\.ics", path)]
    uids = [str(event["UID"]) for content in plans for event in Calendar.from_ical(content).walk("VEVENT")]
    assert sorted(str(event["UID"]) for event in events) == sorted(uids)
    # Without a script: what comes up to the end of the next quarter, day by day.
    page = html.parse(site / "lich/index.html")
    shown = [
        (row.xpath(".//time/@datetime")[0], row.xpath("td[2]/a/@href")[0].partition("#")[2])
        for row in page.xpath("//table[contains(@class, 'calendar')]//tr[td]")
    ]
    coming = [(day, item) for day, _, item, _ in expected if "2027-05-29" <= day <= "2027-09-30"]
    assert sorted(shown) == sorted(coming) != []


def test_verify_proves_what_is_put_together_of_places(root):
    assert verify_site(root / "site", root).findings == []
    path = root / "site" / Address.AGENCY_CALENDAR.path(agency=AGENCY)
    path.write_bytes(path.read_bytes().replace(b"SUMMARY:", b"SUMMARY:x ", 1))
    only = path.relative_to(root / "site").as_posix()
    assert {Path(finding.span.path).name for finding in verify_site(root / "site", root, only).findings} == {path.name}


def work(day: str, number: int) -> WorkRow:
    return WorkRow(
        date.fromisoformat(day) if day else None,
        "",
        True,
        "p",
        str(number),
        "",
        "",
        "lead",
        "",
        "",
        "",
        date(2030, 1, 1),
    )


def test_a_list_that_is_cut_holds_whole_days_the_next_ones_first():
    days = ["2027-02-01"] * 2 + ["2027-03-01"] * 3 + ["2026-12-01"] * 2 + ["2026-01-01"] * 2 + [""] * 2
    rows = [work(day, number) for number, day in enumerate(days)]
    today = date(2027, 1, 1)

    def listed(most: int) -> list[str]:
        return [str(row.day or "") for row in agencies_over_places.listed_work(rows, today, most)]

    assert len(listed(11)) == 11
    assert listed(10) == ["2027-02-01"] * 2 + ["2027-03-01"] * 3 + ["2026-12-01"] * 2 + ["2026-01-01"] * 2
    assert listed(6) == ["2027-02-01"] * 2 + ["2027-03-01"] * 3
    assert listed(4) == ["2027-02-01"] * 2 + ["2026-12-01"] * 2
    assert listed(1) == []


def test_a_day_of_one_plan_makes_its_agencies_anew_and_what_is_of_no_place(root, tmp_path, monkeypatch):
    before = published(root)
    plan = root / "data/plans/viec-xa-m-2027.yaml"
    text = plan.read_text("utf-8")
    plan.write_text(re.sub(r"by: [0-9-]+", "by: 2027-05-06", text, count=1), "utf-8")
    assert plan.read_text("utf-8") != text
    commit(root, MADE + 600)
    pipeline.build(root)
    after = published(root)
    changed = {
        path.removeprefix("site/") for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    }
    others = {path for path in changed if path.startswith("co-quan/")} - {f"co-quan/{AGENCY}/{AGENCY}.ics"}
    assert {path.split("/")[1] for path in others} <= {AGENCY, "ubnd-xa-m", "index.html"}
    assert b"20270506" in after[f"site/co-quan/{AGENCY}/{AGENCY}.ics"]
    assert not any(
        path.startswith(("xa/n/", "xa/p/", "tinh/", "ke-hoach/viec-xa-n", "ke-hoach/nghe-a")) for path in changed
    )
    copy = tmp_path / "copy"
    for name in ("data", "content", ".git"):
        shutil.copytree(root / name, copy / name)
    shutil.copy(root / ".gitignore", copy)
    # Other processes make the same; they are copies of this one, which leaves the same out, whatever threads other tests left here.
    monkeypatch.setattr(building, "workers", lambda *_, **__: Workers(2, get_context("fork")))
    pipeline.build(copy)
    assert differences(after, published(copy)) == []


@pytest.mark.parametrize(
    ("reaches", "words"),
    [
        (["whole", "whole"], ""),
        (["whole", "older"], "Chỉ gồm các lần sửa gần đây."),
        (["shallow", "older"], "Kho git ở nơi dựng trang thiếu"),
    ],
)
def test_a_feed_reaches_back_as_far_as_every_place_knows_whatever_the_office_has(root, monkeypatch, reaches, words):
    made, *_ = whole_of(root)
    monkeypatch.setattr(type(made), "changes", property(lambda _: pytest.fail("the whole office was looked through")))
    pieces = []
    for reach, path in zip(reaches, sorted((root / "site").rglob(f"*/{WORK_FOR_SEVERAL.name}")), strict=False):
        content = path.read_bytes()
        place = dict(places_of_pieces(content))[AGENCY]
        pieces.append(replace(read_piece(content[place.start :][: place.length]), reach=reach))
    ((_, feed),) = news_file(agencies_over_places.AgencyOverPlaces(made, AGENCY, pieces))
    assert (etree.fromstring(feed).findtext("{*}subtitle") or "").startswith(words)
    assert bool(words) == (b"<subtitle>" in feed)
