"""The pages of plans, and their list."""

from collections.abc import Iterator

from planbook.explanations import explanations
from planbook.model.period import official_day
from planbook.pages.site import Site
from planbook.render.site import article_markdown
from planbook.views.findings import findings_views
from planbook.views.grid import grid
from planbook.views.history import histories


def plan_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Give the list of plans, and each plan with its official text."""
    edition = site.edition
    workspace, phrases, views = edition.workspace, edition.phrases, edition.views
    yield (
        "ke-hoach/index.md",
        site.page("site/plans.md", histories=histories(workspace, phrases, edition.matrices)),
    )
    findings = findings_views(workspace, phrases, views, explanations(edition.root), edition.found)
    for plan in site.plans:
        page = site.page(
            "site/plan.md",
            plan=plan,
            official_day=official_day,
            view=views[plan.id],
            body=article_markdown(edition.articles[plan.id]),
            agencies=workspace.agencies,
            findings=findings[plan.id],
            grids=grid(workspace, plan, phrases).parts(phrases),
            sheets=[view for view in site.agencies.values() if plan.id in view.plans],
        )
        yield f"ke-hoach/{plan.id}/index.md", page
        seen = edition.overviews[plan.id]
        page = site.page("site/overview.md", plan=plan, view=views[plan.id], overview=seen)
        yield f"ke-hoach/{plan.id}/tong-quan/index.md", page


def finding_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Give what the checks find in all plans."""
    edition = site.edition
    found = findings_views(edition.workspace, edition.phrases, edition.views, explanations(edition.root), edition.found)
    yield "kiem-tra/index.md", site.page("site/findings.md", findings=found)
