"""A group says who leads and by when, and each of its tasks says that itself.

The line of the group then tells what holds for none of its tasks: the table of tasks has another lead and another time.
Source: practice; a reader takes the line for all of them.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan, Section
from planbook.model.task import TaskGroup
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find groups whose assignment no task takes."""
    groups: list[Section | TaskGroup] = [*plan.sections()]
    groups += [group for section in plan.sections() for group in section.task_groups]
    for entry in groups:
        if entry.assignment and entry.tasks and all(task.assignment for task in entry.tasks):
            yield warning(
                entry.source.key_span("assignment"),
                Text("“{id}” is assigned here, and so is each of its tasks: no task takes this", {"id": entry.id}),
                Text("delete it, or the assignment of the tasks that have the same"),
            )
