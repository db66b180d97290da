"""The printed sheets of one plan, beside WeasyPrint alone."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.inputs import PROJECT, Inputs
from bench.measure import ROUNDS, Cost, medians, of_command
from bench.rows import Row
from planbook.outputs.catalogue import print_jobs
from planbook.views.addresses import Address


def sheets_of_one_plan(inputs: Inputs, folder: Path, rounds: int = ROUNDS) -> Iterator[Row]:
    """Measure the sheets of the plan with the most agencies, with the start-up of the processes, which stay for all of them."""
    of_plans: dict[str, list[str]] = {}
    for job in print_jobs(inputs.edition):
        if blanks := Address.AGENCY_SHEET.blanks(job.path):
            path = folder / f"sheet-{blanks['plan']}-{blanks['agency']}.html"
            path.write_text(job.html, "utf-8")
            of_plans.setdefault(blanks["plan"], []).append(str(path))
    names = max(of_plans.values(), key=len)
    bare = [sys.executable, "-m", "bench.bare_pdf"]
    ours, each, together = medians(
        partial(of_command, [sys.executable, "-m", "bench.sheets", *names], PROJECT),
        lambda: sum((of_command([*bare, name], PROJECT) for name in names), Cost(0, 0)),
        partial(of_command, [*bare, *names], PROJECT),
        times=rounds,
    )
    yield Row(f"{len(names)} sheets of a plan / WeasyPrint, a command each", ours.cpu, each.cpu, 0.35)
    yield Row("  the same / WeasyPrint, one process for all", ours.cpu, together.cpu, 1)
