"""What programs take from the site: calendars, lists of work, and the open data with their workbook."""

import json
from collections.abc import Iterator
from datetime import UTC

from planbook.outputs.edition import Edition
from planbook.views.deadlines import Commitment
from planbook.views.open_data.sheets import data_workbook
from planbook.views.open_data.tables import DataTable, part
from planbook.views.workbook.assembly import Origin
from planbook.views.worklist import work_terms
from planbook.wording.blocks import capital

OF_PLAN = ("tasks", "targets", "budget_lines", "deadlines")


def feeds(edition: Edition) -> dict[str, bytes]:
    """The content of every file for other programs, by its path below the site."""
    return dict(calendars(edition)) | dict(open_data(edition)) | dict(shown_tables(edition)) | dict(work_lists(edition))


def calendars(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The path and content of every calendar; who has nothing to do by a day has none."""
    from planbook.render.ics import calendar

    names = {f"ke-hoach/{plan.id}/{plan.id}.ics": plan.short_title for plan in edition.views.values()}
    names |= {f"co-quan/{one.id}/{one.id}.ics": capital(one.called) for one in edition.workspace.agencies.values()}
    of: dict[str, list[Commitment]] = {path: [] for path in names}
    for one in edition.commitments:
        of[f"ke-hoach/{one.plan}/{one.plan}.ics"].append(one)
        for agency in one.concerned:
            of[f"co-quan/{agency}/{agency}.ics"].append(one)
    for path, entries in of.items():
        if entries:
            made = edition.made
            yield (
                path,
                calendar(
                    names[path], entries, edition.views, edition.phrases, made, edition.site_url, edition.statuses
                ),
            )


def open_data(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The path and content of every file of open data."""
    from planbook.render.open_data import WORKBOOK_PATH, data_files
    from planbook.render.sheet import workbook

    descriptions, tables, made = edition.descriptions, edition.open_data, edition.made.astimezone(UTC)
    origin = Origin(str(edition.revisions[""]), made.date())
    yield from data_files(descriptions, tables, made)
    yield WORKBOOK_PATH, workbook(data_workbook(descriptions, tables, edition.phrases, origin), made)


def shown_tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The open data that the page of a plan, agency or indicator shows, each table as CSV beside the page."""
    from planbook.render.open_data import csv

    tables = {table.name: table for table in edition.open_data}
    parts: list[tuple[str, DataTable]] = []
    for plan in edition.workspace.plans:
        parts += ((f"ke-hoach/{plan}", part(tables[name], ("plan",), {(plan,)})) for name in OF_PLAN)
    for agency, view in edition.agencies.items():
        tasks = {(task.plan, task.id) for task in view.tasks}
        keys = {(one.key,) for one in edition.all_commitments if agency in one.concerned}
        parts.append((f"co-quan/{agency}", part(tables["tasks"], ("plan", "task"), tasks)))
        parts.append((f"co-quan/{agency}", part(tables["deadlines"], ("deadline",), keys)))
    for indicator in edition.workspace.indicators:
        parts.append((f"chi-tieu/{indicator}", part(tables["values"], ("indicator",), {(indicator,)})))
    yield from ((f"{folder}/{table.file}.csv", csv(table)) for folder, table in parts if table.rows)


def work_lists(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """What each agency has to do, as the first page shows it to who has chosen that agency.

    A script hands the table over, because a page that was opened from a folder may fetch nothing.
    """
    for id_, rows in edition.work.items():
        table = edition.templates.render(
            "site/work_of_agency.html",
            terms=work_terms(rows, edition.as_of),
            views=edition.views,
            runs=edition.runs,
            words=edition.phrases,
            as_of=edition.as_of,
        )
        script = f"myAgency.receive({json.dumps(id_)}, {json.dumps(table, ensure_ascii=False)});\n"
        yield f"co-quan/{id_}/viec.js", script.encode()
