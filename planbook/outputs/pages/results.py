"""What came of plans: a page for each plan with the latest figures, and one for each period as it was known on its closing day."""

from planbook.model.plan import Plan
from planbook.outputs.pages.site import PageContents, Site
from planbook.views.matrix import task_rows
from planbook.views.progress import PlanProgress, duties_told


def results_pages(site: Site) -> PageContents:
    """The latest figures of each plan that has any."""
    for plan in site.plans:
        if progress := site.edition.progress[plan.id]:
            yield {"plan": plan.id}, _values(site, plan, progress)


def pages_of_periods(site: Site) -> PageContents:
    """Each period of each plan."""
    for plan in site.plans:
        for period, progress in site.edition.progress_by_period[plan.id].items():
            yield {"plan": plan.id, "period": period}, {**_values(site, plan, progress), "shown_period": period}


def _values(site: Site, plan: Plan, progress: PlanProgress) -> dict[str, object]:
    edition = site.edition
    periods = edition.progress_by_period[plan.id]
    rows = {row.id: row for row in task_rows(edition.matrices[plan.id])}
    return {
        "plan": plan,
        "progress": progress,
        "rows": rows,
        "duties": duties_told(edition.texts[plan.id], progress, rows),
        "periods": {period: of_period.period for period, of_period in periods.items()},
        "shown_period": "",
    }
