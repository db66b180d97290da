"""The files of the last build whose making costs more than to know that it would come out the same.

Each is kept under a hash of all that its renderer is given, and of the program, so that nobody has to say what it depends on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter

FILES = "build/last-files.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What is known of a file: what it was made of, its bytes, and for a page the text of its frame under what tells its shape."""

    made_of: str
    content: str
    shape: list[str]


_RECORDS = TypeAdapter(dict[str, FileRecord])


class LastFiles:
    """The files of the site in a folder, and those of the build that will take its place; without a folder none is known."""

    def __init__(self, root: Path | None = None, made_by: str = "", record: str = FILES) -> None:
        self._root, self._made_by, self._record = root, made_by, record
        self._before: dict[str, FileRecord] = {}
        self._now: dict[str, FileRecord] = {}
        if root and (root / record).is_file():
            try:
                self._before = _RECORDS.validate_json((root / record).read_bytes())
            except ValueError:
                self._before = {}

    def key(self, parts: Iterable[str]) -> str:
        """A hash of what something is made of, with the program."""
        digest = sha256(self._made_by.encode())
        for part in parts:
            digest.update(sha256(part.encode()).digest())
        return digest.hexdigest()

    def content(self, path: str, key: str) -> bytes | None:
        """A published file, if it was made of the same and is still as it was."""
        entry = self._before.get(path)
        if self._root is None or entry is None or entry.made_of != key:
            return None
        try:
            content = (self._root / "site" / path).read_bytes()
        except OSError:
            return None
        return content if sha256(content).hexdigest() == entry.content else None

    def shape(self, path: str, key: str) -> str | None:
        """The text of the frame of a page that is made of the same."""
        entry = self._before.get(path)
        return next(iter(entry.shape[1:]), None) if entry and entry.shape[:1] == [key] else None

    def add(self, path: str, key: str, content: bytes, shape: Iterable[str] = ()) -> None:
        """Know a file by what it is made of, the next time."""
        self._now[path] = FileRecord(made_of=key, content=sha256(content).hexdigest(), shape=[*shape])

    def stay(self, paths: Iterable[str]) -> None:
        """Know some files as the last build did."""
        self._now |= {path: self._before[path] for path in paths if path in self._before}

    def save(self) -> None:
        """Write down what is known of the files of this build, when they are published."""
        if self._root:
            (self._root / self._record).parent.mkdir(parents=True, exist_ok=True)
            (self._root / self._record).write_bytes(_RECORDS.dump_json(self._now))
