"""Prints pages as a build does, in processes that stay: `python -m bench.sheets FILE.html…`."""

import sys
from pathlib import Path

from planbook.render.press import press
from planbook.render.print_job import PrintJob
from planbook.render.store import Store

if __name__ == "__main__":
    with press(Store(Path(), "")) as begin:
        printed = [begin(PrintJob(name, Path(name).read_text("utf-8"))) for name in sys.argv[1:]]
        for content in printed:
            content()
