"""The tables of an old plan: tasks of a section, or appendices with columns and rows of their own."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from planbook.importing.fields.notes import ImportNotes, ValueOrigin
from planbook.importing.fields.tasks import TaskReader, TaskRows
from planbook.importing.fields.texts import TextWriter, style_of
from planbook.importing.original import OriginalGrid
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from planbook.model.appendix import cell_number
from planbook.model.entry import as_id, is_id
from planbook.model.number import official
from planbook.reading.words import ImportWords, alternatives, begins_with, holds
from planbook.text.comparing import cleaned_line

_FIRST = ("I", "1", "1.1", "a", "")  # numbers with which a list begins
_NOTHING = "-"
_NESTED = re.compile(r"(?<!\d)\d+(?:\.\d+)+\.?|[-+\u2013]|[a-z\u0111][.)]?")  # what numbers the parts of a row
_HEADING = re.compile(r"[IVXLC]+\.?|[A-H\u0110]\.?")


class TableWriter:
    """Writes the tables of one plan; those that hold no tasks are kept for its appendices."""

    def __init__(self, texts: TextWriter, tasks: TaskReader) -> None:
        self.texts, self.tasks = texts, tasks
        self.appendices: list[dict[str, Any]] = []

    def put(self, grid: OriginalGrid, title: str, entry: dict[str, Any]) -> None:
        """A table: the tasks that it holds, or an appendix of its own."""
        start, _ = self.tasks.columns(grid)
        if start:
            groups = list(self.tasks.rows(grid, entry["id"][:30].strip("-")))
            self._table_groups(entry, groups)
        elif table := _table_of_its_own(
            grid, cleaned_line(title), self.texts.notes, self.texts.documents.setting.words
        ):
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
        id_ = self.texts.notes.new_id(title, f"phu-luc-{number}")
        entry: dict[str, Any] = {"id": id_, "heading": self.texts.words(title, ()) or "…"}
        for grid in grids:
            self.put(grid, title, entry)
        return entry if entry.keys() & {"tasks", "task_groups", "sections"} else None


def _is_above(rows: TaskRows, below: TaskRows) -> bool:
    """Whether a heading without tasks stands above the next one: that begins to count, or counts in another way."""
    return below.number.strip(" .)") in _FIRST or style_of(rows.number) != style_of(below.number)


def _table_of_its_own(grid: OriginalGrid, title: str, notes: ImportNotes, words: ImportWords) -> dict[str, Any] | None:
    """An appendix that holds a table as it is printed; None for one without words."""
    rows = [[cleaned_line(cell.text) if cell else "" for cell in _row(grid, at)] for at in range(len(grid.rows))]
    places = [at for at, row in enumerate(rows) if any(row)]
    rows = [rows[at] for at in places]
    if not rows or not grid.width:
        return None
    heads = rows.pop(0)
    while rows and _is_head(heads, rows[0]):
        heads = [" - ".join(dict.fromkeys(filter(None, pair))) for pair in zip(heads, rows.pop(0), strict=True)]
    keys: list[str] = []
    columns = []
    for at, head in enumerate(heads, 1):
        key = as_id(head)[:30].strip("-")
        key = key if is_id(key) and key not in keys else f"cot-{at}"
        keys.append(key)
        numbers = [row[at - 1] for row in rows if row[at - 1]]
        # A number of another look (a coordinate, a year) would be printed in the official one.
        is_number = numbers and all(map(_is_official, numbers)) and not holds(head, words.no_sums)
        kind = {"kind": "number"} if is_number else {}
        columns.append({"key": key, "heading": _plain(head) or _NOTHING, **kind})
    id_ = notes.new_id(title, f"bang-{grid.number}")
    where = ValueOrigin(tuple(passage.number for passage in grid.passages()), title[:300])
    entries = [
        {"id": notes.new_id("", f"{id_}-{at}"), "cells": [_plain(text) or _NOTHING for text in row]}
        for at, row in enumerate(rows, 1)
    ]
    if not entries:
        return None
    entries = [{**entry, **sum_of} for entry, sum_of in zip(entries, _sums(rows, words), strict=True)]
    for entry, at in zip(entries, places[-len(entries) :], strict=True):
        if "total" in entry:
            passages = tuple(passage.number for cell in grid.rows[at] for passage in cell.passages)
            notes.note(f"{entry['id']}.cells", entry["cells"], ValueOrigin(passages, " ".join(entry["cells"])))
    why = Text("the table stands as an appendix of its own; see its heads and where it belongs")
    notes.note(f"{id_}.rows", len(entries), where, why)
    return {"id": id_, "title": _plain(title) or translate("Table", "vi"), "columns": columns, "rows": entries}


def _sums(rows: list[list[str]], words: ImportWords) -> list[dict[str, str]]:
    """For each row whether it is the total of all or heads others; nothing where rows have parts of their own."""
    labels = [next((cell for cell in row if cell and not cell[0].isdigit()), "") for row in rows]
    # Marks count: "Công an" and "Cộng" are the same without them.
    total = re.compile(rf"(?:{alternatives(words.totals)})(?!\w)", re.IGNORECASE)
    is_total = [bool(total.match(label)) and not begins_with(label, words.bodies) for label in labels]
    if sum(is_total) != 1 or any(_NESTED.fullmatch(row[0]) for row in rows):
        return [{} for _ in rows]
    return [
        {"total": "all"} if total else {"group": "true"} if _HEADING.fullmatch(row[0]) else {}
        for row, total in zip(rows, is_total, strict=True)
    ]


def text_table(lines: list[tuple[str, tuple[int, ...]]], title: str, notes: ImportNotes) -> dict[str, Any] | None:
    """An appendix of plain paragraphs, for which a plan's file has no other form, as a table of one column."""
    texts = [_plain(cleaned_line(text)) for text, _ in lines]
    if not any(texts):
        return None
    id_ = notes.new_id(title, "phu-luc")
    where = ValueOrigin(tuple(number for _, passages in lines for number in passages), title[:300])
    why = Text("the appendix is text and stands as a table of one column; a file of its own may suit it better")
    notes.note(f"{id_}.rows", len(texts), where, why)
    rows = [{"id": notes.new_id("", f"{id_}-{at}"), "cells": [text]} for at, text in enumerate(filter(None, texts), 1)]
    return {
        "id": id_,
        "title": _plain(title) or translate("Table", "vi"),
        "columns": [{"key": "noi-dung", "heading": translate("Content", "vi")}],
        "rows": rows,
    }


def _row(grid: OriginalGrid, at: int) -> list[Any]:
    cells = grid.cells_of_row(at)
    return [
        cells.get(column)
        if column in cells and cells[column] in grid.rows[at] and cells[column].column == column
        else None
        for column in range(1, grid.width + 1)
    ]


def _is_head(heads: list[str], row: list[str]) -> bool:
    """Whether a row goes on with the heads above it: it fills what they leave open, and has no number."""
    fills = any(not head and cell for head, cell in zip(heads, row, strict=True))
    return fills and not row[0] and not any(cell_number(cell) is not None for cell in row if cell)


def _is_official(text: str) -> bool:
    number = cell_number(text)
    return number is not None and official(number) == text


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")").strip()
