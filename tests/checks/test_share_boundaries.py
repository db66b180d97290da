"""How much of a share a place's own target may differ before it is told: whole numbers, ranges, decimals, both directions, units."""

from typing import Any

import pytest

from planbook.checks import findings
from tests.offices import REGISTERS, office

PLACES = [
    *REGISTERS["localities"]["localities"],
    {"id": "xa-d", "name": "xã D", "level": "commune", "part_of": "tinh-a"},
]


def entry(amount: str) -> dict[str, str]:
    """The fields of an amount: "4-5" is a range, "~4" about so much."""
    value, _, upper = amount.removeprefix("~").partition("-")
    about = {"comparator": "about"} if amount.startswith("~") else {}
    return {"value": value, **({"upper": upper} if upper else {}), **about}


def told(direction: str, own: str, share: str, unit: str = "%") -> str:
    """What is told of a target of a place that a wider plan gives a share."""
    both: dict[str, Any] = {"indicator": "x", "text": "Đạt {value}"}
    wide = {**both, "id": "chung", "value": "90", "unit": "%", "values": [{"place": "xa-d", **entry(share)}]}
    ours = {**both, "id": "rieng", "unit": unit, **entry(own)}
    plans = [
        {"id": "rong", "outline": [{"id": "a", "heading": "A", "targets": [wide]}]},
        {"id": "hep", "jurisdiction": "xa-d", "outline": [{"id": "b", "heading": "B", "targets": [ours]}]},
    ]
    indicator = {"id": "x", "name": "X", "unit": "%", "direction": direction}
    workspace = office(
        plans, localities={"localities": PLACES}, indicators={"standards": [], "indicators": [indicator]}
    )
    return " ".join(found.severity for found in findings(workspace) if found.check == "share-differs")


@pytest.mark.parametrize(
    ("own", "share", "up", "down"),
    [
        ("30", "30", "", ""),
        ("29", "30", "warning", "info"),
        ("31", "30", "info", "warning"),
        # A range is inside the share, ends at it, or is beyond.
        ("30-35", "30-35", "", ""),
        ("31-34", "30-35", "", ""),
        ("30", "30-35", "", ""),
        ("35", "30-35", "", ""),
        ("29-35", "30-35", "info", "info"),
        ("30-36", "30-35", "info", "info"),
        ("28-29", "30-35", "warning", "info"),
        ("36-37", "30-35", "info", "warning"),
        ("28-30", "30", "info", "info"),
        ("30-32", "30", "info", "info"),
        # One is the other, rounded to a decimal; to a whole number is more than rounding.
        ("4,3", "4,25", "", ""),
        ("4,25", "4,3", "", ""),
        ("4,2", "4,25", "warning", "info"),
        ("4,4", "4,25", "info", "warning"),
        ("4,24", "4,3", "warning", "info"),
        ("4", "4,25", "warning", "info"),
        ("4,3-5,3", "4,25-5,25", "", ""),
        ("4,3-5,2", "4,25-5,25", "", ""),
        ("4,3-5,4", "4,25-5,25", "info", "info"),
        ("4,2-5,3", "4,25-5,25", "info", "info"),
        # What is about so much is never certainly less.
        ("~29", "30", "info", "info"),
        ("31", "~30", "info", "info"),
    ],
)
def test_a_share_is_told_of_as_far_as_it_certainly_differs(own, share, up, down):
    assert (told("up", own, share), told("down", own, share)) == (up, down)


def test_another_unit_is_never_less():
    assert told("up", "29", "30", "người") == told("up", "31", "30", "người") == told("up", "30", "30", "hộ") == "info"
