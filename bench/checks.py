"""What each check costs on 250 and on 1,000 plans, and how fast that grows; the plans are copies of those in data/."""

import gc
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from statistics import median

from planbook.checks import Check, checks
from planbook.loading.workspace import load
from planbook.messages.diagnostics import BuildStopped
from planbook.model.workspace import Workspace

SMALL, LARGE = 250, 1000
ROUNDS = 3
TARGET = 1.1  # the exponent: 1 is a cost for each plan, 2 one for each pair of plans
CHEAP = 0.005  # seconds; below, the exponent would be that of the clock
HEADINGS = ("check", f"{SMALL} plans", f"{LARGE} plans", "exponent", "target", "reached")
LAYOUT = "{:<42} {:>10} {:>11} {:>9} {:>7} {:>8}"


@dataclass(frozen=True)
class Growth:
    """Seconds of CPU that a check takes for few and for many plans."""

    name: str
    small: float
    large: float

    def __str__(self) -> str:
        seconds = f"{self.small:.4f} s", f"{self.large:.4f} s"
        if self.large < CHEAP:
            return LAYOUT.format(self.name, *seconds, "-", "", "")
        exponent = log(self.large / self.small) / log(LARGE / SMALL)
        reached = "yes" if exponent <= TARGET else "no"
        return LAYOUT.format(self.name, *seconds, f"{exponent:.2f}", f"{TARGET:g}", reached)


def growth(data: Path, folder: Path) -> Iterator[Growth]:
    """Measure every check, then give their sum; raises `BuildStopped` where a copy of a plan cannot be read."""
    large = _multiplied(data, folder / "multiplied")
    # Copies of one plan stand together, so every fourth plan is a quarter of each.
    small = replace(large, plans=dict(list(large.plans.items())[:: LARGE // SMALL]))
    gc.collect()
    gc.freeze()  # the plans are not to be walked at the expense of the checks
    rows = []
    for name, check in checks().items():
        # The sizes take turns, so that a busy machine is busy for both.
        costs = [(_seconds(check, small), _seconds(check, large)) for _ in range(ROUNDS)]
        rows.append(Growth(name, *(median(of_size) for of_size in zip(*costs, strict=True))))
        yield rows[-1]
    gc.unfreeze()
    yield Growth("all checks", sum(row.small for row in rows), sum(row.large for row in rows))


def _multiplied(data: Path, folder: Path) -> Workspace:
    """A workspace of many plans, each a copy of one in `data` under an id of its own; the registers stay."""
    shutil.copytree(data, folder)
    plans = sorted((folder / "plans").glob("*.yaml"))
    for plan in plans:
        first, rest = plan.read_text("utf-8").split("\n", 1)
        for number in range(1, LARGE // len(plans) + 1):
            copy = plan.with_stem(f"{plan.stem}-{number:04}")
            text = f"{first}-{number:04}\n{rest}"
            for other in plans:  # a task continues that of another plan's copy: plan-id/task-id
                text = text.replace(f"{other.stem}/", f"{other.stem}-{number:04}/")
            copy.write_text(text, "utf-8")
        plan.unlink()
    workspace, found = load(folder)
    if any(diagnostic.stops_the_build for diagnostic in found):
        raise BuildStopped(found, workspace.lines)
    return workspace


def _seconds(check: Check, workspace: Workspace) -> float:
    start = time.process_time()
    list(check(workspace))
    return time.process_time() - start
