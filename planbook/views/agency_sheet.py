"""What one agency has to do under one plan, for its wall: its tasks in the order of time, its duties, its reports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planbook.model.item import ItemId
from planbook.views.agency import AgencyView, PrintedDuty
from planbook.views.matrix import TaskRow
from planbook.wording.blocks import Cell, Column, Row, Table, capital
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText

# The columns behind number and task, with their shares of the width in per cent; what remains is the task's.
AGENCY_SHEET_WIDTHS = {"place": 7, "lead": 14, "coordinating": 15, "deadline": 13, "result": 11, "money": 10}


@dataclass(frozen=True, slots=True)
class AgencySheet:
    """One agency under one plan; the tables hold its tasks, the first deadline first, continuous work last.

    `lists` are its duties and reports, each under a heading. What is given to a group that it belongs to stands behind
    its own, under the name of the group.
    """

    id: str
    title: str
    tables: tuple[Table, ...]
    lists: tuple[tuple[str, tuple[PrintedDuty, ...]], ...]


def agency_sheets(text: PlanText, agencies: Mapping[str, AgencyView]) -> Iterator[AgencySheet]:
    """A sheet for every agency that the plan names, in the order of the register."""
    plan, phrases = text.plan, text.wording.phrases
    for id_, view in agencies.items():
        leads = [task for task in view.leads if task.plan == plan.id]
        coordinates = [task for task in view.coordinates if task.plan == plan.id]
        tables = [
            _table(ItemId.of(plan.id, f"{id_}-leads"), "sheet_leads", leads, "lead", phrases),
            _table(ItemId.of(plan.id, f"{id_}-coordinates"), "sheet_coordinates", coordinates, "coordinating", phrases),
        ]
        lists = [
            (phrases.say("sheet_targets"), tuple(target for target in view.targets if target.plan == plan.id)),
            (phrases.say("sheet_duties"), tuple(saying for saying in view.duties if saying.plan == plan.id)),
            (phrases.say("sheet_reports"), tuple(saying for saying in view.reports if saying.plan == plan.id)),
        ]
        for work in (work for work in view.shared if work.plan == plan.id):
            of_group = phrases.say("group_open" if work.is_open else "group", group=work.name)
            tables += (
                _table(ItemId.of(plan.id, f"{work.group}-leads"), "sheet_leads", work.leads, "lead", phrases, of_group),
                _table(
                    ItemId.of(plan.id, f"{work.group}-coordinates"),
                    "sheet_coordinates",
                    work.coordinates,
                    "coordinating",
                    phrases,
                    of_group,
                ),
            )
            lists += (
                (f"{phrases.say('sheet_duties')} ({of_group})", work.duties),
                (f"{phrases.say('sheet_reports')} ({of_group})", work.reports),
            )
        parts = tuple(table for table in tables if table.rows), tuple(part for part in lists if part[1])
        if any(parts):
            title = phrases.say("agency_sheet", agency=text.agency(id_)).upper()
            yield AgencySheet(id_, title, *parts)


def _table(id_: str, caption: str, tasks: Sequence[TaskRow], role: str, phrases: Phrases, of_group: str = "") -> Table:
    """Tasks as a table; who has the role of the sheet's own agency is told only where it shares it."""
    shared = any(len(getattr(task, f"{role}_ids")) > 1 for task in tasks)
    names = [
        name
        for name in AGENCY_SHEET_WIDTHS
        if any(getattr(task, name) for task in tasks) and (name != role or shared or role == "coordinating")
    ]
    rows = tuple(
        Row(
            ItemId.row(task.id),
            (Cell(str(index), "center", index), Cell(task.name), *(Cell(getattr(task, name)) for name in names)),
            item=task.id,
        )
        for index, task in enumerate(sorted(tasks, key=lambda task: task.due or "9999"), 1)
    )
    widths = {
        "index": 5,
        "task": 95 - sum(AGENCY_SHEET_WIDTHS[name] for name in names),
        **{name: AGENCY_SHEET_WIDTHS[name] for name in names},
    }
    columns = tuple(Column(phrases.say(f"column_{name}"), width) for name, width in widths.items())
    name = capital(phrases.say(caption, count=len(tasks)))
    return Table(id_, f"{name} ({of_group})" if of_group else name, columns, rows)
