"""What is said of some plans of an office is the same whether all of it is read, or only what can matter."""

import random
import re
import shutil
from pathlib import Path

import pytest

from planbook.checks import examine
from planbook.messages.diagnostics import Refusal
from planbook.outputs import last_findings
from planbook.outputs.last_findings import examine_again
from planbook.review.new_findings import new_findings
from planbook.review.redline import redlined
from planbook.review.states import differences, written_report
from tests.conftest import FIVE, SMALL, git, sampled
from tests.foldered import into_folders

SHAPES = {"five": FIVE / "data", "small": SMALL, "in folders": SMALL}


def of_a_checked_office(folder: Path, shape: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office under git whose last commit has been checked."""
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    shutil.copytree(SHAPES[shape], folder / "data")
    if shape == "in folders":
        into_folders(folder / "data")
    (folder / ".gitignore").write_text("build/\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "one")
    examine_again(folder)
    return folder


def edited_by_chance(office: Path, chance: random.Random, pattern: str) -> None:
    """Other words in two files, of which each can still be read."""
    paths = sorted((office / "data").glob(pattern))
    for _ in range(2):
        path = chance.choice(paths)
        text = path.read_text("utf-8")
        for _ in range(9):
            words = [*re.finditer(r"[\w-]+", text)]
            old, new = chance.choice(words), chance.choice(words)[0]
            path.write_text(text[: old.start()] + new + text[old.end() :], "utf-8")
            if not any(finding.stops_the_build for finding in examine(office / "data")[1]):
                break
            path.write_text(text, "utf-8")


def said(office: Path) -> list[object]:
    """What comparisons with the last commit say."""

    def redline() -> object:
        try:
            return redlined(office, "HEAD")
        except Refusal as refusal:
            return [sentence.spoken() for sentence in refusal.sentences]

    fresh = new_findings(office, "HEAD", examine(office / "data")[1])
    return [written_report(office, differences(office, "HEAD"), "json"), redline(), fresh]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", sampled(range(30), 15))
def test_comparisons_of_states(tmp_path, monkeypatch, shape, seed):
    office, chance = of_a_checked_office(tmp_path, shape, monkeypatch), random.Random(f"{shape} {seed}")
    edited_by_chance(office, chance, "plans/**/*.yaml" if seed % 4 else "**/*.yaml")
    with_what_is_kept = said(office)
    shutil.rmtree(office / "build")
    assert said(office) == with_what_is_kept
