"""A build of a site that is not cut leaves untouched on the disk whatever a commit did not change."""

from collections.abc import Iterator
from pathlib import Path

from planbook.outputs import build as pipeline
from planbook.views.addresses import Address
from tests.outputs.edited_sites import without_what_is_dear
from tests.small_country import FIRST, commit, small_country


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


def test_a_build_after_a_commit_touches_what_changed(tmp_path, monkeypatch):
    without_what_is_dear(monkeypatch)
    root = small_country(tmp_path / "office", by_place=False)
    pipeline.build(root)
    plan = root / "data/plans/nghe-a-2027.yaml"
    plan.write_text(plan.read_text("utf-8").replace("4,5", "3,5", 1), "utf-8")
    commit(root, FIRST + 600)
    touched = {*touched_files(root)}
    assert {Address.WORD_DRAFT.path(plan="nghe-a-2027"), Address.PLAN.path(plan="nghe-a-2027")} <= touched
    assert [path for path in touched if "viec-xa-m-2027" in path or path.startswith(("assets/j", "huong-dan/"))] == []
    assert len(touched) < len([*files_of(root / "site")]) / 2, touched
