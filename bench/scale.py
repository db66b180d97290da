"""What many places cost: `python -m bench.scale [--places 1000] [--sample 50] [ROW…]` prints a table, without names all rows of it.

An office of so many places is made, and its site from nothing but for PDFs: of `--sample` places really, of the others as copies of
these (bench/staged_build.py says what is counted). Growth is that from an office of `--few` places, of which all shards are made.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from hashlib import sha256
from math import log
from pathlib import Path
from statistics import median
from unittest.mock import patch

from bench import register_of_places, search_places
from bench.clusters import machines
from bench.inputs import PROJECT, Inputs, prepare
from bench.measure import Cost, cpu_of_family, of_command
from bench.places import office
from bench.rows import HEADINGS, LAYOUT, Row
from bench.serving import preview
from bench.sheets_of_plan import sheets_of_one_plan
from bench.staged_build import JOURNAL, Report
from planbook.outputs import catalogue
from planbook.outputs.build import build

COUNTRY, FEW, SAMPLE = 1_000, 50, 50
OWN = "-00001"  # how the place ends of which figures change; it is one that is really made
MEGABYTE = 1_000_000
CHEAP = 0.1  # seconds; below, the exponent would be that of the clock
_FIGURE = re.compile(r"value: 3\.\d{3}")
_TURNS = 300_000_000  # of the arithmetic that tells what two processes can do here


class Offices:
    """An office of many places and one of few, with sites that were made from nothing but for PDFs, and what that cost."""

    def __init__(self, folder: Path, places: int, sample: int, few: int = FEW) -> None:
        self.folder, self.places, self.sample = folder, places, sample
        self.few_places = min(few, max(2, places // 3))
        self._figures = 0

    @cached_property
    def many(self) -> tuple[Path, Report]:
        """The office of many places."""
        root = office(self.folder / "many", self.places)
        return root, self.staged(root, "--sample", str(self.sample))

    @cached_property
    def few(self) -> tuple[Path, Report]:
        """That of few, all of whose shards were made."""
        root = office(self.folder / "few", self.few_places)
        return root, self.staged(root)

    @cached_property
    def project(self) -> tuple[Inputs, Path]:
        """The project as it is, and a folder for what is made of it."""
        (folder := self.folder / "project").mkdir()
        return prepare(folder), folder

    def staged(self, root: Path, *options: str) -> Report:
        """What a build costs by its stages."""
        path = self.folder / "report.json"
        cost = of_command([sys.executable, "-m", "bench.staged_build", str(root), str(path), *options], PROJECT)
        report = Report(**json.loads(path.read_text("utf-8")))
        report.cpu, report.walls["command"] = cost.cpu, cost.wall
        return report

    def change(self) -> tuple[str, str]:
        """Give one figure of one plan another value; its place is one that was really made. Gives the page of the plan, and the figure as it stands there."""
        path = next(iter(sorted((self.many[0] / "data/plans").rglob(f"*{OWN}.yaml"))))
        self._figures += 1
        figure = f"3.{self._figures:03}"
        path.write_text(_FIGURE.sub(f"value: {figure}", path.read_text("utf-8"), count=1), "utf-8")
        return f"ke-hoach/{path.stem}/", figure


def _command(root: Path, name: str) -> Cost:
    """What a command of the program costs in the folder of an office."""
    return of_command([sys.executable, "build_docs.py", name, "--root", str(root)], PROJECT)


def nothing_changed(offices: Offices) -> Iterator[Row]:
    root, _ = offices.many
    cost = min((_command(root, "build") for _ in range(3)), key=lambda cost: cost.cpu)
    yield Row("nothing changed", cost.cpu, None, 1)


def one_figure(offices: Offices) -> Iterator[Row]:
    """What one figure of one plan costs, and that every other file was left alone."""
    root, _ = offices.many
    offices.change()
    before = _published(root)
    report = offices.staged(root)
    after = _published(root)
    yield Row("one figure of one plan, without PDFs", report.cpu, None, 2)
    stages = {**report.stages, "worker": report.workers}
    yield from (Row(f"  {name}", spent, None, None) for name, spent in stages.items() if spent > CHEAP)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    same = {path for path in changed & before.keys() & after.keys() if before[path][0] == after[path][0]}
    others = {path for path in changed if re.search(r"-\d{5}/", path) and f"{OWN}/" not in path}
    yield Row(f"  files that changed, of {len(after):,}", len(changed), None, None, "")
    yield Row("  of these of other places, or with the same bytes", len(same | others), None, 0, "")
    offices.change()
    offices.staged(root, "--sheets")  # so that the PDFs of the next one are those that its figure changes
    offices.change()
    yield Row("  its PDFs", offices.staged(root, "--sheets").cpu - report.cpu, None, 4)


def check(offices: Offices) -> Iterator[Row]:
    root, _ = offices.many
    costs = []
    for _ in range(3):
        offices.change()
        costs.append(_command(root, "check"))
    yield Row("check, one plan changed", min(cost.cpu for cost in costs), None, 1)


def serve(offices: Offices) -> Iterator[Row]:
    """What it costs until the preview shows one figure, and from then on until the site with its PDFs is made; the first figure, which loads much, is not counted."""
    root, _ = offices.many
    shown, made = [], []
    manifest = root / "site/manifest.json"
    with preview(root) as running:
        for _ in range(3):
            before = manifest.stat().st_mtime_ns
            shown.append(running.shown(*offices.change()))
            made.append(running.written(manifest, before))
    yield Row("serve: until one figure is shown, on the clock", min(cost.wall for cost in shown[1:]), None, 2)
    yield Row("  CPU", min(cost.cpu for cost in shown[1:]), None, None)
    yield Row("  then until the site is made, on the clock", min(cost.wall for cost in made[1:]), None, None)
    yield Row("  CPU", min(cost.cpu for cost in made[1:]), None, None)


def whole_format(offices: Offices) -> Iterator[Row]:
    """What it costs to look through the format of all files, of which one has changed."""
    root, _ = offices.many
    offices.change()
    yield Row("fmt, CPU a plan", _command(root, "fmt").cpu / offices.places, None, None)


def from_nothing(offices: Offices) -> Iterator[Row]:
    _, report = offices.many
    stages = _stages(report, offices.places)
    yield Row(
        f"from nothing, CPU a plan ({len(report.shards)} made)", sum(stages.values()) / offices.places, None, 0.35
    )
    yield from (Row(f"  {name}", spent / offices.places, None, None) for name, spent in stages.items())


def growth(offices: Offices) -> Iterator[Row]:
    (_, few), (_, many) = offices.few, offices.many
    of_few, of_many = _stages(few, offices.few_places), _stages(many, offices.places)
    power = partial(_power, offices)
    whole = power(sum(of_few.values()), sum(of_many.values()))
    yield Row(f"growth from {offices.few_places} places: exponent of all stages", whole, None, 1.05, "")
    for name, spent in of_many.items():
        if spent > CHEAP and of_few.get(name):
            yield Row(f"  {name}", power(of_few[name], spent), None, 1.05, "")
    yield Row("memory of the build", many.peak / MEGABYTE, None, 600, "MB")
    yield Row("  exponent of growth", power(few.peak, many.peak), None, 1.05, "")
    yield Row("memory of the largest worker", many.peak_of_worker / MEGABYTE, None, 600, "MB")
    yield Row("  exponent of growth", power(few.peak_of_worker, many.peak_of_worker), None, 1.05, "")


def _kept(peaks: list[int]) -> float:
    """The bytes by which a process grows with each shard: of the later half of them, before which it loads what all need."""
    half = len(peaks) // 2
    return (peaks[-1] - peaks[half]) / max(1, len(peaks) - 1 - half)


def _power(offices: Offices, few: float, many: float) -> float:
    return log(many / few) / log(offices.places / offices.few_places)


def _stages(report: Report, places: int) -> dict[str, float]:
    """CPU seconds of each stage, as if all shards were made as those of the sample; workers start once, however many they make."""
    usual = median(report.shards)
    start = report.workers - usual * len(report.shards)
    return {**report.stages, "shards": usual * places, "start of workers": start}


def two_workers(offices: Offices) -> Iterator[Row]:
    root, both = offices.few
    _forget(root)
    alone = offices.staged(root, "--workers", "1")
    yield Row(
        "two workers / one: shards on the clock (1.85 times)", both.walls["shards"], alone.walls["shards"], 1 / 1.85
    )
    yield Row("  the whole build of few places", both.walls["build"], alone.walls["build"], None)
    yield Row(
        f"  memory of one worker after {len(alone.peaks)} places", alone.peak_of_worker / MEGABYTE, None, 600, "MB"
    )
    yield Row("  of each place after the first half it keeps", _kept(alone.peaks) / MEGABYTE, None, 1, "MB")
    yield Row("  CPU of the shards", both.workers, alone.workers, None)
    yield Row("  arithmetic, which is what this machine can", *_arithmetic(), None)


def _arithmetic() -> tuple[float, float]:
    """Seconds on the clock of the same additions by two processes and by one."""
    walls = []
    for workers in (2, 1):
        with ProcessPoolExecutor(workers) as pool:
            [*pool.map(_count, [1] * workers)]  # they have begun
            start = time.perf_counter()
            [*pool.map(_count, [_TURNS // 8] * 8)]
            walls.append(time.perf_counter() - start)
    return walls[0], walls[1]


def _count(turns: int) -> int:
    return sum(range(turns))


def by_machines(offices: Offices) -> Iterator[Row]:
    """With the starts of the command and of its processes, and without; also whether every file has the same hash.

    The scheduler and its workers stand already, as in an office; the processes in which these work do not, nor do those of the pool.
    A pool of as many processes tells what Dask costs apart from what more processes than cores do.
    """
    folder = offices.folder
    root, here = offices.few
    files = _hashes(root / "site")
    _forget(root)
    journal, shared = folder / "journal", str(folder / "shared")
    for new in (folder / "cluster", journal):
        new.mkdir()
    with patch.dict(os.environ, {JOURNAL: str(journal)}), machines(folder / "cluster", 2, 2) as cluster:
        begun = cpu_of_family(*cluster.processes)
        options = ("--scheduler", cluster.address, "--shared", shared, "--journal", str(journal))
        away = offices.staged(root, *options)
        spent = away.cpu + cpu_of_family(*cluster.processes) - begun
    name = f"Dask, two workers of two / pool of {os.cpu_count()}, {offices.few_places} places (0.85)"
    yield Row(name, away.walls["command"], here.walls["command"], 1 / 0.85)
    yield Row("  first place begun to last made, so no starts", away.walls["shards"], here.walls["shards"], 1 / 0.85)
    yield Row("  CPU of all processes, with starts", spent, here.cpu, 1 / 0.85)
    yield Row("  CPU of making the places alone", sum(away.shards), sum(here.shards), None)
    differing = _hashes(root / "site").items() ^ files.items()
    yield Row("  files that differ", len({path for path, _ in differing}), None, 0, "")
    _forget(root)
    many = offices.staged(root, "--workers", "4")
    yield Row("Dask, two workers of two / pool of 4", away.walls["command"], many.walls["command"], 1 / 0.85)
    yield Row("  first place begun to last made, so no starts", away.walls["shards"], many.walls["shards"], 1 / 0.85)
    yield Row("  CPU of making the places alone", sum(away.shards), sum(many.shards), None)


def sheets(offices: Offices) -> Iterator[Row]:
    inputs, folder = offices.project
    yield from sheets_of_one_plan(inputs, folder, rounds=2)


def first_search(offices: Offices) -> Iterator[Row]:
    """The first answers on a page of one of so many places, for the names of registers."""
    inputs, folder = offices.project
    with patch.object(catalogue, "SHEETS", ()):
        build(inputs.root)
    registers = inputs.edition.workspace.indicators, inputs.edition.workspace.agencies
    names = [entry.name for register in registers for entry in register.values()]
    country = search_places.country(inputs.root / "site", folder / "searched", names, offices.places)
    yield Row("first search: KB to the first answer", search_places.largest(country) / 1000, None, 300, "KB")
    yield Row("  half of the queries cost at most", search_places.middle(country) / 1000, None, 0.06)
    yield Row("  the dearest query", max(answer.spent for answer in country) / 1000, None, 0.06)


def register(offices: Offices) -> Iterator[Row]:
    """The page of the register over all places of the site that was made."""
    root, _ = offices.many
    own, whole = register_of_places.first_bytes(root / "site")
    cost = register_of_places.register_cost(root / "site")
    yield Row("register page: KB first", own / 1000, None, 400, "KB")
    yield Row("  with scripts and styles of all pages", whole / 1000, None, None, "KB")
    yield Row(f"  a filter over {cost.rows:,} rows", max(cost.filters) / 1000, None, 0.15)
    yield Row("  words over them", max(cost.words) / 1000, None, 0.15)
    yield Row("  the first words", cost.first_words / 1000, None, None)


ROWS: dict[str, Callable[[Offices], Iterator[Row]]] = {
    "sheets": sheets,
    "search": first_search,
    "from-nothing": from_nothing,
    "register": register,
    "nothing-changed": nothing_changed,
    "one-figure": one_figure,
    "check": check,
    "serve": serve,
    "fmt": whole_format,
    "growth": growth,
    "dask": by_machines,
    "two-workers": two_workers,
}


def rows(
    folder: Path, places: int = COUNTRY, sample: int = SAMPLE, names: Collection[str] = (), few: int = FEW
) -> Iterator[Row | str]:
    """The rows of some names, or all; what cannot be measured says why, and the others go on."""
    folder.mkdir()
    offices = Offices(folder, places, sample, few)
    for name in names or ROWS:
        try:
            yield from ROWS[name](offices)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told
            yield f"{name}: not measured ({type(error).__name__}: {error})"


def main() -> None:
    """Print the table, row by row as they are measured."""
    words = ArgumentParser(prog="bench.scale", description=__doc__)
    words.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    words.add_argument("--places", type=int, default=COUNTRY)
    words.add_argument("--sample", type=int, default=SAMPLE, help="places that are really made; the others are copies")
    words.add_argument("--few", type=int, default=FEW, help="of growth, two-workers and dask")
    call = words.parse_args()
    if unknown := {*call.rows} - ROWS.keys():
        words.error(f"no such row: {', '.join(unknown)}")
    start = time.monotonic()
    print(
        f"{call.places:,} places, {min(call.places, call.sample)} of them really made",
        LAYOUT.format(*HEADINGS),
        sep="\n",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder) / "scale", call.places, call.sample, call.rows, call.few):
            print(row, flush=True)
    print(f"{time.monotonic() - start:.0f} s")


def _forget(root: Path) -> None:
    """What the next build makes is made from nothing."""
    for name in ("site", "build"):
        shutil.rmtree(root / name)


def _hashes(site: Path) -> dict[str, str]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def _published(root: Path) -> dict[str, tuple[str, int, int]]:
    """The files of a site with their hashes, times and numbers on the disk."""
    files = ((path, digest, (root / "site" / path).stat()) for path, digest in _hashes(root / "site").items())
    return {path: (digest, status.st_mtime_ns, status.st_ino) for path, digest, status in files}


if __name__ == "__main__":
    main()
