"""A build that writes down what each stage of it costs: `python -m bench.staged_build ROOT REPORT.json`, see `--help`.

With `--sample` so many shards are made; every other one is a copy under its own name, whose making is not counted, while all that is
done with it is: its key, its summary in the pages over all places, its files published.
"""

import json
import os
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial, wraps
from multiprocessing import parent_process
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter

from bench.places import ending
from planbook.outputs import build as pipeline
from planbook.outputs import catalogue
from planbook.outputs.cluster.scheduler import cluster
from planbook.outputs.shards import building
from planbook.outputs.shards.making import ShardRecord, ShardRequest, make_shards
from planbook.render.press import Printing, Workers, workers

SHEETS, JOURNAL = (
    "BENCHSHEETS",
    "BENCHJOURNAL",
)  # whether PDFs are made, and the folder in which processes write what they cost
_RECORD = TypeAdapter(ShardRecord)
_Lent = Callable[[], AbstractContextManager[Executor]]  # what shards are made by
STAGES = {
    "hashes of what is read": (pipeline, "key_of_inputs"),
    "state of what is published": (pipeline, "published_state"),
    "read and check": (pipeline, "cut_office"),
    "keys of shards": (building, "requests"),
    "registers": (building, "country_edition"),
    "frames": (building, "lay_out"),
    "pages over all places": (building, "make_country"),
}


@dataclass
class Report:
    """CPU seconds of each stage, and of each shard; the most bytes that the process and one of its workers held, of a worker also until each of its shards was made."""

    stages: dict[str, float] = field(default_factory=dict)
    shards: list[float] = field(default_factory=list)
    workers: float = 0  # CPU seconds of all of them, with what they begin with
    programs: float = 0  # CPU seconds of MkDocs and git
    peak: int = 0
    peak_of_worker: int = 0
    peaks: list[int] = field(default_factory=list)  # of the worker that made most shards
    walls: dict[str, float] = field(default_factory=dict)
    cpu: float = 0  # seconds of the process and all that it started


def make_measured(requests: Iterable[ShardRequest], *printing: Printing) -> tuple[ShardRecord, ...]:
    """Make shards, and write down what each costs, and the process that does nothing else."""
    records: list[ShardRecord] = []
    before = 0.0 if parent_process() else _spent()
    with _replaced(catalogue, "SHEETS", catalogue.SHEETS if os.environ.get(SHEETS) else ()):
        for request in requests:
            begun, start = _spent(), time.time()
            records += make_shards((request,), *printing)
            peak = getrusage(RUSAGE_SELF).ru_maxrss * 1024
            entry = not records[-1].missing, _spent() - begun, _spent() - before, peak, start, time.time()
            with Path(os.environ[JOURNAL], str(os.getpid())).open("a") as journal:
                journal.write(f"{json.dumps(entry)}\n")
    return tuple(records)


