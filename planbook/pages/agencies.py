"""The pages of agencies, and their list."""

from collections.abc import Iterator

from planbook.pages.site import Site
from planbook.views.deadlines import Due


def agency_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Give the list of agencies, and what each has to do in all plans, this year's deadlines first."""
    named = site.agencies
    yield "co-quan/index.md", site.page("site/agencies.md", agencies=named)
    for key, view in named.items():
        page = site.page("site/agency.md", agency=view, named=named, dues=_dues(site, key))
        yield f"co-quan/{key}/index.md", page


def _dues(site: Site, agency: str) -> list[tuple[Due, bool]]:
    """Give what an agency has to have done in the year of the edition, the earliest first, and whether it leads it."""
    edition = site.edition
    found = [
        (due, agency in one.lead_ids)
        for one in edition.commitments
        if agency in (*one.lead_ids, *one.coordinating_ids)
        for due in one.dues
        if due.day.year == edition.as_of.year
    ]
    return sorted(found)
