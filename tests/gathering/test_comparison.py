"""What of several offices is put together and what is not, and what an office changed."""

import json

import pytest

from planbook.gathering.agencies import national_agencies
from planbook.gathering.changes import changes_of
from planbook.gathering.comparison import national_indicators
from planbook.gathering.office_rows import office_rows
from planbook.gathering.offices import OfficeState
from planbook.gathering.register import national_plans, national_tasks
from planbook.gathering.remarks import remarks
from tests.gathered import DAY, commune, publish
from tests.gathering.offices import NOW, of_files, put, states_of, without


def named(full_name, level, id_="co-quan"):
    def edit(rows):
        agency = next(row for row in rows["agencies"] if row["agency"] == "bo-y")
        agency |= {"name": full_name.partition(" tỉnh")[0], "full_name": full_name, "level": level}
        text = json.dumps(rows).replace('"bo-y"', f'"{id_}"')
        rows |= json.loads(text)

    return edit


@pytest.mark.parametrize(
    ("first", "second", "provinces", "is_one"),
    [
        (("Bộ Y tế", "central"), ("Bộ Y tế", "central"), ("", ""), True),
        (("Bộ Y tế", "central", "byt"), ("Bộ  Y Tế", "central", "bo-y-te"), ("", ""), True),
        (("Sở Y tế tỉnh A", "province"), ("Sở Y tế tỉnh A", "province"), ("", ""), True),
        (("Sở Y tế tỉnh A", "province"), ("Sở Y tế tỉnh B", "province"), ("", ""), False),  # one id, two bodies
        (("Sở Y tế", "province"), ("Sở Y tế", "province"), ("", ""), False),
        (("Sở Y tế", "province"), ("Sở Y tế", "province"), ("tinh-a", "tinh-a"), True),
        (("Trạm Y tế xã Tân Lập", "commune"), ("Trạm Y tế xã Tân Lập", "commune"), ("", ""), False),
        (("Trạm Y tế xã Tân Lập", "commune"), ("Trạm Y tế xã Tân Lập", "commune"), ("a", "b"), False),
        (("Trạm Y tế xã Tân Lập", "commune"), ("Trạm Y tế xã Tân Lập", "commune"), ("a", "a"), True),
    ],
)
def test_agencies_are_one_only_where_their_name_is_of_one_body(tmp_path, first, second, provinces, is_one):
    states = states_of(
        tmp_path,
        ("an", named(*first), {"province": provinces[0]}),
        ("binh", named(*second), {"province": provinces[1]}),
    )

    agencies, ids = national_agencies(states)

    here = [agency for agency in agencies if "y tế" in agency.name.lower()]
    assert [len(agency.shares) for agency in here] == ([2] if is_one else [1, 1])
    assert len({agency.id for agency in agencies}) == len(agencies)
    assert {*ids.values()} == {agency.id for agency in agencies}
    if first[2:] == second[2:] == () and not is_one:
        assert [agency.unlike for agency in here] == [1, 1]


def test_groups_are_of_each_office(tmp_path):
    def group(rows):
        for row in rows["agencies"]:
            row["is_group"] = row["agency"] == "bo-y"

    agencies, _ = national_agencies(states_of(tmp_path, ("an", group, {}), ("binh", group, {})))

    assert [len(agency.shares) for agency in agencies if agency.name == "Bộ Y"] == [1, 1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("unit", "hộ"),
        ("standard", "chuẩn khác"),
        ("scope", "thôn nghèo"),
        ("last_year", 2028),
        ("indicator_name", "Hộ nghèo"),
    ],
)
def test_only_like_figures_stand_in_one_table(tmp_path, column, value):
    alike = national_indicators(states_of(tmp_path, ("an", len, {}), ("binh", len, {})))
    assert [[len(table.values) for table in one.tables] for one in alike] == [[2]]

    unlike = national_indicators(states_of(tmp_path / "b", ("an", len, {}), ("binh", put("values", column, value), {})))
    assert sorted(len(table.values) for one in unlike for table in one.tables) == [1, 1]
    assert len({one.id for one in unlike}) == len(unlike)


