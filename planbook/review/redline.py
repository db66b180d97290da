"""Word files with tracked changes: what became of a plan between two states of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.render.tracked_words import Tokens
from planbook.render.word import redline
from planbook.repository.revisions import VIETNAM, commit_of
from planbook.review.states import NothingOfThatName, State, names_plans, resolved_states, state, two_plans
from planbook.views.plan import PlanView, plan_view
from planbook.wording.phrases import Phrases

AUTHOR = "planbook"  # whose the changes are if nobody is named: the comparison's


@dataclass(frozen=True)
class Dress:
    """What gives a plan its official text and a Word file its looks, the same for both states."""

    phrases: Phrases
    sheet: StyleSheet
    templates: Templates

    def article(self, view: PlanView) -> str:
        """The semantic text of a plan."""
        return article(self.templates, view, self.phrases)

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


def redlined(
    root: Path,
    old: str,
    new: str | None = None,
    plan: str = "",
    author: str = AUTHOR,
    when: datetime | None = None,
) -> bytes:
    """The draft of a plan with every change from one state to another tracked.

    The states are named as for `differences`; `wanted` names the plan where more than one differs. The changes carry
    the time of the new state if no other is given. Raises `NothingOfThatName`, `BuildStopped` and `UnknownElement`.
    """
    dress = read_dress(root)
    before, after = _versions(root, dress, old, new, plan)
    return redline_of(dress, before, after, Reviser(author, when or after.when.astimezone(VIETNAM)))


def redline_of(dress: Dress, before: Version, after: Version, reviser: Reviser) -> bytes:
    """The redline of two versions of a plan, or of a plan and one that it follows."""
    view = plan_view(after.workspace, after.plan, dress.phrases)
    origin = word_origin(dress.phrases, after.plan, view, after.commit, after.when.astimezone(VIETNAM))
    earlier = dress.article(plan_view(before.workspace, before.plan, dress.phrases))
    names = renamed_items(before.plan, after.plan)
    return redline(earlier, dress.article(view), names, dress.sheet, origin, reviser, dress.tokens())


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


def _versions(root: Path, dress: Dress, old: str, new: str | None, plan_id: str) -> tuple[Version, Version]:
    if names_plans(root, old, new):
        here = state(root, None)
        earlier, later = two_plans(here.workspace, old, new)
        return version(here, earlier), version(here, later)
    resolved = resolved_states(root, old, new)
    before, after = state(root, resolved.old), state(root, resolved.new)
    plan = plan_id or _only_one(dress, before.workspace, after.workspace)
    for name, side in ((old, before), (new or "data/", after)):
        if plan not in side.workspace.plans:
            plans = ", ".join(side.workspace.plans)
            raise NothingOfThatName(
                Text("{state} has no plan {plan}, only {known}", {"state": name, "plan": plan, "known": plans})
            )
    return tuple(version(side, side.workspace.plans[plan]) for side in (before, after))  # type: ignore[return-value]


def version(of: State, plan: Plan) -> Version:
    """A plan of a state with the commit and the time of that state."""
    commit = commit_of(of.folder, of.revision) if of.revision else None
    if commit:
        return Version(of.workspace, plan, commit.name[:7], commit.moment)
    return Version(of.workspace, plan, str(source_revision(of.folder, *made_of(plan.id))), made_at(of.folder))


def _only_one(dress: Dress, old: Workspace, new: Workspace) -> str:
    """The one plan of both states whose text differs."""
    common = [plan for plan in new.plans if plan in old.plans]
    texts = {
        plan: [dress.article(plan_view(side, side.plans[plan], dress.phrases)) for side in (old, new)]
        for plan in common
    }
    differing = [plan for plan, (before, after) in texts.items() if before != after] if len(common) > 1 else common
    if len(differing) == 1:
        return differing[0]
    if differing:
        raise NothingOfThatName(
            Text("several plans differ; add --plan and one of {plans}", {"plans": ", ".join(differing)})
        )
    raise NothingOfThatName(Text("no plan that both states have differs in its text"))
