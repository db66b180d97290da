"""A number whose unit alone was edited, and an amount that moves by whole thousands: questions with both values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from planbook.messages.diagnostics import Text
from planbook.model.budget import ZEROS, Budget, BudgetLine, Written
from planbook.model.number import parse_number
from planbook.model.target import Figure, Target
from planbook.reading.context import Context
from planbook.text.writer import Addition, Edit, Insertion, Move

_WORD = re.compile(r"\w+|\S")
_AMOUNTS = ("total", "amount")
# How far the comma moves between two units of money, one of which may be meant; "nghìn đồng" among them.
_MOVES = {*(a - b for a in ZEROS.values() for b in ZEROS.values() if a != b), 3, -3}


def thousandfold(old: Decimal | None, new: Decimal) -> bool:
    """Whether an amount has the digits of another one and is as many times that as a unit of money is another unit."""
    return old is not None and old > 0 and any(new == old.scaleb(move) for move in _MOVES)


def other_unit(old: str, new: str) -> Text:
    """The question about an amount that became another one by its unit, as both are printed."""
    return Text("the same digits in another unit: {old} becomes {new}", {"old": old, "new": new})


@dataclass(frozen=True)
class UnitQuestions:
    """Asks about the edits of a file that change the unit of a number of a plan and not the number."""

    context: Context

    @cached_property
    def _entries(self) -> dict[int, Figure | Target | Budget | BudgetLine]:
        """What has a number and a unit, by the places of its keys in the file."""
        kinds = Figure | Target | Budget | BudgetLine
        return {id(entry.source): entry for entry in self.context.plan.walk() if isinstance(entry, kinds)}

    def of(self, edits: Iterable[Edit | Insertion | Move | Addition]) -> Text | None:
        """Why edits need a yes by the unit that one of them changes."""
        facts: dict[int, dict[str, str | None]] = {}
        for edit in edits:
            if isinstance(edit, Edit) and id(edit.at) in self._entries and not isinstance(edit.value, dict | list):
                facts.setdefault(id(edit.at), {})[edit.key] = edit.value
        questions = (self._of_entry(self._entries[place], keys) for place, keys in facts.items())
        return next(filter(None, questions), None)

    def _of_entry(self, entry: Figure | Target | Budget | BudgetLine, keys: dict[str, str | None]) -> Text | None:
        if isinstance(entry, Budget | BudgetLine):
            stated = next((keys[key] for key in _AMOUNTS if keys.get(key)), None)
            return self._of_amount(entry, stated) if stated and stated != "unallocated" else None
        new = keys.get("unit")
        if not new or not entry.unit or entry.value is None or {"value", "upper"} & keys.keys():
            return None
        if self._counted(entry.unit) == self._counted(new):
            return None
        old, stated = (
            self.context.text.wording.figure(entry.comparator, entry.value, entry.upper, unit)
            for unit in (entry.unit, new)
        )
        return Text("the unit changes and the number does not: {old} becomes {new}", {"old": old, "new": stated})

    def _counted(self, unit: str) -> list[str]:
        """What a unit counts, without the words that only go with it: "căn nhà" and "ngôi nhà" are the same."""
        words = _WORD.findall(unit.casefold())
        return [word for word in words if word not in self.context.reading.words("classifiers")] or words

    def _of_amount(self, entry: Budget | BudgetLine, stated: str) -> Text | None:
        budget = self.context.plan.budgets()[entry.id]
        amount = entry.total if isinstance(entry, Budget) else entry.amount
        new = parse_number(stated)
        if not thousandfold(budget.number(amount), new):
            return None
        old, moved = (
            self.context.text.wording.amount(budget, number, approximate=False)
            for number in (amount, Written((new, None)))
        )
        return other_unit(old, moved)
