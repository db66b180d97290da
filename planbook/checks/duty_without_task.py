"""An agency has duties of its own in the last part of a plan, and no task of the plan is its to lead.

Either its work was forgotten among the tasks, or the duty repeats what the agency does anyway and nobody will
ask for it. Agencies that coordinate a task, groups, bodies that are only requested, and plans whose tasks name
no lead stay silent. Source: practice; the matrix of tasks is made from the tasks, duties do not stand in it.
"""

from collections.abc import Iterator

from planbook.diagnostics import Diagnostic, Severity, Text
from planbook.model.agency import AgencyGroup
from planbook.model.responsibility import duties, leads_of_tasks
from planbook.model.task import Assignment
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find agencies with duties that no task knows."""
    for plan in workspace.plans.values():
        busy = {agency for leads in leads_of_tasks(plan).values() for agency in leads}
        if not busy:
            continue
        for entry in plan.walk():
            if isinstance(entry, Assignment):
                busy.update(one.agency for one in entry.coordinating)
        for duty in duties(plan):
            for index, id_ in enumerate(() if duty.requested or duty.leads else duty.agencies):
                agency = workspace.agencies[id_]
                if id_ not in busy and not isinstance(agency, AgencyGroup):
                    yield Diagnostic(
                        "duty-without-task",
                        duty.source.span("agencies", index),
                        Text("{name} has duties, but leads and coordinates no task", {"name": agency.name}),
                        Text("name it in the assignment of its task, or write leads: in the duty"),
                        Severity.INFO,
                        plan.id,
                    )
