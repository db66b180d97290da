"""Files that several machines share, each under the hash of its content: what does not fit its hash is taken by nobody."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EACCES, ENOENT
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from planbook.messages.diagnostics import Refusal, Text
from planbook.repository.machine import reason

_AT_ONCE = 16_000_000  # bytes that are held in memory on their way
_MANY = 1_000  # files
_NUMBERS = {FileNotFoundError: ENOENT, PermissionError: EACCES}  # stores raise them without
_MISSING = Text("the package {package} is not installed; install it on every machine: pip install {package}")


class SharedFilesFailed(Refusal):
    """The shared files cannot be read or written from this machine, or one of them is not what its hash says."""

    exit_code = 3


@dataclass(frozen=True)
class SharedFiles:
    """A folder that all machines see: a path, or an address that fsspec knows (`s3://…`, `memory://…`)."""

    address: str

    def put(self, folder: str, contents: Mapping[str, bytes]) -> None:
        """Write files; who reads at the same time sees each whole or not at all."""
        with self._words():
            store, place = self._store
            paths = {name: f"{place}/{folder}/{name}" for name in contents}
            if store.async_impl:  # such a store keeps nothing of a file that did not come whole, and takes many at once
                store.pipe({paths[name]: content for name, content in contents.items()})
                return
            store.makedirs(f"{place}/{folder}", exist_ok=True)
            for name, content in contents.items():
                new = f"{place}/{folder}/.{uuid4().hex}"
                try:
                    store.pipe_file(new, content)
                    store.mv(new, paths[name])
                except BaseException:
                    if store.exists(new):
                        store.rm_file(new)
                    raise

    def fetch(self, folder: str, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Files that are named by their hashes, of known sizes; raises `SharedFilesFailed` where one is not there, or is another."""
        store, place = self._store
        for names in portions(sizes):
            with self._words():
                paths = [f"{place}/{folder}/{name}" for name in names]
                contents = store.cat_ranges(paths, None, None, on_error="raise")
            for name, content in zip(names, contents, strict=True):
                if (digest := sha256(content).hexdigest()) != name:
                    raise self._altered(folder, name, digest)
                yield name, content

    def together(self, folder: Path, digest: str, sizes: Mapping[str, int]) -> dict[str, bytes]:
        """Files of a folder of this machine, which one after the other have a hash; raises `SharedFilesFailed` where one is not there, or is another."""
        with self._words():
            contents = {path: (folder / path).read_bytes() for path in sizes}
        whole = sha256(b"".join(contents.values())).hexdigest()
        if whole != digest or {path: len(content) for path, content in contents.items()} != sizes:
            raise self._altered(str(folder), digest, whole)
        return contents

    def read(self, path: str) -> bytes | None:
        """What a file holds; None where there is none."""
        with self._words():
            store, place = self._store
            try:
                content: bytes = store.cat_file(f"{place}/{path}")
            except FileNotFoundError:
                return None
            return content

    def names(self, folder: str) -> set[str]:
        """The names of what lies in a folder."""
        with self._words():
            store, place = self._store
            store.invalidate_cache()
            if not store.isdir(f"{place}/{folder}"):
                return set()
            return {path.rpartition("/")[2] for path in store.ls(f"{place}/{folder}", detail=False)}

    def forget(self, paths: Collection[str]) -> None:
        """Remove files, and folders with all that they hold."""
        with self._words():
            store, place = self._store
            for path in paths:
                if store.exists(f"{place}/{path}"):
                    store.rm(f"{place}/{path}", recursive=True)

    @cached_property
    def folder(self) -> Path | None:
        """Where they lie, if that is a folder that this machine has."""
        from fsspec.implementations.local import LocalFileSystem

        store, place = self._store
        return Path(place) if isinstance(store, LocalFileSystem) else None

    def lie_on_disk_of(self, folder: Path) -> bool:
        """Whether a folder of this machine is on the same disk."""
        with self._words():
            return self.folder is not None and self.folder.stat().st_dev == folder.stat().st_dev

    @cached_property
    def _store(self) -> tuple[Any, str]:
        """What reads and writes there, and the path in its own words."""
        from fsspec.core import url_to_fs

        with self._words():
            store, place = url_to_fs(self.address)
            return store, place.rstrip("/")

    @contextmanager
    def _words(self) -> Iterator[None]:
        """What a store says, in a sentence: each kind of store has errors of its own."""
        try:
            yield
        except Refusal:
            raise
        except OSError as error:
            number = error.errno or next((number for kind, number in _NUMBERS.items() if isinstance(error, kind)), None)
            raise self._failure(reason(OSError(number, "")) if number else _as_told(error)) from error
        except ImportError as error:
            package = str(error).rpartition("nstall ")[2].split()[0] if "nstall " in str(error) else str(error.name)
            raise self._failure(Text(_MISSING.english, {"package": package})) from error
        except Exception as error:
            raise self._failure(_as_told(error)) from error

    def _altered(self, folder: str, expected: str, digest: str) -> SharedFilesFailed:
        values = {"shared": self.address, "folder": folder, "sha256": digest, "expected": expected}
        return SharedFilesFailed(
            Text("a file in {shared} is not what it was: {folder}/{expected} has the hash {sha256}", values)
        )

    def _failure(self, problem: Text) -> SharedFilesFailed:
        values = {"shared": self.address, "problem": problem}
        return SharedFilesFailed(Text("the shared files {shared} cannot be used: {problem}", values))


def _as_told(error: Exception) -> Text:
    return Text("{problem}", {"problem": f"{type(error).__name__}: {error}"})


def portions(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Names of files of some sizes, in portions that fit into memory."""
    portion: list[str] = []
    length = 0
    for name, size in sizes.items():
        if portion and (length + size > _AT_ONCE or len(portion) == _MANY):
            yield portion
            portion, length = [], 0
        portion.append(name)
        length += size
    if portion:
        yield portion
