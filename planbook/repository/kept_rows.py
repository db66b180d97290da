"""What a run keeps of many things in build/ for the next one, as rows by name in one file: where few of them are others, these are written behind the rest.

Rows are believed while all of the file is as it was written; what was written at once comes back whole, or not at all. Whoever writes at
the same time, or is stopped, costs time and no more.
"""

import fcntl
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from planbook.repository.output_files import write_output

_HEAD = Struct("<32sQ")  # of what was written at once: a hash of it, and its length
_ROW = Struct("<II")  # the lengths of name and content


class KeptRows(NamedTuple):
    """The rows of a file, each as it was written last, and how long the file is; 0 where it is none, or not as it was written."""

    rows: dict[str, bytes]
    size: int = 0


def read_rows(path: Path) -> KeptRows:
    """What was kept in a file."""
    try:
        content = path.read_bytes()
    except OSError:
        return KeptRows({})
    rows: dict[str, bytes] = {}
    end = 0
    while end < len(content):
        at = end + _HEAD.size
        if at > len(content):
            return KeptRows({})
        digest, length = _HEAD.unpack_from(content, end)
        end = at + length
        if end > len(content) or digest != sha256(memoryview(content)[at:end]).digest():
            return KeptRows({})
        while at < end:
            name, size = _ROW.unpack_from(content, at)
            begin = at + _ROW.size + name
            rows[content[begin - name : begin].decode("utf-8", "surrogatepass")] = content[begin : begin + size]
            at = begin + size
    return KeptRows(rows, len(content))


def keep_rows(path: Path, rows: Mapping[str, bytes]) -> None:
    """Keep rows, and no others, where the disk takes them; nothing is written where they are kept already."""
    with suppress(OSError):  # it only takes longer the next time
        write_rows(path, rows, read_rows(path))


def write_rows(path: Path, rows: Mapping[str, bytes], last: KeptRows) -> None:
    """The same for who has read what was kept there last, and needs that the disk takes them."""
    path.parent.mkdir(exist_ok=True)
    new = {name: content for name, content in rows.items() if last.rows.get(name) != content}
    is_worth_it = last.size + _length(new) <= 2 * _length(rows)
    is_behind = last.size and last.rows.keys() <= rows.keys() and is_worth_it
    if not is_behind or (new and not _append(path, last.size, _written(new))):
        write_output(path, _written(rows))


def _append(path: Path, size: int, content: bytes) -> bool:
    """Write behind what a file holds, if that is as long as it was when it was read."""
    with open(path, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_size != size:
            return False
        file.seek(size)
        file.write(content)
    return True


def _written(rows: Mapping[str, bytes]) -> bytes:
    parts: list[bytes] = []
    for name, content in rows.items():
        key = name.encode("utf-8", "surrogatepass")
        parts += [_ROW.pack(len(key), len(content)), key, content]
    written = b"".join(parts)
    return _HEAD.pack(sha256(written).digest(), len(written)) + written


def _length(rows: Mapping[str, bytes]) -> int:
    return _HEAD.size + sum(_ROW.size + len(content) for content in rows.values())
