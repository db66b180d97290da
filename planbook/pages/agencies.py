"""The pages of agencies, and their list."""

from collections.abc import Iterator

from planbook.pages.site import Site


def agency_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Give the list of agencies, and what each has to do in all plans."""
    named = site.agencies
    yield "co-quan/index.md", site.page("site/agencies.md", agencies=named)
    for key, view in named.items():
        yield f"co-quan/{key}/index.md", site.page("site/agency.md", agency=view, named=named)
