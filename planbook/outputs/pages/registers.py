"""The pages that hold one table each, or a few: home, targets, money, documents, open data."""

from collections.abc import Iterator
from dataclasses import replace

from planbook.changes.lately import lately
from planbook.model.item import ItemId
from planbook.outputs.pages.site import Site
from planbook.views.charts.drawings import aims_plot, money_plot
from planbook.views.glossary import glossary
from planbook.views.plan import texts_of
from planbook.views.worklist import WorkRow, work_of_plans, work_terms

UPCOMING = 10  # deadlines that the first page shows
KEPT = 60  # and that it brings, for days after that of the build


def home_page(site: Site) -> Iterator[tuple[str, str]]:
    """The page where people begin."""
    edition = site.edition
    changed = lately(edition.root, edition.workspace, edition.phrases)
    shown = {plan: {block.id for block in view.body} for plan, view in edition.views.items()}
    page = site.page(
        "site/home.md",
        agencies=site.agencies,
        terms=work_terms(_coming(site), edition.as_of),
        most=UPCOMING,
        years_without_plan=_years_without_plan(site),
        lately=changed,
        shown=shown,
    )
    yield "index.md", page


def _coming(site: Site) -> list[WorkRow]:
    """What is due next, the earliest first; more than is shown, for who reads the page on a later day."""
    edition = site.edition
    rows = work_of_plans(edition.workspace, edition.deadlines)
    coming = [replace(row, until=row.day) for row in rows if row.day and edition.as_of <= row.day <= row.until]
    return coming[:KEPT]


def _years_without_plan(site: Site) -> list[int]:
    """The years, from this to the one after the next, in which no plan runs."""
    edition = site.edition
    runs = [(plan.period.first.year, edition.statuses[plan.id].runs_until) for plan in site.plans]
    covered = {year for first, last in runs if last for year in range(first, last.year + 1)}
    return [year for year in range(edition.as_of.year, edition.as_of.year + 3) if year not in covered]


def glossary_page(site: Site) -> Iterator[tuple[str, str]]:
    """What short forms mean."""
    edition = site.edition
    texts = {plan: texts_of(view) for plan, view in edition.views.items()}
    found = glossary(edition.workspace, edition.search_words.same, texts, site.agencies)
    yield "viet-tat/index.md", site.page("site/glossary.md", found=found)


def indicator_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The list of indicators, and each with its values in all plans."""
    phrases = site.edition.phrases
    found = site.edition.indicators
    yield "chi-tieu/index.md", site.page("site/indicators.md", indicators=found)
    for one in found:
        page = site.page("site/indicator.md", indicator=one, plot=aims_plot(one, phrases))
        yield f"chi-tieu/{one.id}/index.md", page


def money_page(site: Site) -> Iterator[tuple[str, str]]:
    """The budgets of all plans."""
    phrases = site.edition.phrases
    found = site.edition.money_by_place
    plots = {
        one.plan: [
            plot for row in one.years if (plot := money_plot(ItemId.of(one.plan, f"money-{row.item}"), row, phrases))
        ]
        for one in found
    }
    yield "kinh-phi/index.md", site.page("site/money.md", money=found, plots=plots)


def document_page(site: Site) -> Iterator[tuple[str, str]]:
    """The register of documents, with all places that cite each."""
    found = site.edition.documents
    yield "van-ban/index.md", site.page("site/documents.md", documents=found)


def data_page(site: Site) -> Iterator[tuple[str, str]]:
    """The description of the open data, field by field."""
    edition = site.edition
    yield (
        "du-lieu/index.md",
        site.page("site/data.md", data=edition.open_data, licence=edition.descriptions.licence),
    )
