"""A legal basis is amended by a document that is not later than itself.

The two were exchanged, or one of them has another document's id. Silent: days that the register does not know.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.texts import called
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find documents that cannot have amended the legal basis that they stand behind."""
    for basis in plan.legal_bases:
        amended = workspace.documents[basis.document]
        for at, id_ in enumerate(basis.amended_by):
            amending = workspace.documents[id_]
            if id_ != basis.document and not (
                amended.date and amending.date and amending.date.last <= amended.date.first
            ):
                continue
            yield error(
                basis.source.span("amended_by", at),
                Text(
                    "{amending} ({day}) cannot amend {amended} ({earlier})",
                    {
                        "amending": called(workspace, amending),
                        "day": official_day(amending.date.first) if amending.date else "…",
                        "amended": called(workspace, amended),
                        "earlier": official_day(amended.date.first) if amended.date else "…",
                    },
                ),
                Text("exchange the two, or name the document that amended it"),
            )
