"""A plan cites documents of which the register has no day, so that they are printed without.

A citation holds type, number and day; without the day nobody can tell two documents of one number apart. One finding
a plan, which names them all. Silent: documents without a number, which are not issued yet or are called by their title.
Source: Decree 30/2020, Annex I, II.6b (what is cited the first time is cited in full).
"""

from collections.abc import Iterator

from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.plan import Plan
from planbook.model.texts import called, cited
from planbook.model.workspace import Workspace


def check(workspace: Workspace, plan: Plan) -> Iterator[Diagnostic]:
    """Find documents that nobody can cite in full."""
    undated: dict[str, Span] = {}
    for id_, span in cited(plan):
        document = workspace.documents[id_]
        if document.number and not document.date:
            undated.setdefault(id_, span)
    if undated:
        yield warning(
            next(iter(undated.values())),
            Text(
                "cited without the day of issue, which the register does not have: {documents}",
                {"documents": ", ".join(called(workspace, workspace.documents[id_]) for id_ in undated)},
            ),
            Text(
                "write date: of each in {paths}",
                {"paths": ", ".join(dict.fromkeys(workspace.documents[id_].source.path for id_ in undated))},
            ),
        )
