"""What came of a shard among the shared files: its files, and at last a record that says which they are."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, TypedDict, get_type_hints

from pydantic import TypeAdapter

from planbook.outputs.cluster.parcels import files_below
from planbook.outputs.cluster.shared_files import SharedFiles, portions
from planbook.repository.output_files import write_files
from planbook.repository.publishing import link_or_copy

FINISHED = "results"
_RECORD = "record.json"  # beside the files of a shard, written when all of them are there

Make = Callable[
    [Sequence[Any]], Sequence[Any]
]  # of requests that have `root`, `frames`, `into` and `key`, with what is said of each


class Bundle(TypedDict):
    """Files one after the other: the hash of all that they hold, and their sizes by their paths."""

    sha256: str
    files: dict[str, int]


class ShardResult(TypedDict):
    """What is known of a shard as plain data, and its files: each bundle a shared file, or all in the folder in which they `lie`."""

    record: Any
    bundles: list[Bundle]
    lie: str


def stored_result(shared: SharedFiles, name: str) -> str | None:
    """The result that stands among the shared files, as JSON; None where none does, or not as it was written."""
    digest, _, result = (shared.read(f"{FINISHED}/{name}/{_RECORD}") or b"").partition(b"\n")
    return result.decode() if digest.decode("latin-1") == sha256(result).hexdigest() else None


def store_result(shared: SharedFiles, name: str, make: Make, record: Any, folder: Path, lie: str) -> str:
    """Put the files of a shard among the shared ones, unless they `lie` there, and at last its record; the result as JSON."""
    sizes = {path: file.stat().st_size for path, file in sorted(files_below(folder))}
    bundles = []
    for paths in portions(sizes):
        contents = {path: (folder / path).read_bytes() for path in paths}
        whole = b"".join(contents.values())
        digest = sha256(whole).hexdigest()
        if not lie:
            shared.put(f"{FINISHED}/{name}", {digest: whole})
        bundles.append(Bundle(sha256=digest, files={path: len(content) for path, content in contents.items()}))
    (plain,) = _records(make).dump_python((record,), mode="json")
    result = json.dumps(ShardResult(record=plain, bundles=bundles, lie=lie))
    digest = sha256(result.encode()).hexdigest()
    shared.put(f"{FINISHED}/{name}", {_RECORD: f"{digest}\n{result}".encode()})
    return result


def fetch_result(shared: SharedFiles, name: str, make: Make, text: str, into: Path) -> Any:
    """The record of a shard, whose files stand in a folder then; raises `SharedFilesFailed` where they are not what it says.

    Those that lie on the disk of that folder are not written again.
    """
    result: ShardResult = json.loads(text)
    (record,) = _records(make).validate_python((result["record"],))
    into.mkdir(parents=True, exist_ok=True)
    lying = shared.folder / FINISHED / name / result["lie"] if shared.folder and result["lie"] else None
    contents = _contents(shared, f"{FINISHED}/{name}", result["bundles"], lying)
    if lying and _kind(lying) == _kind(into):
        _link([*chain.from_iterable(contents)], lying, into)
    else:
        for files in contents:
            write_files(into, files)
    return record


def _contents(
    shared: SharedFiles, folder: str, bundles: Sequence[Bundle], lying: Path | None
) -> Iterator[Mapping[str, bytes]]:
    """The files of each bundle, which are as they were made."""
    for bundle in bundles:
        digest, sizes = bundle["sha256"], bundle["files"]
        if lying:
            yield shared.together(lying, digest, sizes)
            continue
        ((_, whole),) = shared.fetch(folder, {digest: sum(sizes.values())})
        start, contents = 0, {}
        for path, size in sizes.items():
            contents[path] = whole[start : start + size]
            start += size
        yield contents


def _link(paths: Sequence[str], source: Path, target: Path) -> None:
    for folder in {(target / path).parent for path in paths}:
        folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        link_or_copy(str(source / path), str(target / path))


def _kind(folder: Path) -> tuple[int, ...]:
    """On which disk a folder lies, and who may what there: what is made in two of a kind is the same."""
    status = os.stat(folder)
    return status.st_dev, status.st_uid, status.st_gid, status.st_mode


@cache
def _records(make: Make) -> TypeAdapter[Any]:
    """How the records that a function gives are read and written, as it says itself."""
    return TypeAdapter(get_type_hints(make)["return"])
