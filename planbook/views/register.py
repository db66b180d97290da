"""The register of tasks: every task of every plan, with the values by which it can be found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planbook.model.budget import Budget
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.recurrence import recurring_days
from planbook.model.status import Status, standing
from planbook.model.task import Assignment, Task, TaskGroup
from planbook.model.work import work_with_groups
from planbook.model.workspace import Workspace
from planbook.views.calendar import quarter_of
from planbook.views.matrix import GroupRow, TaskRow

CONTINUOUS = "continuous"  # instead of a quarter: work that goes on all the time
OPEN = "open"  # instead of a quarter: work that no day ends


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A task with its group, its money, and the ids of what it can be found by.

    `is_shared` says that the money is that of the whole group. `quarters` are those in which anything of the task is
    due, as 2026-q2, `CONTINUOUS` and `OPEN`. `sources` are the sources of its money, each with those that it is part of; `leading` and
    `helping` are those that lead and coordinate, with the members of groups.
    """

    task: TaskRow
    group: str
    money: str
    is_shared: bool
    status: Status
    years: tuple[int, ...]
    quarters: tuple[str, ...]
    sources: tuple[str, ...]
    programmes: tuple[str, ...]
    leading: tuple[str, ...]
    helping: tuple[str, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who leads or coordinates it, alone or in a group."""
        return (*self.leading, *self.helping)


def register(workspace: Workspace, matrices: Mapping[str, Iterable[GroupRow]], day: date) -> Iterator[RegisterRow]:
    """Every task, plan by plan in the order of `matrices` and as each plan orders them, with what it is on a day."""
    programmes = {
        project.id: programme.id for programme in workspace.programmes.values() for project in programme.all_projects
    }
    for plan_id, groups in matrices.items():
        plan = workspace.plans[plan_id]
        rows = {task.id: (group, task) for group in groups for task in group.tasks}
        for group, task in work_with_groups(plan):
            group_row, row = rows[task.id]
            budget = task.budget or group.budget
            project = task.project or group.project
            leading, helping = workspace.with_members(row.lead_ids, row.coordinating_ids, plan)
            yield RegisterRow(
                task=row,
                group=group_row.name,
                money=row.money or group_row.money,
                is_shared=not row.money and bool(group_row.money),
                status=standing(workspace, plan, day).status,
                years=tuple(plan.period.years),
                quarters=tuple(sorted(set(_quarters(plan, group, task)))),
                sources=tuple(dict.fromkeys(_sources(workspace, budget))) if budget else (),
                programmes=(programmes[project],) if project else plan.programmes,
                leading=leading,
                helping=helping,
            )


def _quarters(plan: Plan, group: TaskGroup, task: Task) -> Iterator[str]:
    shared = group.assignment or Assignment()
    inherited = () if task.assignment else shared.deadlines
    own = task.entries(Deadline)
    for deadline in (*own, *inherited):
        if deadline.throughout:
            yield CONTINUOUS
        if deadline.is_open:
            yield OPEN
        if deadline.last_day:
            yield quarter_of(deadline.last_day)
        for rhythm in deadline.every or ():
            yield from map(quarter_of, recurring_days(rhythm, plan))


def _sources(workspace: Workspace, budget: Budget) -> Iterator[str]:
    for line in budget.lines:
        source: str | None = line.source_of_funds
        while source:
            yield source
            source = workspace.funding_sources[source].part_of
