"""What an office's own templates change against those of the program, which stand in for what a state has not itself."""

import shutil

import pytest

from planbook.review.states import differences, written_report
from tests.conftest import git
from tests.desk.desks import desk

WORDS = "templates/plan/wording.yaml"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with three commits: no templates, one phrase of its own, and one more."""
    root = desk(tmp_path_factory.mktemp("office"), plan={"todo": None}).root
    shutil.rmtree(root / "templates")
    git(root, "init", "--quiet")
    for name, words in (
        ("none", ""),
        ("first", "figure_about: chừng {value}\n"),
        ("second", "before: kịp ngày {day}\n"),
    ):
        (root / WORDS).parent.mkdir(parents=True, exist_ok=True)
        with (root / WORDS).open("a") as file:
            file.write(words)
        git(root, "add", "--all", "data", *([WORDS] if words else []))
        git(root, "commit", "--quiet", "-m", name)
        git(root, "tag", name)
    return root


@pytest.mark.parametrize(
    ("old", "new", "phrases"),
    [
        ("none", "first", ["[-khoảng-] {+chừng+} {value}"]),
        ("first", "none", ["[-chừng-] {+khoảng+} {value}"]),
        ("first", "second", ["[-trước-] {+kịp+} ngày {day}"]),
        ("second", "first", ["[-kịp-] {+trước+} ngày {day}"]),
        ("none", None, ["[-khoảng-] {+chừng+} {value}", "[-trước-] {+kịp+} ngày {day}"]),
        ("second", None, []),
    ],
)
def test_the_words_of_the_program_are_those_that_an_office_has_no_own_ones_for(office, old, new, phrases):
    told = written_report(office, differences(office, old, new), "text")

    assert [line.strip(" -") for line in told.splitlines() if "{value}" in line or "{day}" in line] == [
        phrase.strip(" -") for phrase in phrases
    ]
    assert ("in khác ở 1 kế hoạch" in told) == bool(phrases)


def test_a_folder_that_holds_data_alone_is_printed_as_the_office_prints(office, tmp_path):
    shutil.copytree(office / "data", tmp_path / "data")

    assert not differences(office, str(tmp_path), None).plans
