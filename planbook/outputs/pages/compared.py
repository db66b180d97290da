"""The pages that set plans side by side: each against the one before it, and a draft against what it was."""

from collections.abc import Iterator
from itertools import pairwise

from planbook.changes.compare import compare_plans
from planbook.changes.sentences import WEIGHT_WORDS
from planbook.changes.side_by_side import ComparedPlan, side_by_side, targets_of_place
from planbook.changes.words import Side, side
from planbook.loading.workspace import load_files
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.outputs.edition import Edition
from planbook.outputs.pages.site import Site
from planbook.repository.revisions import Commit, commits_of, read_revision
from planbook.views.lineage import predecessors
from planbook.views.matrix import task_rows
from planbook.views.once import Views

MAX_CHANGES = 30  # states of a draft that are shown, the latest ones


def comparison_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Tasks and targets from plan to plan, each plan against the one before, and the states of drafts if wanted."""
    edition = site.edition
    targets = {lineage.id: list(targets_of_place(lineage, edition.indicators)) for lineage in edition.lineages}
    pairs = {plan.id: list(earlier_ones(edition, plan)) for plan in site.plans}
    states = {plan.id: list(earlier_states(edition, plan)) if edition.history else [] for plan in site.plans}
    yield (
        "so-sanh/index.md",
        site.page("site/lineage.md", lineages=edition.lineages, targets=targets, pairs=pairs, states=states),
    )
    for plan in site.plans:
        shared = {"plan": plan, "weights": WEIGHT_WORDS, "agencies": edition.workspace.agencies}
        if pairs[plan.id]:
            page = site.page("site/compared.md", **shared, pairs=pairs[plan.id], states=states[plan.id])
            yield f"so-sanh/{plan.id}/index.md", page
        if states[plan.id]:
            yield (
                f"so-sanh/{plan.id}/cac-lan-sua/index.md",
                site.page(
                    "site/states.md",
                    **shared,
                    states=[(commit, _day(commit), pair) for commit, pair in states[plan.id]],
                ),
            )


def _day(commit: Commit) -> str:
    return official_day(commit.day)


def earlier_ones(edition: Edition, plan: Plan) -> Iterator[ComparedPlan]:
    """A plan against each plan that it follows."""
    for earlier in predecessors(edition.workspace, plan):
        yield _compared(edition, earlier, edition, plan, ("", ""))


def earlier_states(edition: Edition, plan: Plan) -> Iterator[tuple[Commit, ComparedPlan | None]]:
    """Every commit to a draft against the one before it, the latest first; None where one cannot be read.

    The first commit has nothing before it.
    """
    if plan.status != "draft":
        return
    path = f"data/plans/{plan.id}.yaml"
    states = [(commit, _state(edition, commit)) for commit in commits_of(edition.root, path, MAX_CHANGES + 1)]
    for (commit, after), (earlier, before) in pairwise(states):
        old, new = (state.workspace.plans.get(plan.id) if state else None for state in (before, after))
        if before and after and old and new:
            yield commit, _compared(before, old, after, new, (earlier.name[:7], commit.name[:7]))
        else:
            yield commit, None


def _state(edition: Edition, commit: Commit) -> Views | None:
    workspace, found = load_files(read_revision(edition.root, commit.name))
    return None if any(one.stops_the_build for one in found) else Views(workspace, edition.phrases)


def _compared(before: Views, old: Plan, after: Views, new: Plan, names: tuple[str, str]) -> ComparedPlan:
    sides = _side(before, old), _side(after, new)
    rows = (
        {row.id: row for row in task_rows(views.matrices[plan.id])} for views, plan in ((before, old), (after, new))
    )
    return ComparedPlan(
        old.id,
        new.id,
        names[0] or sides[0].name(old),
        names[1] or sides[1].name(new),
        side_by_side(compare_plans(old, new), *sides, *rows),
    )


def _side(views: Views, plan: Plan) -> Side:
    return side(views.workspace, plan.id, views.phrases, views.texts[plan.id])
