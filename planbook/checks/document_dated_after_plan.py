"""A plan cites a document that is younger than the plan: nothing can rest on what does not exist yet.

One of the two days is wrong, often that of the document (Decree 30/2020, Annex I, II.6 asks for it). While a draft
has no day, the last day of its month, its year or its period counts. Each document is reported once a plan, where
it is cited first; documents without a day and those of the same day stay silent.
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.texts import called, cited
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find cited documents that are younger than the plan."""
    last = (plan.date or plan.period).last
    documents = set()
    for key, span in cited(plan):
        document = workspace.documents[key]
        if key in documents or document.date is None or document.date.first <= last:
            continue
        documents.add(key)
        values = {
            "document": called(workspace, document),
            "day": official_day(document.date.first),
            "last": official_day(last),
        }
        yield error(
            span,
            Text("{document} is dated {day}, the plan {last}", values)
            if plan.date and plan.date.precision == "day"
            else Text("{document} is dated {day}, the plan {last} at the latest", values),
            Text(
                "correct the date of the document in {path}, or cite another document", {"path": document.source.path}
            ),
        )
