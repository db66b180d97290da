"""The tasks of a plan as programs that track work take them in: columns that an office names and orders, agencies with their codes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planbook.model.lateness import Dues, WorkStatus, dues, work_statuses
from planbook.model.office import TrackerColumn
from planbook.model.work import work_with_groups
from planbook.views.matrix import GroupRow, TaskRow
from planbook.views.progress import plan_progress, state_name
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Value
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class _Task:
    """One task with all that a column may say of it."""

    text: PlanText
    group: GroupRow
    row: TaskRow
    dues: Dues
    status: WorkStatus | None


def tracker_sheet(text: PlanText, groups: Iterable[GroupRow], columns: Iterable[TrackerColumn]) -> Sheet:
    """The tasks in the order of the plan, a row each."""
    listed = tuple(columns)
    progress = plan_progress(text)
    statuses: Mapping[str, WorkStatus] = work_statuses(text.workspace, text.plan, progress.day) if progress else {}
    days = {task.id: dues(text.plan, task, group) for group, task in work_with_groups(text.plan)}
    tasks = [_Task(text, group, row, days[row.id], statuses.get(row.id)) for group in groups for row in group.tasks]
    return Sheet(
        name=text.wording.phrases.say("column_task"),
        caption=text.plan.short_title,
        columns=tuple(SheetColumn(column.heading) for column in listed),
        rows=tuple(SheetRow(task.row.id, tuple(_VALUES[column.value](task) for column in listed)) for task in tasks),
    )


def _codes(task: _Task, agencies: Iterable[str]) -> str:
    """The codes of agencies in their order, a place left empty for one that has none; nothing where none has."""
    codes = [task.text.workspace.agencies[agency].code or "" for agency in agencies]
    return "; ".join(codes) if any(codes) else ""


def _due(task: _Task) -> date | None:
    """The day that the state is measured by, else the last one of work that does not come again, else the only one known."""
    if task.status and task.status.due:
        return task.status.due
    if task.dues.days:
        return None if task.dues.is_recurring else task.dues.days[-1]
    return date.fromisoformat(task.row.due) if task.row.due else None


def _state(task: _Task) -> str:
    return state_name(task.status.name, task.text) if task.status else ""


_VALUES: Mapping[str, Callable[[_Task], Value]] = {
    "plan-number": lambda task: task.text.plan.number or "",
    "plan-day": lambda task: task.text.plan.date.first if task.text.plan.date else None,
    "plan-title": lambda task: task.text.plan.short_title,
    "task": lambda task: task.row.id,
    "group": lambda task: task.group.name,
    "work": lambda task: task.row.name,
    "product": lambda task: task.row.result,
    "lead": lambda task: task.row.lead,
    "lead-code": lambda task: _codes(task, task.row.lead_ids),
    "coordinating": lambda task: task.row.coordinating,
    "coordinating-code": lambda task: _codes(task, task.row.coordinating_ids),
    "deadline": lambda task: task.row.deadline,
    "due": _due,
    "state": _state,
    "done": lambda task: task.status.done if task.status else None,
}
