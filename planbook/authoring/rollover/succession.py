"""Who and what stands in the new year where an agency, a place or a document of the old one stood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from planbook.model.agency import AgencyGroup
from planbook.model.period import When
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.outcome import LastState, LastValue


@dataclass(frozen=True)
class Succession:
    """What takes whose place when a plan passes into a new period, and what was `reached` and done of it (`states`).

    Raises nothing: who has no single successor keeps standing, and the draft says that it is to be decided.
    """

    workspace: Workspace
    plan: Plan
    period: When
    reached: Mapping[str, LastValue] = field(default_factory=dict)
    states: Mapping[str, LastState] = field(default_factory=dict)

    def agency(self, agency: str, text: str = "") -> str | None:
        """The agency that has the work of another one; None if that is to be decided.

        Of several successors the one is right whose function the text names: "dạy nghề" for the department of education.
        One that ends on the way of the new period is to be decided: part of its work is another's.
        """
        if self.exists(agency):
            return None if self.end(agency) else agency
        heirs = self.heirs(agency)
        by_function = [heir for heir, words in self._functions(agency) if any(word in text.lower() for word in words)]
        candidates = list(dict.fromkeys(by_function)) or heirs
        is_one = len(candidates) == 1 and not self._is_undecided_issuer(agency) and not self._is_wider(agency)
        return candidates[0] if is_one else None

    def exists(self, agency: str) -> bool:
        """Whether an agency is there when the new period begins."""
        return self.workspace.exists(agency, self.period.first)

    def end(self, agency: str) -> date | None:
        """The day from which an agency is no more, before the new period or on its way; None if it stays."""
        is_there = self.workspace.exists(agency, self.period.last)
        return None if is_there else self.workspace.ended(agency, self.period.last)

    def heirs(self, agency: str) -> list[str]:
        """The agencies that have the work of another one when the new period begins, or when it ends on the way."""
        return self.workspace.successors(agency, max(self.period.first, self.end(agency) or self.period.first))

    def document(self, document: str) -> str | None:
        """The document in force that replaces another one, or this one itself; None if there is none."""
        end = self.workspace.document_end(document)
        if end is None or end > self.period.first:
            return document
        replacing = [candidate.id for candidate in self.workspace.documents.values() if document in candidate.replaces]
        return self.document(replacing[0]) if len(replacing) == 1 else None

    def locality(self) -> tuple[str, ...]:
        """The units that the plan's territory is when the new period begins."""
        units: tuple[str, ...] = (self.plan.jurisdiction,)
        place = self.workspace.localities[self.plan.jurisdiction]
        while place.end and place.end.first < self.period.first and place.successors:
            units = place.successors
            if len(units) > 1:
                break
            place = self.workspace.localities[units[0]]
        return units

    def same_place(self) -> str:
        """The one unit of the same level that the plan's territory is now; nothing if a choice is to be made."""
        places, localities = self.locality(), self.workspace.localities
        is_same = len(places) == 1 and localities[places[0]].level == localities[self.plan.jurisdiction].level
        return places[0] if is_same else ""

    def place_ends(self) -> date | None:
        """The day from which the plan's territory is no more where it ends on the way of the new period."""
        end = self.workspace.localities[self.plan.jurisdiction].end
        return end.first + timedelta(days=1) if end and self.period.first <= end.first < self.period.last else None

    def _is_undecided_issuer(self, agency: str) -> bool:
        """Whether an agency issues the plan and its successors are many: one body must be chosen first."""
        return agency == self.plan.issuer and any(
            isinstance(self.workspace.agencies[heir], AgencyGroup) for heir in self.heirs(agency)
        )

    def _is_wider(self, agency: str) -> bool:
        """Whether an agency is a group of some bodies, which its successor would make all of them."""
        entry = self.workspace.agencies[agency]
        return isinstance(entry, AgencyGroup) and entry.part_of is not None

    def _functions(self, agency: str) -> Iterator[tuple[str, list[str]]]:
        """Who got which function, by the words that name it."""
        for change in self.workspace.agency_changes.values():
            for move in change.functions if agency in change.original else ():
                if self.exists(move.to):
                    words = [*move.function.split(","), *move.words]
                    yield move.to, [word.strip().lower() for word in words]
