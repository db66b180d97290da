"""What differs between two states of the data, fact by fact: set, add, remove, move."""

from dataclasses import dataclass
from typing import Literal

from planbook.messages.diagnostics import Span
from planbook.model.entry import Entry

ChangeKind = Literal["set", "add", "remove", "move"]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is not what it was.

    `plan` is the plan's id, or empty for a register; `entry` is the item as it is now (as it was, if it is gone),
    `old_entry` as it was. A `set` names the `field`, with its value before and after; what belongs to one fact is
    one field: `value` of a target is comparator, number and unit. A `move` is to another parent or another order:
    `old` and `new` are the ids of the parents, the same one where only the order changed.
    """

    kind: ChangeKind
    plan: str
    item: str
    entry: Entry
    old_entry: Entry | None = None
    field: str = ""
    old: object = None
    new: object = None

    @property
    def span(self) -> Span | None:
        """The place of the fact as it is now, or of what is gone as it was."""
        return self.entry.source.span(self.field or None) if self.entry.source else None
