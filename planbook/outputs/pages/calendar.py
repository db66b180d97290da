"""The pages of what is due when."""

from collections.abc import Iterator
from itertools import groupby

from planbook.outputs.pages.site import Site
from planbook.views.calendar import Quarter, quarters
from planbook.views.charts.drawings import deadline_plot, terms
from planbook.views.deadlines import Commitment


def calendar_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The running quarter and the next, and a page for each year."""
    edition = site.edition
    calendar = quarters(edition.deadlines, edition.phrases)
    running = (due for due in edition.deadlines if not edition.statuses[due.plan].is_over)
    current = quarters(running, edition.phrases)
    coming = [one for one in current if one.months[-1].dues[-1].day >= edition.as_of][:2]
    years = {year: list(parts) for year, parts in groupby(calendar, lambda quarter: quarter.year)}
    open_years = {year for one in edition.open_commitments for year in _years(site, one)}
    years |= {year: [] for year in open_years if year not in years}
    for year, shown in {None: coming, **dict(sorted(years.items()))}.items():
        path = f"lich/{year}/index.md" if year else "lich/index.md"
        dues = [due for due in edition.deadlines if due.day.year == year]
        page = site.page(
            "site/calendar.md",
            quarters=shown,
            year=year,
            years=years,
            choices=_choices(site, shown),
            open=[one for one in edition.open_commitments if _is_open_in(site, one, year)],
            names=site.names,
            plot=deadline_plot(f"lich-{year}", dues, edition.phrases),
            terms=terms(dues, edition.phrases),
        )
        yield path, page


def _years(site: Site, one: Commitment) -> range:
    """The years of the plan that some work is of."""
    period = site.edition.workspace.plans[one.plan].period
    return range(period.first.year, period.last.year + 1)


def _is_open_in(site: Site, one: Commitment, year: int | None) -> bool:
    """Whether work that no day ends belongs to a year, or without a year to the plans that run."""
    return year in _years(site, one) if year else not site.edition.statuses[one.plan].is_over


def _choices(site: Site, shown: list[Quarter]) -> dict[str, dict[str, str]]:
    """By what the deadlines of some quarters can be filtered: the ids with their names."""
    months = [month for quarter in shown for month in quarter.months]
    dues = [due for month in months for due in month.dues]
    return {
        "agencies": site.agencies_named(one for due in dues for one in (*due.leading, *due.helping)),
        "quarters": {quarter.id: quarter.title for quarter in shown},
        "months": {month.id: month.title for month in months},
        "plans": site.plans_named(due.plan for due in dues),
    }
