"""The register: every task, target, duty and report of every plan, with the values by which it can be found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planbook.model.budget import Budget
from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.status import Status, standing
from planbook.model.task import Task, TaskGroup
from planbook.model.work import work_with_groups
from planbook.model.workspace import Workspace
from planbook.views.calendar import due_quarters
from planbook.views.charges import Charge, ChargeKind
from planbook.views.matrix import GroupRow, TaskRow

MOST_ROWS = 12_000  # of a page: more would be too long to be made, and to be opened


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A task or what else an agency is charged with, a task with its group and its money, and the ids of what it can be found by.

    `is_shared` says that the money is that of the whole group. `quarters` are those in which anything of the task is
    due, as 2026-q2, `CONTINUOUS` and `OPEN`. `sources` are the sources of its money, each with those that it is part of; `leading` and
    `helping` are those that lead and coordinate, with the members of groups.
    """

    kind: Literal["task"] | ChargeKind
    task: TaskRow
    group: str = ""
    money: str = ""
    is_shared: bool
    status: Status
    years: tuple[int, ...]
    quarters: tuple[str, ...]
    sources: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    leading: tuple[str, ...]
    helping: tuple[str, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who leads or coordinates it, alone or in a group."""
        return (*self.leading, *self.helping)


def plans_on_a_page(
    plans: Iterable[str], matrices: Mapping[str, Iterable[GroupRow]], charges: Mapping[str, Iterable[Charge]]
) -> tuple[str, ...]:
    """The first of some plans whose rows fit on a page together, at least one."""
    listed: list[str] = []
    rows = 0
    for plan in plans:
        rows += sum(len(group.tasks) for group in matrices[plan])
        rows += sum(bool(charge.agencies) for charge in charges[plan])
        if listed and rows > MOST_ROWS:
            break
        listed.append(plan)
    return tuple(listed)


def register(
    workspace: Workspace, matrices: Mapping[str, Iterable[GroupRow]], charges: Mapping[str, Iterable[Charge]], day: date
) -> Iterator[RegisterRow]:
    """Every task, plan by plan in the order of `matrices` and as each plan orders them, with what it is on a day.

    Behind them the targets, duties and reports of the plan that it charges agencies with.
    """
    programmes = {
        project.id: programme.id for programme in workspace.programmes.values() for project in programme.all_projects
    }
    for plan_id, groups in matrices.items():
        plan = workspace.plans[plan_id]
        status = standing(workspace, plan, day).status
        rows = {task.id: (group, task) for group in groups for task in group.tasks}
        for group, task in work_with_groups(plan):
            group_row, row = rows[task.id]
            budget = task.budget or group.budget
            project = task.project or group.project
            leading, helping = workspace.with_members(row.lead_ids, row.coordinating_ids, plan)
            yield RegisterRow(
                kind="task",
                task=row,
                group=group_row.name,
                money=row.money or group_row.money,
                is_shared=not row.money and bool(group_row.money),
                status=status,
                years=tuple(plan.period.years),
                quarters=due_quarters(plan, _deadlines(group, task)),
                sources=tuple(dict.fromkeys(_sources(workspace, budget))) if budget else (),
                programmes=(programmes[project],) if project else plan.programmes,
                leading=leading,
                helping=helping,
            )
        for charge in charges[plan_id]:
            if charge.agencies:
                yield _charged(workspace, plan, charge, status)


def _charged(workspace: Workspace, plan: Plan, charge: Charge, status: Status) -> RegisterRow:
    helpers = charge.row.coordinating_ids
    leads = tuple(agency for agency in charge.agencies if agency in charge.row.lead_ids or agency not in helpers)
    leading, helping = workspace.with_members(leads, helpers, plan, charge.receiving)
    return RegisterRow(
        kind=charge.kind,
        task=charge.row,
        is_shared=False,
        status=status,
        years=tuple(plan.period.years),
        quarters=charge.quarters,
        programmes=plan.programmes,
        leading=leading,
        helping=helping,
    )


def _deadlines(group: TaskGroup, task: Task) -> Iterator[Deadline]:
    yield from task.entries(Deadline)
    if group.assignment and not task.assignment:
        yield from group.assignment.deadlines


def _sources(workspace: Workspace, budget: Budget) -> Iterator[str]:
    for line in budget.lines:
        source: str | None = line.source_of_funds
        while source:
            yield source
            source = workspace.funding_sources[source].part_of
