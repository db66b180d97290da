"""Everything that `data/` says, by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planbook.diagnostics import Allowance
from planbook.model.agency import Agency, Locality
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.plan import Plan
from planbook.model.programme import FundingSource, Indicator, PovertyStandard, Programme, Project


@dataclass(frozen=True)
class Workspace:
    """All registers and plans, each by id and in the order of the files; frozen, built by `loading`."""

    localities: Mapping[str, Locality] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
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

    def parent_project(self, project: str) -> Project | None:
        """Give the project that a sub-project belongs to; None for a project itself."""
        for candidate in self.projects.values():
            if any(part.id == project for part in candidate.projects):
                return candidate
        return None
