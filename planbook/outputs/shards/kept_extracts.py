"""What parts of a site read of the registers, as the last build worked it out: it hangs on the registers and the words of plans alone."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from planbook.loading.register_extract import RegisterExtract, RegisterGraph
from planbook.model.workspace import Workspace
from planbook.outputs.kept_values import KeptValues

EXTRACTS, KIN = "build/last-extracts.rows", "build/last-kin.rows"


def extracts_of(
    root: Path, registers: Workspace, key: str, words: Mapping[str, Collection[str]]
) -> dict[str, RegisterExtract]:
    """The extract of each part, whose plans hold some words; `key` says what the files of the registers hold, or nothing."""
    graph = RegisterGraph(registers)

    def row(own: Collection[str]) -> list[Any]:
        extract = graph.of(own)
        return [extract.files, extract.ids, extract.shared]

    return {
        part: RegisterExtract(tuple(files), {kind: tuple(own) for kind, own in ids.items()}, tuple(shared))
        for part, (files, ids, shared) in _rows(root, EXTRACTS, graph.ids, key, words, row).items()
    }


def kin_of(
    root: Path, registers: Workspace, key: str, agencies: Mapping[str, Collection[str]]
) -> dict[str, frozenset[str]]:
    """Some agencies of each place with all that may ever have work because of them; `key` as above."""
    ids = RegisterGraph(registers).ids if key else {}
    rows = _rows(root, KIN, ids, key, agencies, lambda own: sorted(registers.with_kin(own)))
    return {place: frozenset(kin) for place, kin in rows.items()}


def _rows(
    root: Path,
    place: str,
    ids: object,
    key: str,
    words: Mapping[str, Collection[str]],
    make: Callable[[Collection[str]], list[Any]],
) -> dict[str, list[Any]]:
    """What is made of some words by a name, as it was kept where neither these nor the registers, with their key and `ids`, are others."""
    # What is shared is there because a plan names it.
    memory = KeptValues(root, sha256(repr((key, ids)).encode()).hexdigest() if key else "", place)
    rows = {name: memory.value(name, repr(sorted({*own})), partial(make, own)) for name, own in words.items()}
    memory.save()
    return rows