def test_a_plan_and_a_place_of_two_offices_are_told_and_counted_by_each(tmp_path):
    first = of_files(publish(tmp_path / "an", commune("an")))
    second = of_files(publish(tmp_path / "tinh", commune("an")))

    listed_remarks = remarks([first, second], 30, DAY)

    assert [(one.check, one.office) for one in listed_remarks] == [("published-twice", "tinh")]
    assert "an-2027" in str(listed_remarks[0].message)
    alone, both = office_rows([first], DAY), office_rows([first, second], DAY)
    assert (both.plans, both.tasks, both.repeated) == (alone.plans, alone.tasks, 1)
    assert [row.plans for row in both.rows] == [alone.plans] * 2
    [indicator] = national_indicators([first, second])
    assert (indicator.places, [len(table.values) for table in indicator.tables]) == (1, [2])
    third = of_files(publish(tmp_path / "binh", commune("binh")))
    assert [table.places for one in national_indicators([first, second, third]) for table in one.tables] == [2]


def test_plans_of_two_offices_with_one_id_and_other_places_are_two(tmp_path):
    first = of_files(publish(tmp_path / "an", commune("an")))
    second = of_files(publish(tmp_path / "binh", commune("binh")))
    apart = office_rows([first, second], DAY)
    assert (apart.plans, apart.repeated) == (sum(row.plans for row in apart.rows), 0)
    assert [indicator.places for indicator in national_indicators([first, second])] == [2]


def test_what_an_office_changed_is_told_row_by_row(tmp_path):
    before = of_files(publish(tmp_path / "an", commune("an")))
    after = of_files(publish(tmp_path / "b/an", commune("an", "6")))
    state = OfficeState(after.record, after.files, after.publication, before.publication)

    told = [(one.table, one.key, one.column, one.before, one.after) for one in changes_of([state], NOW)]

    assert ("targets", "giam-ngheo", "value", "7.5", "6") in told
    assert {table for table, *_ in told} == {"targets", "values"}
    assert not [*changes_of([OfficeState(before.record, before.files, before.publication, before.publication)], NOW)]


AIM = {"id": "dao-tao", "text": "Dạy nghề", "deadlines": [{"by": "2027-10-15"}]}
DAYS = [
    ({"measures": [AIM, {**AIM, "id": "ho-tro", "deadlines": [{"by": "2027-12-31"}]}]}, "2027-10-15;2027-12-31"),
    (
        {"measures": [AIM], "assignment": {"lead": "bo-y", "deadlines": [{"before": "2027-07-01"}]}},
        "2027-06-30;2027-10-15",
    ),
    ({"deadlines": [{"every": "half-year"}, {"by": "2027-03-31"}]}, "2027-03-31;2027-06-30"),
    ({"deadlines": [{"by": "2027-10-15"}, {"within": "2027-Q4"}]}, "2027-10-15;2027-12-31"),
    ({"deadlines": [{"throughout": "true"}]}, ""),
]


@pytest.mark.parametrize(("task", "days"), DAYS)
def test_every_day_of_a_task_is_published_and_its_quarters_are_those_of_the_common_register(tmp_path, task, days):
    outline = [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": [{"id": "viec", "text": "Làm", **task}]}]
    state = of_files(publish(tmp_path / "an", commune("an", outline=outline)))
    (row,) = state.rows("tasks")
    (listed,) = national_tasks([state], national_plans([state]), national_agencies([state])[1])

    assert (row["days"] or "", str(row["last_day"] or "")) == (days, days.partition(";")[0])
    assert listed.quarters == tuple(
        dict.fromkeys(f"2027-q{(int(day[5:7]) + 2) // 3}" for day in days.split(";") if day)
    )


def test_a_task_of_data_that_know_no_days_has_the_quarter_of_its_first_one(tmp_path):
    (state,) = states_of(tmp_path, ("an", without("tasks", "days"), {}))
    tasks = national_tasks([state], national_plans([state]), national_agencies([state])[1])

    assert [task.quarters for task in tasks] == [("2027-q2",), ()]
