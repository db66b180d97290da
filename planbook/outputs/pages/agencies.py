"""The pages of agencies, and their list."""

from collections.abc import Iterator

from planbook.outputs.pages.site import Site
from planbook.views.worklist import work_terms


def agency_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The list of agencies, and what each has to do in all plans: first what is still to be done, by when."""
    named = site.agencies
    yield "co-quan/index.md", site.page("site/agencies.md", agencies=named)
    for key, view in named.items():
        page = site.page(
            "site/agency.md", agency=view, named=named, terms=work_terms(site.edition.work[key], site.edition.as_of)
        )
        yield f"co-quan/{key}/index.md", page
