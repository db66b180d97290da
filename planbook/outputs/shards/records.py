"""What is known of the shards that were made: a file for each below build/shards/, believed while it is as it was written."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from planbook.outputs.shards.making import SHARDS, ShardRecord, kept_name
from planbook.repository.kept_file import read_kept, with_hash
from planbook.repository.revisions import is_in_git

_RECORD = TypeAdapter(ShardRecord)


def read_records(root: Path) -> dict[str, ShardRecord]:
    """The records of all parts of a site by their folders; none where git holds one, which anybody may have written."""
    folder = root / SHARDS
    if not folder.is_dir() or is_in_git(root, SHARDS):
        return {}
    records = {}
    for path in sorted(folder.glob("*.json")):
        if (content := read_kept(path)) is not None:
            with suppress(ValueError):  # of another version of the program
                record = _RECORD.validate_json(content)
                records[record.part] = record
    return records


def forget(root: Path, parts: Iterable[str]) -> None:
    """Know nothing of parts any more: their files are about to be others."""
    for part in parts:
        _place(root, part).unlink(missing_ok=True)


def remember(root: Path, records: Iterable[ShardRecord]) -> None:
    """Know parts the next time, when their files are published."""
    (root / SHARDS).mkdir(parents=True, exist_ok=True)
    for record in records:
        content = _RECORD.dump_json(replace(record, files=(), about={}))
        _place(root, record.part).write_bytes(with_hash(content))


def _place(root: Path, part: str) -> Path:
    return root / SHARDS / f"{kept_name(part)}.json"
