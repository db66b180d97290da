"""The first and the last day, the second year, the part of a part: branches that none of the five plans takes."""

import datetime as dt
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from planbook.authoring.issue import CannotIssue, Signing, issue
from planbook.authoring.roll_over import roll_over
from planbook.changes.lately import change_history, lately
from planbook.changes.needed import touched
from planbook.model.period import parse_when
from planbook.model.recurrence import recurring_days
from planbook.outputs.catalogue import feed_files
from planbook.outputs.edition import edition, read_sources
from planbook.review.merge import merge
from planbook.review.merge_blocks import Sides
from planbook.views.once import Views
from tests.clones import commit, git
from tests.offices import REGISTERS, office, written

DAY = dt.timedelta(days=1)
MORE = [
    {"id": id_, "name": f"Sở {id_[3:].upper()}", "level": "province", "locality": "tinh-a"}
    for id_ in ("so-c", "so-d", "so-e")
]
AGENCIES = {"agencies": [*REGISTERS["agencies"]["agencies"], *MORE]}


def agencies_after(*changes, **plan):
    return office(plan, agencies=AGENCIES, agency_changes={"changes": list(changes)})


def merged(day: str, old: str, new: str) -> dict[str, str]:
    return {"id": f"{old}-{new}", "kind": "merge", "date": day, "original": old, "resulting": new}


def test_an_agency_is_there_until_the_day_before_the_event_and_its_heir_from_that_day_on():
    workspace = agencies_after(merged("2027-03-01", "so-b", "so-c"))
    day = date(2027, 3, 1)

    assert [workspace.exists("so-b", one) for one in (day - DAY, day)] == [True, False]
    assert [workspace.exists("so-c", one) for one in (day - DAY, day)] == [False, True]
    assert workspace.exists("so-b", day - DAY, day + DAY)
    assert not workspace.exists("so-b", day, day + DAY)
    assert workspace.exists("so-c", day - DAY, day)
    assert not workspace.exists("so-c", day - DAY - DAY, day - DAY)
    assert [workspace.ended("so-b", one) for one in (day - DAY, day)] == [None, day]


def test_who_succeeds_on_a_day_is_there_on_that_day():
    workspace = agencies_after(merged("2027-03-01", "so-b", "so-c"), merged("2027-03-05", "so-c", "so-d"))

    assert workspace.successors("so-b", date(2027, 3, 1)) == ["so-c"]
    assert workspace.successors("so-b", date(2027, 3, 4)) == ["so-c"]
    assert workspace.successors("so-b", date(2027, 3, 5)) == ["so-d"]
    assert workspace.successors("so-b", date(2027, 2, 28)) == []


def test_a_name_is_the_old_one_until_the_day_before_it_changes():
    renamed = {"id": "ten", "kind": "rename", "date": "2027-03-01", "original": "so-b"}
    workspace = agencies_after({**renamed, "former": {"name": "Sở Cũ"}})

    names = [workspace.agency_on("so-b", date(2027, 3, 1) + move).name for move in (-DAY, 0 * DAY)]
    assert names == ["Sở Cũ", "Sở B"]


def test_bodies_of_a_place_are_there_on_its_first_and_its_last_day_and_on_no_other():
    place = {"id": "huyen-b", "name": "huyện B", "level": "district", "part_of": "tinh-a"}
    body = {"id": "phong-b", "name": "Phòng B", "level": "district", "locality": "huyen-b"}
    workspace = office(
        {},
        localities={"localities": [*REGISTERS["localities"]["localities"],
                                   {**place, "start": "2020-01-05", "end": "2025-06-30"}]},
        agencies={"agencies": [*REGISTERS["agencies"]["agencies"], body]},
    )  # fmt: skip

    days = [date(2020, 1, 4), date(2020, 1, 5), date(2025, 6, 30), date(2025, 7, 1)]
    assert [workspace.exists("phong-b", day) for day in days] == [False, True, True, False]


