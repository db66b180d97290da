"""The programs of poppler, run over a PDF in a folder of their own."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from planbook.repository.foreign_programs import answer_of

_PATIENCE = 60  # seconds; a plan of a hundred pages takes one
_FILE = "plan.pdf"


def poppler(name: str, content: bytes, *options: str) -> subprocess.CompletedProcess[bytes] | None:
    """What a program answers on a PDF, on its standard output; None where the machine has no such program."""
    program = shutil.which(name)
    if program is None:
        return None
    # pdftohtml takes an option for the stream that the others are named by a dash.
    stream = ("-stdout", _FILE) if name == "pdftohtml" else (_FILE, "-")
    with tempfile.TemporaryDirectory(prefix="planbook-") as folder:
        (Path(folder) / _FILE).write_bytes(content)
        return answer_of((program, *options, *stream), Path(folder), _PATIENCE)
