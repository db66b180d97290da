"""The search with 2,000 tasks, made of the real plans with other figures: ready in a second, a query in 60 ms."""

import json
import math
import re
import shutil
from pathlib import Path

import pytest

from planbook.render.search_index import SEARCH_INDEX, search_index
from tests.conftest import PLANS
from tests.test_search import BOX, tables, typed

TASKS = 2_000
ROUNDS = 5  # the machine does other things too; the best round counts


@pytest.fixture(scope="module")
def many(project, tmp_path_factory) -> Path:
    """A site with the index of 2,000 tasks: of all pages, and of copies of the plans with every figure changed."""
    site = shutil.copytree(project / "site", tmp_path_factory.mktemp("many") / "site")
    pages = {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.glob("*/**/index.html"))
    }
    plans = {plan: pages[f"ke-hoach/{plan}/index.html"] for plan in PLANS}
    data = [json.loads((site / f"ke-hoach/{plan}/{plan}.json").read_text("utf-8")) for plan in PLANS]
    tasks = sum(len(group["tasks"]) for plan in data for group in plan["matrix"])
    for copy in range(1, math.ceil(TASKS / tasks)):
        for plan, text in plans.items():
            other = re.sub(r"(?<=[>\s(])\d+(?=[\s.,;)])", lambda figure, add=copy: str(int(figure[0]) + add), text)
            pages[f"ke-hoach/{plan}-{copy}/index.html"] = other
    (site / SEARCH_INDEX).write_text(search_index(pages, [], {}), "utf-8")
    return site


@pytest.fixture
def tab(many, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(many))
    yield tab
    tab.close()


def test_the_search_is_ready_in_a_second(tab):
    took = []
    for _ in range(ROUNDS):
        tab.reload()
        took.append(
            tab.evaluate(
                """async () => {
                    const box = document.querySelector(".md-search__input");
                    const begun = performance.now();
                    box.value = "giảm nghèo";
                    box.focus();
                    while (!document.querySelector(".search-result")) await new Promise(requestAnimationFrame);
                    return performance.now() - begun;
                }"""
            )
        )
    print(f"ready: {min(took):.0f} ms of {sorted(map(round, took))}")

    assert min(took) < 1_000


def test_a_query_takes_less_than_60_ms(tab):
    tab.get_by_placeholder(BOX).fill("giảm nghèo")
    tab.locator(".search-result").first.wait_for()
    queries = [typed(words) for words, _, _ in tables()["queries"]]
    took = tab.evaluate(
        """([queries, rounds]) => {
            const engine = searchEngine(searchIndex);
            return queries.map((query) => Math.min(...Array.from({ length: rounds }, () => {
                const begun = performance.now();
                engine.find(query);
                return performance.now() - begun;
            })));
        }""",
        [queries, ROUNDS],
    )
    slowest = max(zip(took, queries, strict=True))
    print(f"queries: median {sorted(took)[len(took) // 2]:.1f} ms, slowest {slowest[0]:.1f} ms ({slowest[1]})")

    assert slowest[0] < 60


def test_the_index_of_the_real_plans_is_small(project):
    assert (project / "site" / SEARCH_INDEX).stat().st_size < 1_500_000
