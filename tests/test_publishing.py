"""Publishing under kills, a full disk, rivals and odd targets, with real processes and real file systems.

Run as a script (`python test_publishing.py SCENARIO FOLDER`) it plays a scenario in a process of its own, which
may fork and kill as it likes, and prints what it saw as JSON; the tests judge.
"""

import contextlib
import errno
import fcntl
import itertools
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Collection
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import IO, Any

import pytest

from planbook.repository import manifest as listing
from planbook.repository import publishing as publish
from planbook.repository.manifest import PublishError, manifest, verify
from planbook.repository.publishing import publishing, publishing_together


class Halt(Exception):
    """What a failing build raises here."""


def pages(version: str, count: int) -> dict[str, str]:
    numbered = {f"part-{i % 7}/deep/{i}.html": f"{version} page {i}\n" * 20 for i in range(count)}
    return {"index.html": version, **numbered}


def build(folder: Path, version: str, count: int = 2) -> None:
    for path, text in pages(version, count).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def release(site: Path, version: str, count: int = 2) -> None:
    with publishing(site) as staging:
        build(staging, version, count)


def state(site: Path, count: int = 2) -> str:
    """The version that stands at `site`, or what is wrong with it."""
    if not site.exists():
        return "absent"
    if faults := verify(site):
        return f"broken: {faults}"
    version = (site / "index.html").read_text()
    found = {p.relative_to(site).as_posix(): p.read_text() for p in site.rglob("*") if p.is_file()}
    del found["manifest.json"]
    return version if found == pages(version, count) else "mixed"


def leftovers(site: Path) -> list[str]:
    return sorted({p.name for p in site.parent.iterdir()} - {site.name, f".{site.name}-lock"})


# Scenarios: each runs in a process of its own.


def in_child(work: Callable[[], None]) -> int:
    """Fork a process that does the work and dies, also if the work fails."""
    if child := os.fork():
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def was_killed(child: int) -> bool:
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status != 0


