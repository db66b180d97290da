"""The page served on this machine until somebody stops it."""

import secrets
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from waitress.channel import HTTPChannel
from waitress.server import create_server

from planbook.desk.application import MOST_BYTES, make_desk
from planbook.desk.office import PAGE_LANGUAGE
from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import Text

HOST = "127.0.0.1"
_WAITING = 1  # seconds


def serve_desk(root: Path, port: int, tell: Callable[[Text], None], *, with_browser: bool = True) -> None:
    """Serve the page until interrupted; `port` 0 is any that is free. Raises `OSError` where it is not.

    Files that are dropped on it stand in a folder of the machine's own while it runs, which only this user can read.
    """
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="planbook-desk-") as folder:
        desk = make_desk(root, Path(folder), token)
        requests = _InMainThread()
        server = create_server(
            desk, host=HOST, port=port, ident=None, max_request_body_size=MOST_BYTES, _dispatcher=requests
        )
        desk.config["HOSTS"] = [f"{name}:{server.effective_port}" for name in (HOST, "localhost")]
        address = f"http://{HOST}:{server.effective_port}/{token}/"
        tell(
            Text("the desk is at {address} until Ctrl-C; the address is a key, hand it to nobody", {"address": address})
        )
        for name in {"SIGTERM", "SIGHUP"} & {*dir(signal)}:  # a terminal that is closed leaves no file either
            signal.signal(getattr(signal, name), lambda *_: sys.exit(0))
        if with_browser:
            webbrowser.open(address)
        Thread(target=server.run, daemon=True).start()
        try:
            with speaking(PAGE_LANGUAGE):
                requests.answer()
        finally:
            server.close()


class _InMainThread:
    """Answers requests in the main thread, which alone hears of limits of time, while another one reads and writes sockets.

    One after the other: two that write at the same time would only wait for each other.
    """

    def __init__(self) -> None:
        self._channels: SimpleQueue[HTTPChannel] = SimpleQueue()

    def set_thread_count(self, count: int) -> None:
        """There is one thread, whatever the count."""

    def add_task(self, channel: HTTPChannel) -> None:
        """Let a request wait for its turn."""
        self._channels.put(channel)

    def answer(self) -> None:
        """Answer requests until somebody ends the program, which not every system hears of while it waits."""
        while True:
            with suppress(Empty):
                self._channels.get(timeout=_WAITING).service()
