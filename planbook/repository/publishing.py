"""Publishes folders whole or not at all: staged beside the old ones, checked by a manifest, swapped in together."""

import ctypes
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planbook.messages.diagnostics import Text
from planbook.repository.durable import UNKNOWN_HERE, sync
from planbook.repository.folder_lock import abandoned_lock, lock
from planbook.repository.machine import reason
from planbook.repository.manifest import MANIFEST, PublishError, SitePart, verify
from planbook.repository.replacing import complete, replace_files
from planbook.repository.staged import finish_in_part, finish_whole

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_JOURNAL = "replacing"
_LOG = logging.getLogger("planbook")  # commands print it in their user's language


@dataclass(frozen=True)
class Staging:
    """The folders to build in, one for each target, and what a program that writes there must hold open.

    Nobody removes the folders while it does, even if this process is killed. Of the `omissions` by the end
    nothing is published, and what is there of them goes; where all are omitted, everything stays as it is. What is to be done
    `afterwards` is done before another build may begin.

    `parts` by their folders have lists of their own. What stands in the folder is in no part, or in one that was made; one that is None stays as it
    was published, as do files of none that are `standing`; then no more than what differs is changed in the targets, by which
    files that are to be `removed` go too; `touched` are the folders of those that came or went.
    """

    folders: tuple[Path, ...]
    locks: tuple[int, ...]
    omissions: set[Path] = field(default_factory=set)
    afterwards: list[Callable[[], object]] = field(default_factory=list)
    parts: dict[str, SitePart | None] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    removed: set[Path] = field(default_factory=set)
    touched: set[Path] = field(default_factory=set)

    @property
    def is_in_part(self) -> bool:
        """Whether something stays as it was published."""
        return bool(self.standing) or None in self.parts.values()


@contextmanager
def publishing(target: Path) -> Iterator[Path]:
    """Lend an empty folder to build in, and put it in the place of `target` if the body ends well."""
    with publishing_together([target]) as staging:
        yield staging.folders[0]


@contextmanager
def publishing_together(targets: Sequence[Path], about: Mapping[str, object] | None = None) -> Iterator[Staging]:
    """Lend an empty folder for each target, and put all of them in the places of the targets if the body ends well.

    The targets lie in one folder. The manifests say `about` the files what is given here by then, in plain data; those
    of several targets name the build and each other. Raises `PublishError` before the body if a target can never be replaced.
    """
    targets = [Path(os.path.abspath(target)) for target in targets]  # the body may change the working directory
    for target in targets:
        _refuse_odd(target)
    with ExitStack() as stack:
        locks = tuple(stack.enter_context(lock(_beside(target, "lock"))) for target in targets)
        _repair(targets)
        afterwards: list[Callable[[], object]] = []
        stack.callback(lambda: [call() for call in afterwards])  # when the old folders are gone
        folders = tuple(stack.enter_context(_staging(target)) for target in targets)
        staging = Staging(folders, locks)
        yield staging
        if {*folders} == staging.omissions:
            return
        pairs = [pair for pair in zip(folders, targets, strict=True) if pair[0] not in staging.omissions]
        folders, published = (tuple(paths) for paths in zip(*pairs, strict=True))
        what = folders, published, about or {}, staging.parts
        if staging.is_in_part:
            changes = finish_in_part(*what, staging.standing, staging.removed, is_named=len(targets) > 1)
            for target in targets:
                _refuse_odd(target)
            with _staging(targets[0]) as prepared:
                staging.touched.update(replace_files(changes, prepared, _beside(targets[0], _JOURNAL)))
        else:
            finish_whole(*what, is_named=len(targets) > 1)
            for target in targets:
                _refuse_odd(target)
            _swap_all(folders, published)
        for target in {*targets} - {*published}:
            _remove(target)
        afterwards += staging.afterwards


def settle_site(site: Path) -> None:
    """Bring to its end, and say so, what a stopped build was about to change in a folder that is going to be read."""
    for journal in Path(os.path.abspath(site)).parent.glob(f".*-{_JOURNAL}"):
        target = journal.with_name(journal.name[1:].removesuffix(f"-{_JOURNAL}"))
        _refuse_odd(target)
        with lock(_beside(target, "lock")):
            _go_on(target)


