"""What commands load: each library that is none of their business costs more than what they do."""

import os
import subprocess
import sys

import pytest

from tests.conftest import FIVE, ROOT

WRITERS = {"docx", "icalendar", "numpy", "pandas", "weasyprint", "xlsxwriter"}  # of documents
PAGES = {"jinja2", "lxml", "markdown", "mkdocs"}
EDITS = {"holidays", "ruamel"}
OF_COMMAND = "from planbook.cli import main; main(sys.argv[1:], standalone_mode=False)"
UNCHANGED = f"import planbook.outputs.published_state as state; state.stands = lambda *_: True; {OF_COMMAND}"


@pytest.mark.parametrize(
    ("script", "arguments", "others"),
    [
        (OF_COMMAND, ["check", "--root", FIVE], {*WRITERS, *PAGES, *EDITS}),
        (OF_COMMAND, ["diff", "lao-cai-2024", "lao-cai-2026", "--root", FIVE], {*WRITERS, *PAGES}),
        (UNCHANGED, ["build", "--root", FIVE], {*WRITERS, *PAGES, *EDITS, "pydantic", "pydantic_core", "email"}),
        ("import planbook.outputs.build", [], {*WRITERS, *EDITS}),  # what is forked, of which one part makes documents
    ],
    ids=["check", "diff", "nothing-changed", "build"],
)
def test_a_command_loads_nothing_that_it_has_no_use_for(script, arguments, others):
    told = f"lambda: print(sorted({others!r} & {{*sys.modules}}), file=sys.stderr)"
    command = [sys.executable, "-c", f"import atexit, sys; atexit.register({told}); {script}", *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stderr.splitlines()[-1] == "[]"


def test_what_is_installed_beside_has_no_say_in_how_data_are_read(tmp_path):
    (tmp_path / "other-1.dist-info").mkdir()
    (tmp_path / "other-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1\n")
    (tmp_path / "other-1.dist-info/entry_points.txt").write_text("[pydantic]\nother = other\n")
    (tmp_path / "other.py").write_text("raise SystemExit(7)")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    command = [sys.executable, "-m", "planbook", "check", "--root", FIVE]
    assert subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).returncode == 0
