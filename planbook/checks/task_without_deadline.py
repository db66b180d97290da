"""No day, quarter, year or rhythm says by when a task is done, neither with the task nor with its group.

Nobody can say when it is late. Work that runs all along says so (`throughout: true`). A plan most of whose tasks have
no deadline is written that way (they are due with the plan): that is one finding, at the first heading with such a task.
A task that nobody leads either is told once, by the check of leads.
Source: of the 140 tasks of Resolution 03/NQ-CP (2025), Annex II, one has no deadline.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.responsibility import has_deadline, leads_of_tasks
from planbook.model.workspace import Workspace

_MEND = Text("write deadlines: in the assignment of the task or of its group")


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find tasks that are due at no time."""
    tasks = [(task, group) for group in plan.task_groups() for task in group.tasks]
    timeless = {task.id: task for task, group in tasks if not has_deadline(task, group)}
    leads = leads_of_tasks(plan)
    # Where none of several tasks has a lead, the check of leads is about the plan and says no word of deadlines.
    unled = {id_ for id_ in timeless if not leads[id_]} if any(leads.values()) or len(tasks) == 1 else set()
    if timeless.keys() <= unled:
        return
    if 2 * len(timeless) > len(tasks) > 1:
        first = next(
            section for section in plan.sections() if any(t.id in timeless for g in section.groups for t in g.tasks)
        )
        yield warning(
            first.source.span("heading"),
            Text(
                "{count} of the {all} tasks of the plan have no deadline", {"count": len(timeless), "all": len(tasks)}
            ),
            _MEND,
        )
        return
    for task in (task for task in timeless.values() if task.id not in unled):
        yield warning(task.source.span("id"), Text("the task “{id}” has no deadline", {"id": task.id}), _MEND)
