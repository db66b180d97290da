"""What a reviewer is told of results: a new period against the one before it, a correction, a period that is gone."""

from dataclasses import replace

import pytest

from planbook.changes.compare import compare
from planbook.changes.report import report
from planbook.loading.workspace import load, load_entry
from planbook.wording.phrases import WordingFile
from tests.conftest import ROOT

PLAN = "lang-nghe-2026"


@pytest.fixture(scope="module")
def year():
    workspace, findings = load(ROOT / "tests/workspaces/year/data")
    assert findings == []
    return workspace


def until(workspace, *periods):
    """The same with the results of some periods alone."""
    results = workspace.results[PLAN]
    return replace(workspace, results={PLAN: tuple(entry for entry in results if str(entry.period) in periods)})


def told(old, new):
    phrases, _, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    reports = report(old, new, compare(old, new), phrases).plans
    return [change.sentence.in_language("vi") for plan in reports for change in plan.changes]


def test_a_new_period_is_told_against_the_one_before_it(year):
    sentences = told(until(year, "2026-Q1"), until(year, "2026-Q1", "2026-Q2"))

    assert any(
        sentence.endswith("quý II năm 2026: 1.520 người/ít nhất 3.000 người, tăng 400 so với quý I năm 2026")
        for sentence in sentences
    )
    assert any("giảm 2 so với quý I năm 2026" in sentence for sentence in sentences)
    assert any(sentence.endswith("quý I năm 2026: Đang thực hiện trong hạn") for sentence in sentences)
    # What nobody told anew is not told.
    assert not [sentence for sentence in sentences if "Ban hành kế hoạch" in sentence]


def test_the_first_period_is_told_by_itself(year):
    assert any(
        sentence.endswith("quý I năm 2026: 1.120 người/ít nhất 3.000 người")
        for sentence in told(until(year), until(year, "2026-Q1"))
    )


def test_a_correction_says_what_it_was(year):
    first = year.results[PLAN][0]
    other = first.targets[0].model_copy(update={"value": first.targets[0].value + 1})
    corrected = first.model_copy(update={"targets": (other, *first.targets[1:])})
    new = replace(year, results={PLAN: (corrected, *year.results[PLAN][1:])})

    (sentence,) = told(year, new)
    assert sentence.endswith("quý I năm 2026: 1.121 người/ít nhất 3.000 người, đã sửa; trước ghi 1.120 người")


def test_results_that_are_gone_are_told(year):
    assert told(until(year, "2026-Q1"), until(year)) == ["đã bỏ kết quả của quý I năm 2026"]


def test_the_same_results_are_no_change(year):
    assert told(year, year) == []
