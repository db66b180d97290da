"""What the program writes to: streams that cannot hold Vietnamese, and readers that go away."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path

import click

from planbook.messages.diagnostics import Text
from planbook.repository.machine import reason_with_place


def hold_vietnamese() -> None:
    """Let every letter through: as UTF-8 into files and pipes, with a mark for what a terminal cannot show."""
    # A stream that the caller has closed is None, and its number would go to the next file that is opened.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # for as long as the program
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.encoding.lower().replace("-", "") == "utf8" or not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                stream.reconfigure(errors="replace")


@contextmanager
def while_somebody_reads() -> Iterator[None]:
    """End quietly where the reader of the output is gone, as `head` is after ten lines; in words where the disk is full."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            refusal = Text("the machine refuses: {problem}", {"problem": reason_with_place(error)})
            with suppress(OSError):
                click.echo(refusal.spoken(), err=True)
        # Python flushes once more when it ends.
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
                continue
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        sys.exit(3)
