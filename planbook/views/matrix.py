"""The responsibility matrix: every task with who leads, who coordinates, by when, with what result and money."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model.plan import Plan
from planbook.model.responsibility import leads_of_tasks
from planbook.model.task import Assigned, Assignment, Task, TaskGroup
from planbook.model.workspace import Workspace
from planbook.views.blocks import Cell, Column, Row, Table, capital
from planbook.views.fill import PlanText
from planbook.views.numbering import numbers, roman
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in words, with the ids that other pages link to; `place` is short for where it stands: III.6(2)."""

    plan: str
    id: str
    group: str
    place: str
    name: str
    lead: str
    coordinating: str
    deadline: str
    result: str
    money: str
    lead_ids: tuple[str, ...]
    coordinating_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of tasks: its heading in words, the money that belongs to all of it, and its tasks."""

    id: str
    name: str
    money: str
    tasks: tuple[TaskRow, ...]


def matrix(workspace: Workspace, plan: Plan, phrases: Phrases) -> tuple[GroupRow, ...]:
    """Give all groups with their tasks in the order of the plan; citations are short, as in a table."""
    text = PlanText(workspace, plan, Wording(phrases), numbers(plan), short_citations=True)
    leads = leads_of_tasks(plan)
    return tuple(_group(plan, group, text, leads) for group in plan.task_groups())


def _group(plan: Plan, group: TaskGroup, text: PlanText, leads: dict[str, tuple[str, ...]]) -> GroupRow:
    name = group.heading or text.project(group.project or "")
    if group.text:
        name = f"{name}. {text.fill(group.text)}"
    money = text.budget(group.budget) if group.budget else ""
    return GroupRow(group.id, name, money, tuple(_task(plan, group, task, text, leads) for task in group.tasks))


def _task(plan: Plan, group: TaskGroup, task: Task, text: PlanText, leads: dict[str, tuple[str, ...]]) -> TaskRow:
    assignment = task.assignment or group.assignment or Assignment()
    # Some plans say only among the duties who leads a task ("chairs part 9").
    lead = assignment.lead or tuple(Assigned(agency=agency) for agency in leads[task.id])
    deadlines = (*task.deadlines, *assignment.deadlines)
    return TaskRow(
        plan=plan.id,
        id=task.id,
        group=group.id,
        place=text.numbers[task.id].place,
        name=task_name(group, task, text),
        lead=capital(text.assigned(lead)),
        coordinating=capital(text.assigned(assignment.coordinating)),
        deadline=capital(text.deadlines(deadlines)),
        result=capital(text.fill(task.result)),
        money=text.budget(task.budget) if task.budget else "",
        lead_ids=tuple(one.agency for one in lead),
        coordinating_ids=tuple(one.agency for one in assignment.coordinating),
    )


def task_name(group: TaskGroup, task: Task, text: PlanText) -> str:
    """Give what a task is: its heading and text, else its project, else the work that its group is."""
    name = task.heading or (text.project(task.project) if task.project else "")
    said = text.fill(task.text)
    if said or name:
        return ": ".join(filter(None, (name, said)))
    measures = " ".join(text.fill(one.text) for one in task.measures if one.text)
    return measures or group.heading or text.project(group.project or "")


def task_rows(groups: tuple[GroupRow, ...]) -> Iterator[TaskRow]:
    """Give the tasks of all groups."""
    for group in groups:
        yield from group.tasks


def matrix_table(workspace: Workspace, plan: Plan, phrases: Phrases) -> Table:
    """Give the matrix as a table: group rows with Roman numbers, tasks numbered through the whole plan."""
    rows: list[Row] = []
    count = 0
    for index, group in enumerate(matrix(workspace, plan, phrases), 1):
        heading = (Cell(roman(index), "center"), Cell(group.name, span=5), Cell(group.money))
        rows.append(Row(f"{group.id}--row", heading, is_group=True))
        for task in group.tasks:
            count += 1
            texts = (task.name, task.lead, task.coordinating, task.deadline, task.result, task.money)
            cells = (Cell(str(count), "center", count), *(Cell(part) for part in texts))
            rows.append(Row(f"{task.id}--row", cells))
    columns = tuple(
        Column(phrases.say(heading), width)
        for heading, width in (
            ("column_index", 5),
            ("column_task", 31),
            ("column_lead", 14),
            ("column_coordinating", 16),
            ("column_deadline", 11),
            ("column_result", 11),
            ("column_money", 12),
        )
    )
    return Table(f"{plan.id}--matrix", phrases.say("appendix_matrix"), columns, tuple(rows))
