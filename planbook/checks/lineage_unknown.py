"""A task says that it continues one that does not exist, or one of a later plan.

Without its line to the year before nobody can say what became of a task.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.item import PlanTask
from planbook.model.nearness import nearest
from planbook.model.task import Task
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find what tasks continue in vain."""
    plans = {PlanTask(plan.id, task.id): plan for plan in workspace.plans.values() for task in plan.entries(Task)}
    for plan in workspace.plans.values():
        for task in plan.entries(Task):
            for index, (text, name) in enumerate(zip(task.continues, task.earlier, strict=True)):
                earlier = plans.get(name)
                span = task.source.span("continues", index)
                if earlier is None or earlier is plan:
                    there = [str(task_name) for task_name in plans if task_name.plan == name.plan != plan.id]
                    close = nearest(text, there)
                    yield error(
                        span,
                        Text("there is no task “{task}” to continue", {"task": text}),
                        Text("write it as plan-id/task-id of another plan: {close}", {"close": close or "…"}),
                        plan.id,
                    )
                elif earlier.period.first > plan.period.first:
                    values = {"task": text, "period": str(earlier.period)}
                    yield error(
                        span,
                        Text("“{task}” belongs to a plan of {period}, which begins later", values),
                        Text("name a task of an earlier plan"),
                        plan.id,
                    )
