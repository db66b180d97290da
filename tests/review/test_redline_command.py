"""The command that writes a redline: of which states, with which author and day, and what it refuses."""

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from planbook.loading.workspace import load_files
from planbook.repository.files import read_folder
from tests import libreoffice
from tests.conftest import FIVE, run, workspace
from tests.reading_word import W, part
from tests.render.test_word_validity import audit_findings, sdk_findings
from tests.review.redlines import DATA, departures, marked, plain, sides
from tests.tracked_changes import printed


@pytest.fixture(scope="module")
def committed_once(tmp_path_factory) -> Path:
    root = workspace(tmp_path_factory.mktemp("redlines") / "clone", FIVE / "data")
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "first"]):
        git(root, *words)
    return root


@pytest.fixture
def repository(committed_once, tmp_path) -> Path:
    return Path(shutil.copytree(committed_once, tmp_path / "clone"))


def git(root: Path, *words: str) -> None:
    who = {f"GIT_{who}_{what}": "planbook" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    day = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-03-07T08:00:00+07:00")
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, env={**os.environ, **who, **day})


def changed(root: Path, plan: str, before: str, after: str) -> None:
    path = root / f"data/plans/{plan}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def revisions(path: Path) -> list[ET.Element]:
    return [one for one in part(path, "word/document.xml").iter() if one.tag in (f"{W}ins", f"{W}del")]


def test_the_command_writes_the_changes_since_a_revision_with_author_and_day(repository, tmp_path):
    changed(repository, "lao-cai-2026", 'value: 1,5\n            unit: "%"', 'value: 2\n            unit: "%"')
    path = tmp_path / "redline.docx"
    words = ["redline", "HEAD", "-o", str(path), "--author", "Phòng Tổng hợp", "--date", "2026-03-10"]

    assert run(repository, *words).returncode == 0
    first = path.read_bytes()
    assert run(repository, *words).returncode == 0

    found = revisions(path)
    assert path.read_bytes() == first, "the same states give the same bytes"
    assert {"".join(one.itertext()) for one in found} >= {"1,5%", "2%"}
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in found} == {
        ("Phòng Tổng hợp", "2026-03-10T00:00:00Z")
    }


def test_changes_between_revisions_carry_the_time_of_the_new_one(repository, tmp_path):
    changed(repository, "bac-ha-2022", "preamble: >-\n", "preamble: >-\n  Mới.\n")
    git(repository, "commit", "-qam", "second")
    path = tmp_path / "redline.docx"

    answer = run(repository, "redline", "HEAD~1", "HEAD", "-o", str(path))

    assert answer.returncode == 0, answer.stderr
    assert {one.get(f"{W}date") for one in revisions(path)} == {"2026-03-07T08:00:00Z"}


def test_a_plan_alone_is_compared_with_the_one_that_it_follows(repository, tmp_path):
    path = tmp_path / "redline.docx"
    changed(repository, "lao-cai-2026", "period: 2026\n", "period: 2026\nfollows: [lao-cai-2024]\n")

    answer = run(repository, "redline", "lao-cai-2026", "-o", str(path))

    assert answer.returncode == 0, answer.stderr
    assert printed(path.read_bytes(), accept=True) == printed(plain(DATA, "lao-cai-2026"))


def test_each_side_is_printed_with_the_templates_of_its_own_revision(repository, tmp_path):
    words, path = repository / "templates/plan/wording.yaml", tmp_path / "redline.docx"
    words.write_text(words.read_text(encoding="utf-8").replace("\nlead: Cơ quan chủ trì", "\nlead: Chủ trì"))
    git(repository, "commit", "-qam", "other words")
    words.write_text(words.read_text(encoding="utf-8").replace("\nlead: Chủ trì", "\nlead: Nơi làm"))
    draft = repository / "templates/plan/plan.html"
    draft.write_text("{{ no_such_value }}", encoding="utf-8")
    git(repository, "commit", "-qam", "of no use")
    git(repository, "checkout", "-q", "HEAD~1", "--", ".")

    answer = run(repository, "redline", "HEAD~2", "HEAD~1", "-o", str(path), "--plan", "lao-cai-2026")
    broken = run(repository, "redline", "HEAD~2", "HEAD", "-o", str(tmp_path / "b.docx"), "--plan", "lao-cai-2026")

    assert answer.returncode == 0, answer.stderr
    assert printed(path.read_bytes(), accept=False) == printed(plain(DATA, "lao-cai-2026"))
    assert "Chủ trì: Sở" in "\n".join(printed(path.read_bytes(), accept=True))
    assert broken.returncode == 0, broken.stderr
    assert printed((tmp_path / "b.docx").read_bytes(), accept=True) == printed(path.read_bytes(), accept=True)


def test_where_several_plans_differ_one_must_be_named(repository, tmp_path):
    path = tmp_path / "redline.docx"
    for plan in ("bac-ha-2022", "lao-cai-2026"):
        changed(repository, plan, "preamble: >-\n", "preamble: >-\n  Mới.\n")

    answer = run(repository, "redline", "HEAD", "-o", str(path))

    assert answer.returncode == 2
    assert "--plan" in answer.stderr
    assert "bac-ha-2022, lao-cai-2026" in answer.stderr
    assert not path.exists()
    assert run(repository, "redline", "HEAD", "-o", str(path), "--plan", "bac-ha-2022").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["HEAD"], "không"),
        (["HEAD", "--plan", "no-plan"], "no-plan"),
        (["no-revision"], "no-revision"),
        (["bac-ha-2022", "no-plan"], "bac-ha-2022"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(repository, tmp_path, words, said):
    answer = run(repository, "redline", *words, "-o", str(tmp_path / "redline.docx"))

    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "redline.docx").exists()


def test_a_plan_of_one_side_only_is_refused_with_the_side(repository, tmp_path):
    git(repository, "rm", "-q", "--cached", "data/plans/quynh-nhai-2030.yaml")
    git(repository, "commit", "-qm", "without")

    answer = run(repository, "redline", "HEAD", "-o", str(tmp_path / "r.docx"), "--plan", "quynh-nhai-2030")

    assert answer.returncode == 2
    assert "HEAD" in answer.stderr
    assert "quynh-nhai-2030" in answer.stderr


def test_what_a_rolled_over_plan_leaves_open_is_yellow_and_resolving_it_takes_the_yellow_away(repository, tmp_path):
    assert run(repository, "rollover", "lao-cai-2026", "2027").returncode == 0
    data = load_files(read_folder(repository / "data"))[0]
    pair = sides(data, data, "lao-cai-2026", "lao-cai-2027")
    back = sides(data, data, "lao-cai-2027", "lao-cai-2026")
    yellow = [line for line in printed(pair.new) if "‹" in line]

    assert len(yellow) > 10
    assert not any("‹" in line for line in printed(pair.old))
    for name, both in {"redline": pair, "back": back}.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(both.redline)
        assert departures(both) == []
        assert sdk_findings(path) == []
        assert audit_findings(path) == []
    opened = libreoffice.decided_files(tmp_path)
    marks = {name: [marked(path) for path in both] for name, both in opened.items()}
    assert marks == {"redline": [marked(pair.new), marked(pair.old)], "back": [marked(back.new), marked(back.old)]}
