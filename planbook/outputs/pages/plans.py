"""The pages of plans, and their list."""

from collections.abc import Iterator

from planbook.changes.lately import last_change
from planbook.model.plan import Plan
from planbook.model.task import Duty, ReportingDuty
from planbook.outputs.pages.site import Site
from planbook.render.site import article_markdown, with_sources
from planbook.wording.blocks import capital


def plan_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The list of plans, and each plan with its official text."""
    edition = site.edition
    views = edition.views
    yield (
        "ke-hoach/index.md",
        site.page("site/plans.md", histories=edition.histories),
    )
    for plan in site.plans:
        page = site.page(
            "site/plan.md",
            plan=plan,
            view=views[plan.id],
            overview=edition.overviews[plan.id],
            body=article_markdown(_sourced(site, plan)),
            changed=last_change(edition.root, f"data/plans/{plan.id}.yaml"),
            agencies=edition.workspace.agencies,
            findings=edition.findings[plan.id],
            source=site.source(f"data/plans/{plan.id}.yaml"),
            grids=edition.grid_parts[plan.id],
            duties=list(_duties(site, plan)),
            sheets=[view for view in site.agencies.values() if plan.id in view.plans],
        )
        yield f"ke-hoach/{plan.id}/index.md", page
        seen = edition.overviews[plan.id]
        page = site.page("site/overview.md", plan=plan, view=views[plan.id], overview=seen)
        yield f"ke-hoach/{plan.id}/tong-quan/index.md", page


def _duties(site: Site, plan: Plan) -> Iterator[tuple[str, str, bool]]:
    """Whom a plan gives duties or reports to, each with the item, and whether it reports: the contents list of the page holds headings alone."""
    text = site.edition.texts[plan.id]
    for entry in plan.walk():
        if isinstance(entry, Duty | ReportingDuty):
            names = capital(text.agencies(entry.agencies))
            yield entry.id, names, isinstance(entry, ReportingDuty)


def finding_pages(site: Site) -> Iterator[tuple[str, str]]:
    """What the checks find in all plans in short, and of each plan and the registers in full."""
    edition = site.edition
    yield "kiem-tra/index.md", site.page("site/findings.md", findings=edition.findings)
    for plan, view in edition.findings.items():
        if view.checks:
            page = site.page("site/findings_of_plan.md", plan=plan, view=view)
            yield f"kiem-tra/{plan or 'danh-muc'}/index.md", page


def _sourced(site: Site, plan: Plan) -> str:
    """The text of a plan, each item with a link to its line in the data where that can be seen."""
    article = site.edition.articles[plan.id]
    if not site.source_url:
        return article
    lines = {id_: entry.source.line for entry in plan.walk() if (id_ := getattr(entry, "id", None))}
    say = site.edition.phrases.say
    links = {
        id_: (site.source(f"data/plans/{plan.id}.yaml", line), say("source_line", line=line))
        for id_, line in lines.items()
    }
    return with_sources(article, links)
