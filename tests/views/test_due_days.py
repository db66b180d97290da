"""The days by which things are due, at their boundaries: tables written by hand from the words of plans."""

import csv
import json
import shutil
from datetime import date

import pytest

from planbook.checks import findings
from planbook.loading.workspace import load
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from planbook.views.once import Views
from tests.checks.test_diagnostics_spec import BASE, changed
from tests.conftest import ROOT
from tests.outputs.test_calendars import days_of, events
from tests.reading_back import html_text

PATH = "data/plans/mau-2026.yaml"


def plan_of(period: str, day: str, reports: str = "", deadlines: str = "") -> str:
    """A plan for a period with reports and with the deadlines of one task."""
    text = f"period: {period}\n" + (f"date: {day}\n" if day else "") + "outline:\n"
    if deadlines:
        text += "  - id: nhiem-vu\n    heading: Nhiệm vụ\n    tasks:\n      - id: viec\n        text: Làm\n"
        text += f"        assignment: {{lead: so-y-te, deadlines: [{deadlines}]}}\n"
    if reports:
        text += f"  - id: bao-cao\n    heading: Báo cáo\n    reporting: [{reports}]\n"
    return text


def report(said: str, id_: str = "b") -> str:
    return f"{{id: {id_}, agencies: so-y-te, to: ubnd-tinh, text: Báo cáo, {said}}}"


def written(root, text: str):
    for path, content in {**BASE, PATH: changed(BASE[PATH], text) + text}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root


def dues(root, words, text: str) -> list[tuple[str, str]]:
    """Every day of a plan with its words."""
    workspace, found = load(written(root, text) / "data")
    assert found == []
    return [(f"{day:%d/%m/%Y}", when) for one in Views(workspace, words).commitments for day, when in one.terms]


