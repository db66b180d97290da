"""Everything that `data/` says, by id."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from planbook.messages.diagnostics import Allowance
from planbook.model.agency import Agency, AgencyChange, AgencyGroup, EndedKind, Locality, MemberRule
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.name_index import NameIndex, name_index
from planbook.model.office import Office
from planbook.model.opinion import OpinionFile
from planbook.model.plan import Plan, SealFile
from planbook.model.plan_words import PlanWords
from planbook.model.programme import FundingSource, Indicator, Programme, Project, Standard
from planbook.model.responsibility import PlanGroups
from planbook.model.results import PeriodResults
from planbook.model.series import Series, series_of_plans


@dataclass(frozen=True, slots=True)
class Life:
    """A time in which an agency exists: the first day of it, and the first day after it; None where nothing says so."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class Workspace:
    """All registers and plans, each by id and in the order of the files; frozen, built by `loading`."""

    localities: Mapping[str, Locality] = field(default_factory=dict)
    ended_kinds: tuple[EndedKind, ...] = ()
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    agency_changes: Mapping[str, AgencyChange] = field(default_factory=dict)
    document_types: Mapping[str, DocumentType] = field(default_factory=dict)
    documents: Mapping[str, LegalDocument] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    projects: Mapping[str, Project] = field(default_factory=dict)
    funding_sources: Mapping[str, FundingSource] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    # What the office says of itself, whole.
    office: Office = field(default_factory=Office)
    # What came of each plan, by its id, the earliest closing day first.
    results: Mapping[str, tuple[PeriodResults, ...]] = field(default_factory=dict)
    # What issued plans printed of the registers, by the id of the plan.
    seals: Mapping[str, SealFile] = field(default_factory=dict)
    # What plans say that were not read.
    words_elsewhere: PlanWords = field(default_factory=PlanWords)
    groups_elsewhere: tuple[PlanGroups, ...] = ()
    # What people answered to drafts, by the id of the plan.
    opinions: Mapping[str, OpinionFile] = field(default_factory=dict)
    # What people accepted in comments of the data files.
    allowances: tuple[Allowance, ...] = ()
    # The day that checks of what is overdue ask about; None where nobody asks.
    day: date | None = None
    # The lines of every file by its path, for the excerpts of diagnostics.
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # The nodes of every file by its path, which know in which entry a place lies.
    trees: Mapping[str, Any] = field(default_factory=dict)

    def lives(self, agency: str) -> list[Life]:
        """The times in which an agency exists, the earliest first; one that was founded anew has several.

        Bodies of a locality end with it. A split does not establish: its functions go to agencies that were there.
        """
        if agency not in self._lives:
            self._lives[agency] = self._lives_of(agency)
        return self._lives[agency]

    @cached_property
    def _lives(self) -> dict[str, list[Life]]:
        return {}

    def _lives_of(self, agency: str) -> list[Life]:
        begins = {change.date.first for change in self._changes_of.get(agency, ()) if _founds(change, agency)}
        ends = {change.date.first for change in self._changes_of.get(agency, ()) if _ends(change, agency)}
        lives: list[Life] = []
        start: date | None = None
        is_there = not begins or (bool(ends) and min(ends) <= min(begins))
        for day in sorted(begins | ends):
            if day in ends and is_there:
                lives.append(Life(start, day))
                is_there = False
            if day in begins and not is_there:
                start, is_there = day, True
        if is_there:
            lives.append(Life(start, None))
        return self._within_locality(agency, lives)

    def _within_locality(self, agency: str, lives: list[Life]) -> list[Life]:
        """The times of an agency with the first and the last day of its locality, where no event says others."""
        locality = self.localities.get(self.agencies[agency].locality or "")
        if locality and locality.start and lives[0].start is None and agency not in self._changed:
            lives[0] = Life(locality.start.first, lives[0].end)
        if locality and locality.end and lives[-1].end is None:
            lives[-1] = Life(lives[-1].start, locality.end.first + timedelta(days=1))
        return lives

    def exists(self, agency: str, first: date, last: date | None = None) -> bool:
        """Whether an agency is there on a day, or on any day of a time."""
        last = last or first
        return any(
            (life.start is None or life.start <= last) and (life.end is None or first < life.end)
            for life in self.lives(agency)
        )

    def ended(self, agency: str, day: date) -> date | None:
        """The day from which an agency was no more, the last one until a day; None if it had not ended yet."""
        return max((life.end for life in self.lives(agency) if life.end and life.end <= day), default=None)

    def agency_on(self, agency: str, day: date) -> Agency:
        """An agency as it was on a day: under the name, and in the locality, of that time."""
        entry = self.agencies[agency]
        for change in self._changed.get(agency, ()):
            if change.former and day < change.date.first:
                entry = change.former.dress(entry)
        return entry

    def is_of_party(self, plan: Plan) -> bool:
        """Whether a body of the Party issues a plan, so that it has the form of the Party's documents."""
        return plan.issuer in self.agencies and self.agencies[plan.issuer].branch == "party"

    @cached_property
    def names(self) -> NameIndex:
        """The names that agencies have, or ever had."""
        agencies = self.agencies.values()
        return name_index(agencies, chain.from_iterable(map(self.guises, agencies)), self.agency_changes.values())

    def guises(self, agency: Agency) -> Iterator[Agency]:
        """An agency under each name and in each locality that it has, or ever had."""
        yield agency
        for change in self._changed.get(agency.id, ()):
            if change.former:
                agency = change.former.dress(agency)
                yield agency

    @cached_property
    def _changes_of(self) -> Mapping[str, list[AgencyChange]]:
        """The events in the life of each agency, in the order of the file."""
        changes: dict[str, list[AgencyChange]] = {}
        for change in self.agency_changes.values():
            for agency in dict.fromkeys((*change.original, *change.resulting)):
                changes.setdefault(agency, []).append(change)
        return changes

    @cached_property
    def _changed(self) -> Mapping[str, list[AgencyChange]]:
        """The events that an agency outlived, the latest first."""
        changes: dict[str, list[AgencyChange]] = {}
        for change in sorted(self.agency_changes.values(), key=lambda change: change.date.first, reverse=True):
            for agency in change.original if change.former else ():
                changes.setdefault(agency, []).append(change)
        return changes

    @cached_property
    def plans_of_years(self) -> Mapping[str, list[Plan]]:
        """The plans of several years of each locality."""
        plans: dict[str, list[Plan]] = {}
        for plan in self.plans.values():
            if plan.period.precision == "years":
                plans.setdefault(plan.jurisdiction, []).append(plan)
        return plans

    @cached_property
    def plan_words(self) -> PlanWords:
        """The units and titles of all plans."""
        return PlanWords.of(self.plans.values()) | self.words_elsewhere

    @cached_property
    def subjects(self) -> Mapping[str, str]:
        """What each plan is about, else what all plans of the office are about; nothing where nobody says so."""
        return {plan.id: plan.subject or self.office.subject or "" for plan in self.plans.values()}

    @cached_property
    def series(self) -> Mapping[str, Series]:
        """The series of each plan."""
        return series_of_plans(self.plans, self.localities, self.subjects)

    def repeated(self, plan: Plan) -> list[Plan]:
        """The other plans of a plan's series that are of its kind, for one year or for several; none that another one replaced."""
        alike = self._repeated[self.series[plan.id], plan.period.precision]
        return [twin for twin in alike if twin is not plan]

    @cached_property
    def _repeated(self) -> Mapping[tuple[Series, str], list[Plan]]:
        plans: dict[tuple[Series, str], list[Plan]] = {}
        for plan in self.plans.values():
            alike = plans.setdefault((self.series[plan.id], plan.period.precision), [])
            alike += [plan] if plan.replaced_by not in self.plans else []
        return plans

    def members(self, group: str, plan: Plan | PlanGroups) -> tuple[str, ...]:
        """The agencies that belong to a group while a plan runs, in the order of the register; none where nobody says."""
        key = group, plan.day, plan.period.last
        if key not in self._members:
            self._members[key] = tuple(sorted(set(self._members_of(*key)), key=self.place_in_register))
        return self._members[key]

    def results_of(self, plan: str, period: str) -> PeriodResults | None:
        """What came of a plan in a period as its file names it (2026-Q1); None where nobody told."""
        return next((entry for entry in self.results.get(plan, ()) if str(entry.period) == period), None)

    def place_in_register(self, agency: str) -> int:
        """How many agencies stand before one."""
        return self._places[agency]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {id_: place for place, id_ in enumerate(self.agencies)}

    def with_members(
        self, lead: tuple[str, ...], coordinating: tuple[str, ...], plan: Plan, receiving: tuple[str, ...] = ()
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who leads and who coordinates a work, the members of groups behind them.

        Who is named itself is no member, nor is who receives what the others of its group report.
        """
        agencies = {*lead, *coordinating, *receiving}
        leads, coordinates = (
            tuple(
                dict.fromkeys(
                    (*ids, *(member for id_ in ids for member in self.members(id_, plan) if member not in agencies))
                )
            )
            for ids in (lead, coordinating)
        )
        return leads, tuple(id_ for id_ in coordinates if id_ in coordinating or id_ not in leads)

    @cached_property
    def _members(self) -> dict[tuple[str, date, date], tuple[str, ...]]:
        return {}

    @cached_property
    def bodies(self) -> Mapping[tuple[str, str | None], list[str]]:
        """The agencies of each level that are, or ever were, of each locality."""
        bodies: dict[tuple[str, str | None], list[str]] = {}
        for id_, agency in self.agencies.items():
            for place in {guise.locality for guise in self.guises(agency)}:
                bodies.setdefault((agency.level, place), []).append(id_)
        return bodies

    @cached_property
    def _parts(self) -> Mapping[str, list[str]]:
        """The localities that are part of each locality, and of none between."""
        parts: dict[str, list[str]] = {}
        for locality in self.localities.values():
            if locality.part_of:
                parts.setdefault(locality.part_of, []).append(locality.id)
        return parts

    def _members_of(self, group: str, first: date, last: date) -> Iterator[str]:
        entry = self.agencies[group]
        if not isinstance(entry, AgencyGroup):
            return
        for id_ in entry.members:
            if isinstance(self.agencies[id_], AgencyGroup):
                yield from self._members_of(id_, first, last)
            elif self.exists(id_, first, last):
                yield id_
        if rule := entry.member_rule:
            place = self.agency_on(group, first).locality
            for locality in self._below(place) if rule.below else (place,):
                for id_ in self.bodies.get((rule.level, locality), ()):
                    body = self.agency_on(id_, first)
                    if body.locality == locality and rule.fits(body) and self.exists(id_, first, last):
                        yield id_

    def _below(self, place: str | None) -> Iterator[str]:
        """The localities that lie in a place."""
        for part in self._parts.get(place or "", ()):
            yield part
            yield from self._below(part)

    def with_kin(self, agencies: Iterable[str]) -> set[str]:
        """Some agencies, with all that may ever have work because of them: members of groups, and those that came of any."""
        waiting, reached = [*agencies], {*agencies}
        while waiting:
            entry = self.agencies[waiting.pop()]
            kin = {new for change in self._changes_of.get(entry.id, ()) for new in change.resulting}
            if isinstance(entry, AgencyGroup):
                kin.update(entry.members)
                if rule := entry.member_rule:
                    kin.update(self._perhaps_members(entry, rule))
            waiting += kin - reached
            reached |= kin
        return reached

    def _perhaps_members(self, group: AgencyGroup, rule: MemberRule) -> Iterator[str]:
        """The agencies that a rule means, or meant under a name or in a place of theirs or of the group that is no more."""
        for place in {guise.locality for guise in self.guises(group)}:
            for locality in self._below(place) if rule.below else (place,):
                for id_ in self.bodies.get((rule.level, locality), ()):
                    if any(map(rule.fits, self.guises(self.agencies[id_]))):
                        yield id_

    def successors(self, agency: str, day: date) -> list[str]:
        """The agencies that exist on a day and have, at whatever remove, what another one had when it ended."""
        since = self.ended(agency, day) or date.min
        line = [agency]
        for ancestor in line:  # grows while it is read: successors of successors
            changes = (change for change in self._changes_of.get(ancestor, ()) if ancestor in change.original)
            heirs = (change.resulting for change in changes if change.date.first >= since)
            line += [heir for heir in dict.fromkeys(chain(*heirs)) if heir not in line]
        return [heir for heir in line[1:] if self.exists(heir, day)]

    def issuer(self, document: LegalDocument, cited_on: date = date.max) -> Agency | None:
        """Who issued a document, as it was called on its day; a document without one has that of the citation."""
        if document.issuer is None:
            return None
        return self.agency_on(document.issuer, document.date.first if document.date else cited_on)

    def document_end(self, document: str) -> date | None:
        """The day from which a document is no longer in force; None where nothing says so."""
        own = self.documents[document].end
        ends = [own.first + timedelta(days=1)] if own else []
        ends += [heir.date.first for heir in self._replacing.get(document, ()) if heir.date]
        return min(ends, default=None)

    @cached_property
    def _replacing(self) -> Mapping[str, list[LegalDocument]]:
        """The documents that replace each document."""
        heirs: dict[str, list[LegalDocument]] = {}
        for heir in self.documents.values():
            for document in dict.fromkeys(heir.replaces):
                heirs.setdefault(document, []).append(heir)
        return heirs

    def parent_project(self, project: str) -> Project | None:
        """The project that a sub-project belongs to; None for a project itself."""
        for candidate in self.projects.values():
            if any(part.id == project for part in candidate.projects):
                return candidate
        return None


def _founds(change: AgencyChange, agency: str) -> bool:
    return agency in change.resulting and agency not in change.original and change.kind in ("establish", "merge")


def _ends(change: AgencyChange, agency: str) -> bool:
    return (
        agency in change.original and agency not in change.resulting and change.kind in ("merge", "split", "dissolve")
    )
