"""What a write of several files was about to do, written down before it is done, and taken back after a stop."""

import json
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from planbook.messages.diagnostics import MachineFault, Text
from planbook.repository.durable import remove, sync, write_new

NEW, ORIGINAL = ".planbook-new", ".planbook-kept"
JOURNAL = ".planbook-journal"
_LOG = logging.getLogger("planbook")  # commands print it in their user's language


@dataclass(frozen=True)
class Noted:
    """A file, and the hashes of what it held (None if it was not there) and shall hold."""

    path: Path
    before: str | None
    after: str

    @property
    def new(self) -> Path:
        """Where the new text stands until it takes its place."""
        return name_beside(self.path, NEW)

    @property
    def original(self) -> Path:
        """Where the original stays until everything stands."""
        return name_beside(self.path, ORIGINAL)


def note(journal: Path, files: Iterable[Noted]) -> None:
    """Write the journal, whole or not at all."""
    top = journal.parent.parent
    listed = [
        {"path": file.path.relative_to(top).as_posix(), "before": file.before, "after": file.after} for file in files
    ]
    new = name_beside(journal, NEW)
    remove(new)
    write_new(new, (json.dumps({"files": listed}, ensure_ascii=False, indent=1) + "\n").encode())
    os.rename(new, journal)


def restore(file: Noted) -> bool:
    """Put the original back where the new text stands; false where something else does, which somebody wrote since."""
    if file.before is None:
        # While the new text has both names, only that very file is ours.
        is_ours = os.path.samefile(file.new, file.path) if _are_there(file) else digest(file.path) == file.after
        if is_ours:
            os.unlink(file.path)
        return is_ours or not os.path.lexists(file.path)
    now = digest(file.path)
    if now == file.after and os.path.lexists(file.original) and not os.path.samefile(file.path, file.original):
        os.replace(file.original, file.path)
        return True
    return now == file.before


def _are_there(file: Noted) -> bool:
    return os.path.lexists(file.new) and os.path.lexists(file.path)


def settle(folder: Path) -> None:
    """Take back what a stopped command left in a folder of data, and say so; nobody else may write meanwhile."""
    journal = folder / JOURNAL
    reports = _taken_back(journal) if os.path.lexists(journal) else []
    leftovers = left(folder)
    with suppress(OSError):  # who may only read leaves them to somebody who may write
        for path in leftovers:
            os.unlink(path)
        names = ", ".join(path.relative_to(folder.parent).as_posix() for path in leftovers)
        if names and not reports:
            reports = [Text("removed what a stopped command had left: {paths}", {"paths": names})]
    for text in reports:
        _LOG.warning(text)


def _taken_back(journal: Path) -> list[Text]:
    """Put back what the journal names, without what somebody edited since, and give what is to be said of it."""
    top = journal.parent.parent
    try:
        listed = json.loads(journal.read_bytes())["files"]
        files = [Noted(top / entry["path"], entry["before"], entry["after"]) for entry in listed]
    except (ValueError, LookupError, TypeError) as error:
        raise MachineFault(
            Text("{path} cannot be read; see with git status which files are new, and delete it", {"path": journal})
        ) from error
    names = {file: file.path.relative_to(top).as_posix() for file in files}
    if all(digest(file.path) == file.after for file in files):
        report = Text(
            "a command was stopped when it had written everything: {paths}", {"paths": ", ".join(names.values())}
        )
        edited: list[Noted] = []
    else:
        edited = [file for file in files if not restore(file)]
        back = ", ".join(name for file, name in names.items() if file not in edited)
        report = Text(
            "a command was stopped while it wrote; these files are as before: {paths}", {"paths": back or "-"}
        )
    for place in {file.path.parent for file in files}:
        sync(place)
    os.unlink(journal)
    sync(journal.parent)
    since = Text("edited since, and left as they are: {paths}", {"paths": ", ".join(names[file] for file in edited)})
    return [report, since] if edited else [report]


def left(folder: Path) -> list[Path]:
    """List what a stopped write may have left, in the two levels of folders that data have; the journal is the last."""
    places = [folder]
    with os.scandir(folder) as entries:
        places += [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    ours = (NEW, ORIGINAL, JOURNAL)
    return sorted(
        Path(place, name)
        for place in places
        for name in os.listdir(place)
        if name.startswith(".") and name.endswith(ours)
    )


def name_beside(path: Path, ending: str) -> Path:
    """The hidden name of a file that goes with another one."""
    return path.with_name(f".{path.name.removeprefix('.')}{ending}")


def digest(path: Path) -> str | None:
    """The hash of what a file holds; None where there is no file."""
    content = bytes_of(path)
    return None if content is None else sha256(content).hexdigest()


def bytes_of(path: Path) -> bytes | None:
    """Read a file; None where there is none. No link is followed, no pipe waited for."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with open(handle, "rb") as file:
        return file.read()
