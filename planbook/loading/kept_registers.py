"""The registers as they were read last, so that who reads a plan anew need not read 20,000 agencies with it.

They are kept as a pickle without the nodes that they were read from: these are read again where somebody asks for them. Only
data classes of the model are made of it, whatever it says, and it is believed of nobody but the user who runs the program.
"""

import io
import os
import pickle
import stat
from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from planbook.loading.data_file import kind_of, tree_of
from planbook.loading.shared_registers import SHARED_REGISTERS, SharedFile, shared_lines
from planbook.model.entry import IdsByKind
from planbook.model.workspace import Workspace
from planbook.repository.program_files import program_folder
from planbook.text import node as text_node

REGISTERS_IN_WORKSPACE = (
    "localities",
    "ended_kinds",
    "agencies",
    "agency_changes",
    "document_types",
    "documents",
    "standards",
    "indicators",
    "programmes",
    "projects",
    "funding_sources",
    "office",
)
_PLAIN = {("datetime", "date"), ("builtins", "set"), ("builtins", "frozenset"), ("decimal", "Decimal")}


@dataclass(frozen=True)
class KeptRegisters:
    """The registers of a workspace with what is shared, and the ids that whoever validates a plan has to know."""

    registers: Mapping[str, Any]
    ids: Mapping[str, set[str]]
    trees: Mapping[str, text_node.Mapping]

    def put_into(self, workspace: Workspace) -> Workspace:
        """A workspace of plans with these registers."""
        lines = ChainMap(cast("Any", workspace.lines), dict(shared_lines()))
        return replace(
            workspace,
            **self.registers,
            lines=lines,
            trees=ChainMap(cast("Any", workspace.trees), cast("Any", self.trees)),
        )


class LaterTrees(Mapping[str, text_node.Mapping]):
    """The nodes of files, read when somebody asks for them."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._read: dict[str, text_node.Mapping] = {}
        self._places: dict[str, dict[tuple[int, int], text_node.Mapping]] = {}

    def __getitem__(self, path: str) -> text_node.Mapping:
        if path not in self._read:
            is_shared = path.startswith(f"{SHARED_REGISTERS}/")
            content = (program_folder() / path).read_bytes() if is_shared else self._contents[path]
            file, _ = tree_of(path, content, SharedFile if is_shared else kind_of(path))
            if file is None:
                raise KeyError(path)
            self._read[path] = file.root
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        return path in self._contents

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)

    def at(self, path: str, line: int, column: int) -> text_node.Mapping:
        """The mapping that begins at a place of a file."""
        if path not in self._places:
            self._places[path] = {(node.line, node.column): node for node in _mappings(self[path])}
        return self._places[path][line, column]


class _LaterNode(text_node.Mapping):
    """A mapping of a file that is read when somebody asks for what it holds."""

    __slots__ = ("_trees",)

    def __init__(self, trees: LaterTrees, path: str, line: int, column: int) -> None:
        self._trees, self.path, self.line, self.column = trees, path, line, column

    def __getattr__(self, name: str) -> Any:
        if name not in ("entries", "keys", "was"):
            raise AttributeError(name)
        node = self._trees.at(self.path, self.line, self.column)
        self.entries, self.keys, self.was = node.entries, node.keys, node.was
        return getattr(node, name)


def _mappings(root: text_node.Node) -> Iterator[text_node.Mapping]:
    """Every mapping below a node, the outer one before what stands in it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, text_node.Mapping):
            yield node
            waiting += node.entries.values()
        elif isinstance(node, text_node.Sequence):
            waiting += node.items


def keep_registers(path: Path, key: str, workspace: Workspace, ids: IdsByKind) -> None:
    """Write the registers of a workspace, of which everything is right, for whoever reads the same ones."""
    buffer = io.BytesIO()
    registers = {name: getattr(workspace, name) for name in REGISTERS_IN_WORKSPACE}
    _Pickler(buffer, 5).dump((registers, dict(ids)))
    content = buffer.getvalue()
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
    if content[:32] != sha256(key.encode() + content[32:]).digest():
        return None
    trees = LaterTrees(contents)
    try:
        registers, ids = _Unpickler(io.BytesIO(content[32:]), trees).load()
    except (pickle.UnpicklingError, ValueError, TypeError, AttributeError, KeyError, EOFError):
        return None
    return KeptRegisters(registers, ids, trees)


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: Any) -> tuple[str, int, int] | None:
        return (obj.path, obj.line, obj.column) if isinstance(obj, text_node.Mapping) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, trees: LaterTrees) -> None:
        super().__init__(file)
        self._trees = trees

    def persistent_load(self, pid: tuple[str, int, int]) -> _LaterNode:
        return _LaterNode(self._trees, *pid)

    def find_class(self, module: str, name: str) -> type:
        return _class_of_the_model(module, name)


@cache
def _class_of_the_model(module: str, name: str) -> type:
    """A class of the model or of plain data, by its name; nothing else is made, as it might do something."""
    if module.startswith("planbook.model.") or (module, name) in _PLAIN:
        kind = getattr(import_module(module), name, None)
        if isinstance(kind, type) and kind.__module__ == module:
            return kind
    raise pickle.UnpicklingError(f"{module}.{name}")
