"""The search follows its index: four times the tasks, made of the real plans with other figures, cost about four times as much."""

import pytest

from bench.search import search_costs
from planbook.render.search_index import SEARCH_INDEX
from tests.site.test_search import tables, typed

SMALL, LARGE = 250, 1_000  # tasks
GROWTH = 1.5 * LARGE / SMALL  # CPU time of one process; what grows with the square would reach 16


@pytest.fixture(scope="module")
def costs(project, tmp_path_factory):
    queries = [typed(words) for words, _, _ in tables()["queries"]]
    return search_costs(project / "site", queries, tmp_path_factory.mktemp("indexes"), (SMALL, LARGE))


def test_the_search_is_ready_in_a_time_that_follows_its_index(costs):
    few, many = costs

    assert 0 < many.ready < GROWTH * few.ready


def test_a_query_takes_a_time_that_follows_the_index(costs):
    few, many = costs

    assert len(many.queries) == len(few.queries) > 80
    assert 0 < sum(many.queries) < GROWTH * sum(few.queries)


def test_the_index_of_the_real_plans_is_small(project):
    assert (project / "site" / SEARCH_INDEX).stat().st_size < 1_500_000
