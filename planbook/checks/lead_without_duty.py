"""An agency leads a task, and the part of the plan that says who does what does not mention it.

Whoever reads only that part believes that the plan asks nothing of the agency. A duty of a group covers its
members and the agencies of its level and branch; a plan without duties says everything in its tasks and stays silent.
Source: practice; plans close with a paragraph for every agency that leads ("Tổ chức thực hiện").
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.plan import Plan
from planbook.model.responsibility import duties, is_covered, written_leads
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find agencies that lead without a duty of their own."""
    charged = [workspace.agencies[agency] for duty in duties(plan) for agency in duty.agencies]
    members = {member for group in charged for member in workspace.members(group.id, plan)}
    reported = {plan.issuer}
    for id_, span in written_leads(plan) if charged else ():
        agency = workspace.agencies[id_]
        if id_ in reported or id_ in members or is_covered(agency, charged):
            continue
        reported.add(id_)
        yield information(
            span,
            Text("{name} leads here, but no duty of the plan is its own", {"name": agency.name}),
            Text("add a duty of {id} under duties:", {"id": id_}),
        )
