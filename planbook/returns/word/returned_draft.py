"""A returned Word draft, whole: beside what is matched, what came into the data since and who signs."""

from dataclasses import dataclass
from functools import cached_property

from planbook.model.item import ItemId
from planbook.returns.answers.answer import FileEdit
from planbook.returns.word.arrivals import arrivals
from planbook.returns.word.draft import MatchedDraft
from planbook.returns.word.signature import signature_edit, signature_units


@dataclass(frozen=True)
class ReturnedDraft(MatchedDraft):
    """A returned draft with all that it says beside its marked items."""

    @cached_property
    def signature(self) -> tuple[list[int], FileEdit | None]:
        """The units below the plan that say otherwise who signs, with the edit that they make."""
        units = signature_units(self)
        edit = next(signature_edit(self, units), None)
        return (units if edit else []), edit

    @cached_property
    def arrivals(self) -> dict[int, ItemId]:
        """The items that came into the data since the draft was given out, by the units that say them."""
        return arrivals(self)

    @cached_property
    def placed(self) -> dict[int, ItemId]:
        """The item of each unit that has some, those that came since included."""
        return self.heads | self.arrivals
