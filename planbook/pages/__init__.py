"""The generated pages of the website: one table says which there are; another kind of page is one more line in it."""

from collections.abc import Callable, Iterator

from planbook.pages.agencies import agency_pages
from planbook.pages.calendar import calendar_pages
from planbook.pages.compared import comparison_pages
from planbook.pages.plans import finding_pages, plan_pages
from planbook.pages.registers import (
    data_page,
    document_page,
    glossary_page,
    home_page,
    indicator_pages,
    money_page,
)
from planbook.pages.site import Site
from planbook.pages.tasks import task_pages

PAGES: tuple[Callable[[Site], Iterator[tuple[str, str]]], ...] = (
    home_page,
    plan_pages,
    task_pages,
    agency_pages,
    calendar_pages,
    indicator_pages,
    money_page,
    comparison_pages,
    document_page,
    glossary_page,
    finding_pages,
    data_page,
)


def pages(site: Site) -> dict[str, str]:
    """Give the text of every generated page by its path below the pages folder; nothing is written."""
    return {path: text for make in PAGES for path, text in make(site)}
