"""The pages of plans, and their list."""

from collections.abc import Iterator

from planbook.changes.lately import last_change
from planbook.model.plan import Plan
from planbook.model.task import Duty, ReportingDuty
from planbook.outputs.pages.site import PageContents, Site
from planbook.render.site import article_markdown, with_sources
from planbook.wording.blocks import capital


def plan_list(site: Site) -> PageContents:
    """The page that leads to every plan."""
    yield {}, {"histories": site.edition.histories}


def plan_pages(site: Site) -> PageContents:
    """Each plan with its official text."""
    edition = site.edition
    for plan in site.plans:
        path = f"data/plans/{plan.id}.yaml"
        values: dict[str, object] = {
            "plan": plan,
            "view": edition.views[plan.id],
            "overview": edition.overviews[plan.id],
            "body": article_markdown(_sourced(site, plan)),
            "changed": last_change(edition.root, path),
            "agencies": edition.workspace.agencies,
            "findings": edition.findings[plan.id],
            "source": site.source(path),
            "grids": edition.grid_parts[plan.id],
            "duties": list(_duties(site, plan)),
            "sheets": [view for view in site.agencies.values() if plan.id in view.plans],
        }
        yield {"plan": plan.id}, values


def _duties(site: Site, plan: Plan) -> Iterator[tuple[str, str, bool]]:
    """Whom a plan gives duties or reports to, each with the item, and whether it reports: the contents list of the page holds headings alone."""
    text = site.edition.texts[plan.id]
    for entry in plan.walk():
        if isinstance(entry, Duty | ReportingDuty):
            names = capital(text.agencies(entry.agencies))
            yield entry.id, names, isinstance(entry, ReportingDuty)


def overview_pages(site: Site) -> PageContents:
    """Each plan at a glance."""
    for plan in site.plans:
        values = {"plan": plan, "view": site.edition.views[plan.id], "overview": site.edition.overviews[plan.id]}
        yield {"plan": plan.id}, values


def finding_list(site: Site) -> PageContents:
    """What the checks find in all plans in short."""
    yield {}, {"findings": site.edition.findings}


def findings_of_plans(site: Site) -> PageContents:
    """What the checks find in each plan in full."""
    for plan, view in site.edition.findings.items():
        if plan and view.checks:
            yield {"plan": plan}, {"plan": plan, "view": view}


def findings_of_registers(site: Site) -> PageContents:
    """What the checks find in the registers and templates in full."""
    view = site.edition.findings[""]
    if view.checks:
        yield {}, {"plan": "", "view": view}


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
