"""What a data file holds once it is read: text, lists and mappings that know where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from planbook.messages.diagnostics import Span


@dataclass(slots=True)
class Scalar:
    """One value as it was written, never a number or a date yet; line and column count from 1."""

    text: str
    line: int
    column: int
    length: int


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in the order of the file; `path` names the file, `was` the id that it had before, if that is said."""

    path: str
    line: int
    column: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    was: str = ""

    def span(self, key: str | None = None, index: int = 0) -> Span:
        """The place of a key's value (of one item of a list), or of the mapping itself."""
        node = self.entries.get(key) if key is not None else None
        if node is None:
            return Span(self.path, self.line, self.column)
        if isinstance(node, Sequence) and index < len(node.items):
            node = node.items[index]
        return Span(self.path, node.line, node.column, extent(node))

    def is_in_line(self, lines: list[str]) -> bool:
        """Whether it stands between braces, in a file of these lines."""
        return lines[self.line - 1][self.column - 1 : self.column] == "{"

    def key_span(self, key: str) -> Span:
        """The place of the key itself."""
        place = self.keys[key]
        return Span(self.path, place.line, place.column, place.length)


Node = Scalar | Sequence | Mapping


def around(root: Mapping, line: int, column: int) -> Iterator[tuple[Mapping, str]]:
    """The mappings that a place lies in, the outermost first, each with the key whose value it lies in."""
    place = line, column
    node: Node | None = root
    while node is not None and (node.line, node.column) <= place:
        inner: list[tuple[tuple[int, int], str, Node]] = []
        if isinstance(node, Mapping):
            inner = [((key.line, key.column), name, node.entries[name]) for name, key in node.keys.items()]
        elif isinstance(node, Sequence):
            inner = [((item.line, item.column), "", item) for item in node.items]
        # A value reaches to where the next one begins.
        begun = [child for child in inner if child[0] <= place]
        if isinstance(node, Mapping):
            yield node, begun[-1][1] if begun else ""
        node = begun[-1][2] if begun else None


def plain_node(node: Node) -> Any:
    """A node as text, lists and mappings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key: plain_node(value) for key, value in node.entries.items()}
    return [plain_node(item) for item in node.items]


def extent(node: Node) -> int:
    """How many characters of its first line a node covers."""
    return node.length if isinstance(node, Scalar) else 1
