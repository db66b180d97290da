"""What becomes of the results of a period where a report was edited, as edits of their file."""

from collections.abc import Iterable, Mapping

from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace
from planbook.returns.collected.collected_results import RowChange, row_edits, united
from planbook.text.writer import Edit, Insertion
from planbook.views.workbook.collected_facts import FormKind


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
