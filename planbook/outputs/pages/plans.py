"""The pages of plans, and their list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from planbook.model.plan import Plan
from planbook.model.task import Duty, ReportingDuty
from planbook.outputs.change_feeds import feeds_of_plans
from planbook.outputs.item_folds import item_folds
from planbook.outputs.pages.site import PageContents, Site
from planbook.render.article import article
from planbook.render.site import add_histories, add_links, add_sources, article_markdown, parsed_text
from planbook.views.addresses import Address, relative
from planbook.views.plan import view_of
from planbook.wording.blocks import capital
from planbook.wording.linked_text import LinkedText
from planbook.wording.typed_names import NamedEntry
from planbook.wording.wording import Wording


def plan_list(site: Site) -> PageContents:
    """The page that leads to every plan."""
    yield {}, {"histories": site.edition.histories}


def plan_pages(site: Site) -> PageContents:
    """Each plan with its official text."""
    edition = site.edition
    for plan in site.plans:
        root = _linked(site, plan)
        values: dict[str, object] = {
            "plan": plan,
            "view": edition.views[plan.id],
            "overview": edition.overviews[plan.id],
            "contents": list(_contents(site, plan, root)),
            "body": article_markdown(root),
            "changed": edition.changed_last.get(plan.id),
            "agencies": edition.workspace.agencies,
            "findings": edition.findings[plan.id],
            "progress": edition.progress[plan.id],
            "source": site.source(plan.source.path),
            "grids": edition.grid_parts[plan.id],
            "sheets": [
                site.agencies[agency] for agency, view in edition.work_of_plans[plan.id].items() if view.is_named
            ],
        }
        yield {"plan": plan.id}, values


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """What the contents of a plan lead to: a heading, an appendix, or whom a duty or report is given to, below a `heading`."""

    id: str
    title: str
    depth: int
    heading: str = ""
    is_duty: bool = False
    is_report: bool = False
    is_beside: bool = False  # the heading is no more than the duty before it


def _contents(site: Site, plan: Plan, root: etree._Element) -> Iterator[ContentsEntry]:
    """The contents of the page of a plan, in its order."""
    duties, numbers = dict(_duties(site, plan)), site.edition.numbered[plan.id]
    heading, depth, above = "", 0, ""
    for element in root.iter("h2", "h3", "h4", "p"):
        id_, text = element.get("data-id", ""), " ".join("".join(map(str, element.itertext())).split())
        # One with items of its own is a heading, which the contents list has.
        if id_ in duties and heading and element.tag not in ("h2", "h3"):
            (who, is_report), number = duties[id_], numbers[id_]
            list_ = number.counting.list
            is_beside = bool(list_ and heading in numbers and numbers[heading].counting.list == list_)
            title = f"{number.printed} {who}" if number.counting.ordinals else who
            yield ContentsEntry(
                id_, title, depth + (not is_beside), heading, is_duty=True, is_report=is_report, is_beside=is_beside
            )
        elif id_ and element.get("class") == "appendix":
            heading, depth, following = id_, 0, element.getnext()
            title = "" if following is None else "".join(map(str, following.itertext()))
            yield ContentsEntry(id_, f"{text}. {title}", depth)
        elif id_ and element.tag == "h4":
            yield ContentsEntry(id_, text, depth + 1)
        elif element.get("class") == "part" and element.tag == "p":
            above = f"{text}. "  # its title is the heading below
        elif id_ and element.tag != "p":
            heading, depth = id_, int(element.tag[1]) - 2
            yield ContentsEntry(id_, above + text, depth)
            above = ""


def _duties(site: Site, plan: Plan) -> Iterator[tuple[str, tuple[str, bool]]]:
    """The items that give duties or ask for reports, each with whom, and whether it is a report."""
    text = site.edition.texts[plan.id]
    for entry in plan.walk():
        if isinstance(entry, Duty | ReportingDuty):
            yield entry.id, (capital(text.agencies(entry.agencies)), isinstance(entry, ReportingDuty))


def overview_pages(site: Site) -> PageContents:
    """Each plan at a glance."""
    for plan in site.plans:
        values = {"plan": plan, "view": site.edition.views[plan.id], "overview": site.edition.overviews[plan.id]}
        yield {"plan": plan.id}, values


def change_pages(site: Site) -> PageContents:
    """What changed lately in each plan."""
    for blanks, feed in feeds_of_plans(site.edition):
        plan = site.edition.workspace.plans[str(blanks["plan"])]
        yield blanks, {"plan": plan, "feed": feed, "shown": site.anchors}


def finding_list(site: Site) -> PageContents:
    """What the checks find in all plans in short."""
    yield {}, {"findings": site.edition.findings}


def findings_of_plans(site: Site) -> PageContents:
    """What the checks find in each plan in full."""
    for plan, view in site.edition.findings.items():
        if plan and view.checks:
            yield {"plan": plan}, {"plan": plan, "view": view}


def findings_of_registers(site: Site) -> PageContents:
    """What the checks find in the registers and templates in full."""
    view = site.edition.findings[""]
    if view.checks:
        yield {}, {"plan": "", "view": view}


def _linked(site: Site, plan: Plan) -> etree._Element:
    """The text of a plan with links: what it names, and of each item its line in the data where that can be seen."""
    edition = site.edition
    text = LinkedText(edition.workspace, plan, Wording(edition.phrases), edition.numbered[plan.id])
    matrix = edition.printed_matrix(plan)
    rows = tuple(
        replace(row, cells=tuple(replace(cell, text=text.with_typed(cell.text)) for cell in row.cells))
        for row in matrix.rows
    )
    view = view_of(text, replace(matrix, rows=rows))
    root = parsed_text(article(edition.templates, view, edition.phrases))
    add_links(
        root,
        parsed_text(edition.articles[plan.id]),
        text,
        _addresses(site, plan, {str(element.get("id")) for element in root.iter()}),
    )
    if site.source_url:
        lines = {id_: entry.source.line for entry in plan.walk() if (id_ := getattr(entry, "id", None))}
        say, path = edition.phrases.say, plan.source.path
        add_sources(
            root, {id_: (site.source(path, line), say("source_line", line=line)) for id_, line in lines.items()}
        )
    changes = relative(Address.CHANGES.link(plan=plan.id), Address.PLAN.path(plan=plan.id))
    say = edition.phrases.say
    folds = (
        (item, edits, say("item_history_before", count=earlier) if earlier else "")
        for item, edits, earlier in item_folds(edition, plan.id)
    )
    summary = "item_history" if edition.changes.reach == "whole" else "item_history_lately"
    add_histories(root, folds, say(summary), changes)
    return root


def _addresses(site: Site, plan: Plan, anchors: set[str]) -> Callable[[NamedEntry], str]:
    """Where the page of a plan leads from what its text names; nowhere where that has no page."""
    edition, page = site.edition, Address.PLAN.path(plan=plan.id)
    indicators = {view.id for view in edition.indicators}
    documents = {document.id for document in edition.listed_documents}

    def address(entry: NamedEntry) -> str:
        kind, id_ = entry
        if kind == "item":
            return f"#{id_}" if id_ in anchors else ""
        if kind == "document":
            return "" if id_ not in documents else f"{relative(Address.DOCUMENTS.link(edition.folder), page)}#{id_}"
        if kind == "agency":
            return relative(Address.AGENCY.link(agency=id_), page) if id_ in site.agencies else ""
        return relative(Address.INDICATOR.link(edition.folder, indicator=id_), page) if id_ in indicators else ""

    return address
