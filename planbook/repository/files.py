"""The files of `data/`: only regular files that we know, read without following links."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.repository.data_files import undisturbed
from planbook.repository.data_paths import ATTACHMENTS, PLANS
from planbook.repository.manifest import walk
from planbook.text.letters import MAX_BYTES

IMPORTED = ".import.json"  # how the names of files end that say where the values of an imported plan come from


@dataclass(frozen=True)
class Files:
    """Contents by path (`data/plans/son-la-2026.yaml`), in the order of their paths."""

    contents: dict[str, bytes] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def read_folder(folder: Path) -> Files:
    """Read every .yaml file below a folder; what is no regular file becomes a diagnostic, never an open().

    Raises `OSError` where the machine refuses (permission, disk), and `Refusal` where a write that was stopped in the
    middle cannot be taken back; not for what a user put there.
    """
    files = Files()
    with undisturbed(folder):
        for path, name in sorted(_walk(folder, files.findings), key=lambda entry: entry[1]):
            content = _content(path)
            if content is not None:
                files.contents[name] = content
    return files


def read_data_files(root: Path, names: Iterable[str]) -> Files:
    """Read some files of `data/` that were looked at before; what is gone since is left out. Raises as `read_folder` does."""
    files = Files()
    with undisturbed(root / "data"):
        for name in names:
            with suppress(FileNotFoundError):
                if (content := _content(str(root / name))) is not None:
                    files.contents[name] = content
    return files


def is_read(name: str) -> bool:
    """Whether a file of a folder is read as data, by its path from there on: files that come with plans are not, nor hidden ones."""
    _, kind, *rest = name.split("/")
    is_hidden = any(part.startswith(".") for part in (kind, *rest))
    return name.endswith(".yaml") and not is_hidden and not (rest and kind == ATTACHMENTS)


def is_plan_there(root: Path, name: str) -> bool:
    """Whether a folder holds the file of a plan, as its name says."""
    return any(f"{name}.yaml" in names for _, _, names in os.walk(root / "data" / PLANS))


def not_a_file(name: str) -> Diagnostic:
    """The finding about something that stands where only a file is read."""
    return Diagnostic(
        "not-a-file",
        Span(name),
        Text("{name} is a link, a pipe or a folder, not a file", {"name": name}),
        Text("put the file itself here, or delete this"),
    )


def read_own_file(path: Path, shown_as: str) -> bytes | None:
    """What a file holds; None where it, or a folder on the way that `shown_as` names, is a link or no file."""
    folders = path.parents[: shown_as.count("/")] if path.as_posix().endswith(shown_as) else ()
    if any(place.is_symlink() for place in (path, *folders)) or (path.exists() and not path.is_file()):
        return None
    return path.read_bytes()


def no_files(root: Path, *folders: str) -> list[Diagnostic]:
    """A finding for everything below some folders that is neither a file nor a folder.

    What is read and published from there must not lead anywhere else on this machine.
    """
    findings: list[Diagnostic] = []
    for name in folders:
        top = root / name
        if top.is_dir() and not top.is_symlink():
            entries = (entry for entry in walk(top) if not entry.is_dir(follow_symlinks=False))
            odd = [entry.path for entry in entries if not entry.is_file(follow_symlinks=False)]
            findings += (not_a_file(f"{name}{path.removeprefix(str(top))}") for path in odd)
        elif top.is_symlink() or (top.exists() and not top.is_file()):
            findings.append(not_a_file(name))
    return findings


def _walk(folder: Path, findings: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """The files to read below a folder, at any depth, each with the name that it is told by."""
    waiting = [(str(folder), "data")]
    for place, above in waiting:  # grows while it is read
        with os.scandir(place) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        for entry in listed:
            name = f"{above}/{entry.name}".encode("utf-8", "replace").decode()
            if entry.name.startswith(".") or entry.name.endswith(IMPORTED) or name == f"data/{ATTACHMENTS}":
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(".yaml"):
                waiting.append((entry.path, name))
            elif not entry.is_file(follow_symlinks=False):
                findings.append(not_a_file(name))
            elif entry.name.endswith(".yaml"):
                yield entry.path, name
            else:
                wrong_ending = entry.name.endswith((".yml", ".YAML", ".YML"))
                findings.append(
                    Diagnostic(
                        "unexpected-file",
                        Span(name),
                        Text("{name} is not read: only files that end in .yaml are", {"name": name}),
                        Text("rename it to end in .yaml, or move it out of data/"),
                        Severity.ERROR if wrong_ending else Severity.WARNING,
                    )
                )


def _content(path: str) -> bytes | None:
    # The entry may have been exchanged for a link or a pipe since it was listed.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return None
        return file.read(min(status.st_size, MAX_BYTES) + 1)  # room for the whole limit would be made for each file
