"""MkDocs in a copy of a process that has loaded it: to load it takes longer than to lay out the pages of a small site.

It stands in for `subprocess` where the program runs MkDocs. Builds in other processes run it as it is, and make the same bytes
(`test_another_process_builds_the_same_bytes…`).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

PIPE, STDOUT = subprocess.PIPE, subprocess.STDOUT
_PROGRAM = ["-P", "-m", "planbook.render.theme"]
_loaded: list[subprocess.Popen[str]] = []
_LOCK = Lock()


class Popen:
    """A run of MkDocs, which begins when somebody waits for what it prints."""

    def __init__(self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str], **_: Any) -> None:
        assert [*command[1:4]] == _PROGRAM, command
        self.request = {"words": [*command[4:]], "cwd": str(cwd), "env": dict(env)}
        self.returncode: int | None = None

    def communicate(self) -> tuple[str, None]:
        """What it prints, when it has ended."""
        with _LOCK, tempfile.NamedTemporaryFile() as printed:
            process = _helper(self.request["env"])
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({**self.request, "printed": printed.name}) + "\n")
            process.stdin.flush()
            self.returncode = int(process.stdout.readline())
            return Path(printed.name).read_text("utf-8"), None

    def kill(self) -> None:
        """Nothing, for it is no process of its own: what it lays out is no longer asked for."""


def _helper(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """The process that has loaded MkDocs; it ends with this one."""
    if not _loaded:
        command = [sys.executable, "-P", "-c", "from tests.loaded_mkdocs import answer; answer()"]
        known = {
            **environment,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), environment["PYTHONPATH"]]),
        }
        _loaded.append(subprocess.Popen(command, env=known, stdin=PIPE, stdout=PIPE, text=True))
    return _loaded[0]


def close() -> None:
    """End the process that has loaded MkDocs, if one did."""
    while _loaded:
        with _loaded.pop():
            pass


def answer() -> None:
    """Run MkDocs for each request that comes in, and say with which code it ended."""
    for module in ("planbook.render.theme", "mkdocs.commands.build", "material.templates", "pygments.lexers"):
        import_module(module)
    for line in sys.stdin:
        if not (process := os.fork()):
            _run(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


def _run(words: list[str], cwd: str, env: dict[str, str], printed: str) -> None:
    from planbook.render.theme import run_mkdocs

    code: Any = 1
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        for stream, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            os.dup2(os.open(printed if stream else os.devnull, flags | os.O_APPEND), stream)
        sys.argv = ["mkdocs", *words]
        run_mkdocs()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001  # as Python prints what nobody catches
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
