"""A plan rests on a document that is no longer in force when the plan begins.

What another document replaced, or whose last day the register knows, binds nobody any more. Only legal bases
count: a text may well speak of what was.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.texts import called
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find legal bases that ended before the plan begins."""
    for basis in plan.legal_bases:
        end = workspace.document_end(basis.document)
        if end and end <= plan.period.first:
            successor = next(
                (document for document in workspace.documents.values() if basis.document in document.replaces), None
            )
            yield warning(
                basis.source.span("document"),
                Text(
                    "{document} is no longer in force from {day}, the plan is of {period}",
                    {
                        "document": called(workspace, workspace.documents[basis.document]),
                        "day": official_day(end),
                        "period": str(plan.period),
                    },
                ),
                Text("write {close}", {"close": successor.id}) if successor else Text("rest on another document"),
            )
