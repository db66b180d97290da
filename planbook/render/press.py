"""Makes many PDFs at once: those that the store has not kept, in as many processes as the machine has cores."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager

from planbook.messages.diagnostics import Refusal, Text
from planbook.render.print_job import PrintJob
from planbook.render.store import Store
from planbook.repository.limits import end_after

MAX_PRINT_SECONDS = 600  # of computing, for one PDF; a matrix of 600 rows takes ten
_FEW = 2  # pieces of work: an edit changes a place, and often what it shares with others

Print = Callable[[PrintJob], Callable[[], bytes]]
Printing = Callable[[Store], AbstractContextManager[Print]]


@contextmanager
def press(store: Store) -> Iterator[Print]:
    """Lend a function that takes a job and gives a function, which waits for the PDF; that raises `Refusal`.

    The processes end with the body, also on an interrupt, and with the program, also if that is killed.
    """
    with workers(os.cpu_count()) as pool, _printing_by(pool, store) as begin:
        yield begin


@contextmanager
def printing_beside(store: Store) -> Iterator[Print]:
    """The same for few PDFs, in one process that has loaded what this one has."""
    with workers(1, like_this=True) as pool, _printing_by(pool, store) as begin:
        yield begin


@contextmanager
def printing_here(store: Store) -> Iterator[Print]:
    """The same for a process that does nothing else: each PDF is made by this one, when it is asked for."""

    def begin(job: PrintJob) -> Callable[[], bytes]:
        digest = job.digest(store.made_by)

        def finish() -> bytes:
            content = store.get(digest)
            if content is None:
                content = _print(job)
                store.put(digest, content)
            return content

        return finish

    yield begin


@contextmanager
def _printing_by(pool: "Workers", store: Store) -> Iterator[Print]:
    def begin(job: PrintJob) -> Callable[[], bytes]:
        digest = job.digest(store.made_by)
        stored = store.get(digest)
        if stored is not None:
            return lambda: stored
        with _interrupts_held_back():
            future = pool.submit(_print, job)
        return lambda: _finish(future, job, digest)

    def _finish(future: Future[bytes], job: PrintJob, digest: str) -> bytes:
        try:
            content = future.result()
        except BrokenProcessPool as error:
            raise Refusal(
                Text(
                    "the process that prints {path} was ended: the memory is full, or its pages have no end",
                    {"path": job.path},
                )
            ) from error
        store.put(digest, content)
        return content

    try:
        yield begin
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise


class Workers(ProcessPoolExecutor):
    """Processes of this machine."""

    @property
    def few(self) -> int:
        """How much work this process does itself, sooner than another one has begun; none where nobody counts how long that takes."""
        return _FEW if threading.current_thread() is threading.main_thread() else 0

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End them; also where the thread that would tell them to has died, as it does where memory is full: they would be waited for without end."""
        processes = [*(self._processes or {}).values()]
        super().shutdown(wait, cancel_futures=cancel_futures)
        for process in processes if wait else ():
            if process.is_alive():
                process.terminate()

    @staticmethod
    def at_once(_: int) -> int:
        """How much of some work is handed out together: the least there is, for that costs nothing here."""
        return 1


def workers(count: int | None, *, like_this: bool = False, loaded: Sequence[str] = ()) -> Workers:
    """Processes that stay for the next work, and end with this one, also if it is killed.

    `like_this` they have loaded and read what it has, if it does one thing at a time. Modules that are to be `loaded` are so once for all
    processes that this one begins.
    """
    # Not forked otherwise: a process has threads, and the libraries are loaded only where they are needed.
    is_forked = like_this and threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if is_forked else "forkserver" if loaded else "spawn")
    if loaded:
        context.set_forkserver_preload([*loaded])
    return Workers(count, context, _begin_forked if is_forked else _end_when_alone)


def _begin_forked() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for the work hears it
    _end_when_alone()


def _print(job: PrintJob) -> bytes:
    from planbook.render.pdf import pdf

    end_after(MAX_PRINT_SECONDS)
    return pdf(job.html, job.attached)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Begin processes that never hear an interrupt, not even while they load; one that comes meanwhile waits.

    The mask is what the processes inherit. It does not keep this one from being interrupted, because another
    thread may take the signal, so the handler waits too.
    """
    waiting: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if waiting:
        raise KeyboardInterrupt


def _end_when_alone() -> None:
    """End this process when its parent is gone."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
