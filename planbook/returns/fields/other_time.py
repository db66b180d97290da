"""A text that was edited to say another time than its deadline, which nobody edited: a question with the time of the data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from planbook.messages.diagnostics import Text
from planbook.model.period import Deadline
from planbook.model.responsibility import assignment_of
from planbook.model.task import Duty, Statement, Task
from planbook.reading.context import Context
from planbook.text.writer import Addition, Edit, Insertion, Move
from planbook.wording.speech import says_time

_NUMBER = re.compile(r"\d+|(?<!\w)[IVX]+(?!\w)")


@dataclass(frozen=True)
class TimeQuestions:
    """Asks about the edits of a file after which a text says another time than the data."""

    context: Context

    @cached_property
    def _entries(self) -> dict[int, Task | Duty | Statement]:
        """What has a text and deadlines, by the places of its keys in the file."""
        return {
            id(entry.source): entry for entry in self.context.plan.walk() if isinstance(entry, Task | Duty | Statement)
        }

    def of(self, edits: Iterable[Edit | Insertion | Move | Addition]) -> Text | None:
        """Why edits need a yes by the time that a new text says."""
        parts = [edit for edit in edits if isinstance(edit, Edit)]
        places = {id(part.at) for part in parts}
        for part in parts:
            entry = self._entries.get(id(part.at)) if part.key == "text" and isinstance(part.value, str) else None
            for deadline in self._deadlines(entry) if entry else ():
                words = self.context.text.deadline(deadline)
                if id(deadline.source) not in places and entry and self._changes(entry.text or "", part.value, words):
                    return Text("the text says another time than the data have: {deadline}", {"deadline": words})
        return None

    def _deadlines(self, entry: Task | Duty | Statement) -> tuple[Deadline, ...]:
        """What an entry has to be done by, also as its assignment says it."""
        group = self.context.groups.get(entry.id) if isinstance(entry, Task) else None
        assigned = assignment_of(entry, group).deadlines if isinstance(entry, Task) and group else ()
        return (*entry.deadlines, *assigned)

    def _changes(self, old: str, new: str, time: str) -> bool:
        """Whether a text that said a time says other numbers in its place; where its words are gone, a line below it says it."""
        year = str(self.context.plan.period.first.year)
        was, now = (self.context.text.fill(text) for text in (old, new))
        is_other = bool({*_NUMBER.findall(now)} - {*_NUMBER.findall(was)})
        return is_other and says_time(was, time, year) and not says_time(now, time, year)
