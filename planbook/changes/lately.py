"""What changed in the plans, as their git history tells it: by which commit, in sentences, and whose work each touches."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

from planbook.changes.compare import compare, compare_plans
from planbook.changes.in_force import CitedDocuments, everybody_of
from planbook.changes.past_states import plans_around, registers_around
from planbook.changes.sentences import ChangeSentence, change_log
from planbook.changes.words import side
from planbook.loading.register_extract import RegisterExtract
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import OFFICE, PLANS, REGISTER_PATHS
from planbook.repository.git import is_shallow, outside
from planbook.repository.last_commits import last_commit_of_plan, last_commits
from planbook.repository.revisions import Commit, commits_of
from planbook.wording.phrases import Phrases

_OF_ALL = ("legal_bases", "replaced_by")  # facts of a plan
_NAMELESS = ("series",)  # facts whose values only the data have words for
_OTHER_DOCUMENTS = ("replaces", "amends", "date")  # facts of a document: what it does to others, and from when on
LOOKED_AT = 20  # commits; many change only the layout of a file

# Why nothing is known of what was before: no repository, a clone without older commits, more commits than are looked at.
Reach = Literal["whole", "older", "shallow", "outside"]
REACHES: tuple[Reach, ...] = get_args(Reach)  # the least known last


@dataclass(frozen=True, slots=True)
class ChangeWithAgencies:
    """One change in words, with the agencies whose work it touches: also by their groups, and for those that are no more."""

    sentence: ChangeSentence
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one commit changed in one plan (an empty id: the registers), the weightiest first; a plan that came with it has no change."""

    plan: str
    commit: Commit
    changes: tuple[ChangeWithAgencies, ...]
    is_new: bool = False

    def of_agency(self, agency: str) -> tuple[ChangeWithAgencies, ...]:
        """The changes that touch the work of an agency."""
        return tuple(change for change in self.changes if agency in change.agencies)


@dataclass(frozen=True)
class ChangeHistory:
    """The last changes of all plans and of the registers, the newest first, and how far back those of plans go; nothing is read for the latter alone."""

    reach: Reach
    find: Callable[[], tuple[ChangeSet, ...]] = tuple
    find_registers: Callable[[], tuple[Commit, ...]] = tuple

    @cached_property
    def sets(self) -> tuple[ChangeSet, ...]:
        """The changes."""
        return self.find()

    @property
    def reach_of_all(self) -> Reach:
        """How far back the changes of plans and registers go that are known: the less of both."""
        registers: Reach = "older" if len(self.find_registers()) > LOOKED_AT else "whole"
        return max((self.reach, registers), key=REACHES.index)


@dataclass(frozen=True, slots=True)
class Lately:
    """What one commit changed in one plan: the weightiest change in words, and how many more there are.

    A plan that came with the commit `is_new` and has no change.
    """

    plan: str
    day: date
    commit: str
    change: ChangeSentence | None
    more: int

    @property
    def is_new(self) -> bool:
        """Whether the plan came with the commit."""
        return self.change is None


def last_changes(root: Path, plans: Collection[str], head: str = "HEAD") -> dict[str, date]:
    """The day on which each plan was changed last up to a commit; of none outside git, and where the history is cut off before it."""
    if len(plans) == 1:  # as most places have, each of which would read the history of all
        (plan,) = plans
        commit = last_commit_of_plan(root, head, plan)
        newest = {plan: commit} if commit else {}
    else:
        newest = last_commits(root, head, {plan: (f"data/plans/{plan}.yaml",) for plan in plans}, first_parent=True)
    is_cut = not all(commit.parents for commit in newest.values()) and is_shallow(root)
    return {plan: commit.day for plan, commit in newest.items() if commit.parents or not is_cut}


def lately(history: ChangeHistory) -> list[Lately]:
    """The last changes in short, the newest first; what the history begins with is none."""
    return [
        Lately(
            change_set.plan,
            change_set.commit.day,
            change_set.commit.short,
            change_set.changes[0].sentence if change_set.changes else None,
            len(change_set.changes) - 1,
        )
        for change_set in history.sets
        if change_set.plan and change_set.commit.parents
    ]


