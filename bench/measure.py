"""CPU and wall time of calls and commands, and the peak memory of a command with its children."""

import gc
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS = 5
POLL = 0.02  # seconds between two looks at the memory
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Cost:
    """Seconds: `cpu` is user and system time of a process and its children."""

    cpu: float
    wall: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu + other.cpu, self.wall + other.wall)


def of_call(call: Callable[[], object], times: int = 1) -> Cost:
    """What one call costs in this process, imports not counted, as the mean of several."""
    gc.collect()
    gc.freeze()  # what the other measures loaded is not to be walked at the expense of this one
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        call()
    cost = Cost((time.process_time() - cpu) / times, (time.perf_counter() - wall) / times)
    gc.unfreeze()
    return cost


def of_command(command: list[str], folder: Path) -> Cost:
    """What a command costs with its start-up; raises `CalledProcessError` where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=QUIET, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(usage.ru_utime + usage.ru_stime, wall)


def medians(*rivals: Callable[[], Cost], times: int = ROUNDS) -> list[Cost]:
    """Let the rivals take turns (A B A B …), so that a busy machine is busy for all; the first round is not counted."""
    rounds = [[rival() for rival in rivals] for _ in range(times + 1)][1:]
    return [
        Cost(median(cost.cpu for cost in costs), median(cost.wall for cost in costs))
        for costs in zip(*rounds, strict=True)
    ]


def peak_memory(command: list[str], folder: Path) -> int:
    """The most bytes that a command and its children held at one time, shared pages counted once."""
    process = subprocess.Popen(command, cwd=folder, env=QUIET, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(_memory(pid) for pid in _family(process.pid)))
        time.sleep(POLL)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak


def cpu_of_family(*pids: int) -> float:
    """CPU seconds that processes and what they began have taken so far."""
    fields = (
        _read(Path(f"/proc/{member}/stat")).rpartition(") ")[2].split() for pid in pids for member in _family(pid)
    )
    # User and system time, its own and that of children which have ended: proc(5).
    return sum(sum(map(int, own[11:15])) for own in fields) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _memory(pid: int) -> int:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""
