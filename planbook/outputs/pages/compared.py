"""The pages that set plans side by side: each against the one before it, and a draft against what it was."""

from planbook.changes.side_by_side import targets_of_place
from planbook.changes.terms import FIELDS
from planbook.changes.weights import WEIGHT_WORDS
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.outputs.comparisons import MAX_CHANGES
from planbook.outputs.pages.site import PageContents, Site


def lineage_page(site: Site) -> PageContents:
    """Tasks and targets from plan to plan."""
    edition = site.edition
    targets = {lineage.id: list(targets_of_place(lineage, edition.indicators)) for lineage in edition.lineages}
    yield {}, {"lineages": edition.lineages, "targets": targets, "pairs": edition.compared, "states": edition.states}


def compared_pages(site: Site) -> PageContents:
    """Each plan that has a predecessor, against it."""
    for plan in site.plans:
        if pairs := site.edition.compared[plan.id]:
            yield {"plan": plan.id}, {**_shared(site, plan), "pairs": pairs, "states": site.edition.states[plan.id]}


def state_pages(site: Site) -> PageContents:
    """The states of each draft, where they are to be shown."""
    for plan in site.plans:
        if states := site.edition.states[plan.id]:
            days = [(commit, official_day(commit.day), pair) for commit, pair in states]
            reach = site.edition.changes.reach
            yield {"plan": plan.id}, {**_shared(site, plan), "states": days, "most": MAX_CHANGES, "reach": reach}


def _shared(site: Site, plan: Plan) -> dict[str, object]:
    agencies = site.edition.workspace.agencies
    return {"plan": plan, "weights": WEIGHT_WORDS, "fields": FIELDS, "agencies": agencies}
