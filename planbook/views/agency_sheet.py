"""What one agency has to do under one plan, for its wall: its tasks in the order of time, its duties, its reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.agency import AgencyView, Said
from planbook.views.blocks import Cell, Column, Row, Table, capital
from planbook.views.fill import PlanText
from planbook.views.matrix import TaskRow
from planbook.views.numbering import numbers
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording

# The columns behind number and task, with their shares of the width in per cent; what remains is the task's.
WIDTHS = {"place": 7, "lead": 14, "coordinating": 15, "deadline": 13, "result": 11, "money": 10}


@dataclass(frozen=True, slots=True)
class AgencySheet:
    """One agency under one plan; the tables hold its tasks, the first deadline first, continuous work last."""

    id: str
    title: str
    tables: tuple[Table, ...]
    duties: tuple[Said, ...]
    reports: tuple[Said, ...]


def agency_sheets(
    workspace: Workspace, plan: Plan, phrases: Phrases, agencies: Mapping[str, AgencyView]
) -> Iterator[AgencySheet]:
    """Give a sheet for every agency that the plan names, in the order of the register."""
    text = PlanText(workspace, plan, Wording(phrases), numbers(plan), short_citations=True)
    for id_, view in agencies.items():
        leads = [task for task in view.leads if task.plan == plan.id]
        coordinates = [task for task in view.coordinates if task.plan == plan.id]
        duties = tuple(said for said in view.duties if said.plan == plan.id)
        reports = tuple(said for said in view.reports if said.plan == plan.id)
        if leads or coordinates or duties or reports:
            title = phrases.say("agency_sheet", agency=text.agency(id_)).upper()
            tables = (
                _table(f"{plan.id}--{id_}-leads", "sheet_leads", leads, "lead", phrases),
                _table(f"{plan.id}--{id_}-coordinates", "sheet_coordinates", coordinates, "coordinating", phrases),
            )
            yield AgencySheet(id_, title, tuple(table for table in tables if table.rows), duties, reports)


def _table(id_: str, caption: str, tasks: list[TaskRow], role: str, phrases: Phrases) -> Table:
    """Give tasks as a table; who has the role of the sheet's own agency is told only where it shares it."""
    shared = any(len(getattr(task, f"{role}_ids")) > 1 for task in tasks)
    wanted = [
        name
        for name in WIDTHS
        if any(getattr(task, name) for task in tasks) and (name != role or shared or role == "coordinating")
    ]
    rows = tuple(
        Row(
            f"{task.id}--row",
            (Cell(str(index), "center", index), Cell(task.name), *(Cell(getattr(task, name)) for name in wanted)),
            item=task.id,
        )
        for index, task in enumerate(sorted(tasks, key=lambda task: task.due or "9999"), 1)
    )
    widths = {"index": 5, "task": 95 - sum(WIDTHS[name] for name in wanted), **{name: WIDTHS[name] for name in wanted}}
    columns = tuple(Column(phrases.say(f"column_{name}"), width) for name, width in widths.items())
    return Table(id_, capital(phrases.say(caption, count=len(tasks))), columns, rows)
