"""What one build is made of: everything that is read, the time and revision it carries, and the views that outputs share."""

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from planbook.changes.lately import ChangeHistory, ChangeSet, change_history, last_changes
from planbook.changes.side_by_side import ComparedPlan
from planbook.loading.attached_files import AttachedFiles, attached_files
from planbook.loading.own_templates import load_template
from planbook.loading.register_extract import RegisterExtract
from planbook.messages.diagnostics import BuildStopped, Diagnostic, stop_the_build
from planbook.messages.explanations import PAGE, explanations
from planbook.model.entry import Entry
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.status import standing
from planbook.model.workspace import Workspace
from planbook.outputs.comparisons import earlier_states, with_predecessors
from planbook.outputs.division import agencies_with_work
from planbook.outputs.last_findings import examine_again
from planbook.outputs.office_settings import phrases_of_office, site_url
from planbook.outputs.origin import made_by, made_of
from planbook.render.article import article, article_lines
from planbook.render.feed import plan_json
from planbook.render.search_index import SearchWords
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.repository.data_paths import OFFICE, REGISTER_FILES
from planbook.repository.files import no_files
from planbook.repository.fingerprint import fingerprint
from planbook.repository.last_commits import revisions_of
from planbook.repository.program_files import place_of
from planbook.repository.revisions import VIETNAM, Commit, Revision, commit_of, edited
from planbook.views.documents import DocumentView, cited_documents
from planbook.views.findings import FindingsView, findings_views
from planbook.views.glossary import Abbreviation, glossary
from planbook.views.once import OfPlans, Views
from planbook.views.open_data.open_sdg import Observation, observations
from planbook.views.open_data.result_rows import result_rows
from planbook.views.open_data.rows import data_rows
from planbook.views.open_data.tables import DataTable, DescriptionFile, Descriptions, tables
from planbook.views.plan import texts_of
from planbook.views.register import plans_on_a_page
from planbook.views.register_rows import PlaceRows
from planbook.views.rows_of_places import rows_of_calendar, rows_of_register
from planbook.wording.blocks import ArticleLine, capital
from planbook.wording.phrases import Phrases, WordingFile
from planbook.wording.status import StatusView, status_view

if TYPE_CHECKING:
    from planbook.render.ics import Calendars

_Kind = TypeVar("_Kind", bound=Entry)


def read_sources(root: Path) -> "Sources":
    """Read data/ and templates/; raises `BuildStopped` with all errors of all files."""
    workspace, findings = examine_again(root, all_plans=True)
    if not stop_the_build(findings):
        findings += attached_files(root / "data", workspace)[1]
    return sources_of(root, workspace, findings)


def sources_of(root: Path, workspace: Workspace, findings: list[Diagnostic]) -> "Sources":
    """What is read beside data/ that was checked; raises `BuildStopped` with all errors of all files."""
    findings += no_files(root, "templates", "content")
    lines = ChainMap[str, list[str]]({}, cast("Any", workspace.lines))

    def read(name: str, kind: type[_Kind]) -> _Kind | None:
        entry, more, lines[name] = load_template(root, name, kind)
        findings.extend(more)
        return entry

    phrases = read("templates/plan/wording.yaml", WordingFile)
    sheet = read("templates/word/styles.yaml", StyleSheet)
    search_words = read("templates/site/search.yaml", SearchWords)
    descriptions = read("templates/data/tables.yaml", DescriptionFile)
    if not (phrases and sheet and search_words and descriptions) or stop_the_build(findings):
        raise BuildStopped(findings, lines)
    office = workspace.office
    standard = office.standard or phrases.say("column_standard").lower()
    names = {"plans": office.plans or "", "standard": standard, "Standard": capital(standard)}
    own = tuple(search_words.same) + office.same_words
    return Sources(
        root, workspace, findings, phrases_of_office(phrases, office), sheet, search_words.model_copy(update={"same": own}),
        descriptions.for_office(names, office.licence), Templates(root / "templates"),
    )  # fmt: skip


def edition(
    sources: "Sources",
    made: datetime,
    as_of: date | None = None,
    tracked: Collection[str] = (),
    *,
    history: bool = False,
    repository: Path | None = None,
    changed: Collection[str] | None = None,
) -> "Edition":
    """What a build of `made` makes, for its own day if no other is given; Word records changes in `tracked` plans.

    A commit to one plan leaves what the documents of others say of their source as it is. Sources that were copied
    from another folder are published as those of that `repository`. Who knows what `changed` since the last commit says it.
    """
    root = repository or sources.root
    changed = edited(root, "data", "templates") if changed is None else changed
    local, last = made.astimezone(VIETNAM), commit_of(root, "HEAD")
    return Edition(
        **vars(sources),
        made=local,
        as_of=as_of or local.date(),
        revisions=revisions_of(root, "HEAD", changed, {plan: made_of(plan) for plan in (*sources.workspace.plans, "")}),
        site_url=site_url(root),
        repository=root,
        head=last.name if last else "HEAD",
        tracked=tuple(sorted(tracked)),
        history=history,
    )


