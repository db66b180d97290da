"""The pages of agencies, and their list."""

from collections.abc import Iterator

from planbook.outputs.pages.site import PageContents, Site
from planbook.views.agency import AgencyView
from planbook.views.matrix import TaskRow
from planbook.views.progress import WorkProgress
from planbook.views.worklist import work_terms

CHANGES = 3  # that are shown; the feed has all


def agency_list(site: Site) -> PageContents:
    """The agencies that a plan names."""
    yield {}, {"agencies": site.agencies}


def agency_pages(site: Site) -> PageContents:
    """What each agency has to do in all plans: first what is still to be done, by when."""
    for key, view in site.agencies.items():
        terms = work_terms(site.edition.work[key], site.edition.as_of)
        changes = site.edition.changes_of_agencies.get(key, [])[:CHANGES]
        late = list(_late(site, view))
        values: dict[str, object] = {
            "late": late,
            "has_results": any(site.edition.progress[plan] for plan in view.plans),
            "agency": view,
            "named": site.agencies,
            "terms": terms,
            "changes": changes,
            "shown": site.anchors,
        }
        yield {"agency": key}, values


def _late(site: Site, view: AgencyView) -> Iterator[tuple[TaskRow, WorkProgress, str]]:
    """The tasks that an agency leads and that are late as far as is known, each with its state and the day of the figures."""
    shared = (task for work in view.shared if not work.is_open for task in work.leads)
    for row in dict.fromkeys((*view.leads, *shared)):
        progress = site.edition.progress[row.plan]
        if progress and progress.work[row.id].is_late_for(view.agency):
            yield row, progress.work[row.id], progress.until
