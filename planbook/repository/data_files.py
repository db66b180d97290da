"""The one writer of `data/`: several files all or none, the originals kept until the last new one stands.

A new text is written beside its file, the original is kept under a second name, and only then the new one takes the
place. A journal names the files; as long as it is there, the write has not been. Whatever stops the program in between
is taken back before `data/` is read or written the next time, and said.
"""

import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from planbook.messages.diagnostics import MachineFault, Refusal, Text
from planbook.repository.durable import link, remove, sync, write_new
from planbook.repository.journal import JOURNAL, NEW, Noted, bytes_of, left, name_beside, note, restore, settle
from planbook.repository.machine import reason


@dataclass(frozen=True)
class _Target:
    """A file to be written: what it held when it was read (None if it was not there), and what it shall hold."""

    name: str
    path: Path
    before: bytes | None
    after: bytes

    @property
    def noted(self) -> Noted:
        """What the journal says of it."""
        before = None if self.before is None else sha256(self.before).hexdigest()
        return Noted(self.path, before, sha256(self.after).hexdigest())


def write_data(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Write files of `data/` by their paths below `root`, all of them or none.

    `before` is what they held when they were read, without those that were not there. Raises `MachineFault`,
    `Refusal`; nothing is written then.
    """
    targets = [_Target(name, root / name, before.get(name), content) for name, content in sorted(after.items())]
    if targets:
        with _whole(targets) as put, undisturbed(root / "data", fcntl.LOCK_EX):
            _write(targets, put, root / "data" / JOURNAL)


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Write one file of which git said where it lies, whole or not at all; raises what `write_data` does."""
    targets = [_Target(path.name, path, before, after)]
    with _whole(targets) as put:
        _write(targets, put, None)


@contextmanager
def undisturbed(folder: Path, kind: int = fcntl.LOCK_SH) -> Iterator[None]:
    """Keep writers out while a folder of data is read; what a stopped one left is taken back before, and said.

    Raises `MachineFault` where the machine does not let it be taken back.
    """
    with folder_lock(folder, kind) as handle:
        if left(folder):
            _lock(handle, fcntl.LOCK_EX)
            _settle(folder)
        yield


@contextmanager
def folder_lock(folder: Path, kind: int) -> Iterator[int]:
    """Lend the handle of a folder that is locked itself, so that no file is needed."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(handle, kind)
        yield handle
    finally:
        with suppress(OSError):  # what was written stands
            os.close(handle)


def _lock(handle: int, kind: int) -> None:
    with suppress(OSError):  # a network folder that knows no locks is taken as it is
        fcntl.flock(handle, kind)


def _settle(folder: Path) -> None:
    try:
        settle(folder)
    except OSError as error:
        raise MachineFault(
            Text(
                "a command was stopped while it wrote several files of {folder}, and they cannot be put back ({reason})",
                {"folder": folder, "reason": reason(error)},
            )
        ) from error


@contextmanager
def _whole(targets: list[_Target]) -> Iterator[list[_Target]]:
    """Lend a list for the files that get their new text; an error of the machine is told with what they hold after it."""
    put: list[_Target] = []
    try:
        yield put
    except OSError as error:
        changed = ", ".join(target.name for target in put if not _is_as_before(target))
        names = ", ".join(target.name for target in targets)
        message = Text("not written ({reason}); as before: {paths}", {"reason": reason(error), "paths": names})
        if changed:
            message = Text(
                "the disk failed ({reason}) and does not let everything be put back; see what these files hold: {paths}",
                {"reason": reason(error), "paths": changed},
            )
        raise MachineFault(message) from error


def _is_as_before(target: _Target) -> bool:
    try:
        return bytes_of(target.path) == target.before
    except OSError:
        return False


def _write(targets: list[_Target], put: list[_Target], journal: Path | None) -> None:
    folders = sorted({target.path.parent for target in targets})
    try:
        for target in targets:
            _refuse(target)
        for target in targets:
            _prepare(target)
        if journal:
            note(journal, [target.noted for target in targets])
        for folder in folders:
            sync(folder)
        for target in targets:
            put.append(target)
            _put(target)
        for folder in folders:
            sync(folder)
        if journal:
            os.unlink(journal)  # from here on the write has been
    except BaseException:
        _take_back(put, targets, journal)
        raise
    # An error here would call a failure what stands; what is left, the next command removes.
    with suppress(OSError):
        if journal:
            sync(journal.parent)
        _forget(targets)


def _refuse(target: _Target) -> None:
    """Refuse a file that is not as it was read, or that its owner closed to changes."""
    path, values = target.path, {"path": target.name}
    if os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode):
        raise Refusal(Text("{path} is a link, a pipe or a folder, not a file; nothing was written", values))
    if bytes_of(path) != target.before:
        raise _edited(target)
    if target.before is not None:  # a rename asks for no right to the file itself
        os.close(os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))


def _edited(target: _Target) -> Refusal:
    refusal = Text(
        "{path} was changed by somebody else meanwhile; nothing was written, run the command again",
        {"path": target.name},
    )
    return Refusal(refusal)


def _prepare(target: _Target) -> None:
    """Put the new text and the original beside a file."""
    new, original = target.noted.new, target.noted.original
    target.path.parent.mkdir(parents=True, exist_ok=True)  # git keeps no empty data/plans
    remove(new)
    remove(original)
    write_new(new, target.after, target.path if target.before is not None else None)
    if target.before is not None and not link(target.path, original):
        write_new(original, target.before, target.path)


def _put(target: _Target) -> None:
    """Put the new text in the place of the old one; what somebody saved until the last moment stays."""
    new, original = target.noted.new, target.noted.original
    _refuse(target)
    if target.before is None:
        if not link(new, target.path):
            os.rename(new, target.path)
        return
    os.replace(new, target.path)
    if bytes_of(original) != target.before:  # somebody wrote into the very file that was put away
        raise _edited(target)


def _take_back(put: list[_Target], targets: list[_Target], journal: Path | None) -> None:
    """Put everything back; where the machine refuses even that, the journal and the originals stay for the next time."""
    with suppress(OSError):
        for target in put:
            restore(target.noted)
        for folder in {target.path.parent for target in put}:
            sync(folder)
        if journal:
            remove(journal)
            remove(name_beside(journal, NEW))
        _forget(targets)


def _forget(targets: list[_Target]) -> None:
    for target in targets:
        remove(target.noted.new)
        remove(target.noted.original)
