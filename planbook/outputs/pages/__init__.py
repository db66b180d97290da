"""The generated pages of the website: one table says which there are; another kind of page is one more line in it.

May import what outputs may.
"""

from collections.abc import Callable, Iterator

from planbook.outputs.pages.agencies import agency_pages
from planbook.outputs.pages.calendar import calendar_pages
from planbook.outputs.pages.compared import comparison_pages
from planbook.outputs.pages.plans import finding_pages, plan_pages
from planbook.outputs.pages.registers import (
    data_page,
    document_page,
    glossary_page,
    home_page,
    indicator_pages,
    money_page,
)
from planbook.outputs.pages.site import Site
from planbook.outputs.pages.tasks import task_pages

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
    """The text of every generated page by its path below the pages folder; nothing is written."""
    return {path: text for make in PAGES for path, text in make(site)}
