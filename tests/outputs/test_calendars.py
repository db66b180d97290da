"""The calendars as an office opens them: every deadline, on the day that the plan means, and again where it recurs."""

import calendar as months
import csv
import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import icalendar
import pytest
import vobject

from planbook.loading.workspace import load
from planbook.model.recurrence import Recurrence, before
from planbook.model.status import standing
from planbook.outputs.edition import read_sources
from planbook.outputs.office_settings import site_url
from planbook.render.ics import Calendars, folded_part
from planbook.verify.readers import calendar_lines
from planbook.views.deadlines import Commitment
from planbook.views.once import Views
from planbook.views.plan import plan_view
from planbook.wording.status import StatusView
from tests.agreement.test_parity import load as plain
from tests.agreement.test_parity import vietnamese_day
from tests.conftest import EPOCH, FIVE, PLANS
from tests.reading_back import folded, html_text, page, walk

MADE = datetime(2026, 11, 21, tzinfo=UTC)
LAST = date(2031, 1, 1)


@cache
def sources():
    """The five plans and their words."""
    return read_sources(FIVE)


def path_of(root, plan):
    return root / f"site/ke-hoach/{plan}/{plan}.ics"


def events(content: bytes) -> list:
    return getattr(
        vobject.readOne(content.decode("utf-8")), "vevent_list", []
    )  # one may hold things without a day only


def days_of(event) -> list[date]:
    """The days of an event, by dateutil where they come again."""
    rule = event.getrruleset(addRDate=True)
    return [day.date() for day in rule] if rule else [event.dtstart.value]


def unfolded(content: bytes) -> str:
    return re.sub(r"\r\n ", "", content.decode("utf-8")).replace("\r\n", "\n")


def last_day(time: str) -> date:
    """The last day of a month, quarter or year as data files write it, or the day itself."""
    year, rest = int(time[:4]), time[5:]
    if "-" in rest:
        return date.fromisoformat(time)
    if len(rest) == 4:
        return date(int(rest), 12, 31)
    month = int(rest[1]) * 3 if rest.startswith("Q") else int(rest or 12)
    return date(year, month, months.monthrange(year, month)[1])


def stated_days(plan) -> list[date]:
    """Every day that the deadlines of a plan say once, by PyYAML alone."""
    found = []
    for entry in walk(plain(FIVE / f"data/plans/{plan}.yaml")):
        for deadline in entry.get("deadlines", []):
            if "before" in deadline:
                found.append(date.fromisoformat(deadline["before"]) - timedelta(days=1))
            found += [last_day(deadline[way]) for way in ("by", "within") if way in deadline]
    return sorted(found)


def commitment(**said) -> Commitment:
    return Commitment("p/muc/1", "p", "muc", **{"work": "Việc", "terms": ((MADE.date(), "hôm nay"),), **said})


def test_what_stands_in_several_calendars_is_made_once_and_reads_the_same_in_each():
    plan = plan_view(sources().workspace, sources().workspace.plans["lao-cai-2026"], sources().phrases)
    first, second = commitment(), replace(commitment(work="Việc khác"), key="p/muc/2")
    calendars, fresh = (Calendars({"p": plan}, sources().phrases, lambda _: MADE) for _ in range(2))
    both = calendars.file("Hai", [first, second], [])
    again = calendars.file("Hai", [first, second], [])
    alone = calendars.file("Một", [second], [])
    assert both == again
    assert alone == fresh.file("Một", [second], [])
    assert (both.count(b"SUMMARY:"), alone.count(b"SUMMARY:")) == (2, 1)
    assert [key for key, _ in calendars.entries_made] == [first.key, second.key]


@pytest.mark.parametrize("text", ["a", "ế", "đa", "😀", "aế😀", ", ", "a;", "\\", "^", "\n"])
def test_an_entry_is_folded_as_the_library_folds_it(text):
    for length in range(1, 160):
        event = icalendar.Event()
        event.add("description", "a" * (length % 3) + text * length)
        assert folded_part(event) == event.to_ical()


def test_a_calendar_of_which_all_is_done_is_still_one():
    """Whoever subscribes to it would be told that it is gone."""
    content = Calendars({}, sources().phrases, lambda _: MADE).file("Xong", [], [])
    (zone,) = icalendar.Calendar.from_ical(content).subcomponents

    assert (zone.name, zone["TZID"]) == ("VTIMEZONE", "Asia/Ho_Chi_Minh")
    assert vobject.readOne(content.decode()).vtimezone
    assert calendar_lines(content).lines == ()


