"""The programs of poppler, run over a PDF in a folder of their own, and what is said where there are none."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from planbook.messages.diagnostics import Text
from planbook.repository.foreign_programs import answer_of

_FILE = "plan.pdf"
NO_READER = Text("no program is here that reads PDF files"), Text("install poppler-utils (pdftotext)")
NO_PDF = Text("this is no PDF file, or it is damaged or protected by a password")


def poppler(name: str, content: bytes, *options: str) -> subprocess.CompletedProcess[bytes] | None:
    """What a program answers on a PDF, on its standard output; None where the machine has no such program."""
    program = shutil.which(name)
    if program is None:
        return None
    # pdftohtml takes an option for the stream that the others are named by a dash.
    stream = ("-stdout", _FILE) if name == "pdftohtml" else (_FILE, "-")
    with tempfile.TemporaryDirectory(prefix="planbook-") as folder:
        (Path(folder) / _FILE).write_bytes(content)
        return answer_of((program, *options, *stream), Path(folder))
