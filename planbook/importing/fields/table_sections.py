"""The tables of an old plan: tasks of a section, or appendices with columns of their own."""

from collections.abc import Sequence
from typing import Any

from planbook.importing.fields.own_tables import table_of_its_own
from planbook.importing.fields.tasks import TaskReader
from planbook.importing.fields.texts import TextWriter
from planbook.importing.original import OriginalGrid
from planbook.text.comparing import cleaned_line


class TableWriter:
    """Writes the tables of one plan; those that hold no tasks are kept for its appendices."""

    def __init__(self, texts: TextWriter, tasks: TaskReader) -> None:
        self.texts = texts
        self.tasks = tasks
        self.appendices: list[dict[str, Any]] = []

    def put(self, grid: OriginalGrid, title: str, entry: dict[str, Any]) -> None:
        """A table: the tasks that it holds, or an appendix of its own."""
        start, _ = self.tasks.columns(grid)
        if start:
            groups = list(self.tasks.rows(grid, entry["id"][:30].strip("-")))
            self._table_groups(entry, groups)
        elif table := table_of_its_own(grid, cleaned_line(title), self.texts.notes, self.texts.documents.setting.words):
            self.appendices.append(table)

    def _table_groups(self, entry: dict[str, Any], groups: list[tuple[str, list[dict[str, Any]]]]) -> None:
        if len(groups) == 1 and not groups[0][0]:
            entry["tasks"] = [*entry.get("tasks", []), *groups[0][1]]
            return
        listed = entry.setdefault("task_groups", [])
        for heading, tasks in groups:
            if tasks:
                words = self.texts.words(heading or entry["heading"], ())
                listed.append({"id": self.texts.notes.new_id(heading, "nhom"), "heading": words, "tasks": tasks})

    def section(self, grids: Sequence[OriginalGrid], title: str, number: int) -> dict[str, Any] | None:
        """A section that holds the tasks of an appendix alone; None where its tables hold none."""
        entry: dict[str, Any] = {
            "id": self.texts.notes.new_id(title, f"phu-luc-{number}"),
            "heading": self.texts.words(title, ()) or "…",
        }
        for grid in grids:
            self.put(grid, title, entry)
        return entry if "tasks" in entry or "task_groups" in entry else None
