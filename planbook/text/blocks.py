"""A data file as blocks of whole lines: fields and entries of lists, each with the comments above it, laid out as written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from planbook.text.node import Mapping, Node, Scalar, Sequence
from planbook.text.own_lines import extents
from planbook.text.reader import read

BlockKind = Literal["leaf", "fields", "entries"]


@dataclass(frozen=True, slots=True)
class LineBlock:
    """A field, or an entry of a list; its lines begin where it stands itself, so that it can stand elsewhere.

    `head` are the comments above it, and with a field its first line; a leaf has all of its lines there. `offset` is how
    much further right it stands than what it stands in; `is_entry` is what stands behind a hyphen.
    """

    key: str
    node: Node
    head: tuple[str, ...]
    offset: int
    kind: BlockKind = "leaf"
    parts: tuple["LineBlock", ...] = field(default=())
    is_entry: bool = False

    def lines(self, indent: int = 0) -> list[str]:
        """Its lines, from a column on."""
        inner = [line for part in self.parts for line in part.lines(indent + part.offset)]
        return [*shifted(self.head, indent), *(with_hyphen(inner, indent) if self.is_entry else inner)]

    @property
    def id(self) -> str:
        """The id of an entry of a list; empty where it has none."""
        id_ = self.node.entries.get("id") if self.is_entry and isinstance(self.node, Mapping) else None
        return id_.text if isinstance(id_, Scalar) else ""


def blocks(text: str) -> LineBlock | None:
    """The blocks of a file; None where it cannot be read, or is written so that its lines are no blocks."""
    root, findings = read("", text.encode())
    if findings or not isinstance(root, Mapping) or not text.endswith("\n"):
        return None
    lines = text.split("\n")[:-1]
    whole = _Cut(lines, extents(text)[0]).file(root)
    return whole if whole.lines() == lines else None


def shifted(lines: tuple[str, ...], indent: int) -> list[str]:
    """Lines moved to the right; empty ones stay empty."""
    return [" " * indent + line if line else line for line in lines]


def with_hyphen(lines: list[str], indent: int) -> list[str]:
    """The lines of an entry with the hyphen in the first of them that is no comment."""
    at = next((at for at, line in enumerate(lines) if line.strip()[:1] not in ("", "#")), None)
    if at is None:
        return lines
    return [*lines[:at], f"{lines[at][:indent]}-{lines[at][indent + 1 :]}", *lines[at + 1 :]]


class _Cut:
    """The lines of a file while they are cut into blocks; lines count from 0."""

    def __init__(self, lines: list[str], inside_texts: set[int]) -> None:
        self.source = lines
        self.inside_texts = inside_texts

    def file(self, root: Mapping) -> LineBlock:
        """All of it; what stands below the last field is a field without a name."""
        end = self.above(len(self.source))
        head = tuple(self.source[: self.above(root.line - 1)])
        tail = LineBlock(" ", Scalar("", end, 0, 0), tuple(self.source[end:]), 0)
        return LineBlock("", root, head, 0, "fields", (*self.fields(root, 0, end), tail))

    def above(self, line: int) -> int:
        """The first of the comments and empty lines that stand right above a line."""
        while line and line - 1 not in self.inside_texts and self.source[line - 1].strip()[:1] in ("", "#"):
            line -= 1
        return line

    def fields(self, node: Mapping, column: int, end: int, first: int | None = None) -> Iterator[LineBlock]:
        """The fields of a mapping up to a line; `first` is where the first one begins, if not with its comments."""
        places = list(node.keys.items())
        begins = [self.above(place.line - 1) for _, place in places]
        begins[0] = begins[0] if first is None else first
        for (key, place), (begin, after) in zip(places, pairwise([*begins, end]), strict=True):
            value = node.entries[key]
            inner, offset = place.column - 1, place.column - 1 - column
            kind: BlockKind = "leaf"
            start, parts = after, tuple[LineBlock, ...]()
            if isinstance(value, Mapping) and value.line > place.line and not value.is_in_line(self.source):
                kind, start = "fields", self.above(value.line - 1)
                parts = tuple(self.fields(value, inner, after))
            elif (
                isinstance(value, Sequence)
                and value.line > place.line
                and self.source[value.line - 1].lstrip()[:1] == "-"
            ):
                kind, start = "entries", self.above(value.line - 1)
                parts = tuple(self.entries(value, inner, after))
            yield LineBlock(key, value, self.cut(begin, start, inner), offset, kind, parts)

    def entries(self, node: Sequence, column: int, end: int) -> Iterator[LineBlock]:
        """The entries of a list up to a line."""
        begins = [self.above(item.line - 1) for item in node.items]
        for item, (begin, after) in zip(node.items, pairwise([*begins, end]), strict=True):
            line = item.line - 1
            hyphen = len(self.source[line]) - len(self.source[line].lstrip())
            if isinstance(item, Mapping) and not item.is_in_line(self.source):
                written = self.source[line]
                self.source[line] = f"{written[:hyphen]} {written[hyphen + 1 :]}"
                parts = tuple(self.fields(item, hyphen, after, line))
                self.source[line] = written
                head = self.cut(begin, line, hyphen)
                yield LineBlock("", item, head, hyphen - column, "fields", parts, is_entry=True)
            else:
                yield LineBlock("", item, self.cut(begin, after, hyphen), hyphen - column, is_entry=True)

    def cut(self, begin: int, end: int, column: int) -> tuple[str, ...]:
        """Some lines without their first columns."""
        return tuple(line[min(column, len(line) - len(line.lstrip())) :] for line in self.source[begin:end])
