"""One build works everything out once: what several pages and files say alike is asked for, not made again."""

import sys
from collections import Counter
from datetime import UTC, datetime
from inspect import CO_GENERATOR

from planbook.outputs.catalogue import feed_files, page_texts, print_jobs
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.verify.state import ProofState
from planbook.views.addresses import Address
from planbook.views.glossary import _used, _users
from tests.offices import written

PACKAGES = ("model", "wording", "views")
# Worked out for each plan, and for all of them together.
OF_PLAN = {
    "groups_of",
    "table_of",
    "view_of",
    "grid",
    "plan_sheets",
    "plan_money",
    "overview",
    "leads_of_tasks",
}
OF_ALL = {"agency_views", "commitments", "indicator_views", "document_views", "lineages", "histories", "data_rows"}
OF_ALL |= {"findings_views", "tables", "by_place"}


def task(id_, **fields):
    return {"id": id_, "text": "Rà soát hộ nghèo.", "assignment": {"lead": "so-b"}, **fields}


def plan(year, *tasks):
    group = {"id": f"nhom-{year}", "heading": "Rà soát", "tasks": list(tasks)}
    return {
        "id": f"thu-{year}",
        "period": str(year),
        "outline": [{"id": f"viec-{year}", "heading": "VIỆC", "task_groups": [group]}],
    }


def calls(work) -> Counter:
    """How often each function of the program is called."""
    counted: Counter = Counter()

    def profile(frame, event, _):
        code = frame.f_code
        # A generator is called again whenever it goes on.
        if event == "call" and not code.co_filename.endswith("once.py") and not code.co_flags & CO_GENERATOR:
            counted[code.co_name] += any(f"/planbook/{package}/" in code.co_filename for package in PACKAGES)

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def test_one_build_works_each_view_out_once_and_a_proof_asks_for_the_same(tmp_path):
    years = [
        plan(2026, task("ra-soat")),
        plan(2027, task("ra-soat-2027", continues=["thu-2026/ra-soat"])),
        plan(2028, task("a")),
    ]
    sources = read_sources(written(tmp_path, years))
    made = edition(sources, datetime(2026, 11, 1, tzinfo=UTC))

    def work():
        files = feed_files(made)
        page_texts(Site(made, {path: len(content) for path, content in files.items()}))
        jobs = [job.path for job in print_jobs(made)]
        state = ProofState(made, None)
        for path in ("kinh-phi/index.html", *jobs, *(Address.WORKBOOK.path(plan=plan["id"]) for plan in years)):
            assert state.expected(path)

    counted = calls(work)

    # A page has the text once more, with marks at what it names.
    most = dict.fromkeys(OF_PLAN, len(years)) | {"view_of": 2 * len(years)}
    assert {name for name in OF_PLAN if not 0 < counted[name] <= most[name]} == set()
    assert counted["numbers"] <= 2 * len(years)  # a comparison says where the earlier tasks stand
    assert {name for name in OF_ALL if counted[name] != 1} == set()


class Counting(dict):
    """Counts how often something is looked up in it."""

    times = 0

    def get(self, *arguments):
        self.times += 1
        return super().get(*arguments)


def test_more_abbreviations_do_not_mean_more_reading():
    def steps(count):
        by_words = {("Sở", f"A{index}&B"): [f"Sở A{index}&B"] for index in range(count)}
        looked_up = Counting(by_words)
        assert set(_used(looked_up, {"Sở": {len(words) for words in by_words}}, "Sở A1&B chủ trì " * 50)) == {"Sở A1&B"}
        return looked_up.times

    assert steps(400) == steps(40)
    assert _users(["Sở A&B", "–"], {"a": ["Sở A&B – x"]}) == {"Sở A&B": ["a"], "–": []}
