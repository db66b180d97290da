"""The ids under which a plan is printed: of an entry, or of a part of it, `x--row`, `plan--basis-3`; tasks of other plans."""

import re
from collections.abc import Container
from itertools import count
from typing import NamedTuple

from planbook.model.entry import LONGEST_ID

_MARK = "--"  # no id of an entry holds two hyphens
_COUNTED = re.compile(r"\A(?P<kind>.+)-(?P<ordinal>[0-9]+)")


def unused_id(name: str, used: Container[str]) -> str:
    """A name as an id that nothing has yet, from the second on with a number behind it, for which a long name is cut."""
    if name not in used:
        return name
    ends = (f"-{at}" for at in count(2))
    return next(new for end in ends if (new := f"{name[: LONGEST_ID - len(end)].rstrip('-')}{end}") not in used)


class PlanTask(NamedTuple):
    """A task of any plan. As text it is `plan/task`, as a later task names what it carries on."""

    plan: str
    task: str

    def __str__(self) -> str:
        return f"{self.plan}/{self.task}"

    @classmethod
    def as_written(cls, text: str) -> "PlanTask":
        """The task that a text names."""
        plan, _, task = text.partition("/")
        return cls(plan, task)


class ItemId(str):
    """The id of what is printed. As text it is an anchor of the page, a bookmark's item, a key of the origin."""

    __slots__ = ()

    @classmethod
    def of(cls, entry: str, part: str = "", ordinal: int = 0) -> "ItemId":
        """The id of an entry, of a part of it, or of one line of a part that counts its lines from 1."""
        counted = f"{part}-{ordinal}" if ordinal else part
        return cls(f"{entry}{_MARK}{counted}" if part else entry)

    @classmethod
    def row(cls, entry: str) -> "ItemId":
        """The id of the row that a table has for an entry."""
        return cls.of(entry, "row")

    @property
    def entry(self) -> str:
        """The id of the entry itself."""
        return self.partition(_MARK)[0]

    @property
    def part(self) -> str:
        """Which part of the entry it is, with its ordinal; nothing for the entry itself."""
        return self.partition(_MARK)[2]

    @property
    def is_part(self) -> bool:
        """Whether it is a part of an entry and not the entry."""
        return _MARK in self

    @property
    def is_row(self) -> bool:
        """Whether it is the row of an entry in a table, or of an agency or place in that of shares."""
        return self.part == "row" or self.kind == "share"

    @property
    def without_row(self) -> "ItemId":
        """What a row is about; any other id is about itself."""
        return ItemId(self.entry) if self.is_row else self

    @property
    def ordinal(self) -> int:
        """The how-manieth line of its part it is; 0 where the part counts none."""
        counted = _COUNTED.fullmatch(self.part)
        return int(counted["ordinal"]) if counted else 0

    @property
    def kind(self) -> str:
        """Which part of the entry it is, without the ordinal: basis, recipient, row."""
        counted = _COUNTED.fullmatch(self.part)
        return counted["kind"] if counted else self.part

    def belonging_to(self, entry: str) -> "ItemId":
        """The same part of another entry."""
        return ItemId.of(entry, self.part)
