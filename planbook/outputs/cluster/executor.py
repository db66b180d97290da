"""An executor whose processes are those of other machines: requests go in, records come back, and the files stand in the folders that the requests name."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock, Semaphore, Thread
from typing import Any, TypeVar
from uuid import uuid4

from planbook.messages.diagnostics import MachineFault, Refusal, Text
from planbook.outputs.cluster.admission import Admission
from planbook.outputs.cluster.parcels import FolderSender, files_below, office_files
from planbook.outputs.cluster.results import FINISHED, Make, fetch_result
from planbook.outputs.cluster.shard_job import JobAnswer, SentRequest, ShardJob, run_job
from planbook.outputs.cluster.shared_files import SharedFiles, SharedFilesFailed
from planbook.repository.clone_files import folder_in_clone
from planbook.repository.machine import this_machine
from planbook.repository.manifest import walk

_LOG = logging.getLogger("planbook")  # commands print it in their user's language
_LOOK = 1.0  # seconds between two looks at the workers
_SLOW = 4  # times what the longest work has taken so far
_TRIES = 3
_BATCHES = 256  # on their way
_TOGETHER = 100  # plans in one of them
_TURNS = 4
_FETCHING = 4  # of which the files are being fetched, so that memory stays small
_Records = TypeVar("_Records")


class ClusterExecutor(Executor):
    """Workers of a Dask scheduler, for functions from requests to records (`Make`)."""

    def __init__(
        self,
        client: Any,
        admission: Admission,
        shared: SharedFiles,
        sender: FolderSender,
        made_by: dict[str, str],
        patience: float,
    ) -> None:
        self._client, self._admission, self._shared, self._sender = client, admission, shared, sender
        self._made_by, self._patience = made_by, patience
        self._offices: dict[Path, tuple[str, str]] = {}
        self._frames: dict[Path, tuple[object, str]] = {}
        self._over: Refusal | None = None
        self._closed = Event()
        self._lock = Lock()
        self._fetching = Semaphore(_FETCHING)
        self._answers, self._waiting = 0, 0  # jobs of which one has come, and of which none has
        self._longest, self._last = 0.0, time.monotonic()  # seconds of a job, and when the last answer came
        admission.look()
        if not admission.fit:
            raise self._nobody()
        self._engine = client.get_executor(resources={admission.resource: 1})
        self._threads = ThreadPoolExecutor(_BATCHES)  # they wait for answers, and fetch
        Thread(target=self._watch, daemon=True).start()

    few = 0  # how much work is not handed out

    @property
    def is_used(self) -> bool:
        """Whether anything was asked for."""
        return bool(self._offices)

    def at_once(self, work: int) -> int:
        """How much of some work is handed out together: so little that each who works has several turns, and none ends long before the others."""
        return min(_TOGETHER, work // (_TURNS * self._places) or 1)

    def submit(self, make: Callable[..., _Records], /, *arguments: Any, **_: Any) -> Future[_Records]:
        """Have requests made elsewhere."""
        return self._threads.submit(self._made, make, *arguments)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the workers: what they are at comes to its end there, and is kept for the next build."""
        if cancel_futures:
            self._over = self._over or MachineFault(Text("the build was stopped"))
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._closed.set()
        if self._client.status == "running":
            self._engine.shutdown(wait=False)

    def _made(self, make: Callable[..., Any], requests: Sequence[Any]) -> Any:
        sent_requests = tuple(self._sent(make, request) for request in requests)
        machine = this_machine() if self._shared.lie_on_disk_of(requests[0].root) else ""
        job = ShardJob(self._shared, make, sent_requests, self._made_by, machine)
        failure: Refusal | None = None
        for _ in range(_TRIES):
            answer = self._answer(job)
            if answer.fault:
                failure = MachineFault(
                    Text(
                        "the worker {worker} could not do its work: {fault}",
                        {"worker": answer.worker, "fault": answer.fault},
                    )
                )
                if not answer.may_go_on:
                    self._admission.dismiss(answer.worker, answer.fault)
                if not self._admission.fit:
                    break
                continue
            try:
                with self._fetching:
                    fetched = zip(job.requests, requests, answer.results, strict=True)
                    return tuple(
                        fetch_result(self._shared, sent.result, make, result, request.into)
                        for sent, request, result in fetched
                    )
            except SharedFilesFailed as altered:
                failure = altered
                self._shared.forget([f"{FINISHED}/{sent.result}" for sent in job.requests])
        assert failure
        raise failure

    def _sent(self, make: Make, request: Any) -> SentRequest:
        office, frames = self._sent_office(request.root), self._sent_frames(request.frames)
        key = repr((make.__module__, make.__qualname__, request.key, frames, sorted(self._made_by.items())))
        result = sha256(key.encode()).hexdigest()
        nowhere = Path()  # what stands there on this machine
        plain = replace(request, root=nowhere, frames=nowhere, into=nowhere)
        return SentRequest(plain, *office, frames, result)

    def _sent_office(self, root: Path) -> tuple[str, str]:
        """The name of an office's folder among the shared files, and where in it that folder is.

        It is sent when it is asked for: what was edited since the request was written differs from its key, and is made again the next time.
        """
        with self._lock:
            if root not in self._offices:
                self._offices[root] = self._sender.send(office_files(root)), folder_in_clone(root)
            return self._offices[root]

    def _sent_frames(self, folder: Path) -> str:
        """The name of a folder of frames among the shared files, which is sent again when a file in it is another."""
        with self._lock:
            files = [(entry.path, entry.stat()) for entry in walk(folder)] if folder.is_dir() else []
            state = [(path, status.st_size, status.st_mtime_ns, status.st_ino) for path, status in files]
            if self._frames.get(folder, ("", ""))[0] != state:
                self._frames[folder] = state, self._sender.send(files_below(folder))
            return self._frames[folder][1]

    def _answer(self, job: ShardJob) -> JobAnswer:
        """What the first worker says that is through with a job."""
        with self._lock:
            self._waiting += 1
        try:
            return self._first_answer(job)
        finally:
            with self._lock:
                self._waiting -= 1

    def _first_answer(self, job: ShardJob) -> JobAnswer:
        from distributed.scheduler import KilledWorker

        keys = [self._key()]
        futures = [self._engine.submit(run_job, job, key=keys[0])]
        while True:
            done, _ = wait(futures, timeout=_LOOK, return_when=FIRST_COMPLETED)
            if self._over:
                raise self._over
            for future in done:
                try:
                    answer: JobAnswer = future.result()
                except CancelledError as error:
                    raise self._gone() from error
                except KilledWorker as error:
                    ended = Text(
                        "workers were ended again and again at the same work, mostly because the memory is full"
                    )
                    raise MachineFault(ended) from error
                for twin in {*futures} - {future}:
                    twin.cancel()
                self._longest, self._last = max(self._longest, answer.seconds), time.monotonic()
                self._answers += 1
                return answer
            if len(futures) == 1 and self._hangs() and (worker := self._worker_of(keys[0])):
                values = {"worker": worker, "seconds": int(time.monotonic() - self._last)}
                _LOG.warning(
                    Text(
                        "nothing has come from {worker} for {seconds} seconds; another worker does the same too", values
                    )
                )
                keys.append(self._key())
                able = sorted(self._admission.fit.keys() - {worker})
                futures.append(self._engine.submit(run_job, job, key=keys[1], workers=able))

    @property
    def _places(self) -> int:
        """How many pieces of work the workers do at the same time."""
        return sum(self._admission.fit.values())

    def _key(self) -> str:
        return f"{self._admission.resource}-{uuid4().hex}"

    def _hangs(self) -> bool:
        """Whether nothing has come for too long while somebody has nothing to do, once half of the work tells how long it takes."""
        quiet = time.monotonic() - self._last
        is_late = self._longest * _SLOW < quiet > self._patience
        return is_late and self._answers >= self._waiting < self._places and len(self._admission.fit) > 1

    def _worker_of(self, key: str) -> str:
        """The worker that is at a piece of work."""
        return next((worker for worker, keys in self._client.processing().items() if key in keys), "")

    def _watch(self) -> None:
        """Look at the workers until the end: new ones are let in, and without any for too long it is over."""
        since = time.monotonic()
        while not self._closed.wait(_LOOK):
            try:
                self._admission.look()
            except Exception:  # noqa: BLE001  # whatever Dask says of a scheduler that does not answer
                if self._client.status != "running":
                    self._over = self._over or self._gone()
            if self._admission.fit:
                since = time.monotonic()
            elif time.monotonic() - since > self._patience:
                self._over = self._over or self._nobody()

    def _gone(self) -> MachineFault:
        values = {"shared": self._shared.address}
        return MachineFault(
            Text(
                "the scheduler went away; what was finished stays in {shared}, and the next build goes on from there",
                values,
            )
        )

    def _nobody(self) -> MachineFault:
        faults = [
            Text("the worker {worker} gets no work: {fault}", {"worker": worker, "fault": fault})
            for worker, fault in self._admission.faults.items()
        ]
        return MachineFault(Text("the scheduler has no worker that can do the work"), *faults)
