"""The search over many tasks: the built plans, copied with other figures, found through with the program of the page."""

import json
import math
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bench.inputs import PROJECT
from planbook.render.search_index import SearchWords, search_index

SMALL, LARGE = 500, 2_000  # tasks
_FIGURE = re.compile(r"(?<=[>\s(])\d+(?=[\s.,;)])")
_SCRIPTS = PROJECT / "templates/site/theme/assets/javascripts"
_PARTS = ("search-query", "search-entries", "search-matching", "search-ranking", "search-engine")
PROGRAM = [str(_SCRIPTS / f"{name}.js") for name in ("vietnamese", *_PARTS)]


@dataclass(frozen=True)
class SearchCost:
    """CPU time in milliseconds: until an index is `ready`, and of each query."""

    ready: float
    queries: tuple[float, ...]

    @property
    def median(self) -> float:
        """What half of the queries cost at most."""
        return median(self.queries)


def search_costs(site: Path, queries: Sequence[str], folder: Path, sizes: Sequence[int]) -> list[SearchCost]:
    """What queries cost in an index of so many tasks, made of the plans of a built site; the sizes take turns."""
    indexes = [folder / f"search-{size}.js" for size in sizes]
    for path, size in zip(indexes, sizes, strict=True):
        path.write_text(search_index(_pages(site, size), [], {}, SearchWords.model_construct()), "utf-8")
    command = ["node", str(PROJECT / "bench/search.js"), *PROGRAM, "--", *map(str, indexes)]
    answer = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=True).stdout
    return [SearchCost(cost["ready"], tuple(cost["queries"])) for cost in json.loads(answer)]


def _pages(site: Path, tasks: int) -> dict[str, str]:
    """The pages of as many tasks: copies of every plan, each with all its figures changed."""
    plans = {path.parent.name: path.read_text("utf-8") for path in sorted(site.glob("ke-hoach/*/index.html"))}
    data = [json.loads((site / f"ke-hoach/{plan}/{plan}.json").read_text("utf-8")) for plan in plans]
    of_all = sum(len(group["tasks"]) for plan in data for group in plan["matrix"])
    return {
        f"ke-hoach/{plan}-{copy}/index.html": _FIGURE.sub(partial(_raised, copy), text)
        for copy in range(math.ceil(tasks / of_all))
        for plan, text in plans.items()
    }


def _raised(copy: int, figure: re.Match[str]) -> str:
    return str(int(figure[0]) + copy)
