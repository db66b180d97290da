"""A browser and a web server that the tests of a process share, and pages that came to rest."""

import http.server
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Site(http.server.SimpleHTTPRequestHandler):
    headers_sent: dict[str, str]

    def __init__(self, *arguments, headers, **options):
        self.headers_sent = headers
        super().__init__(*arguments, **options)

    def end_headers(self):
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def serve():
    """Serve folders over http on this machine, with headers if wanted."""
    servers = []

    def start(folder: Path, headers: dict[str, str] | None = None) -> str:
        handler = partial(_Site, directory=folder, headers=headers or {})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


_browsers: list[Browser] = []
_shared: dict[str, BrowserContext] = {}  # by the options of their pages
_resting: dict[str, list[Page]] = defaultdict(list)  # pages that show nothing and wait for the next test


@pytest.fixture(scope="session")
def browser():
    """A browser whose pages of like options share what it keeps of scripts; `new_context` shares nothing."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=FLAGS)
        chromium.new_page = partial(_new_page, chromium)
        _browsers.append(chromium)
        yield chromium
        _browsers.clear()
        _shared.clear()
        _resting.clear()
        chromium.close()


def _new_page(chromium: Browser, **options: Any) -> Page:
    """A page that knows nothing of others: of a context of its own it would compile all scripts once more, half a second.

    It is a page that was closed, if there is one: a new one is two processes, a fifth of a second.
    """
    if _resting[repr(options)]:
        return _resting[repr(options)].pop()
    context = _shared.get(repr(options)) or chromium.new_context(**options)
    _shared[repr(options)] = context
    page = context.new_page()
    heard: list[tuple[Any, Any]] = []
    page.on = partial(_heard, page, heard)
    page.close = partial(_forgotten, page, heard, options)
    return page


def _heard(page: Page, heard: list[tuple[Any, Any]], event: Any, hear: Any) -> None:
    """Let somebody hear of an event of a page until it is closed."""
    heard.append((event, hear))
    Page.on(page, event, hear)


def _forgotten(page: Page, heard: list[tuple[Any, Any]], options: dict[str, Any]) -> None:
    """Close a page, and let nobody find what it kept."""
    with suppress(Error):  # where it shows nothing that could keep anything
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.context.clear_cookies()
    while heard:
        page.remove_listener(*heard.pop())
    page.unroute_all()
    page.goto("about:blank")
    page.set_default_timeout(30_000)
    page.emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
    page.set_viewport_size(options.get("viewport", {"width": 1280, "height": 720}))
    page.mouse.move(0, 0)
    _resting[repr(options)].append(page)


@pytest.fixture(scope="session")
def telephone(browser) -> Iterator[Page]:
    """A page as narrow as a telephone for tests that only look at an address; to open one takes longer than that."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    yield page
    page.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    """Close the pages that a test opened: each is two processes, which would go on to the end of the run."""
    contexts = [context for chromium in _browsers for context in chromium.contexts]
    pages = _open_pages()
    try:
        return (yield)
    finally:
        for page in [page for page in _open_pages() if page not in pages]:
            page.close()
        for context in [context for chromium in _browsers for context in chromium.contexts]:
            if context not in [*contexts, *_shared.values()]:
                context.close()


def _open_pages() -> list[Page]:
    resting = [page for pages in _resting.values() for page in pages]
    return [page for context in _shared.values() for page in context.pages if page not in resting]


def at_rest(tabs: Sequence[Page], addresses: Sequence[str]) -> Iterator[tuple[str, Page]]:
    """Each page in a tab that asks for nothing more; it takes half a second to know that, which all tabs wait together."""
    for first in range(0, len(addresses), len(tabs)):
        shown = list(zip(addresses[first:], tabs, strict=False))
        for address, tab in shown:
            answer = tab.goto(address, wait_until="commit")
            assert answer
            assert answer.ok
        for address, tab in shown:
            tab.wait_for_load_state("networkidle")
            yield address, tab