class SampledPool(Executor):
    """Hands the first shards of many to a pool, or all where `sample` is 0; the others are copies of these."""

    at_once, few = staticmethod(Workers.at_once), Workers.few

    def __init__(self, pool: Executor, sample: int) -> None:
        self._pool, self._sample = pool, sample
        self._models: dict[str, tuple[ShardRequest, Future[Any]]] = {}
        self._copied = 0
        self.spent = 0.0  # CPU seconds that copies took

    def submit(self, make: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        """Have a shard made, or copied when its model is there."""
        ((request,),) = arguments
        is_copy = (
            request.part not in self._models and 0 < self._sample <= len(self._models) and ending(request.shard.place)
        )
        if not is_copy:
            future = self._pool.submit(make, (request,))
            if ending(request.shard.place):
                self._models[request.part] = request, future
            return future
        copy: Future[Any] = Future()
        model, made = [*self._models.values()][self._copied % self._sample]
        self._copied += 1
        made.add_done_callback(partial(self._copy, model, request, copy))
        return copy

    def _copy(self, model: ShardRequest, request: ShardRequest, copy: Future[Any], made: Future[Any]) -> None:
        begun = time.thread_time()
        try:
            copy.set_result((_copied(model, made.result()[0], request),))
        except BaseException as error:  # noqa: BLE001  # who waits for the copy is told
            copy.set_exception(error)
        self.spent += time.thread_time() - begun


def _copied(model: ShardRequest, record: ShardRecord, request: ShardRequest) -> ShardRecord:
    """What would be known of a shard whose plans say the same as those of another one, whose files are written under other names."""
    names = ending(model.shard.place).encode(), ending(request.shard.place).encode()
    for path in record.files:
        place = request.into / path.encode().replace(*names).decode()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((model.into / path).read_bytes().replace(*names))
    copy: ShardRecord = _RECORD.validate_json(_RECORD.dump_json(record).replace(*names))
    return replace(copy, part=request.part, key=request.key)


def staged_build(root: Path, pool: _Lent, journal: Path) -> Report:
    """Build an office that is cut by places, with what its shards are made by."""
    report = Report()
    lent: list[SampledPool] = []

    @contextmanager
    def lend() -> Iterator[Any]:
        with pool() as executor:
            if isinstance(executor, SampledPool):
                lent.append(executor)
            yield executor

    with ExitStack() as stack:
        for name, (module, function) in STAGES.items():
            stack.enter_context(_measured(report, name, module, function))
        stack.enter_context(_replaced(building, "make_shards", make_measured))
        begun, wall = _spent(), time.perf_counter()
        pipeline.build(root, machines=lend)
        whole = _spent() - begun
    report.walls["build"] = time.perf_counter() - wall
    made, here = [], 0.0  # what this process made itself
    for file in journal.iterdir():
        entries = [json.loads(line) for line in file.read_text().splitlines()]
        made += [entry for entry in entries if entry[0]]
        _, _, process, peak, _, _ = entries[-1]
        report.workers += process
        report.peak_of_worker = max(report.peak_of_worker, peak)
        if file.name == str(os.getpid()):
            here += process
        report.peaks = max(report.peaks, [entry[3] for entry in entries if entry[0]], key=len)
    report.shards = [spent for _, spent, *_ in made]
    report.walls["shards"] = max(entry[-1] for entry in made) - min(entry[-2] for entry in made) if made else 0
    own = whole - here - sum(executor.spent for executor in lent)
    report.stages["agencies over places, lists of files, publishing"] = own - sum(report.stages.values())
    report.stages["frames"] = report.stages.get("frames", 0) + report.programs
    report.peak = getrusage(RUSAGE_SELF).ru_maxrss * 1024
    return report


@contextmanager
def _measured(report: Report, name: str, module: ModuleType, function: str) -> Iterator[None]:
    """Add what calls of a function cost to a stage, in the body; of programs that it starts too."""
    call = getattr(module, function)

    @wraps(call)
    def measured(*arguments: Any, **options: Any) -> Any:
        begun, children = _spent(), _spent(RUSAGE_CHILDREN)
        try:
            return call(*arguments, **options)
        finally:
            report.stages[name] = report.stages.get(name, 0) + _spent() - begun
            report.programs += _spent(RUSAGE_CHILDREN) - children

    with _replaced(module, function, measured):
        yield


@contextmanager
def _replaced(module: ModuleType, name: str, value: object) -> Iterator[None]:
    """Let a name of a module mean something else in the body: what tests do it with loads asyncio, which would be measured too."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def main() -> None:
    """Build an office and write the report."""
    words = ArgumentParser(prog="bench.staged_build")
    words.add_argument("root", type=Path)
    words.add_argument("report", type=Path)
    words.add_argument("--sample", type=int, default=0, help="how many shards are made, of all if 0")
    words.add_argument("--sheets", action="store_true", help="PDFs too")
    words.add_argument("--workers", type=int, default=os.cpu_count())
    words.add_argument("--scheduler", default="", help="whose workers make the shards")
    words.add_argument("--shared", default="")
    words.add_argument("--journal", default="", help="an empty folder, which is in the environment of those workers")
    call = words.parse_args()
    with tempfile.TemporaryDirectory() as own:
        os.environ[JOURNAL] = call.journal or own
        if call.sheets:
            os.environ[SHEETS] = "1"
        away = partial(cluster, call.scheduler, call.shared, call.root)
        pool: _Lent = away if call.scheduler else partial(_sampled, call.workers, call.sample)
        report = staged_build(call.root, pool, Path(os.environ[JOURNAL]))
    call.report.write_text(json.dumps(asdict(report)), "utf-8")


@contextmanager
def _sampled(count: int, sample: int) -> Iterator[SampledPool]:
    with workers(count, like_this=True) as pool:
        yield SampledPool(pool, sample)


def _spent(whose: int = RUSAGE_SELF) -> float:
    usage = getrusage(whose)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    from planbook.commands.own_process import own_process

    with own_process():  # as that of a command
        from bench.staged_build import main as run  # under its name, so that other processes find what makes shards

        run()
        raise SystemExit(0)
