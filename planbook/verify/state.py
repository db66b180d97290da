"""The data of one revision as they were, with everything that a published text may say of them."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from planbook.messages.diagnostics import BuildStopped, Text
from planbook.model.budget import Budget
from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.target import Figure, Target
from planbook.model.task import Assignment
from planbook.model.texts import cited
from planbook.outputs.catalogue import output_at
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.office_settings import site_url
from planbook.outputs.origin import made_at
from planbook.outputs.proofs.documents import data_of_plan
from planbook.outputs.proofs.lines import Expected
from planbook.outputs.proofs.pages import aims_of_plans, amounts_of_plans, tasks_over_years
from planbook.outputs.proofs.results import results_of_period
from planbook.render.sandbox import TemplateProblem
from planbook.render.site import size
from planbook.repository.revisions import VIETNAM, Commit, NoSuchRevision, Revision, commit_of, unpack
from planbook.verify.facts import AgencyNames, text_facts

_SMALL = 1000  # below it a whole number may be a count or the number of an item, which no data hold
PROVED_FOLDERS = ("data", "templates")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPAN_END = re.compile(r"\b\d{4}-(\d{4})\b")


@dataclass(frozen=True)
class Listing:
    """What `manifest.json` says: the hash of each file by its path, the state of each plan's data, how all was made."""

    files: Mapping[str, str] = field(default_factory=dict)
    revisions: Mapping[str, str] = field(default_factory=dict)
    made: datetime | None = None
    as_of: date | None = None
    head: str = ""
    tracked: tuple[str, ...] = ()
    history: bool = False
    made_by: Mapping[str, str] = field(default_factory=dict)
    build: str | None = None
    beside: tuple[str, ...] = ()


NO_LIST = Listing()


@dataclass(frozen=True)
class ProofState:
    """The data that published files are held against; `commit` is None for the working tree."""

    edition: Edition
    commit: Commit | None

    def expected(self, path: str) -> Expected | None:
        """What a file of the site must say; None for one that says nothing of the data.

        Raises `NotOfTheData` for a path that these data do not make.
        """
        entry = output_at(path)
        if entry is None:
            return None
        output, blanks = entry
        try:
            return None if isinstance(output.proof, Text) else output.proof(self.edition, **blanks)
        except (KeyError, StopIteration) as error:
            raise NotOfTheData(path) from error

    @cached_property
    def agencies(self) -> AgencyNames:
        """Every name that an agency of the register goes or went by."""
        workspace = self.edition.workspace
        names = {name for agency in workspace.agencies.values() for name in agency.names}
        for plan in workspace.plans.values():
            for id_ in workspace.agencies:
                agency = workspace.agency_on(id_, plan.day)
                names |= {agency.name, agency.called}
        return AgencyNames(names)

    def explains(self, fact: tuple[str, str]) -> bool:
        """Whether a figure, day or document number has its reason in the data; a small count needs none."""
        kind, text = fact
        return fact in self._facts or (kind == "figure" and text.isdigit() and int(text) < _SMALL)

    @cached_property
    def _facts(self) -> set[tuple[str, str]]:
        return {fact.key for text in self._texts() for fact in text_facts(text)}

    def _texts(self) -> Iterator[str]:
        """All that the data say and all that is worked out of them, in words."""
        workspace = self.edition.workspace
        for path in workspace.lines:
            text = "\n".join(workspace.lines[path])
            yield text
            yield from (official_day(datetime.fromisoformat(day).date()) for day in _ISO_DAY.findall(text))
            yield " ".join(_SPAN_END.findall(text))
        for plan in workspace.plans.values():
            yield " ".join(map(str, plan.period.years))  # pages offer each of them
            yield from (line.text for line in data_of_plan(self.edition, plan.id).lines)
        for page in (aims_of_plans, amounts_of_plans, tasks_over_years):
            yield from (line.text for line in page(self.edition).lines)
        for plan_id, periods in self.edition.progress_by_period.items():
            for period in periods:
                yield from (line.text for line in results_of_period(self.edition, plan_id, period).lines)
        for due in self.edition.deadlines:
            yield from (official_day(due.day), due.day.isoformat(), due.when, f"{due.day:%m/%Y}")
        days = (charge.day for charges in self.edition.charges.values() for charge in charges)
        yield from (text for day in days if day for text in (official_day(day), day.isoformat()))
        yield from (status.text for status in self.edition.statuses.values())
        yield from (finding.message.in_language("vi") for finding in self.edition.source_findings)
        yield from (size(len(content)) for content in self.edition.attached.values())
        for revision in self.edition.revisions.values():
            yield from filter(None, (str(revision), revision.day and official_day(revision.day)))
        yield from (official_day(day) for day in (self.edition.made.date(), self.edition.as_of))
        yield from (official_day(self.edition.time(plan).date()) for plan in self.edition.revisions)
        for edit in self.edition.changes.sets:
            yield official_day(edit.commit.day)
            for sentence in (change.sentence for change in edit.changes):
                yield from (sentence.sentence.in_language("vi"), sentence.old, sentence.new)


