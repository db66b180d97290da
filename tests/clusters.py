"""A scheduler of Dask and workers on this machine, each a process of its own, as an office would start them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen

from distributed import Client

from tests.conftest import ROOT


class Machines:
    """A scheduler on a free port, and workers that take one batch at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[Popen[bytes]] = []
        address = folder / "scheduler.json"
        self.scheduler = self._started("scheduler", "--port", "0", "--scheduler-file", str(address))
        while not address.exists() or not address.read_text():
            assert self.scheduler.poll() is None
            time.sleep(0.02)
        self.address = json.loads(address.read_text())["address"]

    def start(self, number: int = 1, **environment: str) -> None:
        """Start workers, and wait until the scheduler knows them."""
        for _ in range(number):
            name = str(len(self.workers))
            options = ("--nthreads", "1", "--no-nanny", "--name", name, "--local-directory", str(self.folder / name))
            self.workers.append(self._started("worker", self.address, *options, **environment))
        alive = [worker for worker in self.workers if worker.poll() is None]
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(alive), timeout=60)

    def end(self) -> None:
        """End what still runs."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _started(self, program: str, *words: str, **environment: str) -> "Popen[bytes]":
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{program}",
            "--host",
            "127.0.0.1",
            "--no-dashboard",
            *words,
        ]
        variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        return subprocess.Popen(command, cwd=self.folder, env=variables, stdout=DEVNULL, stderr=DEVNULL)


@contextmanager
def machines(folder: Path, workers: int) -> Iterator[Machines]:
    """A scheduler with workers, for the body."""
    cluster = Machines(folder)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.end()
