"""The pages of the website: views into Markdown files that hold HTML. Pure: nothing is written here."""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from lxml import etree

from planbook.model.number import official
from planbook.model.period import official_day
from planbook.model.workspace import Workspace
from planbook.render.templates import Templates
from planbook.views.agency import AgencyView
from planbook.views.calendar import quarters
from planbook.views.deadlines import Due
from planbook.views.documents import DocumentView
from planbook.views.findings import FindingsView
from planbook.views.grid import Grid
from planbook.views.history import History
from planbook.views.indicators import IndicatorView
from planbook.views.lineage import Lineage
from planbook.views.matrix import GroupRow, TaskRow
from planbook.views.money import PlanMoney
from planbook.views.open_data import DataTable, Licence
from planbook.views.phrases import Phrases
from planbook.views.plan import PlanView

_PUNCTUATION = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}


def pages(
    workspace: Workspace,
    templates: Templates,
    phrases: Phrases,
    views: Mapping[str, PlanView],
    articles: Mapping[str, str],
    matrices: Mapping[str, tuple[GroupRow, ...]],
    agencies: Mapping[str, AgencyView],
    grids: Mapping[str, tuple[Grid, ...]],
    histories: tuple[History, ...],
    deadlines: list[Due],
    documents: list[DocumentView],
    indicators: list[IndicatorView],
    lineages: tuple[Lineage, ...],
    findings: Mapping[str, FindingsView],
    money: list[PlanMoney],
    data: Sequence[DataTable],
    licence: Licence,
    sizes: Mapping[str, int],
    as_of: date,
) -> dict[str, str]:
    """Give the text of every generated page by its path below the pages folder.

    `sizes` are those of the feeds in bytes, by their paths below the site.
    """
    newest_first = sorted(workspace.plans.values(), key=lambda plan: (plan.period.last, plan.id), reverse=True)
    shared = {
        "plans": newest_first,
        "views": views,
        "words": phrases,
        "heading": heading,
        "day": official_day,
        "as_of": as_of,
        "sizes": sizes,
    }
    named = {key: view for key, view in agencies.items() if view.is_named}
    upcoming = [due for due in deadlines if due.day >= as_of][:10]
    found = {
        "kiem-tra/index.md": templates.render("site/findings.md", **shared, findings=findings),
        "so-sanh/index.md": templates.render("site/lineage.md", **shared, lineages=lineages),
        "index.md": templates.render("site/home.md", **shared, agencies=named, upcoming=upcoming),
        "ke-hoach/index.md": templates.render(
            "site/plans.md", **shared, localities=workspace.localities, histories=histories
        ),
        "chi-tieu/index.md": templates.render("site/indicators.md", **shared, indicators=indicators),
        "van-ban/index.md": templates.render("site/documents.md", **shared, documents=documents),
        "kinh-phi/index.md": templates.render("site/money.md", **shared, money=money, localities=workspace.localities),
        "du-lieu/index.md": templates.render("site/data.md", **shared, data=data, size=size, licence=licence),
        "co-quan/index.md": templates.render("site/agencies.md", **shared, agencies=named),
    }
    calendar = quarters(deadlines, phrases)
    coming = [one for one in calendar if one.months[-1].dues[-1].day >= as_of][:2]
    years = {year: list(parts) for year, parts in groupby(calendar, lambda quarter: quarter.year)}
    for year, shown in {None: coming, **years}.items():
        path = f"lich/{year}/index.md" if year else "lich/index.md"
        found[path] = templates.render("site/calendar.md", **shared, quarters=shown, year=year, years=years)
    for plan in newest_first:
        counts = _load(matrices[plan.id])
        found[f"ke-hoach/{plan.id}/index.md"] = templates.render(
            "site/plan.md",
            **shared,
            plan=plan,
            view=views[plan.id],
            body=article_markdown(articles[plan.id]),
            agencies=workspace.agencies,
            load=counts,
            findings=findings[plan.id],
            grids=grids[plan.id],
            sheets=[view for view in named.values() if plan.id in view.plans],
        )
    for key, view in named.items():
        found[f"co-quan/{key}/index.md"] = templates.render("site/agency.md", **shared, agency=view, named=named)
    return found


def _load(groups: tuple[GroupRow, ...]) -> list[tuple[str, int, int]]:
    """Give how many tasks each agency of a plan leads and coordinates, the busiest first."""
    tasks: list[TaskRow] = [task for group in groups for task in group.tasks]
    agencies = dict.fromkeys(agency for task in tasks for agency in (*task.lead_ids, *task.coordinating_ids))
    counted = [
        (
            agency,
            sum(agency in task.lead_ids for task in tasks),
            sum(agency in task.coordinating_ids for task in tasks),
        )
        for agency in agencies
    ]
    return sorted(counted, key=lambda row: (-row[1], -row[2]))


def size(count: int) -> str:
    """Give a number of bytes as a person reads it: "12,3 KB"."""
    return f"{official(Decimal(count).scaleb(-3).quantize(Decimal('0.1')))} KB"


def heading(text: str) -> str:
    """Give plan text as it can stand in a Markdown heading: every mark as an entity, so that none is syntax."""
    return " ".join(text.split()).translate(_PUNCTUATION)


def article_markdown(article: str) -> str:
    """Give the semantic text of a plan for a Markdown page.

    Headings become Markdown headings, which Material's contents and search know; all else stays HTML,
    because Markdown would eat the marks of a plan's text (`|`, `*`, `1986.`).
    """
    parts: list[str] = []
    for element in etree.fromstring(article):
        if element.tag in ("h2", "h3", "h4"):
            level = int(str(element.tag)[1])
            id_ = element.get("data-id")
            parts.append(
                f'\n{"#" * level} {heading("".join(map(str, element.itertext())))} {{: #{id_} data-id="{id_}" }}\n'
            )
        elif element.get("class") == "appendix":
            id_, title = element.get("data-id"), element.getnext()
            said = f"{element.text}. {title.text if title is not None else ''}"
            parts.append(f'\n## {heading(said)} {{: #{id_} data-id="{id_}" .appendix }}\n')
        elif element.get("class") == "appendix-title":
            continue  # stands in the heading above
        else:
            element.tail = None
            for column in element.iter("col"):  # a strict content security policy forbids inline styles
                column.set("width", f"{column.get('data-width')}%")
                del column.attrib["style"]
            parts.append(etree.tostring(element, encoding="unicode", method="html"))
    return "\n".join(parts)