def written(one, *, is_draft=True, **more) -> list:
    """The events of a calendar with one commitment, as they are read back."""
    plan = plan_view(sources().workspace, sources().workspace.plans["lao-cai-2026"], sources().phrases)
    calendars = Calendars({"p": replace(plan, is_draft=is_draft)}, sources().phrases, lambda _: MADE, **more)
    return events(calendars.file("Thử", [one], []))


def test_a_calendar_reads_as_its_golden_text(project, golden):
    golden("lao-cai-2026.ics.txt", unfolded(path_of(project, "lao-cai-2026").read_bytes()))


@pytest.mark.parametrize("plan", PLANS)
def test_every_deadline_of_a_plan_is_in_its_calendar_on_the_day_it_means(project, plan):
    wanted = stated_days(plan)
    recurring = [one for one in walk(plain(FIVE / f"data/plans/{plan}.yaml")) if "every" in one]
    if not wanted and not recurring:
        assert not path_of(project, plan).exists()
        return
    found = events(path_of(project, plan).read_bytes())
    rhythms = {"hằng tháng", "hằng quý", "6 tháng", "9 tháng", "hằng năm"}
    once = [
        event.dtstart.value
        for event in found
        if not rhythms & set(re.findall(r"hoàn thành: ([^,\n]+)", event.description.value))
    ]

    assert sorted(once) == wanted
    assert len(found) > len(once) or not recurring


def test_a_report_before_day_20_of_the_last_month_of_a_quarter_is_due_four_times(project):
    reports = {event.uid.value: event for event in events(path_of(project, "lao-cai-2026").read_bytes())}[
        "lao-cai-2026/bao-cao-cua-so-nn-mt@planbook"
    ]

    assert days_of(reports) == [date(2026, month, 19) for month in (3, 6, 9, 12)]
    assert reports.rrule.value == "FREQ=MONTHLY;UNTIL=20261219;INTERVAL=3;BYMONTHDAY=19"


def test_a_quarterly_meeting_of_nine_years_is_due_at_the_end_of_each_quarter(project):
    (meeting,) = (
        event
        for event in events(path_of(project, "quynh-nhai-2030").read_bytes())
        if event.uid.value.endswith("/hop-giao-ban/quarter@planbook")
    )
    days = days_of(meeting)

    assert len(days) == 36
    assert (days[0], days[-1]) == (date(2022, 3, 31), date(2030, 12, 31))
    assert "Kế hoạch không nêu ngày" in meeting.description.value


