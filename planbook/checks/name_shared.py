"""Two agencies that exist at the same time go by one name, so that nobody can tell which is meant.

A full name belongs to one body of the whole country, any other name to one of its locality. Silent: agencies of two
provinces with one name, and one that ended before the other began.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from heapq import merge
from operator import itemgetter

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.agency import Agency
from planbook.model.workspace import Workspace
from planbook.text.comparing import as_compared

_NAMES = ("name", "full_name", "short_name", "aliases")
# Fields in which one name means two bodies wherever they are.
_OF_ALL = ({"full_name"}, {"full_name", "aliases"})
_EVERYWHERE = ("full_name", "aliases")
_Bearer = tuple[int, Agency, str]


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find names that two agencies share."""
    # By place, and everywhere those whose field counts there; each with its number, in the order of the register.
    bearers: dict[tuple[str, str | None], list[_Bearer]] = defaultdict(list)
    of_all: dict[str, list[_Bearer]] = defaultdict(list)
    for number, agency in enumerate(workspace.agencies.values()):
        reported: set[str] = set()
        for name, field, span in _names(agency):
            key = as_compared(name)
            elsewhere = (row for row in of_all[key] if {field, row[2]} in _OF_ALL) if field in _EVERYWHERE else ()
            rivals = (
                bearer
                for _, bearer, _ in merge(bearers[key, agency.locality], elsewhere, key=itemgetter(0))
                if bearer.id != agency.id and _meet(workspace, agency, bearer)
            )
            if (rival := next(rivals, None)) and rival.id not in reported:
                reported.add(rival.id)
                yield warning(
                    span,
                    Text("“{name}” is also a name of “{id}”", {"name": name, "id": rival.id}),
                    Text("give one of the two another name, or delete one entry if both are the same body"),
                )
            row = (number, agency, field)
            bearers[key, agency.locality].append(row)
            if field in _EVERYWHERE:
                of_all[key].append(row)


def _names(agency: Agency) -> Iterator[tuple[str, str, Span]]:
    """The names of an agency, each with its field and its place; what has no locality has a full name only."""
    for field in _NAMES:
        value = getattr(agency, field) or ()
        for index, name in enumerate((value,) if isinstance(value, str) else value):
            kind = "full_name" if agency.locality is None and field == "name" else field
            yield name, kind, agency.source.span(field, index)


def _meet(workspace: Workspace, agency: Agency, neighbour: Agency) -> bool:
    """Whether two agencies exist on one day."""
    return any(
        max(life.start or date.min, rival.start or date.min) < min(life.end or date.max, rival.end or date.max)
        for life in workspace.lives(agency.id)
        for rival in workspace.lives(neighbour.id)
    )