# What a plan says of one report, for which years, issued when: the last days on which it is in time.
REPORTS = [
    # Before 15 January: the report of the year that is over.
    ("every: year, before_day: 15, months: [1]", "2026", "", ["14/01/2027"]),
    ("every: year, before_day: 15, months: [1]", "2026", "2026-03-31", ["14/01/2027"]),
    ("every: year, before_day: 15, months: [1]", "2026", "2026-01-05", ["14/01/2027"]),
    ("every: year, before_day: 15, months: [1]", "2026-2028", "", ["14/01/2027", "14/01/2028", "14/01/2029"]),
    ("before_day: 15, months: [1]", "2026", "", ["14/01/2027"]),
    ("every: year, before_day: 1, months: [1]", "2026", "", ["31/12/2026"]),
    ("every: year, before_day: 2, months: [1]", "2026", "", ["01/01/2027"]),
    ("every: year, before_day: 31, months: [1]", "2026", "", ["30/01/2027"]),
    ("every: year, before_day: 29, months: [2]", "2027", "", ["28/02/2028"]),
    ("every: year, before_day: 29, months: [2]", "2026", "", ["28/02/2027"]),
    ("every: year, before_day: 30, months: [2]", "2027", "", ["29/02/2028"]),
    ("every: year, before_day: 1, months: [3]", "2027", "", ["29/02/2028"]),
    ("every: year, before_day: 1, months: [3]", "2026", "", ["28/02/2027"]),
    ("every: year, before_day: 15, months_after: 1", "2026", "", ["14/01/2027"]),
    ("every: year, before_day: 15, months_after: 2", "2026", "", ["14/02/2027"]),
    # In the last months of a year: that of the running year.
    ("every: year, before_day: 15, months: [11]", "2026", "", ["14/11/2026"]),
    ("every: year, before_day: 31, months: [12]", "2026", "", ["30/12/2026"]),
    ("every: year, before_day: 31", "2026", "", ["30/12/2026"]),
    ("every: year, before_day: 1, months: [12]", "2026", "", ["30/11/2026"]),
    # Before day 5 of the month after the quarter.
    (
        "every: quarter, before_day: 5, months: [1, 4, 7, 10]",
        "2026",
        "",
        ["04/04/2026", "04/07/2026", "04/10/2026", "04/01/2027"],
    ),
    (
        "every: quarter, before_day: 5, months: [1, 4, 7, 10]",
        "2026",
        "2026-07-04",
        ["04/07/2026", "04/10/2026", "04/01/2027"],
    ),
    ("every: quarter, before_day: 5, months: [1, 4, 7, 10]", "2026", "2026-07-05", ["04/10/2026", "04/01/2027"]),
    ("every: quarter, before_day: 5, months_after: 1", "2026", "2026-07-05", ["04/10/2026", "04/01/2027"]),
    (
        "every: quarter, before_day: 1, months_after: 1",
        "2026",
        "",
        ["31/03/2026", "30/06/2026", "30/09/2026", "31/12/2026"],
    ),
    (
        "every: quarter, before_day: 15, months: [2, 5, 8, 11]",
        "2026",
        "2026-03",
        ["14/05/2026", "14/08/2026", "14/11/2026", "14/02/2027"],
    ),
    # Before day 20 of the last month of the quarter, of the plan's own years only.
    ("every: quarter, before_day: 20", "2026", "2025-11-20", ["19/03/2026", "19/06/2026", "19/09/2026", "19/12/2026"]),
    (
        "every: quarter, before_day: 20, months: [3, 6, 9, 12]",
        "2026",
        "2026-06-19",
        ["19/06/2026", "19/09/2026", "19/12/2026"],
    ),
    ("every: quarter, before_day: 20, months: [3, 6, 9, 12]", "2026", "2026-06-20", ["19/09/2026", "19/12/2026"]),
    ("every: [quarter, year], before_day: 5, months: [1, 4, 7, 10]", "2026", "2026-09", ["04/10/2026", "04/01/2027"]),
    # Several days: each of a month of its own, or of every month that it is due in.
    ("every: [half-year, year], before_days: [10/6, 15/12]", "2026", "", ["09/06/2026", "14/12/2026"]),
    ("before_days: [15/12, 10/06, 10/6]", "2026", "2026-06-10", ["14/12/2026"]),
    ("every: half-year, before_days: [15/7, 10/1]", "2026", "", ["14/07/2026", "09/01/2027"]),
    ("before_days: [29/2, 1/3]", "2027", "", ["28/02/2028", "29/02/2028"]),
    ("every: quarter, before_days: [5, 20], months: [6]", "2026", "", ["04/06/2026", "19/06/2026"]),
    ("every: year, before_days: [5, 20], months_after: 1", "2026", "", ["04/01/2027", "19/01/2027"]),
    # Half a year, nine months.
    ("every: half-year, before_day: 15, months: [7]", "2026", "", ["14/07/2026"]),
    ("every: half-year, before_day: 10, months: [1, 7]", "2026", "", ["09/07/2026", "09/01/2027"]),
    ("every: [half-year, year], before_day: 10, months: [6, 12]", "2026", "", ["09/06/2026", "09/12/2026"]),
    ("every: [half-year, year], before_day: 5, months_after: 1", "2026", "", ["04/07/2026", "04/01/2027"]),
    ("every: nine-months, before_day: 1, months: [10]", "2026", "", ["30/09/2026"]),
    ("every: nine-months, before_day: 31, months: [8]", "2026", "", ["30/08/2026"]),
    # Every month.
    ("every: month, before_day: 5, months_after: 1", "2026", "2026-10-05", ["04/11/2026", "04/12/2026", "04/01/2027"]),
    ("every: month, before_day: 25", "2026", "2026-10-24", ["24/10/2026", "24/11/2026", "24/12/2026"]),
    ("every: month, before_day: 25", "2026", "2026-10-25", ["24/11/2026", "24/12/2026"]),
    ("every: month, before_day: 31", "2028", "2028-09", ["30/09/2028", "30/10/2028", "30/11/2028", "30/12/2028"]),
    # No day named: the end of the month.
    ("months: [1]", "2026", "", ["31/01/2027"]),
    ("every: year", "2026", "2026-12-31", ["31/12/2026"]),
    ("every: half-year", "2026-2027", "2026-07-01", ["30/06/2027"]),
]


@pytest.mark.parametrize(("said", "period", "day", "expected"), REPORTS)
def test_a_report_is_due_on_the_days_that_its_words_mean(tmp_path, words, said, period, day, expected):
    assert [when for when, _ in dues(tmp_path, words, plan_of(period, day, report(said)))] == expected