def test_page_open_data_and_calendars_name_the_same_days(project):
    with (project / "site/du-lieu/thoi-han.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = sorted((row["deadline"], date.fromisoformat(row["last_day"])) for row in csv.DictReader(file))
    opened = [
        event
        for plan in PLANS
        if path_of(project, plan).exists()
        for event in events(path_of(project, plan).read_bytes())
    ]
    text = "\n".join(html_text(path) for path in sorted(project.glob("site/lich/*/index.html")))
    shown = [line for line in text.splitlines() if line.startswith(("kỳ ", "trước ngày ", "trong ", "chậm nhất "))]

    assert (
        sorted((event.uid.value.removesuffix("@planbook"), day) for event in opened for day in days_of(event)) == rows
    )
    assert len(shown) == len(rows)


def below_the_filters(path: Path) -> str:
    """What a page of the calendar says of days; the filters above it offer all quarters and months."""
    return html_text(path).partition("Bỏ lọc")[2]


def test_a_year_of_the_calendar_has_its_quarters_and_months_in_the_order_of_days(project):
    text = below_the_filters(project / "site/lich/2026/index.html")
    headings = [line for line in text.splitlines() if re.match(r"(Quý [IV]+|Tháng \d+) năm 2026(?!:)", line)]
    april = folded(text.partition("Tháng 4 năm 2026")[2].partition("Tháng 6 năm 2026")[0])

    assert [heading.partition(" (")[0].rstrip("¶ ") for heading in headings] == [
        f"{one} năm 2026"
        for quarter in (
            ("Quý I", "Tháng 3"),
            ("Quý II", "Tháng 4", "Tháng 6"),
            ("Quý III", "Tháng 7", "Tháng 9"),
            ("Quý IV", "Tháng 12"),
        )
        for one in quarter
    ]
    assert april.count("trước ngày 10/4/2026") == 3  # the month says once which days there are
    assert "báo cáo" not in april.lower()


def test_the_calendar_opens_with_this_quarter_and_the_next(project):
    """The build is of 21/9/2026."""
    shown, *later = (project / "site/lich/index.html").read_text("utf-8").split("<section data-quarter")

    assert re.findall(r"<h2[^>]*>(Quý [IV]+ năm \d+)", shown) == ["Quý III năm 2026", "Quý IV năm 2026"]
    assert all("hidden" in section.partition(">")[0] for section in later)
    assert "lich/2030/" in "".join(page(project / "site/lich/index.html").links)


def test_events_are_whole_days_without_alarms_and_carry_the_time_of_the_build(project):
    files = [*project.glob("site/**/*.ics")]
    assert len(files) > 10
    for file in files:
        content = file.read_bytes()
        found = events(content)

        assert len({event.uid.value for event in found}) == len(found)
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert b"\n" not in content.replace(b"\r\n", b"")
        for event in found:
            assert type(event.dtstart.value) is date
            assert event.dtend.value - event.dtstart.value == timedelta(days=1)
            assert event.dtstamp.value.timestamp() == int(EPOCH)
            assert days_of(event)[0] == event.dtstart.value
            assert not hasattr(event, "valarm")
            plan = sources().workspace.plans[event.uid.value.split("/")[0]]
            now = standing(sources().workspace, plan, datetime.fromtimestamp(int(EPOCH), UTC).date())
            given_up = now.place is not None and now.since is not None and days_of(event)[-1] >= now.since
            sure = "TENTATIVE" if plan.status == "draft" else "CONFIRMED"
            assert event.status.value == ("CANCELLED" if given_up else sure)


def test_an_agency_has_a_calendar_of_what_it_leads_and_coordinates(project):
    found = events((project / "site/co-quan/so-xay-dung/so-xay-dung.ics").read_bytes())
    plans = {agency: (project / f"site/co-quan/{agency}/index.html") for agency in ("so-xay-dung", "so-tai-chinh")}

    own = [event for event in found if "Cơ quan chủ trì: Sở Xây dựng" in event.description.value]
    assert [event.dtstart.value for event in own] == [date(2026, 7, 26)]
    # What is due of “các sở, ban, ngành” stands there too, under the name of the group.
    assert "Các sở, ban, ngành" in " ".join(event.description.value for event in found if event not in own)
    for agency, shown in plans.items():
        has = (shown.parent / f"{agency}.ics").exists()
        assert (f"{agency}.ics" in page(shown).links) == has


def test_text_of_a_plan_comes_back_as_it_is(hostile):
    found = events(path_of(hostile, "hostile").read_bytes())
    texts = {event.summary.value for event in found}

    assert "| 105 |" in texts
    assert any("=cmd|' /C calc'!A97: {=98} <w:p>99</w:p> ít nhất 101 xã *102*" in text for text in texts)


def test_a_long_text_is_short_as_a_title_and_whole_below():
    long = ("Rà soát; đối chiếu, " * 40).strip()
    (event,) = written(commitment(work=long))

    assert len(event.summary.value) <= 120
    assert event.summary.value.endswith("…")
    assert long in event.description.value


def test_an_event_leads_to_its_item_where_the_address_of_the_site_is_known(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nsite_url: https://example.org/kh\n", encoding="utf-8")
    (linked,) = written(commitment(), site_url=site_url(tmp_path))
    (plain_one,) = written(commitment(), site_url=site_url(FIVE))

    assert linked.url.value == "https://example.org/kh/ke-hoach/p/#muc"
    assert linked.description.value.endswith("\nhttps://example.org/kh/ke-hoach/p/#muc")
    assert not hasattr(plain_one, "url")


@pytest.mark.parametrize(("is_draft", "status"), [(True, "TENTATIVE"), (False, "CONFIRMED")])
def test_what_a_draft_says_is_not_certain_yet(is_draft, status):
    assert written(commitment(), is_draft=is_draft)[0].status.value == status


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (StatusView("replaced", "Đã được thay thế", "", True, date(2026, 7, 20)), "CONFIRMED CANCELLED CANCELLED"),
        (StatusView("over", "Hết thời gian", "", True, date(2026, 1, 1)), "CANCELLED CANCELLED CANCELLED"),
        (StatusView("over", "Hết thời gian", "", True), "CONFIRMED CONFIRMED CONFIRMED"),  # its last reports are due
        (StatusView("issued", "Đã ban hành", "", False), "CONFIRMED CONFIRMED CONFIRMED"),
    ],
)
def test_what_a_replaced_plan_wanted_later_is_cancelled_in_calendars(status, told):
    days = (date(2026, 7, 19), date(2026, 7, 20), date(2026, 12, 31))
    made = [written(commitment(terms=((day, "hạn"),)), is_draft=False, statuses={"p": status}) for day in days]
    assert " ".join(event.status.value for (event,) in made) == told


