"""The workbook of a plan: its sheets in order, the last of which says where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.views.grid import Grid
from planbook.views.matrix import GroupRow
from planbook.views.plan import PlanView
from planbook.views.progress import PlanProgress
from planbook.views.workbook.appendix_sheets import own_sheets, shares_sheet
from planbook.views.workbook.figure_sheets import budget_sheet, target_sheet
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value, Workbook
from planbook.views.workbook.task_sheets import grid_sheet, task_sheet
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.status import status_view


@dataclass(frozen=True, slots=True)
class Origin:
    """Which commit a file was made from (empty outside git), and on which day."""

    revision: str
    made: date


def workbook_view(text: PlanText, view: PlanView, sheets: Mapping[str, Sheet], origin: Origin) -> Workbook:
    """The sheets of a plan, and that of their origin."""
    workspace, plan, phrases = text.workspace, text.plan, text.wording.phrases
    issuer = text.agency(plan.issuer, "full")
    status = status_view(workspace, plan, origin.made, phrases).name
    facts: list[tuple[str, Value]] = [
        (phrases.say("fact_plan"), view.title),
        (phrases.say("fact_status"), status),
        *([(phrases.say("fact_wording"), view.wording_note)] if view.wording_note else ()),
        (phrases.say("fact_number"), view.number_line),
        (phrases.say("fact_day"), _day(plan, text)),
        (phrases.say("fact_issuer"), issuer),
        (phrases.say("fact_period"), capital(text.wording.time(plan.period))),
        (phrases.say("fact_revision"), origin.revision),
        (phrases.say("fact_made"), origin.made),
        *(
            (phrases.say("fact_sheet", sheet=sheet.name), phrases.say(about.split()[0], legend=sheet.legend))
            for about, sheet in sheets.items()
        ),
        (
            phrases.say("fact_source"),
            phrases.say("origin_note" if sheets else "origin_note_bare", path=plan.source.path),
        ),
    ]
    columns = (SheetColumn(phrases.say("column_fact")), SheetColumn(phrases.say("column_content")))
    rows = tuple(SheetRow("", fact) for fact in facts)
    last = Sheet(phrases.say("workbook_origin"), phrases.say("origin"), columns, rows, frozen=1)
    return Workbook(
        plan=plan.id,
        title=view.title,
        short_title=view.short_title,
        issuer=issuer,
        status=status,
        revision=origin.revision,
        footer=" · ".join((view.number_line, status, _state(origin, phrases))),
        page=phrases.say("workbook_page", page="{page}", pages="{pages}"),
        sheets=(*sheets.values(), last),
        content=sheets_fingerprint(sheets),
    )


def plan_sheets(
    text: PlanText, groups: tuple[GroupRow, ...], grid: Grid, progress: PlanProgress | None = None
) -> dict[str, Sheet]:
    """The sheets of a plan that have rows, each by the phrase that says what it is; with states where `progress` is given."""
    plan, phrases = text.plan, text.wording.phrases
    candidates = {
        "about_tasks": task_sheet(plan, phrases, groups, progress),
        "about_grid": grid_sheet(grid, phrases),
        "about_budget": budget_sheet(plan, text),
        "about_targets": target_sheet(plan, text),
        "about_shares": shares_sheet(plan, text),
        **dict(own_sheets(plan)),
    }
    return {about: sheet for about, sheet in candidates.items() if sheet.rows}


def sheets_fingerprint(sheets: Mapping[str, Sheet]) -> str:
    """A hash of all cells: a workbook that comes back is compared with the state of the data that has the same."""
    cells = [(sheet.name, [(row.id, *map(str, row.cells)) for row in sheet.rows]) for sheet in sheets.values()]
    return sha256(repr(cells).encode()).hexdigest()


def _day(plan: Plan, text: PlanText) -> Value:
    """The day of a plan as a date; what is known of it in words while the day is open."""
    if plan.date is None:
        return ""
    return plan.date.first if plan.date.precision == "day" else capital(text.wording.time(plan.date))


def _state(origin: Origin, phrases: Phrases) -> str:
    day = official_day(origin.made)
    return phrases.say("revision", revision=origin.revision, day=day) if origin.revision else day
