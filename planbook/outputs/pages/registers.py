"""The pages that hold one table each, or a few: home, targets, money, documents, open data."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from planbook.changes.lately import lately
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.outputs.edition import Edition
from planbook.outputs.pages.site import PageContents, Site
from planbook.views.charts.drawings import aims_plot, money_plot
from planbook.views.charts.geometry import Plot
from planbook.views.worklist import WorkRow, work_of_plans, work_terms
from planbook.wording.blocks import capital

UPCOMING = 10  # deadlines that the first page shows
LISTED_AT_MOST = 60  # and that it brings, for days after that of the build
EDITS = 5  # changes that the first page shows


def home_page(site: Site) -> PageContents:
    """The page where people begin."""
    edition = site.edition
    edits = lately(edition.changes)
    values: dict[str, object] = {
        "agencies": site.agencies,
        "terms": work_terms(_coming(site), edition.as_of),
        "most": UPCOMING,
        "years_without_plan": _years_without_plan(site),
        "by_subject": list(_by_subject(site)),
        "lately": edits[:EDITS],
        "earlier": max(0, len(edits) - EDITS),
        "reach": edition.changes.reach,
        "shown": site.anchors,
    }
    yield {}, values


@dataclass(frozen=True, slots=True)
class Strand:
    """The plans about one subject, the newest first, of one place (by name) where others have plans about it too."""

    subject: str
    place: str
    plans: tuple[Plan, ...]


def _strands(site: Site) -> list[Strand]:
    """The plans by what they are about, and by place where several have plans about the same."""
    workspace = site.edition.workspace
    by_subject: dict[str, dict[str, list[Plan]]] = {}
    for plan in site.plans:
        places = by_subject.setdefault(workspace.subjects[plan.id], {})
        places.setdefault(workspace.series[plan.id].place, []).append(plan)
    return [
        Strand(subject, workspace.localities[plans[0].jurisdiction].name if len(places) > 1 else "", tuple(plans))
        for subject, places in by_subject.items()
        for plans in places.values()
    ]


def _by_subject(site: Site) -> Iterator[tuple[str, tuple[Plan, ...], date | None]]:
    """The strands of plans that run, with what each is called, and the last day that any of its plans runs to."""
    runs = site.edition.runs
    running = {plan for plan, last in runs.items() if last >= site.edition.as_of}
    strands = [strand for strand in _strands(site) if any(plan.id in running for plan in strand.plans)]
    has_subjects = len({strand.subject for strand in strands}) > 1
    for strand in strands:
        subject = (strand.subject or translate("other work", "vi")) if has_subjects else ""
        title = capital(", ".join(filter(None, (subject, strand.place))))
        yield title, strand.plans, max((runs[plan.id] for plan in strand.plans if plan.id in runs), default=None)


def _coming(site: Site) -> list[WorkRow]:
    """What is due next, the earliest first; more than is shown, for who reads the page on a later day."""
    edition = site.edition
    rows = work_of_plans(edition.workspace, edition.deadlines, edition.runs)
    coming = [replace(row, until=row.day) for row in rows if row.day and edition.as_of <= row.day <= row.until]
    return coming[:LISTED_AT_MOST]


def _years_without_plan(site: Site) -> list[tuple[int, list[str]]]:
    """The years, from this to the one after the next, in which no plan runs, with what these would be about.

    Where no plan at all runs nothing is named; a subject that had none last year either is not waited for.
    """
    edition = site.edition
    localities = edition.workspace.localities
    covered: dict[str, set[int]] = {}
    for strand in _strands(site):
        ended = localities[strand.plans[0].jurisdiction].end
        if strand.place and ended and ended.first <= edition.as_of:
            continue  # nobody is left there who could plan
        words = Text("{subject} in {place}", {"subject": strand.subject, "place": strand.place}).in_language("vi")
        years_of_strand = covered.setdefault(words if strand.subject and strand.place else strand.subject, set())
        for plan in strand.plans:
            if plan.id in edition.runs:
                years_of_strand.update(range(plan.period.first.year, edition.runs[plan.id].year + 1))
    current = edition.as_of.year
    missing: list[tuple[int, list[str]]] = []
    for year in range(current, current + 3):
        waited = [subject for subject, years in covered.items() if year not in years]
        if len(waited) == len(covered):
            missing.append((year, []))
        elif waited := [subject for subject in waited if subject and max(covered[subject], default=0) >= current - 1]:
            missing.append((year, waited))
    return missing


def glossary_page(site: Site) -> PageContents:
    """What short forms mean."""
    yield {}, {"found": site.edition.glossary}


def indicator_list(site: Site) -> PageContents:
    """The page that leads to every indicator, and says how many targets of each plan have a number and no indicator."""
    counts = [(plan.id, sum(_is_unlisted(target) for target in plan.targets())) for plan in site.plans]
    yield {}, {"indicators": site.edition.indicators, "unlisted": [pair for pair in counts if pair[1]]}


def _is_unlisted(target: Target) -> bool:
    return target.value is not None and not target.indicator


def indicator_pages(site: Site) -> PageContents:
    """Each indicator with its values in all plans."""
    edition = site.edition
    for indicator in edition.indicators:
        plot = aims_plot(indicator, edition.phrases)
        yield (
            {"indicator": indicator.id},
            {
                "indicator": indicator,
                "plot": plot,
                "outcomes": edition.outcomes(indicator),
                "has_series": indicator.id in edition.open_sdg,
            },
        )


def money_page(site: Site) -> PageContents:
    """The budgets of all plans."""
    edition = site.edition
    yield {}, {"money": edition.money_by_place, "plots": {plan: list(_plots(edition, plan)) for plan in edition.money}}


def _plots(edition: Edition, plan: str) -> Iterator[Plot]:
    for row in edition.money[plan].years:
        if plot := money_plot(ItemId.of(plan, f"money-{row.item}"), row, edition.phrases):
            yield plot


def document_page(site: Site) -> PageContents:
    """The register of documents, with all places that cite each."""
    yield {}, {"documents": site.edition.listed_documents}


def data_page(site: Site) -> PageContents:
    """The description of the open data, field by field."""
    tables = [table.without_values() for table in site.edition.open_data]
    yield {}, {"data": tables, "licence": site.edition.descriptions.licence}
