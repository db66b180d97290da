"""Registers as pickles without the nodes that they were read from: nodes, and agencies by place, are read where somebody asks for them.

Only data classes of the model are made of it, whatever it says.
"""

import io
import pickle
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from functools import cache
from importlib import import_module
from typing import Any

from planbook.loading.data_file import kind_of, tree_of
from planbook.loading.lazy_mapping import LazyMapping
from planbook.loading.shared_registers import SharedFile, is_shared_file
from planbook.model.agency import Agency
from planbook.repository.program_files import program_folder
from planbook.text import node as text_node

_PLAIN = {("datetime", "date"), ("builtins", "set"), ("builtins", "frozenset"), ("decimal", "Decimal")}
AgencyRows = tuple[dict[str, int], list[bytes]]  # agencies: in which row each one stands, and the rows


def dumped(value: object) -> bytes:
    """Plain data, or what is made of the model, as a pickle without its nodes."""
    buffer = io.BytesIO()
    _Pickler(buffer, 5).dump(value)
    return buffer.getvalue()


def loaded(content: bytes | memoryview, trees: "LaterTrees") -> Any:
    """What was dumped so; raises `UnpicklingError` and what else comes of other contents."""
    return _Unpickler(io.BytesIO(content), trees).load()


def agencies_by_place(agencies: Mapping[str, Agency]) -> AgencyRows:
    """Agencies in rows, those of one place in one."""
    rows: dict[str | None, list[Agency]] = {}
    for agency in agencies.values():
        rows.setdefault(agency.locality, []).append(agency)
    numbers = {place: number for number, place in enumerate(rows)}
    return {id_: numbers[agency.locality] for id_, agency in agencies.items()}, [*map(dumped, rows.values())]


class LaterTrees(LazyMapping[text_node.Mapping]):
    """The nodes of files, read when somebody asks for them."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        super().__init__(contents)
        self._contents = contents
        self._read: dict[str, text_node.Mapping] = {}
        self._places: dict[str, dict[tuple[int, int], text_node.Mapping]] = {}

    def __getitem__(self, path: str) -> text_node.Mapping:
        if path not in self._read:
            is_shared = is_shared_file(path)
            content = (program_folder() / path).read_bytes() if is_shared else self._contents[path]
            file, _ = tree_of(path, content, SharedFile if is_shared else kind_of(path))
            if file is None:
                raise KeyError(path)
            self._read[path] = file.root
        return self._read[path]

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


class LaterAgencies(LazyMapping[Agency]):
    """The agencies of such rows, in the order of the register, of which each row is read when somebody asks for one of its agencies."""

    def __init__(self, rows: AgencyRows, trees: LaterTrees) -> None:
        self._numbers, self._rows = rows
        super().__init__(self._numbers)
        self._trees = trees
        self._read: dict[str, Agency] = {}
        self._whole: dict[str, Agency] = {}

    def __getitem__(self, id_: str) -> Agency:
        if id_ not in self._read:
            self._read |= {agency.id: agency for agency in loaded(self._rows[self._numbers[id_]], self._trees)}
        return self._read[id_]

    def items(self) -> ItemsView[str, Agency]:
        """All of them by their ids."""
        return self._all().items()

    def values(self) -> ValuesView[Agency]:
        """All of them."""
        return self._all().values()

    def _all(self) -> dict[str, Agency]:
        if not self._whole:
            self._whole = {id_: self[id_] for id_ in self._numbers}
        return self._whole


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
