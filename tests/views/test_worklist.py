"""What an agency still has to do, by terms of the reader's day: complete, and alike with and without scripts."""

from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from markdown import markdown

from planbook.model.status import ran_to_its_end, runs_until, standing
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from planbook.views.worklist import term_of, work_terms
from tests.conftest import ROOT
from tests.offices import REGISTERS, office, written

SCRIPTS = ROOT / "templates/site/theme/assets/javascripts"
GROUP = {
    "id": "cac-so",
    "name": "các sở",
    "level": "province",
    "locality": "tinh-a",
    "member_rule": {"level": "province", "without": "ubnd-tinh-a"},
}


def task(id_: str, deadline: dict[str, object] | None, assigned: dict[str, str]) -> dict[str, object]:
    """A task of the office with one deadline, or none."""
    assignment = {**assigned, **({"deadlines": [deadline]} if deadline else {})}
    return {"id": id_, "heading": f"Việc {id_}", "assignment": assignment}


def plan(year: int, **fields: object) -> dict[str, object]:
    """A plan of a year whose work is due at its ends and in its middle, once by the department, once by its group."""
    mine, ours = {"lead": "so-b"}, {"lead": "ubnd-tinh-a", "coordinating": "cac-so"}
    tasks = [
        task("dau-nam", {"by": f"{year}-01-01"}, mine),
        task("quy-mot", {"within": f"{year}-Q1"}, ours),
        task("truoc-mong-mot", {"before": f"{year}-05-01"}, mine),
        task("chu-nhat", {"by": f"{year}-06-07"}, ours),
        task("cuoi-nam", {"by": f"{year}-12-31"}, mine),
        task("thuong-xuyen", {"throughout": True}, ours),
        task("khong-neu", None, mine),
        task("tu-ngay", {"since": f"{year}-07-01"}, mine),
        task("trong-khoang", {"since": f"{year}-04-01", "until": f"{year}-06-30"}, ours),
        task("den-khi", {"since": f"{year}-07-01", "until_event": "Sở B có văn bản mới"}, mine),
        task("bang-loi", {"text": "theo lộ trình của Sở B", "reason": "chưa có ngày"}, ours),
    ]
    report = {
        "id": "bao-cao",
        "agencies": "cac-so",
        "to": "ubnd-tinh-a",
        "every": "year",
        "before_day": "10",
        "months_after": "1",
        "text": "Báo cáo.",
    }
    return {
        "id": f"nam-{year}",
        "period": str(year),
        "status": "issued",
        "outline": [
            {
                "id": "nhiem-vu",
                "heading": "NHIỆM VỤ",
                "task_groups": [{"id": "nhom", "heading": "Nhóm", "tasks": tasks}],
            },
            {
                "id": "to-chuc",
                "heading": "TỔ CHỨC",
                "duties": [{"id": "so-b-lam", "agencies": "so-b", "text": "Làm việc."}],
            },
            {"id": "che-do", "heading": "BÁO CÁO", "reporting": [report]},
        ],
        **fields,
    }


