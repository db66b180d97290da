"""Whatever stands in data/: it holds no error, it is laid out as the program writes it, and what is published of it holds."""

import json

import pytest

from tests.clones import clone
from tests.conftest import ROOT, run


def test_the_office_s_data_hold_no_error_that_nobody_accepted():
    answer = run(ROOT, "check", "--format", "json")
    found = json.loads(answer.stdout)["diagnostics"]

    assert answer.returncode == 0
    assert [one for one in found if one["severity"] == "error" and not one["allowed"]] == []


def test_the_office_s_data_are_in_the_canonical_layout():
    answer = run(ROOT, "fmt", "--check")
    assert (answer.returncode, answer.stdout) == (0, "")


@pytest.mark.usefixtures("without_sheets")
def test_what_is_published_of_the_office_s_data_says_what_they_say(tmp_path, as_built):
    office = clone(tmp_path / "office", ROOT / "data")
    as_built(office)
    for words in (["build"], ["verify", str(office / "site")]):
        answer = run(office, *words)
        assert answer.returncode == 0, answer.stdout + answer.stderr