def die_at(point: int, say: int, only: Collection[str] = ()) -> None:
    """SIGKILL this process at the n-th line of the modules that publish, or system call that touches files.

    With `only` the lines of some functions count, and nothing else.
    """
    steps = itertools.count(1)
    events = {"open", "os.mkdir", "os.chmod", "os.rename", "os.remove", "os.rmdir", "os.scandir"}
    readers = {"walk", "_recorded", "<genexpr>", "<listcomp>", "<dictcomp>"}

    def step(label: str) -> None:
        if next(steps) == point:
            os.write(say, label.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def trace(frame: FrameType, event: str, _: object) -> Any:
        # These only read; the files they open count as steps all the same.
        if frame.f_code.co_filename not in (publish.__file__, listing.__file__) or frame.f_code.co_name in readers:
            return None
        if event == "line" and (not only or frame.f_code.co_name in only):
            step(frame.f_code.co_name)
        return trace

    if not only:
        sys.addaudithook(lambda event, _: step(event) if event in events else None)
    sys.settrace(trace)


def after_kill(site: Path, turn: int, count: int = 2) -> dict[str, Any]:
    """What a kill in this turn left, what a failing build makes of it, and what the next good build does."""
    names = {f"old {turn}": "old", f"new {turn}": "new", f"old {turn + 1}": "next"}
    seen: dict[str, Any] = {"left": names.get(found := state(site, count), found)}
    with contextlib.suppress(Halt), publishing(site):
        raise Halt
    seen["mended"] = names.get(found := state(site, count), found)
    seen["litter"] = leftovers(site)
    release(site, f"old {turn + 1}", count)
    return seen | {"next": names.get(found := state(site, count), found), "litter after": leftovers(site)}


def kill_at_every_step(site: Path, *, first: bool = False) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    release(site, "old 1")
    for turn in itertools.count(1):
        if first:
            shutil.rmtree(site)
        hear, say = os.pipe()

        def victim(turn: int = turn, say: int = say) -> None:
            die_at(turn, say)
            release(site, f"new {turn}")

        killed = was_killed(in_child(victim))
        os.close(say)
        where = os.read(hear, 99).decode()
        os.close(hear)
        if not killed:
            break
        seen.append({"where": where} | after_kill(site, turn))
    return seen


def kill_at_every_step_without_exchange(site: Path) -> list[dict[str, Any]]:
    pytest.MonkeyPatch().setattr(publish, "_exchange", lambda *_: False)
    return kill_at_every_step(site)


def kill_first_build_at_every_step(site: Path) -> list[dict[str, Any]]:
    return kill_at_every_step(site, first=True)


def kill_at_moments(site: Path) -> list[dict[str, Any]]:
    count, turns = 90, 16
    seen: list[dict[str, Any]] = []
    release(site, "first", count)
    start = time.monotonic()
    release(site, "old 0", count)
    whole = time.monotonic() - start
    for turn in range(turns):

        def victim(turn: int = turn) -> None:
            while True:
                release(site, f"new {turn}", count)
                release(site, f"old {turn}", count)

        child = in_child(victim)
        time.sleep(2 * whole * turn / turns)
        os.kill(child, signal.SIGKILL)
        seen.append({"killed": was_killed(child)} | after_kill(site, turn, count))
    return seen


def release_pair(site: Path, version: str) -> None:
    with publishing_together([site, offline(site)], {"version": version}) as staging:
        for folder in staging.folders:
            build(folder, version)


def offline(site: Path) -> Path:
    return site.with_name("site-offline")


def kill_pair_at_every_step_of_the_swap(site: Path) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    for turn in itertools.count(1):
        for folder in (site, offline(site)):
            shutil.rmtree(folder, ignore_errors=True)
        release_pair(site, "old")

        def victim(turn: int = turn) -> None:
            die_at(turn, 2, {"_swap_all", "_swap", "_exchange"})
            release_pair(site, "new")

        if not was_killed(in_child(victim)):
            break
        left = [state(site), state(offline(site))]
        with contextlib.suppress(Halt), publishing_together([site, offline(site)]):
            raise Halt
        litter = sorted({path.name for path in site.parent.iterdir()} - {site.name, offline(site).name})
        seen.append({"left": left, "mended": [state(site), state(offline(site))], "litter": litter})
    return seen


def kill_pair_at_every_step_of_the_swap_without_exchange(site: Path) -> list[dict[str, Any]]:
    pytest.MonkeyPatch().setattr(publish, "_exchange", lambda *_: False)
    return kill_pair_at_every_step_of_the_swap(site)


def orphan(site: Path) -> dict[str, Any]:
    """A build is killed while a program of its own still writes; what the next one waits for, and what it leaves."""
    release(site, "old")
    hear, say = os.pipe()

    def victim() -> None:
        with publishing_together([site]) as staging:
            command = f"read line; mkdir -p {staging.folders[0]}/late; touch {staging.folders[0]}/late/page.html"
            subprocess.Popen(["sh", "-c", command], pass_fds=staging.locks, stdin=hear)
            os.kill(os.getpid(), signal.SIGKILL)

    killed = was_killed(in_child(victim))
    with open(site.with_name(".site-lock"), "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            waits = False
        except BlockingIOError:
            waits = True
    os.write(say, b"go on\n")
    release(site, "new")
    return {"killed": killed, "waits": waits, "state": state(site), "litter": leftovers(site)}


def publish_on_mounts(site: Path) -> list[str]:
    """What is said of targets that something is mounted on, in a namespace of mounts that nobody else sees."""
    said = []
    release(site, "old")
    volume = site.with_name("a volume")
    for place in (site, site / "part-0"):
        volume.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", volume, place], check=True)
        try:
            with publishing_together([site.with_name("other"), site]):
                said.append("the body ran")
        except PublishError as error:
            said.append(str(error))
        subprocess.run(["umount", place], check=True)
    return [*said, *(path.name for path in site.parent.iterdir() if "staging" in path.name), state(site)]


def fill_disk(site: Path) -> object:
    release(site, "old")
    seen: dict[str, object] = {}

    def fill(staging: Path) -> None:
        with open(staging / "big", "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 1000)

    try:
        with publishing(site) as staging:
            fill(staging)
    except OSError as error:
        seen["in the body"] = [error.errno, state(site), leftovers(site)]
    try:
        with publishing(site) as staging:
            try:
                fill(staging)
            except OSError:
                seen["swallowed"] = True
    except OSError as error:
        seen["in the manifest"] = [error.errno, state(site), leftovers(site)]
    release(site, "new")
    return seen | {"next": state(site)}


def race(site: Path) -> object:
    def rival(name: str) -> None:
        for turn in range(10):
            with publishing(site) as staging:
                # Fails where another build is between its start and its end.
                alone = os.open(site.with_name("alone"), os.O_CREAT | os.O_EXCL)
                build(staging, f"{name} {turn}")
                time.sleep(0.002)
                os.close(alone)
                os.remove(site.with_name("alone"))

    children = [in_child(lambda: rival("a")), in_child(lambda: rival("b"))]
    return {
        "killed": [was_killed(child) for child in children],
        "state": state(site),
        "litter": leftovers(site),
    }


def read_while_swapping(site: Path) -> object:
    release(site, "first")

    def writer() -> None:
        for turn in range(20):
            release(site, f"turn {turn}")
            time.sleep(0.005)

    child = in_child(writer)
    versions, reads, misses = set(), 0, 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        for _ in range(50):
            reads += 1
            try:
                versions.add((site / "index.html").read_text())
            except FileNotFoundError:
                misses += 1
    return {"reads": reads, "misses": misses, "versions": len(versions), "last": state(site)}


def play(scenario: Callable[[Path], object], folder: Path, *prefix: str) -> Any:
    command = [*prefix, sys.executable, __file__, scenario.__name__, str(folder / "site")]
    environment = {**os.environ, "PYTHONPATH": str(Path(publish.__file__).parents[2])}
    run = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=100)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


# Kills.


def assert_mended(seen: list[dict[str, Any]]) -> None:
    for kill in seen:
        assert kill["mended"] in (kill["left"], "old"), kill
        assert kill["litter"] == kill["litter after"] == [], kill
        assert kill["next"] == "next", kill


def test_kill_at_every_step_leaves_old_or_new_whole(tmp_path: Path) -> None:
    seen = play(kill_at_every_step, tmp_path)
    assert_mended(seen)
    assert [kill for kill in seen if kill["left"] not in ("old", "new")] == []
    assert [kill for kill in seen if kill["left"] != kill["mended"]] == []
    # The old site up to one step, the new one from there on.
    assert [key for key, _ in itertools.groupby(kill["left"] for kill in seen)] == ["old", "new"]
    old = {kill["where"] for kill in seen if kill["left"] == "old"}
    new = {kill["where"] for kill in seen if kill["left"] == "new"}
    assert {"_locked", "_repair", "manifest", "verify", "_finish", "_exchange", "open"} <= old
    assert {"_exchange", "_staging", "os.remove", "os.rmdir"} <= new
    assert len(seen) > 100


def test_kill_at_every_step_without_exchange_is_mended_by_the_next_build(tmp_path: Path) -> None:
    seen = play(kill_at_every_step_without_exchange, tmp_path)
    assert_mended(seen)
    assert [key for key, _ in itertools.groupby(kill["left"] for kill in seen)] == ["old", "absent", "new"]
    assert {kill["mended"] for kill in seen if kill["left"] == "absent"} == {"old"}
    assert len(seen) > 100


def test_kill_at_every_step_of_the_first_build_leaves_nothing_or_all(tmp_path: Path) -> None:
    seen = play(kill_first_build_at_every_step, tmp_path)
    assert_mended(seen)
    assert [key for key, _ in itertools.groupby(kill["left"] for kill in seen)] == ["absent", "new"]
    assert len(seen) > 100


def test_kill_at_any_moment_of_a_big_site(tmp_path: Path) -> None:
    seen = play(kill_at_moments, tmp_path)
    assert_mended(seen)
    assert [kill for kill in seen if kill["left"] not in ("old", "new")] == []
    assert [kill["killed"] for kill in seen] == [True] * 16
    assert "old" in {kill["left"] for kill in seen}  # whether a moment behind the swap is met hangs on the machine


@pytest.mark.parametrize(
    "scenario", [kill_pair_at_every_step_of_the_swap, kill_pair_at_every_step_of_the_swap_without_exchange]
)
def test_kill_between_two_folders_is_mended_by_the_next_build_even_if_that_fails(tmp_path: Path, scenario) -> None:
    seen = play(scenario, tmp_path)
    assert ["new", "old"] in [kill["left"] for kill in seen]
    for kill in seen:
        assert kill["mended"] in (["old", "old"], ["new", "new"]), kill
        assert kill["mended"][0] == kill["left"][0] or kill["left"][0] == "absent", kill
        assert kill["litter"] == [".site-lock", ".site-offline-lock"], kill
    assert {tuple(kill["mended"]) for kill in seen} == {("old", "old"), ("new", "new")}


def test_what_a_killed_build_began_ends_before_the_next_one_cleans_up(tmp_path: Path) -> None:
    assert play(orphan, tmp_path) == {"killed": True, "waits": True, "state": "new", "litter": []}


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
    assert [name for name in leftovers(site) if "lock" not in name] == ["site-offline"] * there_before


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


# Company.


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    seen = play(race, tmp_path)
    assert seen["killed"] == [False, False]
    assert seen["state"] in ("a 9", "b 9")
    assert seen["litter"] == []


def test_reader_always_finds_a_page(tmp_path: Path) -> None:
    seen = play(read_while_swapping, tmp_path)
    assert seen["misses"] == 0
    assert seen["versions"] >= 3
    assert seen["reads"] > 100
    assert seen["last"] == "turn 19"


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
    release(tmp_path / "earlier", "old")
    release(tmp_path / "at work", "old")
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
    assert [state(tmp_path / name) for name in ("earlier", "at work")] == ["old", "old"]


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
    reason = "left of a stopped build, and cannot be removed (you have no right to do this)"
    assert [str(record.msg) for record in caplog.records] == [f"{reason}: {tmp_path}/.site-staging-abc"]


def test_a_lock_of_another_user_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(tmp_path / "site", "old")
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

    def listed_too_early(folder: Path) -> listing.Manifest:
        listing = manifest(folder)
        spoil_byte(folder)
        return listing

    monkeypatch.setattr(publish, "manifest", listed_too_early)
    with pytest.raises(PublishError, match=r"altered: index\.html"):
        release(site, "old")
    assert state(site) == "old"
    assert leftovers(site) == []


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


if __name__ == "__main__":
    json.dump(globals()[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
