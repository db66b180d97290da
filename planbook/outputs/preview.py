"""The live preview: the site on this machine, built again after each change of data, templates or content.

Of many places the pages that changed are shown as soon as they are made; the site follows, made by another process.
"""

import logging
import posixpath
import signal
import socket
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread, local
from typing import Any

from mkdocs.livereload import LiveReloadServer

from planbook.outputs.last_build import key_of_inputs
from planbook.outputs.shards.look import LOOK, forget_look, look
from planbook.repository.manifest import MANIFEST

_HOST = "127.0.0.1"
WATCHED = ("data", "templates", "content", "mkdocs.yml")


def may_listen(port: int) -> None:
    """Raise `OSError` where the machine does not let us serve on a port, before anything is built for it."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((_HOST, port))
        except OSError as error:
            raise OSError(error.errno, error.strerror, f"{_HOST}:{port}") from error


class Behind:
    """Does some work in another process, which hears no interrupt; once more where it is wanted meanwhile."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work, self._demand, self._processes = work, Event(), list[BaseProcess]()
        Thread(target=self._go_on, daemon=True).start()

    def begin(self) -> None:
        """Have the work done, without waiting for it."""
        self._demand.set()

    @property
    def is_busy(self) -> bool:
        """Whether there is more to do."""
        return self._demand.is_set() or any(process.exitcode is None for process in self._processes)

    def end(self) -> None:
        """Stop the work."""
        for process in self._processes:
            process.terminate()

    def _go_on(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the process inherits it
        while self._demand.wait():
            process = get_context("spawn").Process(target=self._work)
            self._processes[:] = [process]
            self._demand.clear()
            process.start()
            process.join()


class Follower:
    """Makes what was edited: at first a look at it where many places are, the site of them `behind`; else `build` makes the site."""

    def __init__(self, root: Path, build: Callable[[Path], object], behind: Behind) -> None:
        self._root, self._build, self._behind, self._key = root, build, behind, ""

    def follow(self) -> None:
        """Make what is not as it was; raises `Refusal`."""
        key = key_of_inputs(self._root)
        if key and key == self._key:  # the site was made
            if not self._behind.is_busy:
                forget_look(self._root)
            return
        self._key = ""
        if look(self._root):
            self._key = key
            self._behind.begin()
        else:
            self._build(self._root)


class _Server(LiveReloadServer):
    """Serves a file of the first of two folders that has it: pages that were made for a look, and the site."""

    def __init__(self, root: Path, port: int, rebuild: Callable[[], None]) -> None:
        self._of_thread, self._look = local(), root / LOOK
        super().__init__(builder=rebuild, host=_HOST, port=port, root=str(root / "site"))

    @property
    def root(self) -> str:
        """Where the file is that the thread is asked for."""
        return getattr(self._of_thread, "root", self._site)

    @root.setter
    def root(self, folder: str) -> None:
        self._site = folder

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer when what is being made is there."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
        inner = posixpath.normpath(f"/{path}{'index.html' if path.endswith('/') else ''}").lstrip("/")
        self._of_thread.root = str(self._look) if (self._look / inner).is_file() else self._site
        return super().serve_request(environ, start_response)


def preview(root: Path, port: int, rebuild: Callable[[], None]) -> None:
    """Serve `root/site` until interrupted, and before it what was made for a look; `rebuild` must not raise, so that the last good site stays up."""
    # The server tells through its logger where it serves and what changed; the other libraries stay silent.
    logger = logging.getLogger("mkdocs.livereload")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler())
    server: Any = _Server(root, port, rebuild)
    for path in (root / name for name in (*WATCHED, f"site/{MANIFEST}")):
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()
    finally:
        server.shutdown()
        forget_look(root)
