"""Word files with tracked changes: what became of a plan between two states of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from planbook.changes.compare import compare_plans, heirs
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.ooxml.blocks import Reviser
from planbook.outputs.documents import word_origin
from planbook.outputs.origin import made_at, made_of, source_revision
from planbook.render.style_sheet import UnknownElement
from planbook.render.word import redline
from planbook.repository.revisions import VIETNAM, commit_of
from planbook.review.dress import Dress, dresses, read_dress
from planbook.review.states import ResolvedStates, State, names_plans, resolved_states, state, states, two_plans
from planbook.review.template_changes import may_print_otherwise, template_files
from planbook.views.plan import plan_view

AUTHOR = "planbook"  # whose the changes are if nobody is named: the comparison's


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
    root: Path, old: str, new: str | None = None, plan: str = "", author: str = AUTHOR, when: datetime | None = None
) -> bytes:
    """The draft of a plan with every change from one state to another tracked.

    The states are named as for `differences`; `plan` names the plan where more than one differs. The changes carry
    the time of the new state if no other is given. Raises `Misuse`, `BuildStopped` and `UnknownElement`.
    """
    if names_plans(root, old, new):
        here = state(root, None, [*filter(None, (old, new))])
        first, second = (version(here, plan_) for plan_ in two_plans(here.workspace, old, new))
        return redline_of(read_dress(root), first, second, Reviser(author, when or second.local))
    resolved = resolved_states(root, old, new)
    before, after = _sides(root, resolved, plan)
    with dresses(root, before.place, after.place) as (earlier, dress):
        id_ = plan or _only_one(earlier, dress, before, after)
        for name, side in ((old, before), (new or "data/", after)):
            if id_ not in side.workspace.plans:
                plans = ", ".join(side.plans)
                raise Misuse(
                    Text("{state} has no plan {plan}, only {known}", {"state": name, "plan": id_, "known": plans})
                )
        first, second = (version(side, side.workspace.plans[id_]) for side in (before, after))
        return redline_of(dress, first, second, Reviser(author, when or second.local), earlier)


def _sides(root: Path, resolved: ResolvedStates, plan: str) -> tuple[State, State]:
    """Both states, as far as the text of a plan hangs on them, or that of any plan which may differ."""
    names = resolved.old, resolved.new
    if plan:
        before, after = (state(root, name, [plan]) for name in names)
        return before, after
    before, after = states(root, *names)
    if before.workspace.plans.keys() & after.workspace.plans.keys() and not may_print_otherwise(
        template_files(*before.place), template_files(*after.place)
    ):
        return before, after
    before, after = (state(root, name) for name in names)  # templates print any plan
    return before, after


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
    is_alone = len({*before.plans} & {*after.plans}) == 1
    differing = [
        plan
        for plan in common
        if is_alone
        or earlier.article(before.workspace, plans[0][plan]) != dress.article(after.workspace, plans[1][plan])
    ]
    if len(differing) == 1:
        return differing[0]
    if differing:
        raise Misuse(Text("several plans differ; add --plan and one of {plans}", {"plans": ", ".join(differing)}))
    raise Misuse(Text("no plan that both states have differs in its text"))
