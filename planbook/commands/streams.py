"""What the program writes to: streams that cannot hold Vietnamese, and readers that go away."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper


def hold_vietnamese() -> None:
    """Let every letter through: as UTF-8 into files and pipes, with a mark for what a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.encoding.lower().replace("-", "") == "utf8" or not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                stream.reconfigure(errors="replace")


@contextmanager
def while_somebody_reads() -> Iterator[None]:
    """End quietly where the reader of the output is gone, as `head` is after ten lines."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(3)
