"""What reports and rows of collection workbooks say, written into the file of a period.

Its entries stand in the order of the plan, their fields in that of the model.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic_core import PydanticCustomError

from planbook.model.collection import ITEM_FIELDS, ReportedPart, statement_of
from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.model.results import MoneyResult, PeriodResults, ReportResult, TargetResult, TaskResult
from planbook.model.task import ReportingDuty
from planbook.model.work import reportable_work
from planbook.model.workspace import Workspace
from planbook.text.writer import Edit, Insertion, write
from planbook.views.workbook.collected_facts import FILLED, FormKind, paragraph_id, paragraphs_of

# What an entry is not without; of several any.
_NEEDED: Mapping[FormKind, tuple[str, ...]] = {
    "targets": ("value", "reached"),
    "tasks": ("state",),
    "money": ("allotted", "disbursed"),
    "reports": ("date",),
    "texts": ("text",),
}
_SHAPES: Mapping[FormKind, type[Entry]] = {"targets": TargetResult, "tasks": TaskResult, "money": MoneyResult}
_LISTS = tuple(PeriodResults.model_fields)


@dataclass(frozen=True)
class RowChange:
    """What becomes of the fields of one row of an agency's workbook, by column: as data files write it, nothing where it goes."""

    kind: FormKind
    row: str
    agency: str
    values: Mapping[str, str]

    @property
    def part(self) -> ReportedPart:
        """What the row is of; a paragraph is part of nothing."""
        assert self.kind != "texts"
        item, _, body = self.row.partition("/")
        return ReportedPart(self.kind, item, body)

    @property
    def listed(self) -> str:
        """The list of the file that its entry stands in."""
        return self.row.partition("/")[0] if self.kind == "texts" else self.kind

    def entry(self, results: PeriodResults | None) -> Entry | None:
        """Its entry, where there is one."""
        if self.kind == "texts":
            return dict(paragraphs_of(results, self.agency)).get(self.row)
        return statement_of(results, self.part)


def shape_problem(change: RowChange, results: PeriodResults, workspace: Workspace) -> PydanticCustomError | None:
    """The error of fields of a row that cannot stand together, known without writing it."""
    fields = _by_field(change, is_reached=_is_reached(change, workspace, results))
    entry = change.entry(results)
    values = {name: getattr(entry, name) for name in type(entry).model_fields} if entry else {}
    values |= {name: value or None for name, value in fields.items()}
    if change.kind not in _SHAPES or not any(values.get(name) for name in fields):
        return None
    return _SHAPES[change.kind].shape_problem({**values, ITEM_FIELDS[change.part.kind]: change.part.item})


def with_rows(text: str, results: PeriodResults, workspace: Workspace, changes: Sequence[RowChange]) -> str:
    """The file of a period with rows changed: comments, order and layout of what stands there stay."""
    edits = row_edits(results, workspace, changes)
    return write(text, edits) if edits else text


def row_edits(results: PeriodResults, workspace: Workspace, changes: Sequence[RowChange]) -> list[Edit | Insertion]:
    """The edits of the file of a period that change rows."""
    order = _Order(workspace, workspace.plans[results.plan])
    edits: list[Edit] = []
    new: dict[str, list[RowChange]] = {}
    for change in changes:
        entry = change.entry(results)
        if entry is None:
            new.setdefault(change.listed, []).append(change)
        else:
            edits += _edits(change, entry, is_reached=_is_reached(change, workspace, results))
    insertions: list[Edit | Insertion] = []
    keys = [*results.source.entries]
    for listed in sorted(new, key=_LISTS.index):
        own = sorted(new[listed], key=order.of_change)
        values = [
            (change, _entry(change, workspace, is_reached=_is_reached(change, workspace, results))) for change in own
        ]
        values = [(change, value) for change, value in values if value]
        there: Sequence[Entry] = getattr(results, listed)
        if there:
            # From the last on: each comes right behind the entry before it.
            for change, value in reversed(values):
                before = [entry for entry in there if order.of_entry(listed, entry) <= order.of_change(change)]
                insertions.append(Insertion(results.source, listed, value, before[-1].source if before else None))
        elif values:
            behind = next((key for key in reversed(keys) if key in _LISTS[: _LISTS.index(listed)]), "")
            insertions.append(Edit(results.source, listed, [value for _, value in values], behind=behind))
            keys.insert(keys.index(behind) + 1 if behind else len(keys), listed)
    return [*edits, *insertions]


def _is_reached(change: RowChange, workspace: Workspace, results: PeriodResults) -> bool:
    """Whether the value of a row is only that a target of words was reached."""
    item = change.row.partition("/")[0]
    targets = workspace.plans[results.plan].targets() if change.kind == "targets" else ()
    return any(target.id == item and not target.is_measured for target in targets)


