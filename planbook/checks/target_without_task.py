"""A target has a number, and no task, group or duty repeats it, although those of other targets do.

A number that no task takes up is nobody's to reach. Targets of words only, rates measured by a standard
(what all tasks together are for) and plans whose tasks repeat no target at all stay silent.
Source: practice; each target of part II returns in a task of part III ("Phấn đấu năm 2026 …").
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.number import quoted_amount
from planbook.model.plan import Plan
from planbook.model.responsibility import figures_of_work
from planbook.model.target import Target
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find targets that no task takes up."""
    repeated = {figure.target for figure in figures_of_work(plan) if figure.target}
    for target in plan.targets() if repeated else ():
        if target.value is None or target.id in repeated or _is_for_all(workspace, target):
            continue
        amount = quoted_amount(target.value, None, target.unit or "")
        yield information(
            target.source.span("value"),
            Text("no task repeats the target “{id}” ({said})", {"id": target.id, "said": amount}),
            Text("give the figure of its task target: {id}, or add the task", {"id": target.id}),
        )


def _is_for_all(workspace: Workspace, target: Target) -> bool:
    return bool(target.indicator and workspace.indicators[target.indicator].standard)
