"""A file from anywhere as bytes: only a regular one, never a larger one than its reader bears, refused in words.

Every reader of Word files, workbooks, PDFs, pages, tables and calendars that somebody hands in gets its bytes here.
"""

import errno
import os
import stat
from pathlib import Path

from planbook.messages.diagnostics import Refusal, Text
from planbook.repository.machine import reason

MEGABYTE = 1 << 20
MAX_FILE = 64 * MEGABYTE  # far above what an office writes
# A pipe must not be waited for, and a terminal must not become ours.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NEITHER = Text("this is a folder, a pipe or a device, not a file")
_NO_FILE = Text("name a file that can be read")


class Unopened(Refusal):
    """The file cannot be read; `message` says why, `mend` what to do."""

    exit_code = 2

    def __init__(self, message: Text, mend: Text = _NO_FILE) -> None:
        super().__init__(message, mend)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return str(self.message)


def content_of(path: Path, most: int = MAX_FILE) -> bytes:
    """The bytes of a regular file; raises `Unopened` for anything else, and for one that has more than `most` bytes."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        is_socket = error.errno in (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP)
        raise Unopened(_NEITHER if is_socket else reason(error)) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unopened(_NEITHER)
        with open(handle, "rb", closefd=False) as file:
            content = file.read(most + 1) if os.fstat(handle).st_size <= most else None
    except OSError as error:
        raise Unopened(reason(error)) from error
    finally:
        os.close(handle)
    if content is None or len(content) > most:
        raise Unopened(
            Text("the file is larger than {most} MB", {"most": most // MEGABYTE}),
            Text("take the pictures out, or ask for the file that the program made"),
        )
    return content
