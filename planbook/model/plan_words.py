"""What plans say by which edits of other plans are read."""

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model.plan import Plan


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What some plans say by which edits of others are read: the units of their targets, the titles under which they are signed."""

    units: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> "PlanWords":
        """Those of some plans."""
        plans = [*plans]
        units = {target.unit for plan in plans for target in plan.targets() if target.unit}
        signatories = [plan.signatory for plan in plans if plan.signatory]
        titles = {text for by in signatories for text in (by.body, by.title, by.acting_for) if text}
        return cls(frozenset(units), frozenset(titles))

    def __or__(self, more: "PlanWords") -> "PlanWords":
        return PlanWords(self.units | more.units, self.titles | more.titles)
