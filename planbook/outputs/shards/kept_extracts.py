"""What parts of a site read of the registers, as the last build worked it out: it hangs on the registers and the words of plans alone."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from planbook.loading.register_extract import RegisterExtract, RegisterGraph
from planbook.model.workspace import Workspace
from planbook.repository.kept_file import keep, read_kept
from planbook.repository.revisions import is_in_git

EXTRACTS = "build/last-extracts.json"


def extracts_of(
    root: Path, registers: Workspace, key: str, words: Mapping[str, Collection[str]]
) -> dict[str, RegisterExtract]:
    """The extract of each part, whose plans hold some words; `key` says what the files of the registers hold, or nothing."""
    graph = RegisterGraph(registers)
    if not key or is_in_git(root, EXTRACTS):
        return {part: graph.of(own) for part, own in words.items()}
    key = sha256(repr((key, graph.ids)).encode()).hexdigest()  # what is shared is there because a plan names it
    last = _read(root, key)
    rows: dict[str, Any] = {}
    for part, own in words.items():
        digest = sha256(repr(sorted({*own})).encode()).hexdigest()
        row = last.get(part)
        rows[part] = row if row and row[0] == digest else _row(digest, graph.of(own))
    if rows != last:
        keep(root / EXTRACTS, to_json([key, rows]))
    return {
        part: RegisterExtract(tuple(files), {kind: frozenset(own) for kind, own in ids.items()}, tuple(shared))
        for part, (_, files, ids, shared) in rows.items()
    }


def _row(digest: str, extract: RegisterExtract) -> list[Any]:
    ids = {kind: sorted(own) for kind, own in extract.ids.items()}
    return [digest, [*extract.files], ids, [*extract.shared]]


def _read(root: Path, key: str) -> dict[str, Any]:
    """The rows that were kept under a key, if they are as they were written."""
    content = read_kept(root / EXTRACTS)
    last, rows = ("", {}) if content is None else from_json(content)
    return rows if last == key else {}
