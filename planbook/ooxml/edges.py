"""Where bookmarks, content controls and comments begin and end in an edited Word file, between paragraphs too."""

from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from planbook.ooxml.values import W, value_of

_COMMENTS = {f"{W}commentRangeStart": True, f"{W}commentRangeEnd": False}


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a bookmark (by its name), a content control (by its tag) or a comment (by its number) begins or ends.

    `key` pairs the two edges of one kind.
    """

    of: Literal["bookmark", "control", "comment"]
    name: str
    key: str
    begins: bool

    @property
    def pair(self) -> tuple[str, str]:
        """What the two edges of one thing have in common."""
        return self.of, self.key


def control_of(element: etree._Element) -> Edge:
    """The edge with which a content control begins."""
    tag = value_of(element.find(f"{W}sdtPr/{W}tag")) or value_of(element.find(f"{W}sdtPr/{W}alias"))
    return Edge("control", tag, f"{id(element)}", begins=True)


class Edges:
    """The edges of one file; those that stand between paragraphs wait for the next one.

    A file may have any number of them.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # of bookmarks, by their ids
        self._waiting: dict[Edge, None] = {}
        self._behind: dict[int, list[Edge]] = {}

    def of(self, element: etree._Element) -> Edge | None:
        """The edge of a bookmark or comment that an element is."""
        key = value_of(element, "id")
        if element.tag == f"{W}bookmarkStart":
            self._names[key] = value_of(element, "name")
            return Edge("bookmark", self._names[key], key, begins=True)
        if element.tag == f"{W}bookmarkEnd":
            return Edge("bookmark", self._names.get(key, ""), key, begins=False)
        return Edge("comment", key, key, begins=_COMMENTS[str(element.tag)]) if element.tag in _COMMENTS else None

    def wait(self, edge: Edge) -> None:
        """Let an edge wait for the next paragraph."""
        self._waiting[edge] = None

    def end(self, edge: Edge, last: int) -> None:
        """End what waits with the next paragraph, and anything else with the last one, if there is any."""
        if edge in self._waiting or replace(edge, begins=True) in self._waiting:
            self.wait(edge)
        elif last >= 0:
            self._behind.setdefault(last, []).append(edge)

    def waited(self) -> list[Edge]:
        """What waited for the paragraph that begins here."""
        waited, self._waiting = list(self._waiting), {}
        return waited

    def behind(self, at: int) -> list[Edge]:
        """What ends behind a paragraph."""
        return self._behind.get(at, [])
