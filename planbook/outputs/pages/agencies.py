"""The pages of agencies, and their list."""

from planbook.outputs.pages.site import PageContents, Site
from planbook.views.matrix import task_rows
from planbook.views.worklist import work_terms

CHANGES = 3  # that are shown; the feed has all that are looked at


def agency_list(site: Site) -> PageContents:
    """The agencies that a plan names, and how many tasks of which plans name none: they are on the page of no agency."""
    tasks = ((plan.id, task_rows(site.edition.matrices[plan.id])) for plan in site.plans)
    bare = {plan: sum(not (task.lead_ids or task.coordinating_ids) for task in rows) for plan, rows in tasks}
    yield {}, {"agencies": site.agencies, "unassigned": [(plan, count) for plan, count in bare.items() if count]}


def agency_pages(site: Site) -> PageContents:
    """What each agency has to do in all plans: first what is still to be done, by when."""
    for key, view in site.agencies.items():
        terms = work_terms(site.edition.work[key], site.edition.as_of)
        changes = site.edition.changes_of_agencies.get(key, [])
        values: dict[str, object] = {
            "late": site.edition.late_work(key),
            "reached": site.edition.reached_by(key),
            "agency": view,
            "named": site.agencies,
            "terms": terms,
            "changes": changes[:CHANGES],
            "all_changes": len(changes),
            "reach": site.edition.changes.reach_of_all,
            "shown": site.anchors,
            "is_of_several_places": site.edition.only is not None,
        }
        yield {"agency": key}, values