class NotOfTheData(LookupError):
    """A file has a name that the data of its revision do not make."""


def working_tree(root: Path, listing: Listing = NO_LIST, folder: Path | None = None) -> ProofState:
    """The data as they stand in a folder, published as a list says, copied into another one if it is told; raises `BuildStopped`."""
    if folder:
        for name in (name for name in PROVED_FOLDERS if (root / name).is_dir()):
            shutil.copytree(root / name, folder / name, symlinks=True)
    sources = read_sources(folder or root)
    made, as_of = listing.made or made_at(root), listing.as_of
    of_tree = edition(sources, made, as_of, listing.tracked, history=listing.history, repository=root)
    return ProofState(of_tree, None)


def state_of(root: Path, commit: Commit, listing: Listing = NO_LIST, folder: Path | None = None) -> ProofState:
    """The data of a commit, published as a list says; raises `BuildStopped` with its errors.

    They are printed with their own templates, or with those of today where the program has outgrown them. They are
    unpacked into `folder`, or into one that is no more when this ends.
    """
    with TemporaryDirectory() as name:
        folder = folder or Path(name)
        unpack(root, commit.name, ("data",), folder)
        with suppress(NoSuchRevision):  # an office without templates of its own prints with the program's
            unpack(root, commit.name, ("templates",), folder)
        try:
            return _state_in(folder, root, commit, listing)
        except TemplateProblem:
            pass
        except BuildStopped as stop:
            if any(finding.span.path.startswith("data/") and finding.stops_the_build for finding in stop.findings):
                then = commit.name[:7]
                findings = [
                    replace(finding, span=replace(finding.span, path=f"{then}:{finding.span.path}"))
                    for finding in stop.findings
                ]
                raise BuildStopped(findings, {f"{then}:{path}": lines for path, lines in stop.lines.items()}) from stop
        if (folder / "templates").is_dir():
            (folder / "templates").rename(folder / "templates.then")
        if (root / "templates").is_dir():
            shutil.copytree(root / "templates", folder / "templates", symlinks=True)  # a link is refused, not followed
        return _state_in(folder, root, commit, listing)


def _state_in(folder: Path, root: Path, commit: Commit, listing: Listing) -> ProofState:
    sources, revisions = read_sources(folder), listing.revisions
    own = {name: commit_of(root, Revision.as_written(name).commit) or commit for name in {*revisions.values()}}
    by_plan = {plan: Revision.as_written(name, own[name].moment) for plan, name in revisions.items()}
    last = Revision(commit.name[:7], commit.moment)
    every = {plan: by_plan.get(plan, last) for plan in ("", *sources.workspace.plans)}
    local = (listing.made or commit.moment).astimezone(VIETNAM)
    edition = Edition(
        **vars(sources),
        made=local,
        as_of=listing.as_of or local.date(),
        revisions=every,
        site_url=site_url(root),
        repository=root,
        head=listing.head if listing.head and commit_of(root, listing.head) else commit.name,
        tracked=listing.tracked,
        history=listing.history,
    )
    _ = edition.articles, edition.attached  # while their templates and files are there
    return ProofState(edition, commit)


def stated(state: ProofState, plan: Plan, *, only_tasks: bool) -> Iterator[tuple[str, str]]:
    """What a plan itself says, by item, without the help of any view: amounts, values, days, numbers, names."""
    workspace = state.edition.workspace
    entries = (entry for group in plan.task_groups() for entry in group.walk()) if only_tasks else plan.walk()
    for entry in entries:
        match entry:
            case Budget():
                written = [(entry.id, entry.total), *((line.id, line.amount) for line in entry.lines)]
                yield from ((id_, official(amount[0])) for id_, amount in written if amount != "unallocated")
            case Figure() | Target() if entry.value is not None and not only_tasks:
                yield entry.id, official(entry.value)
            case Assignment():
                for assigned in (*entry.lead, *entry.coordinating):
                    yield assigned.agency, workspace.agency_on(assigned.agency, plan.day).name
    if not only_tasks:
        for document in dict.fromkeys(id_ for id_, _ in cited(plan)):
            yield document, workspace.documents[document].number or ""
