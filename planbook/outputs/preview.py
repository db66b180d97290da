"""The live preview: the site on this machine, built again after each change of data, templates or content."""

import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

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


def preview(root: Path, port: int, rebuild: Callable[[], None]) -> None:
    """Serve `root/site` until interrupted; `rebuild` must not raise, so that the last good site stays up."""
    # The server tells through its logger where it serves and what changed; the other libraries stay silent.
    logger = logging.getLogger("mkdocs.livereload")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler())
    server: Any = LiveReloadServer(builder=rebuild, host=_HOST, port=port, root=str(root / "site"))
    for path in (root / name for name in WATCHED):
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()
    finally:
        server.shutdown()
