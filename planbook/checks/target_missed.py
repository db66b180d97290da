"""All work of a plan is told as done, and a target was missed.

Either the work is not done, or the target has no work that reaches it; the next plan would begin with the same gap. Only once the
results of the plan's last day are closed. Source: practice; who rates tasks and who counts targets read different tables.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.achieved import achievements
from planbook.model.lateness import work_statuses
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.work import work_with_groups
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find targets that were missed though all work is done."""
    periods = workspace.results.get(plan.id, ())
    if not periods or periods[-1].period.last < plan.period.last:
        return
    day = periods[-1].as_of.first
    statuses = work_statuses(workspace, plan, day)
    work = [statuses[task.id] for _, task in work_with_groups(plan)]
    if not work or any(status.state != "done" for status in work):
        return
    for target, achieved in achievements(workspace, plan, day).items():
        if achieved.is_met is False and achieved.value is not None and achieved.goal:
            source = achieved.result.source.span("value") if achieved.result else periods[-1].source.span("period")
            values = {"target": target, "value": official(achieved.value), "goal": official(achieved.goal.value)}
            yield information(
                source,
                Text("all work is done, and “{target}” is at {value}, not at {goal}", values),
                Text("check the value and the states of work; the report says why"),
            )
