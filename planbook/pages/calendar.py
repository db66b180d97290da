"""The pages of what is due when."""

from collections.abc import Iterator
from itertools import groupby

from planbook.pages.site import Site
from planbook.views.calendar import quarters


def calendar_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Give this quarter and the next, and a page for each year."""
    edition = site.edition
    calendar = quarters(edition.deadlines, edition.phrases)
    coming = [one for one in calendar if one.months[-1].dues[-1].day >= edition.as_of][:2]
    years = {year: list(parts) for year, parts in groupby(calendar, lambda quarter: quarter.year)}
    for year, shown in {None: coming, **years}.items():
        path = f"lich/{year}/index.md" if year else "lich/index.md"
        yield path, site.page("site/calendar.md", quarters=shown, year=year, years=years)