@dataclass(frozen=True)
class Sources:
    """Everything that is read before anything is written."""

    root: Path
    workspace: Workspace
    source_findings: list[Diagnostic]
    phrases: Phrases
    sheet: StyleSheet
    search_words: SearchWords
    descriptions: Descriptions
    templates: Templates


@dataclass(frozen=True, kw_only=True)
class Making:
    """How a site, or a part of one, is made of its sources.

    `made` is the time of the build, in Vietnam's zone; `as_of` the day that counts as today; `revisions` name the state of each plan's data (under "" that of
    all); `site_url` is where the site stands, with a slash at its end, or empty. In the drafts of `tracked` plans Word records changes. With `history` the site
    shows what drafts were before. What git tells of earlier states goes up to `head`. Of a site that is cut by places a part leaves out what is about `joint`
    agencies (of the `summed` ones, which too many plans name, it has pieces); one of several places makes `only` what is about such agencies. Of registers it
    holds an `extract`.
    """

    made: datetime
    as_of: date
    revisions: Mapping[str, Revision]
    site_url: str
    head: str = "HEAD"
    tracked: Collection[str] = ()
    history: bool = False
    joint: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    extract: RegisterExtract | None = None
    summed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Edition(Sources, Views, Making):
    """The sources as one build publishes them, and all views of them, worked out once; `time` tells what time each file carries.

    Earlier states are those of a `repository`; the sources may be unpacked elsewhere. What lists the plans of a place stands in its `folder`.
    """

    repository: Path
    folder: str = ""

    def publishes(self, blanks: Mapping[str, object]) -> bool:
        """Whether a file is this edition's: that of an agency may be another one's."""
        agency = blanks.get("agency") if "plan" not in blanks else None
        if self.only is not None:
            return agency in self.only
        return not agency or not self.folder or agency in self._own_agencies - self.joint

    @cached_property
    def _own_agencies(self) -> set[str]:
        """The agencies that these plans may give work to; what changed in registers touches others too, which are no business of one place."""
        return agencies_with_work(self.workspace)

    def revision(self, plan: str) -> str:
        """The state of a plan's data in words; nothing outside git."""
        revision = self.revisions[plan]
        if revision.day is None:
            return ""
        commit = revision.commit
        if revision.is_edited:
            commit = self.phrases.say("revision_edited", revision=commit)
        return self.phrases.say("revision", revision=commit, day=official_day(revision.day))

    def time(self, plan: str = "") -> datetime:
        """The time that the files of a plan carry, without one those of all: of the last change of what they are made of.

        So a commit to one plan leaves the files of others as they are. A plan that is over or replaced carries the day on
        which it became so, if that is later. Where `made` is no time of git's, or the data were edited since, it is `made`.
        """
        revision = self.revisions[plan]
        if not self._is_of_git or revision.moment is None or revision.is_edited:
            return self.made
        since = plan and standing(self.workspace, self.workspace.plans[plan], self.made.date()).since
        return max(revision.moment, datetime.combine(since, datetime.min.time(), VIETNAM)) if since else revision.moment

    @cached_property
    def _is_of_git(self) -> bool:
        return (last := commit_of(self.repository, self.head)) is not None and last.moment == self.made

    def origin(self, makers: Mapping[str, str] | None = None) -> dict[str, object]:
        """What the list of published files says of where they come from: days, the state of each plan, how they were made.

        What makes them is told by `makers` where it is known already.
        """
        return {
            "made": self.made.isoformat(),
            "as_of": self.as_of.isoformat(),
            "revisions": {plan: str(revision) for plan, revision in self.revisions.items()},
            "head": self.head,
            "tracked": [*self.tracked],
            "history": self.history,
            "made_by": {**(makers or made_by(self.root)), "history": self.changes.reach},
        }

    @cached_property
    def made_from(self) -> str:
        """A hash of what all documents have in common: program, templates, registers and place."""
        registers = (OFFICE, *self.extract.files) if self.extract else REGISTER_FILES
        return fingerprint(self.root, *registers, extra=repr((self.site_url, self.templates.digest)))

    @cached_property
    def statuses(self) -> Mapping[str, StatusView]:
        """What each plan is on the day that counts as today."""
        plans = self.workspace.plans.values()
        return {plan.id: status_view(self.workspace, plan, self.as_of, self.phrases) for plan in plans}

    def plans_in_register(self, year: int | None = None) -> tuple[str, ...]:
        """The plans whose work the register lists, or its page of a year: those that run, then the newest, as many as a page can hold."""
        plans = [plan for plan in self.workspace.plans.values() if year is None or year in plan.period.years]
        plans.sort(key=lambda plan: (not self.statuses[plan.id].is_over, plan.period.last, plan.id), reverse=True)
        return plans_on_a_page([plan.id for plan in plans], self.matrices, self.charges)

    @cached_property
    def register_rows(self) -> PlaceRows:
        """The rows of the register, for the one over all places."""
        return rows_of_register(self, self.as_of)

    @cached_property
    def calendar_rows(self) -> PlaceRows:
        """What is due when, for the calendar over all places."""
        return rows_of_calendar(self, self.as_of)

    @cached_property
    def attached(self) -> AttachedFiles:
        """The files that come with plans, each by its plan and appendix."""
        return attached_files(self.root / "data", self.workspace)[0]

    @cached_property
    def articles(self) -> Mapping[str, str]:
        """The one text of each plan, as semantic HTML."""
        return {plan: article(self.templates, view, self.phrases) for plan, view in self.views.items()}

    def article_lines(self, plan: str, *, is_word: bool) -> Iterator[ArticleLine]:
        """The lines of that text, in the order of the template."""
        return article_lines(self.articles[plan], is_word=is_word)

    @cached_property
    def findings(self) -> Mapping[str, FindingsView]:
        """What the checks find in each plan, and under "" in the registers and templates."""
        explained = explanations(place_of(self.root, PAGE))
        return findings_views(self.workspace, self.texts, self.views, explained, self.source_findings)

    @cached_property
    def glossary(self) -> list[Abbreviation]:
        """What short forms mean, and which plans use them."""
        texts = {plan: texts_of(view) for plan, view in self.views.items()}
        agencies = [agency for agency, view in self.agencies.items() if view.is_named]
        return glossary(self.workspace, self.search_words.same, texts, agencies)

    @cached_property
    def listed_documents(self) -> list[DocumentView]:
        """The documents that the page of the register lists: all, or on that of a place those that its plans cite."""
        return cited_documents(self.documents) if self.folder else self.documents

    @cached_property
    def compared(self) -> Mapping[str, tuple[ComparedPlan, ...]]:
        """Each plan against the plans that it follows."""
        return OfPlans(self.workspace, lambda plan: with_predecessors(self, plan))

    @cached_property
    def changes(self) -> ChangeHistory:
        """What changed lately in the plans."""
        return change_history(self.repository, self.workspace, self.phrases, self.as_of, self.head, self.extract)

    @cached_property
    def changed_last(self) -> Mapping[str, date]:
        """The day on which each plan was changed last."""
        return last_changes(self.repository, self.workspace.plans, self.head)

    @cached_property
    def changes_of_agencies(self) -> Mapping[str, list[ChangeSet]]:
        """What changed lately for each agency: of each commit what touches its work, and plans that name it which are new or cannot be read."""
        numbers: dict[str, set[int]] = {}
        for number, edit in enumerate(self.changes.sets):
            whole = edit.is_new or edit.is_unread
            work = self.work_of_plans[edit.plan] if whole and edit.plan else self.agencies if whole else {}
            workers = (agency for agency, view in work.items() if view.is_named)
            for agency in (*workers, *(agency for change in edit.changes for agency in change.agencies)):
                numbers.setdefault(agency, set()).add(number)
        sets = self.changes.sets
        return {
            agency: [replace(sets[number], changes=sets[number].of_agency(agency)) for number in sorted(own)]
            for agency, own in numbers.items()
        }

    @cached_property
    def states(self) -> Mapping[str, list[tuple[Commit, ComparedPlan | None]]]:
        """Each draft against what it was at every commit, where the history is to be shown."""
        where = self.repository, self.head
        return OfPlans(self.workspace, lambda plan: [*earlier_states(*where, self, plan)] if self.history else [])

    @cached_property
    def plan_data(self) -> Mapping[str, str]:
        """The open data of each plan, which tell everything that its documents are made of."""
        return OfPlans(self.workspace, self._plan_data)

    def _plan_data(self, plan: Plan) -> str:
        made_from = sha256(f"{self.made_from} {self.revisions[plan.id]} {self.time(plan.id)}".encode()).hexdigest()
        results = result_rows(self.progress_by_period[plan.id].values())
        return plan_json(self.contents[plan.id], self.views[plan.id], self.matrices[plan.id], results, made_from)

    @cached_property
    def calendars(self) -> "Calendars":
        """The calendars of plans, agencies and places."""
        from planbook.render.ics import Calendars

        return Calendars(self.views, self.phrases, self.time, self.site_url, self.statuses)

    @cached_property
    def open_sdg(self) -> dict[str, tuple[Observation, ...]]:
        """The values of each indicator as Open SDG reads them."""
        return observations(self.workspace, self.texts)

    @cached_property
    def open_data(self) -> list[DataTable]:
        """The tables of open data."""
        return tables(self.descriptions, data_rows(self, self.as_of))
