"""A build after a commit makes what a build from nothing makes, and leaves untouched on the disk whatever did not change."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from planbook.messages.diagnostics import BuildStopped
from planbook.outputs import build as pipeline
from planbook.outputs import catalogue, last_findings
from planbook.repository.files import Files
from planbook.views.addresses import Address
from tests.conftest import SMALL, git, sampled, workspace
from tests.random_edits import EditedPlan

DAY = 86_400
FIRST = 1_790_000_000
REGISTERS = {
    "data/agencies.yaml": ("name: Sở ", "name: Sở mới "),
    "data/localities.yaml": ("name: ", "name: tân "),
    "data/legal-documents.yaml": ("title: ", "title: Sửa "),
    "data/funding-sources.yaml": ("name: ", "name: khoản "),
    "templates/plan/wording.yaml": ("Nơi nhận", "Kính gửi nơi nhận"),
    "templates/site/theme/partials/copyright.html": ("Hỏi: ", "Xin hỏi: "),
    "templates/site/plan.md": ("Cơ quan ban hành", "Nơi ban hành"),
    "content/gioi-thieu.md": ("Người", "Ai"),
    "mkdocs.yml": ("Hướng dẫn", "Chỉ dẫn"),
}


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """The folder of an office in git, whose site has been built; printed sheets, which have a store of their own, are left out."""
    monkeypatch.setattr(catalogue, "SHEETS", ())
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = workspace(tmp_path / "office", SMALL)
    (folder / ".gitignore").write_text("/build/\n/site/\n/site-offline/\n/.site*\n", "utf-8")
    git(folder, "init", "--quiet")
    commit(folder, FIRST)
    pipeline.build(folder)
    return folder


def commit(root: Path, time: int) -> None:
    """Commit all that there is."""
    os.environ |= {"GIT_COMMITTER_DATE": f"{time} +0700", "GIT_AUTHOR_DATE": f"{time} +0700"}
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "x")


def change_by_chance(root: Path, chance: random.Random) -> None:
    """One edit of a plan, or of what plans share."""
    if chance.random() < 0.3:
        path, (old, new) = chance.choice([*REGISTERS.items()])
        text = (root / path).read_text("utf-8")
        (root / path).write_text(text.replace(old, new, 1), "utf-8")
        return
    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "data").rglob("*.yaml")}
    name = chance.choice([path.stem for path in (root / "data/plans").glob("*.yaml")])
    plan = EditedPlan(Files(contents), name, chance.randrange(1 << 30))
    plan.edited(chance.choice([1, 1, 3]))
    (root / plan.path).write_text(yaml.safe_dump(plan.tree, allow_unicode=True, sort_keys=False), "utf-8")


def published(root: Path) -> dict[str, bytes]:
    """The published files."""
    folders = [root / name for name in ("site", "site-offline")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for folder in folders for path in files_of(folder)}


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def touched_files(root: Path) -> Iterator[str]:
    """The files of the site that are not, on the disk, those of the last build, after a build."""
    before = {path: path.stat() for path in files_of(root / "site")}
    pipeline.build(root)
    for path in files_of(root / "site"):
        then, now = before.get(path), path.stat()
        if then is None or (then.st_ino, then.st_mtime_ns) != (now.st_ino, now.st_mtime_ns):
            yield path.relative_to(root / "site").as_posix()


def as_from_nothing(root: Path, clone: Path) -> bool:
    """Whether what is published is byte for byte what a build of a clone publishes."""
    git(root, "clone", "--quiet", str(root), str(clone))
    pipeline.build(clone)
    ours, anew = published(root), published(clone)
    shutil.rmtree(clone)
    assert ours.keys() == anew.keys()
    return [path for path in anew if ours[path] != anew[path]] == []


@pytest.mark.parametrize("seed", sampled(range(100), 100))
def test_a_build_after_a_commit_touches_what_changed_and_is_a_build_from_nothing(root, tmp_path, seed):
    plan = root / "data/plans/viec-lam-2027.yaml"
    plan.write_text(plan.read_text("utf-8").replace("value: 3.000", "value: 3.500", 1), "utf-8")
    commit(root, FIRST + 600)
    touched = {*touched_files(root)}
    assert {Address.WORD_DRAFT.path(plan="viec-lam-2027"), Address.PLAN.path(plan="viec-lam-2027")} <= touched
    assert [path for path in touched if "nong-thon-2027" in path or path.startswith(("assets/j", "huong-dan/"))] == []
    assert len(touched) < len([*files_of(root / "site")]) / 2, touched
    chance = random.Random(seed)
    for _ in range(3):
        change_by_chance(root, chance)
    commit(root, FIRST + chance.choice([1_200, DAY]))
    try:
        pipeline.build(root)
    except BuildStopped:  # what no check lets through
        git(root, "reset", "--quiet", "--hard", "HEAD~1")
        pipeline.build(root)
    assert as_from_nothing(root, tmp_path / "clone")
