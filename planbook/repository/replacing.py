"""Puts changed files into published folders and takes others out: all of them or none, whatever stops it; the rest is not touched.

What is to be done stands in a folder beside them, the journal: a list with hashes, the new files, the old ones under a second
name. It gets its name when all of it is on the disk; from then on whoever takes the lock next brings it to its end.
"""

import json
import logging
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from planbook.messages.diagnostics import Text
from planbook.repository.durable import link, sync, write_new
from planbook.repository.manifest import MANIFEST, PublishError, is_inside

_LIST = "journal.json"
_LOG = logging.getLogger("planbook")  # commands print it in their user's language


@dataclass(frozen=True)
class Replacement:
    """What changes in a folder: the paths of files that go, and then the new files by theirs, in the order in which they come."""

    target: Path
    gone: Collection[str]
    new: Mapping[str, Path]


@dataclass(frozen=True)
class _Step:
    """A file that goes, or comes with the hash of what it holds; `number` tells it in the journal."""

    target: Path
    path: str
    digest: str | None
    number: int

    @property
    def place(self) -> Path:
        """Where the file stands in the site."""
        return self.target / self.path

    @property
    def folders(self) -> list[Path]:
        """The folders that the file stands in, the nearest first, the target last."""
        return [*self.place.parents][: self.path.count("/") + 1]

    def new(self, journal: Path) -> Path:
        """Where the new file waits until it takes its place."""
        return journal / f"{self.number}.new"

    def old(self, journal: Path) -> Path:
        """The second name of what stood in the place."""
        return journal / f"{self.number}.old"


def replace_files(replacements: Sequence[Replacement], staging: Path, journal: Path) -> set[Path]:
    """Change folders that lie beside the journal, which the empty folder `staging` is meanwhile; gives all folders of the files.

    Raises `PublishError` where something else is in the way. Then, and on any other error, everything is as it was.
    """
    for replacement in replacements:
        _refuse_odd(replacement)
    steps = _prepare(replacements, staging)
    os.rename(staging, journal)
    try:
        sync(journal.parent)
        _do(steps, journal)
        os.rename(journal, staging)
    except BaseException:
        _undo(steps, journal)
        os.rename(journal, staging)
        raise
    with suppress(OSError):  # done is done, and after a power cut it is done again
        sync(staging.parent)
    return {folder for step in steps for folder in step.folders}


def complete(journal: Path, done: Path) -> None:
    """Bring to its end what a stopped build was about to do, and say so; only the holder of the lock may do this.

    The journal is `done` before it is removed, which another stop may leave.
    """
    if not journal.is_dir():
        return
    steps = _read(journal)
    names = ", ".join(dict.fromkeys(step.target.name for step in steps))
    _do([step for step in steps if (step.target / MANIFEST).is_file()], journal)  # else it is no site (any more)
    lost = sum(step.digest is not None and _digest(step.place) != step.digest for step in steps)
    shutil.rmtree(done, ignore_errors=True)
    os.rename(journal, done)
    sync(done.parent)
    shutil.rmtree(done, ignore_errors=True)
    _LOG.warning(
        Text("a build was stopped while it changed {folders}; what it had made is there now", {"folders": names})
        if not lost
        else Text(
            "a build was stopped while it changed {folders}, and {count} of its files are lost: build once more",
            {"folders": names, "count": lost},
        )
    )


def _refuse_odd(replacement: Replacement) -> None:
    """Refuse to write through a link, or over what nobody published."""
    target = replacement.target
    gone = {target / path for path in replacement.gone}
    for path in (*replacement.gone, *replacement.new):
        place = target / path
        for folder in [*place.parents][: path.count("/") + 1]:
            if os.path.lexists(folder) and not _is_folder(folder) and folder not in gone:
                raise _in_the_way(folder)
        if _is_folder(place) and not {Path(top, name) for top, _, names in os.walk(place) for name in names} <= gone:
            raise _in_the_way(place)


def _in_the_way(place: Path) -> PublishError:
    return PublishError(
        Text("{path} is in the way of what the site has there: move it away, and build again", {"path": place})
    )


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _prepare(replacements: Iterable[Replacement], staging: Path) -> list[_Step]:
    """Lay a journal out, and bring it onto the disk."""
    steps: list[_Step] = []
    for change in replacements:
        gone = [path for path in sorted(change.gone) if os.path.lexists(change.target / path)]
        steps += [_Step(change.target, path, None, number) for number, path in enumerate(gone, len(steps))]
        for path, file in change.new.items():
            step = _Step(change.target, path, _digest(file), len(steps))
            steps.append(step)
            os.rename(file, step.new(staging))
            os.chmod(step.new(staging), 0o644)
            sync(step.new(staging))
    for step in steps:
        is_there = os.path.lexists(step.place) and not _is_folder(step.place)
        if is_there and not link(step.place, step.old(staging)):
            shutil.copy2(step.place, step.old(staging), follow_symlinks=False)
    listed = [[step.target.name, step.path, step.digest] for step in steps]
    write_new(staging / _LIST, json.dumps({"files": listed}, ensure_ascii=False).encode())
    sync(staging)
    return steps


def _read(journal: Path) -> list[_Step]:
    """What a journal says; whoever proposes a change could have written one, so it leads nowhere else."""
    try:
        rows = json.loads((journal / _LIST).read_bytes())["files"]
        if all(is_inside(name) and "/" not in name and name != "." and is_inside(path) for name, path, _ in rows):
            return [_Step(journal.with_name(name), path, digest, at) for at, (name, path, digest) in enumerate(rows)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    raise PublishError(Text("{path} cannot be read: delete this folder, and build again", {"path": journal}))


def _do(steps: Sequence[_Step], journal: Path) -> None:
    """Take every step that is not taken yet, and bring all of it onto the disk."""
    for step in steps:
        if step.digest is None:
            _take_out(step)
        elif os.path.lexists(step.new(journal)):
            _make_folders(step)
            os.replace(step.new(journal), step.place)
    _sync_folders(steps)


def _undo(steps: Sequence[_Step], journal: Path) -> None:
    """Take all steps back; every new file stays in the journal, so that after a stop here too somebody can go on."""
    for step in reversed(steps):
        if step.digest is not None and not os.path.lexists(step.new(journal)):
            os.rename(step.place, step.new(journal))
        if os.path.lexists(step.old(journal)):
            _make_folders(step)
            os.replace(step.old(journal), step.place)
        else:
            _remove_empty(step)
    _sync_folders(steps)


def _take_out(step: _Step) -> None:
    if not _is_folder(step.place):
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(step.place)
    _remove_empty(step)


def _remove_empty(step: _Step) -> None:
    for folder in step.folders[:-1]:
        with suppress(OSError):  # something stands there, or it is not there
            os.rmdir(folder)


def _make_folders(step: _Step) -> None:
    for folder in reversed(step.folders):
        if not _is_folder(folder):
            os.mkdir(folder)
            os.chmod(folder, 0o755)  # noqa: S103  # a web server reads it


def _sync_folders(steps: Iterable[_Step]) -> None:
    for folder in sorted({folder for step in steps for folder in step.folders}):
        if _is_folder(folder):
            sync(folder)


def _digest(path: Path) -> str | None:
    """The hash of what a file holds; None where none stands."""
    if path.is_symlink() or not path.is_file():
        return None
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()