def test_a_deadline_keeps_its_event_when_its_day_or_its_neighbours_change(tmp_path):
    shutil.copytree(FIVE / "data", tmp_path / "data")
    path = tmp_path / "data/plans/lao-cai-2024.yaml"
    text = path.read_text(encoding="utf-8")
    first = "                  - {id: bao-cao-6-thang, work: báo cáo 6 tháng, before: 2024-06-10}\n"
    assert first in text
    path.write_text(
        text.replace(
            first, "                  - {work: báo cáo quý I, by: 2024-03-10}\n" + first.replace("06-10", "06-20")
        ),
        "utf-8",
    )
    changed, found = load(tmp_path / "data")

    assert not found
    old = {one.key: one.terms[0][0] for one in Views(sources().workspace, sources().phrases).commitments}
    new = {one.key: one.terms[0][0] for one in Views(changed, sources().phrases).commitments}
    assert new.keys() - old.keys() == {"lao-cai-2024/che-do-bao-cao/1"}
    assert old.keys() <= new.keys()
    key = "lao-cai-2024/che-do-bao-cao/bao-cao-6-thang"
    assert (old[key], new[key]) == (date(2024, 6, 9), date(2024, 6, 19))


@pytest.mark.parametrize(
    "recurrence",
    [
        Recurrence((3, 6, 9, 12)),
        Recurrence((3, 6, 9, 12), 19),
        Recurrence(tuple(range(1, 13))),
        Recurrence(tuple(range(1, 13)), 30),
        Recurrence(tuple(range(1, 13)), 29),
        Recurrence((2, 5, 8, 11), 9),
        Recurrence((6,)),
        Recurrence((2,)),
        Recurrence((2,), 29),
        Recurrence((1, 6, 11), 15),
        Recurrence((4, 6, 11)),
        Recurrence((4, 6), 30),
        before(1, (1, 4, 7, 10)),
        before(31, (2, 6)),
        before(10, (3,)),
    ],
    ids=str,
)
@pytest.mark.parametrize("first", [date(2023, 1, 1), date(2024, 5, 20)])
def test_a_rule_gives_the_days_of_its_recurrence(recurrence, first):
    days = recurrence.days(first, LAST)
    (event,) = written(commitment(recurrence=recurrence, terms=tuple((day, "") for day in days)))

    assert days_of(event) == days


def test_before_the_first_of_a_month_is_the_end_of_the_month_before():
    assert before(1, (1, 7)).days(date(2026, 1, 1), date(2026, 12, 31)) == [date(2026, 6, 30), date(2026, 12, 31)]
    assert before(31, (2,)).days(date(2027, 1, 1), date(2027, 12, 31)) == [date(2027, 2, 28)]


def test_days_are_said_as_an_office_writes_them():
    found = {one.key: one.terms for one in Views(sources().workspace, sources().phrases).commitments}

    assert found["lao-cai-2026/bao-cao-ve-so-nn-mt"][0][1] == f"trước ngày {vietnamese_day('2026-03-10')}"
    assert found["lao-cai-2026/kiem-tra-giam-sat/2/half-year"] == ((date(2026, 6, 30), "kỳ 6 tháng đầu năm 2026"),)
    assert found["lao-cai-2026/kiem-tra-giam-sat/3/nine-months"] == ((date(2026, 9, 30), "kỳ 9 tháng đầu năm 2026"),)
    assert found["quynh-nhai-2030/kiem-tra-giam-sat-khen-thuong/hop-giao-ban/quarter"][1][1] == "kỳ quý II năm 2022"
