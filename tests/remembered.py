"""What MkDocs lays out and WeasyPrint prints, made once in a test run of the same: most of a small build.

Builds in other processes make it anew, and the same bytes (`test_another_process_builds_the_same_bytes…`).
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from planbook.outputs import site_generator
from planbook.outputs.site_config import CONFIG
from planbook.render.pdf import pdf
from planbook.render.print_job import Attached, PrintJob
from planbook.repository.program_files import THEME

MKDOCS, PRINT = site_generator._mkdocs, pdf


class RememberedPages:
    """Takes the place of MkDocs for the same pages, configuration, theme and day; what it made is kept in a folder that all processes of a test run share."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept

    @contextmanager
    def __call__(self, root: Path, staging: Path, made: datetime, locks: Sequence[int] = ()) -> Iterator[Future[None]]:
        files = [path for folder in ("build/pages", THEME) for path in sorted((root / folder).rglob("*"))]
        contents = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files if path.is_file()]
        config = (root / CONFIG).read_text("utf-8").replace(str(root), "")
        kept = self.kept / sha256(repr((contents, config, made)).encode()).hexdigest()
        if kept.exists():
            shutil.copytree(kept, staging, dirs_exist_ok=True)
        else:
            with MKDOCS(root, staging, made, locks) as laid_out:
                laid_out.result()
            part = self.kept / f"{kept.name}-{os.getpid()}"
            shutil.copytree(staging, part)
            with suppress(OSError):  # another process was as fast
                part.rename(kept)
        future: Future[None] = Future()
        future.set_result(None)
        yield future


class RememberedPrints:
    """Prints a PDF for the same HTML and attachments once."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept

    def __call__(self, html: str, attached: Sequence[Attached] = ()) -> bytes:
        kept = self.kept / PrintJob("", html, (*attached,)).digest("")
        if not kept.exists():
            part = self.kept / f"{kept.name}-{os.getpid()}"
            part.write_bytes(PRINT(html, attached))
            part.rename(kept)
        return kept.read_bytes()
