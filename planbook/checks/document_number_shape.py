"""A document's number is written in the shape of the other side, Party or State, or in none.

The Party writes number-TYPE/BODY (62-KH/TU), the State number/TYPE-BODY (62/KH-UBND; Decree 30/2020, Annex I, II.3):
the two are different documents. The wrong shape for a known issuer is an error, an unknown shape a warning.
Silent: front, associations, banks and others, who write either way; documents without an issuer in either shape.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error, warning
from planbook.model.document_number import parse_document_number
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find numbers that are not shaped as their issuer writes them."""
    for document in workspace.documents.values():
        if document.number is None:
            continue
        number = parse_document_number(document.number)
        issuer = workspace.issuer(document)
        if number is None:
            yield warning(
                document.source.span("number"),
                Text("{number} is no number of the Party nor of the State", {"number": document.number}),
                Text("write it like 62-KH/TU (Party), 62/KH-UBND (State), without spaces"),
            )
        elif issuer and number.party != (issuer.branch == "party") and issuer.branch in ("party", "state", "council"):
            values = {"number": document.number, "issuer": issuer.called}
            yield error(
                document.source.span("number"),
                Text("{number} is a number of the Party, {issuer} is none of its bodies", values)
                if number.party
                else Text("{number} is a number of the State, {issuer} is a body of the Party", values),
                Text("correct number or issuer: 62-KH/TU (Party), 62/KH-UBND (State)"),
            )
