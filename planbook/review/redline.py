"""Word files with tracked changes: what became of a plan between two states of the data."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from planbook.changes.compare import compare_plans, heirs
from planbook.loading.own_templates import load_template
from planbook.messages.diagnostics import BuildStopped, Text
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.ooxml.blocks import Reviser
from planbook.outputs.documents import word_origin
from planbook.outputs.office_settings import read_phrases
from planbook.outputs.origin import made_at, made_of, source_revision
from planbook.render.article import article
from planbook.render.sandbox import TemplateProblem
from planbook.render.style_sheet import StyleSheet, UnknownElement
from planbook.render.templates import Templates
from planbook.render.tracked_words import Tokens
from planbook.render.word import redline
from planbook.repository.revisions import VIETNAM, commit_of, contents_of, unpack
from planbook.review.states import NothingOfThatName, State, names_plans, resolved_states, state, two_plans
from planbook.review.template_changes import template_files
from planbook.views.plan import plan_view
from planbook.wording.phrases import Phrases

AUTHOR = "planbook"  # whose the changes are if nobody is named: the comparison's


@dataclass(frozen=True)
class Dress:
    """What gives a plan its official text and a Word file its looks in one state.

    `today` stands in for templates that this program can use no more.
    """

    phrases: Phrases
    sheet: StyleSheet
    templates: Templates
    today: "Dress | None" = None

    def article(self, workspace: Workspace, plan: Plan) -> str:
        """The semantic text of a plan; raises `TemplateProblem`."""
        try:
            return article(self.templates, plan_view(workspace, plan, self.phrases), self.phrases)
        except TemplateProblem:
            if self.today is None:
                raise
            return self.today.article(workspace, plan)

    def tokens(self) -> Tokens:
        """What of a plan's words is never split: amounts of money, and times in words."""
        units = [self.phrases.say(f"unit_{unit}") for unit in ("dong", "trieu", "ty")]
        blank = dict.fromkeys(("day", "month", "year", "quarter"), "{}")
        day = self.phrases.say("place_and_day", place="", **blank).lstrip(", ")
        return Tokens(units, [day, self.phrases.say("quarter", **blank), self.phrases.say("month", **blank)])


@dataclass(frozen=True)
class Version:
    """A plan in one state of the data, with the commit of that state if it has one, and its time."""

    workspace: Workspace
    plan: Plan
    commit: str
    when: datetime

    @property
    def local(self) -> datetime:
        """Its time in the zone of the office."""
        return self.when.astimezone(VIETNAM)


def redlined(
    root: Path,
    old: str,
    new: str | None = None,
    plan: str = "",
    author: str = AUTHOR,
    when: datetime | None = None,
) -> bytes:
    """The draft of a plan with every change from one state to another tracked.

    The states are named as for `differences`; `plan` names the plan where more than one differs. The changes carry
    the time of the new state if no other is given. Raises `NothingOfThatName`, `BuildStopped` and `UnknownElement`.
    """
    if names_plans(root, old, new):
        here = state(root, None)
        first, second = (version(here, plan_) for plan_ in two_plans(here.workspace, old, new))
        return redline_of(read_dress(root), first, second, Reviser(author, when or second.local))
    resolved = resolved_states(root, old, new)
    before, after = state(root, resolved.old), state(root, resolved.new)
    with dresses(root, before, after) as (earlier, dress):
        id_ = plan or _only_one(earlier, dress, before, after)
        for name, side in ((old, before), (new or "data/", after)):
            if id_ not in side.workspace.plans:
                plans = ", ".join(side.workspace.plans)
                raise NothingOfThatName(
                    Text("{state} has no plan {plan}, only {known}", {"state": name, "plan": id_, "known": plans})
                )
        first, second = (version(side, side.workspace.plans[id_]) for side in (before, after))
        return redline_of(dress, first, second, Reviser(author, when or second.local), earlier)


def redline_of(dress: Dress, before: Version, after: Version, reviser: Reviser, earlier: Dress | None = None) -> bytes:
    """The redline of two versions of a plan, or of a plan and one that it follows.

    Where the earlier one was printed with other templates (`earlier`), what these said otherwise is tracked too.
    """
    view = plan_view(after.workspace, after.plan, dress.phrases)
    origin = word_origin(dress.phrases, after.plan, view, after.commit, after.local)
    names = renamed_items(before.plan, after.plan)
    texts = (earlier or dress).article(before.workspace, before.plan), dress.article(after.workspace, after.plan)
    try:
        return redline(*texts, names, dress.sheet, origin, reviser, dress.tokens())
    except UnknownElement:
        if earlier is None:
            raise
        return redline_of(dress, before, after, reviser)  # styles of now know no class that templates had then


@contextmanager
def dresses(root: Path, before: State, after: State) -> Iterator[tuple[Dress, Dress]]:
    """What each of two states prints with: the templates that it holds, as long as this lasts.

    A state without templates, or with some that the program has outgrown, is printed with those of the office's folder.
    Raises `BuildStopped` where these are wrong.
    """
    today, files = read_dress(root), template_files(root)
    with ExitStack() as stack:
        earlier, later = (_own_dress(side, today, files, stack) or today for side in (before, after))
        yield earlier, later


def _own_dress(side: State, today: Dress, files: Mapping[str, bytes], stack: ExitStack) -> Dress | None:
    """The templates of a state; None where they are none, those of today (`files`), or wrong."""
    own_files = template_files(side.folder, side.revision)
    if not own_files or own_files == files:
        return None
    folder = side.folder
    if side.revision:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        unpack(side.folder, side.revision, ("templates",), folder)
        for path, content in contents_of(side.folder, side.revision, "data/office.yaml").items():
            (folder / path).parent.mkdir()
            (folder / path).write_bytes(content)
    with suppress(BuildStopped):
        return replace(read_dress(folder), today=today)
    return None


def read_dress(root: Path) -> Dress:
    """Read the templates of plans and of Word files; raises `BuildStopped`."""
    path = "templates/word/styles.yaml"
    sheet, findings, lines = load_template(root, path, StyleSheet)
    if sheet is None:
        raise BuildStopped(findings, {path: lines})
    return Dress(read_phrases(root), sheet, Templates(root / "templates"))


def renamed_items(old: Plan, new: Plan) -> Mapping[str, str]:
    """The new id of every item that has another one than before: of the plan, of tasks carried on, of the same words."""
    changed = {
        str(change.old): change.item
        for change in compare_plans(old, new)
        if (change.kind, change.field) == ("set", "id")
    }
    return {**changed, **heirs(old, new), old.id: new.id}


def version(of: State, plan: Plan) -> Version:
    """A plan of a state with the commit and the time of that state."""
    commit = commit_of(of.folder, of.revision) if of.revision else None
    if commit:
        return Version(of.workspace, plan, commit.name[:7], commit.moment)
    return Version(of.workspace, plan, str(source_revision(of.folder, *made_of(plan.id))), made_at(of.folder))


def _only_one(earlier: Dress, dress: Dress, before: State, after: State) -> str:
    """The one plan of both states whose text differs."""
    plans = before.workspace.plans, after.workspace.plans
    common = [plan for plan in plans[1] if plan in plans[0]]
    differing = [
        plan
        for plan in common
        if len(common) == 1
        or earlier.article(before.workspace, plans[0][plan]) != dress.article(after.workspace, plans[1][plan])
    ]
    if len(differing) == 1:
        return differing[0]
    if differing:
        raise NothingOfThatName(
            Text("several plans differ; add --plan and one of {plans}", {"plans": ", ".join(differing)})
        )
    raise NothingOfThatName(Text("no plan that both states have differs in its text"))
