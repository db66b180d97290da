"""The pages that hold one table each, or a few: home, targets, money, documents, open data."""

from collections.abc import Iterator

from planbook.changes.lately import lately
from planbook.model.item import ItemId
from planbook.outputs.pages.site import Site
from planbook.views.charts.drawings import aims_plot, money_plot
from planbook.views.glossary import glossary
from planbook.views.plan import texts_of

UPCOMING = 10


def home_page(site: Site) -> Iterator[tuple[str, str]]:
    """The page where people begin."""
    edition = site.edition
    coming = (due for due in edition.deadlines if due.day >= edition.as_of)
    wanted = {plan for plan, status in edition.statuses.items() if not status.is_over or status.has_last_reports}
    upcoming = [due for due in coming if due.plan in wanted][:UPCOMING]
    changed = lately(edition.root, edition.workspace, edition.phrases)
    shown = {plan: {block.id for block in view.body} for plan, view in edition.views.items()}
    yield "index.md", site.page("site/home.md", agencies=site.agencies, upcoming=upcoming, lately=changed, shown=shown)


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
