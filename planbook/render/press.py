"""Makes many PDFs at once: those that the store has not kept, in as many processes as the machine has cores."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Thread

from planbook.diagnostics import Refusal
from planbook.render.print_job import PrintJob
from planbook.render.store import Store

Print = Callable[[PrintJob], Callable[[], bytes]]


class PrintingFailed(Refusal):
    """A process that makes PDFs was ended from outside, mostly because the memory was full."""


@contextmanager
def press(store: Store) -> Iterator[Print]:
    """Lend a function that takes a job and gives a function, which waits for the PDF; that raises `Refusal`.

    The processes end with the body, also on an interrupt, and with the program, also if that is killed.
    """
    # Not forked: this process has threads, and the libraries are loaded only where they are needed.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, _end_when_alone) as pool:

        def begin(job: PrintJob) -> Callable[[], bytes]:
            digest = job.digest(store.made_by)
            kept = store.get(digest)
            if kept is not None:
                return lambda: kept
            with _interrupts_held_back():
                future = pool.submit(_print, job)
            return lambda: _finish(future, job, digest)

        def _finish(future: Future[bytes], job: PrintJob, digest: str) -> bytes:
            try:
                content = future.result()
            except BrokenProcessPool as error:
                raise PrintingFailed(
                    f"{job.path}: the process that prints it was ended; is the memory full?"
                ) from error
            store.put(digest, content)
            return content

        try:
            yield begin
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _print(job: PrintJob) -> bytes:
    from planbook.render.pdf import pdf

    return pdf(job.html, job.attached)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let processes that start here never hear an interrupt, not even while they load: the parent ends them in order."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_when_alone() -> None:
    """End this process when its parent is gone."""
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
