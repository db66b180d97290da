"""Two versions of a data file that come from one: merged by id and field, each block as the side that changed it wrote it.

What only one side changed is as that side has it; where both did, entries of lists are told apart by their ids, fields
by their names, sentences of a text by their place. What cannot be both is a clash, which shows all versions.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planbook.review.merge_values import Differ, entries_by_name, merged_order, merged_value
from planbook.text.blocks import LineBlock, blocks, shifted, with_hyphen
from planbook.text.node import Mapping, Node, Sequence, plain_node
from planbook.text.reader import read
from planbook.text.writer import Edit, write

_Lines = tuple[str, ...]
_WORD = re.compile(r"[\w-]+")
_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*)?$")


class Sides(NamedTuple):
    """Something of the three versions of a file: their texts, or what they are called."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergedLines:
    """_Lines of the merged file: as our side has them, and as they are written; these differ where the sides clash."""

    ours: _Lines
    written: _Lines


class _Versions(NamedTuple):
    """A block in the three versions; None where a version has none."""

    base: LineBlock | None
    ours: LineBlock | None
    theirs: LineBlock | None

    @property
    def present(self) -> list[LineBlock]:
        """Those that there are, ours first."""
        return [block for block in (self.ours, self.theirs, self.base) if block]

    @property
    def parts(self) -> list[tuple[LineBlock, ...]]:
        """What stands in each of them; nothing in one that is not there."""
        return [block.parts if block else () for block in self]

    @property
    def heads(self) -> tuple[_Lines, _Lines, _Lines]:
        """What each of them begins with."""
        base, ours, theirs = (block.head if block else () for block in self)
        return base, ours, theirs

    @property
    def lines(self) -> tuple[_Lines, _Lines, _Lines]:
        """All that each of them says."""
        base, ours, theirs = (tuple(block.lines()) if block else () for block in self)
        return base, ours, theirs


def as_pieces(text: str) -> list[MergedLines]:
    """The lines of a file in which nothing clashes."""
    return [_agreed([line]) for line in text.split("\n")[:-1]]


def merge_blocks(versions: Sides, names: Sides) -> tuple[list[MergedLines], list[str]] | None:
    """A file merged, and the ids of entries that both sides moved, each elsewhere; None where a version has no blocks."""
    roots = _Versions(*map(blocks, versions))
    if None in roots:
        return None
    merger = _Merger(roots, names)
    pieces = [*merger.file()]
    if merger.has_lost(pieces):
        return [merger.clash(*(text.split("\n")[:-1] for text in versions))], []
    return pieces, merger.moved_twice


class _Homes:
    """The entries with an id in one version, and in which list each stands."""

    def __init__(self, root: LineBlock | None) -> None:
        self.blocks: dict[str, LineBlock] = {}
        self.lists: dict[str, str] = {}
        if root:
            self._note(root, "")

    def _note(self, block: LineBlock, path: str) -> None:
        for part in block.parts:
            if block.kind == "entries" and part.id and part.id not in self.blocks:
                self.blocks[part.id], self.lists[part.id] = part, path
            self._note(part, _path(part, path))


