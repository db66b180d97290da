"""Small shards for tests: an office that has some, and those of a cluster, what makes them, how their making is held up."""

import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.outputs import catalogue
from planbook.outputs.shards.making import ShardRecord, ShardRequest, make_shards
from planbook.repository.revisions import commit_of, edited
from tests.conftest import SMALL, git, workspace
from tests.small_country import IGNORED, commit


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


def office_of_places(folder: Path) -> Path:
    """The folder of an office in git with three plans of a province and one of each of its two communes."""
    workspace(folder, SMALL)
    for letter in "mn":
        _add_plan(folder, f"nong-thon-xa-{letter}-2027", letter)
    (folder / "data/office.yaml").write_text("by_place: true\noffline: false\n", "utf-8")
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    git(folder, "init", "--quiet")
    commit(folder)
    return folder


def _add_plan(root: Path, plan: str, letter: str) -> None:
    """A plan of a commune, which gives work to its own body and to a department of the province."""
    text = (SMALL / "plans/nong-thon-2027.yaml").read_text("utf-8")
    for old, new in {
        "nong-thon-2027": plan,
        "jurisdiction: tinh-a": f"jurisdiction: xa-{letter}",
        "ubnd-tinh-a": f"ubnd-xa-{letter}",
        "so-tai-chinh, ubnd-cac-xa": f"ubnd-xa-{letter}",
        "tỉnh A": f"xã {letter.upper()}",
        "[so-nn-mt, so-tai-chinh]": "[so-nn-mt]",
    }.items():
        text = text.replace(old, new)
    (root / f"data/plans/{plan}.yaml").write_text(text, "utf-8")


def make_small(requests: Sequence[SmallRequest]) -> tuple[SmallRecord, ...]:
    """Make the files of plans, which tell what of the office's folder, its history and its frames was there."""
    return tuple(_made(request) for request in requests)


def _made(request: SmallRequest) -> SmallRecord:
    is_first = not request.makers
    with (request.journal / f"{request.key}.begun").open("a") as file:
        file.write(f"{_worker()}\n")
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


def _worker() -> int:
    """The process of the worker beside which this one is."""
    parent = multiprocessing.parent_process()
    return parent.pid or 0 if parent else 0


def make_without_sheets(requests: Sequence[ShardRequest]) -> tuple[ShardRecord, ...]:
    """Make shards as the program does, but for printed sheets. Whoever is first at the place that a file names waits there for ever."""
    catalogue.SHEETS = ()
    journal = Path(os.environ["JOURNAL"])
    for part in (request.part for request in requests):
        begun = journal / part.replace("/", "-")
        waits = not begun.exists() and (journal / "wait").exists() and (journal / "wait").read_text() == part
        with begun.open("a") as file:
            file.write(f"{_worker()}\n")
        while waits:
            time.sleep(0.02)
    return make_shards(requests)
