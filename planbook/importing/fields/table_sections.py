"""The tables of an old plan: tasks of a section, or appendices with columns of their own."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from planbook.importing.fields.own_tables import table_of_its_own
from planbook.importing.fields.tasks import TaskReader, TaskRows
from planbook.importing.fields.texts import TextWriter, style_of
from planbook.importing.original import OriginalGrid
from planbook.text.comparing import cleaned_line

_FIRST = ("I", "1", "1.1", "a", "")  # numbers with which a list begins


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

    def _table_groups(self, entry: dict[str, Any], groups: Sequence[TaskRows]) -> None:
        """The tasks below each heading between the rows as a group; headings above such headings are parts."""
        if len(groups) == 1 and not groups[0].heading:
            entry["tasks"] = [*entry.get("tasks", []), *groups[0].tasks]
            return
        holder = entry
        for rows, below in zip_longest(groups, groups[1:]):
            words = self.texts.words(rows.heading or entry["heading"], ())
            if rows.tasks:
                listed = holder.setdefault("task_groups", [])
                listed.append({"id": self._id(rows.heading), "heading": words, "tasks": rows.tasks})
            elif below and below.tasks and _is_above(rows, below):
                if groups_before := entry.pop("task_groups", None):
                    first = {"id": self._id(entry["heading"]), "heading": entry["heading"]}
                    entry["sections"] = [{**first, "task_groups": groups_before}]
                holder = {"id": self._id(rows.heading), "heading": words}
                entry.setdefault("sections", []).append(holder)

    def _id(self, heading: str) -> str:
        return self.texts.notes.new_id(heading, "nhom")

    def section(self, grids: Sequence[OriginalGrid], title: str, number: int) -> dict[str, Any] | None:
        """A section that holds the tasks of an appendix alone; None where its tables hold none."""
        entry: dict[str, Any] = {
            "id": self.texts.notes.new_id(title, f"phu-luc-{number}"),
            "heading": self.texts.words(title, ()) or "…",
        }
        for grid in grids:
            self.put(grid, title, entry)
        return entry if entry.keys() & {"tasks", "task_groups", "sections"} else None


def _is_above(rows: TaskRows, below: TaskRows) -> bool:
    """Whether a heading without tasks stands above the next one: that begins to count, or counts in another way."""
    return below.number.strip(" .)") in _FIRST or style_of(rows.number) != style_of(below.number)
