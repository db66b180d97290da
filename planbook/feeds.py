"""What other programs take from the site: a calendar of each plan and agency, and the open data with their workbook."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from planbook.model.workspace import Workspace
from planbook.views.blocks import capital
from planbook.views.deadlines import Commitment
from planbook.views.open_data import DataTable, Descriptions
from planbook.views.open_data_sheets import data_workbook
from planbook.views.phrases import Phrases
from planbook.views.plan import PlanView
from planbook.views.workbook import Origin


def calendars(
    workspace: Workspace,
    found: Sequence[Commitment],
    plans: Mapping[str, PlanView],
    phrases: Phrases,
    made: datetime,
    site_url: str,
) -> Iterator[tuple[str, bytes]]:
    """Give the path and content of every calendar; who has nothing to do by a day has none."""
    from planbook.render.ics import calendar

    names = {f"ke-hoach/{plan.id}/{plan.id}.ics": plan.short_title for plan in plans.values()}
    names |= {f"co-quan/{one.id}/{one.id}.ics": capital(one.called) for one in workspace.agencies.values()}
    of: dict[str, list[Commitment]] = {path: [] for path in names}
    for one in found:
        of[f"ke-hoach/{one.plan}/{one.plan}.ics"].append(one)
        for agency in dict.fromkeys((*one.lead_ids, *one.coordinating_ids)):
            of[f"co-quan/{agency}/{agency}.ics"].append(one)
    for path, entries in of.items():
        if entries:
            yield path, calendar(names[path], entries, plans, phrases, made, site_url)


def open_data(
    descriptions: Descriptions, tables: Sequence[DataTable], phrases: Phrases, origin: Origin, made: datetime
) -> Iterator[tuple[str, bytes]]:
    """Give the path and content of every file of open data."""
    from planbook.render.open_data import WORKBOOK, data_files
    from planbook.render.sheet import workbook

    yield from data_files(descriptions, tables, made)
    yield WORKBOOK, workbook(data_workbook(descriptions, tables, phrases, origin), made)
