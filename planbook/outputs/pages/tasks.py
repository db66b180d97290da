"""The register of tasks: all of them in one table, and a page for each year."""

from collections.abc import Iterator

from planbook.model.status import STATUSES
from planbook.outputs.pages.site import Site
from planbook.views.calendar import quarter_name
from planbook.views.register import CONTINUOUS, OPEN, RegisterRow, register
from planbook.wording.blocks import capital
from planbook.wording.status import status_name


def task_pages(site: Site) -> Iterator[tuple[str, str]]:
    """All tasks of all plans, the newest plan first, and those of each year."""
    edition = site.edition
    rows = list(register(edition.workspace, {plan.id: edition.matrices[plan.id] for plan in site.plans}, edition.as_of))
    choices = _choices(site, rows)
    yield "nhiem-vu/index.md", site.page("site/tasks.md", rows=rows, choices=choices, names=site.names)
    years = sorted({year for row in rows for year in row.years})
    for year in years:
        shown = [row for row in rows if year in row.years]
        yield f"nhiem-vu/nam/{year}/index.md", site.page("site/tasks_of_year.md", year=year, years=years, rows=shown)


def _choices(site: Site, rows: list[RegisterRow]) -> dict[str, dict[str, str]]:
    """By what the rows can be filtered: the ids with their names, in the order in which they are offered."""
    workspace, phrases = site.edition.workspace, site.edition.phrases
    quarters = sorted({quarter for row in rows for quarter in row.quarters} - {CONTINUOUS, OPEN})
    sources = {source for row in rows for source in row.sources}
    programmes = {programme for row in rows for programme in row.programmes}
    statuses = {row.status for row in rows}
    return {
        "years": {str(year): str(year) for year in sorted({year for row in rows for year in row.years})},
        "plans": site.plans_named(row.task.plan for row in rows),
        "agencies": site.agencies_named(agency for row in rows for agency in row.agencies),
        "quarters": {quarter: quarter_name(quarter, phrases) for quarter in quarters},
        "open": {OPEN: ""} if any(OPEN in row.quarters for row in rows) else {},
        "sources": {key: capital(one.name) for key, one in workspace.funding_sources.items() if key in sources},
        "programmes": {key: one.name for key, one in workspace.programmes.items() if key in programmes},
        "statuses": {key: status_name(key, phrases) for key in STATUSES if key in statuses},
    }
