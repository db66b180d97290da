"""A plan with the words that it is printed and read in, and what an edited field of it gives: changes, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from planbook.changes.change import Change
from planbook.model.entry import Entry
from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.responsibility import leads_by_duty
from planbook.model.task import TaskGroup
from planbook.reading.agencies import Register
from planbook.reading.edits import plain
from planbook.reading.not_taken import Unread
from planbook.reading.spellings import SpellingReader
from planbook.reading.words import ImportWords
from planbook.views.workbook.sheets import Value
from planbook.wording.speech import PlanText

FieldChanges = tuple[Change, ...]
FieldAnswer = FieldChanges | Unread  # of one column of several, each of which is taken or refused by itself


@dataclass(frozen=True)
class Context:
    """A plan with the words that it is printed and read in."""

    plan: Plan
    text: PlanText
    reading: SpellingReader
    words: ImportWords | None = None  # by which what no register has is read

    @cached_property
    def register(self) -> Register:
        """The agencies by every name of the plan's day."""
        return Register(self.text, self.reading)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every entry of the plan that has an id."""
        return {id_: entry for entry in self.plan.walk() if (id_ := getattr(entry, "id", None))}

    @cached_property
    def groups(self) -> dict[str, TaskGroup]:
        """For every task, by its id, the group that it stands in."""
        return {task.id: group for group in self.plan.task_groups() for task in group.tasks}

    @cached_property
    def led_by_duty(self) -> dict[str, tuple[str, ...]]:
        """The tasks that only the duties of agencies say the leads of."""
        return leads_by_duty(self.plan)

    def set(self, entry: Any, field: str, old: object, new: object) -> tuple[Change, ...]:
        """The change of one fact; none where it stays, though it may have been written at another place."""
        return (
            () if plain(old) == plain(new) else (Change("set", self.plan.id, entry.id, entry, entry, field, old, new),)
        )


def text_of(value: Value) -> str:
    """The value of a cell as people read it; a whole number is given plainly, for it may be a year."""
    if isinstance(value, Decimal) and value != int(value):
        return official(value)
    return official_day(value) if isinstance(value, date) else "" if value is None else f"{value}"


RowValues = Mapping[str, Value]
