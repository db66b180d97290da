"""The live preview: the site on this machine, built again after each change of data, templates or content."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

WATCHED = ("data", "templates", "content", "mkdocs.yml")


def preview(root: Path, port: int, rebuild: Callable[[], None]) -> None:
    """Serve `root/site` until interrupted; `rebuild` must not raise, so that the last good site stays up."""
    # The server tells through its logger where it serves and what changed; the other libraries stay silent.
    logger = logging.getLogger("mkdocs.livereload")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler())
    server: Any = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(root / "site"))
    for name in WATCHED:
        server.watch(str(root / name))
    try:
        server.serve()
    finally:
        server.shutdown()
