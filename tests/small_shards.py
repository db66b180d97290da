"""Small shards for the tests of a cluster: what they are made of, what makes them, and how their making is held up."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.outputs import catalogue
from planbook.outputs.shards.making import ShardRecord, ShardRequest, make_shards
from planbook.repository.revisions import commit_of, edited


@dataclass(frozen=True)
class SmallRequest:
    """Asks for the files of a plan."""

    root: Path
    frames: Path
    into: Path
    key: str
    plan: str
    journal: Path  # a folder in which is said what was begun
    trouble: str = ""  # `full`: no space is left where it is made first; else it waits there for a file of this name

    @property
    def makers(self) -> list[int]:
        """The processes of the workers that have begun with it."""
        path = self.journal / f"{self.key}.begun"
        return [int(line) for line in path.read_text().split()] if path.exists() else []


@dataclass(frozen=True)
class SmallRecord:
    """What is known of a plan's files."""

    key: str
    lines: dict[str, int]
    folders: frozenset[str]


def make_small(requests: Sequence[SmallRequest]) -> tuple[SmallRecord, ...]:
    """Make the files of plans, which tell what of the office's folder, its history and its frames was there."""
    return tuple(_made(request) for request in requests)


def _made(request: SmallRequest) -> SmallRecord:
    is_first = not request.makers
    with (request.journal / f"{request.key}.begun").open("a") as file:
        file.write(f"{os.getppid()}\n")
    if is_first and request.trouble == "full":
        raise OSError(28, "No space left on device", "x.pdf")
    while is_first and request.trouble and not (request.journal / request.trouble).exists():
        time.sleep(0.02)
    plan = (request.root / f"data/plans/{request.plan}.yaml").read_text("utf-8")
    head, frame = commit_of(request.root, "HEAD"), (request.frames / "frame.html").read_text("utf-8")
    page = repr((plan, head and head.name, sorted(edited(request.root, "data", "templates")), frame))
    for path, text in {f"ke-hoach/{request.plan}/index.html": page, "dữ liệu/hai bản.txt": plan}.items():
        (request.into / path).parent.mkdir(parents=True, exist_ok=True)
        (request.into / path).write_text(text, "utf-8")
    return SmallRecord(request.key, {"lines": len(plan.splitlines())}, frozenset({"ke-hoach", "dữ liệu"}))


def make_without_sheets(requests: Sequence[ShardRequest]) -> tuple[ShardRecord, ...]:
    """Make shards as the program does, but for printed sheets. Whoever is first at the place that a file names waits there for ever."""
    catalogue.SHEETS = ()
    journal = Path(os.environ["JOURNAL"])
    for part in (request.part for request in requests):
        begun = journal / part.replace("/", "-")
        waits = not begun.exists() and (journal / "wait").exists() and (journal / "wait").read_text() == part
        with begun.open("a") as file:
            file.write(f"{os.getppid()}\n")
        while waits:
            time.sleep(0.02)
    return make_shards(requests)
