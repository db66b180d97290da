"""A plan announces an appendix that it does not hold.

Whoever gets the plan looks for it in vain: the body has to point to its appendices and they belong to the document
(Decree 30/2020, Annex I, III.1). Appendices with `included: true` stay silent.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.plan import Attachment, Plan
from planbook.model.workspace import Workspace


def check(_: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find announced appendices that are not there."""
    for entry in plan.walk():
        if isinstance(entry, Attachment) and not entry.included:
            yield warning(
                entry.source.span("label"),
                Text("{label} is announced, but it is not there", {"label": entry.label}),
                Text("enclose it and write included: true, or delete the announcement"),
            )
