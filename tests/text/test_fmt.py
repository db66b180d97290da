"""`fmt`: one layout for data files, in which no fact, comment or quote is lost."""

import pytest

from planbook.text.writer import canonical
from tests.conftest import FIVE, run, workspace


@pytest.fixture
def office(tmp_path):
    return workspace(tmp_path / "office", FIVE / "data")


def test_our_own_data_are_in_the_canonical_layout():
    answer = run(FIVE, "fmt", "--check")
    assert (answer.returncode, answer.stdout) == (0, "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n- x\n- y\n", "a:\n  - x\n  - y\n"),
        ("a:\n    b:   1.500\n", "a:\n  b: 1.500\n"),
        ('a: "02839"   # a code\n', 'a: "02839"   # a code\n'),
        ("a: no\nb: 2026-04-10\nc: ~\n", "a: no\nb: 2026-04-10\nc: ~\n"),
        ("a: [x,   y]\n", "a: [x, y]\n"),
        ("a: >-\n  một\n  hai\n", "a: >-\n  một hai\n"),
        ("a:\n- b: 1.000  # c\n- e: x\n", "a:\n  - b: 1.000  # c\n  - e: x\n"),
        ("a:\n- x  # c\n- y\n", "a:\n  - x  # c\n  - y\n"),
        ("a:\n- b:\n  - c: >-  # d\n      một\n", "a:\n  - b:\n      - c: >-  # d\n          một\n"),
        ("a: [x,  # c\n  y]  # d\n", "# c\na: [x, y]  # d\n"),
        ("# first\n\na: 1\n\n# last\n", "# first\n\na: 1\n\n# last\n"),
    ],
)
def test_layout_is_set_and_values_stay_as_written(before, after):
    assert canonical(before) == after
    assert canonical(after) == after


def test_a_long_text_is_folded_between_words_only():
    text = " ".join(["2021-2025", "{document:24-2021-qh15|full}", "giảm"] * 20)
    lines = canonical(f"a: {text}\n").splitlines()
    assert lines[0] == "a: >-"
    assert all(len(line) <= 112 for line in lines)
    assert " ".join(line.strip() for line in lines[1:]) == text


def test_check_names_the_files_and_writes_nothing(office):
    path = office / "data/funding-sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  - {id:", "  -   {id:"), encoding="utf-8")
    before = path.read_bytes()
    answer = run(office, "fmt", "--check")
    assert (answer.returncode, answer.stdout) == (1, "data/funding-sources.yaml\n")
    assert path.read_bytes() == before

    assert run(office, "fmt").returncode == 0
    assert run(office, "fmt", "--check").returncode == 0
    assert path.read_bytes() == (FIVE / "data/funding-sources.yaml").read_bytes()


def test_what_cannot_be_read_is_not_touched(office):
    path = office / "data/funding-sources.yaml"
    path.write_text("sources:\n  - id: [\n", encoding="utf-8")
    answer = run(office, "fmt")
    assert answer.returncode == 1
    assert "data/funding-sources.yaml:" in answer.stderr
    assert "Traceback" not in answer.stderr