def can_issue(root: Path, signing: Signing) -> bool:
    """Whether the plan can be issued so; it is then."""
    try:
        return bool(issue(root, "thu", signing))
    except CannotIssue:
        return False


@pytest.mark.parametrize(("day", "is_free"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_number_that_another_plan_has_is_free_in_another_year(tmp_path, day, is_free):
    other = {"id": "cu", "period": "2026", "status": "issued", "number": "05/KH-UBND", "date": "2027-01-02"}
    root = written(tmp_path, [{}, other])
    signing = Signing("5/KH-UBND", date.fromisoformat(day), "An")

    assert can_issue(root, signing) is is_free


@pytest.mark.parametrize(("day", "is_free"), [("2026-12-31", True), ("2027-01-01", False), ("2027-01-02", True)])
def test_a_number_that_a_registered_document_has_is_free_in_another_year_and_on_its_own_day(tmp_path, day, is_free):
    registered = {
        "id": "5-kh",
        "type": "ke-hoach",
        "number": "5/KH-UBND",
        "date": "2027-01-02",
        "issuer": "ubnd-tinh-a",
    }
    types = [{"id": "ke-hoach", "name": "Kế hoạch", "code": "KH"}]
    root = written(tmp_path, {}, legal_documents={"types": types, "documents": [registered]})
    signing = Signing("5/KH-UBND", date.fromisoformat(day), "An")

    assert can_issue(root, signing) is is_free


@pytest.mark.parametrize("count", [1, 3])
def test_what_changed_lately_counts_what_is_not_told(tmp_path, words, count):
    duties = [{"id": f"viec-{at}", "agencies": "so-b", "text": f"Làm việc {at}."} for at in range(3)]

    def plan(*edited):
        return {"outline": [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [*edited, *duties[len(edited) :]]}]}

    root = written(tmp_path, plan())
    git(root, "init", "-q", "-b", "main")
    commit(root, "first")
    again = written(tmp_path / "again", plan(*({**one, "text": f"{one['text'][:-1]} nữa."} for one in duties[:count])))
    (root / "data/plans/thu.yaml").write_bytes((again / "data/plans/thu.yaml").read_bytes())
    git(root, "commit", "-qam", "second")

    (told,) = lately(change_history(root, read_sources(root).workspace, words, date(2027, 1, 1)))
    assert told.more == count - 1


@pytest.mark.parametrize(
    ("other", "is_read"),
    [
        ("period: 2026-2030\njurisdiction: a\n", True),
        ("period: 2026-2030\njurisdiction: b\n", False),
        ("period: 2026\njurisdiction: a\n", False),
        ("period: 2026-2030\n", True),
    ],
)
@pytest.mark.parametrize("own", ["2026", "2021-2025"])
def test_a_plan_of_several_years_of_the_same_place_has_to_be_read(other, is_read, own):
    old = {
        "data/plans/one.yaml": f"period: {own}\njurisdiction: a\n".encode(),
        "data/plans/another.yaml": other.encode(),
    }
    new = {**old, "data/plans/one.yaml": old["data/plans/one.yaml"] + b"title: T\n"}
    both_of_place = "jurisdiction: a" in other and own != "2026"

    assert ("data/plans/another.yaml" in touched(old, new)) is (is_read or both_of_place)


MONEY = {"id": "von", "unit": "trieu", "total": 100}


def with_lines(one: int, other: int, total: int) -> dict:
    lines = [
        {"id": "a", "source_of_funds": "trung-uong", "amount": one},
        {"id": "b", "source_of_funds": "tinh", "amount": other},
    ]
    return {"outline": [{"id": "von-vay", "heading": "VỐN", "budget": {**MONEY, "total": total, "lines": lines}}]}


SOURCES = {"sources": [{"id": "trung-uong", "name": "ngân sách trung ương"}, {"id": "tinh", "name": "ngân sách tỉnh"}]}


@pytest.mark.parametrize(("total", "found"), [(120, []), (110, ["budget-sum"])])
def test_a_budget_that_both_sides_changed_merges_where_it_still_adds_up(tmp_path, total, found):
    versions = {"base": with_lines(60, 40, 100), "ours": with_lines(70, 40, total), "theirs": with_lines(60, 50, total)}
    texts = [
        (written(tmp_path / name, plan, funding_sources=SOURCES) / "data/plans/thu.yaml").read_text("utf-8")
        for name, plan in versions.items()
    ]

    merged = merge("data/plans/thu.yaml", Sides(*texts), "", Sides("base", "ours", "theirs"))
    assert [one.check for one in merged.faults] == found


@pytest.mark.parametrize(
    ("day", "period", "first"),
    [
        ("2027-04-15", "2027", date(2027, 6, 30)),
        ("2027-03-31", "2027", date(2027, 3, 31)),
        ("2026-11-01", "2027", date(2027, 3, 31)),
        (None, "2027", date(2027, 3, 31)),
    ],
)
def test_a_rhythm_begins_with_the_plan_and_with_its_period(day, period, first):
    plan = office({"period": period, "date": day}).plans["thu"]

    assert recurring_days("quarter", plan)[0] == first
    assert recurring_days("quarter", plan)[-1] == date(2027, 12, 31)


def test_a_part_of_a_part_is_counted_in_that_part(words):
    def money(id_: str, total: int) -> dict:
        return {"id": id_, "unit": "trieu", "total": total}

    task = {"id": "viec", "text": "Làm", "budget": money("von-viec", 60)}
    groups = [
        {"id": "mot", "heading": "Một", "tasks": [task], "budget": money("von-mot", 60)},
        {"id": "hai", "heading": "Hai", "tasks": [{"id": "hai-viec", "text": "Làm"}], "budget": money("von-hai", 40)},
    ]
    section = {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "budget": money("von", 100), "task_groups": groups}
    (plan,) = Views(office({"outline": [section]}), words).money_by_place

    whole, inner = plan.breakdowns
    assert [(one.total.stated, one.total.computed, one.total.differs) for one in whole.rows] == [
        ("100 triệu đồng", "100 triệu đồng", False)
    ]
    assert inner.rows[-1].total.computed == "60 triệu đồng"


def test_recipients_that_became_one_agency_are_listed_once_in_next_year_s_draft(tmp_path):
    lines = [{"agencies": ["so-b"]}, {"agencies": ["so-c"]}, {"agencies": ["so-e"]}]
    changes = [merged("2027-03-01", "so-b", "so-d"), merged("2027-03-01", "so-c", "so-d")]
    both = {**changes[0], "original": ["so-b", "so-c"]}
    root = written(tmp_path, {"recipients": lines}, agencies=AGENCIES, agency_changes={"changes": [both]})

    roll_over(root, "thu", parse_when("2028"), new_name="sau")

    draft = yaml.load((root / "data/plans/sau.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    listed = [one["agencies"] for one in draft["recipients"]]
    assert [[ids] if isinstance(ids, str) else ids for ids in listed] == [["so-d"], ["so-e"]]


def test_an_agency_s_calendar_holds_what_it_coordinates_as_what_it_leads(tmp_path):
    def task(id_: str, lead: str, other: str) -> dict:
        dates = [{"before": "2027-05-01"}]
        return {"id": id_, "text": "Làm", "assignment": {"lead": lead, "coordinating": other, "deadlines": dates}}

    tasks = [task("dan-dau", "so-b", "so-c"), task("cung-lam", "so-c", "so-b"), task("cua-ho", "so-c", "so-d")]
    root = written(
        tmp_path, {"outline": [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": tasks}]}, agencies=AGENCIES
    )
    made = edition(read_sources(root), datetime(2027, 1, 2, tzinfo=UTC))

    text = feed_files(made)["co-quan/so-b/so-b.ics"].decode()
    assert [id_ in text for id_ in ("thu/dan-dau", "thu/cung-lam", "thu/cua-ho")] == [True, True, False]
