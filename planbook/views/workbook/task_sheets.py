"""The tasks of a plan as sheets: the list with days that can be sorted, and the grid of tasks and agencies."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from planbook.model.number import roman
from planbook.model.part_deadlines import deadlines_of
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.task import Task, TaskGroup
from planbook.model.work import work_with_groups
from planbook.views.grid import Grid
from planbook.views.matrix import GroupRow, task_rows
from planbook.views.progress import PlanProgress
from planbook.views.task_states import state_heading, task_states
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.wording import Wording


def task_sheet(
    plan: Plan, phrases: Phrases, groups: tuple[GroupRow, ...], progress: PlanProgress | None = None
) -> Sheet:
    """Every task with who, by when, what result and what money, and its state where that is asked for; groups under Roman numbers.

    A column of what exactly the agencies do stands there where a task says it.
    """
    days = {task.id: _due_day(group, task, phrases) for group, task in work_with_groups(plan)}
    rows: list[SheetRow] = []
    count = 0
    with_duty = any(task.duty for task in task_rows(groups))
    for number, group in enumerate(groups, 1):
        rows.append(SheetRow(group.id, (roman(number), group.name, *("",) * (5 + with_duty), group.money, ""), "group"))
        rows += _tasks(group, count, days, with_duty=with_duty)
        count += len(group.tasks)
    columns: tuple[SheetColumn, ...] = (
        SheetColumn(phrases.say("column_index"), "center"),
        SheetColumn(phrases.say("column_task")),
        SheetColumn(phrases.say("column_lead"), choices_of=phrases.say("workbook_grid")),
        SheetColumn(phrases.say("column_coordinating"), choices_of=phrases.say("workbook_grid")),
        *((SheetColumn(phrases.say("column_duty"), name="duty"),) if with_duty else ()),
        SheetColumn(phrases.say("column_deadline"), choices=times(plan, Wording(phrases))),
        SheetColumn(phrases.say("column_day"), "center"),
        SheetColumn(phrases.say("column_result")),
        SheetColumn(phrases.say("column_money")),
        SheetColumn(phrases.say("column_notes")),
    )
    if progress:
        states = task_states(progress)
        rows = [replace(row, cells=(*row.cells, states.get(row.id, ""))) for row in rows]
        columns = (*columns, SheetColumn(state_heading(progress, phrases), name="state"))
    return Sheet(phrases.say("workbook_tasks"), phrases.say("appendix_matrix"), columns, tuple(rows), frozen=2)


def times(plan: Plan, wording: Wording) -> tuple[str, ...]:
    """The deadlines that are offered for a task: always, the rhythms, and the quarters of the first year."""
    year = plan.period.first.year
    ways: list[dict[str, str]] = [{"throughout": "true"}]
    ways += [{"every": rhythm} for rhythm in ("month", "quarter", "year")]
    ways += [{"within": f"{year}-Q{quarter}"} for quarter in range(1, 5)]
    offered = [Deadline.model_validate(way) for way in ways]
    return tuple(capital(wording.deadline(deadline)) for deadline in offered)


def grid_sheet(marked: Grid, phrases: Phrases) -> Sheet:
    """The grid with its marks, and below it how many tasks each agency leads, coordinates and has in a group.

    It has no rows if the plan names no agencies.
    """
    rows = tuple(_grid_rows(marked, phrases)) if marked.columns else ()
    columns = (
        SheetColumn(phrases.say("column_index"), "center"),
        SheetColumn(phrases.say("column_task")),
        *(SheetColumn(agency.short_name, "center", turned=True) for agency in marked.columns),
    )
    marks = {role: phrases.say(f"mark_{role}") for role in ("lead", "coordinating")}
    legend = phrases.say("grid_legend", **marks)
    return Sheet(phrases.say("workbook_grid"), marked.caption, columns, rows, legend, frozen=2, paper="A3")


_Day = tuple[date | None, str]  # that of a task, and what is to be noted of it


def _due_day(group: TaskGroup, task: Task, phrases: Phrases) -> _Day:
    """The day that a task's deadlines name, the earliest of several, with a note where there are others; none for months, years and rhythms."""
    deadlines = deadlines_of(task, group)
    day = min((deadline.day for deadline in deadlines if deadline.day), default=None)
    return day, phrases.say("note_first_day") if day and len(deadlines) > 1 else ""


def _tasks(group: GroupRow, count: int, days: Mapping[str, _Day], *, with_duty: bool) -> Iterator[SheetRow]:
    for index, task in enumerate(group.tasks, count + 1):
        words = (task.name, task.lead, task.coordinating, *((task.duty,) if with_duty else ()), task.deadline)
        day, note = days[task.id]
        notes = capital("; ".join(filter(None, (task.notes, task.lineage, note))))
        yield SheetRow(task.id, (index, *words, day, task.result, task.money, notes))


def _grid_rows(marked: Grid, phrases: Phrases) -> Iterator[SheetRow]:
    for group in marked.groups:
        yield SheetRow(group.id, (group.number, group.name, *("",) * len(marked.columns)), "group")
        for task in group.tasks:
            yield SheetRow(task.id, (task.index, task.name, *task.marks))
    yield from (SheetRow("", ("", phrases.say(phrase), *counts), "total") for phrase, counts in marked.totals)