class _Merger:
    """Goes through the three versions at once."""

    def __init__(self, roots: _Versions, names: Sides) -> None:
        self.roots = roots
        self.homes = [_Homes(root) for root in roots]
        self.names = names
        self.moved_twice: list[str] = []
        self.torn: list[str] = []  # moved by one side, taken out by the other

    def file(self) -> Iterator[MergedLines]:
        """All of it."""
        yield self.either(*self.roots.heads)
        yield from self.fields(self.roots, 0, "")

    def has_lost(self, pieces: list[MergedLines]) -> bool:
        """Whether an entry that nobody took out is nowhere: then nothing of the merge is to be trusted."""
        base, ours, theirs = ({*homes.blocks} for homes in self.homes)
        words = {word for piece in pieces for line in piece.written for word in _WORD.findall(line)}
        return not ((ours & theirs) | (ours ^ theirs) - base) <= words

    def fields(self, versions: _Versions, indent: int, path: str) -> Iterator[MergedLines]:
        """The fields of a mapping."""
        base, ours, theirs = ({part.key: part for part in parts} for parts in versions.parts)
        every = {**ours, **theirs}
        for key in merged_order([*base], [*ours], [*theirs], {*every}) or every:
            field = _Versions(base.get(key), ours.get(key), theirs.get(key))
            yield from self.field(field, indent + field.present[0].offset, f"{path}/{key}")

    def field(self, versions: _Versions, indent: int, path: str) -> Iterator[MergedLines]:
        """One field; a list goes on as long as anything of it stays."""
        kinds = {block.kind for block in versions.present}
        order = self.order(versions, path) if kinds == {"entries"} else None
        if order is not None:
            inner = [piece for name, entry in order for piece in self.entry(entry, indent, path)]
        elif kinds == {"fields"} and (versions.base is None or (versions.ours and versions.theirs)):
            inner = [*self.fields(versions, indent, path)]
        else:
            yield self.leaf(versions, indent)
            return
        if any(piece.written for piece in inner):
            base, ours, theirs = versions.heads
            yield self.either(base, ours or theirs, theirs or ours, indent)
            yield from inner

    def order(self, versions: _Versions, path: str) -> list[tuple[str, _Versions]] | None:
        """The entries of a list that stand there when both sides are heard; None where they want two orders."""
        base, ours, theirs = entries_by_name(*versions.parts)
        entries = {
            name: self.placed(_Versions(base.get(name), ours.get(name), theirs.get(name)), path)
            for name in {**base, **ours, **theirs}
        }
        names = merged_order([*base], [*ours], [*theirs], {name for name, entry in entries.items() if entry})
        return None if names is None else [(name, entry) for name in names if (entry := entries[name])]

    def placed(self, local: _Versions, path: str) -> _Versions | None:
        """The versions of an entry of a list, wherever they stand; None where it does not stand in this list any more."""
        id_ = next((block.id for block in local.present), "")
        base, ours, theirs = (homes.lists.get(id_) for homes in self.homes)
        if not id_ or path not in (base, ours, theirs):
            return local if self.remains(local) else None
        if not base and ours and theirs and ours != theirs:
            return local  # one id for two entries: both stay, and whoever reads the file is told
        versions = _Versions(*(homes.blocks.get(id_) for homes in self.homes))
        if base in (ours, theirs) or ours == theirs:
            changed = theirs if ours == base else ours
            home = changed or (base if self.remains(versions) else None)
        else:
            home = ours or theirs
            if home == path:
                (self.moved_twice if ours and theirs else self.torn).append(id_)
        return versions if home == path else None

    def remains(self, versions: _Versions) -> bool:
        """Whether a block is still there: in both versions, new in one, or changed by one while the other took it out."""
        side = versions.ours or versions.theirs
        if side is None or versions.base is None or (versions.ours and versions.theirs):
            return side is not None
        # What the other side put elsewhere was not taken out with it.
        carried = self.homes[1 if side is versions.theirs else 2].blocks.keys() & _Homes(versions.base).blocks.keys()
        return _without(side, carried) != _without(versions.base, carried)

    def entry(self, versions: _Versions, indent: int, path: str) -> Iterator[MergedLines]:
        """One entry of a list."""
        block = versions.present[0]
        indent += block.offset
        are_fields = {block.kind for block in versions.present} == {"fields"}
        is_of_one = versions.base is None and None in (versions.ours, versions.theirs)
        if are_fields and (is_of_one or None not in versions):
            inner = [piece for piece in self.fields(versions, indent, _path(block, path)) if piece.written]
            if inner and inner[0].ours == inner[0].written:
                yield self.either(*versions.heads, indent) if not is_of_one else _agreed(shifted(block.head, indent))
                yield _agreed(with_hyphen([*inner[0].ours], indent))
                yield from inner[1:]
                return
        if block.id in self.torn:
            yield self.clash(*(shifted(lines, indent) for lines in versions.lines))
        else:
            yield self.leaf(versions, indent)

    def leaf(self, versions: _Versions, indent: int) -> MergedLines:
        """What is one value: of the side that changed it, put together, or a clash."""
        if None not in versions and len({*versions.lines}) == 3 and (merged := _put_together(versions, indent)):
            return _agreed(merged)
        return self.either(*versions.lines, indent)

    def either(self, base: _Lines, ours: _Lines, theirs: _Lines, indent: int = 0) -> MergedLines:
        """The lines of the side that changed them; where both did, all three."""
        if ours in (theirs, base) or theirs == base:
            return _agreed(shifted(theirs if ours == base else ours, indent))
        return self.clash(*(shifted(lines, indent) for lines in (base, ours, theirs)))

    def clash(self, base: list[str], ours: list[str], theirs: list[str]) -> MergedLines:
        """The lines of all three, by what they are called."""
        written = [f"<<<<<<< {self.names.ours}", *ours, f"||||||| {self.names.base}", *base]
        return MergedLines((*ours,), (*written, "=======", *theirs, f">>>>>>> {self.names.theirs}"))


