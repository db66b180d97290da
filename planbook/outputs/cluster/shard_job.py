"""What another machine is asked for: shards, by what they are made of and under which names their files come back."""

import json
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing import current_process
from pathlib import Path
from typing import Any, TypedDict, get_type_hints

from pydantic import TypeAdapter

from planbook.messages.diagnostics import Refusal, Text
from planbook.outputs.cluster.fitness import unlike_parts
from planbook.outputs.cluster.parcels import FolderReceiver, files_below
from planbook.outputs.cluster.shared_files import SharedFiles, SharedFilesFailed, portions
from planbook.outputs.origin import what_makes
from planbook.render.press import Workers, workers
from planbook.repository.machine import reason_with_place
from planbook.repository.output_files import write_files

FINISHED = "results"
_RECORD = "record.json"  # beside the files of a shard, written when all of them are there

Make = Callable[
    [Sequence[Any]], Sequence[Any]
]  # of requests that have `root`, `frames`, `into` and `key`, with what is said of each


@dataclass(frozen=True)
class SentRequest:
    """A request with the names of the folders that were sent for it: `root` lies within the first."""

    request: Any
    office: str
    within_office: str
    frames: str
    result: str


@dataclass(frozen=True)
class ShardJob:
    """Requests that travel together, what makes them, and what makes outputs where they come from."""

    shared: SharedFiles
    make: Make
    requests: tuple[SentRequest, ...]
    made_by: Mapping[str, str]


class Bundle(TypedDict):
    """Files that lie one after the other in a shared file: its hash, and their sizes by their paths."""

    sha256: str
    files: dict[str, int]


@dataclass(frozen=True)
class JobAnswer:
    """What a worker says: each result as JSON and how long it took, or what kept it from making them.

    Where it `may_go_on`, that was the work more than the worker.
    """

    worker: str
    results: tuple[str, ...] = ()
    seconds: float = 0
    fault: Text | None = None
    may_go_on: bool = False


class UnfitWorker(Refusal):
    """A worker would make other files."""


def run_job(job: ShardJob) -> JobAnswer:
    """Make shards in a process beside this worker, which stays for the next ones."""
    from distributed import get_worker

    worker, begun = get_worker(), time.monotonic()
    try:
        results = _process().submit(make_sent, job, Path(worker.local_directory) / "planbook").result()
    except BrokenProcessPool:
        del _own.process
        fault = Text("the process that worked was ended, mostly because the memory is full")
        return JobAnswer(worker.address, fault=fault, may_go_on=True)
    except (SharedFilesFailed, UnfitWorker) as failure:
        return JobAnswer(worker.address, fault=failure.sentences[0])
    except OSError as error:
        return JobAnswer(worker.address, fault=reason_with_place(error))
    return JobAnswer(worker.address, results, time.monotonic() - begun)


def read_result(make: Make, result: str) -> tuple[Any, list[Bundle]]:
    """The record of a shard, and its files."""
    content = json.loads(result)
    (record,) = _records(make).validate_python((content["record"],))
    return record, content["bundles"]


def fetch_result(shared: SharedFiles, name: str, bundles: Sequence[Bundle], into: Path) -> None:
    """Write the files of a result into a folder; raises `SharedFilesFailed` where a bundle is not what its record says."""
    for bundle in bundles:
        whole = {bundle["sha256"]: sum(bundle["files"].values())}
        ((_, content),) = shared.fetch(f"{FINISHED}/{name}", whole)
        start = 0
        for path, size in bundle["files"].items():
            write_files(into, {path: content[start : start + size]})
            start += size


_own = threading.local()


def _process() -> Workers:
    """The process of this thread: a thread can neither be stopped when it takes too long, nor hear of signals."""
    if not hasattr(_own, "process"):
        # Dask's workers are daemons, which may have no processes of their own; this one ends with its worker all the same.
        current_process().daemon = False
        _own.process = workers(1)
    process: Workers = _own.process
    return process


def make_sent(job: ShardJob, scratch: Path) -> tuple[str, ...]:
    """The results of a job; what an earlier try has finished is not made again."""
    if unlike := next(unlike_parts(job.made_by, what_makes()), None):
        raise UnfitWorker(unlike)
    results = {sent.result: _stored(job.shared, sent.result) for sent in job.requests}
    wanting = [sent for sent in job.requests if results[sent.result] is None]
    receiver = FolderReceiver(job.shared, scratch)
    with ExitStack() as stack:
        here = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
        folders = {
            name: stack.enter_context(receiver.laid_out(name))
            for name in dict.fromkeys(name for sent in wanting for name in (sent.office, sent.frames))
        }
        for number, sent in enumerate(wanting):  # each is kept as soon as it is there
            (into := here / str(number)).mkdir()
            root, frames = folders[sent.office] / sent.within_office, folders[sent.frames]
            (record,) = job.make([replace(sent.request, root=root, frames=frames, into=into)])
            results[sent.result] = _store(job, sent.result, record, into)
    return tuple(result for result in results.values() if result)


def _stored(shared: SharedFiles, name: str) -> str | None:
    """The result that stands among the shared files; None where none does, or not as it was written."""
    digest, _, result = (shared.read(f"{FINISHED}/{name}/{_RECORD}") or b"").partition(b"\n")
    return result.decode() if digest.decode("latin-1") == sha256(result).hexdigest() else None


def _store(job: ShardJob, name: str, record: Any, folder: Path) -> str:
    """Put the files of a shard among the shared ones, and at last its record."""
    sizes = {path: file.stat().st_size for path, file in sorted(files_below(folder))}
    bundles = []
    for paths in portions(sizes):
        contents = {path: (folder / path).read_bytes() for path in paths}
        bundle = b"".join(contents.values())
        digest = sha256(bundle).hexdigest()
        job.shared.put(f"{FINISHED}/{name}", {digest: bundle})
        bundles.append(Bundle(sha256=digest, files={path: len(content) for path, content in contents.items()}))
    (plain,) = _records(job.make).dump_python((record,), mode="json")
    result = json.dumps({"record": plain, "bundles": bundles})
    digest = sha256(result.encode()).hexdigest()
    job.shared.put(f"{FINISHED}/{name}", {_RECORD: f"{digest}\n{result}".encode()})
    return result


def _records(make: Make) -> TypeAdapter[Any]:
    """How the records that a function gives are read and written, as it says itself."""
    return TypeAdapter(get_type_hints(make)["return"])
