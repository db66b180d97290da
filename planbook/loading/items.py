"""In which entry of its file a finding stands."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import replace

from planbook.messages.diagnostics import Diagnostic
from planbook.text.node import Mapping, Node, Scalar, Sequence


def with_items(findings: Iterable[Diagnostic], trees: Mapping_[str, Mapping]) -> Iterator[Diagnostic]:
    """The findings with the entry that each is about, by the nodes of their files."""
    places: dict[str, ItemPlaces] = {}
    for diagnostic in findings:
        span = diagnostic.span
        if span.path in trees:
            if span.path not in places:
                places[span.path] = ItemPlaces(trees[span.path])
            item, key = places[span.path].at(span.line, span.column)
            diagnostic = replace(diagnostic, item=item, field=key)  # noqa: PLW2901
        yield diagnostic


class ItemPlaces:
    """Where in a file which entry stands: asked for many places, it is worked out once."""

    def __init__(self, root: Mapping) -> None:
        self._begins: list[tuple[int, int]] = []
        self._about: list[tuple[str, str]] = []
        self._note(root, "", ())

    def at(self, line: int, column: int) -> tuple[str, str]:
        """The id of the innermost entry that a place lies in, and the keys from there to the place; both may be empty."""
        before = bisect_right(self._begins, (line, column))
        return self._about[before - 1] if before else ("", "")

    def _note(self, node: Node, item: str, keys: tuple[str, ...]) -> None:
        if isinstance(node, Sequence):
            for inner in node.items:
                self._note(inner, item, keys)
        elif isinstance(node, Mapping):
            own = node.entries.get("id")
            if isinstance(own, Scalar):
                item, keys = own.text, ()
            self._add(node, item, keys)
            for key, place in node.keys.items():
                self._add(place, item, (*keys, key))
                self._note(node.entries[key], item, (*keys, key))

    def _add(self, node: Node, item: str, keys: tuple[str, ...]) -> None:
        self._begins.append((node.line, node.column))
        self._about.append((item, ".".join(keys)))
