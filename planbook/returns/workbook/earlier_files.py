"""Files that an earlier version of the program gave out: what they have that those of today have not, and lack that these have."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from planbook.model.task import Task
from planbook.returns.workbook.changed_rows import Sheets
from planbook.returns.workbook.tables import COLUMNS
from planbook.views.workbook.appendix_sheets import OWN_TABLE
from planbook.views.workbook.sheets import SheetColumn
from planbook.wording.phrases import Phrases
from planbook.wording.purposes import budgets
from planbook.wording.speech import PlanText

_TARGETS, _STANDARD = "about_targets", "standard"
_TASKS, _DUTY = "about_tasks", "duty"
_BUDGET, _PURPOSE = "about_budget", "purpose"


def given_out_forms(sheets: Sheets, text: PlanText) -> Iterator[Sheets]:
    """The sheets of a plan as they are made now, and as earlier versions made them, the latest first."""
    ways: tuple[Callable[[Sheets], Sheets], ...] = (
        without_duties,
        lambda now: with_totals(now, text),
        lambda now: with_standards(now, text.wording.phrases),
        without_appendices,
    )
    for many in range(len(ways) + 1):
        for chosen in combinations(ways, many):
            form = sheets
            for way in chosen:
                form = way(form)
            yield form


def without_appendices(sheets: Sheets) -> Sheets:
    """Sheets without those of shares and own tables, which once were none."""
    return {about: sheet for about, sheet in sheets.items() if about.split()[0] not in ("about_shares", OWN_TABLE)}


def with_standards(sheets: Sheets, phrases: Phrases) -> Sheets:
    """Sheets whose targets have a column of standards, which once stood there even where no target has one."""
    sheet, names = sheets.get(_TARGETS), COLUMNS[_TARGETS]
    if sheet is None or any(column.name == _STANDARD for column in sheet.columns):
        return sheets
    at = names.index(_STANDARD)
    heading = SheetColumn(phrases.say(f"column_{_STANDARD}"), name=_STANDARD)
    rows = tuple(replace(row, cells=(*row.cells[:at], "", *row.cells[at:])) for row in sheet.rows)
    wider = replace(sheet, columns=(*sheet.columns[:at], heading, *sheet.columns[at:]), rows=rows)
    return {**sheets, _TARGETS: wider}


def without_duties(sheets: Sheets) -> Sheets:
    """Sheets whose tasks have no column of what exactly agencies do, which once stood in the text of a plan alone."""
    sheet = sheets.get(_TASKS)
    at = next((at for at, column in enumerate(sheet.columns if sheet else ()) if column.name == _DUTY), None)
    if sheet is None or at is None:
        return sheets
    columns = (*sheet.columns[:at], *sheet.columns[at + 1 :])
    rows = tuple(replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :])) for row in sheet.rows)
    return {**sheets, _TASKS: replace(sheet, columns=columns, rows=rows)}


def with_totals(sheets: Sheets, text: PlanText) -> Sheets:
    """Sheets in which the money of a task without a heading is called a total, as it once was, and not by what the task says."""
    sheet = sheets.get(_BUDGET)
    if sheet is None:
        return sheets
    at, total = COLUMNS[_BUDGET].index(_PURPOSE), text.wording.phrases.say("budget_total")
    renamed: dict[str, str] = {}
    for funded in budgets(text.plan):
        if isinstance(funded.owner, Task) and not (funded.budget.heading or funded.owner.heading):
            name = text.project(funded.projects[-1]) if funded.projects else total
            renamed |= dict.fromkeys((funded.budget.id, *(line.id for line in funded.budget.lines)), name)
    rows = tuple(
        replace(row, cells=(*row.cells[:at], renamed.get(row.id, row.cells[at]), *row.cells[at + 1 :]))
        for row in sheet.rows
    )
    return {**sheets, _BUDGET: replace(sheet, rows=rows)}
