"""What was reached is more than there can be: a share above 100%, a body's part above a stated whole.

Silent: indicators with `over_100`, parts of targets in per cent. Source: practice; a slip of a digit or of the comma.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.results import PeriodResults
from planbook.model.target import Target
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find values beyond what is possible."""
    targets = {target.id: target for target in plan.targets()}
    for results in workspace.results.get(plan.id, ()):
        yield from _of_period(workspace, results, targets)


def _of_period(workspace: Workspace, results: PeriodResults, targets: dict[str, Target]) -> Iterator[Diagnostic]:
    wholes = {result.target: result for result in reversed(results.targets) if not result.body}
    for result in results.targets:
        target = targets[result.target]
        indicator = workspace.indicators.get(target.indicator or "")
        is_share = (target.unit or "").startswith("%")
        whole = wholes.get(result.target)
        if result.value is None or (is_share and indicator and indicator.over_100):
            continue
        if is_share and result.value > 100:
            fact = Text("{value}% is more than 100%", {"value": official(result.value)})
        elif not is_share and result.body and whole and whole.value is not None and result.value > whole.value:
            values = {"value": official(result.value), "whole": official(whole.value)}
            fact = Text("{value} is the part of one body, the whole is {whole}", values)
        else:
            continue
        mend = Text("check the value; where it can be more than 100%, write over_100: true at the indicator")
        span = result.source.span("value")
        yield error(span, fact, mend, results.plan)