def change_history(
    root: Path,
    plans: Workspace,
    phrases: Phrases,
    as_of: date,
    head: str = "HEAD",
    extract: RegisterExtract | None = None,
) -> ChangeHistory:
    """The last changes of plans that there still are, up to a commit; what was merged counts as one, on the day of the merge.

    With the `extract` of registers of these plans nothing else is looked at. It costs as much as the last commits changed, however long the history is.
    """
    files = tuple(f"data/{PLANS}/**/{plan}.yaml" for plan in plans.plans) if extract else (f"data/{PLANS}",)
    commits = commits_of(root, files, LOOKED_AT + 1, "--first-parent", head)
    if not commits and outside(root):
        return ChangeHistory("outside")
    own = plans.plans.keys() if extract else None
    is_cut = bool(commits) and is_shallow(root)
    reach: Reach = "older" if len(commits) > LOOKED_AT else "shallow" if is_cut else "whole"

    @cache
    def registers() -> tuple[Commit, ...]:
        paths = (OFFICE, *extract.files) if extract else REGISTER_PATHS
        return tuple(commits_of(root, paths, LOOKED_AT + 1, "--first-parent", head))

    def find() -> tuple[ChangeSet, ...]:
        of_plans = (
            change_set
            for commit in commits[:LOOKED_AT]
            for change_set in _changes(root, commit, plans, phrases, as_of, own, extract, is_cut=is_cut)
        )
        cited = CitedDocuments(plans)
        of_registers = (
            _of_registers(root, commit, plans, phrases, as_of, cited, extract)
            for commit in registers()[:LOOKED_AT]
            if commit.parents
        )
        sets = [*of_plans, *filter(None, of_registers)]
        return tuple(sorted(sets, key=lambda change_set: -change_set.commit.time))

    return ChangeHistory(reach, find, registers)


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """One change of an item, or of something that stands in it, with the commit that made it."""

    commit: Commit
    sentence: ChangeSentence

    def in_words(self, *, with_author: bool) -> str:
        """When, by whom, what, and for which reason, without the commit itself."""
        words = self.sentence.sentence.in_language("vi")
        author = f", {self.commit.author}" if with_author and self.commit.author else ""
        return f"{official_day(self.commit.day)}{author}: {words} – {self.commit.subject}"


def edits_of_items(history: ChangeHistory, plan: str) -> Mapping[str, list[ItemEdit]]:
    """The last changes of each item of a plan under its id of today, the newest first; the history is read once for all."""
    edits: dict[str, list[ItemEdit]] = {}
    names: dict[str, str] = {}  # what has another id today
    for change_set in history.sets:
        if change_set.plan != plan:
            continue
        for change in change_set.changes:
            sentence = change.sentence
            if sentence.anchor:
                edits.setdefault(names.get(sentence.anchor, sentence.anchor), []).append(
                    ItemEdit(change_set.commit, sentence)
                )
        ids = {
            str(change.sentence.before): change.sentence.item
            for change in change_set.changes
            if change.sentence.field == "id"
        }
        names |= {old: names.get(new, new) for old, new in ids.items()}
    return edits


def _changes(
    root: Path,
    commit: Commit,
    plans: Workspace,
    phrases: Phrases,
    as_of: date,
    own: Collection[str] | None,
    extract: RegisterExtract | None,
    *,
    is_cut: bool,
) -> Iterator[ChangeSet]:
    if is_cut and not commit.parents:
        return  # in a clone that lacks what was before, it seems to have made every plan
    states = plans_around(root, commit, own, extract, plans)
    if states is None:
        return
    before, after = states
    for plan in after.plans.values():
        if plan.id not in plans.plans:
            continue
        earlier = before.plans.get(plan.id)
        if earlier is None:
            yield ChangeSet(plan.id, commit, (), is_new=True)
            continue
        log = change_log(compare_plans(earlier, plan), side(before, plan.id, phrases), side(after, plan.id, phrases))
        sentences = [sentence for sentence in log if sentence.field not in _NAMELESS]
        changes = (
            ChangeWithAgencies(sentence, tuple(_concerned(plans, plan.id, agencies, as_of)))
            for sentence in sentences
            # On what a plan stands, and what stands in its place, is no work of its own and concerns all.
            for agencies in [everybody_of(plan) if sentence.field in _OF_ALL else sentence.agencies]
        )
        if sentences:
            yield ChangeSet(plan.id, commit, tuple(changes))


def _of_registers(
    root: Path,
    commit: Commit,
    plans: Workspace,
    phrases: Phrases,
    as_of: date,
    cited: CitedDocuments,
    extract: RegisterExtract | None,
) -> ChangeSet | None:
    """What a commit changed in the registers for agencies that there are; nothing where it began them, or cannot be read any more."""
    states = registers_around(root, commit, extract)
    if states is None:
        return None
    before, after = states
    sentences = change_log(compare(before, after), side(before, "", phrases), side(after, "", phrases))
    changes = []
    for sentence in sentences:
        documents = dict.fromkeys(id_ for state in states for id_ in _documents_of(sentence, state))
        agencies = [
            *((plan, agency) for plan in plans.plans for agency in sentence.agencies),
            *cited.agencies(documents),
        ]
        bodies = dict.fromkeys(body for plan, agency in agencies for body in _concerned(plans, plan, (agency,), as_of))
        changes += [ChangeWithAgencies(sentence, tuple(bodies))] if bodies else []
    return ChangeSet("", commit, tuple(changes)) if changes else None


def _documents_of(sentence: ChangeSentence, state: Workspace) -> Iterator[str]:
    """The legal documents that a change of the registers is about: one, and what it replaces and amends where that is the change."""
    document = state.documents.get(sentence.item)
    if document:
        yield document.id
        if sentence.kind != "set" or sentence.field in _OTHER_DOCUMENTS:
            yield from (*document.replaces, *document.amends)


def _concerned(plans: Workspace, plan: str, agencies: Iterable[str], as_of: date) -> Iterator[str]:
    """Some agencies with the members of groups, and with those that have the work of what is no more."""
    for agency in dict.fromkeys(agencies):
        if agency in plans.agencies:
            for body in (agency, *plans.members(agency, plans.plans[plan])):
                yield body
                if plans.ended(body, as_of) and not plans.exists(body, as_of):
                    yield from plans.successors(body, as_of)
