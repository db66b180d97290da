"""Nobody leads a task: neither the task nor its group names an agency, and no duty says that one leads it.

What nobody leads nobody does, and no report will miss it. Several leads and no coordinating agency are normal. A task
that has no deadline either is told here alone, with both.
A plan that names no lead at all is written that way (who does what stands in its last part): that is one
finding, at the first of its headings with tasks. Source: of the 140 tasks of Resolution 03/NQ-CP (2025),
Annex II, none is without a lead, 46 have several.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.responsibility import has_deadline, leads_of_tasks
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find tasks that nobody leads."""
    leads = leads_of_tasks(plan)
    if len(leads) > 1 and not any(leads.values()):
        first = next(section for section in plan.sections() if section.groups)
        yield warning(
            first.source.span("heading"),
            Text("none of the {count} tasks of the plan names who leads it", {"count": len(leads)}),
            Text("write lead: in an assignment:, or leads: in the duty of the agency"),
        )
        return
    for group in plan.task_groups():
        for task in group.tasks:
            if leads[task.id]:
                continue
            # An assignment of a task's own replaces that of its group, the lead included.
            replaced = group.assignment and group.assignment.lead
            yield warning(
                task.source.span("id"),
                _fact(task.id, replaced=bool(replaced), has_time=has_deadline(task, group)),
                Text("write lead: in an assignment:, or leads: in the duty of the agency"),
            )


def _fact(task: str, *, replaced: bool, has_time: bool) -> Text:
    """What a task lacks that nobody leads."""
    values = {"id": task}
    if replaced and not has_time:
        return Text(
            "the assignment of the task “{id}” has neither lead nor deadline; that of its group does not hold here",
            values,
        )
    if replaced:
        return Text("the assignment of the task “{id}” has no lead; that of its group does not hold here", values)
    if not has_time:
        return Text("nobody leads the task “{id}”, and it has no deadline", values)
    return Text("nobody leads the task “{id}”", values)
