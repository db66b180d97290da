"""The pages of what is due when."""

from collections.abc import Iterable
from itertools import groupby

from planbook.outputs.pages.site import PageContents, Site
from planbook.views.calendar import Quarter, quarters
from planbook.views.charts.drawings import deadline_plot, terms
from planbook.views.deadlines import Commitment

OPENED = 2  # quarters that the page opens with: the running one and the next
BROUGHT = 6  # and that it brings, for days after that of the build


def calendar_page(site: Site) -> PageContents:
    """The running quarter and the next, and some more for who reads the page later."""
    edition = site.edition
    running = (due for due in edition.deadlines if not edition.statuses[due.plan].is_over)
    coming = [
        quarter for quarter in quarters(running, edition.phrases) if quarter.months[-1].dues[-1].day >= edition.as_of
    ]
    yield {}, _page(site, coming[:BROUGHT], _quarters_of_years(site), None)


def calendars_of_years(site: Site) -> PageContents:
    """A calendar for each year."""
    years = _quarters_of_years(site)
    for year, quarters_of_year in years.items():
        yield {"year": year}, _page(site, quarters_of_year, years, year)


def _quarters_of_years(site: Site) -> dict[int, list[Quarter]]:
    edition = site.edition
    by_year = groupby(quarters(edition.deadlines, edition.phrases), lambda quarter: quarter.year)
    years = {year: list(parts) for year, parts in by_year}
    open_years = {year for commitment in edition.open_commitments for year in _years(site, commitment)}
    return dict(sorted((years | {year: [] for year in open_years if year not in years}).items()))


def _page(site: Site, calendar: list[Quarter], years: Iterable[int], year: int | None) -> dict[str, object]:
    edition = site.edition
    dues = [due for due in edition.deadlines if due.day.year == year]
    open_work = [commitment for commitment in edition.open_commitments if _is_open_in(site, commitment, year)]
    return {
        "quarters": calendar,
        "year": year,
        "most": OPENED if year is None else len(calendar),
        "years": list(years),
        "choices": _choices(site, calendar),
        "open": open_work,
        "open_states": [edition.outstanding.state(commitment, None) for commitment in open_work],
        "names": site.names,
        "plot": deadline_plot(f"lich-{year}", dues, edition.phrases),
        "terms": terms(dues, edition.phrases),
    }


def _years(site: Site, commitment: Commitment) -> range:
    """The years of the plan that some work is of."""
    return site.edition.workspace.plans[commitment.plan].period.years


def _is_open_in(site: Site, commitment: Commitment, year: int | None) -> bool:
    """Whether work that no day ends belongs to a year, or without a year to the plans that run."""
    return year in _years(site, commitment) if year else not site.edition.statuses[commitment.plan].is_over


def _choices(site: Site, calendar: list[Quarter]) -> dict[str, dict[str, str]]:
    """By what the deadlines of some quarters can be filtered: the ids with their names."""
    months = [month for quarter in calendar for month in quarter.months]
    dues = [due for month in months for due in month.dues]
    return {
        "agencies": site.agencies_named(agency for due in dues for agency in (*due.leading, *due.helping)),
        "quarters": {quarter.id: quarter.title for quarter in calendar},
        "months": {month.id: month.title for month in months},
        "plans": site.plans_named(due.plan for due in dues),
    }
