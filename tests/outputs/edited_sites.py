"""A site that is built again and again while chance edits all that it is made of, and what a build from nothing makes of the same."""

import mmap
import os
import random
import shutil
import signal
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from planbook.checks import examine
from planbook.messages.diagnostics import BuildStopped, Refusal
from planbook.outputs import build as pipeline
from planbook.outputs import catalogue, last_findings, site_generator
from planbook.outputs.shards import building, office
from planbook.repository.publishing import settle_site
from tests.office_edits import EDITS
from tests.office_edits.ways import EditedOffice
from tests.small_country import commit, small_country
from tests.working_here import Here

INPUTS = ("data", "templates", "content", "mkdocs.yml", ".gitignore")
IN_A_ROW = 10  # edits of one seed
WRITING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod"}
Site = dict[str, bytes]


def without_what_is_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds print no sheets, wait for no disk, and keep findings of few plans too."""
    monkeypatch.setattr(catalogue, "SHEETS", ())
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    monkeypatch.setattr(site_generator, "package_map", cache(site_generator.package_map))
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def published(root: Path) -> Site:
    """All that is published: files with what they hold and their modes, folders."""
    paths = sorted(path for name in ("site", "site-offline") for path in (root / name).rglob("*"))
    return {
        path.relative_to(root).as_posix(): oct(path.lstat().st_mode).encode()
        + (path.read_bytes() if path.is_file() else b"")
        for path in paths
    }


def differences(ours: Site, anew: Site) -> list[str]:
    """The paths that are not the same, with where they begin to differ."""
    said = []
    for path in sorted(ours.keys() | anew.keys()):
        old, new = ours.get(path), anew.get(path)
        if old is None or new is None:
            said.append(f"{path}: only {'from nothing' if old is None else 'here'}")
        elif old != new:
            at = next(
                (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
                min(len(old), len(new)),
            )
            said.append(f"{path}: {old[max(at - 60, 0) : at + 60]!r}, from nothing {new[max(at - 60, 0) : at + 60]!r}")
    return said


class EditedSite:
    """The site of a small country, and everything that has been done to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed, self.kinds = folder, seed, deck(seed)
        self.root = small_country(folder / "office", by_place=seed % 4 > 0, split=seed % 2 > 0)
        self.chance = random.Random(seed)
        self.most_joint = (
            0 if seed % 2 else office.MOST_JOINT
        )  # agencies of several places are put together of pieces, or not
        self.office = EditedOffice(self.root, self.chance)
        self.done: list[str] = []
        self.compared = self.good = 0
        self.build()

    def build(self, root: Path | None = None) -> None:
        """Build the site of the office, or of a copy of it, in this process."""
        with pytest.MonkeyPatch().context() as patch:
            patch.setattr(building, "workers", lambda *_, **__: Here())
            patch.setattr(office, "MOST_JOINT", self.most_joint)
            pipeline.build(root or self.root, **self.office.options)

    def from_nothing(self) -> Site:
        """What a build of a copy publishes that knows of no other build."""
        self.compared += 1
        copy = self.folder / f"copy-{self.compared}"  # no process knows anything of it
        for name in (*INPUTS, ".git"):
            source = self.root / name
            if source.is_dir():
                shutil.copytree(source, copy / name, symlinks=True)
            elif source.exists():
                copy.mkdir(exist_ok=True)
                shutil.copy2(source, copy / name)
        self.build(copy)
        site = published(copy)
        shutil.rmtree(copy)
        return site

    def edit(self) -> None:
        """Make the next edit that can be made, seldom one more, and perhaps commit."""
        wanted = [self.kinds.pop(0) if self.kinds else self.chance.choice([*EDITS])]
        wanted += [self.chance.choice([*EDITS])] if self.chance.random() < 0.2 else []
        while wanted:
            kind = wanted.pop()
            if EDITS[kind](self.office):
                self.done.append(kind)
            else:
                wanted.append(self.chance.choice([*EDITS]))
        if self.chance.random() < 0.5:
            self.office.time += self.chance.choice([300, 300, 300, 90_000])
            commit(self.root, self.office.time)
            self.done.append("(commit)")

    def step(self, *, compared: bool = True) -> bool:
        """Edit, build, and compare with a build from nothing; whether there was a site to make."""
        kept = self.folder / "kept"
        for name in INPUTS:
            if (self.root / name).is_dir():
                shutil.copytree(self.root / name, kept / name)
            elif (self.root / name).exists():
                kept.mkdir(exist_ok=True)
                shutil.copy2(self.root / name, kept / name)
        options = dict(self.office.options)
        self.edit()
        before = published(self.root)
        killed = self.chance.random() < 0.2
        if killed:
            self.kill()
        try:
            self.build()
        except Refusal as refusal:
            self.done[-1] += f" ({type(refusal).__name__})"
            self.is_right([] if self.is_wrong(refusal) else [f"refused: {refusal!r}"])
            self.is_right(differences(published(self.root), before) if not killed else [])
            self.office.options.clear()
            self.office.options.update(options)
            for name in INPUTS:
                place = self.root / name
                if place.is_dir():
                    shutil.rmtree(place)
                else:
                    place.unlink(missing_ok=True)
                if (kept / name).exists():
                    (kept / name).rename(place)
            return False
        finally:
            shutil.rmtree(kept, ignore_errors=True)
        if compared:
            self.compare()
        return True

    def compare(self) -> None:
        """Hold what is published against what a build from nothing makes."""
        self.is_right(differences(published(self.root), self.from_nothing()))
        self.good = len(self.done)

    def is_wrong(self, refusal: Refusal) -> bool:
        """Whether data or templates hold what no build can be made of, as one from nothing says too."""
        if isinstance(refusal, BuildStopped):
            findings = examine(self.root / "data")[1]
            if any(finding.stops_the_build for finding in findings):
                return True
        try:
            self.from_nothing()
        except Refusal as other:
            return type(other) is type(refusal)
        return False

    def is_right(self, faults: Sequence[str]) -> None:
        number = len(faults)
        shown = "\n".join(faults[:12])
        since = " · ".join(self.done[self.good :])
        assert not faults, f"seed {self.seed}, since the last comparison: {since}: {number} differ\n{shown}"

    def kill(self) -> None:
        """Build in a process that is killed at a random step on the disk of it or its workers, with all of these or alone."""
        point, whole = int(2 ** (self.chance.random() * 11)), self.chance.random() < 0.6
        steps = mmap.mmap(-1, 8)
        child = os.fork()
        if not child:
            code = 1
            try:
                os.setsid()
                main = os.getpid()

                def step(event: str, words: tuple[Any, ...]) -> None:
                    if event in WRITING or (event == "open" and isinstance(words[2], int) and words[2] & os.O_CREAT):
                        count = int.from_bytes(steps[:8], "little") + 1
                        steps[:8] = count.to_bytes(8, "little")
                        if count == point:
                            os.killpg(main, signal.SIGKILL) if whole else os.kill(main, signal.SIGKILL)

                sys.addaudithook(step)
                office.MOST_JOINT = self.most_joint
                pipeline.build(self.root, **self.office.options)
                code = 0
            except Refusal:
                code = 0
            finally:
                os._exit(code)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        steps.close()
        assert status in (0, -signal.SIGKILL), status
        if status:
            self.done[-1] += f" (killed at {point}{', all of it' if whole else ''})"
            settle_site(self.root / "site")


def deck(seed: int) -> list[str]:
    """The kinds of edits of a seed: seeds in a row take all of them in turn, shuffled, and begin again."""
    turns = -(-len(EDITS) // IN_A_ROW)
    kinds = random.Random(seed // turns).sample([*EDITS], len(EDITS))
    return kinds[seed % turns * IN_A_ROW :][:IN_A_ROW]