# A deadline of a task, for which years, issued when: the last days and what they are called.
DEADLINES = [
    ("{before: 2026-04-10}", "2026", "", [("09/04/2026", "trước ngày 10/4/2026")]),
    ("{before: 2027-01-01}", "2026", "", [("31/12/2026", "trước ngày 01/01/2027")]),
    ("{before: 2028-03-01}", "2028", "", [("29/02/2028", "trước ngày 01/3/2028")]),
    ("{before: 2027-03-01}", "2027", "", [("28/02/2027", "trước ngày 01/3/2027")]),
    ("{by: 2028-02-29}", "2028", "", [("29/02/2028", "chậm nhất ngày 29/02/2028")]),
    ("{by: 2026-12-31}", "2026", "2026-12-31", [("31/12/2026", "chậm nhất ngày 31/12/2026")]),
    ("{within: 2028-02}", "2028", "", [("29/02/2028", "trong tháng 02 năm 2028")]),
    ("{within: 2026-02}", "2026", "", [("28/02/2026", "trong tháng 02 năm 2026")]),
    ("{within: 2026-04}", "2026", "2026-04-30", [("30/04/2026", "trong tháng 4 năm 2026")]),
    ("{within: 2026-Q2}", "2026", "", [("30/06/2026", "trong quý II năm 2026")]),
    ("{within: 2026-Q4}", "2026", "", [("31/12/2026", "trong quý IV năm 2026")]),
    ("{within: 2026}", "2026", "", [("31/12/2026", "trong năm 2026")]),
    ("{within: 2026-2030}", "2026", "", [("31/12/2030", "trong giai đoạn 2026-2030")]),
    ("{throughout: 2026}", "2026", "", []),
    ("{throughout: true}", "2026-2030", "", []),
    ("{every: year}", "2026-2027", "2026-12-31", [("31/12/2026", "kỳ năm 2026"), ("31/12/2027", "kỳ năm 2027")]),
    ("{every: nine-months}", "2026", "2026-09-30", [("30/09/2026", "kỳ 9 tháng đầu năm 2026")]),
    (
        "{every: half-year}",
        "2026-2027",
        "2025-12-01",
        [("30/06/2026", "kỳ 6 tháng đầu năm 2026"), ("30/06/2027", "kỳ 6 tháng đầu năm 2027")],
    ),
    ("{every: quarter}", "2026", "2026-10-01", [("31/12/2026", "kỳ quý IV năm 2026")]),
    (
        "{every: quarter}",
        "2026",
        "2026-09-30",
        [("30/09/2026", "kỳ quý III năm 2026"), ("31/12/2026", "kỳ quý IV năm 2026")],
    ),
    (
        "{every: month}",
        "2028",
        "2028-11-30",
        [("30/11/2028", "kỳ tháng 11 năm 2028"), ("31/12/2028", "kỳ tháng 12 năm 2028")],
    ),
    # A plan that is issued before its year: its terms are those of the year.
    (
        "{every: month}",
        "2026",
        "2025-10-01",
        [
            (f"{day}/{month:02}/2026", f"kỳ tháng {name} năm 2026")
            for month, (day, name) in enumerate(
                [
                    (31, "01"),
                    (28, "02"),
                    (31, "3"),
                    (30, "4"),
                    (31, "5"),
                    (30, "6"),
                    (31, "7"),
                    (31, "8"),
                    (30, "9"),
                    (31, "10"),
                    (30, "11"),
                    (31, "12"),
                ],
                1,
            )
        ],
    ),
]


@pytest.mark.parametrize(("said", "period", "day", "expected"), DEADLINES)
def test_a_deadline_is_met_on_the_last_day_that_its_words_mean(tmp_path, words, said, period, day, expected):
    assert dues(tmp_path, words, plan_of(period, day, deadlines=said)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("every: year, before_day: 31, months: [4]", "chậm nhất ngày 30/4/2029"),
        ("every: year, before_day: 30, months: [4]", "trước ngày 30/4/2029"),
        ("every: year, before_day: 29, months: [2]", "chậm nhất ngày 28/02/2029"),
        ("every: year, before_day: 1, months: [1]", "trước ngày 01/01/2029"),
        ("every: month, before_day: 31, months: [11]", "chậm nhất ngày 30/11/2028"),
    ],
)
def test_no_report_is_said_to_be_due_before_a_day_that_the_plan_does_not_name(tmp_path, words, said, expected):
    assert [when for _, when in dues(tmp_path, words, plan_of("2028", "", report(said)))] == [expected]


def outside(root, text: str) -> list[str]:
    workspace, found = load(written(root, text) / "data")
    assert found == []
    return [one.message.in_language("en") for one in findings(workspace, ["deadline-outside-period"])]


NEVER = "this is never due from {day} on, when the plan begins, until it ends on 31/12/2026"


