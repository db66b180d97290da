"""What is published where builds are killed, fail or run beside each other: each scenario in a process of its own.

Run as a script (`python publishing.py SCENARIO FOLDER`) it plays a scenario, which may fork and kill as it likes, and
prints what it saw as JSON; the tests judge.
"""

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from planbook.repository import folder_lock, replacing, staged
from planbook.repository import manifest as listing
from planbook.repository import publishing as publish
from planbook.repository.manifest import PublishError, SitePart, verify
from planbook.repository.publishing import publishing, publishing_together, settle_site

SWAP = {"_swap_all", "_swap", "_exchange"}


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
    return sorted({p.name for p in site.parent.iterdir()} - {site.name})


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
    ours = {module.__file__ for module in (publish, folder_lock, listing, replacing, staged)}
    readers = {
        "walk",
        "read_lists",
        "_list",
        "files",
        "<setcomp>",
        "_recorded",
        "<genexpr>",
        "<listcomp>",
        "<dictcomp>",
    }

    def step(label: str) -> None:
        if next(steps) == point:
            os.write(say, label.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def trace(frame: FrameType, event: str, _: object) -> Any:
        # These only read; the files they open count as steps all the same.
        if frame.f_code.co_filename not in ours or frame.f_code.co_name in readers:
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


def kill_at_every_step(
    site: Path, *, first: bool = False, only: Collection[str] = (), every: int = 1
) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    release(site, "old 1")
    for turn in itertools.count(1):
        if first:
            shutil.rmtree(site)
        hear, say = os.pipe()

        def victim(turn: int = turn, say: int = say) -> None:
            die_at(1 + (turn - 1) * every, say, only)
            release(site, f"new {turn}")

        killed = was_killed(in_child(victim))
        os.close(say)
        where = os.read(hear, 99).decode()
        os.close(hear)
        if not killed:
            break
        seen.append({"where": where} | after_kill(site, turn))
    return seen


def kill_at_every_step_of_the_swap_without_exchange(site: Path) -> list[dict[str, Any]]:
    pytest.MonkeyPatch().setattr(publish, "_exchange", lambda *_: False)
    return kill_at_every_step(site, only=SWAP)  # the rest is that of any build


def kill_first_build_at_steps(site: Path) -> list[dict[str, Any]]:
    """At every third, or at all where ALL_CASES is set: most of them are those of any other build."""
    return kill_at_every_step(site, first=True, every=1 if os.environ.get("ALL_CASES") else 3)


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
            die_at(turn, 2, SWAP)
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


def parts(version: str) -> dict[str, dict[str, str]]:
    """The files of a site of three parts, and under "" those of none; the new one differs in one of each kind."""
    same = {"xa/a/same.html": "same", "ke-hoach/a/deep/same.html": "same"}
    old = {**same, "xa/a/index.html": "old", "ke-hoach/gone/deep/index.html": "gone", "becomes/a-folder": "file"}
    new = {
        **same,
        "xa/a/index.html": "new",
        "ke-hoach/new/deep/index.html": "new",
        "becomes/a-folder/index.html": "new",
    }
    return {
        "": {"index.html": version, "style.css": "same"},
        "xa/a": old if version == "old" else new,
        "xa/b": {"xa/b/index.html": "b", "ke-hoach/b/index.html": "b"},
        ("xa/ended" if version == "old" else "xa/begun"): {f"xa/{version}.html": version},
    }


def release_parts(site: Path, version: str, kept: Collection[str] = (), **more: Any) -> set[Path]:
    """Publish a site of parts and its offline form, some parts of which stay as they are; the folders that were touched."""
    with publishing_together([site, offline(site)], {"version": version}) as staging:
        for name, files in parts(version).items():
            if name in kept and name:
                staging.parts[name] = None
            elif name in kept:
                staging.standing.update(files)
            if name in kept:
                continue
            if name:
                staging.parts[name] = SitePart({"part": name}, files)
            for path, text in files.items():
                for folder in staging.folders:
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    (folder / path).write_text(text)
        staging.removed.update(more.get("removed", ()))
    return staging.touched


def state_of_parts(site: Path) -> str:
    """The version of a site of parts, or what is wrong with it."""
    if faults := verify(site):
        return f"broken: {faults}"
    files = {p.relative_to(site).as_posix(): p.read_text() for p in site.rglob("*") if p.is_file()}
    files = {path: text for path, text in files.items() if "manifest.json" not in path}
    folders = {folder for folder in site.rglob("*") if folder.is_dir()}
    if any(not any(folder.iterdir()) for folder in folders):
        return "an empty folder"
    for version in ("old", "new"):
        if files == {path: text for own in parts(version).values() for path, text in own.items()}:
            return version
    return f"mixed: {files}"


def kill_at_steps_of_a_change(site: Path) -> list[dict[str, Any]]:
    """A build that changes some parts is killed at calls that change the disk; what is left, and after the next one reads.

    At every eighth: all of them take a minute, and hold too.
    """
    seen: list[dict[str, Any]] = []
    changes = {"os.mkdir", "os.chmod", "os.rename", "os.remove", "os.rmdir", "os.link"}
    os.fsync = lambda _: None  # slow, and no kill tells whether it was done
    for turn in itertools.count(1, 8):
        for path in site.parent.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        release_parts(site, "old")

        def victim(turn: int = turn) -> None:
            steps = itertools.count(1)

            def step(event: str, _: object) -> None:
                if event in changes and next(steps) == turn:
                    os.kill(os.getpid(), signal.SIGKILL)

            os.fsync = lambda _: step("os.link", ())
            sys.addaudithook(step)
            release_parts(site, "new", kept=["xa/b"])

        if not was_killed(in_child(victim)):
            break
        left = [state_of_parts(folder) for folder in (site, offline(site))]
        is_begun = site.with_name(".site-replacing").exists()
        settle_site(site if turn % 2 else offline(site))
        settled = [state_of_parts(folder) for folder in (site, offline(site))]
        with contextlib.suppress(Halt), publishing_together([site, offline(site)]):
            raise Halt
        mended = [state_of_parts(folder) for folder in (site, offline(site))]
        litter = [name for name in leftovers(site) if name != "site-offline"]
        seen.append({"left": left, "begun": is_begun, "settled": settled, "mended": mended, "litter": litter})
    return seen


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

    children = [in_child(partial(rival, name)) for name in "abc"]
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


if __name__ == "__main__":
    json.dump(globals()[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
