"""A part of a published site is changed in its place: all of it or nothing, and the rest is not touched."""

import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from planbook.repository import replacing
from planbook.repository.manifest import PublishError, SitePart, verify
from planbook.repository.publishing import publishing_together, settle_site
from tests.repository.publishing import (
    kill_at_steps_of_a_change,
    leftovers,
    offline,
    parts,
    play,
    release_parts,
    state_of_parts,
)


def states(folder: Path) -> dict[Path, tuple[int, int]]:
    """The number and the time of the last change of each file."""
    return {path: (path.stat().st_ino, path.stat().st_ctime_ns) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of three parts, and its offline form."""
    release_parts(tmp_path / "site", "old")
    return tmp_path / "site"


def test_what_did_not_change_is_not_touched_and_the_lists_are_those_of_a_whole_build(
    site: Path, tmp_path: Path
) -> None:
    before = states(site)
    touched = release_parts(site, "new", kept=["xa/b"])
    after = states(site)
    same = {"xa/a/same.html", "ke-hoach/a/deep/same.html", "style.css"}
    same |= {"xa/b/index.html", "ke-hoach/b/index.html", "xa/b/shard-manifest.json"}
    assert {path.relative_to(site).as_posix() for path in before if after.get(path) == before[path]} == same
    assert site / "ke-hoach/b" not in touched
    assert {site, site / "xa/a", site / "ke-hoach/gone/deep", site / "ke-hoach/new/deep"} <= touched
    (tmp_path / "whole").mkdir()
    release_parts(tmp_path / "whole/site", "new")
    for name in ("site", "site-offline"):
        assert state_of_parts(tmp_path / name) == "new"
        files = {path.relative_to(tmp_path / name) for path in (tmp_path / name).rglob("*") if path.is_file()}
        assert files == {path.relative_to(tmp_path / "whole" / name) for path in states(tmp_path / "whole" / name)}
        for path in files:
            assert (tmp_path / name / path).read_bytes() == (tmp_path / "whole" / name / path).read_bytes(), path


def test_nothing_of_what_stays_is_opened_listed_or_linked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many parts stay: the list of one that stays is not even there to be read."""
    lists = [folder / "xa/b/shard-manifest.json" for folder in (site, offline(site))]
    for path in lists:
        path.rename(path.with_name("away"))
    touched = release_parts(site, "new", kept=["xa/b"])
    assert not any(path.parent in touched for path in lists)
    for path in lists:
        path.with_name("away").rename(path)
    assert [state_of_parts(folder) for folder in (site, offline(site))] == ["new", "new"]


def test_the_files_of_no_part_can_stay_too(site: Path) -> None:
    before = states(site)
    release_parts(site, "old", kept=["", "xa/a", "xa/ended"])
    assert {path for path, state in states(site).items() if state != before[path]} == set()
    release_parts(site, "new", kept=["", "xa/b"])
    assert verify(site) == []
    assert (site / "index.html").read_text() == "old"
    assert (site / "xa/a/index.html").read_text() == "new"


def test_the_lists_name_each_file_once(site: Path) -> None:
    top = json.loads((site / "manifest.json").read_text())
    assert [entry["path"] for entry in top["files"]] == ["index.html", "style.css"]
    assert [entry["path"] for entry in top["parts"]] == [
        f"xa/{name}/shard-manifest.json" for name in ("a", "b", "ended")
    ]
    part = json.loads((site / "xa/a/shard-manifest.json").read_text())
    assert (part["part"], [entry["path"] for entry in part["files"]]) == ("xa/a", sorted(parts("old")["xa/a"]))


@pytest.mark.parametrize(
    ("spoil", "faults"),
    [
        (lambda site: (site / "xa/b/index.html").write_text("c"), ["altered: xa/b/index.html"]),
        (lambda site: (site / "xa/b/index.html").unlink(), ["missing: xa/b/index.html"]),
        (lambda site: (site / "xa/b/more.html").touch(), ["extra: xa/b/more.html"]),
        (
            lambda site: (site / "xa/ended/shard-manifest.json").unlink(),
            ["missing: xa/ended/shard-manifest.json", "extra: xa/old.html"],
        ),
        (
            lambda site: (site / "xa/ended/shard-manifest.json").write_text("{"),
            ["altered: xa/ended/shard-manifest.json", "extra: xa/old.html"],
        ),
        (
            lambda site: (site / "xa/b/shard-manifest.json").write_bytes(
                (site / "xa/b/shard-manifest.json").read_bytes() + b" "
            ),
            ["altered: xa/b/shard-manifest.json"],
        ),
    ],
)
def test_a_fault_in_any_part_is_found(site: Path, spoil, faults: list[str]) -> None:
    spoil(site)
    assert verify(site) == faults


# Stops and errors.


def test_a_kill_at_any_step_leaves_the_old_site_or_what_the_next_reader_makes_the_new_one(tmp_path: Path) -> None:
    seen = play(kill_at_steps_of_a_change, tmp_path)
    for kill in seen:
        assert kill["settled"] in (["old", "old"], ["new", "new"]), kill
        assert kill["mended"] == kill["settled"], kill
        assert kill["litter"] == [], kill
        assert kill["begun"] or kill["left"] == kill["settled"], kill
    assert sum(kill["begun"] for kill in seen) > 5
    assert seen[0]["left"] == ["old", "old"]
    assert any(kill["left"][0] not in ("old", "new") for kill in seen)  # else nothing was to be brought to its end
    assert seen[-1]["settled"] == ["new", "new"]


def test_an_error_at_any_step_leaves_everything_as_it_was(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = states(site)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # slow, and no error tells whether it was done
    for number in range(1, 400, 5):  # with steps of 1 it takes a minute, and holds too
        calls = 0

        def failing(call, *, number: int = number):
            def once(*words, **more):
                nonlocal calls
                calls += 1
                if calls == number:
                    raise OSError(errno.EIO, f"call {number}")
                return call(*words, **more)

            return once

        with monkeypatch.context() as patch:
            own = {name: failing(getattr(os, name)) for name in ("rename", "replace", "unlink", "mkdir")}
            patch.setattr(replacing, "os", SimpleNamespace(**{**vars(os), **own}))
            for name in ("sync", "link", "write_new"):
                patch.setattr(replacing, name, failing(getattr(replacing, name)))
            try:
                release_parts(site, "new", kept=["xa/b"])
            except OSError:
                pass
            else:
                break
        assert [state_of_parts(folder) for folder in (site, offline(site))] == ["old", "old"], number
        assert states(site).keys() == before.keys()
        assert leftovers(site) == ["site-offline"], number
    assert 100 < number < 395
    assert state_of_parts(site) == "new"


def test_a_journal_that_was_damaged_from_outside_is_told(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    journal = site.with_name(".site-replacing")
    for content in ("{", '{"files": [["..", "site", null]]}', '{"files": [["site", "../data", null]]}'):
        journal.mkdir(exist_ok=True)
        (journal / "journal.json").write_text(content)
        with pytest.raises(PublishError, match="delete this folder"):
            settle_site(site)
        with pytest.raises(PublishError, match="delete this folder"):
            release_parts(site, "new")
    assert state_of_parts(site) == "old"


def test_a_journal_that_leads_to_what_is_no_site_changes_nothing(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    (site.parent / "data").mkdir()
    (site.parent / "data/plan.yaml").write_text("mine")
    journal = site.with_name(".site-replacing")
    journal.mkdir()
    (journal / "journal.json").write_text('{"files": [["data", "plan.yaml", null], ["data", "new", "0"]]}')
    (journal / "1.new").write_text("theirs")
    settle_site(site)
    assert "1 of its files are lost" in caplog.text
    assert [path.name for path in (site.parent / "data").iterdir()] == ["plan.yaml"]
    assert not journal.exists()


# What is in the way.


@pytest.mark.parametrize(
    ("place", "is_link", "sentence"),
    [
        ("xa/a", True, r"xa/a/shard-manifest\.json"),
        ("ke-hoach/new", True, "ke-hoach/new is in the way"),
        ("ke-hoach/a", True, "ke-hoach/a is in the way"),
        ("xa/a/index.html", True, None),  # the link goes, not what it leads to
        ("xa/a/index.html", False, r"xa/a/index\.html is in the way"),
        ("ke-hoach/new", False, None),
    ],
)
def test_what_somebody_put_in_the_way(site: Path, place: str, sentence: str | None, *, is_link: bool) -> None:
    """A link to a folder is not followed, a folder of other files is not removed; what is refused changes nothing."""
    (site.parent / "mine").mkdir()
    (site.parent / "mine/index.html").write_text("mine")
    odd = site / place
    if odd.exists():
        odd.rename(site.parent / "away")
    if is_link:
        odd.symlink_to(site.parent / "mine")
    else:
        odd.mkdir()
        (odd / "mine.html").write_text("mine")
    before = {path: path.lstat().st_ino for path in site.rglob("*")}
    if sentence:
        with pytest.raises(PublishError, match=sentence):
            release_parts(site, "new", kept=["xa/b"])
        assert {path: path.lstat().st_ino for path in site.rglob("*")} == before
    else:
        release_parts(site, "new", kept=["xa/b"])
        assert (site / "index.html").read_text() == "new"
    assert [path.read_text() for path in (site.parent / "mine").iterdir()] == ["mine"]
    assert not site.with_name(".site-replacing").exists()


def test_what_somebody_put_there_goes_where_it_is_to_be_removed(site: Path) -> None:
    (site / "xa/b/mine.html").write_text("mine")
    (site / "ke-hoach/gone").rename(site.parent / "mine")
    (site / "ke-hoach/gone").symlink_to(site.parent / "mine")
    release_parts(site, "new", ["xa/b"], removed=[site / "xa/b/mine.html", site / "ke-hoach/gone"])
    assert state_of_parts(site) == "new"
    assert (site.parent / "mine/deep/index.html").read_text() == "gone"


def overwrite_another_part(site: Path) -> None:
    with publishing_together([site, offline(site)]) as staging:
        for folder in staging.folders:
            (folder / "ke-hoach/b").mkdir(parents=True)
            (folder / "ke-hoach/b/index.html").write_text("of another part")
        made = SitePart({}, ["ke-hoach/b/index.html"])
        staging.standing.update({"index.html", "style.css"})
        staging.parts.update({"xa/a": made, "xa/b": None, "xa/ended": None})


def test_a_part_never_overwrites_a_file_of_one_that_stays(site: Path) -> None:
    with pytest.raises(PublishError, match=r"ke-hoach/b/index\.html"):
        overwrite_another_part(site)
    assert state_of_parts(site) == "old"


def test_modes_are_those_of_a_site(site: Path) -> None:
    (site / "xa/a/same.html").chmod(0o600)
    mask = os.umask(0o077)
    try:
        release_parts(site, "new", kept=["xa/b"])
    finally:
        os.umask(mask)
    assert {
        path for path in site.rglob("*") if path.stat().st_mode & 0o777 != (0o755 if path.is_dir() else 0o644)
    } == set()


def test_a_signature_of_the_last_list_goes(site: Path) -> None:
    (site / "manifest.json.minisig").write_text("signed")
    release_parts(site, "new", kept=["xa/b"])
    assert not (site / "manifest.json.minisig").exists()


def test_a_part_that_is_not_published_cannot_stay(site: Path) -> None:
    (site / "manifest.json").write_text('{"files": []}')
    with pytest.raises(PublishError, match=r"manifest\.json"):
        release_parts(site, "old", kept=["xa/a"])
    (site / "manifest.json").unlink()
    with pytest.raises(PublishError, match=r"manifest\.json"):
        release_parts(site, "old", kept=["xa/a"])
