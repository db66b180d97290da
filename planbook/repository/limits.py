"""How much of the machine may be taken by what others wrote: time and memory, where the system can count them."""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


class TooLong(Exception):
    """Something computes for longer than it may."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector: where nearly everything lives until the end it finds nothing, for a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not _is_frozen():
                # What was made is old from here on: there is so much of it that it would be looked through at once as young.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """Pause the garbage collector, and let go at the end of what the body has left, without looking through what was there before."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    was_frozen = _is_frozen()
    if not was_frozen:
        gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        if not was_frozen:
            gc.unfreeze()
        gc.enable()


@cache
def _is_frozen() -> bool:
    """Whether this process keeps something from the collector for good."""
    return gc.get_freeze_count() > 0


@contextmanager
def limited_time(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the body when it has computed for too long; only the main thread hears of it."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def limited_memory(most: int) -> Iterator[None]:
    """Let the body take only so many bytes beside those in use, where the machine can count them."""
    used = _bytes_in_use()
    if not used:
        yield
        return
    import resource  # noqa: PLC0415  # Windows has none, and no count of the bytes in use either

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    finite = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([used + most, *finite]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def end_after(seconds: int) -> None:
    """Let the system end this process when it has computed for so many seconds from now; a later call counts anew."""
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (end if hard == resource.RLIM_INFINITY else min(end, hard), hard))


def _bytes_in_use() -> int:
    """The size of this process; 0 where the machine does not tell."""
    try:
        handle = os.open(
            "/proc/self/statm", os.O_RDONLY
        )  # asked before each template, for a third of what a file object takes
    except OSError:
        return 0
    try:
        pages = int(os.read(handle, 100).split()[0])
    finally:
        os.close(handle)
    return pages * os.sysconf("SC_PAGE_SIZE")
