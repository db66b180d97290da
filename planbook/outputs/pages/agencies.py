"""The pages of agencies, and their list."""

from collections.abc import Iterator

from planbook.outputs.pages.site import Site
from planbook.views.deadlines import Due


def agency_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The list of agencies, and what each has to do in all plans, this year's deadlines first."""
    named = site.agencies
    yield "co-quan/index.md", site.page("site/agencies.md", agencies=named)
    for key, view in named.items():
        page = site.page("site/agency.md", agency=view, named=named, dues=_dues(site, key))
        yield f"co-quan/{key}/index.md", page


def _dues(site: Site, agency: str) -> list[Due]:
    """What an agency leads or coordinates in the year of the edition, the earliest first.

    What plans of that year want behind its end, as their last reports, is theirs too.
    """
    year = site.edition.as_of.year
    ending = {plan.id for plan in site.plans if plan.period.last.year <= year}
    return [
        due
        for due in site.edition.deadlines
        if agency in (*due.leading, *due.helping)
        and (due.day.year == year or (due.day.year > year and due.plan in ending))
    ]
