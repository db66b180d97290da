"""A command ends its process at once: with its exit code, what it printed, and what was to be done at the end."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

SCRIPT = """
import atexit, threading
from planbook.cli import main
atexit.register(print, "closed")
{before}
main(prog_name="planbook")
"""
THREAD = "threading.Thread(target=lambda: (threading.main_thread().join(), print('written'))).start()"


@pytest.mark.parametrize(
    ("before", "arguments", "code", "last"),
    [("", ["--version"], 0, ["closed"]), ("", ["no-such"], 2, ["closed"]), (THREAD, ["-h"], 0, ["written", "closed"])],
    ids=["works", "is-misused", "has-a-thread"],
)
def test_what_a_process_leaves_behind_is_finished_when_a_command_ends(before, arguments, code, last):
    command = [sys.executable, "-c", SCRIPT.format(before=before), *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout.splitlines()[-len(last) :]) == (code, last)
    assert bool(answer.stderr) == bool(code)
