"""Cost follows the number of places: twice as many that have nothing to do with each other cost no more than twice as much."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planbook.outputs.catalogue import feed_files, page_texts, print_jobs
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.wording.typed_names import TypedNames
from tests.offices import office, written

FEW = 1
STAGES = ("read", "edition", "views", "feeds", "pages", "sheets")


def place(number: int) -> dict[str, list[dict]]:
    """A province with a department, a group with a rule, and one with a list of members."""
    id_ = f"tinh-{number}"
    own = {"level": "province", "locality": id_}
    names = {
        "ubnd": "Ủy ban nhân dân tỉnh",
        "so-y-te": "Sở Y tế",
        "so-tai-chinh": "Sở Tài chính",
        "so-noi-vu": "Sở Nội vụ",
    }
    bodies = [
        {"id": f"{body}-{number}", "name": name, "full_name": f"{name} tỉnh Số {number}", **own}
        for body, name in names.items()
    ]
    bodies[1] |= {"short_name": "SYT"}
    groups = [
        {"id": f"cac-so-{number}", "name": "các sở", "member_rule": {"level": "province", "kinds": ["Sở"]}, **own},
        {"id": f"hai-so-{number}", "name": "hai sở", "members": [f"so-y-te-{number}", f"so-noi-vu-{number}"], **own},
    ]
    return {
        "localities": [{"id": id_, "name": f"tỉnh Số {number}", "level": "province"}],
        "agencies": bodies,
        "groups": groups,
        "documents": [
            {
                "id": f"nghi-quyet-{number}-{year}",
                "type": "nghi-quyet",
                "number": f"{year - 2000}/NQ-HĐND",
                "date": f"{year}-01-15",
                "issuer": f"ubnd-{number}",
                "title": "về giảm nghèo",
                **({"replaces": f"nghi-quyet-{number}-2024"} if year > 2024 else {}),
            }
            for year in (2024, 2026)
        ],
    }


def plan(number: int) -> dict:
    leads = [f"so-y-te-{number}", f"cac-so-{number}", f"hai-so-{number}", f"so-noi-vu-{number}"]
    tasks = [
        {
            "id": f"viec-{at}",
            "text": "Rà soát cùng SYT và Sở Tài chính.",
            "assignment": {
                "lead": lead,
                "coordinating": f"so-tai-chinh-{number}",
                "deadlines": [{"before": "2027-06-30"}],
            },
        }
        for at, lead in enumerate(leads)
    ]
    return {
        "id": f"ke-hoach-{number}",
        "jurisdiction": f"tinh-{number}",
        "issuer": f"ubnd-{number}",
        "legal_bases": [{"document": f"nghi-quyet-{number}-2026", "role": "implements"}],
        "outline": [
            {
                "id": "viec",
                "heading": "VIỆC",
                "task_groups": [{"id": "nhom", "heading": "Rà soát", "tasks": tasks}],
            },
            {
                "id": "to-chuc",
                "heading": "TỔ CHỨC",
                "duties": [{"id": "lam", "agencies": leads[0], "text": "Báo cáo Sở Y tế tỉnh Số 1."}],
            },
        ],
    }


def nation(places: int) -> dict:
    of_places = [place(number) for number in range(places)]
    of_all = {kind: [entry for own in of_places for entry in own[kind]] for kind in of_places[0]}
    return {
        "plans": [plan(number) for number in range(places)],
        "localities": {"localities": of_all["localities"]},
        "agencies": {"agencies": of_all["agencies"], "groups": of_all["groups"]},
        "legal_documents": {"documents": of_all["documents"]},
    }


def steps(folder: Path, places: int) -> dict[str, int]:
    """How often functions of the program are called, or go on, in each stage of making everything for so many places."""
    counted = 0
    root = written(folder / str(places), **nation(places))

    def profile(frame, event, _):
        nonlocal counted
        counted += event == "call" and "/planbook/" in frame.f_code.co_filename

    made: dict = {}

    def views() -> None:
        whole = made["edition"]
        for of_plans in (whole.articles, whole.sheets, whole.overviews, whole.agency_sheets, whole.plan_data):
            assert all(of_plans[plan] is not None for plan in whole.workspace.plans)
        assert all((whole.findings, whole.glossary, whole.open_data, whole.work, whole.agencies, whole.documents))

    work = {
        "read": lambda: made.update(sources=read_sources(root)),
        "edition": lambda: made.update(edition=edition(made["sources"], datetime(2026, 11, 1, tzinfo=UTC))),
        "views": views,
        "feeds": lambda: made.update(feeds=feed_files(made["edition"])),
        "pages": lambda: page_texts(Site(made["edition"], {path: len(text) for path, text in made["feeds"].items()})),
        "sheets": lambda: [*print_jobs(made["edition"])],
    }
    costs = {}
    for stage in STAGES:
        counted = 0
        sys.setprofile(profile)
        try:
            work[stage]()
        finally:
            sys.setprofile(None)
        costs[stage] = counted
    return costs


@pytest.fixture(scope="module")
def costs(tmp_path_factory) -> list[dict[str, int]]:
    folder = tmp_path_factory.mktemp("growth")
    steps(folder / "first", 1)  # what is worked out once for good
    return [steps(folder, places) for places in (FEW, 2 * FEW, 4 * FEW)]


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_of_a_build_grows_faster_than_the_number_of_places(costs, stage):
    few, twice, four_times = (cost[stage] for cost in costs)
    # What each further place costs stays the same, whatever the first ones cost.
    assert four_times - twice <= 2.1 * (twice - few) + 50, costs


def test_a_short_form_of_many_places_is_told_with_the_plan_of_its_own(tmp_path):
    root = written(tmp_path, **nation(3))
    whole = edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC))
    told = {row.agency: row.plans for row in whole.glossary if row.short == "SYT"}
    assert told == {f"so-y-te-{number}": (f"ke-hoach-{number}",) for number in range(3)}


def test_members_are_told_of_the_groups_that_a_plan_gives_work_to(tmp_path):
    root = written(tmp_path, **nation(2))
    whole = edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC))
    (members,) = (table.rows for table in whole.open_data if table.name == "members")
    sectors = ("so-y-te", "so-tai-chinh", "so-noi-vu")
    assert [row[:3] for row in members] == [
        (f"ke-hoach-{number}", f"{group}-{number}", f"{sector}-{number}")
        for number in range(2)
        for group, named in (("cac-so", sectors), ("hai-so", ("so-y-te", "so-noi-vu")))
        for sector in named
    ]


TYPED = {
    "Sở Y tế báo cáo.": {"Sở Y tế": "so-y-te-0"},
    "Phối hợp với Sở Y tế tỉnh Số 1 và Sở Tài chính.": {
        "Sở Y tế tỉnh Số 1": "so-y-te-1",
        "Sở Tài chính": "so-tai-chinh-0",
    },
    "Sở Y tế tỉnh Số 17 báo cáo.": {},  # of another place, which has no such body here
    "(Sở Nội vụ)": {"Sở Nội vụ": "so-noi-vu-0"},
    "SYT, Sở Nội vụ": {"SYT": "so-y-te-0", "Sở Nội vụ": "so-noi-vu-0"},
    "các Sở Y tế": {},
}


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_name_is_of_the_plan_s_own_place_or_says_of_which(text):
    workspace = office(**nation(3))
    names = TypedNames(workspace, workspace.plans["ke-hoach-0"], {})
    spots = {text[begin:end]: id_ for begin, end, (kind, id_) in names.spots(text) if kind == "agency"}
    assert spots == TYPED[text]
