"""A body has to report to itself: it is named so, or nobody else is in the group that reports to it.

Where others of the group report, the receiver is only told as left out of those that do: no list, calendar or sheet has
it report to itself. Silent: groups that the plan leaves open, which may mean others.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.messages.findings import finding
from planbook.model.plan import Plan
from planbook.model.task import ReportingDuty
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find reports whose sender receives them."""
    for duty in plan.entries(ReportingDuty):
        for at, sender in enumerate(duty.agencies):
            yield from _to_itself(workspace, plan, duty, at, sender)


def _to_itself(workspace: Workspace, plan: Plan, duty: ReportingDuty, at: int, sender: str) -> Iterator[Diagnostic]:
    members = workspace.members(sender, plan)
    received = [agency for agency in (sender, *members) if agency in duty.to]
    if not received or getattr(workspace.agencies[sender], "open", False):
        return
    values = {"agency": workspace.agencies[received[0]].called, "group": workspace.agencies[sender].called}
    is_wrong = sender in duty.to or {*members} <= {*duty.to}
    if sender in duty.to:
        fact = Text("“{agency}” has to report to itself", values)
    elif is_wrong:
        fact = Text("“{agency}” has to report to itself: nobody else is in “{group}”", values)
    else:
        fact = Text("“{agency}” is in “{group}” and receives its report: it is left out of those that report", values)
    yield finding(
        Severity.WARNING if is_wrong else Severity.INFO,
        duty.source.span("agencies", at),
        fact,
        Text("name in agencies: who sends the report, in to: who receives it"),
    )
