"""Edits of a data file that keep its comments, order and layout: the text differs where the facts do."""

import io
import pickle
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.error import CommentMark
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString, SingleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from planbook.text.kept_layout import with_layout
from planbook.text.node import Mapping
from planbook.text.own_lines import laid_down, lifted, owners

LINE_WIDTH = 112  # how long a line gets before a text is folded


@dataclass(frozen=True, slots=True)
class Edit:
    """A key of a mapping that gets another value (plain text, lists and mappings), or none: then it goes.

    Without a key the mapping itself goes, out of the list that it stands in. `behind` is the key that a new one
    follows; without it a new key stands last. `anew` drops the comment and quotes of the old value: they were about it.
    """

    at: Mapping
    key: str = ""
    value: Any = None
    behind: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Insertion:
    """A mapping that comes into the list under a key of another one: behind one of its entries, or first.

    The list begins with it where there is none.
    """

    at: Mapping
    key: str
    value: dict[str, Any]
    behind: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A mapping that goes from its list into the one under a key of another mapping: behind an entry of it, or first."""

    node: Mapping
    at: Mapping
    key: str
    behind: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry that goes with edits of a file: it comes to the end of the list under a key of another one, a register."""

    path: str
    key: str
    value: dict[str, Any]


Edits = tuple[Edit | Insertion | Move | Addition, ...]


class NotInFile(Exception):
    """An edit names a mapping that the file does not hold: it was read from another one, or another state of it."""


class _SpacedEmitter(Emitter):
    """Keeps two spaces before a comment: ruamel keeps its column, and one space where that is taken, which reads as lost text."""

    def write_comment(self, comment: Any, pre: bool = False) -> None:
        if self.column and comment.value.startswith("#") and comment.start_mark.column < self.column + 2:
            comment = CommentToken(comment.value, CommentMark(self.column + 2), None)
        super().write_comment(comment, pre)


