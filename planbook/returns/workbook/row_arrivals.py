"""Rows without an id that say what came into the data after a workbook was given out: it was taken over before."""

from collections.abc import Mapping, Sequence

from planbook.model.budget import Budget, BudgetLine
from planbook.model.entry import Entry
from planbook.model.target import Target
from planbook.model.task import Task, TaskGroup
from planbook.reading.context import Context, RowValues
from planbook.returns.fields.spots import is_id_of
from planbook.returns.fields.three_way import as_said
from planbook.returns.workbook.row_fields import row_changes
from planbook.returns.workbook.tables import DERIVED, SheetLine, is_same, shown_value
from planbook.text.comparing import words_in_common
from planbook.views.workbook.sheets import Value

NAMES: Mapping[str, str] = {"about_tasks": "task", "about_targets": "target", "about_budget": "source_of_funds"}
_ALIKE = 0.75  # the share of words that make two new rows of one list worth a question


class RowArrivals:
    """Finds which new row says what the data came to say since, each item once."""

    def __init__(self, context: Context, about: str, ours: Mapping[str, RowValues], newer: Sequence[str]) -> None:
        self._context = context
        self._about = about
        self._name = NAMES.get(about, "")
        self._ours = ours
        self._open = list(newer)

    def edited(self, line: SheetLine, item: str) -> dict[str, Value]:
        """The cells of a row that say something else than an item prints; empty ones say nothing."""
        ours = self._ours[item]
        values = {name: cell.value for name, cell in line.cells.items() if shown_value(cell.value) and not cell.trouble}
        return {
            name: value
            for name, value in values.items()
            if name not in ("index", *DERIVED[self._about]) and name in ours and not is_same(value, ours[name])
        }

    def item_of(self, line: SheetLine, above: Entry | None) -> str:
        """The item that a row says, empty where none does; of money its amount must be the same."""
        alike = [item for item in self._near(above) if self._is_called(line, item)]
        exact = [item for item in alike if not self._is_other(line, item)]
        if self._name == "source_of_funds":
            alike = exact
        return self._take((exact or alike)[:1])

    def like(self, line: SheetLine, above: Entry | None) -> str:
        """The item that a row may be, with other words or another amount; empty where none is."""
        name = shown_value(line.cells[self._name].value)

        def is_like(item: str) -> bool:
            words = shown_value(self._ours[item][self._name]).split()
            return is_id_of(item, name) or bool(words_in_common(words, name.split(), _ALIKE))

        return self._take([item for item in self._near(above) if is_like(item)][:1])

    def _take(self, items: list[str]) -> str:
        for item in items:
            self._open.remove(item)
        return items[0] if items else ""

    def _is_called(self, line: SheetLine, item: str) -> bool:
        cell = line.cells.get(self._name)
        name, ours = shown_value(cell.value) if cell else "", shown_value(self._ours[item].get(self._name))
        return bool(name) and as_said(name, is_field=True) == as_said(ours, is_field=True)

    def _is_other(self, line: SheetLine, item: str) -> bool:
        edited = self.edited(line, item)
        return any(row_changes(self._context, self._about, item, edited).values())

    def _near(self, above: Entry | None) -> list[str]:
        """What came since into the list that a row below an entry would be put in; all of it below none."""
        here = self._list(above)
        return [item for item in self._open if here is None or item in here]

    def _list(self, above: Entry | None) -> set[str] | None:
        context = self._context
        match above:
            case Task() | TaskGroup():
                group = above if isinstance(above, TaskGroup) else context.groups[above.id]
                return {task.id for task in group.tasks}
            case Target():
                sections = (
                    section for section in context.plan.sections() if above in (*section.targets, *section.results)
                )
                return {target.id for section in sections for target in (*section.targets, *section.results)}
            case Budget() | BudgetLine():
                return {line.id for line in context.plan.budgets()[above.id].lines}
        return None
