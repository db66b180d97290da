"""The reviewer's guide is true: its change applies, its commands run in a clone, and print what it shows."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from pictures.office import Office, open_office
from tests.conftest import LAO_CAI, ROOT
from tests.house.test_guides import OfficeHere, data_of

GUIDE = ROOT / "content/huong-dan/tham-dinh.md"
_BLOCK = re.compile(r"^```(?P<kind>diff|console)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    return [(match["kind"], match["text"]) for match in _BLOCK.finditer(GUIDE.read_text("utf-8"))]


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines that the guide shows below it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def as_pattern(lines: list[str]) -> re.Pattern[str]:
    """What the guide shows as a pattern: "…" stands for whatever is left out, a commit or day for any."""
    text = re.escape("\n".join(lines).strip())
    text = re.sub(r"\b[0-9a-f]{7}\b", "[0-9a-f]{7}", text)
    return re.compile(text.replace("…", r"(?s:.*?)"))


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """The clone of a reviewer, with the change of the guide on its branch."""
    folder = tmp_path_factory.mktemp("guide")
    office = OfficeHere(open_office(folder / "office", data_of(folder, LAO_CAI)).root)
    office.run("git branch --move main")
    ((_, change), *_) = [block for block in blocks() if block[0] == "diff"]
    office.run("git switch --quiet --create sua-dao-tao-nghe")
    subprocess.run(["git", "apply", "--unidiff-zero", "-"], cwd=office.root, input=change, text=True, check=True)
    office.run("git commit --quiet --all --message " + shlex.quote("lao-cai-2026: thêm chỉ tiêu đào tạo nghề"))
    office.run("git switch --quiet main")
    return office


@pytest.mark.usefixtures("without_sheets")
def test_the_commands_of_the_guide_print_what_it_shows(office):
    shown = [one for kind, text in blocks() if kind == "console" for one in commands(text)]

    assert len(shown) >= 6
    for command, lines in shown:
        answer = office.answer(command)
        printed = answer.stdout + answer.stderr
        assert "Traceback" not in printed, printed
        assert answer.returncode in (0, 1), (command, printed)
        assert as_pattern(lines).search(printed), (command, printed)


def test_the_pictures_of_the_guide_are_those_that_are_taken():
    from pictures.album import NAMES

    named = {Path(name).name for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", GUIDE.read_text("utf-8"))}

    assert named
    assert named <= set(NAMES)
