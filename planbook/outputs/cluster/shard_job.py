"""What another machine is asked for: shards, by what they are made of and under which names their files come back."""

import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import current_process
from pathlib import Path
from typing import Any
from uuid import uuid4

from planbook.messages.diagnostics import Refusal, Text
from planbook.outputs.cluster.fitness import unlike_parts
from planbook.outputs.cluster.parcels import FolderReceiver
from planbook.outputs.cluster.results import FINISHED, Make, store_result, stored_result
from planbook.outputs.cluster.shared_files import SharedFiles, SharedFilesFailed
from planbook.outputs.origin import what_makes
from planbook.render.press import Workers, workers
from planbook.repository.machine import reason_with_place, this_machine

# What all processes load, the first as their worker did.
_LOADED = ("distributed", "fsspec.core", "docx", "icalendar", "pandas", "xlsxwriter")


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
    """Requests that travel together, what makes them, and what makes outputs where they come from.

    On the `machine` that has the shared files on its disk, what is made need not travel.
    """

    shared: SharedFiles
    make: Make
    requests: tuple[SentRequest, ...]
    made_by: Mapping[str, str]
    machine: str = ""


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
        results = _process(job.make).submit(make_sent, job, Path(worker.local_directory) / "planbook").result()
    except BrokenProcessPool:
        del _own.process
        fault = Text("the process that worked was ended, mostly because the memory is full")
        return JobAnswer(worker.address, fault=fault, may_go_on=True)
    except (SharedFilesFailed, UnfitWorker) as failure:
        return JobAnswer(worker.address, fault=failure.sentences[0])
    except OSError as error:
        return JobAnswer(worker.address, fault=reason_with_place(error))
    return JobAnswer(worker.address, results, time.monotonic() - begun)


_own = threading.local()


def _process(make: Make) -> Workers:
    """The process of this thread: a thread can neither be stopped when it takes too long, nor hear of signals."""
    if not hasattr(_own, "process"):
        # Dask's workers are daemons, which may have no processes of their own; this one ends with its worker all the same.
        current_process().daemon = False
        _own.process = workers(1, loaded=(make.__module__, *_LOADED))
    process: Workers = _own.process
    return process


def make_sent(job: ShardJob, scratch: Path) -> tuple[str, ...]:
    """The results of a job; what an earlier try has finished is not made again."""
    if unlike := next(unlike_parts(job.made_by, what_makes()), None):
        raise UnfitWorker(unlike)
    results = {sent.result: stored_result(job.shared, sent.result) for sent in job.requests}
    wanting = [sent for sent in job.requests if results[sent.result] is None]
    receiver = FolderReceiver(job.shared, scratch)
    sent_folders = {name for sent in wanting for name in (sent.office, sent.frames)}
    beside = job.shared.folder if job.machine == this_machine() else None
    with receiver.laid_out(sent_folders) as folders, tempfile.TemporaryDirectory(dir=scratch) as here:
        for sent in wanting:  # each is kept as soon as it is there
            lie = uuid4().hex if beside else ""
            into = beside / FINISHED / sent.result / lie if beside else Path(here, sent.result)
            into.mkdir(parents=True)
            root, frames = folders[sent.office] / sent.within_office, folders[sent.frames]
            (record,) = job.make([replace(sent.request, root=root, frames=frames, into=into)])
            results[sent.result] = store_result(job.shared, sent.result, job.make, record, into, lie)
    return tuple(result for result in results.values() if result)
