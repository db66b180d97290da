"""Entries that registers get at their end, beside whatever else is edited."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planbook.text.node import Mapping as MappingNode
from planbook.text.node import Sequence as SequenceNode
from planbook.text.reader import read
from planbook.text.writer import Addition, Edit, Insertion, write


def with_additions(contents: Mapping[str, bytes], additions: Iterable[Addition]) -> dict[str, str]:
    """The texts of the files that get entries, by path; a file that is not there begins with them."""
    listed: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for addition in additions:
        entries = listed.setdefault((addition.path, addition.key), [])
        if addition.value not in entries:
            entries.append(addition.value)
    texts: dict[str, str] = {}
    for (path, key), entries in listed.items():
        text = texts.get(path) or contents.get(path, b"").decode()
        texts[path] = _with_entries(path, text, key, entries)
    return texts


def _with_entries(path: str, text: str, key: str, entries: Sequence[dict[str, Any]]) -> str:
    """A register with further entries at its end."""
    text = text if text.strip() else f"{key}: []\n"
    root, listed = _root(path, text), _entries(path, text, key)
    if not listed:
        return write(text, [Edit(root, key, list(entries), anew=True)])
    # Each comes directly behind the last one of now, so the last of them first.
    return write(text, [Insertion(root, key, entry, listed[-1]) for entry in reversed(entries)])


def _root(path: str, text: str) -> MappingNode:
    node, _ = read(path, text.encode())
    assert isinstance(node, MappingNode)
    return node


def _entries(path: str, text: str, key: str) -> list[MappingNode]:
    listed = _root(path, text).entries.get(key)
    return [item for item in listed.items if isinstance(item, MappingNode)] if isinstance(listed, SequenceNode) else []
