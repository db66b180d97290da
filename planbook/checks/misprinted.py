"""A plan printed something wrong, and whoever wrote it down kept it under as_printed.

No output repeats a misprint, so the finding is the one place that still tells of it: what was printed and,
for a document, what the register has. Whoever wrote the entry has looked at it, so the finding is accepted from the
beginning: it stands with those, in the page of findings and in the data, and asks nothing of a reviewer. An entry that
says what the register says asks for something, because then nothing was misprinted.
Source: Decree 30/2020, Article 18 (faults of content are amended, faults of form are corrected by letter).
"""

from collections.abc import Iterator
from dataclasses import replace

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.period import official_day
from planbook.model.plan import Misprint, Plan
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find what issued plans printed wrong."""
    for misprint in plan.as_printed:
        right = _right(workspace, misprint)
        stale = right.casefold() == misprint.printed.casefold()
        mend = Text("have an issued plan amended (content) or corrected by letter (form)")
        mend_now = Text("delete the entry") if stale else mend if plan.status == "issued" else None
        fact = _message(workspace, misprint, right, stale=stale)
        # As every reason in data, in Vietnamese.
        reason = "" if stale else translate("recorded under as_printed", "vi")
        yield replace(warning(misprint.source.span("printed"), fact, mend_now), allowed=reason)


def _message(workspace: Workspace, misprint: Misprint, right: str, *, stale: bool) -> Text:
    values = {"printed": misprint.printed, "right": right, "at": misprint.at, "document": ""}
    if misprint.document:
        document = workspace.documents[misprint.document]
        kind = workspace.document_types[document.type].name
        values["document"] = f"{kind} {document.number or document.id}"
        if stale:
            return Text("{document}: “{printed}” is also what the register says", values)
        if right:
            return Text("{document} was printed with “{printed}”, the register has “{right}”", values)
        return Text("{document} was printed with “{printed}”, which is wrong; the register has nothing", values)
    if misprint.at:
        return Text("“{printed}” was printed at “{at}”, which is wrong; the item has what is right", values)
    return Text("“{printed}” was printed, which is wrong", values)


def _right(workspace: Workspace, misprint: Misprint) -> str:
    """What the register has instead; nothing where it cannot say."""
    if not misprint.document:
        return ""
    document = workspace.documents[misprint.document]
    right = {
        "date": official_day(document.date.first) if document.date else None,
        "number": document.number,
        "type": workspace.document_types[document.type].name,
        "title": typed(document.title or ""),
        "period": str(document.period) if document.period else None,
        "issuer": workspace.agencies[document.issuer].name if document.issuer else None,
    }
    return right.get(misprint.what) or ""
