"""Lines of a data file that hold no data: comments and blank lines, each kept with the entry or key below it.

ruamel keeps such lines with what stands above them, so that a comment outlives the entry that it is about and
speaks of the next one. Here they are lifted off before an edit and laid down again above the same entry after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from yaml._yaml import CParser

from planbook.text.node import Mapping, Node, Sequence
from planbook.text.reader import read

# What a line begins: a mapping of a list by itself, anything else by its container and its key there.
Owner = tuple[Any, str | int]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A data file without the lines that hold no data, and these lines by the data line that stands below them.

    `blocks` counts lines from 0 in the text without them; `tail` stands below the last data line.
    """

    text: str
    blocks: dict[int, list[str]]
    tail: list[str]

    def line(self, original: int) -> int:
        """Where a line of the whole file stands in `text`, both counted from 0."""
        above = 0
        for line in sorted(self.blocks):
            if line + above + len(self.blocks[line]) > original:
                break
            above += len(self.blocks[line])
        return original - above


def lifted(text: str) -> Lifted:
    """The parts of a file: its data, and the lines of their own above each data line.

    A comment between the brackets of a list goes above the line in which the brackets open: ruamel loses it there.
    """
    values, bracketed = extents(text)
    data_lines: list[str] = []
    blocks: dict[int, list[str]] = {}
    waiting: list[str] = []
    opening, data = 0, ""
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == "" else lines):
        if number in bracketed:
            opening = opening if number - 1 in bracketed else len(data_lines)
            data, comment = _split(line, bracketed[number])
            if comment:
                indent = " " * _indent(data_lines[opening] if opening < len(data_lines) else line)
                (blocks.setdefault(opening, []) if opening < len(data_lines) else waiting).append(indent + comment)
            if not data:
                continue
        elif number not in values and line.strip()[:1] in ("", "#"):
            waiting.append(line)
            continue
        if waiting:
            blocks[len(data_lines)] = waiting
            waiting = []
        data_lines.append(data if number in bracketed else line)
    return Lifted("\n".join(data_lines) + "\n", blocks, waiting)


def owners(tree: Any) -> dict[int, Owner]:
    """What begins in each line, counted from 0, of a tree that ruamel has read: the outermost where several do."""
    begun: dict[int, Owner] = {}
    for container, key, line in _places(tree):
        begun.setdefault(line, _owner(container, key))
    return begun


def laid_down(text: str, tree: Any, source: Lifted, begun: dict[int, Owner]) -> str:
    """The text of an edited tree with the lines of their own above what they stood above; what is gone takes its own."""
    root, _ = read("", text.encode())
    assert root is not None
    places = {_identity(_owner(container, key)): line for container, key, line in _written(tree, root)}
    before = source.text.split("\n")
    lines = text.split("\n")
    above: dict[int, list[str]] = {}
    for line, block in source.blocks.items():
        # A line that begins no entry (the mark `---`) stays where it was: such files are not edited in its middle.
        if (now := places.get(_identity(begun[line])) if line in begun else line) is not None:
            shift = _indent(lines[now]) - _indent(before[line])
            above[now] = [_shifted(own, shift) for own in block]
    laid = [part for number, line in enumerate(lines[:-1]) for part in (*above.get(number, ()), line)]
    return "\n".join([*laid, *source.tail]) + "\n"


def extents(text: str) -> tuple[set[int], dict[int, int]]:
    """The lines that belong to a text begun above them; and those from which brackets stay open, with where data end."""
    parser = CParser(text)
    values: set[int] = set()
    ends: dict[int, int] = {}
    bracketed: set[int] = set()
    opened: list[int | None] = []
    try:
        while (event := parser.get_event()) is not None:
            start, end = event.start_mark, event.end_mark
            assert start
            assert end
            ends[end.line] = max(ends.get(end.line, 0), end.column)
            if isinstance(event, yaml.ScalarEvent):
                values.update(range(start.line + 1, end.line + bool(end.column)))
            elif isinstance(event, yaml.CollectionStartEvent):
                opened.append(start.line if event.flow_style else None)
            elif isinstance(event, yaml.CollectionEndEvent) and (first := opened.pop()) is not None:
                bracketed.update(range(first, end.line))
    finally:
        parser.dispose()
    return values, {line: ends.get(line, 0) for line in bracketed - values if line + 1 not in values}


def _split(line: str, end: int) -> tuple[str, str]:
    """The data of a line and the comment behind them."""
    data, mark, comment = line[end:].partition("#")
    return (line[:end] + data).rstrip(), mark + comment


def _places(node: Any) -> Iterator[tuple[Any, str | int, int]]:
    """Every entry of a tree that ruamel has read, the outer ones first: its container, its key and its line."""
    if isinstance(node, CommentedMap):
        for key, value in node.items():
            yield node, key, node.lc.data[key][0]
            yield from _places(value)
    elif isinstance(node, CommentedSeq):
        for index, value in enumerate(node):
            yield node, index, node.lc.data[index][0]
            yield from _places(value)


def _written(tree: Any, node: Node) -> Iterator[tuple[Any, str | int, int]]:
    """Every entry of a tree with the line in which its text, read again, has it."""
    if isinstance(tree, CommentedMap) and isinstance(node, Mapping):
        for key, value in tree.items():
            yield tree, key, node.keys[key].line - 1
            yield from _written(value, node.entries[key])
    elif isinstance(tree, CommentedSeq) and isinstance(node, Sequence):
        for index, (value, item) in enumerate(zip(tree, node.items, strict=True)):
            yield tree, index, item.line - 1
            yield from _written(value, item)


def _owner(container: Any, key: str | int) -> Owner:
    item = container[key] if isinstance(key, int) else None
    return (item, "") if isinstance(item, CommentedMap) else (container, key)


def _identity(owner: Owner) -> tuple[int, str | int]:
    return id(owner[0]), owner[1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _shifted(line: str, by: int) -> str:
    return " " * max(_indent(line) + by, 0) + line.lstrip(" ") if line.strip() else line
