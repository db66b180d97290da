"""Times of odd plans and what follows from them: days, spans, what is due and late; `make mutants` asked for each."""

from datetime import date
from types import SimpleNamespace

import pytest

from planbook.loading.workspace import load_files
from planbook.model.period import parse_report_period, parse_when
from planbook.views.calendar import end_of_next_quarter
from planbook.views.once import Views
from planbook.views.worklist import work_terms
from tests.offices import files, office, part, task


def test_the_day_of_a_task_is_its_own_else_that_of_its_group_the_earliest_of_several(words):
    def due(*days: str) -> dict:
        return {"lead": "so-b", "deadlines": [{"by": day} for day in days]}

    own = [
        task("rieng", assignment=due("2027-05-06", "2027-04-01")),
        task("chung"),
        task("thang", assignment=due("2027-06")),
    ]
    groups = [part("nhom", tasks=own, assignment=due("2027-09-01")), part("khong", tasks=[task("khong-han")])]
    views = Views(office({"outline": [part("nhiem-vu", task_groups=groups)]}), words)
    rows = {row.id: row.cells for sheet in views.sheets["thu"].values() for row in sheet.rows if len(row.cells) == 9}

    assert {id_: rows[id_][5] for id_ in ("rieng", "chung", "thang", "khong-han")} == {
        "rieng": date(2027, 4, 1),
        "chung": date(2027, 9, 1),
        "thang": None,
        "khong-han": None,
    }


def test_what_was_due_in_earlier_years_stands_by_year_the_latest_first():
    days = [date(2024, 5, 1), date(2025, 5, 1), date(2026, 3, 1), date(2027, 5, 1), date(2028, 5, 1), None]
    rows = [SimpleNamespace(day=day, until=date(2030, 1, 1)) for day in days]
    over = SimpleNamespace(day=date(2026, 12, 1), until=date(2026, 6, 29))

    assert [(term.kind, term.year) for term in work_terms([*rows, over], date(2026, 6, 30))] == [
        ("overdue", 0), ("next", 2027), ("next", 2028), ("standing", 0), ("past", 2025), ("past", 2024),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-2025", "2021-01-01", "2025-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2027-Q2", "2027-04-01", "2027-06-30"),
        ("2027-Q4", "2027-10-01", "2027-12-31"),
        ("2027-05-06", "2027-05-06", "2027-05-06"),
    ],
)
def test_a_time_begins_and_ends_with_its_days(text, first, last):
    when = parse_when(text)
    assert (when.first.isoformat(), when.last.isoformat()) == (first, last)


def test_of_a_deadline_that_says_its_time_in_three_ways_the_last_is_pointed_at():
    deadline = {"before": "2027-05-01", "by": "2027-05-02", "within": "2027-Q3"}
    outline = [part("nhiem-vu", tasks=[task("viec", assignment={"lead": "so-b", "deadlines": [deadline]})])]
    shown = files({"outline": outline})
    _, (finding,) = load_files(shown)
    lines = shown.contents["data/plans/thu.yaml"].decode().splitlines()

    assert (finding.check, lines[finding.span.line - 1].strip(" -")) == ("deadline-ways", "within: 2027-Q3")


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2026-03-31", "2026-06-30"),
        ("2026-04-01", "2026-09-30"),
        ("2026-06-30", "2026-09-30"),
        ("2026-07-01", "2026-12-31"),
        ("2026-09-30", "2026-12-31"),
        ("2026-10-01", "2027-03-31"),
        ("2026-12-31", "2027-03-31"),
    ],
)
def test_what_comes_soon_goes_to_the_end_of_the_next_quarter(day, end):
    assert end_of_next_quarter(date.fromisoformat(day)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ({"by": "2027-03-01"}, "2027-03-01"),
        ({"before": "2027-03-01"}, "2027-03-01"),
        ({"until": "2027-03-01"}, "2027-03-01"),
        ({"by": "2027-03"}, None),
        ({"by": "2027-Q1"}, None),
        ({"throughout": True}, None),
    ],
)
def test_a_deadline_of_one_day_names_it(deadline, day):
    work = task("viec", assignment={"lead": "so-b", "deadlines": [deadline]})
    plan = office({"outline": [part("nhiem-vu", tasks=[work])]}).plans["thu"]
    (group,) = plan.task_groups()
    (read,) = group.tasks[0].assignment.deadlines
    assert read.day == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("deadline", "check"),
    [
        ({"by": "2027-05-01"}, None),
        ({"text": "khi có vốn", "reason": "chưa giao vốn"}, None),
        ({"text": "khi có vốn"}, "deadline-ways"),
        ({"by": "2027-05-01", "reason": "chưa giao vốn"}, "deadline-ways"),
        ({"reason": "chưa giao vốn"}, "deadline-ways"),
        ({}, "deadline-ways"),
        ({"since": "2027-05-01"}, None),
        ({"since": "2027-05-01", "until": "2027-05-01"}, None),
        ({"since": "2027-05-02", "until": "2027-05-01"}, "period-reversed"),
        ({"since": "2027-05", "until": "2027-05-01"}, None),
        ({"since": "2027-05-01", "every": "month"}, None),
        ({"since": "2027-05-01", "throughout": True}, None),
        ({"since": "2027-05-01", "by": "2027-06-01"}, "deadline-ways"),
        ({"until": "2027-05-01", "by": "2027-06-01"}, "deadline-ways"),
    ],
)
def test_a_deadline_says_its_time_in_one_way_and_has_a_reason_where_words_say_it(deadline, check):
    work = task("viec", assignment={"lead": "so-b", "deadlines": [deadline]})
    _, problems = load_files(files({"outline": [part("nhiem-vu", tasks=[work])]}))
    assert [problem.check for problem in problems] == ([check] if check else [])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027-9M", "2027-01-01", "2027-09-30"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2027-Q3", "2027-07-01", "2027-09-30"),
        ("2027-H1", "2027-01-01", "2027-06-30"),
        ("2027-H2", "2027-07-01", "2027-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
    ],
)
def test_a_period_that_is_reported_about_begins_and_ends_with_its_days(text, first, last):
    period = parse_report_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_agency_that_was_renamed_twice_has_the_name_of_each_time(order):
    renamed = [
        {"id": f"ten-{year}", "kind": "rename", "date": f"{year}-03-01", "original": "so-b", "former": {"name": name}}
        for year, name in ((2024, "Sở Một"), (2026, "Sở Hai"))
    ]
    workspace = office({}, agency_changes={"changes": [renamed[at] for at in order]})
    days = [date(2024, 2, 28), date(2024, 3, 1), date(2026, 2, 28), date(2026, 3, 1)]

    assert [workspace.agency_on("so-b", day).name for day in days] == ["Sở Một", "Sở Hai", "Sở Hai", "Sở B"]
