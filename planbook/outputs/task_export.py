"""The tasks of a plan as a file for the program in which an office tracks work."""

from datetime import UTC
from pathlib import Path

from planbook.loading.workspace import plan_named
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.open_data import csv_of
from planbook.render.sheet import workbook
from planbook.views.tracker import tracker_sheet
from planbook.views.workbook.sheets import Workbook


def exported_tasks(root: Path, plan: str, *, as_workbook: bool) -> bytes:
    """The tasks with the columns that the office names, as CSV or as a workbook; raises `BuildStopped` and `UnknownPlan`."""
    made = edition(read_sources(root), made_at(root))
    plan_named(made.workspace, plan)
    sheet = tracker_sheet(made.texts[plan], made.matrices[plan], made.workspace.office.tracker)
    if not as_workbook:
        return csv_of([column.heading for column in sheet.columns], [row.cells for row in sheet.rows])
    view = made.views[plan]
    book = Workbook(
        plan=plan,
        title=view.title,
        short_title=view.short_title,
        issuer=" ".join(view.issuer),
        status="",
        revision=str(made.revisions[plan]),
        footer="",
        page="",
        sheets=(sheet,),
    )
    return workbook(book, made.made.astimezone(UTC))
