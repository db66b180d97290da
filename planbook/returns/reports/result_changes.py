"""What becomes of the results of a period where a report was edited, as edits of their file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from planbook.model.entry import Entry
from planbook.model.results import PeriodResults, ReportResult
from planbook.model.workspace import Workspace
from planbook.text.writer import Edit, Insertion

ResultKind = Literal["targets", "tasks", "money", "reports"]
_ITEMS: Mapping[ResultKind, str] = {"targets": "target", "tasks": "task", "money": "budget", "reports": "duty"}
_ORDER = (
    *(
        "plan",
        "period",
        "target",
        "task",
        "budget",
        "duty",
        "agency",
        "place",
        "value",
        "reached",
        "state",
        "begun",
        "done",
        "term",
    ),
    *("allotted", "disbursed", "as_of", "number", "date", "product", "document", "data_source", "reason", "note"),
)


@dataclass(frozen=True)
class ResultChange:
    """Fields of what a period says of an item, or of the part of a body, as data files write them; None where one goes."""

    kind: ResultKind
    item: str
    body: str
    values: tuple[tuple[str, str | None], ...]

    def entry(self, results: PeriodResults) -> Entry | None:
        """What the period says of it already."""
        entries: Iterable[Entry] = getattr(results, self.kind)
        return next((entry for entry in entries if _owner(entry, self.kind) == (self.item, self.body)), None)


def _owner(entry: Entry, kind: ResultKind) -> tuple[str, str]:
    body = entry.agency if isinstance(entry, ReportResult) else getattr(entry, "body", "")
    return getattr(entry, _ITEMS[kind]), body


def disagree(changes: Iterable[ResultChange]) -> bool:
    """Whether some changes want different things of one fact."""
    values: dict[tuple[str, ...], str | None] = {}
    return any(
        values.setdefault((change.kind, change.item, change.body, name), value) != value
        for change in changes
        for name, value in change.values
    )


def file_edits(changes: Iterable[ResultChange], results: PeriodResults, workspace: Workspace) -> list[Edit | Insertion]:
    """The edits of the file of a period that make some changes, each fact once."""
    facts: dict[tuple[ResultKind, str, str], dict[str, str | None]] = {}
    for change in changes:
        facts.setdefault((change.kind, change.item, change.body), {}).update(change.values)
    edits: list[Edit | Insertion] = []
    for (kind, item, body), values in reversed(facts.items()):
        # Number and day of the report are those of the period itself.
        entry = ResultChange(kind, item, body, ()).entry(results) if item else results
        if entry:
            edits += _edits(entry, values)
            continue
        key = "agency" if kind == "reports" or body in workspace.agencies else "place"
        fields = {_ITEMS[kind]: item, **({key: body} if body else {}), **values}
        listed = getattr(results, kind)
        new = {name: fields[name] for name in _ORDER if fields.get(name)}
        edits.append(Insertion(results.source, kind, new, listed[-1].source if listed else None))
    return edits


def _edits(entry: Entry, values: Mapping[str, str | None]) -> Iterator[Edit]:
    keys = [*entry.source.entries]
    for name in sorted(values, key=_ORDER.index):
        earlier = _ORDER[: _ORDER.index(name)]
        behind = next((key for key in reversed(keys) if key in earlier), "")
        yield Edit(entry.source, name, values[name], behind=behind, anew=True)
        if name not in keys:
            keys.append(name)
