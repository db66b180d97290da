"""What a message says to type works in the folder in which it is read."""

import pytest
from click.testing import CliRunner

from planbook.cli import main
from planbook.messages.program_name import FRONT_DOOR
from tests.offices import written


@pytest.mark.parametrize(("has_script", "called"), [(True, "python build_docs.py issue"), (False, "planbook issue")])
def test_a_finding_names_the_program_as_it_is_called_here(tmp_path, monkeypatch, has_script, called):
    root = written(tmp_path, {"status": "issued", "number": "5/KH-UBND", "date": "2026-12-01"})
    if has_script:
        (root / FRONT_DOOR).touch()
    monkeypatch.chdir(root)

    for form in ("text", "json", "github"):
        answer = CliRunner().invoke(main, ["check", "--format", form])
        assert called in answer.output
        assert ("python" in answer.output) == has_script
    explained = CliRunner().invoke(main, ["explain", "issued-plan-edited"]).output
    assert ("python" in explained) == has_script
