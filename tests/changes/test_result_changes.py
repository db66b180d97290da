"""What a reviewer is told of results: a new period against the one before it, a correction, a period that is gone."""

import json
import shutil
from dataclasses import replace

import pytest

from planbook.changes.compare import compare
from planbook.changes.report import report
from planbook.loading.workspace import load, load_entry
from planbook.model.period import parse_when
from planbook.model.plan import Amendment
from planbook.review.history import written_history
from planbook.review.machine import report_as_json
from planbook.wording.phrases import WordingFile
from tests.conftest import ROOT, git

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


def corrected(workspace, **fields):
    """The same with the first period saying something else."""
    first = workspace.results[PLAN][0].model_copy(update=fields)
    return replace(workspace, results={PLAN: (first, *workspace.results[PLAN][1:])})


def other(entries, index, **fields):
    return tuple(entry.model_copy(update=fields) if at == index else entry for at, entry in enumerate(entries))


def test_nothing_of_a_correction_is_silent(year):
    first = year.results[PLAN][0]
    edits = {
        "targets": other(first.targets, 1, value=first.targets[1].value + 5),
        "tasks": other(first.tasks, 1, state="not-begun"),
        "money": other(first.money, 0, allotted=first.money[0].allotted - 100),
        "reports": first.reports[1:],
    }
    sentences = {field: told(year, corrected(year, **{field: value})) for field, value in edits.items()}

    assert sentences["targets"] == [
        "Đào tạo … lao động làng nghề, xã Một, quý I năm 2026: 405 người/1.200 người, đã sửa; trước ghi 400 người"
    ]
    assert [
        line for line in sentences["tasks"] if "xã Một, quý I năm 2026: Chưa bắt đầu, còn trong hạn, đã sửa" in line
    ]
    assert any("đã giải ngân 250 triệu đồng/1.900 triệu đồng, đã sửa; trước ghi" in line for line in sentences["money"])
    assert any(
        "19/3/2026, quý I năm 2026: Quá hạn, chưa báo cáo, đã sửa; trước ghi Đúng hạn 18/3/2026" in line
        for line in sentences["reports"]
    )
    source = told(year, corrected(year, targets=other(first.targets, 0, data_source="Báo cáo 31/BC-SNNMT")))
    assert source == [
        "Đào tạo … lao động làng nghề, nguồn số liệu, quý I năm 2026: Báo cáo 31/BC-SNNMT, đã sửa; trước ghi Báo cáo 30/BC-SNNMT"
    ]
    (text,) = told(year, corrected(year, proposals=()))
    assert text.startswith(
        "Đề xuất, kiến nghị, quý I năm 2026: đã bỏ “Đề nghị Sở Tài chính sớm giao đủ kinh phí; mới giao 3.000 triệu"
    )


def test_a_line_more_in_the_file_is_told_alone(tmp_path, year):
    shutil.copytree(ROOT / "tests/workspaces/year/data", tmp_path / "data")
    path = tmp_path / f"data/results/{PLAN}/2026-Q2.yaml"
    text = path.read_text("utf-8").replace("targets:\n", "targets:\n  - {target: thu-gom, value: 70}\n")
    path.write_text(text.replace("product: 6 lớp", "product: 7 lớp"), "utf-8")
    workspace, _ = load(tmp_path / "data")

    assert told(year, workspace) == [
        "… chất thải được thu gom, quý II năm 2026: 70%/90%",
        "Mở các lớp dạy nghề, xã Một, sản phẩm, quý II năm 2026: 7 lớp, đã sửa; trước ghi 6 lớp",
    ]


def test_who_answers_for_what_is_reported_is_asked(year):
    new = until(year, "2026-Q1")
    phrases, _, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    (plan,) = report(until(year), new, compare(until(year), new), phrases).plans
    asked = {change.item: (change.agencies, change.members) for change in plan.changes}

    assert asked["dao-tao"] == (("so-nn-mt",), ())
    assert asked["mo-lop"] == (("ubnd-cac-xa",), ("ubnd-xa-mot", "ubnd-xa-hai", "ubnd-xa-ba"))
    assert asked["bo-tri-von"] == (("so-tai-chinh",), ())


def test_values_are_there_for_other_programs(year):
    old, new = until(year, "2026-Q1"), until(year, "2026-Q1", "2026-Q2")
    phrases, _, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    changes = json.loads(report_as_json(report(old, new, compare(old, new), phrases)))["changes"]
    row = next(change for change in changes if change["item"] == "dao-tao")

    told_values = {key: row[key] for key in ("of", "kind", "old", "new", "old_text", "new_text", "unit", "delta")}
    assert told_values == {
        "of": "result",
        "kind": "set",
        "old": 1120,
        "new": 1520,
        "old_text": "1.120 người",
        "new_text": "1.520 người/ít nhất 3.000 người",
        "unit": "người",
        "delta": 400,
    }


def test_closing_and_correcting_a_period_are_told(year):
    amendment = Amendment.model_construct(
        number="99/BC-UBND", date=parse_when("2026-05-04"), reason="số của xã Một sai", seal="y"
    )
    closed, amended = corrected(year, seal="x"), corrected(year, seal="x", amendments=(amendment,))

    assert told(year, closed) == ["đã khóa kết quả quý I năm 2026, số liệu đến ngày 31/3/2026"]
    assert told(closed, amended) == [
        "kết quả quý I năm 2026 được sửa theo 99/BC-UBND ngày 04/5/2026: số của xã Một sai"
    ]


def test_the_history_of_a_target_tells_its_results_with_who_and_why(tmp_path):
    shutil.copytree(ROOT / "tests/workspaces/year/data", tmp_path / "data")
    git(tmp_path, "init", "-q")
    results = tmp_path / f"data/results/{PLAN}"
    later = {path.name: path.read_bytes() for path in results.glob("*.yaml")}
    for path in results.glob("*.yaml"):
        path.unlink()
    for name in (None, "2026-Q1.yaml", "2026-Q2.yaml"):
        if name:
            (results / name).write_bytes(later[name])
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", f"Kết quả {name}")
    text = (results / "2026-Q2.yaml").read_text("utf-8")
    (results / "2026-Q2.yaml").write_text(text.replace("value: 1.520", "value: 1.530"), "utf-8")
    lines = [line.strip() for line in written_history(tmp_path, "dao-tao").splitlines()]

    assert lines[1].endswith("quý II năm 2026: 1.530 người/ít nhất 3.000 người, đã sửa; trước ghi 1.520 người")
    assert lines[2].endswith(": Kết quả 2026-Q2.yaml")
    assert lines[3].endswith("quý II năm 2026: 1.520 người/ít nhất 3.000 người, tăng 400 so với quý I năm 2026")
    assert lines[4].endswith(": Kết quả 2026-Q1.yaml")
    assert not [line for line in lines if "Mở các lớp" in line]
