"""The registers as they were read last, so that who reads a plan anew need not read 20,000 agencies with it.

They are kept as pickles (`register_pickle.py`), with what all agencies have to be gone through for; it is believed of nobody but the
user who runs the program.
"""

import os
import pickle
import stat
from collections import ChainMap
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from planbook.loading.data_file import REGISTER_PARTS
from planbook.loading.register_pickle import LaterAgencies, LaterTrees, agencies_by_place, dumped, loaded
from planbook.loading.shared_registers import shared_lines
from planbook.model.entry import IdsByKind
from planbook.model.register_indexes import INDEXES_OF_NAMES, indexes_of, take_indexes
from planbook.model.workspace import Workspace
from planbook.text import node as text_node

REGISTERS_IN_WORKSPACE = (*REGISTER_PARTS, "ended_kinds", "office")


@dataclass(frozen=True)
class KeptRegisters:
    """The registers of a workspace with what is shared, the ids that whoever validates a plan has to know, and what is worked out of these registers alone."""

    registers: Mapping[str, Any]
    ids: Mapping[str, set[str]]
    trees: Mapping[str, text_node.Mapping]
    indexes: Mapping[str, Any] = field(default_factory=dict)

    def put_into(self, workspace: Workspace) -> Workspace:
        """A workspace of plans with these registers."""
        lines = ChainMap(cast("Any", workspace.lines), dict(shared_lines()))
        trees = ChainMap(cast("Any", workspace.trees), cast("Any", self.trees))
        whole = replace(workspace, **self.registers, lines=lines, trees=trees)
        take_indexes(whole, self.indexes)
        return whole


def keep_registers(path: Path, key: str, workspace: Workspace, ids: IdsByKind) -> None:
    """Write the registers of a workspace, of which everything is right, for whoever reads the same ones."""
    registers = {name: getattr(workspace, name) for name in REGISTERS_IN_WORKSPACE}
    rows = agencies_by_place(registers.pop("agencies"))
    content = dumped((registers, rows, dict(ids), indexes_of(workspace, INDEXES_OF_NAMES)))
    head = sha256(key.encode() + content).digest()
    with suppress(OSError):  # it only takes longer the next time
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(head + content)
        part.chmod(0o600)
        part.replace(path)


def kept_registers(path: Path, key: str, contents: Mapping[str, bytes]) -> KeptRegisters | None:
    """The registers that were kept under a key; None where there are none, or not from this user. `contents` are those of their files."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o022:
                return None
            content = file.read()
    except OSError:
        return None
    digest, rest = sha256(key.encode()), memoryview(content)[32:]
    digest.update(rest)
    if content[:32] != digest.digest():
        return None
    trees = LaterTrees(contents)
    try:
        registers, rows, ids, indexes = loaded(rest, trees)
        registers["agencies"] = LaterAgencies(rows, trees)
    except (pickle.UnpicklingError, ValueError, TypeError, AttributeError, KeyError, EOFError):
        return None
    return KeptRegisters(registers, ids, trees, indexes)
