"""Photographs of pages in a browser, and of documents on paper."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = ("--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none")


@dataclass(frozen=True)
class Screen:
    """A page of the site as a browser shows it: address under the site, what to do first, the size in pixels.

    `open` are the selectors of what is clicked before, `to` what is scrolled to the top.
    """

    address: str
    width: int = 1000
    height: int = 720
    open: tuple[str, ...] = ()
    to: str = ""


@dataclass(frozen=True)
class Paper:
    """A page of a document under the office's folder, as it is printed; `share` is how much of its height is shown."""

    path: str
    page: int = 1
    width: int = 664
    share: float = 1.0
    top: float = 0.0


Shot = Screen | Paper


class Camera:
    """Takes pictures of what stands in an office's folder; begun once, because a browser starts slowly."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    def take(self, root: Path, shot: Shot, target: Path) -> None:
        """Write a picture as PNG."""
        if isinstance(shot, Screen):
            self._screen(root / "site", shot, target)
        else:
            _paper(root, shot, target)
        _in_few_colours(target)

    def _screen(self, site: Path, shot: Screen, target: Path) -> None:
        with _served(site) as address:
            page = self.browser.new_page(viewport={"width": shot.width, "height": shot.height}, locale="vi-VN")
            page.emulate_media(reduced_motion="reduce")
            page.goto(address + shot.address, wait_until="networkidle")
            for selector in shot.open:
                page.locator(selector).first.click()
            if shot.to:
                page.locator(shot.to).first.evaluate("place => place.scrollIntoView()")
            page.wait_for_timeout(300)  # what slides in has arrived
            page.screenshot(path=target, animations="disabled", caret="hide")
            page.close()


@contextmanager
def camera() -> Iterator[Camera]:
    """A camera with a browser in it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - tests that take no picture need none

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Camera(browser)
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def _paper(root: Path, shot: Paper, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = root / shot.path
        if source.suffix != ".pdf":
            profile = f"-env:UserInstallation=file://{folder}/profile"
            _silently(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)])
            source = Path(folder) / f"{source.stem}.pdf"
        number = str(shot.page)
        size = ["-scale-to-x", str(shot.width), "-scale-to-y", "-1"]
        _silently(["pdftoppm", "-png", "-singlefile", "-f", number, "-l", number, *size, str(source), f"{folder}/page"])
        _cut(Path(folder) / "page.png", shot, target)


def _cut(page: Path, shot: Paper, target: Path) -> None:
    from PIL import Image  # noqa: PLC0415 - WeasyPrint brings it

    with Image.open(page) as whole:
        width, height = whole.size
        top = round(height * shot.top)
        whole.crop((0, top, width, min(height, top + round(height * shot.share)))).save(target)


def _in_few_colours(target: Path) -> None:
    """Make a picture a third of its size: 64 colours, which text and lines do not fill."""
    from PIL import Image  # noqa: PLC0415 - as above

    with Image.open(target) as taken:
        few = taken.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


def _silently(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)
