"""A document's number holds the code of another type than the document is called by.

A programme of action has CTr in its number; with CT it would be a directive (codes: Decree 30/2020, Annex III). Who
looks it up by that number finds nothing. Silent: types that the register gives no code (laws, official letters),
numbers without a place for the code (24/2021/QH15), other capitals (CTR). The same holds for what a plan calls itself
and its symbol; one that is issued with a decision has the number of that.
"""

import re
from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error, warning
from planbook.model.document_number import parse_document_number
from planbook.model.workspace import Workspace


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find documents whose type and number disagree."""
    names = {kind.code.casefold(): kind.name for kind in workspace.document_types.values() if kind.code}
    yield from _plans(workspace)
    for document in workspace.documents.values():
        kind = workspace.document_types[document.type]
        number = parse_document_number(document.number or "")
        if number is None or number.code is None or kind.code is None:
            continue
        if number.code.casefold() == kind.code.casefold():
            continue
        values = {"kind": kind.name, "code": kind.code, "number": document.number, "found": number.code}
        owner = names.get(number.code.casefold())
        yield error(
            document.source.span("number"),
            Text("{kind} has the code {code}, {number} has {found}: a {other}", {**values, "other": owner})
            if owner
            else Text("{kind} has the code {code}, {number} has {found}", values),
            Text("correct type or number; a new type is added under types:"),
        )


def _plans(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find plans whose symbol has the code of another type than they call themselves by."""
    kinds = sorted(workspace.document_types.values(), key=lambda kind: -len(kind.name))
    for plan in workspace.plans.values():
        called = (plan.document_type or "").casefold()
        kind = next((kind for kind in kinds if kind.code and called.startswith(kind.name.casefold())), None)
        if not called:
            kind = workspace.document_types.get("ke-hoach")
        code = re.split("[-/]", plan.symbol)[0]
        if plan.issued_with or kind is None or kind.code is None or code.casefold() == kind.code.casefold():
            continue
        values = {"kind": kind.name, "code": kind.code, "symbol": plan.symbol, "found": code}
        yield warning(
            plan.source.span("symbol"),
            Text("{kind} has the code {code}, the symbol {symbol} has {found}", values),
            Text("correct symbol: or document_type:"),
            plan.id,
        )
