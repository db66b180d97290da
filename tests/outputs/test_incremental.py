"""A build of a site that is not cut leaves untouched on the disk whatever a commit did not change."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from planbook.outputs import build as pipeline
from planbook.outputs import site_generator
from planbook.outputs.shards import building
from planbook.outputs.shards.making import ShardRecord, ShardRequest, make_shards
from planbook.views.addresses import Address
from tests.outputs.edited_sites import without_what_is_dear
from tests.small_country import FIRST, commit, small_country
from tests.working_here import Here


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


@contextmanager
def with_words_of_a_guide(lay_out: Any, root: Path, staging: Path, *known: Any) -> Iterator[Future[None]]:
    """What MkDocs lays out, with the first words of a guide at the foot of every page, as a theme may have them."""
    with lay_out(root, staging, *known) as laid_out:
        laid_out.result()
        words = (root / "content/huong-dan/may-chu.md").read_text("utf-8").split("\n", 1)[0]
        for page in staging.rglob("*.html"):
            page.write_text(page.read_text("utf-8").replace("</footer>", f"{words}</footer>"), "utf-8")
        yield laid_out


def test_what_was_written_by_hand_makes_a_part_anew_where_it_stands_around_its_pages(tmp_path, monkeypatch):
    without_what_is_dear(monkeypatch)
    monkeypatch.setattr(building, "workers", lambda *_, **__: Here())
    monkeypatch.setattr(site_generator, "_mkdocs", partial(with_words_of_a_guide, site_generator._mkdocs))
    root = small_country(tmp_path / "office")
    pipeline.build(root)
    made, handed_out = [], []

    def make(requests: tuple[ShardRequest, ...], *here: Any) -> tuple[ShardRecord, ...]:
        made.extend(requests)
        handed_out.append(not here)
        return make_shards(requests, *here)

    monkeypatch.setattr(building, "make_shards", make)
    for page, old, new, parts in (
        ("huong-dan/may-chu", "\n", "\n\nHỏi bộ phận kỹ thuật.\n", 0),
        ("huong-dan/tra-cuu", "# ", "# Khác: ", 0),
        ("huong-dan/may-chu", "# ", "# Khác: ", 6),
    ):
        made.clear()
        guide = root / f"content/{page}.md"
        guide.write_text(guide.read_text("utf-8").replace(old, new, 1), "utf-8")
        pipeline.build(root)
        assert len({request.part for request in made}) == parts
        assert new.strip("# \n") in (root / f"site/{page}/index.html").read_text("utf-8")
        assert all("Khác: " in text for text in texts_of_places(root)) is (parts > 0)
    assert handed_out == [True] * 6
    plan = root / "data/plans/viec-xa-m-2027.yaml"
    plan.write_text(plan.read_text("utf-8").replace("title: ", "title: Mới ", 1), "utf-8")
    pipeline.build(root)
    assert len({request.part for request in made[6:]}) == 2
    assert not any(handed_out[6:])


def texts_of_places(root: Path) -> Iterator[str]:
    return (page.read_text("utf-8") for kind in ("tinh", "xa") for page in (root / "site" / kind).rglob("*.html"))