def link_or_copy(source: str, target: str) -> None:
    """Put a published file under another name too; on the disk it is there once, if the file system can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    staging = Path(tempfile.mkdtemp(prefix=_beside(target, "staging-").name, dir=target.parent))
    try:
        yield staging
    finally:
        # After a swap this is the old folder. What cannot be removed now, the next build tries again;
        # an error here would hide the one from the body, or call a published site a failure.
        shutil.rmtree(staging, ignore_errors=True)


def _beside(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.name}-{purpose}")


def _refuse_odd(target: Path) -> None:
    """Refuse a place that no folder can be swapped into."""
    values = {"target": target}
    if target.is_symlink():
        raise PublishError(Text("{target} is a symbolic link; remove it, a real folder will be put there.", values))
    if target.exists() and not target.is_dir():
        raise PublishError(Text("{target} is not a folder; move it away, the site will be put there.", values))
    if point := _mounted(target):
        raise PublishError(
            Text(
                "{point} is a mount point, so the folder {target} cannot be swapped as a whole; mount the folder above"
                " instead, or build elsewhere with --root and copy what was published.",
                {**values, "point": point},
            )
        )


def _mounted(folder: Path) -> str:
    """What is mounted at a folder or below it; nothing where nothing is."""
    place = os.path.realpath(folder)
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:
        return place if os.path.ismount(place) else ""
    escaped = (line.split()[4] for line in lines)
    points = (os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), point)) for point in escaped)
    return next((point for point in points if f"{point}/".startswith(f"{place}/")), "")


def _repair(targets: Sequence[Path]) -> None:
    """Mend what stopped builds left; only the holder of the locks may do this."""
    for target in targets:
        _put_back(target)
    _go_on(targets[0])
    _complete(targets)
    for parent in {target.parent for target in targets}:
        # A build that was stopped beside leaves its lock; where nobody holds it, nobody is at work.
        for name in [
            path.name for path in parent.iterdir() if re.fullmatch(r"\..+-lock", path.name) and path.is_file()
        ]:
            target = parent / name[1 : -len("-lock")]
            if target in targets:
                _clean(target)
                continue
            with suppress(OSError, PublishError), abandoned_lock(parent / name) as is_left:
                if is_left:
                    _put_back(target)
                    _go_on(target)
                    _clean(target)


def _go_on(target: Path) -> None:
    """Bring to its end what a stopped build was about to change in a target and those published with it."""
    complete(_beside(target, _JOURNAL), _beside(target, "staging-done"))


def _put_back(target: Path) -> None:
    """Put the old folder back after a stop between the two renames that replace it where folders cannot be exchanged."""
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        os.rename(old, target)


def _complete(targets: Sequence[Path]) -> None:
    """Swap in what a build had finished that was stopped between its targets, which it swaps in their order.

    What it did not make any more goes.
    """
    build = _of_manifest(targets[0], "build")
    for target in targets[1:]:
        if build is None or _of_manifest(target, "build") == build:
            continue
        if target.name not in (_of_manifest(targets[0], "beside") or ()):
            _remove(target)
            continue
        whole = (
            folder for folder in _leftovers(target) if _of_manifest(folder, "build") == build and not verify(folder)
        )
        if finished := next(whole, None):
            _swap(finished, target)
            _LOG.warning(Text("a build was stopped while it published; {target} is now of it too", {"target": target}))


def _of_manifest(folder: Path, key: str) -> Any:
    """What the manifest of a folder says under a key; None where it says nothing."""
    try:
        return json.loads((folder / MANIFEST).read_bytes())[key]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _leftovers(target: Path) -> list[Path]:
    """List what stopped builds left beside a target."""
    prefix = _beside(target, "staging-").name
    staging = [path for path in target.parent.iterdir() if path.name.startswith(prefix) and path.is_dir()]
    return sorted([*staging, *([old] if (old := _beside(target, "old")).exists() else [])])


def _clean(target: Path) -> None:
    """Remove what stopped builds left beside a target; what cannot be removed is told, and keeps nobody from building."""
    for leftover in _leftovers(target):
        _remove(leftover)


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        values = {"folder": folder, "reason": reason(error)}
        _LOG.warning(Text("left of an earlier build, and cannot be removed ({reason}): {folder}", values))


def _swap_all(folders: Sequence[Path], targets: Sequence[Path]) -> None:
    """Swap all folders in, one after the other; if one cannot be, all are swapped back."""
    new = [os.stat(staging).st_ino for staging in folders]
    try:
        for staging, target in zip(folders, targets, strict=True):
            _swap(staging, target)
    except BaseException:
        for staging, target, inode in zip(folders, targets, new, strict=True):
            with suppress(OSError):
                if os.stat(target).st_ino == inode:
                    _swap_back(staging, target)
        raise


def _swap_back(staging: Path, target: Path) -> None:
    if staging.exists():  # it is the old folder now
        _swap(staging, target)
    else:
        os.rename(target, staging)
        _put_back(target)


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        os.rename(staging, target)
    elif not _exchange(staging, target):
        old = _beside(target, "old")
        try:
            os.rename(target, old)
            os.rename(staging, target)
        except BaseException:
            if not target.exists():
                os.rename(old, target)
            raise
        os.rename(old, staging)  # so that a folder named `old` always means a kill between the two renames
    sync(target.parent)


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step; false where the system or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    if (code := ctypes.get_errno()) in UNKNOWN_HERE:
        return False
    raise OSError(code, os.strerror(code), str(first), None, str(second))
