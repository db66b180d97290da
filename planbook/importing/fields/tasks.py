"""Tasks of an old plan: paragraphs with lines that say who does them, headings as groups, rows of tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planbook.importing.fields.assignments import AssignedWork, AssignmentLine, AssignmentReader
from planbook.importing.fields.notes import ValueOrigin
from planbook.importing.fields.texts import TextWriter, main_style, opened, origin, split_label, style_of
from planbook.importing.original import GridCell, OriginalGrid
from planbook.importing.outline.parts import OutlineItem, OutlineSection
from planbook.messages.diagnostics import Text
from planbook.reading.words import TaskColumn
from planbook.text.comparing import as_compared, cleaned_line

_ROMAN = re.compile(r"[IVXLC]+|[A-H\u0110]")
_FIELDS: dict[TaskColumn, str] = {
    "lead": "lead",
    "coordinating": "coordinating",
    "deadline": "deadlines",
    "result": "result",
}
_FIRST_PART = re.compile(r"(.{12,}?)(?:([;:.]) (.+)|)\Z", re.DOTALL)
_WHOLE = 0.66  # of the columns that a row's one cell covers, where it heads those below
_LONGEST_HEAD = 80  # letters of the head of a column
_HEADS = 3  # rows in which the heads of a table may stand


@dataclass(frozen=True, slots=True)
class TaskRows:
    """The tasks of a table below one heading between its rows, with the number of that."""

    number: str
    heading: str
    tasks: list[dict[str, Any]]


class TaskReader:
    """Reads the tasks of one plan."""

    def __init__(self, texts: TextWriter, assignments: AssignmentReader) -> None:
        self.texts, self.assignments, self.notes = texts, assignments, texts.notes

    def works(self, items: Sequence[OutlineItem]) -> list[AssignedWork]:
        """Items cut behind each run of lines that say who does what stands above them."""
        works: list[AssignedWork] = []
        for item in items:
            if lines := self.assignments.lines_of(item):
                if not works:
                    works.append(AssignedWork())
                works[-1].lines.extend(lines)
                continue
            inner = [line for part in item.items for line in self.assignments.lines_of(part)]
            rest = tuple(part for part in item.items if not self.assignments.lines_of(part)) if inner else item.items
            own = OutlineItem(item.marker, item.level, item.text, item.passages, rest)
            if not inner:
                own, inner = self._without_ending(own)
            if not works or works[-1].lines:
                works.append(AssignedWork())
            works[-1].contents.append(own)
            if inner:
                works[-1].lines.extend(inner)
        return works

    def _without_ending(self, item: OutlineItem) -> tuple[OutlineItem, list[AssignmentLine]]:
        """An item without the lines that stand behind the whole list below it, and these; lines of a part of it stay there."""
        parts: list[OutlineItem] = list(item.items)
        lines: list[AssignmentLine] = []
        while parts and (last := self.assignments.lines_of(parts[-1])):
            lines = [*last, *lines]
            parts.pop()
        earlier = [part for part in (parts if lines else parts[:-1]) for part in part.walk()]
        if any(map(self.assignments.lines_of, earlier)):
            return item, []
        if parts and not lines:
            parts[-1], lines = self._without_ending(parts[-1])
        return (replace(item, items=tuple(parts)), lines) if lines else (item, [])

    def group(self, section: OutlineSection, prefix: str) -> dict[str, Any]:
        """A heading with its items as a group of tasks; one run of lines at its end holds for all of them."""
        entry: dict[str, Any] = {"id": self.notes.new_id(section.title, f"nhom-{section.passages[0]}")}
        self.notes.put(entry, "heading", self.texts.title(section), origin(section))
        opening, left = opened(section.items)
        if opening and left and not any(map(self.assignments.lines_of, (*opening, left[0]))):
            text = " ".join(self.texts.words(item.text, item.passages) for item in opening)
            self.notes.put(entry, "text", text, origin(opening[0]))
        else:
            left = list(section.items)
        works = self.works(left)
        items = [item for work in works for item in work.contents]
        if len(works) == 1:
            style = main_style(item.marker for item in items)
            entry["tasks"] = [self.task(AssignedWork([item]), prefix, entry["heading"]) for item in items]
            if works[0].lines:
                assignment, result = self.assignments.assignment(entry["id"], works[0].lines)
                if assignment:
                    entry["assignment"] = assignment
                if result and entry["tasks"]:
                    entry["tasks"][-1].setdefault("result", self.texts.words(result, section.passages))
        else:
            style = main_style(work.contents[0].marker for work in works if work.contents)
            entry["tasks"] = [self.task(work, prefix, entry["heading"]) for work in works]
        if not items:
            self._alone(entry, section)
        elif style != "parenthesis" and entry["tasks"]:
            entry["numbering"] = style
        return entry

    def _alone(self, entry: dict[str, Any], section: OutlineSection) -> None:
        """A group of which the heading says all: its first words stay the heading, and are the task of the table."""
        match = _FIRST_PART.match(entry["heading"])
        head, mark, rest = match.groups() if match else (entry["heading"], None, None)
        if rest:
            entry["heading"] = head
            entry["text"] = f"{rest[:1].upper()}{rest[1:]}" if mark == "." else rest
        task: dict[str, Any] = {"id": self.notes.new_id(f"{entry['id']}-1", "nhiem-vu")}
        task["short_text" if rest else "heading"] = entry["heading"]
        self._assign(task, [], OutlineItem("", 1, section.title, section.passages))
        entry["tasks"] = [task]
        if not rest:
            entry["numbering"] = "none"
        why = Text("nothing stands below the heading; it is the task itself")
        self.notes.note(f"{entry['id']}.tasks", 1, origin(section), why)

    def task(self, work: AssignedWork, prefix: str, title: str = "") -> dict[str, Any]:
        """One task of its paragraphs: the first is its text, the responsible its measures.

        Where only a label stands above its measures, the `title` of the section is what it is called.
        """
        first = work.contents[0] if work.contents else None
        words = first.text if first else ""
        otherwise = f"{prefix}-{first.passages[0] if first else 0}"
        entry: dict[str, Any] = {"id": self.notes.new_id(self.assignments.without_task_label(words), otherwise)}
        lines = list(work.lines)
        if first is None:
            entry["heading"] = "…"
        else:
            text = self.assignments.without_task_label(cleaned_line(first.text))
            if not text and first.items and title:
                text = cleaned_line(first.text)
                entry["short_text"] = title
            if not lines and not first.items:
                text, lines = self.assignments.inline(text, first.passages)
            self._say(entry, text, first)
        for further in work.contents[1:]:
            entry.setdefault("measures", []).append(self.texts.statement(further, prefix))
        if len(work.contents) > 1 and first and not first.items:
            style = main_style(item.marker for item in work.contents[1:])
            if style != ("plus" if style_of(first.marker) == "bullet" else "bullet"):
                entry["numbering"] = style
        self._assign(entry, lines, first)
        return entry

    def _say(self, entry: dict[str, Any], text: str, item: OutlineItem) -> None:
        """Put the words of an item into a task: a heading with measures below it, or a text."""
        heading, rest = split_label(text)
        words = self.texts.words(text, item.passages) or "…"
        if item.items and words.endswith(":"):
            entry["heading"] = words.rstrip(" :") or "…"
        elif heading and rest and len(heading) <= 80:
            entry["heading"] = self.texts.words(heading, item.passages)
            entry["text"] = self.texts.words(rest, item.passages)
        else:
            entry["text"] = words
        field = "text" if "text" in entry else "heading"
        self.notes.note(f"{entry['id']}.{field}", entry[field], origin(item))
        if item.items:
            style = main_style(part.marker for part in item.items)
            if style != ("plus" if style_of(item.marker) == "bullet" else "bullet"):
                entry["numbering"] = style
            entry["measures"] = self.texts.statements(item.items, entry["id"][:30].strip("-"))

    def _assign(self, entry: dict[str, Any], lines: Sequence[AssignmentLine], first: OutlineItem | None) -> None:
        if lines:
            assignment, result = self.assignments.assignment(entry["id"], lines)
            if assignment:
                entry["assignment"] = assignment
            if result:
                entry["result"] = self.texts.words(result, first.passages if first else ())
        elif first and (assignment := self.assignments.sentence(entry["id"], first.text, first.passages)):
            entry["assignment"] = assignment

    def columns(self, grid: OriginalGrid) -> tuple[int, dict[TaskColumn, int]]:
        """Behind which row the heads of a table of tasks end, and the column of each kind; nothing for another table."""
        column_of = self.texts.documents.setting.words.column_of
        heads: list[dict[TaskColumn, int]] = []
        for at in range(min(_HEADS, len(grid.rows))):
            kinds: dict[TaskColumn, int] = {}
            for column, cell in grid.cells_of_row(at).items():
                head = cleaned_line(cell.text)
                if len(head) <= _LONGEST_HEAD and (kind := column_of(head)) and kind not in kinds:
                    kinds[kind] = column
            is_head = "task" in kinds and ("lead" in kinds or ("deadline" in kinds and "coordinating" in kinds))
            heads.append(kinds if is_head else {})
        # Of a head of several rows the one that tells most columns apart: "Phân công" stands above two of them.
        most = max(range(len(heads)), key=lambda at: len(heads[at]), default=0)
        return (most + 1, heads[most]) if heads and heads[most] else (0, {})

    def rows(self, grid: OriginalGrid, prefix: str) -> Iterator[TaskRows]:
        """The tasks of a table by the headings that stand between its rows; the first has none."""
        start, kinds = self.columns(grid)
        rows = TaskRows("", "", [])
        heads = self._heads(grid, start)
        self.notes.own_words(cell for at in range(start) for cell in grid.rows[at])
        for at in range(start, len(grid.rows)):
            cells = grid.cells_of_row(at)
            texts = {
                kind: cleaned_line(cells[column].text) if column in cells else "" for kind, column in kinds.items()
            }
            distinct = {id(cell): cell for cell in cells.values() if cleaned_line(cell.text)}
            if not distinct:
                continue
            if self._repeats_head(cells, kinds, heads):
                self.notes.own_words(distinct.values())
                continue
            number = texts.get("number", "")
            if number:
                self.notes.own_words([cells[kinds["number"]]])
            responsible = [texts.get(kind, "") for kind in ("lead", "coordinating", "deadline", "result")]
            task = texts.get("task", "")
            if not any(responsible) or max(cell.columns for cell in distinct.values()) >= _WHOLE * grid.width:
                name = max((cleaned_line(cell.text) for cell in distinct.values()), key=len)
                if _ROMAN.fullmatch(number) or not any(responsible):
                    if rows.tasks or rows.heading:
                        yield rows
                    rows = TaskRows(number, name, [])
                    continue
            rows.tasks.append(self._row(at, cells, kinds, task, prefix))
        if rows.tasks or rows.heading:
            yield rows

    def _heads(self, grid: OriginalGrid, start: int) -> dict[int, set[str]]:
        """What stands above each column in the rows of the head."""
        heads: dict[int, set[str]] = {}
        for at in range(start):
            for column, cell in grid.cells_of_row(at).items():
                heads.setdefault(column, set()).add(as_compared(cell.text))
        return heads

    def _repeats_head(
        self, cells: Mapping[int, GridCell], kinds: Mapping[TaskColumn, int], heads: Mapping[int, set[str]]
    ) -> bool:
        """Whether a row is one of the head again, as it stands on a further page or before another group."""
        texts = {column: cell.text for column, cell in cells.items() if cleaned_line(cell.text)}
        if all(as_compared(text) in heads.get(column, ()) for column, text in texts.items()):
            return True
        column_of = self.texts.documents.setting.words.column_of
        own = {
            kind: cleaned_line(texts[column]) for kind, column in kinds.items() if column in texts and kind in _FIELDS
        }
        return len(own) > 1 and all(
            len(head) <= _LONGEST_HEAD and column_of(head) == kind for kind, head in own.items()
        )

    def _row(self, at: int, cells: Any, kinds: dict[TaskColumn, int], task: str, prefix: str) -> dict[str, Any]:
        cell = cells.get(kinds["task"])
        passages = tuple(passage.number for passage in cell.passages) if cell else ()
        entry: dict[str, Any] = {"id": self.notes.new_id(task, f"{prefix}-{at}")}
        words = self.texts.words(task, passages) or "…"
        self.notes.put(entry, "short_text", words, ValueOrigin(passages, task[:300]))
        lines = []
        for kind, field in _FIELDS.items():
            there = cells.get(kinds[kind]) if kind in kinds else None
            value = there.text.replace("\n", "; ") if there else ""
            if there and value.strip(" -\u2013;"):
                numbers = tuple(passage.number for passage in there.passages)
                lines.append(AssignmentLine(field, value, ValueOrigin(numbers, value[:300])))
        for kind in ("money", "note"):
            there = cells.get(kinds[kind]) if kind in kinds else None
            if there and cleaned_line(there.text).strip(" -"):
                where = ValueOrigin(tuple(passage.number for passage in there.passages), there.text[:300])
                path = f"{entry['id']}.{'budget' if kind == 'money' else 'note'}"
                self.notes.missing(path, where, Text("the column is not taken over; write it where it belongs"))
        self._assign(entry, lines, None)
        return entry
