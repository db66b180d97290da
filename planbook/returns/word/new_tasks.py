"""New paragraphs that belong together: what an item is, and below it the lines that say who does it, by when, with what."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.task import Assignment, Duty, ReportingDuty, Statement, Task, TaskGroup
from planbook.reading.context import Context
from planbook.reading.edits import edits_of, plain
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.typed_lines import (
    LABELLED_FIELDS,
    LOST,
    Responsibility,
    TypedLine,
    Worded,
    read_lines,
    split_number,
    worded,
)
from planbook.returns.answers.answer import FileEdit
from planbook.returns.fields.figures import money_field, new_budget
from planbook.returns.fields.sentence import read_report_times
from planbook.returns.fields.task_fields import assignment_field, sentence
from planbook.returns.word.arrivals import is_said, raw_text
from planbook.returns.word.draft import usual_doubt
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.text.comparing import comparable_row
from planbook.text.writer import Edits


def facts_of(read: Responsibility, context: Context, task: str) -> dict[str, Any]:
    """What lines say of a new task as its data file holds it: assignment, result, budget."""
    result = {"result": read.result} if read.result else {}
    budget = {"budget": plain(new_budget(context, task, read.money))} if read.money else {}
    return {"assignment": plain(read.assignment), **result, **budget}


@dataclass(frozen=True)
class NewTexts:
    """The new paragraphs of a draft by what they say."""

    draft: ReturnedDraft

    @cached_property
    def worded(self) -> dict[int, Worded]:
        """What each new paragraph says, by its unit."""
        context = self.draft.context
        free = [at for at in self.draft.strangers if at not in self.draft.arrivals and not self.draft.units[at].is_row]
        return {at: worded(raw_text(self.draft.units[at]), context) for at in free}

    @cached_property
    def below(self) -> dict[int, list[int]]:
        """For each new item the paragraphs below it that only hold lines about it."""
        below: dict[int, list[int]] = {}
        last: int | None = None
        for at, paragraph in self.worded.items():
            if paragraph.text or not paragraph.lines:
                last = at
                below[at] = []
            elif last is not None and at == last + len(below[last]) + 1:
                below[last].append(at)
            else:
                last = None
        return below

    @cached_property
    def _fixed(self) -> set[str]:
        return {comparable_row(line.text) for line in self.draft.printed if not line.item}

    def is_fixed(self, text: str) -> bool:
        """Whether a text repeats words that the program sets."""
        return text in self._fixed

    def text(self, at: int, text: str) -> str:
        """The text of an item without the lines in its own paragraph; `text` is that without its number."""
        own = self.worded[at]
        if not own.lines:
            return text
        typed, rest = split_number(own.text)
        return own.text if text.startswith(typed.strip()) else rest

    def lines(self, at: int) -> list[TypedLine]:
        """All lines about a new item, in its own paragraph and below it."""
        return [line for unit in (at, *self.below.get(at, ())) for line in self.worded[unit].lines]

    def report_lines(self, at: int) -> tuple[str, ...]:
        """The lines about a new item as a report shows them."""
        words = self.draft.context.reading.words
        own = (f"{words(name)[0]}: {value}" for name, value in self.worded[at].lines)
        return (*own, *(self.draft.units[unit].text for unit in self.below.get(at, ())))

    @cached_property
    def responsibilities(self) -> dict[int, Responsibility | Unread]:
        """What the lines about each new item that has some say, or why they cannot be taken with it."""
        return {at: attempted(read_lines, lines, self.draft.context) for at in self.below if (lines := self.lines(at))}

    def line_below(self, at: int) -> FileEdit | None:
        """The edit by which the item right above a line gets the times or the result that this says: it has printed none so far."""
        before = self.draft.placed.get(at - 1, ItemId())
        entry, text = self.draft.outline.entries.get(before.entry), self.draft.units[at].text
        context, own = self.draft.context, self.worded.get(at, Worded(""))
        labels = [label for label, _ in own.lines]
        if labels == ["column_result"] and not own.text:
            return self._result_below(at, before, own.lines[0][1])
        if labels == ["column_money"] and not own.text:
            return self._money_below(at, before, own.lines[0][1])
        if len(labels) == 1 and not own.text and (edit := self._assigned_below(at, before, *own.lines[0])):
            return edit
        if isinstance(entry, ReportingDuty) and text.startswith(f"{context.text.wording.phrases.say('reported')}:"):
            part = "reported"
        elif isinstance(entry, Statement | Duty) and labels == ["deadline"]:
            part = "deadline"
        else:
            return None
        item = ItemId.of(entry.id, part)
        if self.draft.units[at].is_row or item in self.draft.ours or (part == "deadline" and own.text):
            return None
        made: Edits | Unread = attempted(self._timed, entry.id, part, text if part == "reported" else own.lines[0][1])
        is_of_task = any(isinstance(outer, Task) for outer in self.draft.outline.above(entry))
        doubt = usual_doubt("inserted") if is_of_task else None
        return self.draft.edit("changed", item, at, made, new=text, doubt=doubt)

    def _around(self, item: ItemId) -> Iterator[Entry]:
        """The entry that prints an item, and those in which it stands, the nearest first."""
        if holder := self.draft.outline.entries.get(item.entry):
            yield holder
            yield from self.draft.outline.above(holder)

    def _result_below(self, at: int, before: ItemId, text: str) -> FileEdit | None:
        """The edit by which the task that stands above a line gets the result that this says: it has had none so far."""
        task = next((entry for entry in self._around(before) if isinstance(entry, Task)), None)
        if not task or task.result or not text or self.draft.units[at].is_row:
            return None
        context = self.draft.context
        made = attempted(lambda: tuple(edits_of(context.plan, sentence(context, task, "result", text))))
        return self.draft.edit("changed", ItemId.of(task.id, "result"), at, made, new=self.draft.units[at].text)

    def _money_below(self, at: int, before: ItemId, text: str) -> FileEdit | None:
        """The edit by which the task or group that stands above a line gets the money that this says: it has had none so far."""
        owner = next((entry for entry in self._around(before) if isinstance(entry, Task | TaskGroup)), None)
        if not owner or owner.budget or self.draft.units[at].is_row:
            return None
        context = self.draft.context
        changes = attempted(money_field, context, owner.id, text)
        new = owner.id if isinstance(changes, Unread) else changes[0].item
        made = changes if isinstance(changes, Unread) else tuple(edits_of(context.plan, changes))
        return self.draft.edit("changed", new, at, made, new=self.draft.units[at].text)

    def _assigned_below(self, at: int, before: ItemId, part: str, text: str) -> FileEdit | None:
        """The edit by which the task or group above a line gets who does it or by when: nothing around it says so yet."""
        around = list(self._around(before))
        owner = next((entry for entry in around if isinstance(entry, Task | TaskGroup)), None)
        if not owner or self.draft.units[at].is_row:
            return None
        assignments = filter(None, (getattr(entry, "assignment", None) for entry in around))
        stated, field = next(assignments, Assignment()), LABELLED_FIELDS[part]
        if getattr(stated, field) or getattr(owner, field, ()):
            return None
        context = self.draft.context
        made = attempted(lambda: tuple(edits_of(context.plan, assignment_field(context, owner.id, part, text))))
        # What a task of several gets for itself stands below it from then on with all that it shared.
        doubt = usual_doubt("inserted") if isinstance(owner, Task) and not owner.assignment else None
        return self.draft.edit(
            "changed", ItemId.of(owner.id, part), at, made, new=self.draft.units[at].text, doubt=doubt
        )

    def _timed(self, id_: str, part: str, text: str) -> Edits:
        context = self.draft.context
        made = (
            read_report_times(context, id_, text) if part == "reported" else assignment_field(context, id_, part, text)
        )
        return tuple(edits_of(context.plan, made))

    def lost(self, at: int) -> FileEdit | None:
        """The refusal of a paragraph that only holds lines; none where the data say of the item what it says."""
        items = self.draft.placed
        place = next((unit for unit in range(at - 1, -1, -1) if unit in items), -1)
        before = items.get(place, ItemId())
        lines = self.worded[at].lines
        is_of_new = any(unit in self.worded and self.worded[unit].text for unit in range(place + 1, at))
        if not is_of_new and is_said(self.draft, before, lines):
            return None
        read = attempted(read_lines, lines, self.draft.context)
        refused = read if isinstance(read, Unread) else LOST
        is_task = isinstance(self.draft.outline.holder(before), Task)
        item = before.entry if is_task else ""
        return self.draft.edit("unread", item, at, new=self.draft.units[at].text, made=refused)
