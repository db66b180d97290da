"""What is known of the parts of a site that were made: rows of one file below build/shards/, believed while it is as it was written."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from planbook.outputs.shards.making import SHARDS, ShardRecord
from planbook.repository.kept_rows import read_rows, write_rows
from planbook.repository.revisions import is_in_git

RECORDS = f"{SHARDS}/records.rows"
_SHAPE = "shape of "  # before the path of a frame, which most parts have alike
_RECORDS = TypeAdapter(list[ShardRecord])


def read_records(root: Path) -> dict[str, ShardRecord]:
    """The records of all parts of a site by their folders; none where git holds them, which anybody may have written."""
    return {} if is_in_git(root, SHARDS) else dict(_records(root / RECORDS))


def keys_of_records(root: Path) -> dict[str, str]:
    """The keys of all parts by their folders; a process that stays reads them where the disk says that they are others."""
    try:
        of = (root / RECORDS).stat()
    except FileNotFoundError:
        return {}
    return {} if is_in_git(root, SHARDS) else _keys(root, (of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns))


def forget(root: Path, parts: Iterable[str]) -> None:
    """Know nothing of parts any more: their files are about to be others."""
    last = read_rows(root / RECORDS)
    if gone := last.rows.keys() & {*parts}:
        write_rows(root / RECORDS, last.rows | dict.fromkeys(gone, b""), last)


def remember(root: Path, records: Iterable[ShardRecord]) -> None:
    """Know parts the next time, when their files are published."""
    (root / SHARDS).mkdir(parents=True, exist_ok=True)
    last = read_rows(root / RECORDS)
    rows = dict(last.rows)
    for record in records:
        rows |= {f"{_SHAPE}{path}": shape.encode() for path, shape in record.frames.items()}
        own = replace(record, frames=dict.fromkeys(record.frames, ""), files=(), about={}, values={})
        rows[record.part] = _RECORDS.dump_json([own])[1:-1]
    write_rows(root / RECORDS, rows, last)


def _records(place: Path) -> Iterator[tuple[str, ShardRecord]]:
    rows = read_rows(place).rows
    shapes = {name.removeprefix(_SHAPE): row.decode() for name, row in rows.items() if name.startswith(_SHAPE)}
    with suppress(ValueError):  # of another version of the program
        own = [row for name, row in rows.items() if row and not name.startswith(_SHAPE)]
        for record in _RECORDS.validate_json(b"[" + b",".join(own) + b"]"):
            yield record.part, replace(record, frames={path: shapes[path] for path in record.frames})


@lru_cache(maxsize=1)
def _keys(root: Path, _: tuple[int, ...]) -> dict[str, str]:
    return {part: record.key for part, record in _records(root / RECORDS)}
