"""Comments that say something to the program: `# allow: check - reason`, and `# was: id` behind an id."""

import re
from collections.abc import Iterator

from planbook.messages.diagnostics import Allowance, Span
from planbook.text.node import Mapping, Node, Sequence

_ALLOW = re.compile(
    r"\A(?P<before>.*?)(?P<comment># *+allow: *+(?P<check>[a-z-]++) ++(?:-|\u2013|\u2014) ++(?P<reason>\S.*))"
)
_WAS = re.compile(r"# *+was: *+(?P<id>[a-z0-9-]++)\s*+\Z")


def with_former_ids(root: Node, lines: list[str]) -> None:
    """Note for each mapping of a file the id that it had before, where a comment at the end of the line of its id says so."""
    former = {at: match["id"] for at, line in enumerate(lines, 1) if (match := _WAS.search(line))}
    waiting = [root] if former else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            if "id" in node.keys:
                node.was = former.pop(node.keys["id"].line, "")
            waiting += reversed(node.entries.values())
        elif isinstance(node, Sequence):
            waiting += reversed(node.items)


def allowances(path: str, content: bytes) -> Iterator[Allowance]:
    """What the comments of a file accept."""
    if b"allow:" not in content:
        return
    lines = content.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        if "allow:" in line and (match := _ALLOW.fullmatch(line.rstrip())):
            column = match.start("comment") + 1
            span = Span(path, number, column, len(match["comment"]))
            own = number if match["before"].strip() else _next_data(lines, number)
            yield Allowance(span, own, match["check"], match["reason"])


def _next_data(lines: list[str], number: int) -> int:
    """The number of the first line below one that holds data; the line behind the last where none does."""
    below = (at for at, line in enumerate(lines[number:], number + 1) if line.strip()[:1] not in ("", "#"))
    return next(below, len(lines))


def without_allowances(text: str) -> str:
    """A text without these comments; a line that held nothing else goes with its comment."""
    lines = []
    for line in text.split("\n"):
        match = _ALLOW.fullmatch(line.rstrip())
        if match is None:
            lines.append(line)
        elif match["before"].strip():
            lines.append(match["before"].rstrip())
    return "\n".join(lines)
