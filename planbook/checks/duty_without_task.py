"""An agency has duties of its own in the last part of a plan, and no task of the plan is its to lead.

Either its work was forgotten among the tasks, or the duty repeats what the agency does anyway and nobody will
ask for it. Many plans give standing duties to agencies like those for money, so this is one finding a plan, which
names them all. Agencies that coordinate a task or have to do with reports, groups, bodies that are only requested,
and plans whose tasks name no lead stay silent.
Source: practice; the matrix of tasks is made from the tasks, duties do not stand in it.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import information
from planbook.model.agency import AgencyGroup
from planbook.model.plan import Plan
from planbook.model.responsibility import duties, leads_of_tasks
from planbook.model.task import Assignment, ReportingDuty
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find agencies with duties that no task knows."""
    busy = {agency for leads in leads_of_tasks(plan).values() for agency in leads}
    if not busy:
        return
    for entry in plan.walk():
        if isinstance(entry, Assignment):
            busy.update(partner.agency for partner in entry.coordinating)
        elif isinstance(entry, ReportingDuty):
            busy.update((*entry.agencies, *entry.to))
    idle: dict[str, Span] = {}
    for duty in duties(plan):
        for index, id_ in enumerate(() if duty.requested or duty.leads else duty.agencies):
            if id_ not in busy and not isinstance(workspace.agencies[id_], AgencyGroup):
                idle.setdefault(id_, duty.source.span("agencies", index))
    if idle:
        yield information(
            next(iter(idle.values())),
            Text(
                "these have duties, but lead and coordinate no task: {names}",
                {"names": ", ".join(workspace.agencies[id_].name for id_ in idle)},
            ),
            Text("name them in the assignments of their tasks, or write leads: in the duty"),
        )
