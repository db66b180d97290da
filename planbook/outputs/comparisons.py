"""A plan against each one before it, and a draft against what it was at every commit."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from planbook.changes.compare import compare_plans
from planbook.changes.side_by_side import ComparedPlan, side_by_side
from planbook.changes.words import Side, side
from planbook.loading.workspace import load_files
from planbook.model.plan import Plan
from planbook.repository.data_paths import ever_of
from planbook.repository.revisions import Commit, commits_of, read_revision
from planbook.views.lineage import predecessors
from planbook.views.once import Views

MAX_CHANGES = 30  # states of a draft that are shown, the latest ones


def with_predecessors(views: Views, plan: Plan) -> tuple[ComparedPlan, ...]:
    """A plan against each plan that it follows."""
    return tuple(_compared(views, earlier, views, plan) for earlier in predecessors(views.workspace, plan))


def earlier_states(root: Path, head: str, views: Views, plan: Plan) -> Iterator[tuple[Commit, ComparedPlan | None]]:
    """Every commit to a draft up to `head` against the one before it, the latest first; None where one cannot be read.

    The first commit has nothing before it.
    """
    if plan.status != "draft":
        return
    path = ever_of(plan.id)[0]
    states = [(commit, _state(root, views, commit)) for commit in commits_of(root, path, MAX_CHANGES + 1, head)]
    for (commit, after), (earlier, before) in pairwise(states):
        old, new = (state.workspace.plans.get(plan.id) if state else None for state in (before, after))
        if before and after and old and new:
            yield commit, _compared(before, old, after, new, (earlier.name[:7], commit.name[:7]))
        else:
            yield commit, None


def _state(root: Path, views: Views, commit: Commit) -> Views | None:
    workspace, findings = load_files(read_revision(root, commit.name))
    return None if any(finding.stops_the_build for finding in findings) else Views(workspace, views.phrases)


def _compared(before: Views, old: Plan, after: Views, new: Plan, names: tuple[str, str] = ("", "")) -> ComparedPlan:
    sides = _side(before, old), _side(after, new)
    return ComparedPlan(
        old.id,
        new.id,
        names[0] or sides[0].name(old),
        names[1] or sides[1].name(new),
        side_by_side(compare_plans(old, new), *sides),
    )


def _side(views: Views, plan: Plan) -> Side:
    return side(views.workspace, plan.id, views.phrases, views.texts[plan.id])