def _by_field(change: RowChange, *, is_reached: bool) -> dict[str, str]:
    """The values by the names of fields, in their order."""
    names = {name: "reached" if name == "value" and is_reached else name for name in FILLED[change.kind]}
    return {field: change.values[name] for name, field in names.items() if name in change.values}


def _entry(change: RowChange, workspace: Workspace, *, is_reached: bool) -> dict[str, str]:
    """A new entry; nothing where the row says nothing."""
    values = {field: value for field, value in _by_field(change, is_reached=is_reached).items() if value}
    if not values:
        return {}
    if change.kind == "texts":
        return {"id": paragraph_id(change.agency, change.row), "agency": change.agency, **values}
    part = change.part
    body = {"agency" if part.body in workspace.agencies else "place": part.body} if part.body else {}
    return {**({ITEM_FIELDS[part.kind]: part.item} if part.item else {}), **body, **values}


def _edits(change: RowChange, entry: Entry, *, is_reached: bool) -> Iterator[Edit]:
    """The edits of an entry that is there; one that says nothing any more goes."""
    fields, keys = _by_field(change, is_reached=is_reached), [*entry.source.entries]
    if not any(fields.get(name, name in keys) for name in _NEEDED[change.kind]):
        yield Edit(entry.source)
        return
    filled = dict.fromkeys(name for names in FILLED.values() for name in names)
    order = [*ITEM_FIELDS.values(), "agency", "place", "value", "reached", *filled]
    for name, value in fields.items():
        earlier = order[: order.index(name)]
        behind = next((key for key in reversed(keys) if key in earlier), "")
        yield Edit(entry.source, name, value or None, behind=behind, anew=True)
        if name not in keys:
            keys.insert(keys.index(behind) + 1 if behind else len(keys), name)


class _Order:
    """In which order entries stand: by their items in the plan, then the whole, agencies and places as registers have them."""

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        items: Iterable[str] = (
            *(target.id for target in plan.targets()),
            *(task.id for _, task in reportable_work(plan)),
            *plan.budgets(),
            *(duty.id for duty in plan.entries(ReportingDuty)),
        )
        self._items = {item: at for at, item in enumerate(items, 1)}
        self._bodies = {body: at for at, body in enumerate(("", *workspace.localities, *workspace.agencies))}

    def of_change(self, change: RowChange) -> tuple[int, int]:
        """The place of a row."""
        if change.kind == "texts":
            return self._bodies[change.agency], int(change.row.partition("/")[2])
        return self._items.get(change.part.item, len(self._items) + 1), self._bodies.get(change.part.body, 0)

    def of_entry(self, listed: str, entry: Entry) -> tuple[int, int]:
        """The place of an entry; a paragraph of nobody's workbook stands first."""
        if listed not in ITEM_FIELDS:
            head, _, number = str(getattr(entry, "id", "")).rpartition("-")
            owner = head.removesuffix(f"-{listed}")
            return (self._bodies[owner], int(number)) if number.isdecimal() and owner in self._bodies else (-1, 0)
        item = getattr(entry, ITEM_FIELDS[listed])  # type: ignore[index]  # one of them
        body = entry.agency if isinstance(entry, ReportResult) else getattr(entry, "body", "")
        return self._items.get(item or "", len(self._items) + 1), self._bodies.get(body, 0)


def disagree(changes: Iterable[RowChange]) -> bool:
    """Whether some changes want different things of one fact."""
    values: dict[tuple[str, str, str], str] = {}
    return any(
        values.setdefault((change.kind, change.row, name), value) != value
        for change in changes
        for name, value in change.values.items()
    )


def united(changes: Sequence[RowChange]) -> list[RowChange]:
    """The rows of several files, those of one item as one."""
    rows: dict[tuple[str, str, str], RowChange] = {}
    for change in changes:
        key = (change.kind, change.row, change.agency if change.kind == "texts" else "")
        before = rows.get(key)
        rows[key] = replace(change, values={**before.values, **change.values}) if before else change
    return list(rows.values())


def result_change(kind: FormKind, item: str, body: str, values: Mapping[str, str]) -> RowChange:
    """The change of what a period says of an item, or of the part of a body; of number and day of the report without an item."""
    return RowChange(kind, f"{item}/{body}" if item else "", "", values)


def file_edits(changes: Iterable[RowChange], results: PeriodResults, workspace: Workspace) -> list[Edit | Insertion]:
    """The edits of the file of a period that make some changes, each fact once."""
    facts = united([*changes])
    own = {name: value for change in facts if not change.row for name, value in change.values.items()}
    edits = row_edits(results, workspace, [change for change in facts if change.row])
    behind = {"number": "as_of", "date": "number" if "number" in own or results.number else "as_of"}
    return [
        *(Edit(results.source, name, own[name], behind[name]) for name in ("number", "date") if name in own),
        *edits,
    ]
