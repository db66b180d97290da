"""Every place that git knows has a revision; where git refuses or is not there, that is said."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from planbook.outputs.origin import source_revision
from planbook.repository.git import GitRefused, ask, has_commit, outside
from planbook.repository.last_commits import holds_the_same
from planbook.repository.revisions import (
    NoSuchRevision,
    Revision,
    commit_of,
    commits_of,
    edited,
    read_revision,
    revision_remarks,
    unpack,
)
from tests.clones import clone, commit, git
from tests.conftest import run
from tests.repository.test_git_answers import DATA, HOSTILE_PLAN, edit


def worktree(root: Path) -> Path:
    git(root, "worktree", "add", "-q", "-b", "other", root.parent / "cây khác")
    return root.parent / "cây khác"


def submodule(root: Path) -> Path:
    whole = root.parent / "whole"
    whole.mkdir()
    git(whole, "init", "-q")
    git(whole, "-c", "protocol.file.allow=always", "submodule", "add", "-q", root, "kế hoạch")
    return whole / "kế hoạch"


def part(root: Path) -> Path:
    git(root, "init", "-q", root.parent / "whole")
    shutil.rmtree(root / ".git")
    root.rename(root.parent / "whole/hồ sơ nghèo")
    commit(root.parent / "whole", "first")
    return root.parent / "whole/hồ sơ nghèo"


def second_clone(root: Path) -> Path:
    git(root.parent, "clone", "-q", root, "second")
    return root.parent / "second"


@pytest.mark.parametrize("place", [worktree, submodule, part, second_clone])
def test_every_place_that_git_knows_has_a_revision(place, tmp_path):
    root = place(clone(tmp_path / "clone", DATA))
    head = git(root, "rev-parse", "--short=7", "HEAD").strip()
    assert source_revision(root, "data", "templates").commit == head
    assert HOSTILE_PLAN in read_revision(root, "HEAD").contents
    tree = git(root, "rev-parse", "HEAD^{tree}").strip()  # a whole name, and of no commit
    assert commit_of(root, tree) is None
    with pytest.raises(NoSuchRevision):
        read_revision(root, tree)
    unpack(root, "HEAD", ("data",), tmp_path / "unpacked")
    assert (tmp_path / "unpacked" / HOSTILE_PLAN).is_file()
    edit(root)
    assert edited(root, "data") == {HOSTILE_PLAN}
    assert str(source_revision(root, "data", "templates")) == f"{head}+"


def test_another_repository_that_a_hook_names_is_not_asked(tmp_path, monkeypatch):
    root = clone(tmp_path / "clone", DATA)
    other = clone(tmp_path / "other", DATA)
    for name, value in {
        "GIT_DIR": other / ".git",
        "GIT_INDEX_FILE": other / ".git/index",
        "GIT_OBJECT_DIRECTORY": other / ".git/objects",
        "GIT_PREFIX": "data/",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_CONFIG_PARAMETERS": "'log.showsignature'='true'",
    }.items():
        monkeypatch.setenv(name, str(value))
    edit(root)
    expected = (root / ".git/refs/heads/main").read_text(encoding="utf-8")[:7]
    assert str(source_revision(root, "data")) == f"{expected}+"
    assert outside(tmp_path) is not None


def test_nothing_that_git_calls_a_repository_s_own_reaches_it_from_outside(tmp_path, monkeypatch):
    root = clone(tmp_path / "clone", DATA)
    names = {*git(root, "rev-parse", "--local-env-vars").split()} - {"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"}
    started, environments = subprocess.run, []

    def spy(words, **options):
        environments.append(options["env"])
        return started(words, **options)

    for name in names:
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setattr(subprocess, "run", spy)
    assert ask(root, "rev-parse", "HEAD").stdout
    assert "GIT_WORK_TREE" in names
    assert {name for name in names if environments[0].get(name) == "elsewhere"} == set()


def test_a_history_that_is_kept_elsewhere_is_found(tmp_path, monkeypatch):
    root = clone(tmp_path / "clone", DATA)
    (root / ".git").rename(tmp_path / "history.git")
    assert outside(root) is not None
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "history.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(root))
    assert HOSTILE_PLAN in read_revision(root, "HEAD").contents
    assert outside(tmp_path) is not None, "it is the history of that folder only"


def test_an_environment_without_anything_is_enough(tmp_path, monkeypatch):
    root = clone(tmp_path / "clone", DATA)
    for name in (*os.environ,):
        if name != "PATH" and not name.startswith("PYTEST"):
            monkeypatch.delenv(name)
    assert len(source_revision(root, "data").commit) == 7


@pytest.mark.parametrize(
    "arguments", [["build"], ["diff", "HEAD"], ["review", "HEAD", "-o", "x"], ["setup-git"], ["setup-git", "--remove"]]
)
def test_where_git_refuses_nothing_goes_on(arguments, tmp_path):
    root = clone(tmp_path / "clone", DATA)
    answer = run(root, *arguments, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert answer.returncode == 3
    assert answer.stderr.startswith(f"git không chịu trả lời ở {root}:\nfatal: detected dubious ownership")
    assert f"git config --global --add safe.directory {root}" in answer.stderr, "git's own advice"
    assert not (root / "site").exists()


def lost_object(root: Path) -> None:
    name = git(root, "rev-parse", "HEAD").strip()
    (root / ".git/objects" / name[:2] / name[2:]).unlink()


def cut_object(root: Path) -> None:
    name = git(root, "rev-parse", f"HEAD:{HOSTILE_PLAN}").strip()
    path = root / ".git/objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:30])


def unknown_format(root: Path) -> None:
    git(root, "config", "core.repositoryFormatVersion", "99")


def broken_configuration(root: Path) -> None:
    (root / ".git/config").write_text("[core\n", encoding="utf-8")


def no_head(root: Path) -> None:
    (root / ".git/HEAD").write_text("", encoding="utf-8")


def moved_away(root: Path) -> None:
    (root / ".git").rename(root.parent / "moved")
    (root / ".git").write_text(f"gitdir: {root.parent}/gone\n", encoding="utf-8")


def loose(root: Path) -> None:
    """Every object of a repository in a file of its own."""
    for pack in sorted((root / ".git/objects/pack").glob("pack-*.pack")):
        content = pack.read_bytes()
        for path in pack.parent.glob(f"{pack.stem}.*"):
            path.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=root, input=content, check=True)


@pytest.mark.parametrize("broken", [lost_object, cut_object, unknown_format, broken_configuration, no_head, moved_away])
def test_a_broken_repository_is_not_taken_for_none(broken, tmp_path):
    root = clone(tmp_path / "clone", DATA)
    loose(root)
    broken(root)
    with pytest.raises(GitRefused) as refusal:
        _ = source_revision(root, "data"), read_revision(root, "HEAD")
    assert re.search(r"(?m)^(fatal|error): ", str(refusal.value.args[0])), "git's own words"


def test_outside_git_is_where_git_finds_nothing_and_it_says_so(tmp_path, monkeypatch):
    assert outside(tmp_path).in_language("vi") == f"git không thấy kho nào ở {tmp_path}"
    (tmp_path / ".git").mkdir()
    assert outside(tmp_path) is not None, "an empty folder holds no history that could be lost"
    assert source_revision(tmp_path, "data") == Revision()
    assert list(revision_remarks(tmp_path, "data")) == []
    assert commits_of(tmp_path, "data", 1) == []

    monkeypatch.setenv("PATH", str(tmp_path))
    assert outside(tmp_path).in_language("vi") == "máy này chưa cài git"
    assert source_revision(tmp_path, "data") == Revision()
    assert [line.in_language("vi") for line in revision_remarks(tmp_path, "data")] == [
        "máy này chưa cài git: các văn bản lập ra không ghi mã bản dữ liệu"
    ]
    with pytest.raises(GitRefused):
        ask(tmp_path, "status")


def test_before_the_first_commit_documents_carry_no_revision_and_that_is_said(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yaml").write_text("id: a", encoding="utf-8")
    assert not has_commit(tmp_path)
    assert source_revision(tmp_path, "data") == Revision()
    assert "chưa ghi lần nào" in next(revision_remarks(tmp_path, "data")).in_language("vi")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    assert list(revision_remarks(tmp_path, "data")) == []
    assert "chưa ghi lần nào (commit) có templates/" in next(revision_remarks(tmp_path, "templates")).in_language("vi")
    with pytest.raises(NoSuchRevision):
        unpack(tmp_path, "HEAD", ("data", "templates"), tmp_path)
    with pytest.raises(NoSuchRevision):
        read_revision(tmp_path, "none")


def test_a_shallow_clone_says_that_its_revisions_may_be_too_late(tmp_path):
    root = clone(tmp_path / "clone", DATA)
    (root / "README.md").write_text("x", encoding="utf-8")
    commit(root, "no data")
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "shallow")
    assert "git fetch --unshallow" in str(next(revision_remarks(tmp_path / "shallow", "data")))
    name = source_revision(tmp_path / "shallow", "data").commit
    assert holds_the_same(root, name, commit_of(root, "HEAD", "data").name, "data"), (
        "and whoever verifies sees through it"
    )
