"""What it costs until the page of an edited plan is shown by the preview of an office."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.inputs import PROJECT
from bench.measure import QUIET, Cost, cpu_of_family

_LOOK = 0.05  # seconds between two looks at a page
_PATIENCE = 600


@dataclass(frozen=True)
class Preview:
    """A running preview of an office, by its process and its address."""

    pid: int
    address: str

    def shown(self, page: str, text: str) -> Cost:
        """What it costs from now on until a page says something."""
        return self._until(lambda: text in self.read(page))

    def written(self, path: Path, before: int) -> Cost:
        """What it costs from now on until a file is written, if it was not since it had a time (nanoseconds)."""
        return self._until(lambda: path.stat().st_mtime_ns != before)

    def _until(self, is_so: Callable[[], bool]) -> Cost:
        wall, cpu = time.perf_counter(), cpu_of_family(self.pid)
        while not is_so():
            if time.perf_counter() - wall > _PATIENCE:
                raise TimeoutError(self.address)
            time.sleep(_LOOK)
        return Cost(cpu_of_family(self.pid) - cpu, time.perf_counter() - wall)

    def read(self, page: str) -> str:
        """A page as it is served; nothing while nobody answers."""
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(f"{self.address}{page}", timeout=60) as answer:
            return str(answer.read().decode())
        return ""


@contextmanager
def preview(root: Path) -> Iterator[Preview]:
    """The preview of an office whose site stands, when it answers, until the body ends."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "build_docs.py", "serve", "--root", str(root), "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        running = Preview(process.pid, f"http://127.0.0.1:{port}/")
        running.shown("", "</html>")
        yield running
    finally:
        process.terminate()  # a shell that began us behind it may have it deaf to interrupts
        process.wait(_PATIENCE)
