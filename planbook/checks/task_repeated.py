"""Two tasks of one plan have the same text: one was copied, or two agencies are given the same work.

The matrix lists both, and each has its own lead and day. Silent: tasks of another plan, texts that differ in more than
spaces, capitals, the place of tone marks and the point at the end, and places of a new plan that are still to be
written, in brackets.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.task import Task
from planbook.model.workspace import Workspace
from planbook.text.comparing import as_compared


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find tasks that say what an earlier one says."""
    first: dict[tuple[str, str], Task] = {}
    for task in plan.entries(Task):
        key = as_compared(task.heading or ""), as_compared(task.text or task.short_text or "")
        earlier = first.setdefault(key, task)
        if any(key) and earlier is not task and not (task.text or task.heading or "").startswith("["):
            yield warning(
                task.source.span("text" if task.text else "heading"),
                Text("the task “{id}” says the same word for word", {"id": earlier.id}),
                Text("delete the copy, or say what is different about it"),
            )
