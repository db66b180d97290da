"""How much verify says of one file, and that many changed words do not take for ever."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from planbook.outputs.edition import edition, read_sources
from planbook.outputs.proofs.lines import Expected, ExpectedLine
from planbook.verify.differences import compared_file
from planbook.verify.facts import AgencyNames
from planbook.verify.lines import FileLine, likeness
from planbook.verify.readers import Reading
from planbook.verify.state import ProofState
from tests.offices import part, task, written

TASKS = part("viec", tasks=[task("lam", assignment={"lead": "so-b", "deadlines": [{"throughout": "2045-2049"}]})])
STATE = SimpleNamespace(
    agencies=AgencyNames([]),
    explains=lambda _: False,
    edition=SimpleNamespace(workspace=SimpleNamespace(plans={})),
)


def test_the_findings_of_one_file_end_at_a_hundred_and_say_how_many_are_left():
    lines = tuple(FileLine(at, f"{at}.000 hộ") for at in range(1, 5001))
    found = compared_file(
        "x.html", Expected((ExpectedLine("a", ("3.000 người",)),), within=True), Reading(lines), STATE
    )

    assert len(found.findings) == 101
    assert f"{found.differing - 100} more places" in str(found.findings[-1].message)
    assert found.differing >= 5000


def test_a_few_findings_are_all_told():
    found = compared_file(
        "x.html", Expected((ExpectedLine("a", ("3.000 người",)),)), Reading((FileLine(1, "4.000 người"),)), STATE
    )

    assert len(found.findings) == found.differing == 1


def test_a_page_in_one_line_is_like_no_line_of_the_plan():
    assert likeness("ba chữ này", " ".join(["ba chữ này"] * 50_000)) == 0
    assert likeness("ba chữ này", "ba chữ ấy") > 0.5


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        ({"period": "2047"}, {2047}),
        ({"period": "2047-2048"}, {2047, 2048}),
        ({"period": "2046-2050"}, {2046, 2047, 2048, 2049, 2050}),
        ({"period": "2045", "outline": [TASKS]}, {2045, 2049}),
    ],
)
def test_pages_may_offer_the_years_of_every_period_and_no_other(tmp_path, fields, years):
    root = written(tmp_path / "office", fields)
    state = ProofState(edition(read_sources(root), datetime(2024, 5, 1, tzinfo=UTC)), None)
    assert {year for year in range(2041, 2060) if state.explains(("figure", str(year)))} == years