class _TextOnly(VersionedResolver):
    """Takes every plain scalar for text, as our reader does, so that 2027 and 1.500 are written without quotes."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        """No rules at all."""
        return {}


def write(text: str, edits: Iterable[Edit | Insertion | Move]) -> str:
    """The text of a data file with edits made; raises `NotInFile`."""
    source = lifted(text)
    tree = _tree(source.text)
    begun = owners(tree)
    places = dict(_mappings(tree, None))

    def place(node: Mapping) -> tuple[CommentedMap, CommentedSeq | None]:
        if (at := (source.line(node.line - 1), node.column - 1)) not in places:
            raise NotInFile(f"{node.path}:{node.line}:{node.column}")
        return places[at]

    for edit in edits:
        mapping, parent = place(edit.at)
        if isinstance(edit, Insertion):
            _insert(mapping, edit, place(edit.behind)[0] if edit.behind else None)
        elif isinstance(edit, Move):
            node, old = place(edit.node)
            assert old is not None
            _take(old, node)
            listed = _listed(mapping, edit.key)
            behind = place(edit.behind)[0] if edit.behind else None
            listed.insert(next((at for at, sibling in enumerate(listed, 1) if sibling is behind), 0), node)
            places[source.line(edit.node.line - 1), edit.node.column - 1] = node, listed
        elif not edit.key:
            assert parent is not None
            _take(parent, mapping)
        elif edit.value is None:
            mapping.pop(edit.key, None)
            mapping.ca.items.pop(edit.key, None)
        else:
            _set(mapping, edit)
    return with_layout(text, _as_written(text), laid_down(_dumped(tree), tree, source, begun))


@lru_cache(maxsize=16)
def _as_written(text: str) -> str:
    """A text as it is written where nothing is edited."""
    source = lifted(text)
    tree = _tree(source.text)
    begun = owners(tree)
    return laid_down(_dumped(tree), tree, source, begun)


@lru_cache(maxsize=64)
def canonical(text: str) -> str:
    """A data file in the one layout that `git diff` reads best: a fact a line, texts folded at one width.

    Comments, order, quotes and what stands in one line stay; only indentation and folding are set.
    """
    source = lifted(text)
    tree = _tree(source.text)
    begun = owners(tree)
    _refold(tree)
    return laid_down(_dumped(tree), tree, source, begun)


def _refold(node: Any, *, in_line: bool = False) -> None:
    """Every text below a node the layout that a new one would have."""
    if isinstance(node, CommentedMap):
        in_line = in_line or node.fa.flow_style() is True
        for key, value in node.items():
            if type(value) in (str, FoldedScalarString):
                node[key] = _dressed(str(value), key, node.lc.col, in_line=in_line)
            else:
                _refold(value, in_line=in_line)
    elif isinstance(node, CommentedSeq):
        for part in node:
            _refold(part, in_line=in_line or node.fa.flow_style() is True)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver, yaml.Emitter = _TextOnly, _SpacedEmitter
    yaml.preserve_quotes = True
    yaml.width = 10_000  # lines are folded here, where a text is new, and nowhere else
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _tree(text: str) -> Any:
    """The tree of a text, to be changed; one text is tried with many edits, and reading it takes the longest."""
    return pickle.loads(_pickled(text))  # noqa: S301  # our own


@lru_cache(maxsize=16)
def _pickled(text: str) -> bytes:
    return pickle.dumps(_yaml().load(text))


def _dumped(tree: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(tree, stream)
    return stream.getvalue()


def _mappings(
    node: Any, parent: CommentedSeq | None
) -> Iterable[tuple[tuple[int, int], tuple[CommentedMap, CommentedSeq | None]]]:
    """Every mapping of a tree by line and column, with the list that it stands in."""
    if isinstance(node, CommentedMap):
        yield (node.lc.line, node.lc.col), (node, parent)
        for value in node.values():
            yield from _mappings(value, None)
    elif isinstance(node, CommentedSeq):
        for value in node:
            yield from _mappings(value, node)


def _set(mapping: CommentedMap, edit: Edit) -> None:
    value = _dressed(edit.value, edit.key, mapping.lc.col, in_line=mapping.fa.flow_style() is True)
    if edit.anew:
        mapping.ca.items.pop(edit.key, None)
    if edit.key in mapping or not edit.behind:
        mapping[edit.key] = value
        for token in mapping.ca.items.get(edit.key) or ():
            if token is not None and token.value.startswith("#"):
                token.column = 0  # two spaces behind the new value, whatever the old one took
    else:
        keys = list(mapping)
        mapping.insert(keys.index(edit.behind) + 1 if edit.behind in keys else len(keys), edit.key, value)


def _insert(mapping: CommentedMap, edit: Insertion, behind: CommentedMap | None) -> None:
    """Put an entry into a list, or into a new one."""
    listed = mapping.get(edit.key)
    if not isinstance(listed, CommentedSeq):
        mapping[edit.key] = _dressed([edit.value], edit.key, mapping.lc.col)
        return
    index = next((at for at, sibling in enumerate(listed, 1) if sibling is behind), 0)
    column = (
        mapping.lc.col + 2 if listed.lc.col is None else listed.lc.col
    )  # a list that was just begun stands nowhere yet
    listed.insert(index, _dressed(edit.value, "", column + 2))


def _listed(mapping: CommentedMap, key: str) -> CommentedSeq:
    """The list under a key; a new one where there is none."""
    if not isinstance(mapping.get(key), CommentedSeq):
        mapping[key] = CommentedSeq()
    return cast("CommentedSeq", mapping[key])


def _take(listed: CommentedSeq, node: CommentedMap) -> None:
    """Take a mapping out of its list: that one, not another one that says the same."""
    listed.pop(next(at for at, sibling in enumerate(listed) if sibling is node))


def _dressed(value: Any, key: str, column: int, *, in_line: bool = False) -> Any:
    """A value in the layout of the house: long texts folded, lists of words in one line."""
    if isinstance(value, str) and value.startswith((":", "<<")):
        return SingleQuotedScalarString(value)  # in brackets ruamel leaves out the quotes that it takes for a colon
    if isinstance(value, str):
        is_long = column + len(key) + len(": ") + len(value) > LINE_WIDTH
        return _folded(value, column + 2) if is_long and not in_line else value
    if isinstance(value, dict):
        return CommentedMap({name: _dressed(inner, name, column) for name, inner in value.items()})
    if isinstance(value, list):
        in_line = not any(isinstance(inner, dict) for inner in value)
        listed = CommentedSeq(_dressed(inner, "", column + 4, in_line=in_line) for inner in value)
        if in_line:
            listed.fa.set_flow_style()
        return listed
    return value


def _folded(text: str, column: int) -> FoldedScalarString:
    """A text that is written over several lines from a column on, and read as one."""
    folded: FoldedScalarString = FoldedScalarString(" ".join(text.split()))
    at, places = 0, []
    for line in textwrap.wrap(folded, LINE_WIDTH - column, break_long_words=False, break_on_hyphens=False)[:-1]:
        at += len(line)
        places.append(at)
        at += 1
    folded.fold_pos = places  # type: ignore[attr-defined]
    return folded