@pytest.mark.parametrize(
    ("day", "reports", "deadlines", "expected"),
    [
        ("2026-06-30", "every: half-year", "{every: half-year}", []),
        ("2026-07-01", "every: half-year", "{every: half-year}", ["half-yearly", "half-yearly"]),
        ("2026-10-01", "every: [half-year, nine-months, year]", "{every: month}", ["after nine months", "half-yearly"]),
        ("2026-12-19", "every: quarter, before_day: 20", "{every: month}", []),
        ("2026-12-20", "every: quarter, before_day: 20", "{every: month}", ["quarterly"]),
        ("2026-12-20", "every: quarter, before_day: 20, months: [3, 9]", "{every: month}", ["in these months"]),
        ("2026-12-31", "every: quarter, before_day: 5, months: [1, 4, 7, 10]", "{every: month}", []),
        ("2026-12-31", "before_day: 5, on_request: true", "{throughout: true}", []),
        ("2026-12-31", "every: year, before_day: 31, months: [12]", "{by: 2026-12-31}", ["in these months"]),
    ],
)
def test_what_never_falls_due_is_noticed(tmp_path, day, reports, deadlines, expected):
    said = NEVER.format(day=f"{date.fromisoformat(day):%d/%m/%Y}".replace("/06/", "/6/").replace("/07/", "/7/"))
    found = outside(tmp_path, plan_of("2026", day, report(reports), deadlines))

    assert sorted(found) == [f"{what}: {said}" for what in expected]


@pytest.mark.parametrize(
    ("deadline", "is_outside"),
    [
        ("{before: 2026-01-02}", False),
        ("{before: 2026-01-01}", True),
        ("{by: 2026-01-01}", False),
        ("{by: 2025-12-31}", True),
        ("{before: 2027-01-01}", False),
        ("{before: 2027-01-02}", True),
        ("{by: 2026-12-31}", False),
        ("{by: 2027-01-01}", True),
        ("{within: 2025-12}", True),
        ("{within: 2026-01}", False),
        ("{within: 2026-Q4}", False),
        ("{within: 2027-Q1}", True),
        ("{throughout: 2027-2030}", True),
        ("{throughout: 2021-2026}", False),
    ],
)
def test_only_days_beyond_the_first_and_the_last_of_the_period_lie_outside(tmp_path, deadline, is_outside):
    assert bool(outside(tmp_path, plan_of("2026", "", deadlines=deadline))) is is_outside


def _shown(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def test_all_outputs_name_the_same_days_of_reports_after_the_year(tmp_path):
    """Every kind of day: page, CSV, JSON, workbook and calendar against the hand-written tables."""
    told = [(said, expected) for said, period, day, expected in REPORTS if (period, day) == ("2026", "")]
    reports = ", ".join(report(said, f"b-{index}") for index, (said, _) in enumerate(told))
    root = written(tmp_path, plan_of("2026", "", reports))
    shutil.copytree(ROOT / "templates", root / "templates")
    given = edition(read_sources(root), made_at(root))
    files = feed_files(given)
    shown = page_texts(
        Site(given, {path: len(content) for path, content in files.items()}), (Address.CALENDAR_OF_YEAR,)
    )
    pages = {path: f"<article>{text}</article>".encode() for path, text in shown.items()}
    for path, content in {**files, **pages}.items():
        (root / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "site" / path).write_bytes(content)
    wanted = sorted((f"b-{index}", day) for index, (_, days) in enumerate(told) for day in days)

    with (root / "site/du-lieu/thoi-han.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted((row["item"], _shown(row["last_day"])) for row in rows) == wanted

    package = json.loads((root / "site/du-lieu/du-lieu.json").read_text(encoding="utf-8"))
    assert sorted((row["item"], _shown(row["last_day"])) for row in package["deadlines"]) == wanted

    calendar = events((root / "site/ke-hoach/mau-2026/mau-2026.ics").read_bytes())
    opened = [
        (event.uid.value.split("@")[0].split("/")[1], f"{day:%d/%m/%Y}") for event in calendar for day in days_of(event)
    ]
    assert sorted(opened) == wanted

    text = "\n".join(html_text(path) for path in sorted(root.glob("site/lich/20*/index.html")))
    words = sorted(row["time"] for row in rows)
    text = text.replace(" (không nêu ngày)", "").replace(" (đã qua)", "")
    assert sorted(line for line in text.splitlines() if line.startswith(("kỳ ", "trước ngày ", "chậm nhất "))) == words