def _agreed(lines: Iterable[str]) -> MergedLines:
    return MergedLines(*(tuple(lines),) * 2)


def _path(block: LineBlock, path: str) -> str:
    """Where the parts of a block stand: below an entry by its id, wherever that stands."""
    return block.id if block.is_entry and block.id else f"{path}/{block.key}"


def _without(block: LineBlock, ids: Iterable[str]) -> list[str]:
    """The lines of a block without the entries of some ids."""
    inner = (line for part in block.parts if not part.id or part.id not in ids for line in _without(part, ids))
    return [*block.head, *inner]


def _put_together(versions: _Versions, indent: int) -> list[str] | None:
    """The lines of a value of which each side changed another part; None where that cannot be said."""
    base, ours, theirs = versions.present[2], versions.present[0], versions.present[1]
    values = [plain_node(block.node) for block in (base, ours, theirs)]
    remarks = [_remarks(block) for block in (base, ours, theirs)]
    try:
        merged = merged_value(*values)
    except Differ:
        return None
    if merged == values[2] and remarks[1] in (remarks[0], remarks[2]):
        return theirs.lines(indent)
    if remarks[2] not in (remarks[0], remarks[1]):
        return None
    if merged == values[1]:
        return ours.lines(indent)
    return _rewritten(ours, merged, indent) if ours.kind == "leaf" else None


def _remarks(block: LineBlock) -> list[str]:
    """The comments in and above a block."""
    return [match[0].strip() for line in block.lines() if (match := _COMMENT.search(line))]


def _rewritten(block: LineBlock, value: object, indent: int) -> list[str] | None:
    """The lines of a leaf with another value, in the layout that it has."""
    depth = indent // 2  # stands below so many mappings, so that long texts are folded where they will stand
    above = [f"{'  ' * level}k:" for level in range(depth)]
    text = "\n".join([*above, *block.lines(2 * depth)]) + "\n"
    node: Node | None = read("", text.encode())[0]
    for _ in above:
        node = node.entries["k"] if isinstance(node, Mapping) else node
    holder = node.items[0] if isinstance(node, Sequence) else node
    if block.is_entry:
        node = holder
    elif isinstance(node, Mapping) and isinstance(node.entries[block.key], Mapping):
        holder = node.entries[block.key]
    if not isinstance(holder, Mapping):
        return None
    if isinstance(value, dict):
        before = plain_node(holder)
        edits = [Edit(holder, key, value.get(key)) for key in {**before, **value} if before.get(key) != value.get(key)]
    else:
        edits = [Edit(holder, block.key, value)]
    return write(text, edits).split("\n")[depth:-1]
