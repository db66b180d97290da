"""What is due when: every deadline of every plan that ends on a certain day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planbook.model.period import Deadline
from planbook.model.plan import Plan
from planbook.model.task import Duty, Statement
from planbook.model.workspace import Workspace
from planbook.views.blocks import capital
from planbook.views.fill import PlanText
from planbook.views.matrix import matrix, task_rows
from planbook.views.numbering import numbers, tasks_with_groups
from planbook.views.phrases import Phrases
from planbook.views.wording import Wording


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A deadline with the last day on which it is met, what is due, when in words, and who sees to it."""

    day: date
    plan: str
    item: str
    work: str
    when: str
    who: str


def deadlines(workspace: Workspace, phrases: Phrases) -> list[Due]:
    """Give the deadlines of all plans, the earliest first; continuous and recurring work has none."""
    return sorted(due for plan in workspace.plans.values() for due in _of_plan(workspace, plan, phrases))


def _of_plan(workspace: Workspace, plan: Plan, phrases: Phrases) -> Iterator[Due]:
    text = PlanText(workspace, plan, Wording(phrases), numbers(plan), short_citations=True)

    def dues(item: str, given: tuple[Deadline, ...], said: str, who: str) -> Iterator[Due]:
        for deadline in given:
            if deadline.last_day:
                work = capital(text.fill(deadline.work) or said)
                yield Due(deadline.last_day, plan.id, item, work, text.wording.deadline(deadline), who)

    rows = {row.id: row for row in task_rows(matrix(workspace, plan, phrases))}
    for group, task in tasks_with_groups(plan):
        row = rows[task.id]
        own = task.assignment.deadlines if task.assignment else ()
        # What holds for a whole group is due once, with its first task.
        shared = group.assignment.deadlines if group.assignment and task is group.tasks[0] else ()
        yield from dues(task.id, (*task.deadlines, *own, *shared), row.name, row.lead)
    for entry in plan.walk():
        if isinstance(entry, Duty):
            who = capital(text.agencies(entry.agencies))
            for one in entry.walk():
                if isinstance(one, Statement):
                    yield from dues(one.id, one.deadlines, text.fill(one.text), who)
