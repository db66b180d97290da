"""Papers, reports and seals of odd plans: who writes to whom, what was answered; `make mutants` asked for each."""

from dataclasses import astuple
from types import SimpleNamespace

import pytest

from planbook.checks import findings
from planbook.loading.workspace import load_files
from planbook.model.seal import seal
from planbook.views.once import Views
from planbook.views.paper import addressed, letterhead, opinion_count, plan_called
from tests.offices import AGENCIES, REGISTERS, files, office, part


def test_a_seal_of_before_holds():
    """What is written down in offices: another seal of the same plan would say that each issued plan was edited."""
    assert seal(office({}).plans["thu"]) == "2-63cfd3b7fb46bf6d912041bf"


def test_a_draft_is_one_and_an_issued_plan_is_none(words):
    signed = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}
    assert [Views(office(fields), words).views["thu"].is_draft for fields in ({}, signed)] == [True, False]


@pytest.mark.parametrize(
    ("issuer", "agency", "called"),
    [
        ("ubnd-tinh-a", "", ["Sở B", "Sở C"]),
        ("so-b", "", ["Sở C", "Ủy ban nhân dân tỉnh"]),
        ("so-c", "", ["Sở B", "Ủy ban nhân dân tỉnh"]),
        ("so-b", "so-c", ["Sở C"]),
    ],
)
def test_a_paper_is_addressed_to_all_with_work_but_who_issues_it_and_open_groups(words, issuer, agency, called):
    group = {"id": "cac-so", "name": "các sở khác", "level": "province", "locality": "tinh-a", "open": True}
    by = ("so-c", "so-b", "ubnd-tinh-a", "cac-so")
    duties = [{"id": f"viec-{id_}", "agencies": id_, "text": f"Làm việc của {id_}."} for id_ in by]
    bodies = {"agencies": AGENCIES["agencies"], "groups": [group]}
    views = Views(office({"outline": [part("to-chuc", duties=duties)]}, agencies=bodies), words)
    listed = [*addressed(views.texts["thu"], views.work_of_plans["thu"], issuer, agency)]

    assert sorted(name for name, _ in listed) == sorted(called)


def test_how_many_reports_came_is_said_of_days_that_are_over_also_where_none_did(words):
    duty = {"id": "bc", "agencies": ["so-b", "so-c"], "to": "ubnd-tinh-a", "text": "Báo cáo.", "every": "quarter"}
    came = [{"duty": "bc", "agency": "so-b", "date": "2027-06-10"}]
    results = {"plan": "thu", "period": "2027-Q2", "as_of": "2027-06-30", "reports": came}
    plan = {"outline": [part("bao-cao", reporting=[{**duty, "before_day": 20}])]}
    views = Views(office(plan, agencies=AGENCIES, **{"results/thu/2027-Q2": results}), words)
    told = {due.day.month: due.state.partition(" ")[0] for due in views.outstanding.dues(views.commitments)}

    assert told == {3: "0/2", 6: "1/2", 9: "", 12: ""}


@pytest.mark.parametrize(("place", "above", "seat"), [("tinh-a", 2, "A"), ("a-tinh", 0, "Bờ"), ("tinh-z", 0, "Bờ")])
def test_only_a_body_of_the_plan_s_place_writes_below_the_issuer_and_from_its_seat(words, place, above, seat):
    other = {"id": place, "name": "tỉnh Bờ", "level": "province"}
    localities = [*REGISTERS["localities"]["localities"], *([other] if place != "tinh-a" else [])]
    body = {"id": "chi-cuc", "name": "Chi cục C", "level": "province", "locality": place}
    agencies = {"agencies": [*REGISTERS["agencies"]["agencies"], body]}
    text = Views(office({}, localities={"localities": localities}, agencies=agencies), words).texts["thu"]
    head = letterhead(text, words, "BC", "chi-cuc", "", 2027)

    assert (len(head.superior), head.place_and_day.partition(",")[0]) == (above, seat)


@pytest.mark.parametrize(
    ("first", "second"),
    [({"date": None}, {"date": "2027-04-15"}), ({"period": "2027-2028", "date": "2027-01-15"}, {"date": "2027-04-15"})],
)
def test_a_report_is_held_against_the_day_of_its_own_plan_whatever_plan_stands_before_it(first, second):
    duty = {
        "id": "bc",
        "agencies": "so-b",
        "to": "ubnd-tinh-a",
        "every": "quarter",
        "before_day": 20,
        "months": [3, 6],
        "text": "Báo cáo.",
    }
    outline = [part("bao-cao", reporting=[duty])]
    plans = [
        {"id": "dau", **first},
        {"id": "thu", "status": "issued", "number": "1/KH-UBND", "outline": outline, **second},
    ]
    workspace, _ = load_files(files(plans))
    assert [each.plan for each in findings(workspace, ["report-before-plan"])] == ["thu"]


def test_opinions_are_counted_by_what_became_of_them_and_agreements_by_who_agrees():
    def opinion(kind: str, sender: str, answer: str | None = None) -> SimpleNamespace:
        return SimpleNamespace(kind=kind, agency=sender, author=None, file="a.docx", answer=answer)

    answers = ["taken", "partly", "not-taken", None, "taken"]
    listed = [opinion("edit" if at % 2 else "comment", "so-b", answer) for at, answer in enumerate(answers)]
    listed += [opinion("agreement", sender) for sender in ("so-c", "so-c", "so-d")]

    assert astuple(opinion_count(tuple(listed))) == (5, 3, 2, 2, 1, 1, 1)


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Giảm nghèo năm 2027", "của Ủy ban nhân dân tỉnh A về giảm nghèo năm 2027"),
        ("Về việc thử", "của Ủy ban nhân dân tỉnh A về việc thử"),
        ("GDP của tỉnh", "của Ủy ban nhân dân tỉnh A về GDP của tỉnh"),
        ("Vềnh thử", "của Ủy ban nhân dân tỉnh A về vềnh thử"),
    ],
)
def test_a_letter_says_what_an_issued_plan_is_about(words, title, called):
    fields = {"title": title, "status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}
    assert plan_called(Views(office(fields), words).texts["thu"]).endswith(called)
