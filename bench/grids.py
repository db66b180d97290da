"""Long grids of tasks and agencies: their HTML as planbook prints it, and the plain table of the same content.

`python -m bench.grids FILE.html…` prints each page and forgets it, so that the memory of a process can be measured.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from math import log
from pathlib import Path
from random import Random
from time import process_time
from unittest.mock import patch

from planbook.outputs.documents import SheetContent, sheet_html
from planbook.outputs.edition import Edition
from planbook.render import pdf
from planbook.views.grid import Grid, GridColumn, GridGroup

PLAN = "lao-cai-2026"  # the plan whose tasks and marks are repeated: four marks a task, a third of a page of text
AGENCIES = 25
SMALL, MIDDLE, LARGE = 60, 600, 3000


@dataclass(frozen=True)
class LongGrids:
    """Makes grids of any number of tasks out of the real ones, each mark under an agency of its own."""

    edition: Edition

    def pages(self, tasks: int) -> list[str]:
        """The HTML of the files that planbook makes."""
        parts = self._grid(tasks).parts(self.edition.phrases)
        return [self._html(replace(part, is_long=True)) for part in parts]

    def plain(self, tasks: int) -> str:
        """One page with a cell for each task and agency."""
        return self._html(self._grid(tasks))

    def _html(self, part: Grid) -> str:
        sheet = SheetContent(self.edition.workspace.plans[PLAN], {"grid": part})
        return sheet_html(self.edition, "pdf/grid.html", sheet)

    def _grid(self, tasks: int) -> Grid:
        random = Random(1)
        real = self.edition.grids[PLAN]
        rows = []
        for index, task in enumerate(islice(cycle(real.tasks), tasks), 1):
            given = [mark for mark in task.marks if mark]
            places = dict(zip(random.sample(range(AGENCIES), len(given)), given, strict=True))
            marks = tuple(places.get(at, "") for at in range(AGENCIES))
            rows.append(replace(task, id=f"{task.id}-{index}", index=index, marks=marks))
        columns = tuple(GridColumn(f"a-{at}", f"Sở số {at}", f"Sở số {at}", 0, 0) for at in range(AGENCIES))
        return Grid(real.id, real.caption, columns, (GridGroup("all", "I", real.caption, tuple(rows)),))


def exponent(grids: LongGrids) -> float:
    """How fast the time grows with the tasks: 1 is a cost for each, 2 one for each pair."""
    seconds = []
    for tasks in (SMALL, LARGE):
        pages = grids.pages(tasks)
        begun = process_time()
        for page in pages:
            pdf.pdf(page)
        seconds.append(process_time() - begun)
    return log(seconds[1] / seconds[0]) / log(LARGE / SMALL)


def stages(grids: LongGrids) -> Iterator[tuple[str, float]]:
    """The share of each stage in the time of one grid."""
    begun = process_time()
    pages = grids.pages(MIDDLE)
    laid_out, finished = process_time(), 0.0
    documents = [pdf.laid_out(page, pdf.NothingFetched()) for page in pages]
    written = process_time()

    def finish(document: object, file: object, *, blanks: int = 0) -> None:
        nonlocal finished
        start = process_time()
        original(document, file, blanks=blanks)
        finished += process_time() - start

    original = pdf.finish
    with patch.object(pdf, "finish", finish):
        for document in documents:
            pdf.pdf_bytes(document)
    end = process_time()
    whole = end - begun
    yield "HTML", (laid_out - begun) / whole
    yield "layout", (written - laid_out) / whole
    yield "PDF", (end - written - finished) / whole
    yield "finishing", finished / whole


if __name__ == "__main__":
    for name in sys.argv[1:]:
        pdf.pdf(Path(name).read_text("utf-8"))
