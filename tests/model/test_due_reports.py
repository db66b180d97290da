"""The day of a report about a quarter: the first and the last day of it, days outside, rhythms and the nearest of several days."""

import pytest

from planbook.model.collection import Collection
from planbook.model.period import parse_when
from planbook.model.recurrence import due_for
from planbook.model.task import ReportingDuty
from tests.offices import office

DUTY = {"id": "bc", "agencies": "so-b", "to": "ubnd-tinh-a", "text": "Báo cáo."}


@pytest.mark.parametrize(
    ("fields", "last_day"),
    [
        # Days of the year belong to the quarter that they are in.
        ({"before_days": ["1/4", "2/10"]}, None),
        ({"before_days": ["2/4", "2/10"]}, "2027-04-01"),
        ({"before_days": ["15/5", "2/10"]}, "2027-05-14"),
        ({"before_days": ["1/7", "2/10"]}, "2027-06-30"),
        ({"before_days": ["2/7", "2/10"]}, None),
        # A single one in the first half of a year is about the year before.
        ({"before_days": ["15/5"]}, None),
        # Of several the nearest to the end of the quarter, on either side.
        ({"before_days": ["15/5", "1/7"]}, "2027-06-30"),
        ({"months": [4, 5], "before_day": 20}, "2027-05-19"),
        # A rhythm asks for its own terms, in their last month or some months later.
        ({"every": "quarter", "before_day": 10}, "2027-06-09"),
        ({"every": "quarter", "before_day": 1}, "2027-05-31"),
        ({"every": "quarter", "months_after": 1, "before_day": 10}, "2027-07-09"),
        ({"every": "quarter"}, "2027-06-30"),
        ({"every": ["quarter", "year"], "before_day": 10}, "2027-06-09"),
        ({"every": "month", "before_day": 10}, None),
        ({"every": "half-year", "before_day": 10}, None),
        ({"every": "year", "before_day": 10}, None),
    ],
)
def test_a_report_about_a_quarter_is_due_on_the_nearest_of_its_days(fields, last_day):
    section = {"id": "bao-cao", "heading": "BÁO CÁO", "reporting": [{**DUTY, **fields}]}
    workspace = office({"outline": [section]})
    plan, quarter = workspace.plans["thu"], parse_when("2027-Q2")
    asked = Collection(workspace, plan, quarter)
    (duty,) = plan.entries(ReportingDuty)
    due = due_for(duty, plan, quarter)

    assert [due.last_day.isoformat() for due in asked.dues.values()] == [last_day] * (last_day is not None)
    # What a rhythm asks for has its day, whoever asks.
    assert not duty.every or (due[0].isoformat() if due else None) == last_day
