"""Programs of others that read a foreign file for us: with limits, in a folder of their own, and without waiting for ever."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import MEGABYTE, Unopened

_MEMORY = 8192 * MEGABYTE  # LibreOffice reserves far more than it takes
_WRITTEN = 256 * MEGABYTE
_SECONDS = 120  # a PDF of a hundred pages takes one, the first start of LibreOffice on a slow machine twenty


def answer_of(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What a program answers, run in a folder; raises `Unopened` where it takes longer than it may."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    _limit(process.pid)
    try:
        stdout, stderr = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise Unopened(
            Text("{program} takes longer than {seconds} s for this file", {"program": command[0], "seconds": _SECONDS}),
            Text("open the file yourself, and save it as .docx"),
        ) from error
    except BaseException:
        _end(process)
        raise
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def _limit(process: int) -> None:
    """Let a process and those that it starts take only so much, where the system can do that from outside."""
    try:
        import resource  # noqa: PLC0415  # Windows has none

        for limit, most in (
            (resource.RLIMIT_CPU, _SECONDS),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, _WRITTEN),
        ):
            resource.prlimit(process, limit, (most, most))
    except (ImportError, AttributeError, OSError, ValueError):
        return


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it has started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
