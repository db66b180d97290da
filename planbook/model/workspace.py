"""Everything that `data/` says, by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

from planbook.diagnostics import Allowance
from planbook.model.agency import Agency, AgencyChange, Locality
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.plan import Plan
from planbook.model.programme import FundingSource, Indicator, PovertyStandard, Programme, Project


@dataclass(frozen=True)
class Workspace:
    """All registers and plans, each by id and in the order of the files; frozen, built by `loading`."""

    localities: Mapping[str, Locality] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    agency_changes: Mapping[str, AgencyChange] = field(default_factory=dict)
    document_types: Mapping[str, DocumentType] = field(default_factory=dict)
    documents: Mapping[str, LegalDocument] = field(default_factory=dict)
    standards: Mapping[str, PovertyStandard] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    projects: Mapping[str, Project] = field(default_factory=dict)
    funding_sources: Mapping[str, FundingSource] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    # What people accepted in comments of the data files.
    allowances: tuple[Allowance, ...] = ()
    # The lines of every file by its path, for the excerpts of diagnostics.
    lines: Mapping[str, list[str]] = field(default_factory=dict)

    def life(self, agency: str) -> tuple[date | None, date | None]:
        """Give the day from which an agency exists and the day from which it does not; None where no event says so.

        Bodies of a locality end with it. A split does not establish: its functions go to agencies that were there.
        """
        start, end = None, None
        for change in self.agency_changes.values():
            before, after = agency in change.original, agency in change.resulting
            if after and not before and change.kind in ("establish", "merge"):
                start = change.date.first
            if before and not after and change.kind in ("merge", "split", "dissolve"):
                end = change.date.first
        locality = self.localities.get(self.agencies[agency].locality or "")
        if start is None and locality and locality.start and agency not in self._changed:
            start = locality.start.first
        if end is None and locality and locality.end:
            end = locality.end.first + timedelta(days=1)
        return start, end

    def agency_on(self, agency: str, day: date) -> Agency:
        """Give an agency as it was on a day: under the name, and in the locality, of that time."""
        entry = self.agencies[agency]
        for change in self._changed.get(agency, ()):
            if change.former and day < change.date.first:
                entry = change.former.dress(entry)
        return entry

    @cached_property
    def _changed(self) -> Mapping[str, list[AgencyChange]]:
        """Give the events that an agency outlived, the latest first."""
        found: dict[str, list[AgencyChange]] = {}
        for change in sorted(self.agency_changes.values(), key=lambda change: change.date.first, reverse=True):
            for agency in change.original if change.former else ():
                found.setdefault(agency, []).append(change)
        return found

    @cached_property
    def plans_of_years(self) -> Mapping[str, list[Plan]]:
        """Give the plans of several years of each locality."""
        found: dict[str, list[Plan]] = {}
        for plan in self.plans.values():
            if plan.period.precision == "years":
                found.setdefault(plan.jurisdiction, []).append(plan)
        return found

    def successors(self, agency: str, day: date) -> list[str]:
        """Give the agencies that exist on a day and have, at whatever remove, what another one had."""
        line = [agency]
        for one in line:  # grows while it is read: successors of successors
            heirs = (change.resulting for change in self.agency_changes.values() if one in change.original)
            line += [heir for heir in dict.fromkeys(chain(*heirs)) if heir not in line]
        return [one for one in line[1:] if self._exists(one, day)]

    def _exists(self, agency: str, day: date) -> bool:
        start, end = self.life(agency)
        return (start is None or start <= day) and (end is None or day < end)

    def issuer(self, document: LegalDocument, cited_on: date = date.max) -> Agency | None:
        """Give who issued a document, as it was called on its day; a document without one has that of the citation."""
        if document.issuer is None:
            return None
        return self.agency_on(document.issuer, document.date.first if document.date else cited_on)

    def document_end(self, document: str) -> date | None:
        """Give the day from which a document is no longer in force; None where nothing says so."""
        own = self.documents[document].end
        ends = [own.first + timedelta(days=1)] if own else []
        replacing = (other for other in self.documents.values() if document in other.replaces)
        ends += [other.date.first for other in replacing if other.date]
        return min(ends, default=None)

    def parent_project(self, project: str) -> Project | None:
        """Give the project that a sub-project belongs to; None for a project itself."""
        for candidate in self.projects.values():
            if any(part.id == project for part in candidate.projects):
                return candidate
        return None
