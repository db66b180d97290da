"""What a rollover says of the plan before that it cannot settle: open decisions, notes on money, baselines, years typed long ago."""

import pytest
import yaml

from planbook.authoring.rollover.draft import rollover
from planbook.authoring.rollover.question import QuestionWords
from planbook.loading.workspace import load_files
from planbook.text.writer import write
from tests.offices import SOURCES, files, part, task

FUNDS = {"funding_sources": SOURCES}


def carried(words, plans, year=2028, **registers):
    shown = files(plans, **registers)
    workspace, found = load_files(shown)
    assert [finding for finding in found if finding.stops_the_build] == []
    draft = rollover(workspace, workspace.plans["thu"], year, QuestionWords(words))
    text = write(shown.contents["data/plans/thu.yaml"].decode(), draft.edits)
    return yaml.load(text, Loader=yaml.CBaseLoader), draft.questions


def test_open_decisions_of_the_old_plan_are_asked_again(words):
    todo = [
        {"id": "mot", "what": "chọn đơn vị", "why": "chưa rõ", "at": ["viec"], "options": ["Sở B", "Sở C"]},
        {"id": "hai", "what": "xem lại tên"},
    ]
    new, questions = carried(words, {"outline": [part("phan", tasks=[task("viec")])], "todo": todo})

    asked = [
        (str(one.what), one.at, str(one.why or ""), one.options) for one in questions if "still open" in str(one.what)
    ]
    assert asked == [
        ("still open in thu: chọn đơn vị", ("viec",), "chưa rõ", ("Sở B", "Sở C")),
        ("still open in thu: xem lại tên", (), "", ()),
    ]
    assert sum("còn để ngỏ trong thu" in decision["what"] for decision in new["todo"]) == 2


def test_the_note_on_a_line_of_money_goes_with_its_amount(words):
    source = "tinh"
    lines = [
        {"id": "von-a", "source_of_funds": source, "amount": "45", "note": "theo Quyết định giao vốn năm 2027"},
        {"id": "von-b", "source_of_funds": source, "amount": "unallocated", "note": "chưa giao"},
    ]
    budget = {"id": "von", "unit": "trieu", "total": "unallocated", "lines": lines}
    new, questions = carried(words, {"outline": [part("von-vay", budget=budget)]}, **FUNDS)

    assert [line.get("note") for line in new["outline"][0]["budget"]["lines"]] == [None, "chưa giao"]
    (money,) = [str(one.what) for one in questions if "money" in str(one.what)]
    assert "45 triệu đồng (theo Quyết định giao vốn năm 2027)" in money


def test_a_baseline_that_is_carried_is_said(words):
    target = {"id": "so", "text": "Đạt {value}.", "value": "30", "unit": "hộ", "baseline": "5"}
    new, questions = carried(words, {"outline": [part("phan", targets=[target])]})

    assert new["outline"][0]["targets"][0]["baseline"] == "5"
    assert [str(one.why) for one in questions if one.at == ("so",)] == [
        "the baseline 5 hộ is still that of the plan before"
    ]


@pytest.mark.parametrize("text", ["Xong trước 31/12/2026.", "Giữ mức năm 2025."])
def test_a_typed_year_is_asked_about_until_it_is_gone(words, text):
    earlier = {"id": "truoc", "period": "2026"}
    plan = {"outline": [part("phan", tasks=[{"id": "viec", "text": text}])], "follows": ["truoc"]}
    _, questions = carried(words, [plan | {"id": "thu"}, earlier])

    said = [str(one.what) for one in questions if "still says" in str(one.what)]
    assert said == [f"read again: the text still says {text[-5:-1]}"]
