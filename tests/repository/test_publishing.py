"""Publishing that fails: builds that raise, a full disk, odd targets, what is no site; the old one stays as it was."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from planbook.repository import publishing as publish
from planbook.repository.manifest import PublishError
from planbook.repository.publishing import publishing, publishing_together
from tests.repository.publishing import (
    Halt,
    build,
    fill_disk,
    leftovers,
    offline,
    play,
    publish_on_mounts,
    release,
    release_pair,
    state,
)

# Failing builds.


@pytest.mark.parametrize("error", [Halt(), OSError(errno.EIO, "bad"), KeyboardInterrupt(), SystemExit(1)])
def test_body_that_raises_changes_nothing(tmp_path: Path, error: BaseException) -> None:
    site = tmp_path / "site"
    release(site, "old")
    before = {path: path.stat() for path in [site, *site.rglob("*")]}

    def fail(staging: Path) -> None:
        build(staging, "new")
        raise error

    with pytest.raises(type(error)) as caught, publishing(site) as staging:
        fail(staging)
    assert caught.value is error
    assert {path: path.stat() for path in [site, *site.rglob("*")]}.keys() == before.keys()
    assert all(path.stat().st_mtime_ns == old.st_mtime_ns for path, old in before.items())
    assert state(site) == "old"
    assert leftovers(site) == []


def test_first_build_that_fails_leaves_no_site(tmp_path: Path) -> None:
    with pytest.raises(Halt), publishing(tmp_path / "site"):
        raise Halt
    assert state(tmp_path / "site") == "absent"
    assert leftovers(tmp_path / "site") == []


def test_full_disk(tmp_path: Path) -> None:
    alone = ["unshare", "-m" if os.geteuid() == 0 else "-rm", "sh", "-ec"]
    mount = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"'
    seen = play(fill_disk, tmp_path, *alone, mount, str(tmp_path))
    whole = [errno.ENOSPC, "old", []]
    assert seen == {"in the body": whole, "swallowed": True, "in the manifest": whole, "next": "new"}
    assert list(tmp_path.iterdir()) == []


def test_failing_fallback_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    release(site, "old")

    def refuse(staging: Path, _: Path) -> bool:
        staging.rename(tmp_path / "taken away")
        return False

    monkeypatch.setattr(publish, "_exchange", refuse)
    with pytest.raises(FileNotFoundError):
        release(site, "new")
    assert state(site) == "old"
    assert leftovers(site) == ["taken away"]


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EOPNOTSUPP])
def test_refused_exchange_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    site = tmp_path / "site"
    release(site, "old")
    # EINVAL comes from the kernel itself, for a flag it does not know; the others are made up.
    monkeypatch.setattr(publish, "_RENAME_EXCHANGE", 1 << 30)
    if code != errno.EINVAL:
        monkeypatch.setattr("ctypes.get_errno", lambda: code)
    release(site, "new")
    assert state(site) == "new"
    assert leftovers(site) == []


def test_exchange_swaps_and_reports_real_errors(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    (one / "file").touch()
    with pytest.raises(FileNotFoundError):
        publish._exchange(one, other)
    other.mkdir()
    assert publish._exchange(one, other)
    assert (other / "file").exists()
    assert not (one / "file").exists()


@pytest.mark.parametrize("without_exchange", [False, True])
@pytest.mark.parametrize("there_before", [True, False])
def test_a_second_folder_that_cannot_be_swapped_takes_the_first_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, without_exchange: bool, there_before: bool
) -> None:
    site, swap = tmp_path / "site", publish._swap
    if there_before:
        release_pair(site, "old")
    if without_exchange:
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)

    def fail_at_the_second(staging: Path, target: Path) -> None:
        if target == offline(site) and (staging / "index.html").read_text() == "new":
            swap(staging, target)
            raise OSError(errno.EIO, "bad")
        swap(staging, target)

    monkeypatch.setattr(publish, "_swap", fail_at_the_second)
    with pytest.raises(OSError, match="bad"):
        release_pair(site, "new")
    assert [state(site), state(offline(site))] == ["old" if there_before else "absent"] * 2
    assert leftovers(site) == ["site-offline"] * there_before


def test_folders_that_are_published_together_name_one_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    said = []
    for version in ("one", "one", "two"):
        release_pair(site, version)
        said.append([json.loads((folder / "manifest.json").read_text()) for folder in (site, offline(site))])
    builds = [[one["build"] for one in pair] for pair in said]
    assert [len(set(pair)) for pair in builds] == [1, 1, 1]
    assert builds[0] == builds[1] != builds[2]
    assert [one["beside"] for one in said[0]] == [["site-offline"], ["site"]]


# What is refused.


@pytest.mark.parametrize("kind", ["link to a folder", "dangling link", "file"])
def test_odd_target_is_refused_before_the_build(tmp_path: Path, kind: str) -> None:
    site, real = tmp_path / "site", tmp_path / "real"
    real.mkdir()
    (real / "kept").touch()
    if kind == "file":
        site.write_text("mine")
    else:
        site.symlink_to(real if kind == "link to a folder" else tmp_path / "nowhere")
    before = site.lstat()
    with pytest.raises(PublishError, match=r"^/.*/site is .*put there\.$"), publishing(site):
        pytest.fail("the body must not run")
    assert site.lstat().st_ino == before.st_ino
    assert (real / "kept").exists()
    assert leftovers(site) == ["real"]


def test_a_mount_point_is_refused_before_the_build(tmp_path: Path) -> None:
    seen = play(publish_on_mounts, tmp_path, "unshare", "-m" if os.geteuid() == 0 else "-rm")
    assert seen == [
        f"{place} is a mount point, so the folder {tmp_path}/site cannot be swapped as a whole; mount the folder above"
        " instead, or build elsewhere with --root and copy what was published."
        for place in (f"{tmp_path}/site", f"{tmp_path}/site/part-0")
    ] + ["old"]


def test_a_linked_folder_above_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    release(tmp_path / "link/site", "old")
    release(tmp_path / "link/site", "new")
    assert state(tmp_path / "real/site") == "new"
    assert leftovers(tmp_path / "real/site") == []


def test_target_that_becomes_a_link_during_the_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    release(site, "old")

    def turn_into_link(staging: Path) -> None:
        build(staging, "new")
        site.rename(tmp_path / "moved")
        site.symlink_to("moved")

    with pytest.raises(PublishError, match="symbolic link"), publishing(site) as staging:
        turn_into_link(staging)
    assert site.is_symlink()
    assert state(tmp_path / "moved") == "old"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: (folder / "link").symlink_to("index.html"), "^link is neither a file nor a folder"),
        (lambda folder: (folder / "up").symlink_to(".."), "^up is neither a file nor a folder"),
        (lambda folder: os.mkfifo(folder / "pipe"), "^pipe is neither a file nor a folder"),
        (lambda folder: open(os.fsencode(folder) + b"/\xff", "w").close(), "is not valid UTF-8"),
        (lambda folder: (folder / "manifest.json").touch(), "a manifest.json of its own"),
        (lambda folder: (folder / "manifest.json").symlink_to("none"), "a manifest.json of its own"),
        (lambda folder: [path.unlink() for path in folder.rglob("*.html")], "made no files"),
    ],
)
def test_what_cannot_be_published(tmp_path: Path, make: Callable[[Path], object], sentence: str) -> None:
    site = tmp_path / "site"
    release(site, "old")

    def build_badly(staging: Path) -> None:
        build(staging, "new")
        make(staging)

    with pytest.raises(PublishError, match=sentence), publishing(site) as staging:
        build_badly(staging)
    assert state(site) == "old"
    assert leftovers(site) == []


def without_the_second(site: Path, version: str) -> None:
    with publishing_together([site, offline(site)], {"version": version}) as staging:
        build(staging.folders[0], version)
        staging.omissions.add(staging.folders[1])


def test_a_folder_that_is_not_made_any_more_goes_with_the_new_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    release_pair(site, "one")
    without_the_second(site, "two")
    assert [state(site), state(offline(site))] == ["two", "absent"]
    assert json.loads((site / "manifest.json").read_text())["beside"] == []
    assert leftovers(site) == []
    release_pair(site, "three")
    assert [state(site), state(offline(site))] == ["three", "three"]


def test_a_site_that_fails_leaves_the_folder_that_it_was_to_take_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    release_pair(site, "one")

    def fail(staging: Path, target: Path) -> None:
        raise OSError(errno.EIO, f"{staging} {target}")

    monkeypatch.setattr(publish, "_swap", fail)
    with pytest.raises(OSError, match="staging"):
        without_the_second(site, "two")
    assert [state(site), state(offline(site))] == ["one", "one"]


def test_a_stop_before_the_old_folder_went_is_made_good_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    release_pair(site, "one")
    with monkeypatch.context() as patch:
        patch.setattr(publish, "_remove", lambda _: None)
        without_the_second(site, "two")
    assert [state(site), state(offline(site))] == ["two", "one"]
    with pytest.raises(Halt), publishing_together([site, offline(site)]):
        raise Halt
    assert [state(site), state(offline(site))] == ["two", "absent"]
