"""The register: all work in one table, and the tasks of each year on a page."""

from planbook.model.status import STATUSES
from planbook.outputs.pages.site import PageContents, Site
from planbook.views.calendar import CONTINUOUS, OPEN, quarter_name
from planbook.views.progress import WORK_STATES
from planbook.views.register import RegisterRow
from planbook.wording.blocks import capital
from planbook.wording.status import status_name


def task_register(site: Site) -> PageContents:
    """All work of all plans that the page can hold, of those that run first, then the newest plan first."""
    listed = {*site.edition.plans_in_register()}
    rows = [row for row in site.tasks if row.task.plan in listed]
    rows.sort(key=lambda row: site.edition.statuses[row.task.plan].is_over)
    reached = {plan: {row.id: row for row in progress.targets} for plan, progress in site.edition.latest.items()}
    values = {"choices": _choices(site, rows), "names": site.names, "reached": reached, "listed": len(listed)}
    yield {}, {"rows": rows, "years": sorted({year for row in site.tasks for year in row.years}), **values}


def tasks_of_years(site: Site) -> PageContents:
    """The tasks of the plans of each year, as many as the page can hold; the others are named."""
    tasks = [row for row in site.tasks if row.kind == "task"]
    years = sorted({year for row in tasks for year in row.years})
    for year in years:
        listed = {*site.edition.plans_in_register(year)}
        of_year = [row for row in tasks if year in row.years]
        rows = [row for row in of_year if row.task.plan in listed]
        unlisted = site.plans_named({row.task.plan for row in of_year} - listed)
        yield {"year": year}, {"year": year, "years": years, "rows": rows, "unlisted": unlisted}


def _choices(site: Site, rows: list[RegisterRow]) -> dict[str, dict[str, str]]:
    """By what the rows can be filtered: the ids with their names, in the order in which they are offered."""
    workspace, phrases = site.edition.workspace, site.edition.phrases
    quarters = sorted({quarter for row in rows for quarter in row.quarters} - {CONTINUOUS, OPEN})
    sources = {source for row in rows for source in row.sources}
    programmes = {programme for row in rows for programme in row.programmes}
    statuses = {row.status for row in rows}
    latest = site.edition.latest
    works = (latest[row.task.plan].work.get(row.task.id) for row in rows if row.task.plan in latest)
    states = {work.state: work.name for work in works if work}
    return {
        "years": {str(year): str(year) for year in sorted({year for row in rows for year in row.years})},
        "plans": site.plans_named(row.task.plan for row in rows),
        "agencies": site.agencies_named(agency for row in rows for agency in row.agencies),
        "quarters": {quarter: quarter_name(quarter, phrases) for quarter in quarters},
        "open": {OPEN: ""} if any(OPEN in row.quarters for row in rows) else {},
        "sources": {key: capital(source.name) for key, source in workspace.funding_sources.items() if key in sources},
        "programmes": {key: programme.name for key, programme in workspace.programmes.items() if key in programmes},
        "states": {state: states[state] for state in WORK_STATES if state in states},
        "statuses": {key: status_name(key, phrases) for key in STATUSES if key in statuses},
    }
