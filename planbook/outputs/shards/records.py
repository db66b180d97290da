"""What is known of the shards that were made: a file for each below build/shards/, believed while it is as it was written."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from planbook.outputs.shards.making import SHARDS, ShardRecord, kept_name
from planbook.repository.kept_file import read_kept, with_hash
from planbook.repository.revisions import is_in_git

_RECORD = TypeAdapter(ShardRecord)
_MOST = 10_000  # records whose keys a process keeps


def read_records(root: Path) -> dict[str, ShardRecord]:
    """The records of all parts of a site by their folders; none where git holds one, which anybody may have written."""
    return {record.part: record for record in map(_record, _paths(root)) if record}


def keys_of_records(root: Path) -> dict[str, str]:
    """The keys of all parts by their folders; a process that stays reads no more than those records that are others to the disk."""
    keys = []
    for path in _paths(root):
        with suppress(FileNotFoundError):  # a build is about to make the part
            of = path.stat()
            keys.append(_key(path, (of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns)))
    return dict(filter(None, keys))


def forget(root: Path, parts: Iterable[str]) -> None:
    """Know nothing of parts any more: their files are about to be others."""
    for part in parts:
        _place(root, part).unlink(missing_ok=True)


def remember(root: Path, records: Iterable[ShardRecord]) -> None:
    """Know parts the next time, when their files are published."""
    (root / SHARDS).mkdir(parents=True, exist_ok=True)
    for record in records:
        content = _RECORD.dump_json(replace(record, files=(), about={}, values={}))
        _place(root, record.part).write_bytes(with_hash(content))


def _paths(root: Path) -> list[Path]:
    folder = root / SHARDS
    return sorted(folder.glob("*.json")) if folder.is_dir() and not is_in_git(root, SHARDS) else []


def _record(path: Path) -> ShardRecord | None:
    if (content := read_kept(path)) is not None:
        with suppress(ValueError):  # of another version of the program
            return _RECORD.validate_json(content)
    return None


@lru_cache(maxsize=_MOST)
def _key(path: Path, _: tuple[int, ...]) -> tuple[str, str] | None:
    record = _record(path)
    return (record.part, record.key) if record else None


def _place(root: Path, part: str) -> Path:
    return root / SHARDS / f"{kept_name(part)}.json"
