"""Something in the plan is still to be decided (`todo`): a draft says so, an issued plan may hold none.

A draft that was rolled over from last year's plan keeps what nobody could know yet: the new target, the successor of
a department that was split, the document of the next level. Whoever decides deletes the entry.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.messages.findings import finding
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find open decisions: information in a draft, errors in a plan that is issued."""
    for decision in plan.todo:
        options = ", ".join(decision.options)
        yield finding(
            Severity.INFO if plan.status == "draft" else Severity.ERROR,
            decision.source.span("what"),
            Text("to be decided: {what}", {"what": decision.what}),
            Text("decide for one of: {options}; then delete the entry", {"options": options})
            if options
            else Text("decide, write it into the plan, then delete the entry"),
        )
