"""What changed in the plans, as their git history tells it: by which commit, in sentences, and whose work each touches."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

from planbook.changes.change import Change
from planbook.changes.compare import compare, compare_plans
from planbook.changes.in_force import CitedDocuments, everybody_of
from planbook.changes.past_states import States, plans_around, registers_around
from planbook.changes.renamed import new_ids_of_plans
from planbook.changes.sentences import ChangeSentence, change_log
from planbook.changes.words import side
from planbook.loading.register_extract import RegisterExtract
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import OFFICE, PLANS, REGISTER_PATHS, plan_of
from planbook.repository.git import is_shallow, outside
from planbook.repository.last_commits import last_commit_of_plan, last_commits
from planbook.repository.revisions import Commit, commits_of, touched_by
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
    """What one commit changed in one plan (an empty id: the registers), the weightiest first; a plan that came with it has no change.

    `is_unread` where the data of the commit or before it cannot be read, so that nobody can say what it changed.
    """

    plan: str
    commit: Commit
    changes: tuple[ChangeWithAgencies, ...]
    is_new: bool = False
    is_unread: bool = False

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

    A plan that came with the commit `is_new` and has no change, as one has whose data there `is_unread`.
    """

    plan: str
    day: date
    commit: str
    change: ChangeSentence | None
    more: int
    is_new: bool
    is_unread: bool


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
            change_set.is_new,
            change_set.is_unread,
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
        of_plans = _of_plans(root, commits[:LOOKED_AT], plans, phrases, as_of, own, extract, is_cut=is_cut)
        cited = CitedDocuments(plans)
        begun = [commit for commit in registers()[:LOOKED_AT] if commit.parents]
        of_registers = [
            _of_registers(commit, before, after, plans, phrases, as_of, cited)
            for commit, before, after in _readable(begun, lambda commit: registers_around(root, commit, extract))
        ]
        sets = [*of_plans, *filter(None, reversed(of_registers))]
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


def _of_plans(
    root: Path,
    commits: Sequence[Commit],
    plans: Workspace,
    phrases: Phrases,
    as_of: date,
    own: Collection[str] | None,
    extract: RegisterExtract | None,
    *,
    is_cut: bool,
) -> list[ChangeSet]:
    """What each commit changed in plans, the latest first; what those did whose data cannot be read is told with the next that can be."""
    if is_cut:  # what the history begins with in a clone that lacks what was before seems to have made every plan
        commits = [commit for commit in commits if commit.parents]
    sets: list[list[ChangeSet]] = []

    def touched(commit: Commit) -> set[str]:
        return {plan_of(path) for path in touched_by(root, commit, [f"data/{PLANS}/**"])}

    def around(commit: Commit) -> States:
        before, after = plans_around(root, commit, own, extract, plans)
        if own and before and after and commit.parents and not after.plans.keys() <= before.plans.keys():
            # One that is new here may have had another id, under which nobody has read it.
            return plans_around(root, commit, {*own, *touched(commit)}, extract, plans)
        return before, after

    for commit, before, after in _readable(commits, around):
        if before is None or after is None:
            names = touched(commit)
            sets.append([ChangeSet(plan, commit, (), is_unread=True) for plan in plans.plans if plan in names])
        else:
            sets.append([*_changes(commit, before, after, plans, phrases, as_of)])
    return [change_set for of_commit in reversed(sets) for change_set in of_commit]


def _readable(
    commits: Sequence[Commit], around: Callable[[Commit], States]
) -> Iterator[tuple[Commit, Workspace | None, Workspace | None]]:
    """Each commit, the earliest first, with what was before and after it; behind commits that cannot be read, what was before all these."""
    last, is_gap = "", False  # the last commit that can be read
    for commit in reversed(commits):
        since = replace(commit, parents=(last,)) if last else commit
        before, after = around(since if is_gap else commit)
        if before is None and after is not None and last and not is_gap:  # another commit than these made it unreadable
            before, after = around(since)
        yield commit, before, after
        is_gap = after is None
        last = commit.name if after else last or "".join(commit.parents[:1] if before else ())


def _changes(
    commit: Commit, before: Workspace, after: Workspace, plans: Workspace, phrases: Phrases, as_of: date
) -> Iterator[ChangeSet]:
    was = {now: then for then, now in new_ids_of_plans(before.plans, after.plans).items()}
    for plan in after.plans.values():
        if plan.id not in plans.plans:
            continue
        earlier = before.plans.get(was.get(plan.id, plan.id))
        if earlier is None:
            yield ChangeSet(plan.id, commit, (), is_new=True)
            continue
        sides = side(before, earlier.id, phrases), side(after, plan.id, phrases)
        changes = compare_plans(earlier, plan)
        if earlier.id != plan.id:
            changes.append(Change("set", plan.id, plan.id, plan, earlier, "id", earlier.id, plan.id))
        log = change_log(changes, *sides)
        sentences = [sentence for sentence in log if sentence.field not in _NAMELESS]
        with_agencies = (
            ChangeWithAgencies(sentence, tuple(_concerned(plans, plan.id, agencies, as_of)))
            for sentence in sentences
            # On what a plan stands, and what stands in its place, is no work of its own and concerns all.
            for agencies in [everybody_of(plan) if sentence.field in _OF_ALL else sentence.agencies]
        )
        if sentences:
            yield ChangeSet(plan.id, commit, tuple(with_agencies))


def _of_registers(
    commit: Commit,
    before: Workspace | None,
    after: Workspace | None,
    plans: Workspace,
    phrases: Phrases,
    as_of: date,
    cited: CitedDocuments,
) -> ChangeSet | None:
    """What a commit changed in the registers for agencies that there are."""
    if before is None or after is None:
        return ChangeSet("", commit, (), is_unread=True)
    sentences = change_log(compare(before, after), side(before, "", phrases), side(after, "", phrases))
    changes = []
    for sentence in sentences:
        documents = dict.fromkeys(id_ for state in (before, after) for id_ in _documents_of(sentence, state))
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
