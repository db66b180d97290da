"""A period is closed once; what is corrected then is written down, and nothing is written where something is in the way."""

import shutil
from datetime import date

import pytest

from planbook.authoring.close_period import Correction, close
from planbook.checks import examine
from planbook.loading.workspace import UnknownPlan
from planbook.messages.diagnostics import BuildStopped, Refusal
from tests.conftest import ROOT

PLAN, PERIOD = "lang-nghe-2026", "2026-Q2"
CORRECTION = Correction("140/BC-UBND", date(2026, 7, 20), "cộng sót một xã")


@pytest.fixture
def office(tmp_path):
    shutil.copytree(ROOT / "tests/workspaces/year/data", tmp_path / "data")
    return tmp_path


def path(office):
    return office / f"data/results/{PLAN}/{PERIOD}.yaml"


def edit(office, old, new):
    text = path(office).read_text("utf-8")
    assert old in text
    path(office).write_text(text.replace(old, new), "utf-8")


def edited(office):
    return [finding for finding in examine(office / "data")[1] if finding.check == "closed-period-edited"]


def test_a_closed_period_is_held_to_what_it_said(office):
    close(office, PLAN, PERIOD)
    assert not edited(office)

    edit(office, "doanh-thu-lang-nghe, value: 20", "doanh-thu-lang-nghe, value: 21")
    assert len(edited(office)) == 1
    close(office, PLAN, PERIOD, CORRECTION)

    assert not edited(office)
    assert "reason: cộng sót một xã" in path(office).read_text("utf-8")
    edit(office, "doanh-thu-lang-nghe, value: 21", "doanh-thu-lang-nghe, value: 22")
    assert len(edited(office)) == 1


@pytest.mark.parametrize(
    ("before", "period", "correction"),
    [(False, PERIOD, CORRECTION), (True, PERIOD, None), (True, PERIOD, CORRECTION), (False, "2026-H1", None)],
    ids=["not closed", "closed already", "nothing to correct", "no results"],
)
def test_what_cannot_be_closed_is_refused(office, before, period, correction):
    if before:
        close(office, PLAN, PERIOD)
    text = path(office).read_bytes()

    with pytest.raises(Refusal, match=r"--amendment|not closed|no results"):
        close(office, PLAN, period, correction)
    assert path(office).read_bytes() == text


def test_a_period_with_errors_is_not_closed(office):
    edit(office, "{target: dao-tao, value: 1.520", "{target: dao-tao, value: 520")
    text = path(office).read_bytes()

    with pytest.raises(BuildStopped):
        close(office, PLAN, PERIOD)
    assert path(office).read_bytes() == text
    with pytest.raises(UnknownPlan):
        close(office, "khong-co", PERIOD)
