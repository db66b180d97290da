"""What is published: modes, the manifest, what is left of others; and how a folder is verified against its manifest."""

import errno
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import pytest

from planbook.repository import durable, staged
from planbook.repository import manifest as listing
from planbook.repository.manifest import PublishError, manifest, verify
from planbook.repository.publishing import publishing
from tests.repository.publishing import build, leftovers, release, state

# What is published.


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o000])
def test_modes_do_not_depend_on_umask(tmp_path: Path, umask: int) -> None:
    site = tmp_path / "site"
    before = os.umask(umask)
    try:
        with publishing(site) as staging:
            build(staging, "new")
            (staging / "script").touch(0o755)
            (staging / "secret").touch(0o600)
    finally:
        os.umask(before)
    for path in [site, *site.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path
    assert (site / "manifest.json").exists()
    assert (site / "part-0/deep").is_dir()


def test_manifest_is_sorted_and_exact(tmp_path: Path) -> None:
    site = tmp_path / "site"
    content = {
        "z.txt": b"",
        "a/manifest.json": b"{}",
        "\u017e.txt": b"one",
        "z\u030c.txt": b"two",
        "a.b": b"\0",
    }
    with publishing(site) as staging:
        (staging / "a").mkdir()
        for path, data in content.items():
            (staging / path).write_bytes(data)

    def entry(path: str) -> dict[str, object]:
        return {"path": path, "size": len(content[path]), "sha256": sha256(content[path]).hexdigest()}

    order = ["a.b", "a/manifest.json", "z.txt", "z\u030c.txt", "\u017e.txt"]
    entries = [entry(path) for path in order]
    written = (site / "manifest.json").read_bytes().decode()
    assert written == json.dumps({"files": entries}, ensure_ascii=False, indent=1) + "\n"
    assert "\u017e.txt" in written
    assert manifest(site) == {"files": entries}
    assert verify(site) == []


def test_everything_is_on_the_disk_before_the_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, fsync = tmp_path / "site", os.fsync
    release(site, "old")
    synced: list[tuple[str, str]] = []

    def watch(handle: int) -> None:
        fsync(handle)
        synced.append((os.readlink(f"/proc/self/fd/{handle}"), (site / "index.html").read_text()))

    monkeypatch.setattr(os, "fsync", watch)
    with publishing(site) as staging:
        build(staging, "new")
    everything = [staging, *(staging / path.relative_to(site) for path in site.rglob("*"))]
    assert sorted(synced[:-1]) == sorted((str(path), "old") for path in everything)
    assert synced[-1] == (str(tmp_path), "new")
    synced.clear()
    with publishing(site) as staging:
        build(staging, "new")
        (staging / "index.html").write_text("newer")
    # What did not change is there since it was published.
    assert {path for path, _ in synced if path.endswith((".html", ".json"))} == {
        str(staging / name) for name in ("index.html", "manifest.json")
    }


def test_many_files_are_on_the_disk_before_the_swap_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, in_one_step = tmp_path / "site", durable.sync_all
    release(site, "old")
    synced: list[tuple[bool, str]] = []

    def watch(folder: Path) -> bool:
        synced.append((in_one_step(folder), (site / "index.html").read_text()))
        return synced[-1][0]

    monkeypatch.setattr(staged, "_FEW", 0)
    monkeypatch.setattr(staged, "sync_all", watch)
    release(site, "new")

    assert synced == [(True, "old")]
    assert (site / "index.html").read_text() == "new"
    with pytest.raises(FileNotFoundError):
        durable.sync_all(tmp_path / "nowhere")


def test_new_site_has_nothing_of_the_old(tmp_path: Path) -> None:
    site = tmp_path / "site"
    release(site, "old", 9)
    release(site, "new", 2)
    assert state(site, 2) == "new"


def test_relative_target_while_the_folder_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with publishing(Path("site")) as staging:
        os.chdir("elsewhere")
        build(staging, "new")
    assert state(tmp_path / "site") == "new"


def test_leftovers_of_other_targets_stay(tmp_path: Path) -> None:
    for name in (".other-staging-abc", ".other-old", "site-staging-abc"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site-staging-abc/deep").mkdir(parents=True)
    release(tmp_path / "site", "new")
    assert leftovers(tmp_path / "site") == [".other-old", ".other-staging-abc", "site-staging-abc"]


def test_leftovers_of_other_targets_go_where_a_build_has_left_them(tmp_path: Path) -> None:
    names = ("earlier", "at work")
    for name in names:
        with publishing(tmp_path / name) as staging:
            build(staging, "old")
            text = (tmp_path / f".{name}-lock").read_bytes()
    for name in names:
        (tmp_path / f".{name}-lock").write_bytes(text)  # as of a build that was stopped
    (tmp_path / ".foreign-lock").touch()
    for name in ("earlier", "at work", "foreign"):
        (tmp_path / f".{name}-staging-abc/deep").mkdir(parents=True)
    with open(tmp_path / ".at work-lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        release(tmp_path / "site", "new")
    assert sorted(path.name for path in tmp_path.glob(".*-staging-*")) == [
        ".at work-staging-abc",
        ".foreign-staging-abc",
    ]
    assert sorted(path.name for path in tmp_path.glob(".*-lock")) == [".at work-lock", ".foreign-lock"]
    assert [state(tmp_path / name) for name in names] == ["old", "old"]


def test_a_leftover_that_cannot_be_removed_is_told_and_the_site_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".site-staging-abc").mkdir()
    remove = shutil.rmtree

    def refuse(path: Path, **options: Any) -> None:
        if path.name == ".site-staging-abc":
            raise PermissionError(errno.EACCES, "denied", str(path))
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", refuse)
    release(tmp_path / "site", "new")
    assert state(tmp_path / "site") == "new"
    reason = "left of an earlier build, and cannot be removed (you have no right to do this)"
    assert [str(record.msg) for record in caplog.records] == [f"{reason}: {tmp_path}/.site-staging-abc"]


def test_a_lock_of_another_user_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(tmp_path / "site", "old")
    (tmp_path / ".site-lock").touch()
    system = os.open

    def refuse(path: Any, flags: int, *mode: int, **options: Any) -> int:
        if str(path).endswith("-lock") and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "denied", str(path))
        return system(path, flags, *mode, **options)

    monkeypatch.setattr(os, "open", refuse)
    release(tmp_path / "site", "new")
    assert state(tmp_path / "site") == "new"


# Verifying.


def spoil_size(site: Path) -> None:
    (site / "index.html").write_text("longer than before")


def spoil_byte(site: Path) -> None:
    (site / "index.html").write_text("olD")


def spoil_type(site: Path) -> None:
    (site / "index.html").rename(site.with_name("same"))
    (site / "index.html").symlink_to(site.with_name("same"))


@pytest.mark.parametrize(
    ("spoil", "faults"),
    [
        (spoil_size, ["altered: index.html"]),
        (spoil_byte, ["altered: index.html"]),
        (spoil_type, ["altered: index.html"]),
        (lambda site: (site / "index.html").unlink(), ["missing: index.html"]),
        (lambda site: (site / "a/b").mkdir(parents=True) or (site / "a/b/c").touch(), ["extra: a/b/c"]),
        (lambda site: os.mkfifo(site / "pipe"), ["extra: pipe"]),
        (lambda site: (site / "manifest.json").unlink(), ["missing: manifest.json"]),
        (lambda site: (site / "manifest.json").write_text('{"files": [1]}'), ["altered: manifest.json"]),
        (lambda site: (site / "manifest.json").write_text('{"files"'), ["altered: manifest.json"]),
        (lambda site: (site / "manifest.json").write_bytes(b"\xff"), ["altered: manifest.json"]),
        (lambda site: (site / "manifest.json").write_text("{}"), ["altered: manifest.json"]),
    ],
)
def test_verify_names_each_fault(tmp_path: Path, spoil: Callable[[Path], object], faults: list[str]) -> None:
    site = tmp_path / "site"
    release(site, "old")
    assert verify(site) == []
    spoil(site)
    assert verify(site) == faults


def test_a_file_of_another_size_is_told_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    release(site, "old")
    for name in ("index.html", "more.bin"):
        with (site / name).open("wb") as file:
            file.truncate(1 << 40)  # takes no room on the disk, and minutes to read
    digest = listing.hashlib.file_digest

    def small(file: IO[bytes], kind: str) -> object:
        assert os.fstat(file.fileno()).st_size < 1 << 30
        return digest(file, kind)

    monkeypatch.setattr(listing.hashlib, "file_digest", small)
    assert verify(site) == ["altered: index.html", "extra: more.bin"]


def test_file_that_changes_after_it_was_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    release(site, "old")

    def listed_too_early(folder: Path, paths: set[str]) -> listing.Manifest:
        listing = manifest(folder, paths)
        spoil_byte(folder)
        return listing

    monkeypatch.setattr(staged, "manifest", listed_too_early)
    with pytest.raises(PublishError, match=r"altered: index\.html"):
        release(site, "new")
    assert state(site) == "old"
    assert leftovers(site) == []


@pytest.mark.parametrize("odd", [{"size": []}, {"size": 1}, {"sha256": "0"}, {"more": None}])
def test_a_list_that_says_two_things_of_one_file_is_wrong_of_it(tmp_path: Path, odd: dict[str, object]) -> None:
    site = tmp_path / "site"
    release(site, "old")
    place = site / listing.MANIFEST
    top = json.loads(place.read_text("utf-8"))
    of_file = next(entry for entry in top["files"] if entry["path"] == "index.html")
    for rows in ([of_file, {**of_file, **odd}], [{**of_file, **odd}, of_file]):
        place.write_text(
            json.dumps({**top, "files": [*(row for row in top["files"] if row != of_file), *rows]}), "utf-8"
        )
        assert listing.verify(site) == listing.verify(site, "index.html") == ["altered: index.html"]
