"""Folders on their way to other machines: a list of their files with the hash of each, and the files, which travel once."""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock

from planbook.outputs.cluster.shared_files import SharedFiles, portions
from planbook.repository.clone_files import clone_files, folder_in_clone
from planbook.repository.manifest import walk
from planbook.repository.publishing import link_or_copy

INPUTS = "inputs"
_PARTS = ("data", "templates", "content")
_Source = Path | bytes


def office_files(root: Path) -> Iterator[tuple[str, _Source]]:
    """All that a build reads of the folder of an office, below the top of its repository, with the commits of that."""
    prefix = folder_in_clone(root)
    yield from clone_files(root)
    yield from ((f"{prefix}{path}", file) for path, file in files_below(root, *_PARTS))
    if (root / "mkdocs.yml").is_file():
        yield f"{prefix}mkdocs.yml", root / "mkdocs.yml"


def files_below(folder: Path, *parts: str) -> Iterator[tuple[str, Path]]:
    """The files of a folder, or of those in it, by path; no link is followed."""
    for start in [folder / part for part in parts] or [folder]:
        for entry in walk(start) if start.is_dir() else ():
            if entry.is_file(follow_symlinks=False):
                yield os.path.relpath(entry.path, folder), Path(entry.path)


class FolderSender:
    """Puts folders among the shared files: what lies there already is not put again."""

    def __init__(self, shared: SharedFiles) -> None:
        self._shared = shared
        self._there = shared.names(INPUTS)
        self._sent: set[str] = set()
        self._lock = Lock()  # several threads send

    def send(self, files: Iterable[tuple[str, _Source]]) -> str:
        """The hash of the list of files that were put there."""
        with self._lock:
            sources = dict(files)
            listed = {path: _digest(source) for path, source in sources.items()}
            new = {name: path for path, (name, _) in listed.items() if name not in self._there}
            for paths in portions({path: listed[path][1] for path in new.values()}):
                self._put([sources[path] for path in paths])
            listing = json.dumps(listed, sort_keys=True).encode()
            name, _ = _digest(listing)
            if name not in self._there:
                self._put([listing])
            self._sent |= {name, *(content for content, _ in listed.values())}
            return name

    def forget_the_rest(self) -> None:
        """Remove what lies among the shared files and was not sent since this began."""
        self._shared.forget([f"{INPUTS}/{name}" for name in sorted(self._there - self._sent)])

    def _put(self, sources: Iterable[_Source]) -> None:
        contents = [source if isinstance(source, bytes) else source.read_bytes() for source in sources]
        by_name = {_digest(content)[0]: content for content in contents}  # as it is now, if somebody edits it
        self._shared.put(INPUTS, by_name)
        self._there |= by_name.keys()


class FolderReceiver:
    """Lays sent folders out below one of this machine, in which every content is on the disk once."""

    def __init__(self, shared: SharedFiles, scratch: Path) -> None:
        self._shared, self._scratch = shared, scratch
        self._contents, self._folders = scratch / "contents", scratch / "folders"
        for folder in (self._contents, self._folders):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def laid_out(self, names: Collection[str]) -> Iterator[dict[str, Path]]:
        """Lend folders as they were sent; only their `build/` may be written to. They stay for who needs the same next, until others are laid out."""
        folders = {name: self._folders / name for name in names}
        with ExitStack() as stack:
            with _locked(self._scratch):
                new = [name for name, folder in folders.items() if not folder.is_dir()]
                for name in new:
                    self._lay_out(name, folders[name])
                for folder in folders.values():
                    stack.enter_context(_locked(folder, fcntl.LOCK_SH))
                if new:
                    self._forget_the_rest()
            yield folders

    def _lay_out(self, name: str, folder: Path) -> None:
        new = Path(tempfile.mkdtemp(dir=self._folders))
        for path, content in self._listing(name):
            if path.endswith("/"):
                (new / path).mkdir(parents=True, exist_ok=True)
                continue
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(str(self._contents / content), str(new / path))
        os.rename(new, folder)

    def _listing(self, name: str) -> Iterable[tuple[str, str]]:
        """The paths of a sent folder with the names of their contents, which are here then."""
        ((_, listing),) = self._shared.fetch(INPUTS, {name: 0})
        listed: dict[str, tuple[str, int]] = json.loads(listing)
        wanting = {content: size for content, size in listed.values() if not (self._contents / content).exists()}
        for content, text in self._shared.fetch(INPUTS, wanting):
            new = self._contents / f".{content}"
            new.write_bytes(text)
            os.replace(new, self._contents / content)
        return [(path, content) for path, (content, _) in listed.items()]

    def _forget_the_rest(self) -> None:
        """Remove the folders that nobody uses, and the contents that stand in no folder."""
        for folder in self._folders.iterdir():
            with suppress(BlockingIOError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
                shutil.rmtree(folder)
        for content in self._contents.iterdir():
            if content.stat().st_nlink == 1:
                content.unlink()


@contextmanager
def _locked(folder: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Keep a folder from other processes of this machine, or from being removed; the kernel lets go of it with this one."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _digest(source: _Source) -> tuple[str, int]:
    if isinstance(source, bytes):
        return sha256(source).hexdigest(), len(source)
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size