REGISTER = {**REGISTERS["agencies"], "groups": [GROUP]}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An office with two plans that follow each other, as on a day of the first."""
    root = written(tmp_path_factory.mktemp("office"), [plan(2026), plan(2027)], agencies=REGISTER)
    made = datetime.fromisoformat("2026-11-26T12:00+07:00")
    return Site(edition(read_sources(root), made), {})


@pytest.mark.parametrize(
    ("day", "today", "term"),
    [
        (None, "2026-11-26", ("standing", 0)),
        ("2026-11-25", "2026-11-26", ("overdue", 0)),
        ("2025-12-31", "2026-01-01", ("past", 2025)),
        ("2026-11-26", "2026-11-26", ("week", 0)),  # a Thursday
        ("2026-11-29", "2026-11-26", ("week", 0)),
        ("2026-11-30", "2026-11-26", ("month", 0)),
        ("2026-12-01", "2026-11-30", ("week", 0)),  # the week goes over the end of a month
        ("2026-12-07", "2026-11-30", ("quarter", 0)),
        ("2027-01-03", "2026-12-31", ("week", 0)),  # and of a year
        ("2027-01-04", "2026-12-31", ("next", 2027)),
        ("2026-07-01", "2026-06-22", ("year", 0)),
        ("2027-11-30", "2026-11-26", ("next", 2027)),
    ],
)
def test_what_is_due_stands_in_the_term_of_the_day(day, today, term):
    assert term_of(day and date.fromisoformat(day), date.fromisoformat(today)) == term


def test_everything_that_a_plan_gives_an_agency_is_on_its_list_once_where_it_has_no_day(site):
    rows = [row for row in site.edition.work["so-b"] if row.plan == "nam-2026"]
    listed = [row.item for row in rows]

    assert sorted(listed) == sorted(
        [
            "dau-nam",
            "quy-mot",
            "truoc-mong-mot",
            "chu-nhat",
            "cuoi-nam",
            "thuong-xuyen",
            "khong-neu",
            "tu-ngay",
            "trong-khoang",
            "den-khi",
            "bang-loi",
            "so-b-lam",
            "bao-cao",
        ]
    )
    assert {row.item: row.group for row in rows if row.group} == dict.fromkeys(
        ("quy-mot", "chu-nhat", "thuong-xuyen", "trong-khoang", "bang-loi", "bao-cao"), "giao chung cho các sở"
    )
    assert {
        row.item: (str(row.day), row.when) for row in rows if row.item in ("tu-ngay", "trong-khoang", "den-khi")
    } == {
        "tu-ngay": ("None", "Từ ngày 01/7/2026 trở đi"),
        "trong-khoang": ("2026-06-30", "từ ngày 01/4/2026 đến ngày 30/6/2026"),
        "den-khi": ("None", "Từ ngày 01/7/2026 đến khi Sở B có văn bản mới"),
    }
    assert {row.item: row.role for row in rows}["bao-cao"] == "report"
    assert {row.item: row.role for row in rows}["so-b-lam"] == "duty"
    assert {row.item: row.role for row in rows}["quy-mot"] == "coordinating"


def test_last_reports_stay_on_the_list_after_the_year_and_nothing_else_of_it(site):
    shown = {
        (row.plan, row.item)
        for term in work_terms(site.edition.work["so-b"], date(2027, 1, 5))
        for row in term.rows
        if row.plan == "nam-2026"
    }

    assert shown == {("nam-2026", "bao-cao")}
    assert not any(
        row.plan == "nam-2026" for term in work_terms(site.edition.work["so-b"], date(2027, 1, 10)) for row in term.rows
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": "draft"},
        {"status": "expired"},
        {"replaced_by": "nam-2027"},
        {"replaced_by": "nam-2027", "status": "draft"},
    ],
)
def test_the_last_day_of_a_plan_is_the_one_before_it_is_over(fields):
    later = plan(2027, number="1", date="2026-10-07")
    workspace = office([plan(2026, **fields), later], agencies=REGISTER)
    first, start = workspace.plans["nam-2026"], date(2025, 12, 25)
    last = runs_until(workspace, first)

    for day in (start + timedelta(days=step) for step in range(800)):
        assert standing(workspace, first, day).is_over == (last is None or day > last), day
    if last:
        assert ran_to_its_end(first, last) is (fields == {})


DAYS = [
    "2025-12-25",
    "2026-01-01",
    "2026-05-01",
    "2026-06-30",
    "2026-07-01",
    "2026-12-31",
    "2027-01-05",
    "2027-01-10",
    "2027-12-31",
]


@pytest.fixture(scope="module")
def reader(browser):
    page = browser.new_page()
    yield page
    page.close()


def scripted(page, body: str, day: str) -> html.HtmlElement:
    """A page after its scripts ran, for who reads it on a day, just after midnight there."""
    page.goto("about:blank")  # what the scripts before left is gone
    page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T00:30:00+07:00"))
    page.set_content(f"<html lang=vi><body>{body}</body></html>")
    for name in ("clock", "worklist"):
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    return html.fromstring(page.content())


def shown_terms(document: html.HtmlElement) -> list[tuple[str, list[str]]]:
    """The terms of a table with what it shows in each."""
    parts = (
        (body.get("data-term"), body.xpath("tr[@data-item and not(@hidden)]/@data-item"))
        for body in document.iter("tbody")
    )
    return [(term, items) for term, items in parts if items]


@pytest.mark.parametrize("day", DAYS)
def test_the_list_is_right_on_the_day_of_the_reader(site, reader, day):
    table = feed_files(site.edition)["co-quan/so-b/viec.js"].decode()
    table = table[table.index("<table") : table.rindex("</table>") + 8].replace('\\"', '"').replace("\\n", "\n")
    today = date.fromisoformat(day)
    expected = [
        (f"{term.kind}-{term.year}" if term.year else term.kind, [f"{row.plan}/{row.item}" for row in term.rows])
        for term in work_terms((row for row in site.edition.work["so-b"] if row.until >= site.edition.as_of), today)
    ]

    document = scripted(reader, table, day)
    assert shown_terms(document) == expected
    assert document.xpath("//time[@class='today']/@datetime") == [day]


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        ("2026-11-26", ["Quý IV năm 2026", "Quý I năm 2027"]),
        ("2027-01-01", ["Quý I năm 2027", "Quý II năm 2027"]),
        ("2027-04-01", ["Quý II năm 2027", "Quý IV năm 2027"]),  # nothing is due in the third
        ("2027-12-31", ["Quý IV năm 2027", "Quý I năm 2028"]),
        ("2028-01-10", []),
    ],
)
def test_the_calendar_opens_with_the_quarter_of_the_reader_and_the_next(site, reader, day, opened):
    (page,) = page_texts(site, (Address.CALENDAR,)).values()
    body = markdown(page.split("---\n", 2)[2], extensions=["attr_list"])
    document = scripted(reader, body, day)
    shown = [
        heading.text_content().strip() for heading in document.iter("h2") if not heading.xpath("ancestor::*[@hidden]")
    ]

    assert [name for name in shown if name.startswith("Quý")] == opened
    assert " và ".join(opened).replace("Quý", "quý") in document.xpath("string(//span[@class='opened'])")
    assert len(document.xpath("//table[contains(@class, 'filtered')]")) == len(opened)
    assert bool(document.xpath("//p[@class='no-dues'][not(@hidden)]")) == (not opened)
    still = html.fromstring(body)  # without scripts, as on the day of the build
    assert len(still.xpath("//h2[@data-quarter][not(ancestor::*[@hidden])]")) == 2


@pytest.mark.parametrize(
    ("day", "first", "message"),
    [
        ("2026-11-26", "nam-2026/cuoi-nam", ""),
        ("2027-01-05", "nam-2026/bao-cao", ""),
        (
            "2028-01-05",
            "nam-2027/bao-cao",
            "Chưa có kế hoạch của năm 2028. Dưới đây là việc còn lại của các kế hoạch trước.",
        ),
        ("2028-01-10", "", "Chưa có kế hoạch của năm 2028. Dưới đây là việc còn lại của các kế hoạch trước."),
    ],
)
def test_the_first_page_says_what_comes_next_and_that_a_year_has_no_plan_yet(site, reader, day, first, message):
    (page,) = page_texts(site, (Address.HOME,)).values()
    document = scripted(reader, page, day)
    items = [item for _, items in shown_terms(document) for item in items]

    assert (items or [""])[0] == first
    notes = document.xpath("//p[@class='note'][@data-after][not(@hidden)]")
    assert [" ".join(note.text_content().split()) for note in notes] == [message] * bool(message)
    assert bool(document.xpath("//p[@class='no-work'][not(@hidden)]")) == (not items)


@pytest.fixture
def first_page(site, browser):
    """Opens the first page at an address, for who reads it on a day of the first plan, with what it loads."""
    (body,) = page_texts(site, (Address.HOME,)).values()
    scripts = {f"/{path}": content for path, content in feed_files(site.edition).items() if path.endswith("/viec.js")}
    context = browser.new_context()

    def answer(route):
        path = urlsplit(route.request.url).path
        if path in scripts:
            route.fulfill(body=scripts[path], content_type="text/javascript; charset=utf-8")
        elif path.startswith("/assets/"):
            route.fulfill(body=(SCRIPTS / Path(path).name).read_bytes(), content_type="text/javascript; charset=utf-8")
        elif path == "/":
            names = ("clock", "load-script", "worklist", "my-agency")
            code = "".join(f'<script src="assets/javascripts/{name}.js"></script>' for name in names)
            plain = body[body.index("<form class=") :].split("<script src=")[0]
            route.fulfill(
                body=f"<html lang=vi><body>{plain}{code}</body></html>", content_type="text/html; charset=utf-8"
            )
        else:
            route.abort()

    context.route("**/*", answer)

    def opened(query: str):
        page = context.new_page()
        page.clock.set_fixed_time(datetime.fromisoformat("2026-06-01T09:00:00+07:00"))
        page.goto(f"http://office.test/{query}")
        page.get_by_role("link", name="Mở trang của cơ quan").wait_for()
        return page

    yield opened
    context.close()


def items_shown(page) -> set[str]:
    rows = page.locator(".my-work tr[data-item]:not([hidden])")
    return set(rows.evaluate_all("rows => rows.map(row => row.dataset.item)"))


def test_the_first_page_opens_with_the_work_of_the_agency_that_was_chosen_once(site, first_page):
    page = first_page("?co-quan=ubnd-tinh-a")
    page.get_by_label("Cơ quan của tôi").select_option("so-b")
    page.locator(".my-work table").wait_for()

    assert "co-quan=so-b" in page.url
    assert items_shown(first_page("")) == {f"{row.plan}/{row.item}" for row in site.edition.work["so-b"]}


def test_the_work_of_two_agencies_is_what_both_have_to_do(site, first_page):
    page = first_page("?co-quan=so-b&voi=ubnd-tinh-a")
    own, others = ({f"{row.plan}/{row.item}" for row in site.edition.work[id_]} for id_ in ("so-b", "ubnd-tinh-a"))

    assert items_shown(page) == own & others
    assert own & others < own
    assert f"{len(own & others)} việc chung của hai cơ quan." in page.locator("output").inner_text()


def test_an_agency_of_the_address_that_is_not_there_is_said_beside_the_work_of_the_other(first_page):
    page = first_page("?co-quan=so-b&voi=so-la")

    assert items_shown(page)
    assert "Địa chỉ nêu cơ quan “so-la”, mà trang này không có." in page.locator("output").inner_text()
